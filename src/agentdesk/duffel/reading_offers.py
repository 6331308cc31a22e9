"""From the wire's one opened offer to an `Offer` with its services."""

import logging

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
from agentdesk.duffel.reading_journeys import slices
from agentdesk.duffel.wire.journeys import WireBagMetadata, WireConditions
from agentdesk.duffel.wire.offers import WireOffer, WireOfferPassenger, WirePaymentRequirements, WireService
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.offers import Bag, Offer, PaymentTerms, Service
from agentdesk.travel.passengers import OfferPassenger

_log = logging.getLogger(__name__)


def read_offer(raw: bytes) -> Offer:
    """An offer from the bytes of its JSON object; Unreadable when anything that matters is missing."""
    try:
        return offer(WireOffer.model_validate_json(raw))
    except (ValidationError, BadValue) as exc:
        raise Unreadable(f"the offer cannot be read: {_short(exc)}") from exc


def offer(wire: WireOffer) -> Offer:
    conditions = wire.conditions or WireConditions()
    return Offer(
        id=identifier(wire.id),
        owner=airline(wire.owner),
        total=price(wire.total_amount, wire.total_currency),
        base=money(wire.base_amount, wire.base_currency),
        tax=money_or_none(wire.tax_amount, wire.tax_currency),
        expires_at=instant(wire.expires_at),
        slices=slices(wire.slices),
        passengers=tuple(passenger(one) for one in wire.passengers),
        terms=payment_terms(wire.payment_requirements),
        change=permission(conditions.change_before_departure),
        refund=permission(conditions.refund_before_departure),
        live_mode=bool(wire.live_mode),
        emissions_kg=wire.total_emissions_kg,
        documents_required=bool(wire.passenger_identity_documents_required),
        document_kinds=wire.supported_passenger_identity_document_types,
        loyalty_airlines=wire.supported_loyalty_programmes,
        private_fare=", ".join(dict.fromkeys(one.type for one in wire.private_fares if one and one.type)),
        services=_services(wire.available_services),
    )


def payment_terms(wire: WirePaymentRequirements | None) -> PaymentTerms:
    """Where nothing is said, nothing can be held."""
    if wire is None or wire.requires_instant_payment is not False:
        return PaymentTerms(instant_only=True)
    return PaymentTerms(
        instant_only=False,
        pay_by=instant_or_none(wire.payment_required_by),
        price_held_until=instant_or_none(wire.price_guarantee_expires_at),
    )


def bag(wire: WireBagMetadata | None) -> Bag | None:
    if wire is None or not wire.type:
        return None
    return Bag(
        kind=wire.type,
        weight_kg=wire.maximum_weight_kg,
        length_cm=wire.maximum_length_cm,
        height_cm=wire.maximum_height_cm,
        depth_cm=wire.maximum_depth_cm,
    )


def passenger(wire: WireOfferPassenger) -> OfferPassenger:
    return OfferPassenger(
        id=identifier(wire.id),
        kind=passenger_kind(wire.type),
        age=wire.age,
        given_name=wire.given_name,
        family_name=wire.family_name,
    )


def _services(wires: tuple[WireService | None, ...]) -> tuple[Service, ...]:
    """What can be bought; a service whose price cannot be read is not for sale."""
    read: list[Service] = []
    for wire in wires:
        try:
            read.append(_service(wire))
        except BadValue as exc:
            _log.info("left out a service of an offer: %s", exc)
    return tuple(read)


def _service(wire: WireService | None) -> Service:
    if wire is None:
        raise BadValue("a service that cannot be read")
    return Service(
        id=identifier(wire.id),
        kind=wire.type,
        price=price(wire.total_amount, wire.total_currency),
        max_quantity=max(wire.maximum_quantity if wire.maximum_quantity is not None else 1, 0),
        passenger_ids=wire.passenger_ids,
        segment_ids=wire.segment_ids,
        bag=bag(wire.metadata) if wire.type == "baggage" else None,
    )


def _short(exc: ValidationError | BadValue) -> str:
    """Where it went wrong, without the values: they may name people."""
    if isinstance(exc, ValidationError):
        return "; ".join(".".join(str(part) for part in error["loc"]) or error["type"] for error in exc.errors()[:3])
    return str(exc)
