"""Deeds that touch the whole database are killed at each step they take, and the next start finds all that was kept."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agentdesk.storage.database import close_engine, engine_of, in_transaction
from agentdesk.storage.key_file import KeyFile
from agentdesk.storage.keys import database_entry
from agentdesk.storage.opening import FILE_NAME, open_storage
from agentdesk.storage.rotating import change_key
from agentdesk.travel.booking import Booked, Unsure
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import WrongKey
from tests.fakes.storage import MemoryKeys

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has no fork, nor signals that kill at a write")

KEY = MemoryKeys().database_key(PRACTICE)
KEPT = Path(__file__).parent / "kept"


class Mortal:
    """Asks the process whose children die."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def steps(self, deed: str, *arguments: object) -> int:
        """How many steps the deed takes, done to its end."""
        told = self.does(deed, *arguments)
        assert told.startswith("done in ")
        return int(told.split()[2])

    def does(self, deed: str, *arguments: object, **death: Any) -> str:
        """How it ended: "done in 7 steps", "killed", or the error."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"deed": deed, "arguments": [str(one) for one in arguments], **death}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    command = [sys.executable, "-m", "tests.storage.mortal_process"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Mortal(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Made anew for each death by `fresh`."""
    return tmp_path / PRACTICE.folder


def fresh(folder: Path, schema: str) -> Path:
    """A database with something of each kind in it, and the file that holds its key."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(KEPT / f"schema-{schema}.db", folder / FILE_NAME)
    keys = folder / "keys"
    keys.touch(0o600)
    keys.write_text(json.dumps({database_entry(PRACTICE, "folder"): KEY.hex()}))
    return folder / FILE_NAME


def keys_of(folder: Path) -> KeyFile:
    return KeyFile(folder / "keys", "folder")


async def is_whole(folder: Path) -> bool:
    """Whether the next start finds what was kept, as the desk reads it, and leaves nothing beside it."""
    async with open_storage(folder, PRACTICE, keys_of(folder)) as storage:
        booked, unsure = [await storage.journal.line(attempt) for attempt in ("attempt-1", "attempt-2")]
        record = await storage.orders.get("ord_1")
        drafts = [draft.look("scroll") for draft in await storage.drafts.all()]
    assert isinstance(booked, Booked)
    assert isinstance(unsure, Unsure)
    assert record is not None
    assert drafts == ["120"]
    return {one.name for one in folder.iterdir()} <= {FILE_NAME, "lock", "keys", "keys.new"}


async def test_a_change_of_the_key_killed_at_any_step_leaves_a_database_that_opens(
    mortal: Mortal, folder: Path
) -> None:
    path = fresh(folder, "0007")
    before = path.read_bytes()
    steps = mortal.steps("rotate", path, folder / "keys")
    key = keys_of(folder).known_key(PRACTICE)
    assert key not in (None, KEY)
    assert keys_of(folder).next_key(PRACTICE) is None
    with pytest.raises(WrongKey):
        engine_of(path, KEY)
    is_untouched = True
    for at in range(1, steps + 1):
        fresh(folder, "0007")
        assert mortal.does("rotate", path, folder / "keys", at=at) == "killed"
        is_untouched = path.read_bytes() == before and keys_of(folder).known_key(PRACTICE) == KEY
        assert is_untouched or await is_whole(folder), f"killed at step {at} of {steps}"
    assert not is_untouched


async def test_a_change_of_the_key_killed_while_it_writes_leaves_a_database_that_opens(
    mortal: Mortal, folder: Path
) -> None:
    whole = fresh(folder, "0007").stat().st_size
    for size in (4096 * page + part for page, part in ((1, 0), (3, 9), (whole // 8192, 1), (whole // 4096, 0))):
        path = fresh(folder, "0007")
        assert mortal.does("rotate", path, folder / "keys", size=size) == "killed"
        assert await is_whole(folder), f"killed at {size} bytes"
        assert keys_of(folder).known_key(PRACTICE) == KEY


async def test_a_full_disk_leaves_the_old_key(mortal: Mortal, folder: Path) -> None:
    path = fresh(folder, "0007")
    told = mortal.does("rotate", path, folder / "keys", size=path.stat().st_size // 2, full=True)
    assert told.startswith("NotKept: the database refused")
    assert await is_whole(folder)
    assert keys_of(folder).known_key(PRACTICE) == KEY
    change_key(path, keys_of(folder), PRACTICE)
    assert keys_of(folder).known_key(PRACTICE) != KEY
    assert await is_whole(folder)


async def test_bringing_an_old_schema_forward_killed_at_any_step_loses_nothing(mortal: Mortal, folder: Path) -> None:
    path = fresh(folder, "0001")
    before = path.read_bytes()
    for at in range(1, mortal.steps("upgrade", path, KEY.hex()) + 1):
        fresh(folder, "0001")
        assert mortal.does("upgrade", path, KEY.hex(), at=at) == "killed"
        assert path.read_bytes() == before or await is_whole(folder), f"killed at step {at}"


async def test_bringing_forward_killed_while_it_writes_leaves_the_old_file(mortal: Mortal, folder: Path) -> None:
    before = (KEPT / "schema-0001.db").read_bytes()
    for size in (4096, len(before) // 2, len(before) - 1, len(before) + 4096):
        path = fresh(folder, "0001")
        assert mortal.does("upgrade", path, KEY.hex(), size=size) == "killed"
        assert path.read_bytes() == before
    assert await is_whole(folder)


async def test_a_disk_that_is_full_halfway_through_bringing_forward_leaves_the_old_file(
    mortal: Mortal, folder: Path
) -> None:
    before = (KEPT / "schema-0001.db").read_bytes()
    for size in (len(before) // 2, len(before) + 4096):
        path = fresh(folder, "0001")
        assert mortal.does("upgrade", path, KEY.hex(), size=size, full=True).startswith("NotKept: ")
        assert path.read_bytes() == before
        assert {one.name for one in folder.iterdir()} == {FILE_NAME, "keys"}
    assert await is_whole(folder)


@pytest.fixture
def backup(mortal: Mortal, folder: Path, tmp_path: Path) -> Path:
    """Of a database that has a mark, which tells it from that of `fresh`."""
    path, file = fresh(folder, "0007"), tmp_path / "agency.backup"
    engine = engine_of(path, KEY)
    in_transaction(engine, lambda c: c.exec_driver_sql("INSERT INTO meta VALUES ('mark', 'of the backup')").rowcount)
    close_engine(engine)
    assert mortal.does("back up", tmp_path, folder / "keys", file).startswith("done")
    return file


def mark(path: Path, key: bytes) -> str | None:
    engine = engine_of(path, key)
    try:
        asked = "SELECT value FROM meta WHERE key = 'mark'"
        return in_transaction(engine, lambda c: c.exec_driver_sql(asked).scalar())
    finally:
        close_engine(engine)


async def test_a_restore_killed_at_any_step_leaves_the_old_data_or_the_new(
    mortal: Mortal, folder: Path, backup: Path, tmp_path: Path
) -> None:
    """Each of the last steps, those that change what was there, and some of those before."""
    path, unchanged = folder / FILE_NAME, 0
    fresh(folder, "0007")
    before = path.read_bytes()
    steps = mortal.steps("restore", tmp_path, folder / "keys", backup)
    assert mark(path, KEY) == "of the backup"
    for at in (1, steps // 2, *range(steps - 4, steps + 1)):
        fresh(folder, "0007")
        for kept in tmp_path.glob("kept-*"):
            shutil.rmtree(kept)
        assert mortal.does("restore", tmp_path, folder / "keys", backup, at=at) == "killed"
        if path.read_bytes() == before:
            unchanged += 1
            continue
        assert mark(path, KEY) == "of the backup", f"killed at step {at} of {steps}"
        (old,) = tmp_path.glob("kept-*")
        assert mark(old / PRACTICE.folder / FILE_NAME, KEY) is None
        assert await is_whole(folder)
    assert 2 < unchanged < 7
    mortal.steps("restore", tmp_path, folder / "keys", backup)
    assert {one.name.split("-")[0] for one in tmp_path.iterdir()} == {"practice", backup.name, "backups.json", "kept"}


def test_a_restore_without_room_changes_nothing(mortal: Mortal, folder: Path, backup: Path, tmp_path: Path) -> None:
    before = fresh(folder, "0007").read_bytes()
    told = mortal.does("restore", tmp_path, folder / "keys", backup, size=100_000, full=True)
    assert told.startswith("NotKept: the backup cannot be brought back")
    assert (folder / FILE_NAME).read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {folder.name, backup.name, "backups.json"}


def test_a_backup_cut_short_leaves_no_file_and_the_next_one_clears_up(
    mortal: Mortal, folder: Path, tmp_path: Path
) -> None:
    fresh(folder, "0007")
    file = tmp_path / "agency.backup"
    for size in (100_000, 389_200):  # in the copy, in the sealed file
        assert mortal.does("back up", tmp_path, folder / "keys", file, size=size) == "killed"
        told = mortal.does("back up", tmp_path, folder / "keys", file, size=size, full=True)
        assert told.startswith("NotKept: ")
        assert not file.exists()
    assert mortal.does("back up", tmp_path, folder / "keys", file).startswith("done")
    assert {one.name for one in tmp_path.iterdir()} == {folder.name, file.name, "backups.json"}
