"""What an airline's change does to a trip is worked out from the two sides alone."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.airline_changes import AirlineChange
from agentdesk.travel.change_harm import Swapped, compare, harm_of, pair_up
from agentdesk.travel.journeys import Flight, Segment, Slice
from agentdesk.travel.orders import BookedService
from agentdesk.travel.places import Airport
from tests.samples import BA, JFK, LHR, NOON, a_flight, a_slice, an_offer, an_order, gbp

DUB = Airport("DUB", "Dublin", "Dublin", "IE", "Europe/Dublin", "DUB")
LCY = Airport("LCY", "London City", "London", "GB", "Europe/London", "LON")
OUT, BACK = an_offer().slices
MINUTES = st.integers(-20 * 60, 20 * 60)


def moved(part: Slice, minutes: int, *, lands: int | None = None) -> Slice:
    """All its flights later by so many minutes; landing by others."""

    def late(flight: Flight) -> Flight:
        arrives = timedelta(minutes=minutes if lands is None else lands)
        return replace(flight, departs=flight.departs + timedelta(minutes=minutes), arrives=flight.arrives + arrives)

    return replace(part, segments=tuple(replace(one, flight=late(one.flight)) for one in part.segments))


def with_flight(part: Slice, **what: Any) -> Slice:
    segment = part.segments[0]
    return replace(part, segments=(replace(segment, flight=replace(segment.flight, **what)),))


def via_dublin(wait: int, ident: str = "via") -> Slice:
    first = a_flight("1", LHR, DUB, datetime(2026, 12, 12, 7), datetime(2026, 12, 12, 8, 20), timedelta(minutes=80))
    leaves = first.arrives + timedelta(minutes=wait)
    then = a_flight("2", DUB, JFK, leaves, leaves + timedelta(hours=3), timedelta(hours=8))
    return Slice(
        ident,
        LHR,
        JFK,
        (Segment(f"{ident}_1", first, ()), Segment(f"{ident}_2", then, ())),
        None,
        "",
        OUT.conditions,
    )


@given(MINUTES)
def test_a_trip_compared_with_itself_has_no_harm(minutes: int) -> None:
    part = moved(OUT, minutes)
    assert compare(part, part).is_same


@given(MINUTES, MINUTES)
def test_what_moved_is_counted_in_real_minutes_both_ways(leaves: int, lands: int) -> None:
    after = moved(OUT, leaves, lands=lands)
    there, back = compare(OUT, after), compare(after, OUT)
    assert there.leaves == timedelta(minutes=leaves)
    assert there.arrives == timedelta(minutes=lands)
    assert there.leaves == -(back.leaves or timedelta())
    assert there.leaves_days == -back.leaves_days
    assert there.moved is (leaves != 0 or lands != 0)


@given(MINUTES)
def test_the_biggest_move_is_never_below_nothing(minutes: int) -> None:
    change = AirlineChange("aic_1", NOON, (OUT,), (moved(OUT, minutes),))
    assert harm_of(change, an_order()).biggest == timedelta(minutes=abs(minutes))


def test_a_later_day_is_said_by_the_calendar_of_the_place() -> None:
    way = compare(OUT, moved(OUT, 15 * 60))
    assert (way.leaves_days, way.arrives_days) == (1, 1)
    assert compare(OUT, moved(OUT, 60)).leaves_days == 0


def test_the_night_of_the_clock_change_does_not_add_an_hour() -> None:
    flight = a_flight(departs=datetime(2026, 10, 24, 23, 0), arrives=datetime(2026, 10, 25, 3, 0))
    late = replace(flight, departs=datetime(2026, 10, 25, 3, 0))
    way = compare(a_slice(flight, "a", ()), a_slice(late, "b", ()))
    assert way.leaves == timedelta(hours=5)


@given(st.permutations([OUT, BACK, via_dublin(90)]))
def test_every_slice_stands_in_exactly_one_pair(after: list[Slice]) -> None:
    pairs = pair_up((OUT, BACK), after)
    assert [one for one, _ in pairs if one is not None] == [OUT, BACK]
    assert sorted(id(one) for _, one in pairs if one is not None) == sorted(id(one) for one in after)


def test_a_slice_that_is_gone_and_one_that_is_new_are_both_told() -> None:
    gone = harm_of(AirlineChange("aic", NOON, (OUT, BACK), (OUT,)), an_order())
    assert [way.removed for way in gone.ways if way.after is None] == [BACK.flights]
    assert gone.breaks_the_trip
    new = harm_of(AirlineChange("aic", NOON, (OUT,), (OUT, BACK)), an_order())
    assert [way.added for way in new.ways if way.before is None] == [BACK.flights]


def test_another_airport_terminal_carrier_and_aircraft_are_named() -> None:
    way = compare(
        OUT, with_flight(OUT, origin_terminal="5", aircraft="Airbus A350", operating=replace(BA, name="Iberia"))
    )
    assert way.terminals == (Swapped("LHR T2", "LHR T5"),)
    assert way.aircraft == (Swapped("Boeing 777-300", "Airbus A350"),)
    assert way.carriers == (Swapped("British Airways", "Iberia"),)
    city = replace(with_flight(OUT, origin=LCY, origin_terminal=""), origin=LCY)
    assert compare(OUT, city).airports == (Swapped("LHR", "LCY"),)


def test_a_terminal_that_is_not_said_any_more_is_no_change() -> None:
    assert compare(OUT, with_flight(OUT, origin_terminal="")).is_same


def test_a_new_connection_names_the_flights_that_came_and_went() -> None:
    way = compare(OUT, via_dublin(90))
    assert [flight.number for flight in way.removed] == ["7967"]
    assert [flight.number for flight in way.added] == ["1", "2"]
    assert way.short == way.missed == ()


@given(st.integers(-200, 200))
def test_a_connection_is_missed_or_short_or_neither(wait: int) -> None:
    way = compare(via_dublin(240), via_dublin(wait))
    assert bool(way.missed) is (wait < 0)
    assert bool(way.short) is (0 <= wait < 60)


def test_a_short_connection_that_was_as_short_before_is_no_harm() -> None:
    assert not compare(via_dublin(45), via_dublin(45)).short
    assert compare(via_dublin(50), via_dublin(45)).short


def test_seats_that_are_not_kept_are_told_with_what_is_given_instead() -> None:
    def seated(part: Slice, seat: str) -> Slice:
        segment = part.segments[0]
        people = tuple(replace(one, seat=seat) for one in segment.passengers)
        return replace(part, segments=(replace(segment, passengers=people),))

    assert compare(seated(OUT, "14C"), seated(OUT, "14C")).seats == ()
    (lost,) = compare(seated(OUT, "14C"), OUT).seats
    assert (lost.passenger_id, lost.designator, lost.now) == ("pas_1", "14C", "")
    (other,) = compare(seated(OUT, "14C"), seated(OUT, "30E")).seats
    assert other.now == "30E"


def test_a_seat_that_was_bought_counts_though_the_flight_does_not_name_it() -> None:
    bought = BookedService("ase", "seat", 1, gbp("12.00"), ("pas_1",), (OUT.segments[0].id,), "14C")
    after = replace(OUT, segments=(replace(OUT.segments[0], id="seg_new"),))
    order = replace(an_order(), services=(bought,))
    harm = harm_of(AirlineChange("aic", NOON, (OUT,), (after,)), order)
    assert [one.designator for one in harm.seats] == ["14C"]


def test_slices_that_cannot_both_be_flown_break_the_trip() -> None:
    late = moved(OUT, 8 * 24 * 60)
    order = replace(an_order(), slices=(late, BACK))
    harm = harm_of(AirlineChange("aic", NOON, (OUT,), (late,)), order)
    assert harm.overlaps == ((late, BACK),)
    assert harm.breaks_the_trip
