"""Keeps the list of orders and the words by which they are found beside the orders, all of it made from them."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_json, to_micros
from agentdesk.storage.schema import meta, order_list, orders
from agentdesk.travel.deadlines import departure
from agentdesk.travel.errors import NotKept
from agentdesk.travel.order_places import (
    last_leaves_at,
    lead,
    lead_key,
    leaves_at,
    ticketed_passengers,
    tickets_due_at,
)
from agentdesk.travel.order_words import words_of
from agentdesk.travel.orders import Order, is_ticketed

MADE_AS = "2"
"""Of how the list is made from the orders; another number has it made anew at the next start."""

_log = logging.getLogger(__name__)

_MADE_AS = "order_list"
_MOVES = "moves of the order list"
_ROOM = 64  # spots for the orders of one second
_START = to_micros(datetime.fromisoformat("2010-01-01T00:00:00Z")) // 1_000_000
_AT_ONCE = 500
_ADD = insert(order_list)
_FIND = select(order_list.c.spot).where(order_list.c.order_id == bindparam("its_id"))
_CHANGE = update(order_list).where(order_list.c.spot == bindparam("its_spot"))
_SEE = update(order_list).where(order_list.c.order_id == bindparam("its_id"))


def list_order(
    connection: Connection,
    order: Order,
    seen_at: datetime,
    *,
    agent: str,
    own_reference: str,
    note: str,
    words_before: str | None = None,
) -> None:
    """Put the order into the list, or put right what the list says of it. Words that are as before stay untouched:
    they cost more than all the rest."""
    connection.info[_MOVES] = moves(connection) + 1
    dialect_of(connection).hold(connection, _MOVES)
    spot = connection.execute(_FIND, {"its_id": order.id}).scalar()
    row = {**columns_of(order), "seen_at": to_micros(seen_at), "agent": agent, "own_reference": own_reference}
    is_new = spot is None
    if spot is None:
        spot = _free_spot(connection, order)
        connection.execute(_ADD, {"spot": spot, **row})
    else:
        connection.execute(_CHANGE, {"its_spot": spot, **row})
    words = words_text(order, own_reference, note)
    if is_new or words != words_before:
        connection.execute(dialect_of(connection).put_words, {"spot": spot, "words": words})


def unlist_order(connection: Connection, order_id: str) -> None:
    """Take the order out of the list, and its words out of the search."""
    connection.info[_MOVES] = moves(connection) + 1
    dialect_of(connection).hold(connection, _MOVES)
    spot = connection.execute(_FIND, {"its_id": order_id}).scalar()
    if spot is not None:
        connection.execute(dialect_of(connection).take_words, {"spot": spot})
        connection.execute(delete(order_list).where(order_list.c.spot == spot))


def moves(connection: Connection) -> int:
    """How often the list was written to through this connection: what was read at the same number is still so."""
    return int(connection.info.get(_MOVES, 0))


def say_seen(connection: Connection, order_id: str, seen_at: datetime) -> None:
    """Of an order that has not changed."""
    connection.execute(_SEE, {"its_id": order_id, "seen_at": to_micros(seen_at)})


def words_text(order: Order, own_reference: str, note: str) -> str:
    """The words of an order as the search takes them."""
    return " ".join(sorted(words_of(order, own_reference, note)))


def columns_of(order: Order) -> Mapping[str, Any]:
    """What the list keeps of an order, but for what the agency wrote and when it was seen."""
    stage = stage_of(order)
    payment, slices = order.payment, [one for one in order.slices if one.segments]
    return {
        "order_id": order.id,
        "stage": stage,
        "leaves_at": _micros(leaves_at(order)),
        "last_leaves_at": _micros(last_leaves_at(order)),
        "pay_by_at": _micros(payment.pay_by),
        "price_until_at": _micros(_price_until(order)) if stage == "unpaid" else None,
        "tickets_due_at": to_micros(tickets_due_at(order)) if stage in ("awaiting", "lapsing") else None,
        "void_until_at": _micros(order.void_until) if stage in ("awaiting", "lapsing", "ticketed") else None,
        "airline_changes": order.open_airline_changes,
        "created_at": to_micros(order.created_at),
        "owner": order.owner.iata,
        "total_currency": order.total.currency,
        "total_minor": order.total.minor_units,
        "total_amount": str(order.total.amount),
        "reference": order.reference,
        "lead_key": lead_key(order),
        "lead": lead(order),
        "passengers": len(order.passengers),
        "tickets": ticketed_passengers(order),
        "origin": order.slices[0].origin.iata if order.slices else "",
        "destination": order.slices[0].destination.iata if order.slices else "",
        "departs_local": slices[0].departs.isoformat() if slices else "",
        "knows_zone": bool(slices) and departure(slices[0]) is not None,
    }


def stage_of(order: Order) -> str:
    """What `travel.orders.status` makes of the order, but for the time: that has "unpaid" overdue, "lapsing" lapsed."""
    payment = order.payment
    if order.cancelled_at is not None:
        return "cancelled"
    if payment.awaiting_payment:
        return "unpaid"
    if payment.pay_by is not None and payment.paid_at is None and not order.tickets:
        return "lapsing"
    return "ticketed" if is_ticketed(order) else "awaiting"


def _price_until(order: Order) -> datetime | None:
    until, pay_by = order.payment.price_held_until, order.payment.pay_by
    return until if until is not None and (pay_by is None or until < pay_by) else None


def _micros(instant: datetime | None) -> int | None:
    return None if instant is None else to_micros(instant)


def first_spot(created_at: datetime) -> int:
    """The lowest spot of the orders made in that second."""
    return max(to_micros(created_at) // 1_000_000 - _START, 0) * _ROOM + 1


def _free_spot(connection: Connection, order: Order) -> int:
    """The next one after those made in the same second; where its room is full, in that of the next."""
    spot = first_spot(order.created_at)
    while True:
        taken = select(func.max(order_list.c.spot)).where(order_list.c.spot.between(spot, spot + _ROOM - 1))
        last = connection.execute(taken).scalar()
        if last is None:
            return spot
        if last < spot + _ROOM - 1:
            return int(last) + 1
        spot += _ROOM


def make_if_old(connection: Connection) -> None:
    """Make the whole list, and all words, from the orders, where they were made as today's program does not."""
    if connection.execute(select(meta.c.value).where(meta.c.key == _MADE_AS)).scalar() == MADE_AS:
        return
    connection.execute(delete(order_list))
    connection.info[_MOVES] = moves(connection) + 1
    connection.execute(dialect_of(connection).drop_words)
    ids = connection.execute(select(orders.c.id).order_by(orders.c.created_at, orders.c.id)).scalars().all()
    last = 0
    for start in range(0, len(ids), _AT_ONCE):
        last = _make_some(connection, ids[start : start + _AT_ONCE], last)
    row = dialect_of(connection).insert(meta).values(key=_MADE_AS, value=MADE_AS)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": MADE_AS}))


def _make_some(connection: Connection, ids: Sequence[str], last: int) -> int:
    """Later ones than those that were made before, the last of them at the spot `last`; the last one's spot."""
    columns = (orders.c.id, orders.c.order, orders.c.seen_at, orders.c.agent, orders.c.own_reference, orders.c.note)
    query = select(*columns).where(orders.c.id.in_(ids)).order_by(orders.c.created_at, orders.c.id)
    rows, words = [], []
    for row in connection.execute(query).all():
        try:
            order = from_json(row.order, Order)
        except NotKept as error:
            _log.error("order %s left out of the list: %s", row.id, error)
            continue
        last = max(first_spot(order.created_at), last + 1)
        own = {"agent": row.agent, "own_reference": row.own_reference, "seen_at": row.seen_at}
        rows.append({"spot": last, **columns_of(order), **own})
        words.append({"spot": last, "words": words_text(order, row.own_reference, row.note)})
    if rows:
        connection.execute(_ADD, rows)
        connection.execute(dialect_of(connection).put_words, words)
    return last
