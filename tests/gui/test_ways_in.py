"""A keyring that stays locked, a key that does not fit, a passphrase that is forgotten: each has a way on."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from agentdesk.desk.ports import Keys
from agentdesk.desktop import Desktop
from agentdesk.finding_keys import FindingKeys
from agentdesk.hands import Hands
from agentdesk.options import DeskOptions
from agentdesk.storage.aside import put_aside
from agentdesk.storage.keys import KeyringKeys, SessionKeys
from agentdesk.storage.opening import FILE_NAME, open_storage
from agentdesk.storage.sealed import FILE_NAME as SEALED
from agentdesk.storage.sealed import SealedFileKeys
from agentdesk.storage.settings import JsonSettings
from agentdesk.travel.environment import Environment, World
from agentdesk.ui.main_window import MainWindow
from tests.fakes.storage import MemoryKeys
from tests.gui.dressed import themed
from tests.samples import a_draft

NOWHERE = "http://127.0.0.1:9"  # no airline answers there
HERE = Environment(World.PRACTICE, NOWHERE)


class AnotherKey(MemoryKeys):
    """The keys after the keyring was reset."""

    def database_key(self, environment: Environment) -> bytes:
        return b"another".ljust(32)


class Locked(KeyringBackend):
    """The system's keyring while it waits for somebody to type its password."""

    priority = 9
    viable = False  # only where it is set: `keyring` knows every class there is, and would take the first of them

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring ships no types for it
        self.unlocked = threading.Event()
        self.refuses = False
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        self.unlocked.wait(20)
        if self.refuses:
            raise KeyringLocked("dismissed")
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password


Locked.__module__ = "keyring.backends.SecretService"  # one of those that are trusted


@pytest.fixture
def locked() -> Iterator[Locked]:
    before = keyring.core._keyring_backend
    backend = Locked()
    keyring.set_keyring(backend)
    yield backend
    backend.unlocked.set()
    keyring.core._keyring_backend = before


@dataclass(slots=True)
class Start:
    """A start of the program, as far as its secrets."""

    window: MainWindow
    hands: Hands
    closed: asyncio.Event
    found: "asyncio.Task[Keys | None]"


@asynccontextmanager
async def a_start(data: Path, patience: float = 0.05) -> AsyncIterator[Start]:
    theme, closed = themed(), asyncio.Event()
    window = MainWindow(theme, World.PRACTICE)
    window.closed.connect(closed.set)
    window.show()
    finding = asyncio.ensure_future(FindingKeys(window, theme, data, closed, patience=patience).find())
    try:
        yield Start(window, Hands(window, patience=8), closed, finding)
    finally:
        closed.set()
        await asyncio.gather(finding, return_exceptions=True)
        window.hide()
        window.deleteLater()


async def test_a_keyring_that_stays_locked_can_be_left_for_this_session(tmp_path: Path, locked: Locked) -> None:
    async with a_start(tmp_path) as start:
        await start.hands.hear("The system's keyring is still locked")
        await start.hands.click("This session only")
        assert isinstance(await start.found, SessionKeys)


async def test_a_keyring_that_opens_late_opens_the_desk_by_itself(tmp_path: Path, locked: Locked) -> None:
    async with a_start(tmp_path) as start:
        await start.hands.hear("The system's keyring is still locked")
        locked.unlocked.set()
        assert isinstance(await start.found, KeyringKeys)
        assert not start.hands.says("still locked")


async def test_a_keyring_that_is_dismissed_leaves_the_other_ways(tmp_path: Path, locked: Locked) -> None:
    async with a_start(tmp_path) as start:
        await start.hands.hear("The system's keyring is still locked")
        locked.refuses = True
        locked.unlocked.set()
        await start.hands.hear("There is no keyring on this machine")
        for field in ("Passphrase", "Passphrase again"):
            await start.hands.fill(field, "correct horse battery")
        await start.hands.press("Return")
        assert isinstance(await start.found, SealedFileKeys)


