"""What a fare gives, in words, and what nobody has said."""

from dataclasses import replace

import pytest

from agentdesk.travel.journeys import BagAllowance, Penalty, Permission
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.ui.lists import fare_words
from agentdesk.ui.lists.fare_words import State
from tests.samples import FAMILY, an_offer


def with_bags(*allowances: tuple[BagAllowance, ...]) -> Offer:
    """One adult out and back, with these allowances on each flight."""
    offer = an_offer()
    slices = []
    for part, bags in zip(offer.slices, allowances, strict=True):
        segment = part.segments[0]
        on_board = tuple(replace(one, bags=bags) for one in segment.passengers)
        slices.append(replace(part, segments=(replace(segment, passengers=on_board),)))
    return replace(offer, slices=tuple(slices))


ONE, NONE = (BagAllowance("checked", 1),), (BagAllowance("checked", 0),)


@pytest.mark.parametrize(
    ("out", "back", "state", "text"),
    [
        (ONE, ONE, State.FREE, "1 hold bag each"),
        ((BagAllowance("checked", 2),), ONE, State.FREE, "1 hold bag each"),
        (ONE, NONE, State.COSTS, "1 hold bag, not on all flights"),
        (NONE, NONE, State.NO, "No hold bag"),
        ((), (), State.UNSAID, "The airline does not say"),
    ],
)
def test_bags_are_those_of_every_flight(
    out: tuple[BagAllowance, ...], back: tuple[BagAllowance, ...], state: State, text: str
) -> None:
    assert fare_words.bag(with_bags(out, back), "checked") == fare_words.Said(state, text)


@pytest.mark.parametrize(
    ("allowed", "state", "change", "refund"),
    [
        (None, State.UNSAID, "The airline does not say", "The airline does not say"),
        (Permission(False), State.NO, "Not allowed", "Not allowed"),
        (Permission(True, Penalty("0.00", "GBP")), State.FREE, "Free", "Free"),
        (Permission(True, Penalty("5000", "JPY")), State.COSTS, "¥5,000", "Less ¥5,000"),
        (Permission(True), State.COSTS, "For a fee not said", "For a fee not said"),
    ],
)
def test_a_condition_is_in_one_of_four_states(
    allowed: Permission | None, state: State, change: str, refund: str
) -> None:
    assert fare_words.cell(allowed, "change") == fare_words.Said(state, change)
    assert fare_words.cell(allowed, "refund") == fare_words.Said(state, refund)


@pytest.mark.parametrize(
    ("amount", "currency", "each"),
    [
        ("1000.00", "GBP", "£500.00 adult"),
        ("100001", "JPY", "¥50,000 adult"),
        ("100.001", "KWD", "KWD 50.000 adult"),
        ("99.99", "EUR", "€50.00 adult"),
    ],
)
def test_the_price_for_one_has_the_digits_of_its_currency(amount: str, currency: str, each: str) -> None:
    offer = replace(an_offer(passengers=FAMILY[:2]), total=Money.of(amount, currency))
    assert fare_words.each(offer) == each


def test_no_price_for_one_is_made_up_where_not_all_are_adults() -> None:
    assert fare_words.each(an_offer(passengers=FAMILY)) == "for 4"
    assert fare_words.each(an_offer()) == ""


def test_emissions_are_for_each_who_has_a_seat() -> None:
    offer = replace(an_offer(passengers=FAMILY), emissions_kg="1790")
    assert fare_words.emissions_each(offer) == "597 kg CO₂"
    assert fare_words.emissions_each(replace(offer, emissions_kg="")) == ""
    assert fare_words.emissions_each(replace(offer, emissions_kg="unknown")) == ""


def test_both_deadlines_of_a_hold_are_said() -> None:
    pay, price = fare_words.hold_lines(an_offer())
    assert pay.startswith("Pay by Thu 26 Nov")
    assert price.startswith("Price to Wed 25 Nov")
