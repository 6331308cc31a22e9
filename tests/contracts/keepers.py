"""Both ways to keep things, the fake one and the real one, behind one opening."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from agentdesk.desk.ports import (
    DeedJournal,
    Drafts,
    History,
    Journal,
    Marks,
    OrderBook,
    OrderIndex,
    RecentSearches,
    Reminded,
)
from agentdesk.storage.opening import Storage, open_storage
from agentdesk.travel.environment import PRACTICE
from tests.fakes.deeds import ListDeedJournal, MemoryHistory
from tests.fakes.order_index import MemoryOrderIndex
from tests.fakes.reminding import MemoryMarks, MemoryReminded
from tests.fakes.storage import ListJournal, MemoryDrafts, MemoryKeys, MemoryOrderBook, MemoryRecentSearches


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept, by port."""

    journal: Journal
    deeds: DeedJournal
    orders: OrderBook
    index: OrderIndex
    history: History
    drafts: Drafts
    searches: RecentSearches
    reminded: Reminded
    marks: Marks


Opening = Callable[[], AbstractAsyncContextManager[Kept]]


def fake(_: Path) -> Opening:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Kept]:
        history, deeds = MemoryHistory(), ListDeedJournal()
        orders = MemoryOrderBook(history=history, deeds=deeds)
        yield Kept(
            ListJournal(),
            deeds,
            orders,
            MemoryOrderIndex(orders),
            history,
            MemoryDrafts(),
            MemoryRecentSearches(orders),
            MemoryReminded(),
            MemoryMarks(),
        )

    return opened


def real(folder: Path) -> Opening:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Kept]:
        async with open_storage(folder / PRACTICE.folder, PRACTICE, MemoryKeys()) as storage:
            yield _kept(storage)

    return opened


def shared(folder: Path, address: str) -> Opening:
    """A database of a PostgreSQL."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Kept]:
        async with open_storage(folder / PRACTICE.folder, PRACTICE, MemoryKeys(), address) as storage:
            yield _kept(storage)

    return opened


def _kept(storage: Storage) -> Kept:
    return Kept(
        storage.journal,
        storage.deeds,
        storage.orders,
        storage.index,
        storage.history,
        storage.drafts,
        storage.searches,
        storage.reminded,
        storage.marks,
    )
