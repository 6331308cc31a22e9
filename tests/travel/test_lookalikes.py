"""Another sale of the same: the traveller by name and birthday, days that overlap, or a hold on the route."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agentdesk.travel.journeys import Slice
from agentdesk.travel.lookalikes import Likeness, likeness
from agentdesk.travel.orders import Order, PaymentState
from tests.samples import NOON, amelia, an_offer, an_order

SLICES = an_offer().slices


def moved(slices: tuple[Slice, ...], days: int) -> tuple[Slice, ...]:
    by = timedelta(days=days)

    def later(one: Slice) -> Slice:
        segments = tuple(
            replace(
                part, flight=replace(part.flight, departs=part.flight.departs + by, arrives=part.flight.arrives + by)
            )
            for part in one.segments
        )
        return replace(one, segments=segments)

    return tuple(later(one) for one in slices)


def held(order: Order) -> Order:
    return replace(order, kind="hold", payment=PaymentState(True, NOON + timedelta(hours=2)))


@pytest.mark.parametrize(("given", "family"), [("Amelia", "Earhart"), ("AMELIA", "EARHART"), ("Amélia", "Earhart ")])
def test_the_same_name_and_birthday_on_days_that_overlap_is_told(given: str, family: str) -> None:
    order = an_order()
    person = replace(order.passengers[0], given_name=given, family_name=family)
    alike = likeness((amelia(),), SLICES, replace(order, passengers=(person,)), NOON)
    assert alike is not None
    assert alike.likeness is Likeness.SAME_DAYS
    assert alike.who == "Amelia Earhart"


def test_another_birthday_is_another_person_and_one_not_told_tells_nobody_apart() -> None:
    order = an_order()
    other = replace(amelia(), born=date(1990, 1, 26))
    assert likeness((other,), SLICES, order, NOON) is None
    unknown = replace(order, passengers=(replace(order.passengers[0], born=""),))
    assert likeness((other,), SLICES, unknown, NOON) is not None
    assert likeness((replace(amelia(), given_name="Ada"),), SLICES, order, NOON) is None


def test_a_hold_on_the_route_is_told_whenever_it_flies_and_a_paid_one_on_its_days_alone() -> None:
    later = moved(SLICES, 60)
    alike = likeness((amelia(),), later, held(an_order()), NOON)
    assert alike is not None
    assert alike.likeness is Likeness.HELD_ROUTE
    assert likeness((amelia(),), later, an_order(), NOON) is None
    elsewhere = tuple(replace(one, origin=one.destination, destination=one.origin) for one in later[:1])
    assert likeness((amelia(),), elsewhere, held(replace(an_order(), slices=SLICES[:1])), NOON) is None


def test_what_is_cancelled_or_flown_is_like_nothing() -> None:
    assert likeness((amelia(),), SLICES, replace(an_order(), cancelled_at=NOON), NOON) is None
    after = NOON + timedelta(days=400)
    assert likeness((amelia(),), SLICES, an_order(), after) is None
    assert likeness((amelia(),), SLICES, replace(an_order(), slices=()), NOON) is None
