"""One journey as the service tells it, from the search to its cancellation: examples for the OpenAPI document."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from agentdesk.rest.told import (
    AboardTold,
    AircraftTold,
    AirlineTold,
    BagTold,
    CabinTold,
    ConditionsTold,
    ConditionTold,
    Data,
    DocumentTold,
    DueTold,
    ElementTold,
    EntryTold,
    Meta,
    OfferTold,
    OrderTold,
    Page,
    PassengerAsked,
    PaymentTold,
    PlaceTold,
    QuoteTold,
    RowTold,
    SearchState,
    SearchTold,
    SeatMapTold,
    SeatServiceTold,
    SectionTold,
    SegmentTold,
    ServiceTold,
    SliceAsked,
    SliceTold,
    TermsTold,
    Told,
    TravellerTold,
)

_SEARCHED = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
_ENDS = datetime(2027, 1, 11, 10, 0, tzinfo=UTC)
_BOOKED = datetime(2027, 1, 11, 9, 41, 7, tzinfo=UTC)
_PAY_BY = datetime(2027, 1, 14, 9, 41, tzinfo=UTC)
_SEARCH_ID, _OFFER_ID, _ORDER, _WHO = "orq_5d1c0a9e", "off_8f27b6d4", "ord_c41e93a2", "pas_1b7f"
_SEGMENT = "seg_70c2"
_KENNEDY = PlaceTold(name="John F. Kennedy International Airport", iata_code="JFK")
_HEATHROW = PlaceTold(name="Heathrow Airport", iata_code="LHR")
_AIRLINE = AirlineTold(iata_code="ZZ", name="Duffel Airways")
_CONDITIONS = ConditionsTold(
    change_before_departure=ConditionTold(allowed=True, penalty_amount="50.00", penalty_currency="USD"),
    refund_before_departure=ConditionTold(allowed=False),
)

_SEARCH = SearchTold(
    id=_SEARCH_ID,
    live_mode=False,
    slices=(SliceAsked(origin=_KENNEDY, destination=_HEATHROW, departure_date=date(2027, 3, 28)),),
    passengers=(PassengerAsked(id=_WHO, type="adult"),),
    created_at=_SEARCHED,
    expires_at=_ENDS,
)


def _way(seat: str | None) -> SliceTold:
    aboard = AboardTold(
        passenger_id=_WHO, cabin_class="economy", baggages=(BagTold(type="carry_on", quantity=1),), seat=seat
    )
    flight = SegmentTold(
        id=_SEGMENT,
        origin=_KENNEDY,
        destination=_HEATHROW,
        departing_at="2027-03-28T18:40:00",
        arriving_at="2027-03-29T06:45:00",
        duration="PT7H5M",
        marketing_carrier=_AIRLINE,
        marketing_carrier_flight_number="0116",
        operating_carrier=_AIRLINE,
        aircraft=AircraftTold(name="Airbus A330-300"),
        passengers=(aboard,),
    )
    return SliceTold(
        id="sli_3e05",
        origin=_KENNEDY,
        destination=_HEATHROW,
        duration="PT7H5M",
        fare_brand_name="Basic",
        segments=(flight,),
    )


_BAG = ServiceTold(
    id="srv_9d44e1",
    type="baggage",
    total_amount="35.00",
    total_currency="USD",
    maximum_quantity=2,
    passenger_ids=(_WHO,),
    segment_ids=(_SEGMENT,),
    weight_kg=23,
)
_OFFER = OfferTold(
    id=_OFFER_ID,
    owner=_AIRLINE,
    total_amount="450.00",
    total_currency="USD",
    base_amount="381.40",
    tax_amount="68.60",
    payment_requirements=TermsTold(
        requires_instant_payment=False, payment_required_by=_PAY_BY, price_guarantee_expires_at=_PAY_BY
    ),
    slices=(_way(None),),
    passengers=_SEARCH.passengers,
    conditions=_CONDITIONS,
    expires_at=_ENDS,
    live_mode=False,
    total_emissions_kg="312",
    passenger_identity_documents_required=False,
    available_services=(_BAG,),
)
_OFFERS = Page[OfferTold](
    data=(_OFFER.model_copy(update={"available_services": None}),),
    meta=Meta(limit=50, search=SearchState(state="asking", sources=3, answered=2, trouble="")),
)
_SEATS = (
    SeatMapTold(
        segment_id=_SEGMENT,
        cabins=(
            CabinTold(
                cabin_class="economy",
                deck=0,
                aisles=1,
                rows=(
                    RowTold(
                        sections=(
                            SectionTold(
                                elements=(
                                    ElementTold(
                                        type="seat",
                                        designator="14A",
                                        name=None,
                                        disclosures=("Window seat",),
                                        available_services=(
                                            SeatServiceTold(
                                                id="srv_52b1f0",
                                                passenger_id=_WHO,
                                                total_amount="20.00",
                                                total_currency="USD",
                                            ),
                                        ),
                                    ),
                                    ElementTold(
                                        type="seat", designator="14B", name=None, disclosures=(), available_services=()
                                    ),
                                )
                            ),
                        )
                    ),
                ),
            ),
        ),
    ),
)
_ORDERED = OrderTold(
    id=_ORDER,
    status="ticketed",
    booking_reference="RZPNX8",
    type="instant",
    live_mode=False,
    created_at=_BOOKED,
    synced_at=datetime(2027, 1, 11, 9, 41, 16, tzinfo=UTC),
    owner=_AIRLINE,
    total_amount="450.00",
    total_currency="USD",
    payment_status=DueTold(
        awaiting_payment=False, payment_required_by=None, price_guarantee_expires_at=None, paid_at=_BOOKED
    ),
    slices=(_way("14A"),),
    passengers=(
        TravellerTold(
            id=_WHO,
            type="adult",
            title="ms",
            given_name="Amelia",
            family_name="Earhart",
            born_on="1987-07-24",
            gender="f",
            email="amelia@example.com",
            phone_number="+442080160508",
        ),
    ),
    documents=(DocumentTold(type="electronic_ticket", unique_identifier="1252106312810", passenger_ids=(_WHO,)),),
    conditions=_CONDITIONS,
    available_actions=("cancel",),
    agent="front desk",
    reference="ACME-1042",
)
_CHECKED = OrderTold(
    id=_ORDER,
    status="checking",
    booking_reference=None,
    type="instant",
    live_mode=False,
    created_at=_BOOKED,
    synced_at=None,
    total_amount="450.00",
    total_currency="USD",
    reference="ACME-1042",
)
_ORDERS = Page[OrderTold](data=(_ORDERED,), meta=Meta(limit=50, after="MjAyNy0wMS0xMVQwOTo0MTowNw"))
_QUOTE = QuoteTold(
    quote_id="quo_e6b0317c",
    order_id=_ORDER,
    refund_amount="385.00",
    refund_currency="USD",
    refund_to="balance",
    expires_at=datetime(2027, 1, 11, 10, 12, tzinfo=UTC),
    confirmed_at=None,
)
_PAYMENT = PaymentTold(order_id=_ORDER, amount="450.00", currency="USD", status="succeeded", created_at=_BOOKED)
_CHECKED_PAYMENT = _PAYMENT.model_copy(update={"status": "checking"})


_ENTRY = EntryTold(
    at=_BOOKED,
    agent="front desk",
    action="order",
    order_id=_ORDER,
    origin="10.0.0.17",
    request_id="0f2c7c1e4b5a4d6f8e9d0a1b2c3d4e5f",
    done=True,
)


def _one(told: Told) -> Told:
    return Data[Any](data=told)


ANSWERS: Mapping[tuple[str, str], Mapping[int, Told]] = {
    ("post", "/offer-requests"): {201: _one(_SEARCH)},
    ("get", "/offers"): {200: _OFFERS},
    ("get", "/offers/{offer_id}"): {200: _one(_OFFER)},
    ("get", "/offers/{offer_id}/seat-maps"): {200: Data[Any](data=_SEATS)},
    ("post", "/orders"): {201: _one(_ORDERED), 202: _one(_CHECKED)},
    ("get", "/orders"): {200: _ORDERS},
    ("get", "/orders/{order_id}"): {200: _one(_ORDERED)},
    ("post", "/orders/{order_id}/actions/cancel"): {200: _one(_QUOTE), 202: _one(_QUOTE)},
    ("post", "/payments"): {201: _one(_PAYMENT), 202: _one(_CHECKED_PAYMENT)},
    ("get", "/audit"): {200: Data[Any](data=[_ENTRY])},
}
"""By call and status."""


def put_examples(document: dict[str, Any], prefix: str) -> None:
    """Into a finished document: what makes it would leave out every null, and they are promised."""
    for (method, path), answers in ANSWERS.items():
        said = document["paths"][prefix + path][method]["responses"]
        for status, told in answers.items():
            said[str(status)]["content"]["application/json"]["example"] = told.model_dump(mode="json")
