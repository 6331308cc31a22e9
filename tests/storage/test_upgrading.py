import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.database import close_engine, in_transaction
from agentdesk.storage.opening import FILE_NAME, open_storage
from agentdesk.storage.revision import HEAD, kept_aside
from agentdesk.storage.upgrading import MIGRATIONS, current_engine
from agentdesk.travel.booking import Booked, Unsure
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import NotKept
from agentdesk.travel.money import Money
from tests.fakes.storage import MemoryKeys
from tests.samples import NOON, a_draft, a_sent, an_order

HERE = Path(__file__).parent
LATER = (HERE / "later_revisions",)
FAILING = (HERE / "failing_revisions",)
KEY = MemoryKeys().database_key(PRACTICE)


@pytest.fixture
async def old_file(tmp_path: Path) -> Path:
    """A database as today's program leaves it."""
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(a_sent())
        await storage.orders.save(OrderAnswer(an_order(), b"{}", NOON), a_sent())
        await storage.drafts.save(a_draft(), 0)
    return tmp_path / FILE_NAME


def bring_forward(path: Path) -> list[str]:
    """The owners that the later schema has filled in."""
    engine = current_engine(path, KEY, LATER)
    try:
        return in_transaction(
            engine, lambda c: [str(one) for one in c.exec_driver_sql("SELECT owner FROM orders").scalars()]
        )
    finally:
        close_engine(engine)


async def still_opens(path: Path) -> bool:
    async with open_storage(path.parent, PRACTICE, MemoryKeys()) as storage:
        return await storage.journal.open_lines() == (a_sent(),) and len(await storage.orders.newest()) == 1


