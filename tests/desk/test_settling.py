"""Settling looks upstream for what is not known and never sends again; watching waits for tickets."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, BookingSettled, LineBack, LineLost, Notice, OrderChanged
from agentdesk.desk.ports import OrderAnswer
from agentdesk.desk.settling import Settling, next_look
from agentdesk.desk.watching import Watching, next_ticket_look
from agentdesk.travel.booking import Booked, Unsure
from agentdesk.travel.errors import ConnectionLost
from tests.fakes.airline import FakeAirline
from tests.fakes.storage import ListJournal, MemoryOrderBook
from tests.samples import NOON, a_sent, an_offer, an_order


class Room:
    """Settling and watching over the same fakes."""

    def __init__(self) -> None:
        self.airline = FakeAirline(an_offer())
        self.journal = ListJournal()
        self.orders = MemoryOrderBook()
        self.told: list[Notice] = []
        board = Board()
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
    room.airline.orders["ord_1"] = an_order()
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
    room.airline.orders["ord_1"] = an_order(attempt="someone-else")
    assert not await room.settling.look(await room.unsure())
    assert len(await room.journal.open_lines()) == 1


async def test_two_orders_with_our_attempt_decide_nothing(room: Room) -> None:
    room.airline.orders["ord_1"] = an_order("ord_1")
    room.airline.orders["ord_2"] = an_order("ord_2")
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
    room.airline.orders["ord_1"] = an_order(ticketed=False)
    assert not await room.watching.look("ord_1")
    room.airline.orders["ord_1"] = an_order(ticketed=True)
    assert await room.watching.look("ord_1")
    assert room.told == [OrderChanged("ord_1")]
    assert await room.orders.awaiting_tickets() == ()


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(0), timedelta(seconds=3)),
        (timedelta(minutes=5), timedelta(seconds=3)),
        (timedelta(minutes=6), timedelta(seconds=30)),
        (timedelta(hours=2), timedelta(minutes=5)),
        (timedelta(days=3), timedelta(hours=1)),
    ],
)
def test_ticket_pace(age: timedelta, wait: timedelta) -> None:
    assert next_ticket_look(age) == wait


def test_settling_slows_down_but_never_ends() -> None:
    ages = [timedelta(seconds=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=5), timedelta(days=40)]
    waits = [next_look(age) for age in ages]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=30)
