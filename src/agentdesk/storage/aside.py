"""Data that cannot be opened is moved aside, whole and under a name that can be told, and never deleted."""

import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from agentdesk.storage.database import sync_folder
from agentdesk.storage.folders import PRACTICE_FILE, make_private
from agentdesk.storage.opening import FILE_NAME
from agentdesk.travel.errors import NotKept


def put_aside(root: Path, names: Sequence[str], today: date) -> Path:
    """Move these files and folders of the data folder into a new one in it, `kept-2026-11-22`, and say where that is.

    Those that are not there are left out. NotKept when one cannot be moved; what was moved before stays moved.
    """
    kept = new_kept(root, today)
    for name in names:
        source, target = root / name, kept / name
        if not source.exists():
            continue
        try:
            make_private(target.parent)
            os.replace(source, target)
        except OSError as error:
            raise NotKept(f"{source} cannot be moved to {target}: {error}") from error
    return kept


def put_data_aside(root: Path, names: Sequence[str], today: date) -> Path:
    """The same with folders of environments, each in one stroke with its log, to which the key or passphrase is lost.

    The practice airline keeps its books: it is no part of what cannot be opened, and its orders are read again from it.
    """
    kept = put_aside(root, names, today)
    for name in names:
        for books in (kept / name).glob(f"{PRACTICE_FILE}*"):
            try:
                _copy(books, make_private(root / name) / books.name)
            except OSError as error:
                raise NotKept(f"{books} cannot be copied back: {error}") from error
    return kept


def has_data(root: Path) -> bool:
    """Whether a database of any environment lies in this data folder."""
    return bool(data_names(root))


def data_names(root: Path) -> tuple[str, ...]:
    """The folders of environments with a database, by their names within the data folder."""
    return tuple(sorted(path.parent.name for path in root.glob(f"*/{FILE_NAME}")))


def new_kept(root: Path, today: date) -> Path:
    """A new folder for what is put aside."""
    return make_private(_unused(root, f"kept-{today.isoformat()}"))


def keep_beside(source: Path, target: Path) -> None:
    """The file under another name too, so that replacing it loses nothing at any moment. OSError when it cannot be."""
    make_private(target.parent)
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names
        _copy(source, target)
    sync_folder(target.parent)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)
    with target.open("rb+") as copy:
        os.fsync(copy.fileno())


def _unused(root: Path, name: str) -> Path:
    number, path = 1, root / name
    while path.exists():
        number += 1
        path = root / f"{name}-{number}"
    return path
