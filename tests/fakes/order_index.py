"""Fakes of the list of orders: over an order book in memory, and over many invented rows."""

import asyncio
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.errors import NotKept
from agentdesk.travel.journeys import instant
from agentdesk.travel.money import Money
from agentdesk.travel.order_views import SOON, FirstSpots, OrderQuery, OrderRow, OrderSpot, OwnView, Sort, View
from agentdesk.travel.orders import OrderStatus, status
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
        found.sort(key=lambda row: (_place(row, query.sort), row.spot))
        if query.descending:
            found.reverse()
        return tuple(row.spot for row in found)

    async def first(self, query: OrderQuery, now: datetime, limit: int) -> FirstSpots:
        found = await self.spots(query, now)
        return FirstSpots(found[:limit], max(len(found) - limit, 0))

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
        for record in reversed(await self._orders.newest(1_000_000) if self._orders is not None else ()):
            spot = self._spots.setdefault(record.order.id, len(self._spots) + 1)
            self._rows[spot] = a_row_of(record, spot, now)
            self._said[spot] = _said_of(record)

    def _answers(self, row: OrderRow, query: OrderQuery, now: datetime) -> bool:
        if query.over is not None and (
            row.total.currency != query.over.currency or row.total.amount <= query.over.amount
        ):
            return False
        if (query.airline and row.airline != query.airline) or (
            query.agent and folded(query.agent) not in folded(row.agent)
        ):
            return False
        return _VIEWS[query.view](row, now) and all(one in self._said[row.spot] for one in folded(query.text).split())


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


def folded(text: str) -> str:
    """Without accents or case."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))


def a_row_of(record: OrderRecord, spot: OrderSpot, now: datetime) -> OrderRow:
    """What the list shows of a record."""
    order = record.order
    first = order.slices[0].segments[0].flight
    held = order.payment.awaiting_payment
    return OrderRow(
        spot=spot,
        order_id=order.id,
        reference=order.reference,
        airline=order.owner.iata,
        lead=f"{order.passengers[0].family_name}, {order.passengers[0].given_name}",
        others=len(order.passengers) - 1,
        origin=order.slices[0].origin.iata,
        destination=order.slices[0].destination.iata,
        departs=first.departs,
        departs_at=instant(first.departs, first.origin.time_zone),
        status=status(order, now),
        total=order.total,
        created_at=order.created_at,
        seen_at=record.seen_at,
        pay_by=order.payment.pay_by,
        next_at=order.payment.pay_by if held else None,
        tickets=sum(1 for one in order.passengers if order.tickets_of(one.id)),
        passengers=len(order.passengers),
        airline_changes=order.open_airline_changes,
        own_reference=record.own_reference,
        agent=record.agent,
    )


def _said_of(record: OrderRecord) -> str:
    order = record.order
    names = " ".join(one.full_name for one in order.passengers)
    tickets = " ".join(f"{one.number} {one.number.replace('-', '')}" for one in order.tickets)
    way = f"{order.slices[0].origin.iata} {order.slices[0].destination.iata}"
    return folded(f"{order.reference} {order.id} {names} {tickets} {way} {record.own_reference} {record.note}")


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
