"""Small files replaced in one stroke: after a power cut either the old one is there or the new one, whole."""

import os
import re
import stat
import tempfile
import time
from pathlib import Path

from agentdesk.storage.database import sync_folder
from agentdesk.travel.errors import NotKept

_DRAFT = re.compile(r"\.(?:settings\.json|keys\.sealed)\.[a-z0-9_]{8}")
_YOUNG = 60.0  # seconds: another process may be about to put it in its place


def sweep_drafts(folder: Path, *, now: float | None = None) -> int:
    """Remove what a process that was killed while it replaced a file has left beside it; how many."""
    removed = 0
    for path in folder.glob(".*"):
        if not _DRAFT.fullmatch(path.name):
            continue
        try:
            found = os.lstat(path)
            old = (time.time() if now is None else now) - found.st_mtime > _YOUNG
            if stat.S_ISREG(found.st_mode) and old and (os.name == "nt" or found.st_uid == os.getuid()):
                path.unlink()
                removed += 1
        except OSError:
            continue  # gone meanwhile, or not ours to remove
    return removed


def replace_file(path: Path, content: bytes) -> None:
    """Readable by the owner only. NotKept when the disk refuses; the old file is then as it was."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with 0600
    except OSError as error:
        raise NotKept(f"{path.name} cannot be written: {error}") from error
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
        sync_folder(path.parent)
    except OSError as error:
        raise NotKept(f"{path.name} cannot be written: {error}") from error
    finally:
        Path(name).unlink(missing_ok=True)
