"""The orders of this environment: the last answer, the bytes it came in, and what we sent."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, Select, bindparam, exists, insert, select, text, update

from agentdesk.desk.ports import OrderAnswer, OrderRecord
from agentdesk.storage.database import Database
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_json, from_micros, to_json, to_micros
from agentdesk.storage.erased import as_kept
from agentdesk.storage.history import add_events
from agentdesk.storage.order_list import list_order, say_seen, words_text
from agentdesk.storage.schema import order_list, orders
from agentdesk.storage.telling import tell_difference, tell_sale
from agentdesk.travel.booking import Sent
from agentdesk.travel.deadlines import departure
from agentdesk.travel.environment import Environment
from agentdesk.travel.errors import NotKept
from agentdesk.travel.money import Money
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.travel.orders import Order, OrderStatus, status

_log = logging.getLogger(__name__)

_RECORD = (
    orders.c.id,
    orders.c.order,
    orders.c.seen_at,
    orders.c.environment,
    orders.c.sent,
    orders.c.agent,
    orders.c.fee_amount,
    orders.c.fee_currency,
    orders.c.own_reference,
    orders.c.note,
)
_KEPT = (orders.c.seen_at, orders.c.order, orders.c.sent, orders.c.own_reference, orders.c.note)
_FIND = select(*_KEPT).where(orders.c.id == bindparam("its_id"))
_CHANGE = update(orders).where(orders.c.id == bindparam("its_id"))
# In the very words and order of its index: else SQLite reads all orders (SQLAlchemy would write "= 1" for it).
AWAITING = select(*_RECORD).where(text("awaiting_tickets")).order_by(orders.c.created_at)
_AT_ONCE = 20  # whole orders read in one piece of work
_ZONES = timedelta(hours=26)  # how far apart two local clocks of one instant can be
_NO_DEADLINE = to_micros(datetime(9999, 1, 1, tzinfo=UTC))


class SqlOrderBook:
    """The `OrderBook` port of one environment."""

    def __init__(self, database: Database, environment: Environment) -> None:
        self._database = database
        self._environment = environment

    async def save(self, answer: OrderAnswer, sent: Sent | None = None, agent: str = "") -> OrderAnswer | None:
        """An answer older than the kept one is left out; what was sent and who sold stays once it is known.

        What the answer tells that was not known before is written into the order's history. Whoever was erased from the
        order is taken out first; nothing is kept of an order that was erased.
        """
        return await self._database.run(lambda connection: _save(connection, answer, sent, agent, self._environment))

    async def annotate(
        self, order_id: str, *, note: str, own_reference: str, agent: str, at: datetime
    ) -> OrderRecord | None:
        """What the agency writes beside an order; in its history by whom. None when there is no such order."""
        await self._database.run(lambda connection: _annotate(connection, order_id, note, own_reference, agent, at))
        return await self.get(order_id)

    async def many(self, order_ids: Sequence[str]) -> tuple[OrderRecord, ...]:
        """In the order asked for; one that is not kept or cannot be read is left out. Read in small pieces of work."""
        found: list[OrderRecord] = []
        for start in range(0, len(order_ids), _AT_ONCE):
            some = tuple(order_ids[start : start + _AT_ONCE])
            records = await self._records(select(*_RECORD).where(orders.c.id.in_(some)))
            by_id = {record.order.id: record for record in records}
            found += [by_id[order_id] for order_id in some if order_id in by_id]
        return tuple(found)

    async def get(self, order_id: str) -> OrderRecord | None:
        """NotKept when what is kept of it cannot be read."""
        query = select(*_RECORD).where(orders.c.id == order_id)
        row = await self._database.run(lambda connection: connection.execute(query).mappings().first())
        return None if row is None else _record(row)

    async def newest(self, limit: int = 200) -> tuple[OrderRecord, ...]:
        return await self._records(
            select(*_RECORD).order_by(orders.c.created_at.desc(), orders.c.id.desc()).limit(limit)
        )

    async def awaiting_tickets(self, since: datetime | None = None) -> tuple[OrderRecord, ...]:
        """Paid and not yet ticketed when last seen, oldest first; with `since` only those made then or later."""
        return await self._records(
            AWAITING if since is None else AWAITING.where(orders.c.created_at >= to_micros(since))
        )

    async def departing(
        self, after: datetime, before: datetime, seen_before: datetime, limit: int
    ) -> tuple[OrderRecord, ...]:
        """Some that are not cancelled, leave between two instants, and have not been seen since `seen_before`.

        Kept are local times, so those of a day more on either side are read and judged by their zones.
        """
        query = (
            select(*_RECORD)
            .where(orders.c.departs_local.between(_local(after - _ZONES), _local(before + _ZONES)))
            .where(orders.c.seen_at < to_micros(seen_before))
            .where(~exists().where(order_list.c.order_id == orders.c.id, order_list.c.stage == "cancelled"))
            .order_by(orders.c.departs_local, orders.c.id)
        )
        return await self._database.run(lambda connection: _leaving(connection, query, after, before, limit))

    async def sold_since(self, since: datetime) -> tuple[OrderRecord, ...]:
        """Those made then or later, newest first."""
        query = select(*_RECORD).where(orders.c.created_at >= to_micros(since))
        return await self._records(query.order_by(orders.c.created_at.desc(), orders.c.id.desc()))

    async def awaiting_payment(self) -> tuple[OrderRecord, ...]:
        """Held and not paid when last seen, the nearest deadline first."""
        return await self._records(
            select(*_RECORD).where(orders.c.pay_by_at.is_not(None)).order_by(orders.c.pay_by_at, orders.c.id)
        )

    async def raw(self, order_id: str) -> bytes | None:
        """The very bytes of the last answer."""
        query = select(orders.c.raw).where(orders.c.id == order_id)
        return await self._database.run(lambda connection: connection.execute(query).scalar())

    async def _records(self, query: Select[Any]) -> tuple[OrderRecord, ...]:
        return await self._database.run(lambda connection: tuple(_readable(connection.execute(query).mappings())))


def _local(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat()


def _leaving(
    connection: Connection, query: Select[Any], after: datetime, before: datetime, limit: int
) -> tuple[OrderRecord, ...]:
    """As many of a query as leave between the instants, the nearest first."""
    found: list[tuple[datetime, OrderRecord]] = []
    for record in _readable(connection.execute(query).mappings()):
        leaves = departure(record.order.slices[0])
        if leaves is not None and after <= leaves < before:
            found.append((leaves, record))
        if len(found) == limit:
            break
    return tuple(record for _, record in sorted(found, key=lambda one: (one[0], one[1].order.id)))


def _save(
    connection: Connection, came: OrderAnswer, sent: Sent | None, agent: str, environment: Environment
) -> OrderAnswer | None:
    order_id = came.order.id
    hold_order(connection, order_id)
    answer = as_kept(connection, came)
    if answer is None:
        return None
    old = connection.execute(_FIND, {"its_id": order_id}).first()
    row: dict[str, Any] = {"agent": agent} if agent else {}
    if sent is not None:
        row |= {"sent": to_json(sent), "attempt": sent.attempt, **_own_of(old, sent)}
    is_news = old is None or to_micros(answer.at) >= old.seen_at
    if is_news:
        row |= facts_of(answer, environment)
    if old is None:
        connection.execute(insert(orders), {"agent": "", **row})
    elif row:
        connection.execute(_CHANGE, {"its_id": order_id, **row})
    if old is None or sent is not None or agent or row.get("order", old.order) != old.order:
        if sent is not None and (old is None or old.sent is None):
            tell_sale(connection, answer, sent, agent)
        if is_news and (old is not None or sent is None):
            tell_difference(connection, None if old is None else old.order, answer)
        _list(connection, order_id, _words_of(old))
    elif is_news:
        say_seen(connection, order_id, answer.at)
    return answer


def hold_order(connection: Connection, order_id: str) -> None:
    """Until the transaction ends nobody else keeps what is known of this order."""
    dialect_of(connection).hold(connection, f"order {order_id}")


def _own_of(old: Row[int, str, str | None, str, str] | None, sent: Sent) -> Mapping[str, Any]:
    """What the agency wrote at the sale; what it has written since stays."""
    if old is not None and old.sent is not None:
        return {}
    return {key: value for key, value in _own(sent).items() if value or old is None}


def _words_of(old: Row[int, str, str | None, str, str] | None) -> str | None:
    """By which an order was found until now; None where nobody knows."""
    try:
        return None if old is None else words_text(from_json(old.order, Order), old.own_reference, old.note)
    except NotKept:
        return None  # what is to be compared with it says so


def _list(connection: Connection, order_id: str, words_before: str | None = None) -> None:
    """The order as it is kept now, in the list and among the words."""
    row = connection.execute(select(*_RECORD).where(orders.c.id == order_id)).mappings().one()
    order = from_json(row["order"], Order)
    own, note = row["own_reference"], row["note"]
    list_order(
        connection,
        order,
        from_micros(row["seen_at"]),
        agent=row["agent"],
        own_reference=own,
        note=note,
        words_before=words_before,
    )


def _annotate(connection: Connection, order_id: str, note: str, own_reference: str, agent: str, at: datetime) -> None:
    hold_order(connection, order_id)
    row = update(orders).where(orders.c.id == order_id).values(note=note, own_reference=own_reference)
    if connection.execute(row).rowcount:
        _list(connection, order_id)
        add_events(connection, (OrderEvent(order_id, at, EventKind.NOTED, agent),))


def _own(sent: Sent) -> Mapping[str, Any]:
    """What the agency wrote beside the sale, as columns."""
    priced = sent.priced
    fee = priced.fee
    return {
        "fee_amount": str(fee.amount) if fee is not None else None,
        "fee_currency": fee.currency if fee is not None else None,
        "fee_minor": fee.minor_units if fee is not None else None,
        "own_reference": priced.own_reference,
        "note": priced.note,
    }


def _pay_by(order: Order) -> int | None:
    if not order.payment.awaiting_payment or order.cancelled_at is not None:
        return None
    return to_micros(order.payment.pay_by) if order.payment.pay_by is not None else _NO_DEADLINE


def facts_of(answer: OrderAnswer, environment: Environment) -> Mapping[str, Any]:
    """What the upstream says, as columns."""
    order = answer.order
    flights = [flight for part in order.slices for flight in part.flights]
    return {
        "id": order.id,
        "reference": order.reference,
        "world": environment.world.value,
        "environment": to_json(environment),
        "created_at": to_micros(order.created_at),
        "seen_at": to_micros(answer.at),
        "departs_local": flights[0].departs.isoformat() if flights else "",
        "awaiting_tickets": status(order, answer.at) is OrderStatus.AWAITING_TICKETS,
        "pay_by_at": _pay_by(order),
        "total_amount": str(order.total.amount),
        "total_currency": order.total.currency,
        "total_minor": order.total.minor_units,
        "request_id": answer.request_id,
        "order": to_json(order),
        "raw": answer.raw,
    }


def _readable(rows: Iterable[RowMapping]) -> Iterable[OrderRecord]:
    """One order that cannot be read must not hide the others."""
    for row in rows:
        try:
            yield _record(row)
        except NotKept as error:
            _log.error("order %s left out of the list: %s", row["id"], error)


def _record(row: RowMapping) -> OrderRecord:
    return OrderRecord(
        order=from_json(row["order"], Order),
        seen_at=from_micros(row["seen_at"]),
        environment=from_json(row["environment"], Environment),
        sent=None if row["sent"] is None else from_json(row["sent"], Sent),
        agent=row["agent"],
        fee=None if row["fee_amount"] is None else Money.of(row["fee_amount"], row["fee_currency"]),
        own_reference=row["own_reference"],
        note=row["note"],
    )
