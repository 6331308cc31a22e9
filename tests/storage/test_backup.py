import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.aside import data_names, put_data_aside
from agentdesk.storage.backup import Contents, back_up, environment_in, read_contents
from agentdesk.storage.database import close_engine, engine_of, in_transaction
from agentdesk.storage.folders import PRACTICE_FILE, held_folder
from agentdesk.storage.key_file import KeyFile
from agentdesk.storage.opening import FILE_NAME, open_storage
from agentdesk.storage.restoring import Restored, restore
from agentdesk.storage.revision import HEAD
from agentdesk.storage.snapshot import has_key
from agentdesk.travel.booking import Booked
from agentdesk.travel.environment import PRACTICE, Environment, World
from agentdesk.travel.errors import DataFolderInUse, NotKept, WrongKey, WrongPassphrase
from tests.samples import NOON, a_draft, a_sent, an_order

CHEAP = 2**10
WORDS = "correct horse battery staple"
TODAY = date(2026, 11, 23)
TEST = Environment(World.TEST, "https://api.duffel.com")


@dataclass
class Machine:
    """A data folder and its keys."""

    root: Path
    keys: KeyFile

    @classmethod
    def at(cls, path: Path) -> "Machine":
        path.mkdir(exist_ok=True)
        return cls(path / "data", KeyFile(path / "keys", path.name))

    def back_up(self, file: Path) -> Contents:
        return back_up(self.root, self.keys, file, WORDS, whose="desk", program="1.0", now=NOON, n=CHEAP)

    def restore(self, file: Path, words: str = WORDS, whose: str = "desk") -> Restored:
        return restore(self.root, self.keys, file, words, whose=whose, today=TODAY)

    def files(self) -> dict[str, bytes]:
        every = [path for path in self.root.rglob("*") if path.is_file()]
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in every}

    async def drafts(self, environment: Environment = PRACTICE) -> list[str]:
        async with open_storage(self.root / environment.folder, environment, self.keys) as storage:
            return [draft.id for draft in await storage.drafts.all()]

    async def draft(self, ident: str, environment: Environment = PRACTICE) -> None:
        async with open_storage(self.root / environment.folder, environment, self.keys) as storage:
            await storage.drafts.save(a_draft(ident=ident), 0)


