"""Deadlines of every kind on one clock: what ends when, nearest first, and when to warn of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from agentdesk.travel.journeys import Slice, instant
from agentdesk.travel.orders import Order, OrderStatus, status
from agentdesk.travel.places import Airport

TICKETS_TAKE = timedelta(hours=24)
"""A rule of thumb, no promise of anybody: tickets that are not there a day after the payment are overdue."""
CHECK_IN_OPENS = timedelta(hours=24)
"""A rule of thumb: check-in usually opens a day before the flight leaves; each airline has its own hour."""


class DeadlineKind(StrEnum):
    """What is over then. The last two do not come of an order: their pages know them."""

    PAY = "pay"  # of a hold: unpaid then, the airline lets the seats go
    PRICE = "price"  # of a hold: from then on the price may move
    VOID = "void"  # until then cancelling may give everything back
    TICKETS = "tickets"  # overdue from then on
    CHECK_IN = "check_in"  # usually open from then on
    DEPARTURE = "departure"
    QUOTE = "quote"  # of a cancellation
    OFFER = "offer"


RULES_OF_THUMB = frozenset({DeadlineKind.TICKETS, DeadlineKind.CHECK_IN})
WORTH_A_WARNING = (DeadlineKind.PAY, DeadlineKind.PRICE, DeadlineKind.VOID)
"""Those that cost money when they are missed, and that somebody can still do something about."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at` and `since` are aware UTC instants by the upstream's clock; `since` is when it began to run.

    `airport` is where the trip (or for check-in and departure the flight) leaves: it has a time of its own.
    """

    kind: DeadlineKind
    order_id: str
    at: datetime
    since: datetime
    airport: Airport | None = None

    @property
    def is_rule_of_thumb(self) -> bool:
        return self.kind in RULES_OF_THUMB

    def left(self, now: datetime) -> timedelta:
        """Negative once it has passed."""
        return self.at - now


def deadlines_of(order: Order, now: datetime) -> tuple[Deadline, ...]:
    """All that the order runs up against as it stands at `now`, nearest first; also those that have passed.

    None of a cancelled or lapsed order: nothing of it can be missed any more (API.md 7.2, 7.5).
    """
    found: list[Deadline] = []
    state = status(order, now)
    if state in (OrderStatus.CANCELLED, OrderStatus.LAPSED):
        return ()
    home = order.slices[0].origin if order.slices else None

    def add(kind: DeadlineKind, at: datetime | None, airport: Airport | None = home) -> None:
        if at is not None:
            found.append(Deadline(kind, order.id, at, order.created_at, airport))

    payment = order.payment
    if payment.awaiting_payment:
        add(DeadlineKind.PAY, payment.pay_by)
        if payment.pay_by is None or (payment.price_held_until or payment.pay_by) < payment.pay_by:
            add(DeadlineKind.PRICE, payment.price_held_until)
    else:
        add(DeadlineKind.VOID, order.void_until)
        if state is OrderStatus.AWAITING_TICKETS:
            add(DeadlineKind.TICKETS, (payment.paid_at or order.created_at) + TICKETS_TAKE)
    for part in order.slices:
        leaves = departure(part)
        if leaves is not None:
            add(DeadlineKind.CHECK_IN, leaves - CHECK_IN_OPENS, part.origin)
            add(DeadlineKind.DEPARTURE, leaves, part.origin)
    return nearest_first(found)


def departure(part: Slice) -> datetime | None:
    """When a slice leaves, as an instant; None when its airport's zone is not known."""
    if not part.segments:
        return None
    return instant(part.departs, part.segments[0].flight.origin.time_zone)


def nearest_first(found: Sequence[Deadline]) -> tuple[Deadline, ...]:
    order = {kind: place for place, kind in enumerate(DeadlineKind)}
    return tuple(sorted(found, key=lambda one: (one.at, order[one.kind], one.order_id)))


def coming(found: Sequence[Deadline], now: datetime) -> tuple[Deadline, ...]:
    """Those still to come, nearest first."""
    return nearest_first([one for one in found if one.at > now])


def warning_times(deadline: Deadline, leads: Sequence[timedelta]) -> tuple[datetime, ...]:
    """When to warn of it, earliest first: as long before as `leads` say, longest first.

    Each lead gives one warning between `since` and `at`, also when the time is shorter than the lead: then the first
    comes at half of it, the second at a quarter and so on. None of one that never had any time.
    """
    span = deadline.at - deadline.since
    if span <= timedelta(0):
        return ()
    ordered = sorted((lead for lead in set(leads) if lead > timedelta(0)), reverse=True)
    return tuple(deadline.at - min(lead, span / 2 ** (place + 1)) for place, lead in enumerate(ordered))


def warning_due(deadline: Deadline, leads: Sequence[timedelta], now: datetime) -> int:
    """How many of its warnings are due by `now`; 0 before the first. Once it has passed there is nothing to warn of."""
    if now >= deadline.at:
        return 0
    return sum(at <= now for at in warning_times(deadline, leads))
