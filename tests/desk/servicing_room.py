"""Servicing and finding out over the same fakes, with holds, paid orders and changed flights at hand."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from agentdesk.desk.deed_keeping import DeedKeeping
from agentdesk.desk.deed_settling import DeedSettling
from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, DeedSettled, Notice
from agentdesk.desk.ports import OrderAnswer
from agentdesk.desk.servicing import Servicing
from agentdesk.travel.airline_changes import AirlineChange
from agentdesk.travel.deeds import DeedLine, DeedOutcome, DeedSent
from agentdesk.travel.order_events import EventKind
from agentdesk.travel.orders import Order, PaymentState
from tests.fakes.airline import FakeAirline
from tests.fakes.deeds import ListDeedJournal, MemoryHistory
from tests.fakes.storage import MemoryOrderBook
from tests.samples import NOON, an_order

PAY_BY = NOON + timedelta(hours=72)
AGENT = "Ruth Amankwah"


def a_hold(ident: str = "ord_1", *, held_until: datetime | None = NOON + timedelta(hours=48)) -> Order:
    """An unpaid hold that can be released."""
    payment = PaymentState(True, pay_by=PAY_BY, price_held_until=held_until)
    return replace(
        an_order(ident, ticketed=False), kind="hold", payment=payment, available_actions=("cancel", "update")
    )


def a_paid(ident: str = "ord_1") -> Order:
    """A paid order that can be cancelled."""
    return replace(an_order(ident), available_actions=("cancel", "update"))


def a_change(
    ident: str = "aic_1", at: datetime = NOON, available: tuple[str, ...] = ("accept", "cancel")
) -> AirlineChange:
    slices = an_order().slices
    return AirlineChange(ident, at, (slices[0],), (slices[0],), available=available)


def changed(order: Order, *changes: AirlineChange) -> Order:
    return replace(order, airline_changes=changes, open_airline_changes=sum(one.is_open for one in changes))


class Room:
    """Everything over fakes; `told` are the notices. `run_again` ends the program and starts it anew."""

    def __init__(self, airline: FakeAirline | None = None) -> None:
        self.airline = airline or FakeAirline()
        self.journal = ListDeedJournal()
        self.history = MemoryHistory()
        self.orders = MemoryOrderBook()
        self.numbers: Iterator[int] = count(1)
        self.start()

    def start(self) -> None:
        """As at the start of the program: what is on disk is there, what was in memory is gone."""
        self.told: list[Notice] = []
        self.board = Board()
        self.board.listen(self.told.append)
        clock = self.airline.upstream_now
        self.keeping = DeedKeeping(self.airline, self.journal, self.orders, self.history, self.board, clock=clock)
        self.servicing = Servicing(
            self.airline,
            self.journal,
            self.orders,
            self.keeping,
            clock=clock,
            new_attempt=lambda: f"attempt-{next(self.numbers)}",
            agent=lambda: AGENT,
        )
        self.settling = DeedSettling(
            self.airline, self.journal, self.keeping, self.board, Line(self.board), clock=clock
        )

    async def has(self, order: Order, *, known: bool = True) -> None:
        """The upstream has this order, and so has the order book unless it is not `known`."""
        self.airline.booked[order.id] = order
        if known:
            await self.orders.save(OrderAnswer(order, b"{}", self.airline.now))

    async def kept(self, order_id: str = "ord_1") -> Order:
        record = await self.orders.get(order_id)
        assert record is not None
        return record.order

    @property
    def events(self) -> list[tuple[EventKind, str]]:
        return [(one.kind, one.detail) for one in self.history.events]

    @property
    def settled(self) -> list[DeedOutcome]:
        return [one.outcome for one in self.told if isinstance(one, DeedSettled)]

    async def line(self, attempt: str = "attempt-1") -> DeedLine | None:
        return await self.journal.line(attempt)

    def later(self, by: timedelta) -> None:
        self.airline.now += by

    async def until(self, true: Callable[[], Awaitable[bool]]) -> None:
        """Let the finding out run until something is so."""
        task = asyncio.create_task(self.settling.run())
        try:
            async with asyncio.timeout(5):
                while not await true():
                    await asyncio.sleep(0.005)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def answering(answer: Callable[[DeedSent], DeedOutcome]) -> Callable[[DeedSent], Awaitable[DeedOutcome]]:
    """An upstream that does nothing and answers so."""

    async def carry_out(sent: DeedSent) -> DeedOutcome:
        return answer(sent)

    return carry_out
