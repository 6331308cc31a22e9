"""Writes into an order's history what a new answer tells, in the transaction in which the answer is kept."""

import logging
from collections.abc import Sequence

from sqlalchemy import Connection, select

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.encoding import from_json
from agentdesk.storage.history import add_events, take_back
from agentdesk.storage.schema import deeds, order_events
from agentdesk.travel.booking import Sent
from agentdesk.travel.errors import NotKept
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.travel.order_history import events_between, sale_events
from agentdesk.travel.orders import Order

_log = logging.getLogger(__name__)

_OURS = {
    EventKind.PAID_UPSTREAM: "pay",
    EventKind.CANCELLED_UPSTREAM: "cancel",
    EventKind.AIRLINE_CHANGE_ANSWERED: "accept",
}
"""What is no news when it was done here: the deed tells it itself."""


def tell_sale(connection: Connection, answer: OrderAnswer, sent: Sent, agent: str) -> None:
    """That the order was sold here; also when it was found upstream before anybody knew that it is ours."""
    events = sale_events(answer.order, sent.priced.way, answer.at, agent, answer.request_id)
    take_back(connection, answer.order.id, EventKind.FOUND)
    known = _known(connection, answer.order.id)
    add_events(connection, [one for one in events if (one.kind.value, one.detail) not in known])


def tell_difference(connection: Connection, kept: str | None, answer: OrderAnswer) -> None:
    """What the answer tells beyond the kept one (its JSON text); without one, that the order was found."""
    try:
        old = None if kept is None else from_json(kept, Order)
    except NotKept as error:
        _log.error("order %s as it was cannot be compared: %s", answer.order.id, error)
        return
    events = events_between(old, answer.order, answer.at, answer.request_id)
    add_events(connection, _without_ours(connection, answer.order.id, events))


def _without_ours(connection: Connection, order_id: str, events: Sequence[OrderEvent]) -> Sequence[OrderEvent]:
    if not any(one.kind in _OURS for one in events):
        return events
    query = select(deeds.c.kind).where(deeds.c.order_id == order_id, deeds.c.state.in_(("sent", "unsure", "done")))
    done = set(connection.execute(query).scalars())
    return [one for one in events if _OURS.get(one.kind) not in done]


def _known(connection: Connection, order_id: str) -> set[tuple[str, str]]:
    told = connection.execute(
        select(order_events.c.kind, order_events.c.detail).where(order_events.c.order_id == order_id)
    )
    return {(row.kind, row.detail) for row in told}
