"""Asks the airlines and yields offers as they come; keeps what was asked lately and how often."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from agentdesk.desk.line import Line
from agentdesk.desk.ports import Airline, Batch, Clock, RecentSearch, RecentSearches
from agentdesk.desk.search_budget import SearchBudget
from agentdesk.travel.errors import ConnectionLost, NeverSent, RefusedByUpstream
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.travel.search import Search
from agentdesk.travel.seats import SeatMap
from agentdesk.travel.told import Told


class Searching:
    """What an agent asks before anything is bought."""

    def __init__(self, airline: Airline, recent: RecentSearches, line: Line, clock: Clock) -> None:
        self._airline = airline
        self._recent = recent
        self._line = line
        self._clock = clock

    async def find(self, search: Search) -> AsyncGenerator[Batch, None]:
        """Batches as airlines answer. Leaving the loop early ends the search; the errors are those of `Airline`.

        A search counts from the moment it is asked, as upstream; one that never left is taken back.
        """
        asked_at = self._clock()
        await self._recent.add(search, asked_at)
        await self._recent.count(asked_at)
        cheapest: Money | None = None
        try:
            async with aclosing(self._airline.search(search)) as batches:
                async for batch in batches:
                    self._line.works()
                    cheapest = _cheaper(cheapest, batch)
                    yield batch
        except NeverSent:
            await self._recent.count(asked_at, -1)
            self._line.lost(asked=True)
            raise
        except ConnectionLost:
            self._line.lost(asked=True)
            raise
        except RefusedByUpstream:
            self._line.works()
            raise
        finally:
            if cheapest is not None:
                await self._recent.found(search, cheapest)

    async def recent(self, limit: int = 4) -> tuple[Search, ...]:
        return await self._recent.newest(limit)

    async def lately(self, limit: int = 50) -> tuple[RecentSearch, ...]:
        """What was asked lately and when, newest first."""
        return await self._recent.lately(limit)

    async def budget(self) -> SearchBudget:
        """How often was searched this month, and how often booked."""
        return await self._recent.month(self._clock())

    async def found_before(self, request_id: str) -> tuple[Offer, ...]:
        """The offers of an earlier search, read again after a restart."""
        return await self._line.carrying(self._airline.offers_of(request_id))

    async def open(self, offer_id: str) -> Offer:
        """The one offer read again from the airline, with what can be added to it."""
        return await self._line.carrying(self._airline.offer(offer_id))

    async def details(self, offer_id: str) -> Told:
        """The same with every word of the airline's answer."""
        return await self._line.carrying(self._airline.told(offer_id))

    async def seat_maps(self, offer_id: str) -> tuple[SeatMap, ...]:
        return await self._line.carrying(self._airline.seat_maps(offer_id))


def _cheaper(cheapest: Money | None, batch: Batch) -> Money | None:
    """The lower of what was cheapest and what has come; all offers of a search are in one currency."""
    totals = [offer.total for offer in batch.offers]
    found = [cheapest, *totals] if cheapest is not None else totals
    return min((one for one in found if one.currency == found[0].currency), key=lambda one: one.amount, default=None)
