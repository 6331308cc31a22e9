"""The history of an order: what was done to it here, and what was seen of it upstream."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What happened. The first group is seen by comparing two answers, the second done by an agent."""

    FOUND = "found"  # first seen here, sold elsewhere
    TICKETED = "ticketed"  # detail: the ticket number
    PAID_UPSTREAM = "paid_upstream"
    LAPSED = "lapsed"
    PRICE_MOVED = "price_moved"  # detail: old and new total
    GUARANTEE_MOVED = "guarantee_moved"  # detail: until when, "" for no longer
    DEADLINE_MOVED = "deadline_moved"  # detail: until when
    AIRLINE_CHANGED = "airline_changed"  # detail: the change's id
    AIRLINE_CHANGE_ANSWERED = "airline_change_answered"  # detail: how
    FLIGHTS_MOVED = "flights_moved"
    CANCELLED_UPSTREAM = "cancelled_upstream"
    ACTIONS_CHANGED = "actions_changed"  # detail: what can be done now

    BOOKED = "booked"  # paid at once
    HELD = "held"
    PAY_ASKED = "pay_asked"
    PAID = "paid"
    CANCEL_QUOTED = "cancel_quoted"  # detail: what would come back
    CANCEL_ASKED = "cancel_asked"
    CANCELLED = "cancelled"
    ACCEPT_ASKED = "accept_asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"  # detail: the code
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"  # detail: why nobody knows
    NOTED = "noted"
    PRINTED = "printed"  # detail: which paper


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """`who` is the agent, "" for what was only seen; `detail` is data, no sentence; `request_id` the upstream's."""

    order_id: str
    at: datetime
    kind: EventKind
    who: str = ""
    detail: str = ""
    request_id: str = ""
