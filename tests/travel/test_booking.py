"""The states of a booking, the wizard through it, and what it costs on the way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel import basket
from agentdesk.travel.booking import (
    BagPick,
    Booked,
    Booking,
    Draft,
    JournalLine,
    Refused,
    SeatPick,
    Step,
    StruckOut,
    Unsure,
    draft_total,
    extras,
    is_open,
    may_edit,
    send,
)
from agentdesk.travel.flow import ORDER, done, is_sold, may_visit, step_back, step_on
from agentdesk.travel.money import Money, total
from agentdesk.travel.passengers import PassengerKind, TravellerForm
from tests.samples import FAMILY, NOON, a_bag, a_draft, a_priced, a_sent, an_offer, gbp

SENT = a_sent()
SEAT = SeatPick("seg_out", "pas_1", "31D", gbp("30.00"), "ase_seat")
LINES: list[tuple[JournalLine, bool]] = [
    (SENT, True),
    (Unsure(SENT, "timeout", "req_1", NOON), True),
    (Booked(SENT, "ord_1", "4QK7ZB", NOON), False),
    (Refused(SENT, "offer_expired", "", "req_1", NOON), False),
    (StruckOut(SENT, NOON), False),
]


@pytest.mark.parametrize(("line", "looked_for"), LINES)
def test_only_what_is_not_known_is_looked_for(line: JournalLine, looked_for: bool) -> None:
    assert is_open(line) is looked_for


@pytest.mark.parametrize(
    ("booking", "editable"),
    [
        (a_draft(), True),
        (a_priced(), True),
        (LINES[3][0], True),
        (LINES[4][0], True),
        (SENT, False),
        (LINES[1][0], False),
        (LINES[2][0], False),
    ],
)
def test_nothing_can_be_edited_while_it_may_have_been_sold(booking: Booking, editable: bool) -> None:
    assert may_edit(booking) is editable


def test_what_is_sent_is_what_was_priced() -> None:
    sent = send(a_priced(), "attempt-9", NOON)
    assert (sent.priced, sent.attempt, sent.at) == (a_priced(), "attempt-9", NOON)


def test_a_changed_price_says_by_how_much() -> None:
    priced = a_priced()
    assert not priced.has_changed
    risen = replace(priced, total=priced.total + gbp("12.40"))
    assert risen.has_changed
    assert risen.difference == gbp("12.40")


def test_a_draft_without_an_offer_has_no_total() -> None:
    assert draft_total(Draft("d", a_draft().environment)) is None


PRICES = st.decimals(0, 10_000, places=2).map(lambda amount: Money(amount, "GBP"))


@given(st.lists(PRICES, max_size=4), st.lists(st.tuples(PRICES, st.integers(1, 3)), max_size=4))
def test_the_lines_of_the_basket_add_up_to_the_total(seats: list[Money], bags: list[tuple[Money, int]]) -> None:
    draft = replace(
        a_draft(an_offer(passengers=FAMILY)),
        seats=tuple(replace(SEAT, price=price) for price in seats),
        bags=tuple(BagPick(replace(a_bag(), price=price), count) for price, count in bags),
    )
    assert draft.offer is not None
    lines = basket.lines(draft.offer, draft)
    assert total([line.amount for line in lines], "GBP") == draft_total(draft)
    assert [line.what for line in lines[:2]] == ["fare", "taxes"]
    assert {line.what: line.quantity for line in lines}.get("bags", 0) == sum(count for _, count in bags)


def test_without_known_taxes_the_fare_is_the_whole() -> None:
    offer = replace(an_offer(), tax=None)
    assert [(line.what, line.amount) for line in basket.lines(offer)] == [("fare", offer.total)]


def test_the_party_is_counted_by_kind_adults_first() -> None:
    assert basket.party(an_offer(passengers=FAMILY)) == (
        (PassengerKind.ADULT, 2),
        (PassengerKind.CHILD, 1),
        (PassengerKind.INFANT, 1),
    )


def test_extras_are_seats_and_bags() -> None:
    assert extras((SEAT,), (BagPick(a_bag(price="20.00"), 2),), "GBP") == gbp("70.00")
    assert extras((), (), "JPY") == Money.zero("JPY")


def test_a_draft_remembers_where_the_agent_looked() -> None:
    draft = a_draft().with_look("scroll", "120").with_look("focus", "born").with_look("scroll", "80")
    assert (draft.look("scroll"), draft.look("focus"), draft.look("other")) == ("80", "born", "")
    assert draft.looks == (("focus", "born"), ("scroll", "80"))


def empty(step: Step) -> Draft:
    return Draft("d", a_draft().environment, step=step)


def test_steps_open_as_the_draft_grows() -> None:
    draft = empty(Step.SEARCH)
    assert [step for step in Step if may_visit(draft, step)] == [Step.SEARCH]
    draft = replace(draft, search=a_draft().search)
    assert [step for step in Step if may_visit(draft, step)] == [Step.SEARCH, Step.OFFERS]
    draft = replace(draft, offer=an_offer())
    assert not may_visit(draft, Step.PAYMENT)
    draft = replace(draft, travellers=(TravellerForm("pas_1"),))
    assert [step for step in Step if may_visit(draft, step)] == list(ORDER[:-1])


def test_what_was_sent_can_only_be_watched() -> None:
    sent = replace(a_draft(), travellers=(TravellerForm("pas_1"),), attempt="attempt-1")
    assert is_sold(sent)
    assert [step for step in Step if may_visit(sent, step)] == [Step.PAYMENT]
    booked = replace(sent, order_id="ord_1", step=Step.TICKET)
    assert [step for step in Step if may_visit(booked, step)] == [Step.TICKET]
    assert step_back(sent) is None
    assert step_back(booked) is None


@pytest.mark.parametrize("step", list(Step))
def test_back_undoes_on(step: Step) -> None:
    on = step_on(empty(step))
    if on is None:
        assert step is Step.TICKET
    else:
        assert step_back(empty(on)) is step
    assert done(empty(step)) == ORDER[: ORDER.index(step)]
    assert step_back(empty(Step.SEARCH)) is None
