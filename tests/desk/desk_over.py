"""A desk over any airline, keeping what it keeps in memory."""

from itertools import count
from typing import cast

from agentdesk.desk.desk import Desk, open_desk
from agentdesk.desk.ports import Airline, Papers
from agentdesk.desk.preferences import Preferences
from tests.fakes.deeds import ListDeedJournal, MemoryHistory
from tests.fakes.order_index import MemoryOrderIndex
from tests.fakes.reminding import MemoryMarks, MemoryReminded
from tests.fakes.storage import ListJournal, MemoryDrafts, MemoryOrderBook, MemoryRecentSearches


def desk_over(
    airline: Airline,
    preferences: Preferences,
    *,
    orders: MemoryOrderBook | None = None,
    reminded: MemoryReminded | None = None,
) -> Desk:
    """`orders` and `reminded` are what an earlier desk has kept. It makes no papers."""
    numbers = count(1)
    history, deeds = MemoryHistory(), ListDeedJournal()
    book = orders or MemoryOrderBook(history=history, deeds=deeds)
    return open_desk(
        airline,
        journal=ListJournal(),
        orders=book,
        index=MemoryOrderIndex(book),
        history=history,
        deeds=deeds,
        drafts=MemoryDrafts(),
        recent=MemoryRecentSearches(),
        papers=cast(Papers, None),
        new_id=lambda: f"id-{next(numbers)}",
        preferences=lambda: preferences,
        reminded=reminded or MemoryReminded(),
        marks=MemoryMarks(),
    )


def no_bug(bug: Exception) -> None:
    """For `Desk.keep_watch`: a bug in its work ends the test."""
    raise bug
