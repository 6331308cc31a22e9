"""From an order we keep to the papers that follow the sale: receipt, hold confirmation, cancellation note."""

from datetime import datetime

from agentdesk.desk.paper_content import (
    CancellationNote,
    HoldConfirmation,
    Itinerary,
    Paper,
    PaperKind,
    Receipt,
)
from agentdesk.desk.papers import itinerary_of
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.booking import Way
from agentdesk.travel.orders import OrderStatus, status
from agentdesk.travel.payments import Payment, PaymentOutcome

_PAID = (OrderStatus.TICKETED, OrderStatus.AWAITING_TICKETS)
_UNPAID = (OrderStatus.HELD, OrderStatus.OVERDUE)


def fitting(record: OrderRecord, now: datetime) -> tuple[PaperKind, ...]:
    """The papers that the order's state allows, the likeliest first. An itinerary fits always."""
    what = status(record.order, now)
    if what is OrderStatus.CANCELLED:
        return (PaperKind.CANCELLATION, PaperKind.ITINERARY)
    if what in _PAID:
        return (PaperKind.ITINERARY, PaperKind.RECEIPT)
    return (PaperKind.HOLD, PaperKind.ITINERARY) if what in _UNPAID else (PaperKind.ITINERARY,)


def paper_of(
    kind: PaperKind,
    record: OrderRecord,
    preferences: Preferences,
    issued_at: datetime,
    zone: str,
    payments: tuple[Payment, ...] = (),
) -> Paper:
    """One paper of an order. `payments` are those the upstream lists, which an instant order has none of."""
    trip = itinerary_of(record, preferences, issued_at, zone)
    match kind:
        case PaperKind.ITINERARY:
            return trip
        case PaperKind.RECEIPT:
            return Receipt(trip, _form(record, payments))
        case PaperKind.HOLD:
            return HoldConfirmation(
                trip, record.order.slices[0].segments[0].flight.origin.time_zone, bool(record.order.services)
            )
        case PaperKind.CANCELLATION:
            return _note(record, trip)


def _form(record: OrderRecord, payments: tuple[Payment, ...]) -> str:
    """How the airline was paid: as the upstream lists it, else as we sent it (only ever from the balance)."""
    good = next((one for one in payments if one.outcome in (PaymentOutcome.SUCCEEDED, PaymentOutcome.UNSAID)), None)
    if good is not None:
        return good.kind
    return "balance" if record.sent is not None and record.sent.priced.way is Way.PAY else ""


def _note(record: OrderRecord, trip: Itinerary) -> CancellationNote:
    order, proof = record.order, record.order.cancellation
    released = proof is not None and proof.refund_to == "awaiting_payment"
    return CancellationNote(
        trip=trip,
        paid=None if released or trip.paid_at is None else order.total,
        refund=proof.refund if proof is not None else None,
        refund_to=proof.refund_to if proof is not None else "",
        credits=proof.credits if proof is not None else (),
        confirmed_at=(proof.confirmed_at if proof is not None else None) or order.cancelled_at,
    )
