"""The account's orders are read once, politely, and kept up from then on by what the lists can be asked for."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from agentdesk.desk.keeping import BACK, NEW, PAGE, WHOLE, Keeping
from agentdesk.desk.line import Line
from agentdesk.desk.news import AccountRead, Board, LineBack, LineLost, Notice, OrderChanged, OrdersCame
from agentdesk.desk.pace import Allowance
from agentdesk.desk.ports import OrderAnswer, OrderQuestion
from agentdesk.travel.errors import ConnectionLost, NotAllowed
from agentdesk.travel.orders import Order, PaymentState
from tests.fakes.reminding import MemoryMarks
from tests.fakes.storage import MemoryOrderBook
from tests.samples import NOON, an_order
from tests.virtual_time import TimedAirline, in_virtual_time, now, passed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOLD = an_order()


class ListedAirline(TimedAirline):
    """Remembers what its lists were asked for, and when; `breaks_after` so many orders the line breaks once."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[tuple[float, OrderQuestion]] = []
        self.breaks_after: int | None = None

    async def orders(self, question: OrderQuestion) -> AsyncGenerator[OrderAnswer, None]:
        self.questions.append((passed(), question))
        self.now = now()
        number = 0
        async for answer in super().orders(question):
            if number == self.breaks_after:
                self.breaks_after = None
                raise ConnectionLost("cut")
            number += 1
            yield answer

    def asked_for(self, **wanted: object) -> list[float]:
        """When a question with these values was asked."""
        return [at for at, one in self.questions if all(getattr(one, name) == value for name, value in wanted.items())]


