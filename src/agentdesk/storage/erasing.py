"""Erases: an order, what others have of it, a booking that came to nothing. Each in one transaction of its own."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from agentdesk.storage.deeds import change_deed, lines_of_order
from agentdesk.storage.encoding import from_json, from_micros, to_json
from agentdesk.storage.erased import already_gone, remember_order, remember_passengers
from agentdesk.storage.order_list import list_order, unlist_order
from agentdesk.storage.orders import hold_order
from agentdesk.storage.raw_answers import raw_without, without_values
from agentdesk.storage.schema import drafts, journal, meta, order_events, orders
from agentdesk.storage.service_schema import idempotency, service_orders, upstream_events
from agentdesk.storage.standing import attempts_of, order_stays, read_draft, read_line
from agentdesk.travel.booking import JournalLine, Sent, sent_of
from agentdesk.travel.deeds import sent_of_deed
from agentdesk.travel.erasing import (
    NO_NUMBER,
    Leaving,
    bare_deed,
    bare_line,
    cleaned_of,
    deed_without,
    line_without,
    order_without,
    personal_values,
    sent_without,
)
from agentdesk.travel.errors import NotKept
from agentdesk.travel.orders import Order
from agentdesk.travel.past_orders import Reason, Why
from agentdesk.travel.people import Fate

_KEPT = (
    orders.c.id,
    orders.c.order,
    orders.c.sent,
    orders.c.raw,
    orders.c.seen_at,
    orders.c.own_reference,
    orders.c.note,
    orders.c.agent,
)


def erase_from_order(
    connection: Connection, order_id: str, ids: Collection[str] | None, now: datetime
) -> tuple[Fate, Reason | None]:
    """These passengers of an order, or with None all of them. The whole order goes once nobody is left in it.

    It stays, and why is told, while it is needed. An order that is gone already has gone.
    """
    hold_order(connection, order_id)
    row = connection.execute(select(*_KEPT).where(orders.c.id == order_id)).first()
    if row is None:
        return Fate.GOES, None
    try:
        order = from_json(row.order, Order)
        sent = None if row.sent is None else from_json(row.sent, Sent)
        stays = order_stays(connection, order, from_micros(row.seen_at), now)
        attempts = attempts_of(connection, order)
    except NotKept:
        return Fate.STAYS, Reason(Why.UNREADABLE)
    if stays is not None:
        return Fate.STAYS, stays
    everybody = frozenset(one.id for one in order.passengers)
    wanted = everybody if ids is None else frozenset(ids) & everybody
    gone = wanted | already_gone(connection, order)
    if gone >= everybody:
        _erase_whole(connection, row, order, sent, attempts, now)
        return Fate.GOES, None
    _erase_part(connection, row, order, sent, attempts, gone, now)
    return Fate.BLANKED, None


def erase_attempt(connection: Connection, attempt: str, ids: Collection[str] | None) -> None:
    """These travellers, or with None all of them, out of a line of the journal that led to no order here."""
    line = read_line(connection, attempt)
    if line is None:
        return
    travellers = sent_of(line).priced.travellers
    everybody = frozenset(one.passenger_id for one in travellers)
    gone = everybody if ids is None else frozenset(ids) & everybody
    values = personal_values(None, sent_of(line), gone)
    names = [one.full_name for one in travellers if one.passenger_id in gone]
    if gone >= everybody:
        _write_line(connection, line_without(line, Leaving(gone, clean=lambda _: "")))
    else:
        _write_line(connection, line_without(line, Leaving(gone, clean=cleaned_of(names, values))))
    numbered = select(service_orders.c.id).where(service_orders.c.attempt == attempt)
    _clean_answers(connection, connection.execute(numbered).scalars().all(), {*values, *names})


def erase_draft(connection: Connection, draft_id: str) -> None:
    connection.execute(delete(drafts).where(drafts.c.id == draft_id))


def _erase_whole(
    connection: Connection, row: Any, order: Order, sent: Sent | None, attempts: Sequence[str], now: datetime
) -> None:
    mark = remember_order(connection, order.id, now)
    everybody = frozenset(one.id for one in order.passengers)
    values = {*personal_values(order, sent, everybody), *_names_of(order, everybody), order.reference, order.id}
    values |= _own_references(row, sent)
    for attempt in attempts:
        line = read_line(connection, attempt)
        if line is not None:
            _write_line(connection, bare_line(line, mark))
    for deed in lines_of_order(connection, order.id):
        change_deed(connection, sent_of_deed(deed).attempt, bare_deed(deed, mark))
    _forget_drafts(connection, order.id, attempts)
    _clean_answers(connection, _service_ids(connection, order.id), values)
    connection.execute(update(service_orders).where(service_orders.c.order_id == order.id).values(order_id=mark))
    connection.execute(delete(upstream_events).where(upstream_events.c.payload.contains(order.id, autoescape=True)))
    connection.execute(delete(order_events).where(order_events.c.order_id == order.id))
    connection.execute(delete(meta).where(meta.c.key.startswith("reminded:"), meta.c.key.endswith(f":{order.id}")))
    unlist_order(connection, order.id)
    connection.execute(delete(orders).where(orders.c.id == order.id))


def _erase_part(
    connection: Connection,
    row: Any,
    order: Order,
    sent: Sent | None,
    attempts: Sequence[str],
    ids: frozenset[str],
    now: datetime,
) -> None:
    values = personal_values(order, sent, ids)
    names = [one.full_name for one in order.passengers if one.id in ids]
    gone = Leaving(ids, clean=cleaned_of(names, values))
    remember_passengers(connection, order.id, [one for one in order.passengers if one.id in ids], now)
    for attempt in attempts:
        line = read_line(connection, attempt)
        if line is not None:
            _write_line(connection, line_without(line, gone))
    for deed in lines_of_order(connection, order.id):
        change_deed(connection, sent_of_deed(deed).attempt, deed_without(deed, gone))
    _forget_drafts(connection, order.id, attempts)
    named = {text for text in _own_references(row, sent) if gone.clean(text) != text}
    _clean_answers(connection, _service_ids(connection, order.id), {*values, *_names_of(order, ids), *named})
    their_events = order_events.c.order_id == order.id, order_events.c.detail.in_(values)
    connection.execute(update(order_events).where(*their_events).values(detail=NO_NUMBER))
    blanked, note, reference = order_without(order, gone), gone.clean(row.note), gone.clean(row.own_reference)
    connection.execute(
        update(orders)
        .where(orders.c.id == order.id)
        .values(
            order=to_json(blanked),
            sent=None if sent is None else to_json(sent_without(sent, gone)),
            raw=raw_without(row.raw, ids, values),
            note=note,
            own_reference=reference,
        )
    )
    seen_at = from_micros(row.seen_at)
    list_order(connection, blanked, seen_at, agent=row.agent, own_reference=reference, note=note)


def _names_of(order: Order, ids: Collection[str]) -> set[str]:
    """Also each part by itself, as fields have them."""
    found = (one for one in order.passengers if one.id in ids)
    return {text for one in found for text in (one.given_name, one.family_name, one.full_name, one.born) if text}


def _own_references(row: Any, sent: Sent | None) -> set[str]:
    """The agency's own, as it is and as it was at the sale."""
    return {text for text in (row.own_reference, sent.priced.own_reference if sent is not None else "") if text}


