"""Everything of a data folder in one file sealed with a passphrase; secrets stay where they are.

In the sealed file: four bytes that tell how long the list of contents is, the list as JSON, then the files one after
the other. Each database comes under a key of its own, which stands in the list.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from agentdesk.storage.aside import data_names
from agentdesk.storage.copies import try_to_remember
from agentdesk.storage.database import sync_folder
from agentdesk.storage.folders import LOCK_NAME, PRACTICE_FILE, held_folder
from agentdesk.storage.keys import LastingKeys, new_key
from agentdesk.storage.opening import FILE_NAME
from agentdesk.storage.sealed_stream import COST, PIECE, Opener, Sealer, start_of
from agentdesk.storage.settings import FILE_NAME as SETTINGS
from agentdesk.storage.snapshot import copy_plain, take_snapshot
from agentdesk.travel.environment import PRACTICE, Environment, World
from agentdesk.travel.errors import NotKept, WrongKey

WORK = ".backup"
"""Where copies wait, encrypted as the databases are, until they are in the sealed file; empty otherwise."""


class Kept(msgspec.Struct, frozen=True):
    """A file in the backup, by its name below the data folder. Of a database also its key, revision and orders."""

    name: str
    size: int
    key: str = ""
    revision: str = ""
    orders: int = 0


class Contents(msgspec.Struct, frozen=True):
    """What is in a backup, in order. `whose` is "desk" or "service"."""

    made_at: datetime
    program: str
    whose: str
    files: tuple[Kept, ...]

    @property
    def databases(self) -> tuple[Kept, ...]:
        return tuple(one for one in self.files if one.key)


def environment_in(folder: str) -> Environment:
    """That of an environment's folder; what it is called by its keys, without its address."""
    world, _, profile = folder.partition("-")
    try:
        found = Environment(World(world), "", profile or PRACTICE.profile)
    except ValueError as error:
        raise NotKept(f"{folder} belongs to no environment") from error
    return PRACTICE if found.folder == PRACTICE.folder else found


def back_up(
    root: Path,
    keys: LastingKeys,
    target: Path,
    passphrase: str,
    *,
    whose: str,
    program: str,
    now: datetime,
    n: int = COST,
) -> Contents:
    """Write the backup of a data folder, at work or not, to a new file, and read it again. What is in it.

    NotKept when there is nothing to keep, the file exists, the disk is full or a database is damaged; WrongKey when one
    does not open. There is then no file. `n` is scrypt's cost.
    """
    if target.exists():
        raise NotKept(f"{target} exists already: name a new file")
    if not data_names(root):
        raise NotKept(f"there is no data in {root}")
    draft = target.with_name(f".{target.name}.part")
    try:
        with working_folder(root / WORK) as work:
            contents = Contents(now.astimezone(UTC), program, whose, tuple(_collect(root, keys, work)))
            try:
                draft.unlink(missing_ok=True)  # of a backup that was killed
                _write(work, contents, draft, passphrase, n)
                if read_contents(draft, passphrase, whole=True) != contents:
                    raise NotKept("the backup does not read as it was written")
                os.replace(draft, target)
                sync_folder(target.parent)
            finally:
                draft.unlink(missing_ok=True)
    except OSError as error:
        raise NotKept(f"the backup cannot be written: {error}") from error
    try_to_remember(root, target, contents.made_at)
    return contents


def look_over(file: Path) -> None:
    """Whether it is a backup, and as long as it says. NotKept else; no passphrase is needed."""
    try:
        with file.open("rb") as sealed:
            start_of(sealed)
    except OSError as error:
        raise NotKept(f"{file} cannot be read: {error.strerror}") from error


def read_contents(file: Path, passphrase: str, *, whole: bool = False) -> Contents:
    """What is in a backup; with `whole`, every byte of it is read. Errors as of `start_of` and `Opener`."""
    try:
        with file.open("rb") as sealed:
            opener = Opener(sealed, start_of(sealed), passphrase)
            contents = contents_of(opener)
            for kept in contents.files if whole else ():
                for _ in pieces(opener, kept.size):
                    pass
    except OSError as error:
        raise NotKept(f"{file} cannot be read: {error.strerror}") from error
    return contents


def contents_of(opener: Opener) -> Contents:
    """The list, which comes first."""
    size = int.from_bytes(opener.read(4), "big")
    try:
        return msgspec.json.decode(opener.read(size), type=Contents)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotKept("the backup holds what this AgentDesk cannot read: install the newest one") from error


def pieces(opener: Opener, size: int) -> Iterator[bytes]:
    """A file of so many bytes, in pieces."""
    while size:
        piece = opener.read(min(PIECE, size))
        size -= len(piece)
        yield piece


@contextmanager
def working_folder(folder: Path) -> Iterator[Path]:
    """An empty private folder while the block lasts; DataFolderInUse where another works in it.

    What an earlier run left there when it was killed goes first.
    """
    with held_folder(folder):
        _empty(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _empty(folder: Path) -> None:
    for one in folder.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        elif one.name != LOCK_NAME:
            one.unlink()


def _collect(root: Path, keys: LastingKeys, work: Path) -> Iterator[Kept]:
    """Copies of all that is to be kept, in the working folder."""
    for name in data_names(root):
        (work / name).mkdir(mode=0o700)
        copy, key = work / name / FILE_NAME, new_key()
        try:
            _, revision, orders = take_snapshot(root / name / FILE_NAME, keys, environment_in(name), copy, key)
        except WrongKey as error:
            raise WrongKey(f"no key at hand opens the data of {name}") from error
        yield Kept(f"{name}/{FILE_NAME}", copy.stat().st_size, key.hex(), revision, orders)
        books = root / name / PRACTICE_FILE
        if books.exists():
            copy_plain(books, work / name / PRACTICE_FILE)
            yield Kept(f"{name}/{PRACTICE_FILE}", (work / name / PRACTICE_FILE).stat().st_size)
    if (root / SETTINGS).exists():
        shutil.copyfile(root / SETTINGS, work / SETTINGS)
        yield Kept(SETTINGS, (work / SETTINGS).stat().st_size)


def _write(work: Path, contents: Contents, draft: Path, passphrase: str, n: int) -> None:
    listed = msgspec.json.encode(contents)
    size = 4 + len(listed) + sum(one.size for one in contents.files)
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        sealer = Sealer(file, passphrase, size, n=n)
        sealer.write(len(listed).to_bytes(4, "big") + listed)
        for one in contents.files:
            with (work / one.name).open("rb") as copy:
                while piece := copy.read(PIECE):
                    sealer.write(piece)
        sealer.finish()
        file.flush()
        os.fsync(file.fileno())
