"""Check for updates: the browser is handed the page of releases, and nothing is asked by the program."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from agentdesk import resources
from tests.fakes.airline import FakeAirline
from tests.gui.rooms_under_test import open_rooms

PAGE = "https://releases.example/agentdesk"


class Browser(QObject):
    """What the system would open https addresses with."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, page: QUrl) -> None:
        self.opened.append(page.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    one = Browser()
    QDesktopServices.setUrlHandler("https", one, "open")  # type: ignore[arg-type]  # the stub wants bytes, PySide takes words only
    yield one
    QDesktopServices.unsetUrlHandler("https")


async def test_a_key_opens_the_page_of_releases(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "RELEASES_PAGE", PAGE)
    async with open_rooms(airline=FakeAirline()) as one:
        assert browser.opened == []
        await one.hands.press("Ctrl+F1")
        await one.hands.hear(f"You have AgentDesk {resources.VERSION}")
        assert browser.opened == [PAGE]


async def test_a_build_without_a_page_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "RELEASES_PAGE", "")
    async with open_rooms(airline=FakeAirline()) as one:
        await one.hands.press("F1")
        await one.hands.hear("Check for updates")
        await one.hands.press("Escape")
        await one.hands.press("Ctrl+F1")
        await one.hands.hear("this build names no page of releases")
        assert browser.opened == []


def test_the_page_is_none_yet_or_one_that_nobody_can_listen_to() -> None:
    assert resources.RELEASES_PAGE == "" or resources.RELEASES_PAGE.startswith("https://")
