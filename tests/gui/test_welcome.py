"""The very first start: practise now or enter a token, by keyboard alone, and never asked again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agentdesk.cli import main
from agentdesk.desk.preferences import Preferences
from agentdesk.desktop import Desktop
from agentdesk.hands import Hands
from agentdesk.options import DeskOptions
from agentdesk.storage.opening import open_storage
from agentdesk.storage.settings import FILE_NAME, JsonSettings
from agentdesk.travel.environment import Environment, World
from agentdesk.travel.errors import NotAllowed
from agentdesk.ui.errands import Errands
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.welcome import Welcome
from tests.fakes.storage import MemoryKeys
from tests.gui.dressed import themed

NOWHERE = "http://127.0.0.1:9"  # no airline answers there


@asynccontextmanager
async def a_start(data: Path) -> AsyncIterator[Hands]:
    """The program past its secrets, until its window is closed."""
    theme, closed = themed(), asyncio.Event()
    window = MainWindow(theme, World.PRACTICE)
    window.closed.connect(closed.set)
    window.show()
    window.activateWindow()
    desktop = Desktop(window, theme, JsonSettings(data), DeskOptions(data, NOWHERE, welcomes=True), closed)
    running = asyncio.ensure_future(desktop.run(MemoryKeys()))
    hands = Hands(window, patience=8)
    try:
        await hands.come_forward()
        yield hands
    finally:
        closed.set()
        await running
        desktop.put_away()
        window.hide()
        window.deleteLater()


async def test_enter_at_the_first_start_opens_the_practice_airline(tmp_path: Path) -> None:
    async with a_start(tmp_path) as hands:
        await hands.hear("Welcome to AgentDesk")
        await hands.until(lambda: hands.window.focusWidget() is hands.seen("Practise now"), "the keyboard")
        await hands.press("Return")
        await hands.find("From")
        assert not hands.says("Welcome")
    assert (tmp_path / FILE_NAME).exists()


async def test_the_second_start_asks_nothing(tmp_path: Path) -> None:
    JsonSettings(tmp_path).save(Preferences())
    async with a_start(tmp_path) as hands:
        await hands.find("From")


async def test_data_without_settings_is_no_first_start(tmp_path: Path) -> None:
    keys, here = MemoryKeys(), Environment(World.PRACTICE, NOWHERE)
    async with open_storage(tmp_path / here.folder, here, keys):
        pass
    async with a_start(tmp_path) as hands:
        await hands.find("From")


async def test_closed_at_the_welcome_nothing_is_chosen(tmp_path: Path) -> None:
    async with a_start(tmp_path) as hands:
        await hands.hear("Welcome to AgentDesk")
        hands.window.close()
    assert not (tmp_path / FILE_NAME).exists()


class Upstream:
    """Takes one token, and refuses every other."""

    async def accept(self, token: str) -> World:
        if not token.startswith("duffel_"):
            raise ValueError("no Duffel token")
        if token != "duffel_test_good":
            raise NotAllowed("401")
        return World.TEST


@asynccontextmanager
async def a_welcome() -> AsyncIterator[tuple[Hands, "asyncio.Task[World]"]]:
    """The page alone in its window, and what comes to be chosen."""
    window = MainWindow(themed(), World.PRACTICE)
    window.show()
    window.activateWindow()
    async with Errands(_raise) as errands:
        page = Welcome(themed(), errands, Upstream().accept, keeps_secrets=False)
        window.add_room("Welcome", page)
        window.show_room("Welcome")
        choosing = asyncio.ensure_future(page.choice())
        hands = Hands(window, patience=8)
        await hands.come_forward()
        yield hands, choosing
        choosing.cancel()
    window.hide()
    window.deleteLater()


async def test_a_token_is_checked_before_the_desk_opens_with_it() -> None:
    async with a_welcome() as (hands, choosing):
        await hands.click("Check and begin")
        await hands.hear("Paste a token first")
        await hands.press("Alt+T")
        for wrong, said in (
            ("hunter2", "A Duffel token begins with"),
            ("duffel_test_old", "does not allow this to the token"),
        ):
            await hands.fill("Duffel token", wrong)
            await hands.press("Return")
            await hands.hear(said)
            assert not choosing.done()
        await hands.fill("Duffel token", "duffel_test_good")
        await hands.press("Return")
        assert await asyncio.wait_for(choosing, 8) is World.TEST


async def test_a_key_leads_back_from_the_token_to_practising() -> None:
    async with a_welcome() as (hands, choosing):
        await hands.press("Alt+T")
        await hands.write("half a tok")
        await hands.press("Alt+P")
        assert await asyncio.wait_for(choosing, 8) is World.PRACTICE


@pytest.mark.parametrize(("options", "welcomes"), [([], True), (["--upstream", NOWHERE], False)])
def test_only_a_plain_start_welcomes(
    options: list[str], welcomes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[DeskOptions] = []
    monkeypatch.setattr("agentdesk.app.main", told.append)
    main(["--data", str(tmp_path), *options])
    assert [one.welcomes for one in told] == [welcomes]


def _raise(bug: BaseException) -> None:
    raise bug
