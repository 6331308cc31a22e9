"""Asks the airlines and yields offers as they come."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from agentdesk.desk.line import Line
from agentdesk.desk.ports import Airline, Batch, Clock, RecentSearches
from agentdesk.travel.errors import ConnectionLost, NeverSent
from agentdesk.travel.offers import Offer
from agentdesk.travel.search import Search
from agentdesk.travel.seats import SeatMap


class Searching:
    """What an agent asks before anything is bought."""

    def __init__(self, airline: Airline, recent: RecentSearches, line: Line, clock: Clock) -> None:
        self._airline = airline
        self._recent = recent
        self._line = line
        self._clock = clock

    async def find(self, search: Search) -> AsyncIterator[Batch]:
        """Batches as airlines answer. Leaving the loop early ends the search; the errors are those of `Airline`."""
        await self._recent.add(search, self._clock())
        try:
            async with aclosing(self._airline.search(search)) as batches:
                async for batch in batches:
                    self._line.works()
                    yield batch
        except (ConnectionLost, NeverSent):
            self._line.lost()
            raise

    async def recent(self, limit: int = 4) -> tuple[Search, ...]:
        return await self._recent.newest(limit)

    async def found_before(self, request_id: str) -> tuple[Offer, ...]:
        """The offers of an earlier search, read again after a restart."""
        return await self._airline.offers_of(request_id)

    async def open(self, offer_id: str) -> Offer:
        """The one offer read again from the airline, with what can be added to it."""
        return await self._airline.offer(offer_id)

    async def seat_maps(self, offer_id: str) -> tuple[SeatMap, ...]:
        return await self._airline.seat_maps(offer_id)
