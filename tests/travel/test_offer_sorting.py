"""Offers in order: nothing lost, equals as they came, currencies apart, and fast."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.money import Money
from agentdesk.travel.offer_sorting import Keys, Sort, keys_of, ordered
from tests.samples import BA, FAMILY, an_offer

CURRENCIES = ("EUR", "GBP")
KEYS = st.builds(
    Keys,
    price=st.decimals(1, 5000, places=2),
    currency=st.sampled_from(CURRENCIES),
    minutes=st.integers(60, 300),
    departs=st.integers(0, 40),
    arrives=st.integers(0, 40),
    best=st.decimals(1, 9000, places=2),
)
ONE_CURRENCY = KEYS.map(lambda one: replace(one, currency="GBP"))
BY: dict[Sort, Callable[[Keys], object]] = {
    Sort.BEST: lambda one: one.best,
    Sort.PRICE: lambda one: one.price,
    Sort.DURATION: lambda one: (one.minutes, one.price),
    Sort.DEPARTURE: lambda one: (one.departs, one.price),
    Sort.ARRIVAL: lambda one: (one.arrives, one.price),
}


@given(st.lists(ONE_CURRENCY, max_size=30), st.sampled_from(Sort))
def test_sorting_loses_and_doubles_nothing_and_keeps_equals_as_they_came(keys: list[Keys], sort: Sort) -> None:
    found = ordered(keys, range(len(keys)), sort)
    assert sorted(found) == list(range(len(keys)))
    assert found == sorted(range(len(keys)), key=lambda place: (BY[sort](keys[place]), place))


@given(st.lists(KEYS, max_size=30), st.sampled_from(Sort))
def test_each_currency_is_sorted_by_itself_and_prices_never_decide_between_two(keys: list[Keys], sort: Sort) -> None:
    found = ordered(keys, range(len(keys)), sort)
    assert sorted(found) == list(range(len(keys)))
    for currency in CURRENCIES:
        alone = [place for place in range(len(keys)) if keys[place].currency == currency]
        assert [place for place in found if keys[place].currency == currency] == ordered(keys, alone, sort)
    dearer = [replace(one, price=one.price * 99, best=one.best * 99) if one.currency == "EUR" else one for one in keys]
    assert ordered(dearer, range(len(keys)), sort) == found


def test_best_weighs_each_travellers_hours_in_the_size_of_the_currency() -> None:
    family = an_offer(total="1000.00", passengers=FAMILY)
    assert keys_of(family).best == Decimal(1000) + 3 * 12 * 15, "the infant's hours are not counted"
    yen = replace(an_offer(), total=Money.of("200000", "JPY"))
    assert keys_of(yen).best == Decimal(200000) + 200 * 12 * 15


def test_keys_say_what_an_offer_is() -> None:
    keys = keys_of(an_offer(passengers=FAMILY))
    assert keys.price == Decimal("1612.77")
    assert keys.minutes == 15 * 60  # 8 h 05 out, 6 h 55 back
    assert keys.currency == "GBP"
    assert keys.departs == 9 * 60 + 55
    assert keys.arrives == 13 * 60


def test_best_weighs_price_against_hours_and_stops() -> None:
    keys = keys_of(an_offer(total="1000.00"))
    assert keys.best == Decimal(1000) + 12 * 15


def test_arrival_on_the_next_day_comes_after_arrival_today() -> None:
    offer = an_offer()
    late = replace(offer, slices=(offer.slices[1],))
    assert keys_of(late).arrives == 1440 + 8 * 60 + 10
    assert ordered([keys_of(late), keys_of(offer)], [0, 1], Sort.ARRIVAL) == [1, 0]


def test_an_offer_that_says_no_duration_and_no_zone_does_not_win() -> None:
    offer = an_offer()
    first = offer.slices[0]
    flight = first.segments[0].flight
    nowhere = replace(flight, destination=replace(flight.destination, time_zone=""))
    silent = replace(first, duration=None, segments=(replace(first.segments[0], flight=nowhere),))
    keys = [keys_of(replace(offer, slices=(silent,))), keys_of(offer)]
    assert ordered(keys, [0, 1], Sort.DURATION) == [1, 0]


def test_the_same_flights_in_another_fare_are_one_journey() -> None:
    offer = an_offer()
    dearer = replace(an_offer("off_2", "2000.00"), owner=BA)
    assert offer.journey_key == dearer.journey_key
    unnamed = replace(offer, slices=tuple(replace(part, comparison_key="") for part in offer.slices))
    assert unnamed.journey_key == replace(unnamed, id="off_3").journey_key
    out, back = unnamed.slices
    flight = out.segments[0].flight
    later = replace(flight, departs=flight.departs + timedelta(days=1))
    moved = replace(out, segments=(replace(out.segments[0], flight=later),))
    assert replace(unnamed, slices=(moved, back)).journey_key != unnamed.journey_key


def test_an_offer_ends_at_its_minute() -> None:
    offer = an_offer()
    assert not offer.has_expired(offer.expires_at - timedelta(seconds=1))
    assert offer.has_expired(offer.expires_at)


@pytest.mark.parametrize("sort", list(Sort))
def test_ten_thousand_offers_are_sorted_within_a_frame_or_so(sort: Sort) -> None:
    """20 ms is the aim; the bound leaves room for a busy machine."""
    one = keys_of(an_offer())
    keys = [
        replace(one, price=Decimal(n * 7919 % 10007), best=Decimal(n * 104729 % 10007), minutes=n * 31 % 997)
        for n in range(10_000)
    ]
    places, times = list(range(10_000)), []
    for _ in range(5):
        start = time.process_time()
        ordered(keys, places, sort)
        times.append(time.process_time() - start)
    assert min(times) < 0.04


def test_departure_is_by_the_clock_on_the_wall() -> None:
    offer = an_offer()
    out = offer.slices[0]
    early = replace(out.segments[0].flight, departs=datetime(2026, 12, 12, 0, 5))
    keys = [
        keys_of(offer),
        keys_of(replace(offer, slices=(replace(out, segments=(replace(out.segments[0], flight=early),)),))),
    ]
    assert ordered(keys, [0, 1], Sort.DEPARTURE) == [1, 0]
