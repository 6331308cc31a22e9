"""What can be done with an order, and who can do what cannot be done here. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agentdesk.travel.journeys import instant
from agentdesk.travel.orders import Order, OrderStatus, status

SELF_MANAGED = "self_managed"
"""The `content` of an order that was sold under the agency's own agreement with the airline (API.md 7.5)."""


class Action(StrEnum):
    """What an agent may want of an order."""

    PAY = "pay"
    RELEASE = "release"  # let an unpaid hold go
    CANCEL = "cancel"  # a paid order
    ACCEPT_CHANGE = "accept_change"
    CHANGE_FLIGHTS = "change_flights"
    ADD_BAGS = "add_bags"


class WhyNot(StrEnum):
    """Why it cannot be done here."""

    NOTHING = ""  # it can
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    OVERDUE = "overdue"
    PAID = "paid"
    FLOWN = "flown"
    NOT_OFFERED = "not_offered"  # the upstream does not offer it for this order
    UNPAID = "unpaid"  # it must be paid first
    NOT_HERE = "not_here"  # this program cannot do it


class Whom(StrEnum):
    """Who can do it."""

    HERE = "here"
    DUFFEL = "duffel"
    AIRLINE = "airline"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Possible:
    """One thing that an agent may want: done here when `why` is NOTHING, else by whom.

    `until` is the last moment for it, if there is one. `change_id` is the airline's change that is meant.
    """

    action: Action
    whom: Whom
    why: WhyNot = WhyNot.NOTHING
    until: datetime | None = None
    change_id: str = ""

    @property
    def is_here(self) -> bool:
        return self.why is WhyNot.NOTHING


def possible(order: Order, now: datetime) -> tuple[Possible, ...]:
    """Everything that makes sense to be asked of this order at `now` (upstream time), the most urgent first.

    Only `available_actions` tell what the upstream takes (API.md 7.5, 12); the rest says why not and who can.
    """
    state = status(order, now)
    return (*_answers(order, state), *_payment(order, state), *_ending(order, now, state), *_more(order, now, state))


def ending(order: Order, now: datetime) -> Possible:
    """Cancelling, or releasing what is not paid: whether it can be done, and if not, why and by whom."""
    state = status(order, now)
    unpaid = state in (OrderStatus.HELD, OrderStatus.OVERDUE, OrderStatus.LAPSED)
    action = Action.RELEASE if unpaid else Action.CANCEL
    if state is OrderStatus.CANCELLED:
        return Possible(action, Whom.NOBODY, WhyNot.CANCELLED)
    if state is OrderStatus.LAPSED:
        return Possible(action, Whom.NOBODY, WhyNot.LAPSED)
    if "cancel" in order.available_actions:
        return Possible(action, Whom.HERE, until=order.payment.pay_by if unpaid else None)
    why = WhyNot.FLOWN if has_left(order, now) else WhyNot.NOT_OFFERED
    return Possible(action, supporter(order), why)


def has_left(order: Order, now: datetime) -> bool:
    """Whether the first flight has left; False where nobody knows in which zone."""
    first = order.slices[0]
    leaves = instant(first.departs, first.origin.time_zone)
    return leaves is not None and now >= leaves


def _answers(order: Order, state: OrderStatus) -> list[Possible]:
    """Accepting is for the newest change only; an older one that is still open is answered with it (API.md 12)."""
    if state is OrderStatus.CANCELLED or not order.open_changes:
        return []
    newest = order.open_changes[-1]
    if "accept" in newest.available:
        return [Possible(Action.ACCEPT_CHANGE, Whom.HERE, change_id=newest.id)]
    # One that only what was agreed outside may be told of (`update`) is for the airline itself to settle.
    whom = Whom.AIRLINE if "update" in newest.available else supporter(order)
    return [Possible(Action.ACCEPT_CHANGE, whom, WhyNot.NOT_OFFERED, change_id=newest.id)]


def _payment(order: Order, state: OrderStatus) -> list[Possible]:
    match state:
        case OrderStatus.HELD:
            return [Possible(Action.PAY, Whom.HERE, until=order.payment.pay_by)]
        case OrderStatus.OVERDUE:
            return [Possible(Action.PAY, Whom.NOBODY, WhyNot.OVERDUE, order.payment.pay_by)]
        case OrderStatus.LAPSED:
            return [Possible(Action.PAY, Whom.NOBODY, WhyNot.LAPSED, order.payment.pay_by)]
        case _:
            return []


def _ending(order: Order, now: datetime, state: OrderStatus) -> list[Possible]:
    return [] if state in (OrderStatus.CANCELLED, OrderStatus.LAPSED) else [ending(order, now)]


def _more(order: Order, now: datetime, state: OrderStatus) -> list[Possible]:
    """What this program does not do: other flights are for Duffel's support, more bags for the airline's own pages."""
    if state in (OrderStatus.CANCELLED, OrderStatus.LAPSED, OrderStatus.OVERDUE):
        return []
    if has_left(order, now):
        return [
            Possible(Action.CHANGE_FLIGHTS, Whom.AIRLINE, WhyNot.FLOWN),
            Possible(Action.ADD_BAGS, Whom.AIRLINE, WhyNot.FLOWN),
        ]
    if state is OrderStatus.HELD:
        return [
            Possible(Action.CHANGE_FLIGHTS, Whom.NOBODY, WhyNot.UNPAID),
            Possible(Action.ADD_BAGS, Whom.NOBODY, WhyNot.UNPAID),
        ]
    why = WhyNot.NOT_HERE if "change" in order.available_actions else WhyNot.NOT_OFFERED
    return [
        Possible(Action.CHANGE_FLIGHTS, supporter(order), why),
        Possible(Action.ADD_BAGS, Whom.AIRLINE, WhyNot.NOT_HERE),
    ]


def supporter(order: Order) -> Whom:
    """Who can do what cannot be done here: under the agency's own agreement the airline, otherwise Duffel."""
    return Whom.AIRLINE if order.content == SELF_MANAGED else Whom.DUFFEL


_ASKED = {
    Action.PAY: "Please tell us whether this booking can still be paid, and how.",
    Action.RELEASE: "Please release this unpaid booking.",
    Action.CANCEL: "Please cancel this booking, and tell us beforehand what will be refunded, and to whom.",
    Action.ACCEPT_CHANGE: "Please tell us what can be done about the airline's change to this booking.",
    Action.CHANGE_FLIGHTS: "Please change the flights of this booking. We would like:",
    Action.ADD_BAGS: "Please add bags to this booking. We would like:",
}


def ask_text(order: Order, what: Action, *, request_id: str = "") -> str:
    """A text to send to Duffel's support or to the airline: which booking, which request, what is wanted.

    In English, whatever the window speaks. It names no traveller and carries no token; a line that asks for more ends
    with a colon.
    """
    facts = [
        f"Booking reference: {order.reference} ({order.owner.name})" if order.reference else order.owner.name,
        *(f"Reference at {name}: {code}" for name, code in order.references if name and code != order.reference),
        f"Order: {order.id}",
        *(f"Airline's change: {one.id}" for one in order.open_changes if what is Action.ACCEPT_CHANGE),
        *(f"Flight: {line}" for line in _flights(order)),
        *([f"Request: {request_id}"] if request_id else []),
    ]
    return "\n".join(["Hello,", "", _ASKED[what], "", *facts, "", "Thank you."])


def _flights(order: Order) -> list[str]:
    return [
        f"{one.code}, {one.origin.iata} to {one.destination.iata}, {one.departs:%Y-%m-%d %H:%M} local time"
        for part in order.slices
        for one in part.flights
    ]
