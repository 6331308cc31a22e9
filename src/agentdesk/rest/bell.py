"""Wakes whoever streams events when there is a new one."""

import asyncio


class Bell:
    """Counts its rings, so that one between looking and waiting is not missed."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()
        self.rings = 0
        self.closed = False

    def ring(self) -> None:
        self.rings += 1
        for one in self._waiting:
            one.set()

    def close(self) -> None:
        """All streams end."""
        self.closed = True
        self.ring()

    async def wait(self, heard: int, longest: float) -> None:
        """Until it has rung more often than was heard, or `longest` seconds."""
        if self.rings > heard:
            return
        one = asyncio.Event()
        self._waiting.add(one)
        try:
            async with asyncio.timeout(longest):
                await one.wait()
        except TimeoutError:
            return
        finally:
            self._waiting.discard(one)
