"""Times are local, durations real, whatever the zones and the season."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.journeys import Segment, Slice, Stop, between, day_change, instant, last_departure, layovers
from agentdesk.travel.places import Airport
from tests.samples import BA, FAMILY, JFK, LHR, ZZ, a_flight, a_slice, an_offer

DUB = Airport("DUB", "Dublin", "Dublin", "IE", "Europe/Dublin")
LGW = Airport("LGW", "Gatwick", "London", "GB", "Europe/London", "LON")
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns")


def via_dublin(arrives: datetime, departs: datetime, leaves_from: Airport = DUB) -> Slice:
    first = a_flight("151", LHR, DUB, datetime(2026, 12, 12, 7, 0), arrives, timedelta(minutes=75))
    then = a_flight("105", leaves_from, JFK, departs, departs + timedelta(hours=3), timedelta(hours=8))
    whole = a_slice(first, "out", FAMILY[:1])
    onward = Segment("seg_2", then, whole.segments[0].passengers)
    return replace(whole, segments=(*whole.segments, onward), duration=None)


def test_a_layover_is_the_time_on_the_ground() -> None:
    wait = layovers(via_dublin(datetime(2026, 12, 12, 8, 15), datetime(2026, 12, 12, 10, 5)))
    assert len(wait) == 1
    assert wait[0].duration == timedelta(hours=1, minutes=50)
    assert not wait[0].overnight
    assert not wait[0].changes_airport
    assert not wait[0].is_short


def test_a_night_between_two_flights_is_said() -> None:
    wait = layovers(via_dublin(datetime(2026, 12, 12, 22, 0), datetime(2026, 12, 13, 6, 0)))[0]
    assert wait.overnight
    assert wait.duration == timedelta(hours=8)


def test_another_airport_is_said() -> None:
    wait = layovers(via_dublin(datetime(2026, 12, 12, 8, 15), datetime(2026, 12, 12, 9, 5), LGW))[0]
    assert wait.changes_airport
    assert (wait.airport.iata, wait.leaves_from.iata) == ("DUB", "LGW")


def test_under_an_hour_is_short() -> None:
    assert layovers(via_dublin(datetime(2026, 12, 12, 8, 15), datetime(2026, 12, 12, 9, 14)))[0].is_short
    assert not layovers(via_dublin(datetime(2026, 12, 12, 8, 15), datetime(2026, 12, 12, 9, 15)))[0].is_short


def test_a_layover_across_the_change_of_clocks_is_counted_in_real_hours() -> None:
    """In Dublin the clock went back at 02:00 on 25 October 2026."""
    wait = layovers(via_dublin(datetime(2026, 10, 24, 23, 0), datetime(2026, 10, 25, 6, 0)))[0]
    assert wait.duration == timedelta(hours=8)


def test_without_zones_the_clock_tells() -> None:
    nowhere = replace(DUB, time_zone="")
    first = a_flight("1", LHR, nowhere, datetime(2026, 12, 12, 7), datetime(2026, 12, 12, 8))
    then = a_flight("2", nowhere, JFK, datetime(2026, 12, 12, 10), datetime(2026, 12, 12, 13))
    whole = a_slice(first, "out", FAMILY[:1])
    both = replace(whole, segments=(*whole.segments, Segment("seg_2", then, ())))
    assert layovers(both)[0].duration == timedelta(hours=2)


@pytest.mark.parametrize(
    ("departs", "arrives", "days"),
    [
        (datetime(2026, 12, 12, 9, 55), datetime(2026, 12, 12, 13, 0), 0),
        (datetime(2026, 12, 19, 20, 15), datetime(2026, 12, 20, 8, 10), 1),
        (datetime(2026, 12, 31, 23, 59), datetime(2027, 1, 2, 0, 1), 2),
        (datetime(2026, 12, 20, 1, 0), datetime(2026, 12, 19, 17, 0), -1),
    ],
)
def test_day_changes_follow_the_local_calendars(departs: datetime, arrives: datetime, days: int) -> None:
    assert day_change(departs, arrives) == days


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_real_time_there_and_back_cancels_out(local: datetime, one: str, other: str) -> None:
    there, back = between(local, one, local, other), between(local, other, local, one)
    assert there is not None
    assert back is not None
    assert there + back == timedelta(0)
    assert abs(there) <= timedelta(hours=27)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), st.sampled_from(ZONES))
def test_an_instant_is_aware_and_in_utc(local: datetime, zone: str) -> None:
    found = instant(local, zone)
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "/UTC", "Europe", "a\0b"])
def test_an_unknown_zone_gives_no_instant(zone: str) -> None:
    assert instant(datetime(2026, 12, 12, 9, 55), zone) is None
    assert between(datetime(2026, 12, 12), zone, datetime(2026, 12, 13), "Europe/London") is None


def test_elapsed_is_what_the_airline_says_else_worked_out_from_zones() -> None:
    said = an_offer().slices[0]
    assert said.elapsed == said.duration
    assert replace(said, duration=None).elapsed == timedelta(hours=8, minutes=5)


def test_stops_count_connections_and_landings_inside_a_flight() -> None:
    whole = via_dublin(datetime(2026, 12, 12, 8, 15), datetime(2026, 12, 12, 10, 5))
    assert whole.stop_count == 1
    landing = Stop(DUB, datetime(2026, 12, 12, 8), datetime(2026, 12, 12, 9), None)
    first = whole.segments[0]
    with_landing = replace(first, flight=replace(first.flight, stops=(landing,)))
    assert replace(whole, segments=(with_landing, whole.segments[1])).stop_count == 2


def test_a_codeshare_is_flown_by_another_airline() -> None:
    assert a_flight().is_codeshare
    assert not replace(a_flight(), operating=ZZ).is_codeshare
    assert a_flight().code == "ZZ 7967"
    assert replace(a_flight(), marketing=BA, number="0117").code == "BA 0117"


def test_ages_count_on_the_local_day_the_last_slice_leaves() -> None:
    assert last_departure(an_offer().slices) == date(2026, 12, 19)
