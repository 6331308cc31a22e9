"""The month's searches against its bookings, said in words."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QWidget

from agentdesk.desk.search_budget import SearchBudget
from agentdesk.hands import Hands
from agentdesk.travel.environment import World
from agentdesk.ui.errands import Errands
from agentdesk.ui.search_tally import SearchTally, in_full, in_short
from agentdesk.ui.widgets.status_strip import StatusStrip
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import a_desk
from tests.gui.dressed import themed
from tests.samples import a_search

NOVEMBER = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("searches", "bookings", "short", "full"),
    [
        (
            0,
            0,
            "",
            "0 searches and no booking in November 2026. 1,500 searches are free for each booking: 1,500 are left.",
        ),
        (
            1,
            0,
            "1 search, no booking",
            "1 search and no booking in November 2026. 1,500 searches are free for each booking: 1,499 are left.",
        ),
        (
            936,
            3,
            "312 searches per booking",
            "936 searches and 3 bookings in November 2026. 1,500 searches are free for each booking: 3,564 are left.",
        ),
        (
            1620,
            1,
            "1,620 searches per booking",
            "1,620 searches and 1 booking in November 2026. 1,500 searches are free for each booking: "
            "120 are above that and cost about $0.60.",
        ),
    ],
)
def test_the_count_is_said_in_words(searches: int, bookings: int, short: str, full: str) -> None:
    budget = SearchBudget(NOVEMBER, searches, bookings)
    assert in_short(budget) == short
    assert in_full(budget, World.LIVE) == full


def test_practice_costs_nothing() -> None:
    assert in_full(SearchBudget(NOVEMBER, 1620, 1), World.PRACTICE).endswith(
        "120 are above that; none are charged here."
    )


async def test_the_strip_follows_the_searches() -> None:
    desk = a_desk(FakeAirline())
    window = QWidget()
    strip = StatusStrip(themed(), window)
    strip.resize(1280, 24)
    window.show()
    hands = Hands(window, patience=5)
    bugs: list[BaseException] = []
    async with Errands(bugs.append) as errands:
        tally = SearchTally(strip, desk, errands)
        async for _ in desk.searching.find(a_search()):
            pass
        tally.show()
        await hands.hear("1 search and no booking in November 2026")
        tally.put_away()
        assert not hands.says("no booking")
    assert not bugs
    window.close()
    window.deleteLater()


async def test_where_there_is_no_room_the_count_goes_and_the_deadline_stays() -> None:
    now = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
    window = QWidget()
    strip = StatusStrip(themed(), window)
    window.resize(1280, 24)
    strip.resize(1280, 24)
    window.show()
    strip.show_line("Practice airline: no answer, looking again", works=False)
    strip.show_clock("Mon 23 Nov 14:32 London")
    strip.show_budget("1,312 searches per booking", "1,312 searches and 1 booking", warns=True)
    strip.show_deadline("Lindqvist 4QK7ZB", "pay by 16:00", now + timedelta(minutes=88), lambda: now)
    hands = Hands(window)
    await hands.hear("1,312 searches and 1 booking")
    await asyncio.sleep(0.05)  # laid out and painted
    needed = strip.minimumSizeHint().width()
    strip.resize(needed - 1, 24)
    assert not hands.says("1,312 searches")
    assert strip.minimumSizeHint().width() < needed
    strip.resize(needed + 1, 24)
    assert hands.says("1,312 searches and 1 booking")
    strip.show_deadline("", "", None, lambda: now)
    window.close()
    window.deleteLater()
