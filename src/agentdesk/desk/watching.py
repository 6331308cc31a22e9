"""Watches orders that await their tickets or their payment, and says what has changed."""

import asyncio
from datetime import datetime, timedelta

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, LineBack, Notice, OrderChanged
from agentdesk.desk.ports import Airline, Clock, OrderBook, OrderRecord
from agentdesk.travel.errors import ConnectionLost, NeverSent, TravelError

# How long to wait between looks at an order without tickets, by its age.
TICKET_PACE = (
    (timedelta(minutes=5), timedelta(seconds=3)),
    (timedelta(hours=1), timedelta(seconds=30)),
    (timedelta(days=1), timedelta(minutes=5)),
    (timedelta.max, timedelta(hours=1)),
)


# How long to wait between looks at an unpaid hold, by the time left until its deadline.
HOLD_PACE = (
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=15)),
    (timedelta.max, timedelta(hours=2)),
)
_LATE = timedelta(seconds=5)  # after a deadline, by when the airline has let the seats go


def next_ticket_look(age: timedelta) -> timedelta:
    """How long to wait before looking for tickets again."""
    return next(pace for limit, pace in TICKET_PACE if age <= limit)


def next_hold_look(now: datetime, pay_by: datetime | None) -> timedelta:
    """How long to wait before looking at an unpaid hold again: never past the moment when it lapses."""
    if pay_by is None:
        return HOLD_PACE[-1][1]
    left = pay_by - now
    if left <= timedelta(0):
        return HOLD_PACE[0][1]
    return min(next(pace for limit, pace in HOLD_PACE if left <= limit), left + _LATE)


class Watching:
    """Keeps the last answer of each watched order and tells the board when it differs."""

    def __init__(self, airline: Airline, orders: OrderBook, news: Board, line: Line, *, clock: Clock) -> None:
        self._airline = airline
        self._orders = orders
        self._news = news
        self._line = line
        self._clock = clock
        self._wake = asyncio.Event()
        self._next: dict[str, datetime] = {}

    async def run(self) -> None:
        """Until cancelled."""
        stop = self._news.listen(self._heard)
        try:
            while True:
                self._wake.clear()
                wait = await self._round()
                try:
                    async with asyncio.timeout(max(wait.total_seconds(), 0.05)):
                        await self._wake.wait()
                except TimeoutError:
                    continue
        finally:
            stop()

    async def look(self, order_id: str) -> bool:
        """Read one order again; whether it was different. A failure keeps the last answer."""
        known = await self._orders.get(order_id)
        try:
            answer = await self._airline.order(order_id)
        except TravelError as trouble:
            if isinstance(trouble, ConnectionLost | NeverSent):
                self._line.lost()
            return False
        self._line.works()
        await self._orders.save(answer)
        if known is not None and known.order == answer.order:
            return False
        self._news.tell(OrderChanged(order_id))
        return True

    def _heard(self, notice: Notice) -> None:
        match notice:
            case LineBack():
                self._next.clear()
                self._wake.set()
            case OrderChanged():
                self._wake.set()
            case _:
                pass

    async def _round(self) -> timedelta:
        records = (*await self._orders.awaiting_tickets(), *await self._orders.awaiting_payment())
        waiting = {record.order.id: record for record in records}
        self._next = {order_id: at for order_id, at in self._next.items() if order_id in waiting}
        for order_id, record in waiting.items():
            if self._next.get(order_id, self._first(record)) <= self._clock():
                await self.look(order_id)
                self._next[order_id] = self._clock() + self._pace(record, self._clock())
            else:
                self._next.setdefault(order_id, self._first(record))
        now = self._clock()
        return min((due - now for due in self._next.values()), default=timedelta(days=1))

    def _age(self, record: OrderRecord) -> timedelta:
        return max(self._clock() - record.order.created_at, timedelta(0))

    def _pace(self, record: OrderRecord, now: datetime) -> timedelta:
        payment = record.order.payment
        return next_hold_look(now, payment.pay_by) if payment.awaiting_payment else next_ticket_look(self._age(record))

    def _first(self, record: OrderRecord) -> datetime:
        return record.seen_at + self._pace(record, record.seen_at)
