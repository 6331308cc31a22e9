"""Warnings come by the upstream's clock, each once, and what passed while nobody was there is said."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, DeadlineNear, DeadlinesPassed, Notice, OrderChanged, OrdersCame
from agentdesk.desk.ports import OrderAnswer
from agentdesk.desk.preferences import Alerts
from agentdesk.desk.reminders import Reminders
from agentdesk.desk.watching import Watching
from agentdesk.travel.deadlines import DeadlineKind
from agentdesk.travel.errors import ConnectionLost
from agentdesk.travel.orders import Order, PaymentState
from tests.fakes.reminding import MemoryReminded
from tests.fakes.storage import MemoryOrderBook
from tests.samples import NOON, an_order
from tests.virtual_time import TimedAirline, in_virtual_time, now, passed

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
UNTICKETED = an_order(ticketed=False)


def hold(hours: float, ident: str = "ord_1") -> Order:
    """A hold made at noon, to be paid so many hours later."""
    return replace(UNTICKETED, id=ident, kind="hold", payment=PaymentState(True, NOON + hours * HOUR))


def lapsed(order: Order) -> Order:
    return replace(order, payment=replace(order.payment, awaiting_payment=False))


def paid(order: Order) -> Order:
    return replace(order, payment=replace(order.payment, awaiting_payment=False, paid_at=NOON))


@dataclass
class Scene:
    """Reminders over fakes; `error` is how wrong the machine's clock is, until the upstream has told the time."""

    airline: TimedAirline = field(default_factory=TimedAirline)
    book: MemoryOrderBook = field(default_factory=MemoryOrderBook)
    reminded: MemoryReminded = field(default_factory=MemoryReminded)
    heard: list[tuple[float, Notice]] = field(default_factory=list)
    alerts: Alerts = field(default_factory=Alerts)
    error: timedelta = timedelta(0)
    knows: bool = True
    ahead: timedelta = timedelta(0)  # what the machine slept

    def __post_init__(self) -> None:
        self.news = Board()
        self.news.listen(lambda notice: self.heard.append((passed(), notice)))
        self.line = Line(self.news)
        watching = Watching(self.airline, self.book, self.news, self.line, clock=self.clock, steady=passed)
        self.reminders = Reminders(
            self.book,
            self.reminded,
            self.news,
            self.line,
            clock=self.clock,
            knows_time=lambda: self.knows,
            look=watching.look,
            alerts=lambda: self.alerts,
        )

    def clock(self) -> datetime:
        return now() + self.ahead if self.knows else now() + self.error

    async def has(self, order: Order, there: Order | None = None) -> None:
        """Kept here as it was at noon; upstream it is so or as said."""
        self.airline.booked[order.id] = there or order
        await self.book.save(OrderAnswer(order, b"{}", NOON))

    async def becomes(self, order: Order) -> None:
        self.airline.booked[order.id] = order
        await self.book.save(OrderAnswer(order, b"{}", self.clock()))
        self.news.tell(OrderChanged(order.id))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.ensure_future(self.reminders.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @property
    def near(self) -> list[tuple[float, str]]:
        """When which order was warned of, in hours."""
        return [(round(at / 3600, 2), one.order_id) for at, one in self.heard if isinstance(one, DeadlineNear)]

    @property
    def over(self) -> list[DeadlinesPassed]:
        return [one for _, one in self.heard if isinstance(one, DeadlinesPassed)]


def run(work: Coroutine[Any, Any, None]) -> None:
    async def go() -> None:
        await work

    in_virtual_time(go)


def test_three_warnings_come_before_a_hold_lapses_and_then_that_it_has() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(hold(72))
        async with one.running():
            await asyncio.sleep(71.9 * 3600)
            assert one.near == [(48.0, "ord_1"), (70.0, "ord_1"), (71.5, "ord_1")]
            assert one.over == []
            one.airline.booked["ord_1"] = lapsed(hold(72))
            await asyncio.sleep(3600)
        assert [[found.order_id for found in notice.deadlines] for notice in one.over] == [["ord_1"]]
        assert not one.over[0].while_closed
        assert len(one.near) == 3

    run(scene())


@pytest.mark.parametrize("becomes", [lapsed, paid])
def test_seats_let_go_by_a_clock_ahead_of_ours_are_not_forgotten(becomes: Callable[[Order], Order]) -> None:
    """Seconds before the end by our clock a hold is neither unpaid nor paid: what it was is said once it is known."""

    async def scene() -> None:
        one = Scene()
        await one.has(hold(1))
        async with one.running():
            await asyncio.sleep(3600 - 2)
            assert one.over == []
            await one.becomes(lapsed(hold(1)))
            one.airline.booked["ord_1"] = becomes(hold(1))
            await asyncio.sleep(1)
            assert one.over == []
            await asyncio.sleep(30)
        told = [[(found.kind, found.order_id) for found in notice.deadlines] for notice in one.over]
        assert told == ([[(DeadlineKind.PAY, "ord_1")]] if becomes is lapsed else [])

    run(scene())


def test_a_warning_says_how_long_is_left() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(hold(72))
        async with one.running():
            await asyncio.sleep(48 * 3600 + 1)
        notices = [notice for _, notice in one.heard if isinstance(notice, DeadlineNear)]
        assert [(notice.kind, notice.at) for notice in notices] == [(DeadlineKind.PAY, NOON + 72 * HOUR)]
        assert 24 * HOUR - MINUTE < notices[0].left <= 24 * HOUR

    run(scene())


def test_a_hold_paid_in_time_or_cancelled_is_no_longer_warned_of() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(hold(72))
        await one.has(hold(72, "ord_2"))
        async with one.running():
            await asyncio.sleep(50 * 3600)
            await one.becomes(paid(hold(72)))
            await one.becomes(replace(hold(72, "ord_2"), cancelled_at=now()))
            await asyncio.sleep(30 * 3600)
        assert one.near == [(48.0, "ord_1"), (48.0, "ord_2")]
        assert one.over == []

    run(scene())


def test_one_paid_elsewhere_in_the_last_moment_has_not_ended() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(hold(2))
        async with one.running():
            await asyncio.sleep(1.9 * 3600)
            one.airline.booked["ord_1"] = paid(hold(2))
            await asyncio.sleep(3600)
        assert one.over == []

    run(scene())


def test_a_deadline_that_moves_is_warned_of_anew() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(hold(72))
        async with one.running():
            await asyncio.sleep(49 * 3600)
            await one.becomes(hold(96))
            await asyncio.sleep(46 * 3600)
        assert one.near == [(48.0, "ord_1"), (72.0, "ord_1"), (94.0, "ord_1")]

    run(scene())


def test_a_restart_repeats_no_warning_and_skips_to_the_newest() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(hold(10))
        async with one.running():
            await asyncio.sleep(5.1 * 3600)  # the first of three is due at half the time
        assert one.near == [(5.0, "ord_1")]
        again = Scene(airline=one.airline, book=one.book, reminded=one.reminded)
        async with again.running():
            await asyncio.sleep(10)
            assert again.near == []
        await asyncio.sleep(4.6 * 3600)
        last = Scene(airline=one.airline, book=one.book, reminded=one.reminded)
        async with last.running():
            await asyncio.sleep(10)
        assert len(last.near) == 1  # two were missed; one is said

    run(scene())


def test_what_ended_while_the_desk_was_closed_is_said_once_in_one() -> None:
    async def scene() -> None:
        one = Scene()
        for number in (1, 2):
            await one.has(hold(number, f"ord_{number}"), lapsed(hold(number, f"ord_{number}")))
        await one.has(hold(3, "ord_paid"), paid(hold(3, "ord_paid")))
        await one.has(hold(90, "ord_alive"))
        await asyncio.sleep(8 * 3600)
        for _ in range(2):
            again = Scene(airline=one.airline, book=one.book, reminded=one.reminded, heard=one.heard)
            async with again.running():
                await asyncio.sleep(60)
        assert [[found.order_id for found in notice.deadlines] for notice in one.over] == [["ord_1", "ord_2"]]
        assert one.over[0].while_closed

    run(scene())


def test_an_old_hold_of_the_account_that_is_read_first_today_is_nobodys_news() -> None:
    async def scene() -> None:
        one = Scene()
        async with one.running():
            await asyncio.sleep(5 * 3600)
            await one.has(hold(1))
            one.news.tell(OrdersCame(("ord_1",)))
            await asyncio.sleep(600)
        assert (one.near, one.over) == ([], [])

    run(scene())


def test_a_lapse_that_the_watch_saw_first_is_told_all_the_same() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(hold(2))
        async with one.running():
            await asyncio.sleep(3600)
            one.ahead = HOUR + MINUTE
            await one.becomes(lapsed(hold(2)))
            await asyncio.sleep(30)
        assert len(one.over) == 1

    run(scene())


@pytest.mark.parametrize("hours", [-6, 6])
def test_a_machine_clock_wrong_by_six_hours_changes_nothing(hours: int) -> None:
    async def scene() -> None:
        one = Scene(error=hours * HOUR, knows=False)
        await one.has(hold(5))
        async with one.running():
            await asyncio.sleep(2)
            assert (one.near, one.over) == ([], [])
            one.knows = True
            await asyncio.sleep(4.99 * 3600)
        assert one.near == [(2.5, "ord_1"), (3.75, "ord_1"), (4.5, "ord_1")]
        assert one.over == []

    run(scene())


def test_without_a_line_the_machines_clock_warns_but_calls_nothing_passed() -> None:
    async def scene() -> None:
        one = Scene(error=-HOUR, knows=False)
        await one.has(hold(10))
        one.airline.trouble = ConnectionLost("cut")
        one.line.lost()
        async with one.running():
            await asyncio.sleep(12 * 3600)
            assert [round(at, 1) for at, _ in one.near] == [6.0, 9.0, 10.5]
            assert one.over == []
            assert one.reminded.kept == []

    run(scene())


def test_only_what_is_chosen_is_warned_of() -> None:
    async def scene() -> None:
        one = Scene(alerts=Alerts(minutes=(60,), kinds=(DeadlineKind.VOID,)))
        await one.has(hold(5))
        await one.has(replace(an_order("ord_2"), void_until=NOON + 8 * HOUR))
        async with one.running():
            await asyncio.sleep(9 * 3600)
        assert one.near == [(7.0, "ord_2")]
        none = Scene(alerts=Alerts(minutes=()))
        await none.has(replace(hold(20), created_at=now()))
        async with none.running():
            await asyncio.sleep(9 * 3600)
        assert none.near == []

    run(scene())


def test_a_kind_that_is_chosen_later_is_warned_of_from_then_on() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(replace(an_order("ord_2"), void_until=NOON + 8 * HOUR))
        await one.has(hold(20))
        async with one.running():
            await asyncio.sleep(3600)
            one.alerts = Alerts(kinds=(DeadlineKind.VOID,))
            await asyncio.sleep(12 * 3600)
        assert {order_id for _, order_id in one.near} == {"ord_2"}
        assert len(one.near) == 3

    run(scene())


def test_a_machine_that_slept_over_a_warning_says_the_newest_on_waking() -> None:
    async def scene() -> None:
        one = Scene()
        await one.has(hold(72))
        async with one.running():
            await asyncio.sleep(3600)
            one.ahead = 69.2 * HOUR  # past two of the three
            await asyncio.sleep(25)
        assert len(one.near) == 1

    run(scene())
