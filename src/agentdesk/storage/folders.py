"""Where data lives: one folder per environment below the data folder, private, held by one process at a time."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from agentdesk.travel.errors import DataFolderInUse, NotKept

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_NAME = "lock"
ID_NAME = "id"
PRACTICE_FILE = "practice-airline.db"
"""The practice airline's own books: without them it would know nothing of the orders that were made with it."""


def data_root(chosen: Path | None = None) -> Path:
    """The data folder of the program: the chosen one, else where this system keeps such data of its user."""
    if chosen is not None:
        return chosen.expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "AgentDesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "AgentDesk"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "agentdesk"


def make_private(folder: Path) -> Path:
    """The folder, made if need be, closed to other users. NotKept when it cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name != "nt":
            folder.chmod(0o700)
    except OSError as error:
        raise NotKept(f"the folder {folder} cannot be made: {error}") from error
    return folder


def folder_id(root: Path) -> str:
    """A random name of this data folder, made at first use, so that two of them never share a database key."""
    path = make_private(root) / ID_NAME
    try:
        _write_once(path, secrets.token_hex(8))
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotKept(f"{path} cannot be read: {error}") from error


@contextmanager
def held_folder(folder: Path) -> Iterator[Path]:
    """The folder of an environment, for this opening alone while the block lasts; DataFolderInUse when it is taken.

    The system lets go of it when the process ends, however it ends.
    """
    make_private(folder.parent)
    make_private(folder)
    with _lock_file(folder) as lock:
        _take(lock, folder)
        try:
            yield folder
        finally:
            _release(lock)


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all, and never over what another process has just written."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="ascii")
    try:
        if os.name == "nt":
            draft.rename(path)
        else:
            os.link(draft, path)
    except FileExistsError:
        pass  # the other one's word counts
    finally:
        draft.unlink(missing_ok=True)


def _lock_file(folder: Path) -> BinaryIO:
    try:
        return (folder / LOCK_NAME).open("a+b")
    except OSError as error:
        raise NotKept(f"the folder {folder} cannot be written: {error}") from error


def _take(lock: BinaryIO, folder: Path) -> None:
    try:
        if sys.platform == "win32":
            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise DataFolderInUse(str(folder)) from error


def _release(lock: BinaryIO) -> None:
    if sys.platform == "win32":
        lock.seek(0)
        msvcrt.locking(lock.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(lock, fcntl.LOCK_UN)