async def test_where_data_needs_the_locked_keyring_no_passphrase_is_offered(tmp_path: Path, locked: Locked) -> None:
    folder = tmp_path / "practice-main"
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"sealed")
    async with a_start(tmp_path) as start:
        await start.hands.hear("For this session you can work without them")
        assert start.hands.seen("Passphrase") is None
        assert start.hands.seen("This session only") is not None


async def test_the_window_can_be_closed_while_the_keyring_is_locked(tmp_path: Path, locked: Locked) -> None:
    async with a_start(tmp_path, patience=20) as start:
        await start.hands.hear("Waiting for the system's keyring")
        start.window.close()
        assert await asyncio.wait_for(start.found, 2) is None


async def test_a_forgotten_passphrase_begins_anew_beside_the_old_data(tmp_path: Path) -> None:
    sealed = SealedFileKeys(_sealed_file(tmp_path), "the old passphrase", "folder")
    await asyncio.to_thread(sealed.open)
    await asyncio.to_thread(sealed.database_key, HERE)
    old = _sealed_file(tmp_path).read_bytes()
    async with a_start(tmp_path) as start:
        await start.hands.fill("Passphrase", "not this one")
        await start.hands.press("Return")
        await start.hands.click("Begin with empty data")
        await start.hands.find("Passphrase again")
        for field in ("Passphrase", "Passphrase again"):
            await start.hands.fill(field, "a new passphrase")
        await start.hands.press("Return")
        assert isinstance(await start.found, SealedFileKeys)
    kept = next(tmp_path.glob("kept-*"))
    assert (kept / _sealed_file(tmp_path).name).read_bytes() == old


def _sealed_file(data: Path) -> Path:
    return data / SEALED


def test_what_is_put_aside_is_whole_and_never_over_what_was_there_before(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / "practice-main").mkdir()
        (tmp_path / "practice-main" / FILE_NAME).write_text(str(number))
        kept = put_aside(tmp_path, ("practice-main", "not-there"), date(2026, 11, 22))
        assert kept.name == ("kept-2026-11-22" if number == 0 else f"kept-2026-11-22-{number + 1}")
        assert (kept / "practice-main" / FILE_NAME).read_text() == str(number)
    assert not (tmp_path / "practice-main").exists()


async def test_a_key_that_does_not_fit_leads_on_with_empty_data_and_keeps_the_old(tmp_path: Path) -> None:
    right, wrong = MemoryKeys(), AnotherKey()
    async with open_storage(tmp_path / HERE.folder, HERE, right) as storage:
        await storage.drafts.save(a_draft(ident="kept"), 0)
    async with a_desktop(tmp_path, wrong) as (window, hands):
        await hands.hear("What is kept here cannot be opened")
        assert hands.says(str(tmp_path / HERE.folder))
        first = await hands.find("Try again")
        await hands.click("Try again")
        await hands.until(lambda: hands.seen("Try again") not in (None, first), "the question again")
        await hands.click("Begin with empty data, keep the old")
        await hands.find("From")
        await hands.until(lambda: any("kept-" in one.accessibleName() for one in window.toasts.shown), "where it is")
    kept = next(tmp_path.glob("kept-*")) / HERE.folder
    async with open_storage(kept, HERE, right) as storage:
        assert [draft.id for draft in await storage.drafts.all()] == ["kept"]


@asynccontextmanager
async def a_desktop(data: Path, keys: Keys) -> AsyncIterator[tuple[MainWindow, Hands]]:
    """The program past its secrets, until its window is closed."""
    theme, closed = themed(), asyncio.Event()
    window = MainWindow(theme, World.PRACTICE)
    window.closed.connect(closed.set)
    window.show()
    window.activateWindow()
    desktop = Desktop(window, theme, JsonSettings(data), DeskOptions(data, NOWHERE), closed)
    running = asyncio.ensure_future(desktop.run(keys))
    try:
        yield window, Hands(window, patience=8)
    finally:
        closed.set()
        await running
        desktop.put_away()
        window.hide()
        window.deleteLater()
