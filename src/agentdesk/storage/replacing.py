"""Small files replaced in one stroke: after a power cut either the old one is there or the new one, whole."""

import os
import tempfile
from pathlib import Path

from agentdesk.storage.database import sync_folder
from agentdesk.travel.errors import NotKept


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