def _write_line(connection: Connection, line: JournalLine) -> None:
    attempt = sent_of(line).attempt
    connection.execute(update(journal).where(journal.c.attempt == attempt).values(payload=to_json(line)))


def _forget_drafts(connection: Connection, order_id: str, attempts: Collection[str]) -> None:
    """Tabs that still show the booking."""
    for draft_id in connection.execute(select(drafts.c.id)).scalars().all():
        draft = read_draft(connection, draft_id)
        if draft is not None and (draft.order_id == order_id or (draft.attempt and draft.attempt in attempts)):
            erase_draft(connection, draft_id)


def _service_ids(connection: Connection, order_id: str) -> list[str]:
    query = select(service_orders.c.id).where(service_orders.c.order_id == order_id)
    return list(connection.execute(query).scalars())


def _clean_answers(connection: Connection, named: Sequence[str], values: Collection[str]) -> None:
    """Answers that callers of the service were given about one of these ids; they are kept for thirty days."""
    for ident in named:
        query = select(idempotency.c.agent_id, idempotency.c.key, idempotency.c.answer)
        for row in connection.execute(query.where(idempotency.c.answer.contains(ident, autoescape=True))).all():
            its = (idempotency.c.agent_id == row.agent_id) & (idempotency.c.key == row.key)
            connection.execute(update(idempotency).where(its).values(answer=without_values(row.answer, values)))
