"""Watches orders that await their tickets and says what has changed."""

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


def next_ticket_look(age: timedelta) -> timedelta:
    """How long to wait before looking for tickets again."""
    return next(pace for limit, pace in TICKET_PACE if age <= limit)


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
        waiting = {record.order.id: record for record in await self._orders.awaiting_tickets()}
        self._next = {order_id: at for order_id, at in self._next.items() if order_id in waiting}
        for order_id, record in waiting.items():
            if self._next.get(order_id, self._first(record)) <= self._clock():
                await self.look(order_id)
                self._next[order_id] = self._clock() + next_ticket_look(self._age(record))
            else:
                self._next.setdefault(order_id, self._first(record))
        now = self._clock()
        return min((due - now for due in self._next.values()), default=timedelta(days=1))

    def _age(self, record: OrderRecord) -> timedelta:
        return max(self._clock() - record.order.created_at, timedelta(0))

    def _first(self, record: OrderRecord) -> datetime:
        return record.seen_at + next_ticket_look(self._age(record))