@pytest.fixture
def old(tmp_path: Path) -> Machine:
    return Machine.at(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Machine:
    return Machine.at(tmp_path / "new")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "agency.backup"


async def test_a_backup_taken_at_work_comes_back_on_another_machine(old: Machine, new: Machine, file: Path) -> None:
    folder = old.root / PRACTICE.folder
    async with open_storage(folder, PRACTICE, old.keys) as storage:
        await storage.journal.write(a_sent())
        await storage.journal.settle(a_sent(), Booked(a_sent(), "ord_1", "4QK7ZB", NOON))
        await storage.orders.save(OrderAnswer(an_order(), b"as it came", NOON), a_sent(), "Ada")
        await storage.orders.annotate("ord_1", note="Window seats", own_reference="17", agent="Ada", at=NOON)
        with closing(sqlite3.connect(folder / PRACTICE_FILE)) as books:
            books.execute("CREATE TABLE orders AS SELECT 'ord_1' AS id")
            books.commit()
            told = old.back_up(file)
        await storage.drafts.save(a_draft(), 0)  # the desk works on
    (old.root / "settings.json").write_text("{}")
    (kept,) = told.databases
    assert (kept.name, kept.revision, kept.orders) == (f"practice-main/{FILE_NAME}", HEAD, 1)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    assert new.restore(file).kept is None
    async with open_storage(new.root / PRACTICE.folder, PRACTICE, new.keys) as storage:
        record = await storage.orders.get("ord_1")
        assert record is not None
        assert (record.note, record.own_reference, record.agent) == ("Window seats", "17", "Ada")
        assert await storage.orders.raw("ord_1") == b"as it came"
        assert isinstance(await storage.journal.line("attempt-1"), Booked)
        assert await storage.drafts.all() == ()
    assert new.keys.known_key(PRACTICE) != old.keys.known_key(PRACTICE)
    with closing(sqlite3.connect(new.root / PRACTICE.folder / PRACTICE_FILE)) as books:
        assert books.execute("SELECT id FROM orders").fetchall() == [("ord_1",)]
    assert {name.split("/")[0] for name in new.files()} == {"practice-main"}
    assert {one.name for one in old.root.iterdir()} == {"practice-main", "settings.json", "backups.json"}


async def test_every_environment_and_the_settings_are_in_it(old: Machine, new: Machine, file: Path) -> None:
    await old.draft("practising")
    await old.draft("testing", TEST)
    (old.root / "settings.json").write_bytes(b'{"agency": {"name": "Earhart Travel"}}')
    assert [one.name for one in old.back_up(file).files] == [
        f"practice-main/{FILE_NAME}",
        f"test-main/{FILE_NAME}",
        "settings.json",
    ]
    new.restore(file)
    assert (await new.drafts(), await new.drafts(TEST)) == (["practising"], ["testing"])
    assert (new.root / "settings.json").read_bytes() == b'{"agency": {"name": "Earhart Travel"}}'


async def test_nothing_of_what_is_in_it_can_be_read_in_the_file(old: Machine, file: Path) -> None:
    await old.draft("secret-draft")
    old.back_up(file)
    content = file.read_bytes()
    key = old.keys.database_key(PRACTICE)
    for secret in (b"secret-draft", b"practice-main", key, key.hex().encode(), b"SQLite"):
        assert secret not in content


async def test_what_was_here_before_is_kept_and_can_be_opened_again(old: Machine, new: Machine, file: Path) -> None:
    await old.draft("from the backup")
    old.back_up(file)
    await new.draft("from before")
    await new.draft("untouched", TEST)
    (new.root / "settings.json").write_text("{}")
    done = new.restore(file)
    assert await new.drafts() == ["from the backup"]
    assert await new.drafts(TEST) == ["untouched"]
    assert (new.root / "settings.json").exists()  # there is none in the backup
    assert done.kept == new.root / "kept-2026-11-23"
    shutil.copy(done.kept / PRACTICE.folder / FILE_NAME, new.root / PRACTICE.folder / FILE_NAME)
    assert await new.drafts() == ["from before"]


async def test_data_to_which_the_key_is_lost_is_kept_whole(old: Machine, new: Machine, file: Path) -> None:
    """Also what stands in its log only, as after a crash."""
    await old.draft("from the backup")
    old.back_up(file)
    lost, folder = Machine.at(new.root.parent.with_name("lost")), new.root / PRACTICE.folder
    folder.mkdir(parents=True)
    async with open_storage(lost.root / PRACTICE.folder, PRACTICE, lost.keys) as storage:
        await storage.drafts.save(a_draft(ident="under a lost key"), 0)
        for name in (FILE_NAME, f"{FILE_NAME}-wal"):
            shutil.copy(lost.root / PRACTICE.folder / name, folder / name)
    kept = new.restore(file).kept
    assert kept is not None
    assert await new.drafts() == ["from the backup"]
    assert await Machine(kept, lost.keys).drafts() == ["under a lost key"]


async def test_a_program_at_work_is_not_disturbed(old: Machine, new: Machine, file: Path) -> None:
    await old.draft("from the backup")
    old.back_up(file)
    await new.draft("here", TEST)
    with held_folder(new.root / TEST.folder):
        with pytest.raises(DataFolderInUse):
            new.restore(file)
    assert data_names(new.root) == ("test-main",)
    assert await new.drafts(TEST) == ["here"]


async def test_a_backup_that_cannot_be_used_changes_nothing(old: Machine, new: Machine, file: Path) -> None:
    await old.draft("from the backup")
    old.back_up(file)
    await new.draft("here")
    before, whole = new.files(), bytearray(file.read_bytes())
    with pytest.raises(WrongPassphrase):
        new.restore(file, "wrong horse battery staple")
    with pytest.raises(NotKept, match="a backup of the desk, not of the service"):
        new.restore(file, whose="service")
    with pytest.raises(NotKept, match="No such file"):
        new.restore(file.with_name("elsewhere"))
    whole[-20_000] ^= 1
    file.write_bytes(whole)
    with pytest.raises(NotKept, match=r"damaged \d\d % of the way"):
        new.restore(file)
    file.write_bytes(whole[:-1])
    with pytest.raises(NotKept, match="cut short"):
        new.restore(file)
    assert new.files() == before


async def test_a_backup_of_a_newer_program_is_refused(old: Machine, new: Machine, file: Path) -> None:
    await old.draft("from the future")
    engine = engine_of(old.root / PRACTICE.folder / FILE_NAME, old.keys.database_key(PRACTICE))
    in_transaction(engine, lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'").rowcount)
    close_engine(engine)
    old.back_up(file)
    with pytest.raises(NotKept, match="newer AgentDesk"):
        new.restore(file)
    assert data_names(new.root) == ()


async def test_a_backup_of_an_older_program_is_brought_forward(old: Machine, new: Machine, file: Path) -> None:
    folder = old.root / PRACTICE.folder
    folder.mkdir(parents=True)
    kept = Path(__file__).parent / "kept" / "schema-0001.db"
    shutil.copy(kept, folder / FILE_NAME)
    keys = KeyFile(old.root.parent / "keys-of-then", "then")
    keys.keep_next_key(PRACTICE, bytes([1]) * 32)
    keys.use_next_key(PRACTICE)
    Machine(old.root, keys).back_up(file)
    new.restore(file)
    async with open_storage(new.root / PRACTICE.folder, PRACTICE, new.keys) as storage:
        assert isinstance(await storage.journal.line("attempt-1"), Booked)


async def test_no_backup_is_made_of_what_is_damaged_or_does_not_open(old: Machine, file: Path) -> None:
    await old.draft("here")
    path = old.root / PRACTICE.folder / FILE_NAME
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[-5_000] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(NotKept):
        old.back_up(file)
    path.write_bytes(whole)
    with pytest.raises(WrongKey, match="practice-main"):
        Machine(old.root, KeyFile(old.root.parent / "other-keys", "old")).back_up(file)
    assert not file.exists()
    assert {one.name for one in old.root.iterdir()} == {"practice-main"}
    old.back_up(file)
    with pytest.raises(NotKept, match="exists already"):
        old.back_up(file)
    assert read_contents(file, WORDS, whole=True).program == "1.0"


def test_without_data_there_is_nothing_to_back_up(old: Machine, file: Path) -> None:
    with pytest.raises(NotKept, match="no data"):
        old.back_up(file)
    assert not file.exists()


def test_a_folder_tells_its_environment() -> None:
    assert environment_in("practice-main") == PRACTICE
    assert environment_in("live-second-shop").profile == "second-shop"
    with pytest.raises(NotKept):
        environment_in("kept-2026-11-23")


async def test_looking_whether_a_key_fits_changes_nothing(old: Machine) -> None:
    """Neither beside a program at work nor alone, and not after a crash."""
    folder = old.root / PRACTICE.folder
    path = folder / FILE_NAME
    async with open_storage(folder, PRACTICE, old.keys) as storage:
        await storage.drafts.save(a_draft(), 0)
        assert has_key(path, old.keys, PRACTICE)
        crashed = old.root / "crashed" / FILE_NAME
        crashed.parent.mkdir()
        for log in ("", "-wal"):
            shutil.copy(f"{path}{log}", f"{crashed}{log}")
    before = old.files()
    assert has_key(path, old.keys, PRACTICE)
    assert not has_key(path, KeyFile(old.root.parent / "other-keys", "old"), PRACTICE)
    assert old.files() == before
    assert has_key(crashed, old.keys, PRACTICE)
    assert Path(f"{crashed}-wal").stat().st_size > 0


async def test_what_is_put_aside_for_want_of_a_key_leaves_the_airline_its_books(old: Machine) -> None:
    """Else the practice account would be empty too, and nothing come back."""
    await old.draft("lost")
    folder = old.root / PRACTICE.folder
    (folder / PRACTICE_FILE).write_bytes(b"the orders")
    kept = put_data_aside(old.root, (PRACTICE.folder, "not-there"), TODAY)
    assert (
        (folder / PRACTICE_FILE).read_bytes() == (kept / PRACTICE.folder / PRACTICE_FILE).read_bytes() == b"the orders"
    )
    assert await old.drafts() == []
    assert await Machine(kept, old.keys).drafts() == ["lost"]