def files(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def test_an_older_schema_is_brought_forward_with_all_that_is_in_it(old_file: Path) -> None:
    assert bring_forward(old_file) == ["ZZ"]
    assert bring_forward(old_file) == ["ZZ"]
    engine = current_engine(old_file, KEY, LATER)
    try:
        listed = in_transaction(engine, lambda c: c.exec_driver_sql("SELECT count(*) FROM order_list").scalar())
        assert listed == 1
    finally:
        close_engine(engine)
    assert files(old_file) == [FILE_NAME, "lock"]


async def test_a_step_that_fails_leaves_the_old_file_as_it_was(old_file: Path) -> None:
    before = old_file.read_bytes()
    with pytest.raises(NotKept, match="nowhere"):
        current_engine(old_file, KEY, FAILING)
    assert old_file.read_bytes() == before
    assert files(old_file) == [FILE_NAME, "lock"]
    assert await still_opens(old_file)


async def test_no_room_for_the_copy_leaves_the_old_file_as_it_was(old_file: Path) -> None:
    resource = pytest.importorskip("resource")
    before = old_file.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))
    try:
        with pytest.raises(NotKept, match="brought forward"):
            current_engine(old_file, KEY, LATER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert old_file.read_bytes() == before
    assert files(old_file) == [FILE_NAME, "lock"]
    assert await still_opens(old_file)


def test_the_old_file_is_kept_until_the_new_one_has_been_read(old_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power goes just when the new file gets the old one's name: the next start finds one of the two, whole."""
    before = old_file.read_bytes()
    kept: list[bytes] = []
    really_replace = os.replace

    def replace_and_die(source: Path, target: Path) -> None:
        really_replace(source, target)
        kept.append(kept_aside(old_file).read_bytes())
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", replace_and_die)
    with pytest.raises(KeyboardInterrupt):
        current_engine(old_file, KEY, LATER)
    monkeypatch.undo()
    assert kept == [before]
    assert bring_forward(old_file) == ["ZZ"]


def test_what_a_crash_left_of_an_upgrade_is_not_mistaken_for_anything(old_file: Path) -> None:
    for ending in (".before", ".upgrading", ".upgrading-wal", ".upgrading-shm"):
        old_file.with_name(FILE_NAME + ending).write_bytes(b"left behind")
    assert bring_forward(old_file) == ["ZZ"]
    assert files(old_file) == [FILE_NAME, "lock"]


async def test_a_file_of_a_newer_program_is_refused_and_left_alone(old_file: Path) -> None:
    bring_forward(old_file)
    before = old_file.read_bytes()
    with pytest.raises(NotKept, match="newer"):
        async with open_storage(old_file.parent, PRACTICE, MemoryKeys()):
            pass
    assert old_file.read_bytes() == before


async def test_a_damaged_file_is_said(old_file: Path) -> None:
    content = bytearray(old_file.read_bytes())
    for place in range(5 * 4096, len(content), 4096):
        content[place + 100] ^= 0xFF
    old_file.write_bytes(content)
    with pytest.raises(NotKept):
        current_engine(old_file, KEY, LATER)
    assert files(old_file) == [FILE_NAME, "lock"]
    assert old_file.read_bytes() == bytes(content)


async def test_a_first_start_cut_short_is_simply_begun_again(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch(0o600)
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        assert await storage.journal.open_lines() == ()


def test_the_newest_revision_is_the_one_that_the_program_expects() -> None:
    assert ScriptDirectory(MIGRATIONS, version_locations=[MIGRATIONS / "versions"]).get_heads() == [HEAD]


async def test_a_new_file_is_what_the_migrations_lead_to(old_file: Path, tmp_path: Path) -> None:
    made, led = _schema(old_file), _schema(tmp_path / "led.db")
    assert made == led
    assert ("column", "alembic_version") in {one[:2] for one in made}


def _schema(path: Path) -> set[tuple[str, ...]]:
    """Every column, foreign key and index, in no order; a new file is made by the migrations."""
    engine = current_engine(path, KEY)
    question = """
        SELECT 'column', t.name, c.name, c.type, c."notnull", c.dflt_value, c.pk
        FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'
        UNION ALL SELECT 'key', t.name, k."from", k."table", k."to", k.on_delete, ''
        FROM sqlite_master t, pragma_foreign_key_list(t.name) k WHERE t.type = 'table'
        UNION ALL SELECT type, name, tbl_name, sql, '', '', '' FROM sqlite_master WHERE type <> 'table'
    """
    try:
        rows = in_transaction(engine, lambda c: c.exec_driver_sql(question).all())
    finally:
        close_engine(engine)
    return {tuple("".join(str(cell).split()) for cell in row) for row in rows}


async def test_copies_left_by_a_power_cut_go_at_the_next_start(old_file: Path) -> None:
    kept_aside(old_file).write_bytes(b"the old file")
    assert await still_opens(old_file)
    assert files(old_file) == [FILE_NAME, "lock"]


def test_an_ordinary_start_does_not_load_the_migrations(old_file: Path) -> None:
    code = """
import asyncio, sys
from pathlib import Path
from agentdesk.storage.opening import open_storage
from agentdesk.travel.environment import PRACTICE
from tests.fakes.storage import MemoryKeys

async def main():
    async with open_storage(Path(sys.argv[1]), PRACTICE, MemoryKeys()) as storage:
        print(len(await storage.orders.newest()))

asyncio.run(main())
print("alembic" in sys.modules)
"""
    command = [sys.executable, "-c", code, str(old_file.parent)]
    done = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split() == ["1", "False"]


@pytest.mark.parametrize("kept", sorted((HERE / "kept").glob("*.db")), ids=lambda path: path.stem)
async def test_a_database_of_each_schema_ever_shipped_is_read(kept: Path, tmp_path: Path) -> None:
    """The files were written by the program of their day, and are never written again."""
    shutil.copy(kept, tmp_path / FILE_NAME)
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        booked, unsure = [await storage.journal.line(attempt) for attempt in ("attempt-1", "attempt-2")]
        assert isinstance(booked, Booked)
        assert isinstance(unsure, Unsure)
        assert await storage.journal.open_lines() == (unsure,)
        assert (booked.order_id, booked.sent.priced.total) == ("ord_1", Money.of("1612.77", "GBP"))
        record = await storage.orders.get("ord_1")
        assert record is not None
        assert (record.order.reference, record.agent) == ("4QK7ZB", "Ada")
        assert [ticket.number for ticket in record.order.tickets] == ["125-2125261780"]
        assert [draft.look("scroll") for draft in await storage.drafts.all()] == ["120"]
        assert [search.legs[0].origin.iata for search in await storage.searches.newest()] == ["LHR"]


def test_each_schema_has_a_database_of_its_day() -> None:
    scripts = ScriptDirectory(MIGRATIONS, version_locations=[MIGRATIONS / "versions"])
    shipped = {f"schema-{one.revision}" for one in scripts.walk_revisions()}
    assert {path.stem for path in (HERE / "kept").glob("*.db")} == shipped
