"""How the service ends: it says so to whoever spreads the calls, and goes once nobody waits for an answer."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Ending:
    """Counts the calls under way. A call that comes after the end was asked for is answered like any other."""

    def __init__(self) -> None:
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self.is_asked_for = False

    @contextmanager
    def call(self) -> Iterator[None]:
        """While a caller waits for an answer."""
        self._under_way += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._quiet.set()

    async def until_quiet(self, longest: float) -> None:
        """Until nobody waits, or so many seconds."""
        try:
            async with asyncio.timeout(longest):
                await self._quiet.wait()
        except TimeoutError:
            return
