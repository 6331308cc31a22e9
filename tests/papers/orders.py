"""Orders to make papers of: a family's return, nine people on four flights, one person one way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agentdesk.desk.paper_content import Itinerary
from agentdesk.desk.papers import itinerary
from agentdesk.desk.preferences import Agency, Preferences
from agentdesk.travel.environment import PRACTICE, Environment
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
from agentdesk.travel.offers import Bag
from agentdesk.travel.orders import BookedService, Order, OrderPassenger, PaymentState, Ticket, TicketKind
from agentdesk.travel.passengers import PassengerKind
from agentdesk.travel.places import Airline, Airport
from tests.samples import BA, JFK, LHR, ZZ, a_flight, gbp

ISSUED = datetime(2026, 11, 23, 14, 43, tzinfo=UTC)
LONDON = "Europe/London"
LGW = Airport("LGW", "Gatwick Airport", "London", "GB", "Europe/London", "LON")
DUB = Airport("DUB", "Dublin Airport", "Dublin", "IE", "Europe/Dublin")
GRU = Airport(
    "GRU", "Guarulhos–Governador André Franco Montoro International Airport", "São Paulo", "BR", "America/Sao_Paulo"
)
AER_LINGUS = Airline("EI", "Aer Lingus")
AGENCY = Preferences(
    agency=Agency(
        name="Harbour Street Travel",
        address="14 Harbour Street, Bristol BS1 4QA",
        email="desk@harbourstreet.example",
        phone="+44 117 496 0142",
    ),
    agent="Ruth Amankwah",
)
OUT = a_flight()
BACK = a_flight(
    "7968", JFK, LHR, datetime(2026, 12, 19, 20, 15), datetime(2026, 12, 20, 8, 10), timedelta(hours=6, minutes=55)
)


def a_passenger(number: int, given: str, family: str, title: str = "", kind: str = "adult") -> OrderPassenger:
    return OrderPassenger(f"pas_{number}", given, family, title, kind=PassengerKind(kind))


FAMILY = (
    replace(a_passenger(1, "Adaeze", "Okafor", "mrs"), infant_id="pas_4"),
    a_passenger(2, "Daniel C.", "Okafor", "mr"),
    a_passenger(3, "Zoe", "Okafor", "miss", "child"),
    a_passenger(4, "Ada", "Okafor", "miss", "infant_without_seat"),
)


def a_slice(
    ident: str, flights: tuple[Flight, ...], people: tuple[OrderPassenger, ...], seats: dict[tuple[str, str], str]
) -> Slice:
    """Segments are named `seg_<ident><place>`; seats by (segment id, passenger id)."""
    segments = tuple(
        Segment(
            f"seg_{ident}{at}",
            flight,
            tuple(
                SegmentPassenger(
                    passenger_id=one.id,
                    cabin_class="economy",
                    cabin_name="Economy",
                    fare_basis="Y1",
                    bags=()
                    if one.kind is PassengerKind.INFANT
                    else (BagAllowance("checked", 1), BagAllowance("carry_on", 1)),
                    seat=seats.get((f"seg_{ident}{at}", one.id), ""),
                )
                for one in people
            ),
        )
        for at, flight in enumerate(flights)
    )
    return Slice(
        f"sli_{ident}", flights[0].origin, flights[-1].destination, segments, None, "Standard", SliceConditions()
    )


def a_seat(ident: str, passenger_id: str, segment_id: str, designator: str, price: str = "25.00") -> BookedService:
    return BookedService(f"ser_{ident}", "seat", 1, gbp(price), (passenger_id,), (segment_id,), designator)


def a_bag(
    ident: str, passenger_id: str, segments: tuple[str, ...], price: str = "60.00", kg: int = 23
) -> BookedService:
    return BookedService(
        f"ser_{ident}", "baggage", 1, gbp(price), (passenger_id,), segments, bag=Bag("checked", weight_kg=kg)
    )


def an_order(
    slices: tuple[Slice, ...],
    people: tuple[OrderPassenger, ...],
    services: tuple[BookedService, ...] = (),
    base: str = "1309.55",
    tax: str = "303.22",
) -> Order:
    price = gbp(base) + gbp(tax)
    for service in services:
        price = price + service.price
    return Order(
        id="ord_0000AL3E9lRtT7XMqrEHp8",
        reference="IXK4SC",
        created_at=ISSUED,
        live_mode=False,
        kind="instant",
        offer_id="off_1",
        owner=ZZ,
        total=price,
        base=gbp(base),
        tax=gbp(tax),
        slices=slices,
        passengers=people,
        services=services,
        tickets=tuple(
            Ticket(TicketKind.TICKET, f"972-24001183{at:02}", (one.id,)) for at, one in enumerate(people, start=1)
        ),
        payment=PaymentState(False),
        change=Permission(True, Penalty("50.00", "GBP")),
        refund=Permission(True, Penalty("110.00", "GBP")),
    )


def the_family() -> Order:
    """Two adults, a child and an infant to New York and back, three seats out, two back, a bag."""
    seats = {("seg_out0", "pas_1"): "31D", ("seg_out0", "pas_2"): "31E", ("seg_out0", "pas_3"): "31F"}
    slices = (a_slice("out", (OUT,), FAMILY, seats), a_slice("back", (BACK,), FAMILY, {}))
    services = (
        *(a_seat(seat, who, where, seat) for (where, who), seat in seats.items()),
        a_bag("bag", "pas_2", ("seg_out0", "seg_back0")),
    )
    order = an_order(slices, FAMILY, services)
    emd = Ticket(TicketKind.EMD_ASSOCIATED, "972-1805004417", ("pas_2",))
    return replace(order, tickets=(*order.tickets, emd))


NINE = (
    a_passenger(1, "Bartholomew Maximilian", "Featherstonehaugh-Cholmondeley", "mr"),
    a_passenger(2, "Zoë", "Łukasiewicz-Żółć", "ms"),
    a_passenger(3, "太郎", "山田", "mr"),
    a_passenger(4, "محمد علي", "الأحمد", "mr"),
    a_passenger(5, "Екатерина", "Иванова", "mrs"),
    a_passenger(6, "עדינה", "כהן", "miss", "child"),
    a_passenger(7, "민준", "김", "mr", "child"),
    a_passenger(8, "Đặng Thị", "Nguyễn", "dr"),
    a_passenger(9, "Ólafur", "Þórðarson", "", "infant_without_seat"),
)


def four_flights() -> tuple[tuple[Flight, ...], tuple[Flight, ...]]:
    """London to São Paulo by Dublin and New York with a change of airport and a night; and back."""
    first = replace(
        a_flight("151", LHR, DUB, datetime(2026, 12, 14, 8, 25), datetime(2026, 12, 14, 9, 50), timedelta(minutes=85)),
        marketing=BA,
        operating=AER_LINGUS,
        operating_number="0151",
        aircraft="Airbus A320neo",
    )
    second = a_flight(
        "105", DUB, JFK, datetime(2026, 12, 14, 11, 55), datetime(2026, 12, 14, 14, 40), timedelta(hours=7, minutes=45)
    )
    third = a_flight(
        "247", JFK, GRU, datetime(2026, 12, 15, 22, 10), datetime(2026, 12, 16, 10, 5), timedelta(hours=9, minutes=55)
    )
    home = a_flight(
        "246", GRU, LGW, datetime(2026, 12, 27, 17, 30), datetime(2026, 12, 28, 7, 40), timedelta(hours=11, minutes=10)
    )
    return (first, second, third), (home,)


def the_nine() -> Order:
    """Nine people of as many scripts on four flights, with a seat each on each flight, and four bags."""
    out, back = four_flights()
    segments = ("seg_out0", "seg_out1", "seg_out2", "seg_back0")
    seated = NINE[:8]
    seats = {(where, one.id): f"{21 + at}{'ABCDEFGH'[at]}" for where in segments for at, one in enumerate(seated)}
    services = (
        *(a_seat(f"{where}{who}", who, where, seat) for (where, who), seat in seats.items()),
        *(a_bag(f"bag{one.id}", one.id, segments[:3], "45.50", 32) for one in NINE[1:5]),
    )
    return an_order(
        (a_slice("out", out, NINE, seats), a_slice("back", back, NINE, seats)), NINE, services, "8214.40", "2210.18"
    )


def one_way() -> Order:
    """One person, one flight, tickets still to come, and an airline that says nothing of refunds."""
    people = (a_passenger(1, "Amelia", "Earhart", "ms"),)
    order = an_order((a_slice("out", (OUT,), people, {}),), people, base="412.00", tax="96.31")
    return replace(order, tickets=(), change=Permission(False), refund=None)


def paper(order: Order, environment: Environment = PRACTICE, preferences: Preferences = AGENCY) -> Itinerary:
    return itinerary(order, None, preferences, environment, ISSUED, LONDON)


def on_hold() -> Order:
    """The family's trip kept for them until Friday."""
    pay_by = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    return replace(
        the_family(), kind="hold", tickets=(), payment=PaymentState(True, pay_by=pay_by, price_held_until=pay_by)
    )


def six_flights() -> Order:
    """More flights than columns: London to São Paulo and back by the same three stations."""
    out, _ = four_flights()
    back = tuple(
        replace(
            flight,
            origin=flight.destination,
            destination=flight.origin,
            departs=datetime(2027, 1, 3 + at, 9, 0),
            arrives=datetime(2027, 1, 3 + at, 17, 30),
        )
        for at, flight in enumerate(reversed(out))
    )
    seats = {(f"seg_out{at}", "pas_1"): f"4{at}K" for at in range(3)}
    slices = (a_slice("out", out, FAMILY, seats), a_slice("back", back, FAMILY, {}))
    return replace(an_order(slices, FAMILY), open_airline_changes=1, references=(("Aer Lingus", "2QX7LP"),))


def called_off() -> Order:
    return replace(the_family(), cancelled_at=ISSUED)
