"""What runs for as long as the program goes on after trouble, and after a bug, which is told."""

import asyncio
from contextlib import suppress
from datetime import datetime

import pytest

from agentdesk.desk.going_on import kept_going
from agentdesk.desk.keeping import WHOLE, Keeping
from agentdesk.desk.line import Line
from agentdesk.desk.news import Board
from agentdesk.desk.pace import Allowance
from agentdesk.travel.errors import NotKept
from tests.fakes.reminding import MemoryMarks
from tests.fakes.storage import MemoryOrderBook
from tests.samples import an_order
from tests.virtual_time import TimedAirline, in_virtual_time, now, passed


class MarksOnAFullDisk(MemoryMarks):
    """Takes nothing the first few times."""

    def __init__(self, full: int) -> None:
        super().__init__()
        self.full = full

    async def put(self, name: str, at: datetime) -> None:
        if self.full:
            self.full -= 1
            raise NotKept("disk I/O error")
        await super().put(name, at)


@pytest.mark.expects_log("account has stopped: disk I/O error")
def test_the_account_is_read_though_the_disk_was_full_for_a_while() -> None:
    """Nobody else would begin again before the next start."""
    airline, book, marks, bugs = TimedAirline(), MemoryOrderBook(), MarksOnAFullDisk(3), list[Exception]()
    airline.booked["ord_1"] = an_order()
    news = Board()
    keeping = Keeping(
        airline,
        book,
        marks,
        news,
        Line(news),
        Allowance(lambda: airline.calls_per_minute, passed),
        clock=now,
        knows_time=lambda: True,
        steady=passed,
    )

    async def scene() -> None:
        work = asyncio.ensure_future(kept_going("account", keeping.run, lambda _, bug: bugs.append(bug)))
        await asyncio.sleep(120)
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        assert await marks.get(WHOLE) is not None
        assert len(await book.newest()) == 1

    in_virtual_time(scene)
    assert (marks.full, bugs) == (0, [])


@pytest.mark.expects_log("work has stopped: disk I/O error$")
def test_a_bug_is_told_each_time_and_the_work_begun_again_ever_more_slowly() -> None:
    begun: list[float] = []
    told: list[tuple[str, Exception]] = []

    async def work() -> None:
        begun.append(passed())
        async with asyncio.TaskGroup() as group:
            group.create_task(_refused())
            if len(begun) % 2:
                raise ValueError("a bug")

    async def scene() -> None:
        going = asyncio.ensure_future(kept_going("work", work, lambda name, bug: told.append((name, bug))))
        await asyncio.sleep(200)
        going.cancel()
        with suppress(asyncio.CancelledError):
            await going

    in_virtual_time(scene)
    assert begun == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    assert [name for name, _ in told] == ["work"] * 5, "trouble alone is no bug"


async def _refused() -> None:
    raise NotKept("disk I/O error")
