"""Journeys are drawn to scale, in real time."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agentdesk.travel.journeys import Segment, Slice, Stop
from agentdesk.travel.places import Airport
from agentdesk.travel.timeline import MINIMUM_LAYOVER, minutes_of, place, scale
from tests.samples import FAMILY, JFK, LHR, a_flight, a_slice, an_offer

DUB = Airport("DUB", "Dublin", "Dublin", "IE", "Europe/Dublin")
START = datetime(2026, 12, 12, 7, 0)


def journey(*minutes: int) -> Slice:
    """Flight, layover, flight, ... of so many minutes, all on one clock."""
    now, segments = START, []
    for number, length in enumerate(minutes):
        then = now + timedelta(minutes=length)
        if number % 2 == 0:
            flight = a_flight(str(number), DUB, DUB, now, then, timedelta(minutes=length))
            segments.append(Segment(f"seg_{number}", flight, ()))
        now = then
    return Slice("sli", DUB, DUB, tuple(segments), None, "", an_offer().slices[0].conditions)


JOURNEYS = st.lists(st.integers(20, 900), min_size=1, max_size=7).filter(lambda parts: len(parts) % 2 == 1)


def test_a_direct_flight_is_one_line() -> None:
    one = an_offer().slices[0]
    (part,) = place(one, scale([one], 140.0), 140.0)
    assert part.is_flight
    assert part.left == 0.0
    assert part.width == pytest.approx(140.0)


def test_flights_and_layovers_are_to_scale() -> None:
    parts = place(journey(60, 120, 180), 0.5, 180.0)
    assert [part.is_flight for part in parts] == [True, False, True]
    assert [part.width for part in parts] == [pytest.approx(30), pytest.approx(60), pytest.approx(90)]


def test_a_small_layover_is_widened_at_the_flights_cost() -> None:
    parts = place(journey(300, 20, 280), 0.1, 60.0)
    assert parts[1].width == MINIMUM_LAYOVER
    assert sum(part.width for part in parts) == pytest.approx(60.0)


@example([20, 20, 20, 454, 20], 60.0, 1.0)
@given(JOURNEYS, st.floats(60, 600), st.floats(0.05, 3))
def test_parts_follow_each_other_within_the_width(minutes: list[int], width: float, per_minute: float) -> None:
    parts = place(journey(*minutes), per_minute, width)
    assert len(parts) == len(minutes)
    left = 0.0
    for part in parts:
        assert part.left == pytest.approx(left)
        assert part.width > 0
        assert part.is_flight or part.width >= MINIMUM_LAYOVER - 1e-6
        left += part.width
    assert left <= width + 1e-6


@given(st.lists(JOURNEYS, min_size=1, max_size=30), st.floats(60, 600))
def test_nearly_all_journeys_fit_on_the_shared_scale(many: list[list[int]], width: float) -> None:
    slices = [journey(*minutes) for minutes in many]
    per_minute = scale(slices, width)
    cut = [one for one in slices if minutes_of(one) * per_minute > width * 1.0001]
    assert len(cut) <= len(slices) * 0.05


def test_time_is_real_whatever_the_clocks_say() -> None:
    """West over the ocean the clock moves three hours while eight pass."""
    flight = a_flight(duration=timedelta(hours=8, minutes=5))
    assert minutes_of(replace(a_slice(flight, "out", FAMILY[:1]), duration=None)) == 485
    assert (LHR.time_zone, JFK.time_zone) == ("Europe/London", "America/New_York")


def test_nothing_to_draw_has_no_scale() -> None:
    assert scale([], 140.0) == 0.0


def test_a_layover_knows_what_it_is() -> None:
    flying, wait, _then = place(journey(60, 30, 180), 0.5, 180.0)
    assert flying.wait is None
    assert wait.wait is not None
    assert wait.wait.is_short


def test_a_landing_on_the_way_stands_where_its_time_is() -> None:
    one = an_offer().slices[0]
    flight = a_flight("1", DUB, DUB, START, START + timedelta(hours=8), timedelta(hours=8))
    stop = Stop(DUB, START + timedelta(hours=2), START + timedelta(hours=3), timedelta(hours=1))
    unknown = replace(stop, airport=replace(DUB, time_zone=""))
    for stops, shares in (((stop,), (0.25,)), ((unknown,), (0.5,)), ((unknown, unknown), (1 / 3, 2 / 3))):
        landing = replace(one, segments=(Segment("seg", replace(flight, stops=stops), ()),), duration=None)
        (part,) = place(landing, 0.2, 140.0)
        assert part.stops == pytest.approx(shares)


def test_only_a_journey_longer_than_its_line_is_cut_and_at_its_longest_part() -> None:
    assert not any(part.is_cut for part in place(journey(60, 120, 180), 0.5, 180.0))
    assert [part.is_cut for part in place(journey(60, 120, 300), 0.5, 180.0)] == [False, False, True]
