"""When an order's time is over: what keeps it, until when, and from when its age counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agentdesk.travel.orders import Order, PaymentState
from agentdesk.travel.past_orders import NEWS_TAKES, REFUNDS_TAKE, Reason, Why, ends_at, months_before, still_needed
from agentdesk.travel.places import Airport
from tests.samples import FAMILY, NOON, a_flight, a_slice, an_order

LANDS = datetime(2026, 12, 20, 8, 10, tzinfo=UTC)  # the way back, at Heathrow
SEEN = LANDS - timedelta(hours=8)
SECOND = timedelta(seconds=1)
PAID = an_order()
HELD = replace(an_order(ticketed=False), kind="hold", payment=PaymentState(True, pay_by=NOON + timedelta(days=3)))


def test_an_order_is_needed_until_its_last_flight_has_landed() -> None:
    assert ends_at(PAID) == LANDS
    assert still_needed(PAID, SEEN, LANDS - SECOND) == Reason(Why.FLIES, LANDS)
    assert still_needed(PAID, SEEN, LANDS) is None


def test_a_flight_whose_zone_nobody_knows_is_taken_to_land_late() -> None:
    nowhere = Airport("XXX", "Nowhere", "Nowhere", "", "")
    flight = a_flight(destination=nowhere)
    order = replace(PAID, slices=(a_slice(flight, "x", FAMILY[:1]),))
    assert ends_at(order) == flight.arrives.replace(tzinfo=UTC) + timedelta(hours=12)


def test_an_order_that_was_last_seen_long_before_its_flights_may_not_have_flown() -> None:
    """Flights are moved until they leave; after a month they have flown, whoever looked."""
    later = LANDS + timedelta(days=2)
    assert still_needed(PAID, NOON, later) == Reason(Why.UNSEEN, LANDS + NEWS_TAKES)
    assert still_needed(PAID, NOON, LANDS + NEWS_TAKES) is None
    assert still_needed(PAID, later, later) is None


@pytest.mark.parametrize(
    ("order", "why", "until"),
    [
        (HELD, Why.TO_PAY, LANDS),
        (replace(HELD, payment=PaymentState(True)), Why.TO_PAY, LANDS),
        (replace(PAID, cancelled_at=NOON), Why.REFUND, LANDS),
        (replace(PAID, cancelled_at=NOON - timedelta(days=20)), Why.REFUND, NOON + timedelta(days=10)),
    ],
)
def test_what_is_unpaid_or_was_cancelled_lately_is_needed(order: Order, why: Why, until: datetime) -> None:
    assert still_needed(order, SEEN, NOON) == Reason(why, until)
    assert still_needed(order, SEEN, until - SECOND) is not None
    assert still_needed(order, SEEN, until) is None
    assert timedelta(days=30) == REFUNDS_TAKE


def test_a_hold_that_has_lapsed_is_needed_for_nothing() -> None:
    lapsed = replace(HELD, payment=PaymentState(False, pay_by=NOON))
    assert still_needed(lapsed, NOON, NOON + SECOND) is None


def test_an_order_that_may_still_be_voided_stays() -> None:
    until = LANDS + timedelta(days=1)
    assert still_needed(replace(PAID, void_until=until), SEEN, LANDS) == Reason(Why.VOIDABLE, until)


def test_an_order_without_flights_is_needed_for_a_year() -> None:
    order = replace(PAID, slices=())
    assert still_needed(order, NOON, NOON + timedelta(days=364)) is not None
    assert still_needed(order, NOON, NOON + timedelta(days=366)) is None


@pytest.mark.parametrize(
    ("now", "months", "before"),
    [
        (datetime(2027, 3, 31, 5, tzinfo=UTC), 1, datetime(2027, 2, 28, 5, tzinfo=UTC)),
        (datetime(2028, 2, 29, 5, tzinfo=UTC), 12, datetime(2027, 2, 28, 5, tzinfo=UTC)),
        (datetime(2027, 1, 15, 5, tzinfo=UTC), 1, datetime(2026, 12, 15, 5, tzinfo=UTC)),
        (datetime(2027, 12, 1, 5, tzinfo=UTC), 120, datetime(2017, 12, 1, 5, tzinfo=UTC)),
    ],
)
def test_months_are_counted_by_the_calendar(now: datetime, months: int, before: datetime) -> None:
    assert months_before(now, months) == before
