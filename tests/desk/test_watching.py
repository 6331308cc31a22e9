"""Orders are looked at in time, never too often, and what changes is told once."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, LineBack, LineLost, Notice, OrderChanged, OrdersCame, OrderSeen
from agentdesk.desk.ports import OrderAnswer
from agentdesk.desk.watching import Watching, fuller
from agentdesk.travel.errors import ConnectionLost, TooManyCalls, UnknownThere
from agentdesk.travel.orders import Order, OrderStatus, PaymentState, status
from tests.fakes.storage import MemoryOrderBook
from tests.samples import NOON, an_order
from tests.virtual_time import TimedAirline, in_virtual_time, now, passed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOLD, UNTICKETED = an_order(), an_order(ticketed=False)
HELD = replace(UNTICKETED, kind="hold", payment=PaymentState(True, NOON + 2 * HOUR))


@dataclass
class Scene:
    """Watching over fakes, in virtual time."""

    airline: TimedAirline = field(default_factory=TimedAirline)
    book: MemoryOrderBook = field(default_factory=MemoryOrderBook)
    heard: list[Notice] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.news = Board()
        self.news.listen(self.heard.append)
        self.line = Line(self.news)
        self.watching = Watching(self.airline, self.book, self.news, self.line, clock=now, steady=passed)

    async def has(self, order: Order, at: timedelta = timedelta(0)) -> None:
        """Kept here as seen at noon, and there as it is."""
        self.airline.booked[order.id] = order
        await self.book.save(OrderAnswer(order, b"{}", NOON + at))

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        task = asyncio.ensure_future(self.watching.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def told(self, kind: type[Notice]) -> list[Notice]:
        return [one for one in self.heard if isinstance(one, kind)]


def run(work: Coroutine[Any, Any, None]) -> None:
    async def go() -> None:
        await work

    in_virtual_time(go)


def test_a_ticket_is_seen_within_five_seconds_of_being_there() -> None:
    async def scene() -> None:
        one = Scene()
        one.airline.takes = 0.3
        await one.has(UNTICKETED)
        async with one.watched():
            await asyncio.sleep(20.0)
            one.airline.booked["ord_1"] = SOLD
            there = passed()
            while not one.told(OrderChanged):
                await asyncio.sleep(0.1)
            assert passed() - there <= 5
            record = await one.book.get("ord_1")
            assert record is not None
            assert status(record.order, now()) is OrderStatus.TICKETED
            looks = len(one.airline.looks)
            await asyncio.sleep(3600)
            assert len(one.airline.looks) == looks  # leaves in three weeks: nothing to look for
        assert one.told(OrderChanged) == [OrderChanged("ord_1")]

    run(scene())


def test_tickets_are_waited_for_by_the_table() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(UNTICKETED)
        async with one.watched():
            await asyncio.sleep(2 * DAY.total_seconds())
        gaps = {
            (start, end): {
                round(then - at) for at, then in pairwise(one.airline.looked_at("ord_1")) if start <= at < end
            }
            for start, end in ((0, 290), (310, 3500), (3700, 86000), (90000, 160000))
        }
        assert list(gaps.values()) == [{3}, {30}, {300}, {3600}]

    run(scene())


def test_a_hold_is_looked_at_right_after_it_lapses() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(HELD)
        async with one.watched():
            await asyncio.sleep(7199)
            one.airline.booked["ord_1"] = replace(HELD, payment=PaymentState(False, HELD.payment.pay_by))
            await asyncio.sleep(30)
        record = await one.book.get("ord_1")
        assert record is not None
        assert status(record.order, now()) is OrderStatus.LAPSED
        last_hour = [at for at in one.airline.looked_at("ord_1") if at > 3700]
        assert max(then - at for at, then in pairwise(last_hour)) <= 61

    run(scene())


def test_an_order_on_screen_is_looked_at_every_fifteen_seconds_and_no_more_afterwards() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(SOLD)
        async with one.watched():
            await asyncio.sleep(100)
            assert one.airline.looks == []
            one.watching.show("ord_1")
            one.watching.show("ord_1")
            one.watching.hide("ord_1")  # still open in another place
            await asyncio.sleep(61)
            one.watching.hide("ord_1")
            await asyncio.sleep(600)
        assert one.airline.looked_at("ord_1") == pytest.approx([100, 115, 130, 145, 160], abs=0.2)
        assert len(one.told(OrderSeen)) == 5

    run(scene())


def test_a_flight_that_nears_is_looked_at_oftener_and_found_without_reading_the_book() -> None:
    async def scene() -> None:
        one = Scene()
        soon = replace(
            SOLD.slices[0],
            segments=tuple(
                replace(part, flight=replace(part.flight, departs=(NOON + 30 * HOUR).replace(tzinfo=None)))
                for part in SOLD.slices[0].segments
            ),
        )
        await one.has(replace(SOLD, slices=(soon,)), -DAY)
        async with one.watched():
            await asyncio.sleep(32 * 3600)
        looks = one.airline.looked_at("ord_1")
        assert looks[0] < 61
        per_hour = [sum(hour * 3600 <= at < (hour + 1) * 3600 for at in looks) for hour in range(32)]
        assert max(per_hour[:5]) <= 1
        assert set(per_hour[7:23]) == {2}
        assert set(per_hour[25:29]) == {6}
        assert per_hour[31] == 0

    run(scene())


def test_a_lost_line_is_said_once_and_what_was_missed_is_made_good_at_once() -> None:
    async def scene() -> None:
        one = Scene()
        orders = [replace(UNTICKETED, id=f"ord_{number}") for number in range(6)]
        for order in orders:
            await one.has(order)
        async with one.watched():
            await asyncio.sleep(10)
            one.airline.trouble = ConnectionLost("cut")
            await asyncio.sleep(1800)
            assert one.told(LineLost) == [LineLost()]
            asked = [at for at, _ in one.airline.looks if at > 30]
            assert min(then - at for at, then in pairwise(asked)) >= 4.9  # one at a time knocks at the door
            record = await one.book.get("ord_3")
            assert record is not None
            assert record.seen_at <= NOON + timedelta(seconds=13)  # the last answer stays, with its time
            one.airline.trouble = None
            for order in orders:
                one.airline.booked[order.id] = replace(SOLD, id=order.id)
            await asyncio.sleep(6)
        assert one.told(LineBack) == [LineBack()]
        assert {notice.order_id for notice in one.heard if isinstance(notice, OrderChanged)} == {o.id for o in orders}

    run(scene())


def test_a_machine_that_slept_looks_once_at_each_and_not_once_for_every_look_missed() -> None:
    async def scene() -> None:
        one = Scene()
        slept = 0.0
        one.watching = Watching(
            one.airline,
            one.book,
            one.news,
            one.line,
            clock=lambda: now() + timedelta(seconds=slept),
            steady=lambda: passed() + slept,
        )
        for number in range(3):
            await one.has(replace(HELD, id=f"ord_{number}", payment=PaymentState(True, NOON + 90 * HOUR)))
        async with one.watched():
            await asyncio.sleep(100)
            before = len(one.airline.looks)
            slept = 8 * 3600.0
            await asyncio.sleep(60)
            assert len(one.airline.looks) - before == 3

    run(scene())


@pytest.mark.parametrize("hours", [-6, 6])
def test_a_clock_set_right_by_hours_neither_stops_nor_hurries_the_looks(hours: int) -> None:
    async def scene() -> None:
        one = Scene()
        error = timedelta(hours=hours)
        one.watching = Watching(one.airline, one.book, one.news, one.line, clock=lambda: now() + error, steady=passed)
        await one.has(replace(HELD, payment=PaymentState(True, NOON + 60 * HOUR)))
        async with one.watched():
            await asyncio.sleep(60)
            error = timedelta(0)
            await asyncio.sleep(12 * 3600)
        looks = one.airline.looked_at("ord_1")
        assert 5 <= len(looks) <= 8  # every two hours

    run(scene())


def test_many_orders_share_a_tenth_of_the_limit_and_the_one_on_screen_goes_first() -> None:
    async def scene() -> None:
        one = Scene()
        one.airline.calls_per_minute = 600
        for number in range(200):
            await one.has(replace(UNTICKETED, id=f"ord_{number}"))
        await one.has(replace(SOLD, id="ord_shown"))
        async with one.watched():
            one.watching.show("ord_shown")
            await asyncio.sleep(240)
        times = [at for at, _ in one.airline.looks]
        assert max(sum(start <= at < start + 60 for at in times) for start in times) <= 60
        assert len(one.airline.looked_at("ord_shown")) >= 4
        assert {order_id for _, order_id in one.airline.looks} >= {f"ord_{number}" for number in range(200)}
        assert one.airline.most_at_once <= 4

    run(scene())


def test_a_slow_answer_keeps_nobody_else_waiting() -> None:
    async def scene() -> None:
        one = Scene()
        one.airline.takes = 2.0
        for number in range(4):
            await one.has(replace(UNTICKETED, id=f"ord_{number}"))
        async with one.watched():
            await asyncio.sleep(60)
        for number in range(4):
            looks = one.airline.looked_at(f"ord_{number}")
            assert max(then - at for at, then in pairwise(looks)) <= 3.1

    run(scene())


def test_an_order_that_cannot_be_read_is_asked_for_less_and_less() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(UNTICKETED)
        one.airline.trouble = UnknownThere("not_found")
        async with one.watched():
            await asyncio.sleep(3600)
        assert len(one.airline.looks) < 20
        assert one.told(LineLost) == []

    run(scene())


def test_an_upstream_that_has_enough_is_left_alone_until_it_says() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(UNTICKETED)
        one.airline.trouble = enough = TooManyCalls("rate_limit_exceeded")
        enough.until = NOON + timedelta(seconds=45)
        async with one.watched():
            await asyncio.sleep(10)
            one.airline.trouble = None
            await asyncio.sleep(60)
        assert [at for at in one.airline.looked_at("ord_1") if 4 < at < 44] == []
        assert any(44 < at < 52 for at in one.airline.looked_at("ord_1"))

    run(scene())


def test_orders_that_come_later_are_watched_too() -> None:
    async def scene() -> None:
        one = Scene()
        async with one.watched():
            await asyncio.sleep(100)
            await one.has(UNTICKETED)
            one.news.tell(OrderChanged("ord_1"))
            await one.has(replace(UNTICKETED, id="ord_2"))
            one.news.tell(OrdersCame(("ord_2",)))
            await asyncio.sleep(10)
        assert {order_id for _, order_id in one.airline.looks} == {"ord_1", "ord_2"}

    run(scene())


def test_what_an_answer_leaves_out_of_a_passenger_stays_known() -> None:
    told = replace(SOLD.passengers[0], email="amelia@example.com", phone="+442080160508")
    known = replace(SOLD, passengers=(told,))
    assert fuller(SOLD, known) == known
    other = replace(SOLD.passengers[0], id="pas_9")
    assert fuller(replace(SOLD, passengers=(other,)), known).passengers == (other,)
