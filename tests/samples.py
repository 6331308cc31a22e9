"""Small, right values of the trade for tests: a return trip London to New York for a family."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from agentdesk.travel.booking import Draft, Priced, Sent, Step
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.journeys import (
    BagAllowance,
    Flight,
    Penalty,
    Permission,
    Segment,
    SegmentPassenger,
    Slice,
    SliceConditions,
)
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Bag, Offer, PaymentTerms, Service
from agentdesk.travel.orders import Order, OrderPassenger, PaymentState, Ticket, TicketKind
from agentdesk.travel.passengers import OfferPassenger, Party, PassengerKind, Traveller
from agentdesk.travel.places import Airline, Airport, Place
from agentdesk.travel.search import Cabin, Leg, Search

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LHR = Airport("LHR", "Heathrow Airport", "London", "GB", "Europe/London", "LON")
JFK = Airport("JFK", "John F. Kennedy International Airport", "New York", "US", "America/New_York", "NYC")
ZZ = Airline("ZZ", "Duffel Airways")
BA = Airline("BA", "British Airways")
FAMILY = (
    OfferPassenger("pas_1", PassengerKind.ADULT),
    OfferPassenger("pas_2", PassengerKind.ADULT),
    OfferPassenger("pas_3", None, 7),
    OfferPassenger("pas_4", PassengerKind.INFANT, 1),
)


def gbp(amount: str) -> Money:
    return Money.of(amount, "GBP")


def a_flight(
    number: str = "7967",
    origin: Airport = LHR,
    destination: Airport = JFK,
    departs: datetime = datetime(2026, 12, 12, 9, 55),
    arrives: datetime = datetime(2026, 12, 12, 13, 0),
    duration: timedelta = timedelta(hours=8, minutes=5),
) -> Flight:
    return Flight(
        origin=origin,
        destination=destination,
        departs=departs,
        arrives=arrives,
        duration=duration,
        marketing=ZZ,
        number=number,
        operating=BA,
        operating_number="117",
        aircraft="Boeing 777-300",
        origin_terminal="2",
        destination_terminal="4",
    )


def a_slice(flight: Flight, ident: str, passengers: tuple[OfferPassenger, ...]) -> Slice:
    on_board = tuple(
        SegmentPassenger(one.id, "economy", "Economy", "Y1", (BagAllowance("checked", 1), BagAllowance("carry_on", 1)))
        for one in passengers
    )
    return Slice(
        id=f"sli_{ident}",
        origin=flight.origin,
        destination=flight.destination,
        segments=(Segment(f"seg_{ident}", flight, on_board),),
        duration=flight.duration,
        fare_brand="Standard",
        conditions=SliceConditions(),
        comparison_key=f"key_{ident}",
    )


def an_offer(
    ident: str = "off_1", total: str = "1612.77", passengers: tuple[OfferPassenger, ...] = FAMILY[:1]
) -> Offer:
    out = a_flight()
    back = a_flight(
        "7968",
        JFK,
        LHR,
        datetime(2026, 12, 19, 20, 15),
        datetime(2026, 12, 20, 8, 10),
        timedelta(hours=6, minutes=55),
    )
    price = gbp(total)
    return Offer(
        id=ident,
        owner=ZZ,
        total=price,
        base=price - gbp("100.00"),
        tax=gbp("100.00"),
        expires_at=NOON + timedelta(minutes=30),
        slices=(a_slice(out, "out", passengers), a_slice(back, "back", passengers)),
        passengers=passengers,
        terms=PaymentTerms(False, NOON + timedelta(hours=72), NOON + timedelta(hours=48)),
        change=Permission(True, Penalty("50.00", "GBP")),
        refund=Permission(False),
        live_mode=False,
        emissions_kg="597",
    )


def a_bag(ident: str = "ase_bag1", passenger_id: str = "pas_1", price: str = "20.00") -> Service:
    return Service(
        ident, "baggage", gbp(price), 2, (passenger_id,), ("seg_out", "seg_back"), Bag("checked", weight_kg=23)
    )


def a_search() -> Search:
    london = Place("LHR", "Heathrow Airport", "London", "GB", False, "Europe/London")
    york = Place("JFK", "John F. Kennedy International Airport", "New York", "US", False, "America/New_York")
    return Search(
        legs=(Leg(london, york, date(2026, 12, 12)), Leg(york, london, date(2026, 12, 19))),
        party=Party(adults=1),
        cabin=Cabin.ECONOMY,
    )


def amelia(passenger_id: str = "pas_1") -> Traveller:
    return Traveller(
        passenger_id=passenger_id,
        kind=PassengerKind.ADULT,
        title="ms",
        given_name="Amelia",
        family_name="Earhart",
        gender="f",
        born=date(1987, 7, 24),
        email="amelia@example.com",
        phone="+442080160508",
    )


def a_draft(offer: Offer | None = None, ident: str = "draft-1") -> Draft:
    return Draft(
        id=ident,
        environment=PRACTICE,
        step=Step.PAYMENT,
        search=a_search(),
        offer_request_id="orq_1",
        offer=offer or an_offer(),
    )


def a_priced(offer: Offer | None = None) -> Priced:
    offer = offer or an_offer()
    return Priced(
        draft_id="draft-1",
        environment=PRACTICE,
        offer=offer,
        offer_request_id="orq_1",
        travellers=(amelia(),),
        seats=(),
        bags=(),
        shown_total=offer.total,
        total=offer.total,
        at=NOON,
    )


def a_sent(attempt: str = "attempt-1") -> Sent:
    return Sent(a_priced(), attempt, NOON)


def an_order(ident: str = "ord_1", *, attempt: str = "attempt-1", ticketed: bool = True) -> Order:
    offer = an_offer()
    return Order(
        id=ident,
        reference="4QK7ZB",
        created_at=NOON,
        live_mode=False,
        kind="instant",
        offer_id=offer.id,
        owner=offer.owner,
        total=offer.total,
        base=offer.base,
        tax=offer.tax,
        slices=offer.slices,
        passengers=(OrderPassenger("pas_1", "Amelia", "Earhart", "ms", "f", "1987-07-24"),),
        services=(),
        tickets=(Ticket(TicketKind.TICKET, "125-2125261780", ("pas_1",)),) if ticketed else (),
        payment=PaymentState(False, paid_at=NOON),
        change=offer.change,
        refund=offer.refund,
        metadata=(("agentdesk_attempt", attempt),),
    )


def expired(offer: Offer) -> Offer:
    return replace(offer, expires_at=NOON - timedelta(seconds=1))
