"""A search is written as a terminal entry and read back as the same search."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agentdesk.travel.entries import EntryTrouble, NoEntry, TokenKind, is_search, read, tokens, write
from agentdesk.travel.passengers import Loyalty, Party
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.search import Cabin, Leg, Member, PrivateFare, Search, SearchForm, TripKind
from agentdesk.travel.search_rules import Problem, Why, check, form_of

TODAY = date(2026, 11, 23)


def form(text: str, places: PlaceIndex) -> SearchForm:
    found = read(text, TODAY, places)
    assert isinstance(found, SearchForm), found
    return found


def asked(text: str, places: PlaceIndex) -> Search:
    found = check(form(text, places), TODAY, places)
    assert isinstance(found, Search), found
    return found


def test_an_entry_says_where_when_who_and_how(places: PlaceIndex) -> None:
    search = asked("AN12DECLHRJFK/ADT2CHD1/AGE-7/C-J", places)
    assert [(leg.origin.iata, leg.destination.iata, leg.date) for leg in search.legs] == [
        ("LHR", "JFK", date(2026, 12, 12))
    ]
    assert search.party == Party(2, (7,), 0)
    assert (search.cabin, search.max_connections) == (Cabin.BUSINESS, 1)


def test_a_child_without_its_age_is_asked_for_it(places: PlaceIndex) -> None:
    found = check(form("AN12DECLHRJFK/ADT2CHD1/C-J", places), TODAY, places)
    assert found == (Problem("child_ages.0", Why.MISSING),)


@pytest.mark.parametrize("back", ["19DEC", "+7", "+1W", "19dec26"])
def test_a_second_day_is_the_way_back(places: PlaceIndex, back: str) -> None:
    search = asked(f"AN12DECLHRJFK{back}", places)
    assert [(leg.origin.iata, leg.date.day) for leg in search.legs] == [("LHR", 12), ("JFK", 19)]


def test_the_way_back_follows_the_departure_when_it_is_counted(places: PlaceIndex) -> None:
    assert form("AN12DECLHRJFK+7", places).legs[1].date == "+7"
    assert form("AN+14LHRJFK+7", places).legs[0].date == "2026-12-07"


def test_more_flights_follow_each_other(places: PlaceIndex) -> None:
    search = asked("AN3DECMANAMS/+2AMSGVA/9DECGVAMAN/C-J/S-0", places)
    assert [(leg.origin.iata, leg.destination.iata, leg.date.day) for leg in search.legs] == [
        ("MAN", "AMS", 3),
        ("AMS", "GVA", 5),
        ("GVA", "MAN", 9),
    ]
    assert search.max_connections == 0


@pytest.mark.parametrize(
    "typed", ["an 12dec lhr jfk / adt2 / c-j", " AN12DECLHRJFK/ADT2/C-J ", "An12DecLhrJfk/C-J/ADT2"]
)
def test_case_spaces_and_the_order_of_the_parts_do_not_matter(places: PlaceIndex, typed: str) -> None:
    assert asked(typed, places) == asked("AN12DECLHRJFK/ADT2/C-J", places)


def test_codes_and_accounts_are_taken_along(places: PlaceIndex) -> None:
    search = asked("AN12DECLHRJFK/ADT1/K-BA ABC123, UA TOUR-9X/FF-ZZ 1234567890*Earhart*Amelia", places)
    assert search.private_fares == (PrivateFare("BA", "ABC123"), PrivateFare("UA", tour_code="9X"))
    assert search.members == (Member("Amelia", "Earhart", (Loyalty("ZZ", "1234567890"),)),)


@pytest.mark.parametrize(
    ("typed", "part", "why"),
    [
        ("RT4QK7ZB", "RT4QK7ZB", EntryTrouble.NOT_A_SEARCH),
        ("Anderson", "Anderson", EntryTrouble.NOT_A_SEARCH),
        ("", "", EntryTrouble.NOT_A_SEARCH),
        ("AN12DECLHR", "12DECLHR", EntryTrouble.NO_FLIGHT),
        ("AN12DECQQQJFK", "12DECQQQJFK", EntryTrouble.UNKNOWN_PLACE),
        ("AN32DECLHRJFK", "32DECLHRJFK", EntryTrouble.NO_DATE),
        ("AN12DEZLHRJFK", "12DEZLHRJFK", EntryTrouble.NO_DATE),
        ("AN20NOVLHRJFK", "20NOVLHRJFK", EntryTrouble.PAST),
        ("AN+340LHRJFK", "+340LHRJFK", EntryTrouble.TOO_FAR),
        ("AN12DECLHRJFK32DEC", "12DECLHRJFK32DEC", EntryTrouble.NO_DATE),
        ("AN12DECLHRJFK/14DECJFKLAX15DEC", "14DECJFKLAX15DEC", EntryTrouble.WAY_BACK),
        ("AN12DECLHRJFK19DEC/20DECJFKLAX", "20DECJFKLAX", EntryTrouble.WAY_BACK),
        ("AN12DECLHRJFK" + "/+1JFKLHR" * 6, "+1JFKLHR", EntryTrouble.TOO_MANY_FLIGHTS),
        ("AN12DECLHRJFK/ADT5CHD5", "ADT5CHD5", EntryTrouble.TOO_MANY_PEOPLE),
        ("AN12DECLHRJFK/ADT1ADT2", "ADT1ADT2", EntryTrouble.TWICE),
        ("AN12DECLHRJFK/ADT1/ADT2", "ADT2", EntryTrouble.TWICE),
        ("AN12DECLHRJFK/ADT1CHD2/AGE-7", "AGE-7", EntryTrouble.AGES),
        ("AN12DECLHRJFK/CHD1/AGE-x", "AGE-x", EntryTrouble.AGES),
        ("AN12DECLHRJFK/C-X", "C-X", EntryTrouble.CABIN),
        ("AN12DECLHRJFK/C-J/C-F", "C-F", EntryTrouble.TWICE),
        ("AN12DECLHRJFK/S-3", "S-3", EntryTrouble.STOPS),
        ("AN12DECLHRJFK/K-ABC", "K-ABC", EntryTrouble.CODE),
        ("AN12DECLHRJFK/K-BA X, BA Y", "K-BA X, BA Y", EntryTrouble.CODE),
        ("AN12DECLHRJFK/FF-*A*B*C", "FF-*A*B*C", EntryTrouble.ACCOUNT),
        ("AN12DECLHRJFK/A-BA", "A-BA", EntryTrouble.NOT_UNDERSTOOD),
        ("AN12DECLHRJFK//C-J", "", EntryTrouble.NOT_UNDERSTOOD),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_part_and_the_reason(
    places: PlaceIndex, typed: str, part: str, why: EntryTrouble
) -> None:
    assert read(typed, TODAY, places) == NoEntry(part, why)


def test_an_entry_with_only_children_is_said_at_the_form(places: PlaceIndex) -> None:
    found = check(form("AN12DECLHRJFK/CHD1/AGE-7", places), TODAY, places)
    assert found == (Problem("adults", Why.NO_ADULT),)


def test_the_parts_are_named_in_their_order(places: PlaceIndex) -> None:
    text = "AN12DECLHRJFK19DEC/ADT2CHD1/AGE-7/C-J/S-0/K-BA X1/FF-BA 123*Ek*Bo"
    assert [(one.kind, one.text) for one in tokens(text)] == [
        (TokenKind.VERB, "AN"),
        (TokenKind.DATE, "12DEC"),
        (TokenKind.ROUTE, "LHR JFK"),
        (TokenKind.BACK, "19DEC"),
        (TokenKind.PEOPLE, "ADT2CHD1"),
        (TokenKind.AGES, "AGE-7"),
        (TokenKind.CABIN, "C-J"),
        (TokenKind.STOPS, "S-0"),
        (TokenKind.CORPORATE, "K-BA X1"),
        (TokenKind.ACCOUNT, "FF-BA 123*Ek*Bo"),
    ]


@pytest.mark.parametrize(("typed", "is_one"), [("an12", True), ("AN +7", True), ("Ansel", False), ("AN", False)])
def test_a_beginning_tells_whether_a_search_is_being_typed(typed: str, is_one: bool) -> None:
    assert is_search(typed) is is_one


def test_the_same_search_as_an_entry(places: PlaceIndex) -> None:
    for text in (
        "AN12DECLHRJFK19DEC/ADT2CHD1INF1/AGE-7/C-Y",
        "AN12DECLHRJFK/ADT1",
        "AN12DECLHRJFK/23DECJFKLAX/ADT1/C-J/S-2",
        "AN12DECLHRJFK/ADT2/K-BA ABC123/FF-ZZ 1234567890*Earhart*Amelia",
    ):
        assert write(asked(text, places)) == text


CODES = "LHR JFK LON NYC MAN AMS GVA SYD NRT CDG KRK".split()
WORDS = st.from_regex(r"[A-Z0-9][A-Z0-9.]{0,8}", fullmatch=True)
AIRLINES = st.sampled_from(["BA", "U2", "AF", "ZZ", "9W"])
FARES = st.builds(PrivateFare, AIRLINES, st.just("") | WORDS, st.just("") | WORDS, st.just("") | WORDS)
NAMES = st.sampled_from(["Amelia", "Zoë", "O'Brien", "van der Berg", "Łukasz", "Ann-Marie"])
ACCOUNTS = st.builds(Loyalty, AIRLINES, st.from_regex(r"[A-Z0-9]{3,12}", fullmatch=True))
MEMBERS = st.builds(Member, NAMES, NAMES, st.lists(ACCOUNTS, min_size=1, max_size=2, unique=True).map(tuple))


@st.composite
def searches(draw: st.DrawFn, places: PlaceIndex, today: date) -> Search:
    """Any search that can be asked today."""
    ahead = sorted(draw(st.lists(st.integers(0, 330), min_size=1, max_size=6)))
    legs = []
    for days in ahead:
        origin, target = (places.by_code(draw(st.sampled_from(CODES))) for _ in range(2))
        assert origin is not None
        assert target is not None
        legs.append(Leg(origin, target, today + timedelta(days=days)))
    adults = draw(st.integers(1, 4))
    ages = tuple(draw(st.lists(st.integers(2, 17), max_size=3)))
    members = draw(st.lists(MEMBERS, max_size=adults, unique_by=lambda one: (one.given_name, one.family_name)))
    fares = draw(st.lists(FARES, max_size=3, unique_by=lambda one: one.airline))
    return Search(
        tuple(legs),
        Party(adults, ages, draw(st.integers(0, min(adults, 2)))),
        draw(st.sampled_from([None, *Cabin])),
        draw(st.integers(0, 2)),
        tuple(one for one in fares if one.corporate_code or one.tracking_reference or one.tour_code),
        tuple(members),
    )


@given(st.data(), st.dates(date(2024, 1, 1), date(2060, 12, 31)))
def test_whatever_can_be_asked_comes_back_from_its_entry_and_from_its_form(
    places: PlaceIndex, data: st.DataObject, today: date
) -> None:
    search = data.draw(searches(places, today))
    form = form_of(search)
    assume(isinstance(check(form, today, places), Search))  # two ends may be the same place, or of the same city
    assert check(form, today, places) == search
    back = read(write(search), today, places)
    assert isinstance(back, SearchForm)
    assert check(back, today, places) == search
    assert back.kind is form.kind


@given(st.text(max_size=40) | st.from_regex(r"AN[0-9+A-Z/\-*, ]{0,40}", fullmatch=True))
def test_no_text_breaks_the_reader(places: PlaceIndex, text: str) -> None:
    found = read(text, TODAY, places)
    tokens(text)
    if isinstance(found, SearchForm):
        assert found.legs
        assert found.kind in TripKind
