"""What an itinerary says, as data: order and our own copy in, typed content out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.desk.paper_content import Itinerary, PaperBags, PriceKind, Rule, RuleState
from agentdesk.desk.papers import itinerary, itinerary_of
from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.booking import BagPick, Priced, SeatPick, Sent
from agentdesk.travel.environment import PRACTICE, Environment, World
from agentdesk.travel.journeys import Penalty, Permission
from agentdesk.travel.money import Money, total
from agentdesk.travel.offers import Bag, Offer, PaymentTerms, Service
from agentdesk.travel.orders import Order, OrderStatus, PaymentState, Ticket, TicketKind
from agentdesk.travel.passengers import OfferPassenger, PassengerKind, Traveller
from tests.papers.orders import (
    AGENCY,
    FAMILY,
    ISSUED,
    LONDON,
    a_passenger,
    called_off,
    four_flights,
    on_hold,
    one_way,
    paper,
    the_family,
    the_nine,
)
from tests.samples import ZZ, gbp

LIVE = Environment(World.LIVE, "https://api.duffel.com")


def sum_of(content: Itinerary) -> Money:
    return total([line.amount for line in content.prices], content.total.currency)


def what_was_sent(order: Order) -> Sent:
    """What led to that order, in the offer's own segment ids, with everything the order may fail to echo."""
    kinds = {one.id: one.kind or PassengerKind.ADULT for one in order.passengers}
    slices = tuple(
        replace(part, segments=tuple(replace(one, id=f"of_{one.id}") for one in part.segments)) for part in order.slices
    )
    flights = tuple(one.id for part in slices for one in part.segments)
    seats = tuple(
        SeatPick(f"of_{one.segment_ids[0]}", one.passenger_ids[0], one.designator, one.price, "ase_1")
        for one in order.services
        if one.kind == "seat"
    )
    bag = Service("ase_2", "baggage", gbp("60.00"), 2, ("pas_2",), flights, Bag("checked", weight_kg=23))
    assert order.base is not None
    offer = Offer(
        id="off_1",
        owner=ZZ,
        total=order.base,
        base=order.base,
        tax=order.tax,
        expires_at=ISSUED + timedelta(minutes=20),
        slices=slices,
        passengers=tuple(OfferPassenger(one.id, kinds[one.id]) for one in order.passengers),
        terms=PaymentTerms(True),
        change=Permission(True, Penalty("75.00", "EUR")),
        refund=Permission(True, Penalty("0.00", "GBP")),
        live_mode=False,
        emissions_kg="1790",
    )
    travellers = tuple(
        Traveller(
            passenger_id=one.id,
            kind=kinds[one.id],
            title=one.title,
            given_name=one.given_name,
            family_name=one.family_name,
            gender="f",
            born=date(1990, 1, 1),
            email="",
            phone="",
            infant_id=one.infant_id,
        )
        for one in order.passengers
    )
    priced = Priced(
        "draft", PRACTICE, offer, "orq_1", travellers, seats, (BagPick(bag, 1),), order.total, order.total, ISSUED
    )
    return Sent(priced, "attempt", ISSUED)


def silent(order: Order) -> Order:
    """The same order from an upstream that echoes as little as it may."""
    return replace(
        order,
        passengers=tuple(replace(one, title="", kind=None, infant_id="") for one in order.passengers),
        services=(),
        change=None,
        refund=None,
        slices=tuple(
            replace(
                part,
                segments=tuple(
                    replace(one, passengers=tuple(replace(has, seat="") for has in one.passengers))
                    for one in part.segments
                ),
            )
            for part in order.slices
        ),
    )


def from_silence(order: Order) -> Itinerary:
    return itinerary(silent(order), what_was_sent(order), AGENCY, PRACTICE, ISSUED, LONDON)


def test_everything_the_customer_must_know_is_there() -> None:
    content = paper(the_family())
    assert content.agency.name == "Harbour Street Travel"
    assert content.agent == "Ruth Amankwah"
    assert (content.airline, content.reference) == ("Duffel Airways", "IXK4SC")
    assert content.status is OrderStatus.TICKETED
    assert content.paid_at == ISSUED
    assert content.travellers[0].full_name == "Adaeze Okafor"
    assert [one.tickets for one in content.travellers] == [(f"972-240011830{at}",) for at in range(1, 5)]
    assert content.travellers[1].emds == ("972-1805004417",)
    assert content.travellers[3].carried_by == "Adaeze Okafor"
    assert [part.fare_brand for part in content.slices] == ["Standard", "Standard"]
    assert content.slices[0].flights[0].cabins == ("Economy",)
    assert content.order_id == "ord_0000AL3E9lRtT7XMqrEHp8"


