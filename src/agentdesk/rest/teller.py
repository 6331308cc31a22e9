"""From travel's values to the shapes that callers get; what is the upstream's is sealed on the way."""

from datetime import timedelta
from typing import Any

from agentdesk.rest.sealing import Sealing
from agentdesk.rest.told import (
    AboardTold,
    AircraftTold,
    AirlineTold,
    BagTold,
    CabinTold,
    ConditionsTold,
    ConditionTold,
    CreditTold,
    DocumentTold,
    DueTold,
    ElementTold,
    OfferTold,
    OrderTold,
    PassengerAsked,
    PlaceTold,
    QuoteTold,
    RowTold,
    SearchTold,
    SeatMapTold,
    SeatServiceTold,
    SectionTold,
    SegmentTold,
    ServiceTold,
    SliceAsked,
    SliceTold,
    TermsTold,
    TravellerTold,
)
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.journeys import Permission, Segment, Slice
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer, Service
from agentdesk.travel.orders import Order, OrderStatus
from agentdesk.travel.places import Airline, Airport, Place
from agentdesk.travel.seats import CabinMap, Element, SeatMap
from agentdesk.travel.sessions import Asked, KeptOffer, SearchSession


def iso(duration: timedelta | None) -> str | None:
    """ISO 8601 in hours and minutes."""
    if duration is None:
        return None
    minutes = int(duration.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    return f"PT{hours}H{rest}M" if hours and rest else f"PT{hours}H" if hours else f"PT{rest}M"


class Teller:
    """Builds the shapes; seals what is the upstream's."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing

    def search(self, session: SearchSession, *, live: bool) -> SearchTold:
        return SearchTold(
            id=session.id,
            live_mode=live,
            slices=tuple(
                SliceAsked(origin=_place(leg.origin), destination=_place(leg.destination), departure_date=leg.date)
                for leg in session.search.legs
            ),
            passengers=tuple(_asked(one) for one in session.passengers),
            created_at=session.created_at,
            expires_at=session.expires_at,
        )

    def offer(self, kept: KeptOffer, ids: dict[str, str], asked: tuple[Asked, ...], *, opened: bool) -> OfferTold:
        """`ids` are our passengers' ids by the upstream's."""
        offer = kept.offer
        return OfferTold(
            id=kept.id,
            owner=_airline(offer.owner),
            total_amount=offer.total.text,
            total_currency=offer.total.currency,
            base_amount=offer.base.text,
            tax_amount=None if offer.tax is None else offer.tax.text,
            payment_requirements=_terms(offer),
            slices=tuple(self._slice(one, ids) for one in offer.slices),
            passengers=tuple(_asked(one) for one in asked),
            conditions=_conditions(offer.change, offer.refund),
            expires_at=offer.expires_at,
            live_mode=offer.live_mode,
            total_emissions_kg=offer.emissions_kg or None,
            passenger_identity_documents_required=offer.documents_required,
            available_services=tuple(self._service(one, ids) for one in offer.services) if opened else None,
        )

    def seat_maps(self, maps: tuple[SeatMap, ...], ids: dict[str, str]) -> tuple[SeatMapTold, ...]:
        return tuple(
            SeatMapTold(
                segment_id=self._sealing.seal("seg", one.segment_id),
                cabins=tuple(self._cabin(cabin, ids) for cabin in one.cabins),
            )
            for one in maps
        )

    def order(self, own_id: str, order: Order, status: OrderStatus, agent: str, reference: str) -> OrderTold:
        ids = {one.id: self._sealing.seal("pas", one.id) for one in order.passengers}
        return OrderTold(
            id=own_id,
            status=status.value,
            booking_reference=order.reference,
            type=order.kind or None,
            live_mode=order.live_mode,
            created_at=order.created_at,
            synced_at=order.synced_at,
            owner=_airline(order.owner),
            total_amount=order.total.text,
            total_currency=order.total.currency,
            payment_status=DueTold(
                awaiting_payment=order.payment.awaiting_payment,
                payment_required_by=order.payment.pay_by,
                price_guarantee_expires_at=order.payment.price_held_until,
                paid_at=order.payment.paid_at,
            ),
            slices=tuple(self._slice(one, ids) for one in order.slices),
            passengers=tuple(
                TravellerTold(
                    id=ids[one.id],
                    type=one.kind.value if one.kind else None,
                    title=one.title or None,
                    given_name=one.given_name,
                    family_name=one.family_name,
                    born_on=one.born or None,
                    gender=one.gender or None,
                    email=one.email or None,
                    phone_number=one.phone or None,
                )
                for one in order.passengers
            ),
            documents=tuple(
                DocumentTold(
                    type=one.kind.value,
                    unique_identifier=one.number,
                    passenger_ids=tuple(ids.get(who, "") for who in one.passenger_ids),
                )
                for one in order.tickets
            ),
            conditions=_conditions(order.change, order.refund),
            available_actions=order.available_actions,
            cancelled_at=order.cancelled_at,
            airline_change_open=order.open_airline_changes > 0,
            agent=agent,
            reference=reference,
        )

    def quote(self, quote: Cancellation, own_order_id: str) -> QuoteTold:
        return QuoteTold(
            quote_id=self._sealing.seal("quo", quote.id),
            order_id=own_order_id,
            refund_amount=None if quote.refund is None else quote.refund.text,
            refund_currency=None if quote.refund is None else quote.refund.currency,
            refund_to=quote.refund_to or None,
            expires_at=quote.expires_at,
            confirmed_at=quote.confirmed_at,
            airline_credits=tuple(
                CreditTold(name=one.name, code=one.code or None, amount=one.amount.text, currency=one.amount.currency)
                for one in quote.credits
            ),
        )

    def _slice(self, part: Slice, ids: dict[str, str]) -> SliceTold:
        return SliceTold(
            id=self._sealing.seal("sli", part.id),
            origin=_airport(part.origin),
            destination=_airport(part.destination),
            duration=iso(part.elapsed),
            fare_brand_name=part.fare_brand or None,
            segments=tuple(self._segment(one, ids) for one in part.segments),
        )

    def _segment(self, segment: Segment, ids: dict[str, str]) -> SegmentTold:
        flight = segment.flight
        return SegmentTold(
            id=self._sealing.seal("seg", segment.id),
            origin=_airport(flight.origin),
            destination=_airport(flight.destination),
            departing_at=flight.departs.isoformat(),
            arriving_at=flight.arrives.isoformat(),
            duration=iso(flight.duration),
            marketing_carrier=_airline(flight.marketing),
            marketing_carrier_flight_number=flight.number,
            operating_carrier=_airline(flight.operating),
            aircraft=AircraftTold(name=flight.aircraft) if flight.aircraft else None,
            passengers=tuple(
                AboardTold(
                    passenger_id=ids.get(one.passenger_id, ""),
                    cabin_class=one.cabin_class,
                    baggages=tuple(BagTold(type=bag.kind, quantity=bag.quantity) for bag in one.bags),
                    seat=one.seat or None,
                )
                for one in segment.passengers
            ),
        )

    def _service(self, service: Service, ids: dict[str, str]) -> ServiceTold:
        return ServiceTold(
            id=self._sealing.seal("srv", service.id),
            type=service.kind,
            total_amount=service.price.text,
            total_currency=service.price.currency,
            maximum_quantity=service.max_quantity,
            passenger_ids=tuple(ids.get(one, "") for one in service.passenger_ids),
            segment_ids=tuple(self._sealing.seal("seg", one) for one in service.segment_ids),
            weight_kg=service.bag.weight_kg if service.bag else None,
        )

    def _cabin(self, cabin: CabinMap, ids: dict[str, str]) -> CabinTold:
        return CabinTold(
            cabin_class=cabin.cabin_class,
            deck=cabin.deck,
            aisles=cabin.aisles,
            rows=tuple(
                RowTold(
                    sections=tuple(
                        SectionTold(elements=tuple(self._element(one, ids) for one in section))
                        for section in row.sections
                    )
                )
                for row in cabin.rows
            ),
        )

    def _element(self, element: Element, ids: dict[str, str]) -> ElementTold:
        return ElementTold(
            type=element.kind.value,
            designator=element.designator or None,
            name=element.name or None,
            disclosures=element.disclosures,
            available_services=tuple(
                SeatServiceTold(
                    id=self._sealing.seal("srv", one.id),
                    passenger_id=ids.get(one.passenger_id, ""),
                    total_amount=one.price.text,
                    total_currency=one.price.currency,
                )
                for one in element.services
            ),
        )


def _place(place: Place) -> PlaceTold:
    return PlaceTold(name=place.name, iata_code=place.iata)


def _airport(airport: Airport) -> PlaceTold:
    return PlaceTold(name=airport.name, iata_code=airport.iata)


def _airline(airline: Airline) -> AirlineTold:
    return AirlineTold(iata_code=airline.iata, name=airline.name)


def _asked(one: Asked) -> PassengerAsked:
    return PassengerAsked(id=one.id, type=one.kind.value, age=one.age)


def _terms(offer: Offer) -> TermsTold:
    return TermsTold(
        requires_instant_payment=offer.terms.instant_only,
        payment_required_by=offer.terms.pay_by,
        price_guarantee_expires_at=offer.terms.price_held_until,
    )


def _conditions(change: Permission | None, refund: Permission | None) -> ConditionsTold:
    return ConditionsTold(change_before_departure=_condition(change), refund_before_departure=_condition(refund))


def _condition(permission: Permission | None) -> ConditionTold | None:
    if permission is None:
        return None
    penalty = permission.penalty
    return ConditionTold(
        allowed=permission.allowed,
        penalty_amount=penalty.amount if penalty else None,
        penalty_currency=penalty.currency if penalty else None,
    )


def prices(old: Money, new: Money) -> dict[str, Any]:
    """Both prices, for an error body."""
    return {
        "old": {"amount": old.text, "currency": old.currency},
        "new": {"amount": new.text, "currency": new.currency},
    }
