"""Brings a backup back: all of it is unpacked and read before anything changes, and what was there is kept aside."""

import os
import re
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from agentdesk.storage.aside import keep_beside, new_kept
from agentdesk.storage.backup import Contents, Kept, contents_of, environment_in, pieces, working_folder
from agentdesk.storage.database import close_engine, sync_folder
from agentdesk.storage.folders import LOCK_NAME, held_folder, make_private
from agentdesk.storage.keys import LastingKeys
from agentdesk.storage.revision import HEAD, forget_copies
from agentdesk.storage.rotating import fitting_engine, rekey
from agentdesk.storage.sealed_stream import Opener, start_of
from agentdesk.storage.snapshot import look_at
from agentdesk.travel.errors import NotKept, WrongKey

WORK = ".restore"
_NAME = re.compile(r"(?:(?:practice|test|live)-[A-Za-z0-9_]+/)?[A-Za-z][A-Za-z0-9-]*\.(?:db|json)")
_LOGS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was in the backup, and where that lies which was here before; None where nothing was."""

    contents: Contents
    kept: Path | None


def restore(root: Path, keys: LastingKeys, file: Path, passphrase: str, *, whose: str, today: date) -> Restored:
    """Put what is in the backup into the data folder, under the key that this machine has for it.

    DataFolderInUse while a program works there, WrongPassphrase, NotKept when the file is damaged, was made by a newer
    program or by another way to start than `whose`, or there is no room: then nothing was changed.
    """
    try:
        with ExitStack() as held:
            here = _hold(held, root, {lock.parent.name for lock in root.glob(f"[!.]*/{LOCK_NAME}")})
            with working_folder(root / WORK) as work:
                contents = _unpack(file, passphrase, work, whose)
                _hold(held, root, {one.name.partition("/")[0] for one in contents.databases} - here)
                for one in contents.databases:
                    _make_ours(work / one.name, one, keys)
                return Restored(contents, _put_in_place(root, work, keys, contents, today))
    except OSError as error:
        raise NotKept(f"the backup cannot be brought back: {error}") from error


def _hold(held: ExitStack, root: Path, names: set[str]) -> set[str]:
    """So that no program works with any of these folders, nor begins to."""
    for name in sorted(names):
        held.enter_context(held_folder(root / name))
    return names


def _unpack(file: Path, passphrase: str, work: Path, whose: str) -> Contents:
    with file.open("rb") as sealed:
        opener = Opener(sealed, start_of(sealed), passphrase)
        contents = contents_of(opener)
        _check(contents, whose)
        for kept in contents.files:
            target = work / kept.name
            make_private(target.parent)
            handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as out:
                for piece in pieces(opener, kept.size):
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
    return contents


def _check(contents: Contents, whose: str) -> None:
    """Before a byte of it is written anywhere."""
    names = [one.name for one in contents.files]
    if len(set(names)) < len(names) or not all(_NAME.fullmatch(name) for name in names):
        raise NotKept("the backup holds what this AgentDesk does not know")
    if any(one.revision > HEAD for one in contents.databases):
        raise NotKept("the backup was made by a newer AgentDesk: install that one, then restore with it")
    if contents.whose != whose:
        raise NotKept(f"this is a backup of the {contents.whose}, not of the {whose}")


def _make_ours(path: Path, kept: Kept, keys: LastingKeys) -> None:
    """Under the key of this machine, read through with it, and of the environment whose name it bears."""
    folder = path.parent.name
    rekey(path, bytes.fromhex(kept.key), keys.database_key(environment_in(folder)))
    found, _, _ = look_at(path, keys.database_key(environment_in(folder)))
    if found != folder:
        raise NotKept(f"the database belongs to {found}, not to {folder}")


def _put_in_place(root: Path, work: Path, keys: LastingKeys, contents: Contents, today: date) -> Path | None:
    """One file after the other: at each moment a name holds the old file or the new one, and the old ones are kept."""
    for one in contents.databases:
        _fold_in(root / one.name, keys)
    old = [name for one in contents.files for name in _with_logs(one.name) if (root / name).exists()]
    kept = new_kept(root, today) if old else None
    for name in old:
        assert kept is not None
        keep_beside(root / name, kept / name)
    for one in contents.files:
        for name in _with_logs(one.name)[1:]:
            (root / name).unlink(missing_ok=True)
        if one.key:
            forget_copies(root / one.name)
        os.replace(work / one.name, root / one.name)
        sync_folder((root / one.name).parent)
    return kept


def _fold_in(path: Path, keys: LastingKeys) -> None:
    """What stands in the log of the old database goes into its file; one that does not open is kept with its log."""
    if path.exists():
        with suppress(WrongKey, NotKept):
            close_engine(fitting_engine(path, keys, environment_in(path.parent.name)))


def _with_logs(name: str) -> tuple[str, ...]:
    return (name, *(name + log for log in _LOGS)) if name.endswith(".db") else (name,)
