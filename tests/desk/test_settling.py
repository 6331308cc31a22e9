"""Settling looks upstream for what is not known and never sends again; watching waits for tickets."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, BookingSettled, LineBack, LineLost, Notice, OrderChanged
from agentdesk.desk.ports import OrderAnswer
from agentdesk.desk.settling import GIVEN_UP, Looks, Settling, next_look
from agentdesk.desk.watching import Watching
from agentdesk.travel.booking import Booked, Doubt, JournalLine, Outcome, Refused, Sent, Unsure
from agentdesk.travel.errors import ConnectionLost, NotKept
from agentdesk.travel.orders import OrderStatus, PaymentState, status
from tests.fakes.airline import FakeAirline
from tests.fakes.storage import ListJournal, MemoryOrderBook
from tests.samples import NOON, a_sent, an_offer, an_order


class Room:
    """Settling and watching over the same fakes."""

    def __init__(self, airline: FakeAirline | None = None) -> None:
        self.airline = airline or FakeAirline(an_offer())
        self.journal = ListJournal()
        self.orders = MemoryOrderBook()
        self.told: list[Notice] = []
        board = self.board = Board()
        board.listen(self.told.append)
        line = Line(board)
        clock = self.airline.upstream_now
        self.settling = Settling(self.airline, self.journal, self.orders, board, line, clock=clock)
        self.watching = Watching(self.airline, self.orders, board, line, clock=clock)

    async def unsure(self) -> Unsure:
        sent = a_sent()
        await self.journal.write(sent)
        line = Unsure(sent, "no answer", "", NOON)
        await self.journal.settle(sent, line)
        return line


@pytest.fixture
def room() -> Room:
    return Room()


async def test_a_line_left_by_a_crash_becomes_unsure_and_then_booked(room: Room) -> None:
    await room.journal.write(a_sent())
    room.airline.booked["ord_1"] = an_order()
    task = asyncio.create_task(room.settling.run())
    async with asyncio.timeout(5):
        while not isinstance(await room.journal.line("attempt-1"), Booked):
            await asyncio.sleep(0.01)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    outcomes = [type(one.outcome) for one in room.told if isinstance(one, BookingSettled)]
    assert outcomes == [Unsure, Booked]
    assert room.airline.sent == []


async def test_an_order_of_another_attempt_is_not_ours(room: Room) -> None:
    room.airline.booked["ord_1"] = an_order(attempt="someone-else")
    assert not await room.settling.look(await room.unsure())
    assert len(await room.journal.open_lines()) == 1


async def test_two_orders_with_our_attempt_decide_nothing(room: Room) -> None:
    room.airline.booked["ord_1"] = an_order("ord_1")
    room.airline.booked["ord_2"] = an_order("ord_2")
    assert not await room.settling.look(await room.unsure())


async def test_nothing_found_proves_nothing(room: Room) -> None:
    assert not await room.settling.look(await room.unsure())
    assert room.airline.asked == ["orders_of_offer", "orders_since"]
    assert len(await room.journal.open_lines()) == 1


async def test_a_lost_line_is_said_once_and_its_return_once(room: Room) -> None:
    line = await room.unsure()
    room.airline.trouble = ConnectionLost()
    await room.settling.look(line)
    await room.settling.look(line)
    room.airline.trouble = None
    await room.settling.look(line)
    assert room.told == [LineLost(), LineBack()]


async def test_tickets_are_told_once_they_are_there(room: Room) -> None:
    await room.orders.save(OrderAnswer(an_order(ticketed=False), b"{}", NOON))
    room.airline.booked["ord_1"] = an_order(ticketed=False)
    assert not await room.watching.look("ord_1")
    room.airline.booked["ord_1"] = an_order(ticketed=True)
    assert await room.watching.look("ord_1")
    assert room.told == [OrderChanged("ord_1")]
    assert await room.orders.awaiting_tickets() == ()


def test_settling_slows_down_but_never_ends() -> None:
    ages = [timedelta(seconds=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=5), timedelta(days=40)]
    waits = [next_look(age) for age in ages]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=30)


async def test_an_answer_the_disk_did_not_take_is_looked_for_in_this_run(room: Room) -> None:
    """Its line still says `Sent`; one that is under way is left alone."""
    under_way = replace(a_sent("attempt-2"), priced=replace(a_sent().priced, draft_id="draft-2"))
    task = asyncio.create_task(room.settling.run())
    await asyncio.sleep(0)
    await room.journal.write(a_sent())
    await room.journal.write(under_way)
    room.airline.booked["ord_1"] = an_order()
    room.airline.booked["ord_2"] = an_order("ord_2", attempt="attempt-2")
    unsure = Unsure(a_sent(), "the disk is full", "", NOON, Doubt.NOT_KEPT)
    room.board.tell(BookingSettled("draft-1", "attempt-1", unsure))
    async with asyncio.timeout(5):
        while not isinstance(await room.journal.line("attempt-1"), Booked):
            await asyncio.sleep(0.01)
    assert await room.journal.line("attempt-2") == under_way
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_disk_that_stays_full_keeps_the_line_open_and_the_watch_alive(room: Room) -> None:
    line = await room.unsure()
    room.airline.booked["ord_1"] = an_order()

    async def full(*_: object) -> None:
        raise NotKept("the disk is full")

    keep, room.orders.save = room.orders.save, full  # type: ignore[method-assign,assignment]
    assert not await room.settling.look(line)
    assert await room.journal.line("attempt-1") == line
    room.orders.save = keep  # type: ignore[method-assign]
    assert await room.settling.look(line)
    assert isinstance(await room.journal.line("attempt-1"), Booked)


async def test_each_look_is_counted_with_its_time_and_whether_it_was_answered(room: Room) -> None:
    line = await room.unsure()
    assert room.settling.looks("attempt-1") == Looks()
    await room.settling.look(line)
    assert room.settling.looks("attempt-1") == Looks(1, NOON, answered=True)
    room.airline.trouble = ConnectionLost()
    await room.settling.look(line)
    assert room.settling.looks("attempt-1") == Looks(2, NOON, answered=False)


async def test_only_a_person_closes_what_was_not_found_and_not_without_a_last_look(room: Room) -> None:
    await room.unsure()
    room.airline.trouble = ConnectionLost()
    assert not await room.settling.give_up("attempt-1"), "no answer came to the last look"
    assert len(await room.journal.open_lines()) == 1
    room.airline.trouble = None
    assert await room.settling.give_up("attempt-1")
    closed = await room.journal.line("attempt-1")
    assert isinstance(closed, Refused)
    assert closed.code == GIVEN_UP
    assert room.told[-1] == BookingSettled("draft-1", "attempt-1", closed)


async def test_giving_up_finds_the_order_that_is_there_after_all(room: Room) -> None:
    await room.unsure()
    room.airline.booked["ord_1"] = an_order()
    assert not await room.settling.give_up("attempt-1")
    assert isinstance(await room.journal.line("attempt-1"), Booked)


async def test_an_unpaid_hold_is_looked_at_when_it_lapses(room: Room) -> None:
    held = PaymentState(True, pay_by=NOON + timedelta(minutes=30))
    order = replace(an_order(ticketed=False), kind="hold", payment=held)
    room.airline.booked["ord_1"] = order
    await room.orders.save(OrderAnswer(order, b"{}", NOON))
    task = asyncio.create_task(room.watching.run())
    await asyncio.sleep(0.01)
    assert room.airline.asked == [], "seen just now, due in a minute"
    room.airline.now = NOON + timedelta(minutes=30, seconds=6)
    room.airline.booked["ord_1"] = replace(order, payment=replace(held, awaiting_payment=False))
    room.board.tell(OrderChanged("ord_1"))
    async with asyncio.timeout(5):
        while await room.orders.awaiting_payment():
            await asyncio.sleep(0.01)
    record = await room.orders.get("ord_1")
    assert record is not None
    assert status(record.order, room.airline.now) is OrderStatus.LAPSED
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


class WrongAtFirst(FakeAirline):
    """Its time is known with its first answer; until then the desk goes by a machine that is wrong by a year."""

    async def orders_of_offer(self, offer_id: str) -> tuple[OrderAnswer, ...]:
        self.now = NOON
        return await super().orders_of_offer(offer_id)


@pytest.mark.parametrize("days", [-365, 365])
async def test_a_wrong_clock_at_the_start_puts_no_look_off(days: int) -> None:
    room = Room(WrongAtFirst(an_offer()))
    for attempt in ("attempt-1", "attempt-2"):
        sent = replace(a_sent(), attempt=attempt)
        await room.journal.write(sent)
    room.airline.now = NOON + timedelta(days=days)
    task = asyncio.create_task(room.settling.run())
    async with asyncio.timeout(5):
        while room.airline.asked.count("orders_since") < 2:
            await asyncio.sleep(0.01)
    following = [room.settling.next_look_at(attempt) for attempt in ("attempt-1", "attempt-2")]
    assert all(at is not None and at <= NOON + timedelta(seconds=3) for at in following)
    unsure = await room.journal.line("attempt-1")
    assert isinstance(unsure, Unsure)
    assert unsure.since == unsure.sent.at
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


class FullAtFirst(ListJournal):
    """A disk that takes nothing until it is told to."""

    is_full = True
    _left: tuple[JournalLine, ...] = ()

    async def settle(self, sent: Sent, outcome: Outcome) -> None:
        if self.is_full:
            raise NotKept("the disk is full")
        await super().settle(sent, outcome)

    async def take_over(self) -> tuple[JournalLine, ...]:
        """Each line goes to one taker, once."""
        left, self._left = self._left, ()
        return left

    def leave(self, *lines: JournalLine) -> None:
        self._left = lines


async def test_a_full_disk_at_the_start_puts_off_what_a_crash_has_left_and_forgets_none_of_it() -> None:
    room = Room()
    journal = room.journal = FullAtFirst()
    clock = room.airline.upstream_now
    settling = Settling(room.airline, journal, room.orders, room.board, Line(room.board), clock=clock)
    two = [replace(a_sent(attempt), priced=replace(a_sent().priced, draft_id=attempt)) for attempt in ("one", "two")]
    for sent in two:
        await journal.write(sent)
    journal.leave(*two)
    task = asyncio.create_task(settling.run())
    await asyncio.sleep(0.02)
    assert not task.done()
    journal.is_full = False
    settling.check_now()
    async with asyncio.timeout(5):
        while not all([isinstance(await journal.line(sent.attempt), Unsure) for sent in two]):
            await asyncio.sleep(0.01)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
