"""Both ways to keep things, the fake one and the real one, behind one opening."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from agentdesk.desk.ports import Drafts, Journal, OrderBook, RecentSearches
from agentdesk.storage.opening import open_storage
from agentdesk.travel.environment import PRACTICE
from tests.fakes.storage import ListJournal, MemoryDrafts, MemoryKeys, MemoryOrderBook, MemoryRecentSearches


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept, by port."""

    journal: Journal
    orders: OrderBook
    drafts: Drafts
    searches: RecentSearches


Opening = Callable[[], AbstractAsyncContextManager[Kept]]


def fake(_: Path) -> Opening:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Kept]:
        orders = MemoryOrderBook()
        yield Kept(ListJournal(), orders, MemoryDrafts(), MemoryRecentSearches(orders))

    return opened


def real(folder: Path) -> Opening:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Kept]:
        async with open_storage(folder / PRACTICE.folder, PRACTICE, MemoryKeys()) as storage:
            yield Kept(storage.journal, storage.orders, storage.drafts, storage.searches)

    return opened
