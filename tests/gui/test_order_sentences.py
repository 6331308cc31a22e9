"""The words of an order's page: places, ways, seats, bags, the money, what comes next, what is said by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.money import Money, total
from agentdesk.travel.offers import Bag
from agentdesk.travel.orders import BookedService, Order, OrderPassenger, PaymentState
from agentdesk.travel.passengers import Document, PassengerKind
from agentdesk.travel.places import Airport
from agentdesk.ui.orders.order_next import coming
from agentdesk.ui.orders.order_page_words import news
from agentdesk.ui.orders.order_sentences import badges, bag_words, money_lines, place_name, seat_words, way_name
from tests.gui.order_under_test import a_changed, a_held, a_ticketed
from tests.samples import JFK, LHR, NOON, a_sent, gbp


def kept(order: Order, **what: object) -> OrderRecord:
    record = OrderRecord(order, NOON, PRACTICE, None, "Ruth Amankwah")
    return replace(record, **what)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("airport", "said"),
    [
        (LHR, "London Heathrow"),
        (JFK, "New York John F. Kennedy"),
        (Airport("FRA", "Frankfurt Airport", "Frankfurt", "DE", "Europe/Berlin"), "Frankfurt"),
        (Airport("XXX", "", "", "", ""), "XXX"),
    ],
)
def test_places_are_named_by_city_and_airport(airport: Airport, said: str) -> None:
    assert place_name(airport) == said


def test_ways_are_out_and_back_only_for_a_return() -> None:
    slices = a_ticketed().slices
    assert [way_name(slices, place) for place in (0, 1)] == ["Out", "Back"]
    assert way_name(slices[:1], 0) == ""
    assert way_name((slices[0], slices[0]), 1) == "Flight 2"


def test_seats_say_where_there_is_none() -> None:
    order = a_ticketed()
    assert seat_words(order, order.passengers[0]) == "14C out, none back"
    assert seat_words(replace(order, services=()), order.passengers[0]) == "none yet; given at check-in"
    assert seat_words(order, OrderPassenger("pas_9", "Bo", "E", kind=PassengerKind.INFANT)) == "on a lap"


def test_bags_tell_what_comes_with_the_fare_and_what_was_bought() -> None:
    bag = BookedService("ser_2", "baggage", 2, gbp("20.00"), ("pas_1",), (), "", Bag("checked", weight_kg=23))
    order = a_ticketed(services=(bag,))
    assert bag_words(order, order.passengers[0]) == "1 hold bag and 1 cabin bag, plus 2 of 23 kg"


@pytest.mark.parametrize("amount", ["1612.77", "1624.77", "1700.00", "12.00"])
def test_the_lines_above_the_sum_add_up_to_it(amount: str) -> None:
    lines = money_lines(kept(a_ticketed(total=gbp(amount))), NOON)
    sums = [place for place, line in enumerate(lines) if line.strong]
    above = [line.amount for line in lines[: sums[0]]]
    assert total(above, "GBP") == lines[sums[0]].amount == gbp(amount)


def test_a_fee_in_another_currency_is_not_added() -> None:
    lines = money_lines(kept(a_ticketed(), fee=Money.of("25", "EUR")), NOON)
    assert "The customer pays" not in [line.what for line in lines]


def test_a_cancelled_order_says_what_came_back_and_what_was_kept() -> None:
    quote = Cancellation("ore_1", "ord_1", NOON, confirmed_at=NOON, refund=gbp("53.59"), refund_to="balance")
    order = a_ticketed(cancelled_at=NOON, cancellation=quote)
    said = {line.what: line.amount for line in money_lines(kept(order), NOON)}
    assert said["Came back"] == gbp("53.59")
    assert said["Kept by the airline"] == gbp("1571.18")


def test_an_unpaid_hold_that_was_released_had_nothing_to_give_back() -> None:
    quote = Cancellation("ore_1", "ord_1", NOON, confirmed_at=NOON, refund=gbp("0"), refund_to="awaiting_payment")
    order = a_held(cancelled_at=NOON, cancellation=quote)
    assert "Came back" not in [line.what for line in money_lines(kept(order), NOON)]


def test_what_comes_next_is_never_empty() -> None:
    orders = (
        a_ticketed(),
        a_held(),
        a_changed(),
        a_ticketed(cancelled_at=NOON),
        a_held(payment=PaymentState(False, NOON)),
    )
    for order in orders:
        for days in (0, 5, 20, 400):
            assert coming(kept(order), NOON + timedelta(days=days))


def test_a_passport_that_ends_soon_after_the_trip_is_looked_at() -> None:
    sent = a_sent()
    traveller = replace(sent.priced.travellers[0], document=Document("passport", "1", "GB", date(2027, 2, 1)))
    sent = replace(sent, priced=replace(sent.priced, travellers=(traveller,)))
    found = [one for one in coming(kept(a_ticketed(), sent=sent), NOON) if one.strong.startswith("Passport")]
    assert [(one.role, one.text) for one in found] == [("warn", "valid to 1 Feb 2027")]


def test_badges_say_state_change_and_money() -> None:
    assert [word for word, _, _ in badges(a_changed(), NOON)] == ["Ticketed", "Airline changed", "Paid £1,624.77"]
    assert [word for word, _, _ in badges(a_held(), NOON)] == ["Held", "£1,612.77 to pay"]
    assert badges(a_held(), NOON + timedelta(days=9))[0][0] == "Payment overdue"


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (a_ticketed(tickets=()), a_ticketed(), "The tickets of 4QK7ZB are there."),
        (a_ticketed(), a_changed(), "Duffel Airways changed the flights of 4QK7ZB."),
        (a_ticketed(), a_ticketed(cancelled_at=NOON), "Order 4QK7ZB is cancelled."),
        (a_held(), a_held(payment=PaymentState(False, NOON, paid_at=NOON)), "Order 4QK7ZB is paid."),
        (a_ticketed(), a_ticketed(), ""),
    ],
)
def test_what_a_screen_reader_says_by_itself(before: Order, now: Order, said: str) -> None:
    assert news(kept(before), kept(now)) == said