def test_seats_and_bags_stand_with_their_traveller_and_flight() -> None:
    out, back = (part.flights[0] for part in paper(the_family()).slices)
    assert [one.seat for one in out.aboard] == ["31D", "31E", "31F", ""]
    assert [one.seat for one in back.aboard] == ["", "", "", ""]
    assert [one.on_lap for one in out.aboard] == [False, False, False, True]
    included = (PaperBags("checked", 1, None, bought=False), PaperBags("carry_on", 1, None, bought=False))
    assert out.aboard[0].bags == included
    assert back.aboard[1].bags == (*included, PaperBags("checked", 1, 23, bought=True))
    assert out.aboard[3].bags == ()


def test_price_lines_name_fare_taxes_and_each_extra() -> None:
    content = paper(the_family())
    assert [(line.kind, line.amount.text) for line in content.prices] == [
        (PriceKind.FARE, "1309.55"),
        (PriceKind.TAX, "303.22"),
        (PriceKind.SEAT, "25.00"),
        (PriceKind.SEAT, "25.00"),
        (PriceKind.SEAT, "25.00"),
        (PriceKind.BAG, "60.00"),
    ]
    assert content.prices[2].detail == "31D"
    assert content.prices[2].flights == ("ZZ 7967",)
    assert content.prices[-1].travellers == ("Daniel C. Okafor",)
    assert content.prices[-1].weight_kg == 23
    assert content.total == gbp("1747.77") == sum_of(content)


@pytest.mark.parametrize(
    ("permission", "rule"),
    [
        (None, Rule(RuleState.UNSAID)),
        (Permission(False), Rule(RuleState.FORBIDDEN)),
        (Permission(False, Penalty("10.00", "GBP")), Rule(RuleState.FORBIDDEN)),
        (Permission(True), Rule(RuleState.PENALTY_UNSAID)),
        (Permission(True, Penalty("0.00", "GBP")), Rule(RuleState.FREE)),
        (Permission(True, Penalty("50.00", "EUR")), Rule(RuleState.PENALTY, Money(Decimal("50.00"), "EUR"))),
        (Permission(True, Penalty("some", "EUR")), Rule(RuleState.PENALTY_UNSAID)),
    ],
)
def test_conditions_keep_silence_apart_from_refusal(permission: Permission | None, rule: Rule) -> None:
    content = paper(replace(one_way(), change=permission, refund=None))
    assert content.change == rule
    assert content.refund == Rule(RuleState.UNSAID)


def test_our_own_copy_fills_what_the_upstream_does_not_echo() -> None:
    content = from_silence(the_family())
    assert [one.kind for one in content.travellers] == [one.kind for one in FAMILY]
    assert content.travellers[0].title == "mrs"
    assert content.travellers[3].carried_by == "Adaeze Okafor"
    out = content.slices[0].flights[0]
    assert [one.seat for one in out.aboard] == ["31D", "31E", "31F", ""]
    assert out.aboard[3].on_lap
    assert out.aboard[1].bags[-1] == PaperBags("checked", 1, 23, bought=True, confirmed=False)
    assert content.has_unconfirmed
    assert content.change == Rule(RuleState.PENALTY, Money.of("75.00", "EUR"))
    assert content.refund == Rule(RuleState.FREE)
    assert content.emissions_kg == "1790"
    assert sum_of(content) == content.total


def test_what_the_upstream_echoes_outweighs_our_own_copy() -> None:
    order = the_family()
    content = itinerary(order, what_was_sent(order), AGENCY, PRACTICE, ISSUED, LONDON)
    assert content.prices == paper(order).prices
    assert content.change.penalty == gbp("50.00")
    assert not content.has_unconfirmed


def test_extras_from_our_copy_are_left_out_when_the_price_is_not_the_agreed_one() -> None:
    order = the_family()
    cheaper = replace(silent(order), total=order.total - gbp("60.00"))
    content = itinerary(cheaper, what_was_sent(order), AGENCY, PRACTICE, ISSUED, LONDON)
    assert not content.has_unconfirmed
    assert all(line.kind is not PriceKind.BAG for line in content.prices)
    assert sum_of(content) == cheaper.total


def test_a_passenger_with_another_id_upstream_is_found_by_name() -> None:
    order = the_family()
    renamed = replace(silent(order), passengers=tuple(replace(one, id=f"x_{one.id}") for one in order.passengers))
    content = itinerary(renamed, what_was_sent(order), AGENCY, PRACTICE, ISSUED, LONDON)
    assert content.travellers[2].kind is PassengerKind.CHILD
    assert content.travellers[3].carried_by == "Adaeze Okafor"


def test_tickets_that_name_nobody_stand_apart() -> None:
    tickets = (Ticket(TicketKind.TICKET, "1", ()), Ticket(TicketKind.EMD_STANDALONE, "2", ()))
    family = paper(replace(the_family(), tickets=tickets))
    assert family.loose_tickets == ("1",)
    assert family.loose_emds == ("2",)
    assert all(one.tickets == () for one in family.travellers)
    alone = paper(replace(one_way(), tickets=tickets))
    assert (alone.travellers[0].tickets, alone.travellers[0].emds) == (("1",), ("2",))
    assert (alone.loose_tickets, alone.loose_emds) == ((), ())


