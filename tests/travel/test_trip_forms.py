"""Lines of a trip follow each other, and nothing typed is thrown away."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.search import LegForm, SearchForm, TripKind
from agentdesk.travel.search_rules import MOST_LEGS
from agentdesk.travel.trip_forms import FEWEST_LEGS, as_kind, followed, moved_leg, with_leg, without_leg


def leg(origin: str, target: str, date: str = "") -> LegForm:
    return LegForm(origin, target, date, origin, target)


TOUR = SearchForm(
    TripKind.MULTI_CITY, (leg("MAN", "AMS", "3dec"), leg("AMS", "GVA", "5dec"), leg("GVA", "MAN", "9dec"))
)


def ends(form: SearchForm) -> list[str]:
    return [f"{one.origin_code}{one.destination_code} {one.date}" for one in form.legs]


def test_the_next_flight_leaves_from_the_new_destination() -> None:
    changed = (leg("MAN", "CDG", "3dec"), *TOUR.legs[1:])
    assert followed(TOUR.legs, changed)[1] == leg("CDG", "GVA", "5dec")


def test_a_flight_from_elsewhere_stays_there() -> None:
    before = (leg("MAN", "AMS"), leg("RTM", "GVA"))
    after = (leg("MAN", "CDG"), leg("RTM", "GVA"))
    assert followed(before, after) == after


def test_an_empty_origin_is_filled_letter_by_letter() -> None:
    legs: tuple[LegForm, ...] = (LegForm("Man"), LegForm())
    for text in ("a", "am", "ams"):
        legs = followed(legs, (replace(legs[0], destination=text), legs[1]))
        assert legs[1].origin == text


def test_the_way_back_becomes_a_flight_of_its_own() -> None:
    back = SearchForm(TripKind.RETURN, (leg("LHR", "JFK", "12dec"), LegForm(date="+7")))
    assert ends(as_kind(back, TripKind.MULTI_CITY)) == ["LHRJFK 12dec", "JFKLHR +7"]
    assert ends(as_kind(replace(back, kind=TripKind.ONE_WAY), TripKind.MULTI_CITY)) == ["LHRJFK 12dec", "JFK +7"]


def test_a_flight_is_added_from_the_last_place_and_taken_out_anywhere() -> None:
    more = with_leg(TOUR)
    assert ends(more)[-1] == "MAN "
    assert ends(without_leg(TOUR, 1)) == ["MANAMS 3dec", "GVAMAN 9dec"]
    assert without_leg(without_leg(TOUR, 1), 0) == without_leg(TOUR, 1)
    assert without_leg(TOUR, 3) == TOUR


def test_places_move_and_days_stay_in_their_order() -> None:
    assert ends(moved_leg(TOUR, 2, -1)) == ["MANAMS 3dec", "GVAMAN 5dec", "AMSGVA 9dec"]
    assert moved_leg(TOUR, 0, -1) == TOUR
    assert moved_leg(TOUR, 2, 1) == TOUR


TEXT = st.sampled_from(["", "LHR", "JFK", "x"])
LEGS = st.lists(st.builds(LegForm, TEXT, TEXT, TEXT, TEXT, TEXT), min_size=2, max_size=6).map(tuple)
FORMS = st.builds(SearchForm, st.just(TripKind.MULTI_CITY), LEGS)


@given(FORMS, st.integers(-1, 7), st.integers(-2, 2))
def test_a_form_keeps_between_two_and_six_flights(form: SearchForm, at: int, by: int) -> None:
    for changed in (with_leg(form), without_leg(form, at), moved_leg(form, at, by)):
        assert FEWEST_LEGS <= len(changed.legs) <= MOST_LEGS
    assert moved_leg(moved_leg(form, at, by), at + by, -by) == form
    assert [one.date for one in moved_leg(form, at, by).legs] == [one.date for one in form.legs]


@given(FORMS, st.sampled_from(TripKind))
def test_changing_the_kind_and_back_keeps_what_was_typed(form: SearchForm, kind: TripKind) -> None:
    again = as_kind(as_kind(form, kind), TripKind.MULTI_CITY)
    for before, after in zip(form.legs, again.legs, strict=True):
        assert after.date == before.date
        assert after.destination == before.destination or not before.destination
