"""Whether a held order can be paid now, and what stands in the way (API.md 7.2, 7.5, 9). Pure."""

from dataclasses import dataclass
from datetime import datetime

from agentdesk.travel.deeds import DeedLine
from agentdesk.travel.journeys import Flight
from agentdesk.travel.money import Money
from agentdesk.travel.orders import Order
from agentdesk.travel.payments import Payment, PaymentOutcome


@dataclass(frozen=True, slots=True)
class Payable:
    """It can be paid now: exactly `order.total`, which the agent has seen before."""

    order: Order


@dataclass(frozen=True, slots=True)
class PriceMoved:
    """It can be paid, at a total that the agent has not agreed to yet."""

    order: Order
    shown: Money

    @property
    def difference(self) -> Money | None:
        """What it costs more, below nothing when less; None when even the currency is another."""
        total = self.order.total
        return total - self.shown if total.currency == self.shown.currency else None


@dataclass(frozen=True, slots=True)
class FlightsMoved:
    """The airline has changed the flights of the hold.

    `refused`: the upstream takes no payment for it any more, it must be booked anew. Otherwise the agent looks at both
    and may ask again: what was read now counts as seen then. `before` is the order as it was seen last.
    """

    order: Order
    before: Order
    refused: bool


@dataclass(frozen=True, slots=True)
class PaidAlready:
    """There is nothing to pay. `payment` is None where the order alone says so."""

    order: Order
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class PaymentOnItsWay:
    """A payment was made whose end the upstream does not know yet: wait for it."""

    order: Order
    payment: Payment


@dataclass(frozen=True, slots=True)
class Overdue:
    """The deadline is over, and the airline has not said yet that the seats are gone."""

    order: Order


@dataclass(frozen=True, slots=True)
class Lapsed:
    """The airline has let the seats go unpaid."""

    order: Order


@dataclass(frozen=True, slots=True)
class CancelledAlready:
    """The order is cancelled."""

    order: Order


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Something else is being done to this order, and nobody knows yet what became of it."""

    order: Order
    line: DeedLine


PayReady = (
    Payable
    | PriceMoved
    | FlightsMoved
    | PaidAlready
    | PaymentOnItsWay
    | Overdue
    | Lapsed
    | CancelledAlready
    | StillOpen
)


def pay_ready(
    order: Order, payments: tuple[Payment, ...], now: datetime, *, shown: Money, before: Order | None = None
) -> PayReady:
    """What an order and its payments, read just now, mean for paying it.

    `shown` is the total that the agent has seen, `before` the order as it was seen last. An order that awaits no
    payment, says not when it was paid and has no documents is judged by its payments (API.md 7.5).
    """
    if order.cancelled_at is not None:
        return CancelledAlready(order)
    paid = _first(payments, PaymentOutcome.SUCCEEDED)
    pending = _first(payments, PaymentOutcome.PENDING)
    if not order.payment.awaiting_payment:
        paid = paid or _first(payments, PaymentOutcome.UNSAID)
        was_hold = order.kind == "hold" or order.payment.pay_by is not None
        if paid or order.payment.paid_at is not None or order.tickets or not was_hold:
            return PaidAlready(order, paid)
        return PaymentOnItsWay(order, pending) if pending else Lapsed(order)
    if paid or pending:
        return PaidAlready(order, paid) if paid else PaymentOnItsWay(order, pending or payments[0])
    if order.payment.pay_by is not None and now >= order.payment.pay_by:
        return Overdue(order)
    if before is not None and flights_differ(before, order):
        return FlightsMoved(order, before, refused=False)
    return Payable(order) if order.total == shown else PriceMoved(order, shown)


def has_lost_its_price(order: Order, now: datetime) -> bool:
    """Whether an unpaid hold may cost something else by now: its guarantee has passed, or it never had one."""
    until = order.payment.price_held_until
    return order.payment.awaiting_payment and (until is None or now >= until)


def flights_differ(before: Order, after: Order) -> bool:
    """Whether anything that a traveller would miss a flight by is another."""
    return _what_counts(before) != _what_counts(after)


def _what_counts(order: Order) -> list[tuple[object, ...]]:
    return [_of_flight(flight) for part in order.slices for flight in part.flights]


def _of_flight(flight: Flight) -> tuple[object, ...]:
    return (
        flight.marketing.iata,
        flight.number.lstrip("0"),
        flight.origin.iata,
        flight.destination.iata,
        flight.departs,
        flight.arrives,
    )


def _first(payments: tuple[Payment, ...], outcome: PaymentOutcome) -> Payment | None:
    return next((one for one in payments if one.outcome is outcome), None)
