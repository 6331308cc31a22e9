"""A loop whose time jumps to whatever is waited for: hours of waiting pass at once, in their right order."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from tests.fakes.airline import FakeAirline
from tests.samples import NOON

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    """Never waits; it is told instead how long it would have."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise RuntimeError("nothing is left to wait for")
        self.passed += max(timeout, 0.0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its clock begins at 0 and moves only by waiting."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed


def in_virtual_time(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run to its end, without waiting."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work())


def passed() -> float:
    """Virtual seconds so far."""
    return asyncio.get_running_loop().time()


def now() -> datetime:
    """The upstream's time: noon when the loop begins."""
    return NOON + timedelta(seconds=passed())


class TimedAirline(FakeAirline):
    """A fake airline whose clock is the loop's; `looks` are its questions about one order, each with its second."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: list[tuple[float, str]] = []
        self.takes = 0.0  # seconds that an answer takes
        self.at_once = self.most_at_once = 0

    def upstream_now(self) -> datetime:
        return self.now

    async def order(self, order_id: str) -> Any:
        self.looks.append((passed(), order_id))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.takes)
            self.now = now()
            return await super().order(order_id)
        finally:
            self.at_once -= 1

    def looked_at(self, order_id: str) -> list[float]:
        return [at for at, one in self.looks if one == order_id]
