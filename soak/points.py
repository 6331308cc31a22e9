"""Places in the desk's own work at which its process ends: just before and after each line that is written."""

import contextlib
import os
import resource
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from agentdesk.desk.ports import DeedJournal, Journal, OrderAnswer, OrderBook, anything_goes
from agentdesk.travel.booking import JournalLine, Outcome, Sent, StruckOut
from agentdesk.travel.deeds import DeedLine, DeedOutcome, DeedSent, DeedStruckOut


class Point(StrEnum):
    """Where the process is killed, or its disk takes nothing any more."""

    BEFORE_JOURNAL = "before the journal's write"
    AFTER_JOURNAL = "after the journal's write"
    BEFORE_STORED = "before the answer is stored"
    BETWEEN = "after the order is stored, before the journal"
    AFTER_SETTLED = "after the journal has settled"


class Strike(StrEnum):
    """What happens there."""

    KILL = "kill"
    FILL = "fill"
    PAUSE = "pause"  # until the campaign has cut the line


LAST_WORDS = b"killed at a point that was armed\n"
"""In the log of a process that kills itself as it was told to."""


class Trap:
    """What is armed: strikes once, then nothing more. `pause` tells the campaign and waits for its word."""

    def __init__(self, pause: Callable[[], Awaitable[None]]) -> None:
        self._pause = pause
        self._armed: tuple[Point, Strike] | None = None

    def arm(self, point: str, strike: str) -> None:
        self._armed = (Point(point), Strike(strike)) if point else None

    async def reach(self, point: Point) -> None:
        if self._armed is None or self._armed[0] is not point:
            return
        _, strike = self._armed
        self._armed = None
        match strike:
            case Strike.KILL:
                with contextlib.suppress(OSError):  # the disk may be full
                    os.write(2, LAST_WORDS)
                os.kill(os.getpid(), signal.SIGKILL)
            case Strike.FILL:
                fill_disk()
            case Strike.PAUSE:
                await self._pause()


def fill_disk() -> None:
    """No file of this process can be written any more, as the operating system says to each write."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))


def free_disk() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


class _Around:
    """Another object, but for the methods that are written here."""

    def __init__(self, inner: Any, trap: Trap) -> None:
        self._inner = inner
        self._trap = trap

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class TrappedJournal(_Around):
    """The journal of bookings, with a trap before and after each write."""

    _inner: Journal

    async def write(self, sent: Sent, check: Callable[[tuple[JournalLine, ...]], None] = anything_goes) -> None:
        await self._trap.reach(Point.BEFORE_JOURNAL)
        await self._inner.write(sent, check)
        await self._trap.reach(Point.AFTER_JOURNAL)

    async def settle(self, sent: Sent, outcome: Outcome) -> None:
        await self._trap.reach(Point.BETWEEN)
        await self._inner.settle(sent, outcome)
        await self._trap.reach(Point.AFTER_SETTLED)

    async def strike_out(self, line: StruckOut) -> None:
        await self._trap.reach(Point.BETWEEN)
        await self._inner.strike_out(line)
        await self._trap.reach(Point.AFTER_SETTLED)


class TrappedDeeds(_Around):
    """The journal of deeds, with the same traps."""

    _inner: DeedJournal

    async def write(self, sent: DeedSent, check: Callable[[tuple[DeedLine, ...]], None] = anything_goes) -> None:
        await self._trap.reach(Point.BEFORE_JOURNAL)
        await self._inner.write(sent, check)
        await self._trap.reach(Point.AFTER_JOURNAL)

    async def settle(self, sent: DeedSent, outcome: DeedOutcome) -> None:
        await self._trap.reach(Point.BEFORE_STORED)
        await self._trap.reach(Point.BETWEEN)
        await self._inner.settle(sent, outcome)
        await self._trap.reach(Point.AFTER_SETTLED)

    async def strike_out(self, line: DeedStruckOut) -> None:
        await self._trap.reach(Point.BETWEEN)
        await self._inner.strike_out(line)
        await self._trap.reach(Point.AFTER_SETTLED)


class TrappedOrders(_Around):
    """The order book, with a trap before an order is kept."""

    _inner: OrderBook

    async def save(self, answer: OrderAnswer, sent: Sent | None = None, agent: str = "") -> OrderAnswer | None:
        if sent is not None:
            await self._trap.reach(Point.BEFORE_STORED)
        return await self._inner.save(answer, sent, agent)
