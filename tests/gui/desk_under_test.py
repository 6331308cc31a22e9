"""A desk over fakes, a tab and a theme: what a page needs to stand in a test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from typing import cast

from PySide6.QtWidgets import QWidget

from agentdesk.desk.desk import Desk, open_desk
from agentdesk.desk.ports import Papers
from agentdesk.desk.preferences import Preferences
from agentdesk.hands import Hands
from agentdesk.travel.booking import Draft
from agentdesk.ui.book.booking_view import BookingView
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.errands import Errands
from agentdesk.ui.rooms import PAGES
from tests.fakes.airline import FakeAirline
from tests.fakes.deeds import ListDeedJournal, MemoryHistory
from tests.fakes.order_index import MemoryOrderIndex
from tests.fakes.reminding import MemoryMarks, MemoryReminded
from tests.fakes.storage import ListJournal, MemoryDrafts, MemoryOrderBook, MemoryRecentSearches
from tests.gui.dressed import themed
from tests.known_places import known_places


def a_desk(airline: FakeAirline, papers: Papers | None = None) -> Desk:
    """All use cases over the fakes; without `papers` none are made."""
    numbers = count(1)
    history, deeds = MemoryHistory(), ListDeedJournal()
    orders = MemoryOrderBook(history=history, deeds=deeds)
    return open_desk(
        airline,
        journal=ListJournal(),
        orders=orders,
        index=MemoryOrderIndex(orders),
        history=history,
        deeds=deeds,
        drafts=MemoryDrafts(),
        recent=MemoryRecentSearches(),
        papers=cast(Papers, papers),
        new_id=lambda: f"id-{next(numbers)}",
        preferences=Preferences,
        reminded=MemoryReminded(),
        marks=MemoryMarks(),
    )


@dataclass(frozen=True, slots=True)
class OpenBooking:
    """One booking on screen, and hands to use it."""

    desk: Desk
    tab: Tab
    view: BookingView
    hands: Hands


def _raise(bug: BaseException) -> None:
    raise bug


@asynccontextmanager
async def open_booking(draft: Draft, airline: FakeAirline, papers: Papers | None = None) -> AsyncIterator[OpenBooking]:
    """The draft on screen at its step, settled and watched as in the program."""
    desk = a_desk(airline, papers)
    window = QWidget()
    window.resize(1280, 800)
    async with Errands(_raise) as app_errands, Errands(_raise) as errands:
        tab = Tab(
            draft,
            desk=desk,
            places=known_places(),
            theme=themed(),
            errands=errands,
            app_errands=app_errands,
            preferences=Preferences,
            parent=window,
        )
        view = BookingView(tab, PAGES, window)
        view.resize(window.size())
        window.show()
        window.activateWindow()
        app_errands.run(desk.keep_watch(app_errands.on_bug))
        await Hands(window).until(window.isActiveWindow, "the active window")  # else keys go nowhere
        view.open()
        try:
            yield OpenBooking(desk, tab, view, Hands(window, patience=8))
        finally:
            with suppress(RuntimeError):
                view.put_away()
            window.close()
            window.deleteLater()
