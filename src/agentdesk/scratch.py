"""One private folder for the temporary files of this process; what a killed one left behind is removed at the start."""

import atexit
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

_OURS = re.compile(r"agentdesk-tmp-[0-9a-f]{16}")
_LOCK = "in-use"
_YOUNG = 60.0  # seconds: one that is just being made has no lock yet


@lru_cache(maxsize=1)
def folder() -> Path:
    """The folder of this process (0700), made at first use and gone when the process ends.

    It lies where the system keeps what ends with the session (XDG_RUNTIME_DIR), else with other temporary files.
    OSError when it cannot be made.
    """
    made = _made(base())
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def new_folder() -> Path:
    """A folder of its own within that one, for files that go sooner."""
    return Path(tempfile.mkdtemp(dir=folder()))


def write(path: Path, content: bytes) -> None:
    """A file as `new_file` makes it, with this in it."""
    with new_file(path) as file:
        file.write(content)


def new_file(path: Path) -> BinaryIO:
    """A file that only its owner reads; one of the same name, a link too, is replaced and never followed. OSError."""
    path.unlink(missing_ok=True)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def base() -> Path:
    """XDG_RUNTIME_DIR if it is as its specification has it, ours and closed to others; else the temporary folder."""
    named = os.environ.get("XDG_RUNTIME_DIR", "")
    if named and sys.platform != "win32":
        try:
            found = os.lstat(named)
        except OSError:
            return Path(tempfile.gettempdir())
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not stat.S_IMODE(found.st_mode) & 0o077:
            return Path(named)
    return Path(tempfile.gettempdir())


def sweep(where: Path | None = None, *, now: float | None = None) -> int:
    """Remove what processes of ours left that were killed; how many. Never follows a link, never touches others'."""
    removed = 0
    root = where or base()
    try:
        entries = list(os.scandir(root))
    except OSError:
        return 0
    for entry in entries:
        if _OURS.fullmatch(entry.name) and _is_left(Path(entry.path), time.time() if now is None else now):
            shutil.rmtree(entry.path, ignore_errors=True)  # by descriptors: follows no link
            removed += not os.path.lexists(entry.path)
    return removed


def _is_left(path: Path, now: float) -> bool:
    """Whether it is a folder of ours whose process has ended: the system lets go of a lock with its process."""
    found = None
    try:
        found = os.lstat(path)
        if not stat.S_ISDIR(found.st_mode):
            return False
        if sys.platform == "win32":
            (path / _LOCK).unlink(missing_ok=True)  # refused while somebody has it open
            return now - found.st_mtime > _YOUNG
        if found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
            return False
        lock = os.open(path / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        return found is not None and now - found.st_mtime > _YOUNG
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True


def _made(root: Path) -> Path:
    path = root / f"agentdesk-tmp-{secrets.token_hex(8)}"
    path.mkdir(mode=0o700)
    lock = os.open(path / _LOCK, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)  # open until the process ends
    if sys.platform != "win32":
        fcntl.flock(lock, fcntl.LOCK_EX)
    return path