@dataclass
class Scene:
    """Keeping over fakes, in virtual time."""

    airline: ListedAirline = field(default_factory=ListedAirline)
    book: MemoryOrderBook = field(default_factory=MemoryOrderBook)
    marks: MemoryMarks = field(default_factory=MemoryMarks)
    heard: list[Notice] = field(default_factory=list)
    knows: bool = True

    def __post_init__(self) -> None:
        self.news = Board()
        self.news.listen(self.heard.append)
        self.line = Line(self.news)
        self.allowance = Allowance(lambda: self.airline.calls_per_minute, passed)
        self.keeping = Keeping(
            self.airline,
            self.book,
            self.marks,
            self.news,
            self.line,
            self.allowance,
            clock=now,
            knows_time=lambda: self.knows,
            steady=passed,
        )

    def there(self, *orders: Order) -> None:
        for order in orders:
            self.airline.booked[order.id] = order

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.ensure_future(self.keeping.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def told(self, kind: type[Notice]) -> list[Any]:
        return [one for one in self.heard if isinstance(one, kind)]

    async def kept(self) -> set[str]:
        return {one.order.id for one in await self.book.newest(10_000)}


def run(work: Coroutine[Any, Any, None]) -> None:
    async def go() -> None:
        await work

    in_virtual_time(go)


def account(number: int) -> list[Order]:
    """So many orders, an hour apart, the first the newest."""
    return [replace(SOLD, id=f"ord_{one}", created_at=NOON - one * HOUR) for one in range(number)]


def test_the_whole_account_is_read_once_with_its_progress() -> None:
    async def scene() -> None:
        one = Scene()
        one.there(*account(450))
        async with one.running():
            await asyncio.sleep(120)
        assert len(await one.kept()) == 450
        assert [(notice.orders, notice.is_whole) for notice in one.told(AccountRead)] == [
            (200, False),
            (400, False),
            (450, False),
            (450, True),
        ]
        came = [order_id for notice in one.told(OrdersCame) for order_id in notice.order_ids]
        assert len(came) == len(set(came)) == 450
        assert one.told(OrderChanged) == []
        again = Scene(airline=one.airline, book=one.book, marks=one.marks)
        one.airline.questions.clear()
        async with again.running():
            await asyncio.sleep(120)
        assert again.told(AccountRead) == []
        assert (
            one.airline.asked_for(created_after=None, awaiting_payment=None, requires_action=None, sort="-created_at")
            == []
        )

    run(scene())


def test_a_first_reading_that_is_cut_goes_on_where_it_was() -> None:
    async def scene() -> None:
        one = Scene()
        one.there(*account(450))
        one.airline.breaks_after = 250
        await one.marks.put(NEW, NOON)
        async with one.running():
            await asyncio.sleep(8)  # began, and cut
            assert one.told(LineLost) == [LineLost()]
            assert await one.marks.get(WHOLE) is None
            assert await one.marks.get(BACK) == NOON - 199 * HOUR
        later = Scene(airline=one.airline, book=one.book, marks=one.marks)
        one.airline.questions.clear()
        async with later.running():
            await asyncio.sleep(60)
        assert len(await one.kept()) == 450
        first = [question for _, question in one.airline.questions if question.created_before is not None]
        assert [question.created_before for question in first] == [NOON - 199 * HOUR + timedelta(seconds=1)]
        assert await one.marks.get(WHOLE) is not None

    run(scene())


def test_new_orders_are_asked_for_every_minute_since_the_last_seen_with_overlap() -> None:
    async def scene() -> None:
        one = Scene()
        one.there(SOLD)
        async with one.running():
            await asyncio.sleep(100)
            sold = replace(SOLD, id="ord_elsewhere", created_at=now())
            one.there(sold)
            await asyncio.sleep(61)
            assert "ord_elsewhere" in await one.kept()
            late = replace(SOLD, id="ord_late", created_at=now() - 2 * HOUR)  # came into the list hours later
            one.there(late)
            await asyncio.sleep(61)
            assert "ord_late" in await one.kept()
        assert await one.marks.get(NEW) == sold.created_at

    run(scene())


def test_each_question_has_its_pace() -> None:
    async def scene() -> None:
        one = Scene()
        await one.marks.put(WHOLE, NOON)
        async with one.running():
            await asyncio.sleep(4 * 3600)
        asked = one.airline.questions
        assert 235 <= sum(question.created_after is not None for _, question in asked) <= 241
        assert 46 <= len(one.airline.asked_for(awaiting_payment=True)) <= 49
        assert 46 <= len(one.airline.asked_for(requires_action=True)) <= 49
        spans = {
            (question.departs_before - question.departs_after)
            for _, question in asked
            if question.departs_before is not None and question.departs_after is not None
        }
        assert spans == {6 * HOUR, 18 * HOUR, 2 * DAY, 11 * DAY}
        per_minute = [sum(start <= at < start + 60 for at, _ in asked) for start, _ in asked]
        assert max(per_minute) <= 10

    run(scene())


def test_a_change_of_the_airline_and_a_hold_paid_elsewhere_are_found() -> None:
    async def scene() -> None:
        one = Scene()
        held = replace(SOLD, id="ord_held", kind="hold", payment=PaymentState(True, NOON + 20 * HOUR))
        for order in (SOLD, held):
            one.there(order)
            await one.book.save(OrderAnswer(order, b"{}", NOON))
        await one.marks.put(WHOLE, NOON)
        await one.marks.put(NEW, NOON + 9 * HOUR)
        async with one.running():
            await asyncio.sleep(30)
            one.there(replace(SOLD, open_airline_changes=1), replace(held, total=held.total + held.total))
            await asyncio.sleep(301)
        assert {notice.order_id for notice in one.told(OrderChanged)} == {"ord_1", "ord_held"}
        assert one.told(OrdersCame) == []

    run(scene())


def test_reading_leaves_half_of_the_allowance_to_others() -> None:
    async def scene() -> None:
        one = Scene()
        one.airline.calls_per_minute = 60
        one.there(*account(5 * PAGE))
        async with one.running():
            await asyncio.sleep(65)
            assert one.allowance.room() >= 3
            await asyncio.sleep(1200)
        assert len(await one.kept()) == 5 * PAGE

    run(scene())


def test_a_lost_line_is_said_once_and_its_return_is_found_without_anything_else_to_do() -> None:
    async def scene() -> None:
        one = Scene()
        await one.marks.put(WHOLE, NOON)
        async with one.running():
            await asyncio.sleep(30)
            one.airline.trouble = ConnectionLost("cut")
            await asyncio.sleep(600)
            assert one.told(LineLost) == [LineLost()]
            knocks = [at for at, _ in one.airline.questions if at > 100]
            assert 40 <= len(knocks) <= 60
            one.airline.trouble = None
            await asyncio.sleep(11)
        assert one.told(LineBack) == [LineBack()]

    run(scene())


def test_a_line_that_somebody_else_found_lost_is_knocked_at_at_once() -> None:
    async def scene() -> None:
        one = Scene()
        await one.marks.put(WHOLE, NOON)
        async with one.running():
            await asyncio.sleep(80)  # the minute's question is answered, the next is far off
            asked = len(one.airline.questions)
            one.line.lost()
            await asyncio.sleep(1)
            assert len(one.airline.questions) == asked + 1
        assert one.told(LineBack) == [LineBack()]

    run(scene())


def test_a_refusal_is_no_lost_line_and_is_asked_about_later() -> None:
    async def scene() -> None:
        one = Scene()
        await one.marks.put(WHOLE, NOON)
        one.airline.trouble = NotAllowed("insufficient_permissions")
        async with one.running():
            await asyncio.sleep(550)
            assert one.told(LineLost) == []
            assert len(one.airline.questions) <= 8
            one.airline.trouble = None
            await asyncio.sleep(700)
        assert len(one.airline.questions) > 15

    run(scene())


def test_nothing_with_an_instant_is_asked_before_the_upstream_has_told_the_time() -> None:
    async def scene() -> None:
        one = Scene(knows=False)
        async with one.running():
            await asyncio.sleep(30)
            assert one.airline.questions
            assert all(question.awaiting_payment for _, question in one.airline.questions)
            assert await one.marks.get(NEW) is None
            one.knows = True
            await asyncio.sleep(30)
        assert await one.marks.get(WHOLE) is not None

    run(scene())


def test_what_lists_leave_out_is_no_change() -> None:
    async def scene() -> None:
        one = Scene()
        whole = replace(SOLD, passengers=(replace(SOLD.passengers[0], email="a@example.com", phone="+44208"),))
        await one.book.save(OrderAnswer(whole, b"{}", NOON))
        one.there(replace(SOLD, synced_at=NOON))
        async with one.running():
            await asyncio.sleep(70)
        record = await one.book.get("ord_1")
        assert record is not None
        assert record.order.passengers == whole.passengers
        assert record.seen_at > NOON
        assert one.told(OrderChanged) == []

    run(scene())
