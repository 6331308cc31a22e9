import asyncio
import base64
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.database import Database, engine_of, in_transaction
from agentdesk.storage.keys import SessionKeys
from agentdesk.storage.opening import FILE_NAME, open_storage
from agentdesk.storage.sealed import SealedFileKeys
from agentdesk.storage.upgrading import current_engine
from agentdesk.travel.environment import PRACTICE, Environment, World
from agentdesk.travel.errors import DataFolderInUse, NoKeyring, NotKept, WrongKey
from tests.fakes.storage import MemoryKeys
from tests.samples import NOON, a_draft, a_sent, an_order

KEY = MemoryKeys().database_key(PRACTICE)
TOKEN = "duffel_test_a-token-of-this-test"


def storage_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("storage")]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    keys = MemoryKeys()
    async with open_storage(tmp_path, PRACTICE, keys) as storage:
        await storage.journal.write(a_sent())
        await storage.drafts.save(a_draft(), 0)
        await storage.orders.save(OrderAnswer(an_order(), b'{"data": "as it came"}', NOON), a_sent(), "Ada")
    async with open_storage(tmp_path, PRACTICE, keys) as storage:
        assert await storage.journal.open_lines() == (a_sent(),)
        assert await storage.drafts.all() == (a_draft(),)
        assert [record.agent for record in await storage.orders.newest()] == ["Ada"]
        assert await storage.orders.raw("ord_1") == b'{"data": "as it came"}'


