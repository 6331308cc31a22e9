"""The fare of an order stands apart from its taxes and from what was bought with it."""

from dataclasses import replace

import pytest

from agentdesk.travel.order_prices import fare_of, taxes_of
from tests.samples import an_order, gbp

ORDER = replace(an_order(), total=gbp("1571.85"), base=gbp("1154.85"), tax=gbp("417.00"))


def test_a_base_amount_that_counts_seats_and_bags_is_told_without_them() -> None:
    assert fare_of(ORDER, gbp("140.00")) == gbp("1014.85")
    assert fare_of(ORDER, gbp("140.00")) + gbp("417.00") + gbp("140.00") == ORDER.total


def test_a_base_amount_of_the_flights_alone_stays() -> None:
    order = replace(ORDER, base=gbp("1014.85"))
    assert fare_of(order, gbp("140.00")) == gbp("1014.85")


def test_without_a_base_amount_the_fare_is_what_is_left() -> None:
    assert fare_of(replace(ORDER, base=None), gbp("140.00")) == gbp("1014.85")
    assert fare_of(replace(ORDER, base=None, tax=None), gbp("140.00")) == gbp("1431.85")


@pytest.mark.parametrize("tax", [None, replace(gbp("5.00"), currency="EUR")])
def test_taxes_of_another_currency_are_not_told(tax: object) -> None:
    assert taxes_of(replace(ORDER, tax=tax)) is None  # type: ignore[arg-type]
