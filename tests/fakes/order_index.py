"""Fakes of the list of orders: over an order book in memory, and over many invented rows."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.errors import NotKept
from agentdesk.travel.money import Money
from agentdesk.travel.order_places import PAST, in_view, place, row_of
from agentdesk.travel.order_views import SOON, FirstSpots, OrderQuery, OrderRow, OrderSpot, OwnView, Sort, View
from agentdesk.travel.order_words import folded, words_asked, words_of
from agentdesk.travel.orders import Order, OrderStatus
from tests.fakes.storage import MemoryOrderBook

_FAR = datetime.max.replace(tzinfo=UTC)
_UNPAID = (OrderStatus.HELD, OrderStatus.OVERDUE)


class MemoryOrderIndex:
    """Answers from the order book it is given, or from `rows`. `asked` are the questions; set `trouble` to fail them.

    `gate`, while set, holds every question back until it is released.
    """

    def __init__(self, orders: MemoryOrderBook | None = None, rows: Sequence[OrderRow] = ()) -> None:
        self._orders = orders
        self._spots: dict[str, OrderSpot] = {}
        self._records: dict[OrderSpot, OrderRecord] = {}
        self._rows = {row.spot: row for row in rows}
        self._said = {
            row.spot: folded(f"{row.reference} {row.lead} {row.origin} {row.destination} {row.order_id}")
            for row in rows
        }
        self._own: dict[str, OwnView] = {}
        self._now = datetime.now(UTC)
        self.asked: list[str] = []
        self.trouble: NotKept | None = None
        self.gate: asyncio.Event | None = None

    def put(self, row: OrderRow) -> None:
        """Another row, or the same one changed."""
        self._rows[row.spot] = row
        self._said[row.spot] = folded(f"{row.reference} {row.lead} {row.origin} {row.destination} {row.order_id}")

    async def spots(self, query: OrderQuery, now: datetime) -> tuple[OrderSpot, ...]:
        await self._question("spots")
        await self._read(now)
        found = [row for row in self._rows.values() if self._answers(row, query, now)]
        found.sort(key=lambda row: self._key(row, query.sort, now))
        if query.descending:
            found.reverse()
        return tuple(row.spot for row in found)

    async def first(self, query: OrderQuery, now: datetime, limit: int) -> FirstSpots:
        found = await self.spots(query, now)
        return FirstSpots(found[:limit], max(len(found) - limit, 0))

    async def newest(
        self,
        query: OrderQuery,
        now: datetime,
        limit: int,
        *,
        below: OrderSpot | None = None,
        since: datetime | None = None,
    ) -> tuple[OrderRow, ...]:
        found = await self.spots(replace(query, sort=Sort.CREATED, descending=True), now)
        rows = [self._rows[spot] for spot in found if below is None or spot < below]
        return tuple(row for row in rows if since is None or row.created_at > since)[:limit]

    async def rows(self, spots: tuple[OrderSpot, ...], now: datetime | None = None) -> tuple[OrderRow, ...]:
        await self._question("rows")
        await self._read(now or self._now)
        return tuple(self._rows[spot] for spot in spots if spot in self._rows)

    async def counts(self, now: datetime) -> dict[str, int]:
        await self._question("counts")
        await self._read(now)
        queries = {view.value: OrderQuery(view) for view in View}
        queries |= {f"own:{one.id}": one.query for one in self._own.values()}
        rows = self._rows.values()
        return {key: sum(self._answers(row, query, now) for row in rows) for key, query in queries.items()}

    async def own_views(self) -> tuple[OwnView, ...]:
        if self.gate is not None:
            await self.gate.wait()
        return tuple(self._own.values())

    async def keep_view(self, view: OwnView) -> None:
        self._own[view.id] = view

    async def drop_view(self, view_id: str) -> None:
        self._own.pop(view_id, None)

    async def _question(self, name: str) -> None:
        self.asked.append(name)
        await asyncio.sleep(0)
        if self.gate is not None:
            await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble

    async def _read(self, now: datetime) -> None:
        self._now = now
        for record in await self._orders.newest(1_000_000) if self._orders is not None else ():
            spot = self._spots.get(record.order.id) or self._free_spot(record.order)
            self._spots[record.order.id], self._records[spot] = spot, record
            own, agent = record.own_reference, record.agent
            self._rows[spot] = row_of(record.order, spot, now, record.seen_at, own_reference=own, agent=agent)

    def _free_spot(self, order: Order) -> OrderSpot:
        """A later order has a higher one."""
        spot = int(order.created_at.timestamp()) * 1000
        while spot in self._records:
            spot += 1
        return spot

    def _key(self, row: OrderRow, sort: Sort, now: datetime) -> tuple[object, ...]:
        record = self._records.get(row.spot)
        if record is None:
            return (_place(row, sort), row.spot)
        key = place(record.order, sort, now)
        return (*key, -row.spot if sort is Sort.NEXT and key[0] == PAST else row.spot)

    def _answers(self, row: OrderRow, query: OrderQuery, now: datetime) -> bool:
        over, record = query.over, self._records.get(row.spot)
        if over is not None and (row.total.currency != over.currency or row.total.amount <= over.amount):
            return False
        if query.airline and row.airline != query.airline.upper():
            return False
        if query.agent and not _begin(query.agent, set(folded(row.agent).split())):
            return False
        if record is None:
            said = self._said[row.spot]
            return _VIEWS[query.view](row, now) and all(one in said for one in folded(query.text).split())
        words = words_of(record.order, record.own_reference, record.note)
        return in_view(record.order, query.view, now) and _begin(query.text, words)


def _begin(asked: str, words: Collection[str]) -> bool:
    """Whether each word asked for begins one of these."""
    return all(any(word.startswith(form) for word in words for form in forms) for forms in words_asked(asked))


def _in_a_day(row: OrderRow, now: datetime) -> bool:
    return row.status is OrderStatus.OVERDUE or (row.pay_by is not None and row.pay_by - now < timedelta(days=1))


_VIEWS: dict[View, Callable[[OrderRow, datetime], bool]] = {
    View.ALL: lambda row, now: True,
    View.HELD: lambda row, now: row.status in _UNPAID,
    View.AWAITING_TICKETS: lambda row, now: row.status is OrderStatus.AWAITING_TICKETS,
    View.CANCELLED: lambda row, now: row.status is OrderStatus.CANCELLED,
    View.AIRLINE_CHANGES: lambda row, now: row.airline_changes > 0 and row.status is not OrderStatus.CANCELLED,
    View.DEPARTING_SOON: lambda row, now: row.departs_at is not None and now < row.departs_at < now + SOON,
    View.ATTENTION: lambda row, now: (
        row.status is not OrderStatus.CANCELLED
        and (row.airline_changes > 0 or (row.status in _UNPAID and _in_a_day(row, now)))
    ),
}


def _place(row: OrderRow, sort: Sort) -> tuple[object, ...]:
    match sort:
        case Sort.NEXT:
            group = 3 if row.status is OrderStatus.CANCELLED else 0 if row.status in _UNPAID else 2
            group = 1 if row.status is OrderStatus.AWAITING_TICKETS else group
            return (group, (row.pay_by or _FAR) if group == 0 else (row.departs_at or _FAR))
        case Sort.REFERENCE:
            return (row.reference,)
        case Sort.PASSENGER:
            return (folded(row.lead),)
        case Sort.DEPARTURE:
            return (row.departs_at or _FAR,)
        case Sort.TOTAL:
            return (row.total.amount,)
        case Sort.CREATED:
            return (row.created_at,)


def many_rows(count: int, now: datetime) -> tuple[OrderRow, ...]:
    """Invented orders of every kind."""
    names = ("Lindqvist, Elsa", "García López, Marta", "O’Sullivan, Niamh", "Jónsdóttir, Katrín", "Yılmaz, Deniz")
    airlines, ends = ("ZZ", "BA", "LH", "AF", "U2"), ("BKK", "GVA", "BCN", "DFW", "SIN", "LOS", "CDG")
    kinds = (OrderStatus.TICKETED,) * 7 + (OrderStatus.HELD, OrderStatus.AWAITING_TICKETS, OrderStatus.CANCELLED)
    rows = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        leaves = now + timedelta(days=number % 300 + 1, minutes=number)
        pay_by = now + timedelta(hours=1 + number % 200, minutes=28) if kind is OrderStatus.HELD else None
        end, total = ends[number % 7], Money.of(f"{100 + number % 4000}.40", "GBP")
        row = OrderRow(
            number + 1, f"ord_{number:06}", f"R{number:05X}", airlines[number % 5], names[number % 5], number % 4,
            "LHR", end, leaves.replace(tzinfo=None), leaves, kind, total, now - timedelta(minutes=number), now,
            pay_by, pay_by, number % 2, number % 4 + 1, 0, "", "Ruth Amankwah",
        )  # fmt: skip
        rows.append(replace(row, airline_changes=1) if number % 97 == 0 else row)
    return tuple(rows)
