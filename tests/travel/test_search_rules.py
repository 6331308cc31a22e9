"""Impossible input never becomes a search, and each reason is said at its field."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.dates import FARTHEST
from agentdesk.travel.passengers import Loyalty
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.search import (
    AccountForm,
    Cabin,
    LegForm,
    Member,
    PrivateFare,
    Search,
    SearchForm,
    TripKind,
)
from agentdesk.travel.search_rules import MOST_LEGS, Problem, Why, check, form_of, place_of, the_other_way

TODAY = date(2026, 11, 23)
OUT = LegForm("London Heathrow", "New York", "12dec", "LHR", "JFK")
BACK = LegForm(date="19dec")
RETURN = SearchForm(TripKind.RETURN, (OUT, BACK), adults=2, child_ages=("7",), infants=1)


def searched(form: SearchForm, places: PlaceIndex) -> Search:
    found = check(form, TODAY, places)
    assert isinstance(found, Search), found
    return found


def problems(form: SearchForm, places: PlaceIndex) -> set[tuple[str, Why]]:
    found = check(form, TODAY, places)
    assert not isinstance(found, Search)
    return {(one.field, one.why) for one in found}


def test_a_return_flies_the_same_way_back(places: PlaceIndex) -> None:
    search = searched(RETURN, places)
    assert [(leg.origin.iata, leg.destination.iata, leg.date) for leg in search.legs] == [
        ("LHR", "JFK", date(2026, 12, 12)),
        ("JFK", "LHR", date(2026, 12, 19)),
    ]
    assert (search.party.adults, search.party.child_ages, search.party.infants) == (2, (7,), 1)
    assert search.party.count == 4
    assert (search.cabin, search.max_connections) == (Cabin.ECONOMY, 1)


def test_one_way_forgets_the_second_line(places: PlaceIndex) -> None:
    search = searched(replace(RETURN, kind=TripKind.ONE_WAY, legs=(OUT, LegForm("nonsense", "", "32dec"))), places)
    assert len(search.legs) == 1


def test_a_typed_code_is_a_place_and_a_typed_word_is_not_taken_for_one(places: PlaceIndex) -> None:
    place = place_of("lhr", "", places)
    assert place is not None
    assert place.iata == "LHR"
    assert place_of("london", "", places) is None


@pytest.mark.parametrize(
    ("leg", "field", "why"),
    [
        (replace(OUT, origin="", origin_code=""), "legs.0.origin", Why.MISSING),
        (replace(OUT, origin="Atlantis", origin_code=""), "legs.0.origin", Why.UNKNOWN_PLACE),
        (replace(OUT, destination="", destination_code=""), "legs.0.destination", Why.MISSING),
        (replace(OUT, destination_code="QQQ"), "legs.0.destination", Why.UNKNOWN_PLACE),
        (replace(OUT, destination_code="LHR"), "legs.0.destination", Why.SAME_PLACE),
        (replace(OUT, destination_code="LON"), "legs.0.destination", Why.SAME_PLACE),
        (replace(OUT, origin_code="NYC"), "legs.0.destination", Why.SAME_PLACE),
        (replace(OUT, date=""), "legs.0.date", Why.MISSING),
        (replace(OUT, date="soon"), "legs.0.date", Why.DATE_NOT_UNDERSTOOD),
        (replace(OUT, date="2026-11-22"), "legs.0.date", Why.DATE_PAST),
        (replace(OUT, date="+331"), "legs.0.date", Why.DATE_TOO_FAR),
    ],
)
def test_a_wrong_line_is_said_at_its_field(places: PlaceIndex, leg: LegForm, field: str, why: Why) -> None:
    assert problems(replace(RETURN, kind=TripKind.ONE_WAY, legs=(leg,)), places) == {(field, why)}


def test_today_and_the_last_day_on_sale_can_be_searched(places: PlaceIndex) -> None:
    for day in ("today", "+330"):
        searched(replace(RETURN, kind=TripKind.ONE_WAY, legs=(replace(OUT, date=day),)), places)


def test_return_before_departure_is_refused(places: PlaceIndex) -> None:
    form = replace(RETURN, legs=(OUT, LegForm(date="11dec")))
    assert problems(form, places) == {("legs.1.date", Why.RETURN_TOO_EARLY)}


def test_return_before_departure_is_said_while_a_place_is_still_missing(places: PlaceIndex) -> None:
    form = replace(RETURN, legs=(replace(OUT, destination="", destination_code=""), LegForm(date="11dec")))
    assert problems(form, places) == {("legs.0.destination", Why.MISSING), ("legs.1.date", Why.RETURN_TOO_EARLY)}


def test_return_on_the_same_day_is_possible(places: PlaceIndex) -> None:
    searched(replace(RETURN, legs=(OUT, LegForm(date="12dec"))), places)


def test_a_missing_place_is_said_once_not_again_on_the_way_back(places: PlaceIndex) -> None:
    form = replace(RETURN, legs=(replace(OUT, origin="", origin_code=""), BACK))
    assert problems(form, places) == {("legs.0.origin", Why.MISSING)}


def test_legs_of_a_multi_city_trip_follow_each_other(places: PlaceIndex) -> None:
    onward = LegForm("", "", "11dec", "JFK", "LAX")
    form = replace(RETURN, kind=TripKind.MULTI_CITY, legs=(OUT, onward))
    assert problems(form, places) == {("legs.1.date", Why.LEG_TOO_EARLY)}
    assert len(searched(replace(form, legs=(OUT, replace(onward, date="14dec"))), places).legs) == 2


def test_a_leg_is_measured_against_the_latest_before_it(places: PlaceIndex) -> None:
    legs = (OUT, replace(OUT, date="1dec"), replace(OUT, date="2dec"))
    form = replace(RETURN, kind=TripKind.MULTI_CITY, legs=legs)
    assert problems(form, places) == {("legs.1.date", Why.LEG_TOO_EARLY), ("legs.2.date", Why.LEG_TOO_EARLY)}


def test_too_many_legs_are_refused(places: PlaceIndex) -> None:
    form = replace(RETURN, kind=TripKind.MULTI_CITY, legs=(OUT,) * (MOST_LEGS + 1))
    assert ("legs", Why.TOO_MANY_LEGS) in problems(form, places)


@pytest.mark.parametrize("kind", list(TripKind))
def test_a_form_without_lines_asks_for_everything(places: PlaceIndex, kind: TripKind) -> None:
    found = problems(SearchForm(kind, ()), places)
    assert {("legs.0.origin", Why.MISSING), ("legs.0.destination", Why.MISSING), ("legs.0.date", Why.MISSING)} <= found


@pytest.mark.parametrize("age", ["1", "18", "-3", "seven", "7.5", "²"])
def test_a_child_is_two_to_seventeen(places: PlaceIndex, age: str) -> None:
    assert problems(replace(RETURN, child_ages=("7", age)), places) == {("child_ages.1", Why.CHILD_AGE)}


def test_a_child_needs_an_age(places: PlaceIndex) -> None:
    assert problems(replace(RETURN, child_ages=("",)), places) == {("child_ages.0", Why.MISSING)}


def test_more_infants_than_adults_are_refused(places: PlaceIndex) -> None:
    assert problems(replace(RETURN, adults=1, infants=2), places) == {("infants", Why.TOO_MANY_INFANTS)}


def test_children_do_not_travel_alone(places: PlaceIndex) -> None:
    assert problems(replace(RETURN, adults=0, infants=0), places) == {("adults", Why.NO_ADULT)}


def test_nine_travel_and_ten_do_not(places: PlaceIndex) -> None:
    assert searched(replace(RETURN, adults=4, child_ages=("7",), infants=4), places).party.count == 9
    ten = replace(RETURN, adults=5, child_ages=("7",), infants=4)
    assert problems(ten, places) == {("adults", Why.TOO_MANY)}


def test_problems_come_in_the_order_of_the_page(places: PlaceIndex) -> None:
    found = check(SearchForm(TripKind.ONE_WAY, (LegForm(),), adults=0), TODAY, places)
    assert found == (
        Problem("legs.0.origin", Why.MISSING),
        Problem("legs.0.destination", Why.MISSING),
        Problem("legs.0.date", Why.MISSING),
        Problem("adults", Why.NO_ADULT),
    )


@pytest.mark.parametrize(("typed", "day"), [("+7", 19), ("+1w", 19), ("sat", 19), ("+0", 12), ("19dec", 19)])
def test_the_way_back_counts_from_the_departure(places: PlaceIndex, typed: str, day: int) -> None:
    search = searched(replace(RETURN, legs=(OUT, LegForm(date=typed))), places)
    assert search.legs[1].date == date(2026, 12, day)


def test_each_flight_counts_from_the_one_before_it(places: PlaceIndex) -> None:
    legs = (OUT, LegForm("", "", "+3", "JFK", "LAX"), LegForm("", "", "+2", "LAX", "SFO"))
    search = searched(replace(RETURN, kind=TripKind.MULTI_CITY, legs=legs), places)
    assert [leg.date.day for leg in search.legs] == [12, 15, 17]


def test_a_counted_day_too_far_ahead_is_said(places: PlaceIndex) -> None:
    form = replace(RETURN, legs=(replace(OUT, date="+300"), LegForm(date="+31")))
    assert problems(form, places) == {("legs.1.date", Why.DATE_TOO_FAR)}


def test_corporate_codes_are_read(places: PlaceIndex) -> None:
    search = searched(replace(RETURN, corporate="ba abc123; AF 77 T-45"), places)
    assert search.private_fares == (PrivateFare("BA", "ABC123"), PrivateFare("AF", "77", "45"))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ABC123", Why.CORPORATE_CODE),
        ("BA", Why.CORPORATE_CODE),
        ("BA A B", Why.CORPORATE_CODE),
        ("12 X", Why.CORPORATE_CODE),
        ("BA X, BA Y", Why.AIRLINE_TWICE),
    ],
)
def test_a_code_that_cannot_be_sent_is_said(places: PlaceIndex, typed: str, why: Why) -> None:
    assert problems(replace(RETURN, corporate=typed), places) == {("corporate", why)}


def test_two_accounts_of_one_person_belong_together(places: PlaceIndex) -> None:
    amelia = [AccountForm(number, "Amelia ", "Earhart") for number in ("zz 1234-567890", "BA 40192277")]
    search = searched(replace(RETURN, accounts=tuple(amelia)), places)
    assert search.members == (Member("Amelia", "Earhart", (Loyalty("ZZ", "1234567890"), Loyalty("BA", "40192277"))),)


@pytest.mark.parametrize(
    ("account", "part", "why"),
    [
        (AccountForm("BA 40192277", "", "Earhart"), "given_name", Why.MISSING),
        (AccountForm("BA 40192277", "Amelia", "李"), "family_name", Why.NAME_LETTERS),
        (AccountForm("BA 40192277", "Amelia", "E" * 21), "family_name", Why.NAME_TOO_LONG),
        (AccountForm("40192277", "Amelia", "Earhart"), "number", Why.ACCOUNT_NUMBER),
        (AccountForm("", "Amelia", "Earhart"), "number", Why.MISSING),
    ],
)
def test_a_wrong_account_is_said_at_its_part(places: PlaceIndex, account: AccountForm, part: str, why: Why) -> None:
    form = replace(RETURN, accounts=(AccountForm(), account))
    assert problems(form, places) == {(f"accounts.1.{part}", why)}


def test_no_more_people_have_accounts_than_travel(places: PlaceIndex) -> None:
    accounts = tuple(AccountForm("BA 40192277", name, "Earhart") for name in ("Ann", "Bo"))
    alone = replace(RETURN, adults=1, child_ages=(), infants=1, accounts=accounts)
    assert problems(alone, places) == {("accounts.1.number", Why.TOO_MANY_MEMBERS)}


def test_a_search_and_its_form_say_the_same(places: PlaceIndex) -> None:
    search = searched(replace(RETURN, corporate="BA X1"), places)
    again = form_of(search)
    assert again.kind is TripKind.RETURN
    assert [leg.date for leg in again.legs] == ["2026-12-12", "2026-12-19"]
    assert searched(again, places) == search


def test_a_return_from_the_other_end_keeps_its_days(places: PlaceIndex) -> None:
    search = searched(the_other_way(RETURN), places)
    assert [(leg.origin.iata, leg.date.day) for leg in search.legs] == [("JFK", 12), ("LHR", 19)]


def test_one_way_from_the_other_end_asks_for_its_day(places: PlaceIndex) -> None:
    back = the_other_way(replace(RETURN, kind=TripKind.ONE_WAY))
    assert problems(back, places) == {("legs.0.date", Why.MISSING)}
    assert (back.legs[0].origin_code, back.legs[0].destination_code) == ("JFK", "LHR")


def test_several_flights_are_flown_from_their_end(places: PlaceIndex) -> None:
    form = replace(RETURN, kind=TripKind.MULTI_CITY, legs=(OUT, LegForm("", "", "+2", "JFK", "LAX")))
    back = the_other_way(form)
    assert [(leg.origin_code, leg.destination_code, leg.date) for leg in back.legs] == [
        ("LAX", "JFK", ""),
        ("JFK", "LHR", ""),
    ]


FIELDS = st.sampled_from(["", "lhr", "JFK", "lon", "london", "12dec", "+7", "fri", "2026-01-01", "x"])
LEGS = st.builds(LegForm, FIELDS, FIELDS, FIELDS, st.sampled_from(["", "LHR", "JFK", "QQQ"]), st.just(""))
FORMS = st.builds(
    SearchForm,
    st.sampled_from(TripKind),
    st.lists(LEGS, max_size=8).map(tuple),
    st.integers(0, 10),
    st.lists(st.sampled_from(["", "2", "17", "18", "x"]), max_size=4).map(tuple),
    st.integers(0, 10),
)


@given(FORMS)
def test_whatever_becomes_a_search_is_possible(places: PlaceIndex, form: SearchForm) -> None:
    found = check(form, TODAY, places)
    if not isinstance(found, Search):
        assert found
        return
    assert 1 <= len(found.legs) <= MOST_LEGS
    assert all(leg.origin.iata != leg.destination.iata for leg in found.legs)
    days = [leg.date for leg in found.legs]
    assert days == sorted(days)
    assert days[0] >= TODAY
    assert days[-1] <= TODAY + FARTHEST
    assert days[-1] - TODAY >= timedelta(0)
    assert found.party.count <= 9
    assert found.party.infants <= found.party.adults
    assert all(2 <= age <= 17 for age in found.party.child_ages)