def test_tickets_still_to_come_are_said() -> None:
    assert paper(one_way()).tickets_follow
    assert not paper(the_family()).tickets_follow


def test_a_hold_is_neither_paid_nor_awaiting_tickets() -> None:
    content = paper(on_hold())
    assert content.status is OrderStatus.HELD
    assert not content.is_paid
    assert not content.tickets_follow
    assert content.paid_at is None
    assert content.pay_by == datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def test_a_cancelled_order_is_not_paid_for_anything() -> None:
    assert paper(called_off()).status is OrderStatus.CANCELLED
    assert not paper(called_off()).is_paid


def test_a_paid_hold_was_paid_when_the_upstream_says() -> None:
    paid = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert paper(replace(on_hold(), payment=PaymentState(False, paid_at=paid))).paid_at == paid


@pytest.mark.parametrize(
    ("environment", "live_mode", "world"),
    [
        (PRACTICE, False, World.PRACTICE),
        (Environment(World.TEST, "https://api.duffel.com"), False, World.TEST),
        (LIVE, True, World.LIVE),
        (LIVE, False, World.TEST),
    ],
)
def test_no_order_that_was_never_sold_looks_real(environment: Environment, live_mode: bool, world: World) -> None:
    assert paper(replace(one_way(), live_mode=live_mode), environment).world is world


def test_a_kept_order_gets_its_paper_in_the_name_of_who_sold_it() -> None:
    order = the_family()
    record = OrderRecord(silent(order), ISSUED, PRACTICE, what_was_sent(order), "Bola Ade")
    content = itinerary_of(record, AGENCY, ISSUED, LONDON)
    assert content == replace(from_silence(order), agent="Bola Ade")
    assert itinerary_of(replace(record, agent=""), AGENCY, ISSUED, LONDON).agent == "Ruth Amankwah"


def test_waits_tell_nights_and_changes_of_airport() -> None:
    first, second, third = paper(the_nine()).slices[0].flights
    assert first.layover_after is not None
    assert first.layover_after.duration == timedelta(hours=2, minutes=5)
    assert not first.layover_after.overnight
    assert second.layover_after is not None
    assert second.layover_after.overnight
    assert third.layover_after is None


def test_a_flight_moved_to_another_day_takes_no_seat_from_our_copy() -> None:
    order = the_family()
    out = silent(order).slices[0]
    moved = replace(
        out.segments[0], flight=replace(out.segments[0].flight, departs=datetime(2026, 12, 13, 9, 55), number="0007")
    )
    later = replace(silent(order), slices=(replace(out, segments=(moved,)), order.slices[1]))
    content = itinerary(later, what_was_sent(order), AGENCY, PRACTICE, ISSUED, LONDON)
    assert [one.seat for one in content.slices[0].flights[0].aboard] == ["", "", "", ""]


amounts = st.decimals(min_value=0, max_value=99_999, places=2)


@given(base=st.none() | amounts, tax=st.none() | amounts, whole=amounts)
def test_price_lines_always_add_up_to_the_total(base: Decimal | None, tax: Decimal | None, whole: Decimal) -> None:
    order = replace(
        the_family(),
        total=Money(whole, "GBP"),
        base=None if base is None else Money(base, "GBP"),
        tax=None if tax is None else Money(tax, "GBP"),
    )
    assert sum_of(paper(order)) == order.total


def test_extras_that_the_base_amount_already_counts_are_taken_out_of_the_fare() -> None:
    order = the_family()
    assert order.base is not None
    counted = replace(order, base=order.base + gbp("135.00"))
    assert paper(counted).prices == paper(order).prices


def test_an_amount_in_another_currency_is_never_added() -> None:
    order = the_family()
    foreign = replace(order.services[0], price=Money.of("30.00", "EUR"))
    content = paper(replace(order, services=(foreign, *order.services[1:]), tax=Money.of("9.00", "EUR")))
    assert {line.amount.currency for line in content.prices} == {"GBP"}
    assert sum_of(content) == order.total


def test_other_locators_leave_out_the_one_in_the_head() -> None:
    order = replace(one_way(), references=(("Duffel Airways", "IXK4SC"), ("Aer Lingus", "2QX7LP")))
    assert paper(order).other_references == (("Aer Lingus", "2QX7LP"),)


def test_cabins_and_kinds_of_other_words_are_kept() -> None:
    out, _ = four_flights()
    people = (a_passenger(1, "Amelia", "Earhart"),)
    order = one_way()
    segment = order.slices[0].segments[0]
    suite = replace(segment.passengers[0], cabin_name="", cabin_class="suite")
    part = replace(order.slices[0], segments=(replace(segment, flight=out[0], passengers=(suite,)),))
    assert paper(replace(order, slices=(part,), passengers=people)).slices[0].flights[0].cabins == ("suite",)
