"""From the wire's order to an `Order`."""

from pydantic import ValidationError

from agentdesk.duffel.reading import (
    BadValue,
    airline,
    identifier,
    instant,
    instant_or_none,
    money,
    money_or_none,
    passenger_kind,
    permission,
    price,
)
from agentdesk.duffel.reading_after_sale import airline_changes_within, cancellation_within
from agentdesk.duffel.reading_journeys import slices
from agentdesk.duffel.reading_offers import bag
from agentdesk.duffel.wire.journeys import WireConditions
from agentdesk.duffel.wire.orders import (
    WireBookedService,
    WireDocument,
    WireOrder,
    WireOrderPassenger,
    WirePaymentStatus,
)
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.orders import BookedService, Order, OrderPassenger, PaymentState, Ticket, TicketKind


def read_order(raw: bytes) -> Order:
    """An order from the bytes of its JSON object; Unreadable when anything that matters is missing."""
    try:
        return order(WireOrder.model_validate_json(raw))
    except ValidationError as exc:
        where = "; ".join(".".join(str(part) for part in error["loc"]) or error["type"] for error in exc.errors()[:3])
        raise Unreadable(f"the order cannot be read: {where}") from exc
    except BadValue as exc:
        raise Unreadable(f"the order cannot be read: {exc}") from exc


def order(wire: WireOrder) -> Order:
    conditions = wire.conditions or WireConditions()
    return Order(
        id=identifier(wire.id),
        reference=wire.booking_reference,
        created_at=instant(wire.created_at),
        live_mode=bool(wire.live_mode),
        kind=wire.type,
        offer_id=wire.offer_id,
        owner=airline(wire.owner),
        total=price(wire.total_amount, wire.total_currency),
        base=money_or_none(wire.base_amount, wire.base_currency),
        tax=money_or_none(wire.tax_amount, wire.tax_currency),
        slices=slices(wire.slices),
        passengers=tuple(_passenger(one) for one in wire.passengers),
        services=tuple(_service(one) for one in wire.services),
        tickets=tuple(_ticket(one) for one in wire.documents if one.unique_identifier),
        payment=_payment(wire.payment_status),
        change=permission(conditions.change_before_departure),
        refund=permission(conditions.refund_before_departure),
        available_actions=wire.available_actions,
        cancelled_at=instant_or_none(wire.cancelled_at),
        references=tuple(
            (one.carrier.name if one.carrier else "", one.booking_reference)
            for one in wire.booking_references
            if one and one.booking_reference
        ),
        open_airline_changes=sum(1 for one in wire.airline_initiated_changes if one and not one.action_taken),
        void_until=instant_or_none(wire.void_window_ends_at),
        synced_at=instant_or_none(wire.synced_at),
        metadata=tuple(sorted(wire.metadata.items())),
        airline_changes=airline_changes_within(wire.airline_initiated_changes, wire.id),
        cancellation=cancellation_within(wire.cancellation, wire.id),
        content=wire.content,
    )


def _passenger(wire: WireOrderPassenger) -> OrderPassenger:
    return OrderPassenger(
        id=identifier(wire.id),
        given_name=wire.given_name,
        family_name=wire.family_name,
        title=wire.title,
        gender=wire.gender,
        born=wire.born_on,
        email=wire.email,
        phone=wire.phone_number,
        kind=passenger_kind(wire.type),
        infant_id=wire.infant_passenger_id,
    )


def _service(wire: WireBookedService) -> BookedService:
    """A bought service; one whose price cannot be read makes the order unreadable, since it is part of a bill."""
    return BookedService(
        id=wire.id,
        kind=wire.type,
        quantity=wire.quantity if wire.quantity is not None else 1,
        price=money(wire.total_amount, wire.total_currency),
        passenger_ids=wire.passenger_ids,
        segment_ids=wire.segment_ids,
        designator=wire.metadata.designator if wire.metadata else "",
        bag=bag(wire.metadata) if wire.type == "baggage" else None,
    )


def _ticket(wire: WireDocument) -> Ticket:
    try:
        kind = TicketKind(wire.type)
    except ValueError:
        kind = TicketKind.OTHER
    return Ticket(kind=kind, number=wire.unique_identifier, passenger_ids=wire.passenger_ids)


def _payment(wire: WirePaymentStatus | None) -> PaymentState:
    if wire is None:
        return PaymentState(awaiting_payment=False)
    return PaymentState(
        awaiting_payment=bool(wire.awaiting_payment),
        pay_by=instant_or_none(wire.payment_required_by),
        price_held_until=instant_or_none(wire.price_guarantee_expires_at),
        paid_at=instant_or_none(wire.paid_at),
    )
