"""Batch searches: airlines answer one after the other, and a long poll hands on what has come."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from agentdesk.practice.searches import Search
from agentdesk.practice.shapes import dice

BATCH_LIFE = timedelta(minutes=1)
_LONGEST_POLL = 20.0
_TICK = 0.05


class Batch:
    """One batch search under way. Times are seconds of the loop's clock, from the start."""

    def __init__(self, search: Search, first: float, last: float, patience: float) -> None:
        chance = dice(search.stem, "batches")
        self.search = search
        self.total = chance.randint(4, 7)
        between = sorted(chance.uniform(first * 2, last * 0.9) for _ in range(self.total - 2))
        self._due = [first, *between, last]
        self._patience = patience
        self._handed = [False] * self.total
        self._loop = asyncio.get_running_loop()
        self._started = self._loop.time()
        self._ended = False
        self._looking = self._loop.create_task(self._look())

    async def _look(self) -> None:
        pause = self._loop.time() + 0.004
        for _ in self.search.look():
            if self._loop.time() > pause:
                await asyncio.sleep(0)
                pause = self._loop.time() + 0.004

    @property
    def age(self) -> float:
        return self._loop.time() - self._started

    @property
    def remaining(self) -> int:
        return self._handed.count(False)

    def missed(self, number: int) -> bool:
        """Whether these airlines were slower than the search was ready to wait."""
        return self._due[number] > self._patience

    def arrived(self, number: int) -> bool:
        """Whether a batch has come by now, handed on or not."""
        return self._handed[number] or min(self._due[number], self._patience) <= self.age

    def offers_in(self, numbers: set[int]) -> list[int]:
        """Offers of some batches, without those of airlines that were too slow."""
        there = {number for number in numbers if not self.missed(number)}
        answers = self.search.batch_numbers(self.total)
        return [i for i, fare in enumerate(self.search.fares) if answers[fare.seller.iata] in there]

    def offers_so_far(self, held_back: bool) -> list[int]:
        """Offers that have come by now; without those of the last batch while it is held back."""
        last = self.total - 1
        waiting = held_back and not self._handed[last]
        come = {number for number in range(self.total) if self.arrived(number)}
        return self.offers_in(come - {last} if waiting else come)

    async def ready(self) -> None:
        """Wait until the search itself has been made."""
        await asyncio.wait({self._looking})

    async def poll(self, held_back: Callable[[], bool]) -> list[int]:
        """Wait for batches that were not handed on yet, and hand them on; nothing after a long wait."""
        await self.ready()
        until = self._loop.time() + _LONGEST_POLL
        while self.remaining and not self._ended and self._loop.time() < until:
            come = {n for n in range(self.total) if not self._handed[n] and self.arrived(n)}
            if self.total - 1 in come and held_back():
                come.discard(self.total - 1)
            if come:
                for number in come:
                    self._handed[number] = True
                return self.offers_in(come)
            await asyncio.sleep(_TICK)
        return []

    def end(self) -> None:
        """Stop looking; who still polls is told that nothing came."""
        self._ended = True
        self._looking.cancel()
