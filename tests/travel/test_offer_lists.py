"""Lists of offers are orders of places: sorted, filtered, and fast."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.journeys import Permission
from agentdesk.travel.offer_lists import Filters, Keys, Sort, keys_of, ordered, shown
from agentdesk.travel.offers import PaymentTerms
from tests.samples import BA, FAMILY, an_offer

KEYS = st.builds(
    Keys,
    price=st.decimals(1, 5000, places=2),
    minutes=st.integers(60, 3000),
    stops=st.integers(0, 3),
    departs=st.integers(0, 1439),
    arrives=st.integers(0, 4000),
    best=st.decimals(1, 9000, places=2),
    airlines=st.sampled_from([frozenset({"BA"}), frozenset({"ZZ"})]),
    refundable=st.booleans(),
    changeable=st.booleans(),
    holdable=st.booleans(),
    has_bag=st.booleans(),
)
FILTERS = st.builds(
    Filters,
    st.none() | st.integers(0, 2),
    st.none() | st.decimals(1, 5000, places=2),
    st.sampled_from([frozenset[str](), frozenset({"BA"}), frozenset({"BA", "ZZ"})]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
BY: dict[Sort, Callable[[Keys], object]] = {
    Sort.BEST: lambda one: one.best,
    Sort.PRICE: lambda one: one.price,
    Sort.DURATION: lambda one: (one.minutes, one.price),
    Sort.DEPARTURE: lambda one: (one.departs, one.price),
    Sort.ARRIVAL: lambda one: (one.arrives, one.price),
}


@given(st.lists(KEYS, max_size=30), st.sampled_from(Sort))
def test_sorting_loses_and_doubles_nothing_and_keeps_equals_as_they_came(keys: list[Keys], sort: Sort) -> None:
    found = ordered(keys, range(len(keys)), sort)
    assert sorted(found) == list(range(len(keys)))
    assert found == sorted(range(len(keys)), key=lambda place: (BY[sort](keys[place]), place))


@given(st.lists(KEYS, max_size=30), FILTERS)
def test_a_filter_shows_exactly_what_fits_in_the_order_it_came(keys: list[Keys], wanted: Filters) -> None:
    found = shown(keys, wanted)
    assert found == sorted(found)
    for place, one in enumerate(keys):
        fits = [
            wanted.max_stops is None or one.stops <= wanted.max_stops,
            wanted.max_price is None or one.price <= wanted.max_price,
            not wanted.airlines or bool(one.airlines & wanted.airlines),
            one.refundable or not wanted.refundable,
            one.changeable or not wanted.changeable,
            one.holdable or not wanted.holdable,
            one.has_bag or not wanted.with_bag,
        ]
        assert (place in found) == all(fits)


def test_without_filters_everything_is_shown() -> None:
    assert Filters().count == 0
    assert shown([keys_of(an_offer())] * 3, Filters()) == [0, 1, 2]


def test_filters_are_counted() -> None:
    assert Filters(max_stops=0, airlines=frozenset({"BA"}), refundable=True).count == 3
    assert Filters(max_price=Decimal(0)).count == 1


def test_keys_say_what_an_offer_is() -> None:
    keys = keys_of(an_offer(passengers=FAMILY))
    assert keys.price == Decimal("1612.77")
    assert keys.minutes == 15 * 60  # 8 h 05 out, 6 h 55 back
    assert keys.stops == 0
    assert keys.departs == 9 * 60 + 55
    assert keys.arrives == 13 * 60
    assert keys.airlines == {"ZZ"}
    assert (keys.refundable, keys.changeable, keys.holdable, keys.has_bag) == (False, True, True, True)


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


def test_nothing_said_about_refund_is_not_refundable() -> None:
    assert not keys_of(replace(an_offer(), refund=None)).refundable
    assert keys_of(replace(an_offer(), refund=Permission(True))).refundable
    assert not keys_of(replace(an_offer(), terms=PaymentTerms(True))).holdable


def test_a_bag_counts_only_where_each_seat_has_one_on_each_flight() -> None:
    offer = an_offer(passengers=FAMILY)
    out, back = offer.slices
    segment = back.segments[0]
    without = replace(segment.passengers[0], bags=())
    infant_without = replace(segment.passengers[3], bags=())
    missing = replace(back, segments=(replace(segment, passengers=(without, *segment.passengers[1:])),))
    infant_only = replace(back, segments=(replace(segment, passengers=(*segment.passengers[:3], infant_without)),))
    assert not keys_of(replace(offer, slices=(out, missing))).has_bag
    assert keys_of(replace(offer, slices=(out, infant_only))).has_bag


def test_an_airline_that_says_nothing_of_bags_sells_none() -> None:
    offer = an_offer()
    out, back = offer.slices
    silent = replace(back, segments=(replace(back.segments[0], passengers=()),))
    assert not keys_of(replace(offer, slices=(out, silent))).has_bag


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