async def test_closing_leaves_one_file_and_no_thread(tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(a_sent())
        assert len(storage_threads()) == 1
    assert storage_threads() == []
    assert sorted(contents(tmp_path)) == [FILE_NAME, "lock"]


async def test_the_folder_is_open_to_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data" / PRACTICE.folder
    async with open_storage(folder, PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(a_sent())
        assert [stat.S_IMODE(path.stat().st_mode) for path in (folder.parent, folder)] == [0o700, 0o700]
        assert {stat.S_IMODE((folder / name).stat().st_mode) for name in contents(folder) if name != "lock"} == {0o600}


async def test_plain_sqlite_cannot_open_it(tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(a_sent())
    plain = sqlite3.connect(tmp_path / FILE_NAME)
    try:
        with pytest.raises(sqlite3.DatabaseError, match="not a database"):
            plain.execute("SELECT count(*) FROM sqlite_master")
    finally:
        plain.close()


async def test_neither_key_nor_token_nor_passenger_stands_in_any_file(tmp_path: Path) -> None:
    """Looked for while the log is in use too."""
    folder = tmp_path / PRACTICE.folder
    keys = SealedFileKeys(tmp_path / "keys.sealed", "correct horse battery staple")
    keys.keep_token(PRACTICE, TOKEN)
    key = keys.database_key(PRACTICE)
    secrets = [key, key.hex().encode(), key.hex().upper().encode(), base64.b64encode(key), TOKEN.encode()]
    secrets += [b"Earhart", b"amelia@example.com", b"4QK7ZB", b"Heathrow"]
    async with open_storage(folder, PRACTICE, keys) as storage:
        await storage.journal.write(a_sent())
        await storage.orders.save(OrderAnswer(an_order(), b"{}", NOON), a_sent())
        await storage.drafts.save(a_draft(), 0)
        found = contents(tmp_path)
        assert f"{FILE_NAME}-wal" in found
        assert [(name, one) for name, content in found.items() for one in secrets if one in content] == []
    found = contents(tmp_path)
    assert [(name, one) for name, content in found.items() for one in secrets if one in content] == []


async def test_a_wrong_key_is_said_and_nothing_is_lost(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    class OtherKeys(MemoryKeys):
        def database_key(self, environment: Environment) -> bytes:
            return bytes(32)

    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(a_sent())
    with pytest.raises(WrongKey):
        async with open_storage(tmp_path, PRACTICE, OtherKeys()):
            pass
    assert storage_threads() == []
    assert capfd.readouterr().err == ""
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        assert await storage.journal.line("attempt-1") == a_sent()


async def test_without_a_keyring_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(NoKeyring):
        async with open_storage(tmp_path, PRACTICE, MemoryKeys(locked=True)):
            pass
    assert FILE_NAME not in contents(tmp_path)
    assert storage_threads() == []


async def test_a_folder_in_use_is_said(tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()):
        with pytest.raises(DataFolderInUse):
            async with open_storage(tmp_path, PRACTICE, MemoryKeys()):
                pass


async def test_a_database_of_another_world_is_refused(tmp_path: Path) -> None:
    class OneKey(MemoryKeys):
        def database_key(self, environment: Environment) -> bytes:
            return KEY

    async with open_storage(tmp_path, Environment(World.LIVE, "https://api.duffel.com"), OneKey()):
        pass
    with pytest.raises(NotKept, match="live-main"):
        async with open_storage(tmp_path, PRACTICE, OneKey()):
            pass
    assert storage_threads() == []


async def test_a_session_without_keyring_keeps_nothing_on_disk(tmp_path: Path) -> None:
    keys = SessionKeys()
    async with open_storage(tmp_path, PRACTICE, keys) as storage:
        await storage.journal.write(a_sent())
        assert await storage.journal.open_lines() == (a_sent(),)
    assert sorted(contents(tmp_path)) == ["lock"]


async def test_a_session_without_keyring_leaves_the_kept_database_alone(tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(a_sent())
    async with open_storage(tmp_path, PRACTICE, SessionKeys()) as storage:
        assert await storage.journal.open_lines() == ()
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        assert await storage.journal.open_lines() == (a_sent(),)


def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "fullfsync": 1, "checkpoint_fullfsync": 1}

    def found(connection: Connection) -> dict[str, object]:
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}

    engine = engine_of(tmp_path / FILE_NAME, KEY)
    try:
        assert in_transaction(engine, found) == wanted
    finally:
        engine.dispose()


async def test_the_files_as_they_lie_hold_what_was_acknowledged(tmp_path: Path) -> None:
    """A copy taken while the program runs is what a crash would leave."""
    copy = tmp_path / "copy"
    copy.mkdir()
    async with open_storage(tmp_path / "desk", PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(a_sent())
        for name in (FILE_NAME, f"{FILE_NAME}-wal"):
            (copy / name).write_bytes((tmp_path / "desk" / name).read_bytes())
    async with open_storage(copy, PRACTICE, MemoryKeys()) as storage:
        assert await storage.journal.open_lines() == (a_sent(),)


async def test_what_was_asked_for_is_done_even_when_nobody_waits_any_more(tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        writing = asyncio.ensure_future(storage.journal.write(a_sent()))
        await asyncio.sleep(0)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        assert await storage.journal.line("attempt-1") == a_sent()


@pytest.mark.expects_log("what nobody waited for could not be kept: .*nowhere")
async def test_work_that_fails_when_nobody_waits_is_in_the_log(tmp_path: Path) -> None:
    database = Database()
    try:
        await database.open(lambda: current_engine(tmp_path / FILE_NAME, KEY))
        writing = asyncio.ensure_future(
            database.run(lambda connection: connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)").rowcount)
        )
        await asyncio.sleep(0)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
    finally:
        await database.close()
        await asyncio.sleep(0)


async def test_work_that_fails_leaves_nothing_half_done(tmp_path: Path) -> None:
    def half(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('half', 'done')")
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    database = Database()
    try:
        await database.open(lambda: current_engine(tmp_path / FILE_NAME, KEY))
        with pytest.raises(NotKept, match="nowhere"):
            await database.run(half)
        rows = await database.run(lambda connection: connection.exec_driver_sql("SELECT * FROM meta").all())
        assert rows == []
    finally:
        await database.close()


async def test_a_full_disk_is_said(tmp_path: Path) -> None:
    database = Database()
    try:
        await database.open(lambda: current_engine(tmp_path / FILE_NAME, KEY))
        await database.run(lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1").scalar())
        with pytest.raises(NotKept, match="full"):
            await database.run(
                lambda connection: connection.exec_driver_sql("INSERT INTO meta VALUES ('long', hex(zeroblob(500000)))")
            )
    finally:
        await database.close()


@pytest.mark.expects_log("order ord_1 left out of the list")
@pytest.mark.expects_log("draft ord_1 left closed")
async def test_one_unreadable_row_does_not_hide_the_others(tmp_path: Path) -> None:
    keys = MemoryKeys()
    async with open_storage(tmp_path, PRACTICE, keys) as storage:
        for ident in ("ord_1", "ord_2"):
            await storage.orders.save(OrderAnswer(an_order(ident), b"{}", NOON))
            await storage.drafts.save(a_draft(ident=ident), 0)
    engine = engine_of(tmp_path / FILE_NAME, KEY)
    in_transaction(engine, _damage)
    engine.dispose()
    async with open_storage(tmp_path, PRACTICE, keys) as storage:
        assert [record.order.id for record in await storage.orders.newest()] == ["ord_2"]
        assert [draft.id for draft in await storage.drafts.all()] == ["ord_2"]
        with pytest.raises(NotKept, match="Order"):
            await storage.orders.get("ord_1")


def _damage(connection: Connection) -> None:
    connection.exec_driver_sql("""UPDATE orders SET "order" = '{"id": 1}' WHERE id = 'ord_1'""")
    connection.exec_driver_sql("UPDATE drafts SET payload = '{' WHERE id = 'ord_1'")


async def test_an_unreadable_journal_line_is_never_passed_over(tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(a_sent())
    engine = engine_of(tmp_path / FILE_NAME, KEY)
    in_transaction(engine, lambda connection: connection.exec_driver_sql("UPDATE journal SET payload = '{}'").rowcount)
    engine.dispose()
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        with pytest.raises(NotKept, match="Sent"):
            await storage.journal.open_lines()


def test_a_key_of_the_wrong_length_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32"):
        engine_of(tmp_path / FILE_NAME, b"short")
