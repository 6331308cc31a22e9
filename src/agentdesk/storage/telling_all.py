"""Everything that is kept of somebody, as plain values for JSON; whoever else is in it stands there without a name."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from agentdesk.storage.deeds import lines_of_order
from agentdesk.storage.encoding import from_json, from_micros
from agentdesk.storage.raw_answers import raw_without
from agentdesk.storage.schema import journal, order_events, orders
from agentdesk.storage.service_schema import idempotency, service_orders
from agentdesk.storage.standing import attempts_of, read_draft, read_line
from agentdesk.travel.booking import Sent, sent_of
from agentdesk.travel.erasing import Leaving, draft_without, line_without, order_without, personal_values, sent_without
from agentdesk.travel.errors import NotKept
from agentdesk.travel.orders import Order

OTHER = "Another traveller"
WITHHELD = "withheld"
"""In place of numbers that are other people's."""


def told_of_order(connection: Connection, order_id: str, ids: Collection[str]) -> dict[str, Any]:
    """An order, for the passengers of these ids; its id alone when it has gone or cannot be read."""
    row = connection.execute(select(orders).where(orders.c.id == order_id)).mappings().first()
    if row is None:
        return {"order_id": order_id}
    try:
        order = from_json(row["order"], Order)
        sent = None if row["sent"] is None else from_json(row["sent"], Sent)
        others = frozenset(one.id for one in order.passengers) - set(ids)
        away = Leaving(others, OTHER, WITHHELD)
        attempts = attempts_of(connection, order)
        lines = [line for one in attempts if (line := read_line(connection, one)) is not None]
        deeds = lines_of_order(connection, order_id)
    except NotKept as trouble:
        return {"order_id": order_id, "unreadable": str(trouble)}
    raw = raw_without(row["raw"], others, personal_values(order, sent, others), WITHHELD)
    events = select(order_events).where(order_events.c.order_id == order_id)
    foreign = {one.number for one in order.tickets if not set(one.passenger_ids) & set(ids) and one.passenger_ids}
    return {
        "order_id": order_id,
        "booking_reference": row["reference"],
        "made_at": from_micros(row["created_at"]),
        "read_from_the_airline_at": from_micros(row["seen_at"]),
        "order": _plain(order_without(order, away)),
        "sent_by_us": None if sent is None else _plain(sent_without(sent, away)),
        "answer_of_the_airline": msgspec.json.decode(raw),
        "note": row["note"],
        "own_reference": row["own_reference"],
        "agency_fee": None if row["fee_amount"] is None else f"{row['fee_amount']} {row['fee_currency']}",
        "sold_by": row["agent"],
        "attempts": [_plain(line_without(line, away)) for line in lines],
        "done_to_it": [_plain(deed) for deed in deeds],
        "history": [
            {"at": from_micros(one.happened_at), "what": one.kind, "detail": one.detail, "by": one.who}
            for one in connection.execute(events.order_by(order_events.c.number))
            if one.detail not in foreign
        ],
        "service": _service(connection, order_id),
    }


def told_of_attempt(connection: Connection, attempt: str, ids: Collection[str]) -> dict[str, Any]:
    """A booking that came to nothing here, or whose outcome nobody knows."""
    state = connection.execute(select(journal.c.state).where(journal.c.attempt == attempt)).scalar()
    line = read_line(connection, attempt)
    if line is None:
        return {"attempt": attempt}
    others = frozenset(one.passenger_id for one in sent_of(line).priced.travellers) - set(ids)
    return {"attempt": attempt, "state": state, "line": _plain(line_without(line, Leaving(others, OTHER, WITHHELD)))}


def told_of_draft(connection: Connection, draft_id: str, ids: Collection[str]) -> dict[str, Any]:
    """An unfinished booking."""
    draft = read_draft(connection, draft_id)
    if draft is None:
        return {"draft": draft_id}
    others = frozenset(one.passenger_id for one in draft.travellers) - set(ids)
    return {"draft": draft_id, "as_typed": _plain(draft_without(draft, Leaving(others, OTHER, WITHHELD)))}


def _service(connection: Connection, order_id: str) -> list[dict[str, Any]]:
    """Under which ids the agency service knows it, and how many answers that tell of it are kept for thirty days."""
    found: list[dict[str, Any]] = []
    query = select(service_orders.c.id, service_orders.c.created_at).where(service_orders.c.order_id == order_id)
    for row in connection.execute(query).all():
        said = select(idempotency.c.kept_at).where(idempotency.c.answer.contains(row.id, autoescape=True))
        kept = [from_micros(at) for at in connection.execute(said).scalars()]
        found.append({"id": row.id, "since": from_micros(row.created_at), "answers_kept_since": _plain(kept)})
    return found


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value)
