"""What looks wrong is said and stops nothing; what is merely unusual elsewhere is left alone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.passenger_rules import Wrong
from agentdesk.travel.passenger_warnings import full_form, months_after, warnings
from agentdesk.travel.passengers import TravellerForm
from tests.samples import FAMILY, an_offer

TODAY = date(2026, 11, 23)  # out on 12 December, back on 19 December, at home on the 20th
OFFER = replace(an_offer(passengers=FAMILY), documents_required=True, document_kinds=("passport",))
AMELIA = TravellerForm("pas_1", "ms", "Amelia", "Earhart", "f", "24jul87")
GEORGE = TravellerForm("pas_2", "mr", "George", "Putnam", "m", "7sep1985")


def warned(*forms: TravellerForm) -> list[tuple[str, str, Wrong]]:
    return [(flaw.passenger_id, flaw.field, flaw.why) for flaw in warnings(forms, OFFER, TODAY)]


def of_amelia(**changes: str) -> list[tuple[str, Wrong]]:
    return [(field, why) for _, field, why in warned(replace(AMELIA, **changes))]


def test_two_ordinary_people_are_not_warned_of() -> None:
    assert warned(AMELIA, GEORGE) == []


@pytest.mark.parametrize(
    ("ends", "is_short"),
    [("19dec2026", False), ("20dec2026", True), ("19jun2027", True), ("20jun2027", False), ("1may2031", False)],
)
def test_a_passport_that_ends_within_six_months_of_the_return(ends: str, is_short: bool) -> None:
    found = of_amelia(document_number="533804172", document_country="GB", document_expires=ends)
    assert found == ([("document_expires", Wrong.DOCUMENT_SHORT)] if is_short else [])


@pytest.mark.parametrize(
    ("born", "why"),
    [
        ("13dec2024", Wrong.TURNS_2),
        ("19dec2024", Wrong.TURNS_2),
        ("20dec2024", None),
        ("12dec2024", None),
        ("15dec2014", Wrong.TURNS_12),
        ("12dec2014", None),
        ("20dec2014", None),
    ],
)
def test_a_birthday_during_the_trip_that_makes_another_fare(born: str, why: Wrong | None) -> None:
    assert of_amelia(born=born) == ([("born", why)] if why else [])


@pytest.mark.parametrize("given", ["Bill", "bob", "Liz Mary"])
def test_a_short_form_is_asked_about(given: str) -> None:
    assert of_amelia(given_name=given) == [("given_name", Wrong.NICKNAME)]
    assert full_form("Bill") == "William"


def test_names_that_look_swapped() -> None:
    assert of_amelia(given_name="Earhart", family_name="Amelia") == [("given_name", Wrong.NAMES_SWAPPED)]
    swapped = replace(AMELIA, given_name="Okafor", family_name="Adaeze")
    family = replace(GEORGE, given_name="Daniel", family_name="Okafor")
    assert ("pas_1", "given_name", Wrong.NAMES_SWAPPED) in warned(swapped, family)
    assert of_amelia(given_name="James", family_name="Thomas") == []


@pytest.mark.parametrize(
    ("field", "name", "why"),
    [
        ("given_name", "A", Wrong.ONE_LETTER),
        ("family_name", "O", Wrong.ONE_LETTER),
        ("given_name", "Mr George", Wrong.TITLE_IN_NAME),
        ("family_name", "Putnam MR", Wrong.TITLE_IN_NAME),
    ],
)
def test_names_that_hold_too_little_or_too_much(field: str, name: str, why: Wrong) -> None:
    assert of_amelia(**{field: name}) == [(field, why)]


@pytest.mark.parametrize(
    ("given", "family"),
    [("Amelia Mary", "Earhart"), ("AMELIA", "EARHART"), ("Earhart", "Amelia"), ("Amélia", "Earhart")],
)
def test_one_person_named_twice(given: str, family: str) -> None:
    twin = replace(AMELIA, passenger_id="pas_2", given_name=given, family_name=family)
    assert ("pas_2", "given_name", Wrong.SAME_PERSON) in warned(AMELIA, twin)


def test_twins_are_two() -> None:
    assert warned(AMELIA, replace(AMELIA, passenger_id="pas_2", given_name="Grace")) == []


def test_one_passport_for_two() -> None:
    forms = [replace(form, document_number="533 804 172") for form in (AMELIA, GEORGE)]
    assert warned(*forms) == [("pas_2", "document_number", Wrong.DOCUMENT_TWICE)]


def test_every_warning_is_one() -> None:
    said = {why for why in Wrong if why.is_warning}
    assert Wrong.NICKNAME in said
    assert Wrong.MISSING not in said


def test_half_a_year_after_the_last_of_august_is_the_end_of_february() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)


@given(st.text(), st.text(), st.text())
def test_no_text_makes_it_fall(one: str, two: str, three: str) -> None:
    form = replace(AMELIA, given_name=one, family_name=two, born=three, document_number=one, document_expires=three)
    assert all(flaw.why.is_warning for flaw in warnings((AMELIA, form), OFFER, TODAY))
