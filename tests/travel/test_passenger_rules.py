"""Passengers are right before anything is sent (API.md 7.3)."""

import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import (
    Flaw,
    Wrong,
    check,
    complete,
    errors,
    forms_for,
    kind_of,
    may_stand_in_name,
    name_flaw,
)
from agentdesk.travel.passengers import Document, Loyalty, OfferPassenger, PassengerKind, TravellerForm
from agentdesk.travel.phones import international
from tests.samples import FAMILY, an_offer

TODAY = date(2026, 11, 23)  # the last slice of the sample leaves on 19 December 2026
OFFER = an_offer(passengers=FAMILY)

AMELIA = TravellerForm("pas_1", "ms", "Amelia", "Earhart", "f", "24jul87", "amelia@example.com", "+442080160508")
FORMS = (
    AMELIA,
    replace(AMELIA, passenger_id="pas_2", title="mr", given_name="George", gender="m", born="7sep1985"),
    replace(AMELIA, passenger_id="pas_3", title="miss", given_name="Zoe", born="1jun2019"),
    replace(
        AMELIA, passenger_id="pas_4", title="mr", given_name="Max", gender="m", born="1jun2025", carried_by="pas_1"
    ),
)


def wrongs(*forms: TravellerForm, offer: Offer = OFFER) -> set[tuple[str, str, Wrong]]:
    return {(flaw.passenger_id, flaw.field, flaw.why) for flaw in check(forms, offer, TODAY, international)}


def wrong_of(offer: Offer = OFFER, **changes: str) -> set[tuple[str, Wrong]]:
    """What is wrong with Amelia after a change."""
    return {(field, why) for _, field, why in wrongs(replace(AMELIA, **changes), offer=offer)}


def test_a_family_with_nothing_wrong_becomes_travellers() -> None:
    assert check(FORMS, OFFER, TODAY, international) == ()
    travellers = complete(FORMS, OFFER, TODAY, international)
    assert travellers is not None
    assert [one.kind for one in travellers] == [
        PassengerKind.ADULT,
        PassengerKind.ADULT,
        PassengerKind.CHILD,
        PassengerKind.INFANT,
    ]
    assert [one.infant_id for one in travellers] == ["pas_4", "", "", ""]
    assert travellers[0].born == date(1987, 7, 24)
    assert travellers[0].phone == "+442080160508"
    assert travellers[0].full_name == "Amelia Earhart"
    assert travellers[0].document is None


def test_spaces_around_what_was_typed_do_not_count() -> None:
    form = replace(AMELIA, given_name="  Amelia  Mary ", email=" a@example.com ", phone=" 020 8016 0508 ")
    travellers = complete((form,), an_offer(), TODAY, international)
    assert travellers is not None
    assert (travellers[0].given_name, travellers[0].email) == ("Amelia Mary", "a@example.com")
    assert travellers[0].phone == "+442080160508"


def test_an_empty_form_misses_everything_that_is_needed_and_nothing_else() -> None:
    found = wrongs(TravellerForm("pas_1"))
    fields = {"title", "given_name", "family_name", "gender", "born", "email", "phone"}
    assert found == {("pas_1", field, Wrong.MISSING) for field in fields}


def test_a_form_with_an_error_makes_no_travellers() -> None:
    assert complete((*FORMS[:3], replace(FORMS[3], born="")), OFFER, TODAY, international) is None


@pytest.mark.parametrize("name", ["A", "Zoë", "O'Neill", "Anne-Marie", "Ştefan", "Łukasz", "Ž", "Ñandú", "X" * 20])
def test_names_the_airline_can_take(name: str) -> None:
    assert name_flaw(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", Wrong.MISSING),
        ("  ", Wrong.MISSING),
        ("X" * 21, Wrong.NAME_TOO_LONG),
        ("Æsa", Wrong.NAME_LETTERS),
        ("Œdipe", Wrong.NAME_LETTERS),
        ("Þór", Wrong.NAME_LETTERS),
        ("Guðrún", Wrong.NAME_LETTERS),
        ("Ĳsbrand", Wrong.NAME_LETTERS),
        ("Anna2", Wrong.NAME_LETTERS),
        ("J. R.", Wrong.NAME_LETTERS),
        ("Анна", Wrong.NAME_LETTERS),
        ("小泉", Wrong.NAME_LETTERS),
        ("O’Neill", Wrong.NAME_LETTERS),
        ("a×b", Wrong.NAME_LETTERS),
        ("aªb", Wrong.NAME_LETTERS),
        ("aµb", Wrong.NAME_LETTERS),
        ("Zoe\u0308", Wrong.NAME_LETTERS),
        ("-", Wrong.NAME_LETTERS),
        ("' '", Wrong.NAME_LETTERS),
    ],
)
def test_names_the_airline_would_refuse(name: str, why: Wrong) -> None:
    assert name_flaw(name) is why


def test_the_letters_of_names_are_exactly_those_of_the_upstream() -> None:
    letters = {chr(code) for code in range(sys.maxunicode) if may_stand_in_name(chr(code))}
    ascii_letters = {chr(code) for code in range(0x80) if chr(code).isalpha()}
    latin_1 = {chr(code) for code in range(0xC0, 0x100)} - {"×", "÷"}
    extended_a = {chr(code) for code in range(0x100, 0x180)}
    assert letters == (ascii_letters | latin_1 | extended_a | set(" -'")) - set("ÆæĲĳŒœÞð")


@given(st.text())
def test_a_name_without_flaw_is_short_and_of_allowed_letters(text: str) -> None:
    if name_flaw(text) is None:
        tidy = " ".join(text.split())
        assert 1 <= len(tidy) <= 20
        assert all(may_stand_in_name(letter) for letter in tidy)
        assert any(letter.isalpha() for letter in tidy)


def test_two_passengers_cannot_have_the_same_name() -> None:
    twin = replace(FORMS[1], given_name="AMELIA ", family_name=" earhart", title="mr")
    assert wrongs(AMELIA, twin) == {("pas_2", "given_name", Wrong.NAME_TWICE)}


def test_a_father_and_son_with_one_name_swapped_are_two() -> None:
    other = replace(FORMS[1], given_name="Earhart", family_name="Amelia")
    assert wrongs(AMELIA, other) == set()


@pytest.mark.parametrize(
    ("place", "born", "why"),
    [
        (0, "19dec2008", None),  # 18 on the day of the last slice
        (0, "20dec2008", Wrong.NOT_ADULT),
        (0, "1jan2027", Wrong.BORN_LATER),
        (0, "32jan1990", Wrong.DATE_NOT_UNDERSTOOD),
        (0, "1jan1850", Wrong.DATE_NOT_UNDERSTOOD),
        (2, "19dec2019", None),  # seven, as searched
        (2, "20dec2019", Wrong.NOT_THE_AGE),  # six
        (2, "19dec2018", Wrong.NOT_THE_AGE),  # eight on the day
        (3, "20dec2024", None),  # two the day after
        (3, "19dec2024", Wrong.NOT_INFANT),  # two on the day
    ],
)
def test_ages_count_on_the_day_the_last_slice_leaves(place: int, born: str, why: Wrong | None) -> None:
    found = wrongs(replace(FORMS[place], born=born))
    assert found == ({(FORMS[place].passenger_id, "born", why)} if why else set())


def test_a_child_without_a_known_age_is_two_to_seventeen() -> None:
    child = OfferPassenger("pas_1", PassengerKind.CHILD)
    offer = replace(OFFER, passengers=(child,))
    assert wrong_of(offer, born="20dec2008") == set()
    assert wrong_of(offer, born="19dec2008") == {("born", Wrong.NOT_THE_AGE)}
    assert wrong_of(offer, born="20dec2024") == {("born", Wrong.NOT_THE_AGE)}


@pytest.mark.parametrize(
    "mail", ["amelia", "amelia@", "@example.com", "a b@example.com", "a@b", "a@b..com", "a@@b.com"]
)
def test_what_is_no_mail_address_is_refused(mail: str) -> None:
    assert wrong_of(email=mail) == {("email", Wrong.MAIL)}


@pytest.mark.parametrize("phone", ["123", "+44", "phone", "+999123456789", "020 8016 05080508"])
def test_what_is_no_phone_number_is_refused(phone: str) -> None:
    assert wrong_of(phone=phone) == {("phone", Wrong.PHONE)}


@pytest.mark.parametrize(
    ("typed", "home", "number"),
    [
        ("020 8016 0508", "GB", "+442080160508"),
        ("+44 (0)20 8016 0508", "GB", "+442080160508"),
        ("0044 20 8016 0508", "GB", "+442080160508"),
        ("(212) 736-5000", "US", "+12127365000"),
        ("+49 30 901820", "GB", "+4930901820"),
    ],
)
def test_a_number_becomes_international(typed: str, home: str, number: str) -> None:
    assert international(typed, home) == number


def test_a_title_against_a_gender_is_a_warning_that_stops_nothing() -> None:
    forms = (replace(AMELIA, gender="m"),)
    flaws = check(forms, an_offer(), TODAY, international)
    assert flaws == (Flaw("pas_1", "gender", Wrong.TITLE_GENDER),)
    assert errors(flaws) == ()
    assert complete(forms, an_offer(), TODAY, international) is not None


def test_a_doctor_is_of_any_gender() -> None:
    assert wrong_of(title="dr", gender="m") == set()


def test_an_infant_needs_its_own_adult() -> None:
    alone = replace(FORMS[3], carried_by="")
    assert wrongs(*FORMS[:3], alone) == {("pas_4", "carried_by", Wrong.NO_CARRIER)}


def test_an_infant_is_not_carried_by_a_child_or_a_stranger() -> None:
    for carrier in ("pas_3", "pas_4", "pas_9"):
        form = replace(FORMS[3], carried_by=carrier)
        assert wrongs(*FORMS[:3], form) == {("pas_4", "carried_by", Wrong.NO_CARRIER)}


def test_one_adult_does_not_carry_two_infants() -> None:
    second = OfferPassenger("pas_5", PassengerKind.INFANT, 0)
    offer = replace(OFFER, passengers=(*FAMILY, second))
    other = replace(FORMS[3], passenger_id="pas_5", given_name="Mia", title="miss", gender="f")
    assert wrongs(*FORMS, other, offer=offer) == {("pas_5", "carried_by", Wrong.CARRIER_TAKEN)}


def test_forms_tie_each_infant_to_an_adult_of_its_own() -> None:
    second = OfferPassenger("pas_5", PassengerKind.INFANT, 0)
    forms = forms_for(replace(OFFER, passengers=(*FAMILY, second)))
    assert [form.carried_by for form in forms] == ["", "", "", "pas_1", "pas_2"]


def test_another_offer_keeps_what_was_typed() -> None:
    other = tuple(replace(one, id=f"new_{place}") for place, one in enumerate(FAMILY))
    forms = forms_for(replace(OFFER, passengers=other), FORMS)
    assert [form.passenger_id for form in forms] == ["new_0", "new_1", "new_2", "new_3"]
    assert [form.given_name for form in forms] == ["Amelia", "George", "Zoe", "Max"]
    assert forms[3].carried_by == "new_0"


DOCUMENTS = replace(an_offer(), documents_required=True, document_kinds=("passport",))


def passport(**changes: str) -> dict[str, str]:
    return {
        "document_kind": "passport",
        "document_number": "123 456 789",
        "document_country": "gb",
        "document_expires": "1may30",
    } | changes


def test_documents_are_asked_for_only_where_required() -> None:
    assert wrong_of(an_offer()) == set()
    missing = {
        ("document_number", Wrong.MISSING),
        ("document_country", Wrong.MISSING),
        ("document_expires", Wrong.MISSING),
    }
    assert wrong_of(DOCUMENTS) == missing


def test_a_passport_is_kept_as_the_upstream_wants_it() -> None:
    travellers = complete((replace(AMELIA, **passport()),), DOCUMENTS, TODAY, international)
    assert travellers is not None
    assert travellers[0].document == Document("passport", "123456789", "GB", date(2030, 5, 1))


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"document_country": "Atlantis"}, ("document_country", Wrong.COUNTRY)),
        ({"document_number": "12😀34"}, ("document_number", Wrong.DOCUMENT_NUMBER)),
        ({"document_expires": "soon"}, ("document_expires", Wrong.DATE_NOT_UNDERSTOOD)),
        ({"document_expires": "19dec2026"}, ("document_expires", Wrong.DOCUMENT_ENDS)),
        ({"document_expires": "1may24"}, ("document_expires", Wrong.DOCUMENT_ENDS)),
    ],
)
def test_a_document_lasts_longer_than_the_trip(changes: dict[str, str], flaw: tuple[str, Wrong]) -> None:
    assert wrong_of(DOCUMENTS, **passport(**changes)) == {flaw}


def test_a_document_that_lasts_to_the_day_of_arrival_will_do() -> None:
    assert wrong_of(DOCUMENTS, **passport(document_expires="20dec2026")) == set()


def test_loyalty_counts_only_with_airlines_the_offer_supports() -> None:
    supported = replace(an_offer(), loyalty_airlines=("BA",))
    with_account = {"loyalty_airline": "ba", "loyalty_number": "4019 2277"}
    assert wrong_of(supported, **with_account) == set()
    other = replace(an_offer(), loyalty_airlines=("AA",))
    assert wrong_of(other, **with_account) == {("loyalty_number", Wrong.LOYALTY_AIRLINE)}
    assert wrong_of(other, loyalty_number="A?") == {("loyalty_number", Wrong.LOYALTY_NUMBER)}
    dropped = complete((replace(AMELIA, **with_account),), an_offer(), TODAY, international)
    assert dropped is not None
    assert dropped[0].loyalty == ()
    travellers = complete((replace(AMELIA, **with_account),), supported, TODAY, international)
    assert travellers is not None
    assert travellers[0].loyalty == (Loyalty("BA", "4019 2277"),)


@pytest.mark.parametrize(
    ("passenger", "kind"),
    [
        (OfferPassenger("p", PassengerKind.ADULT), PassengerKind.ADULT),
        (OfferPassenger("p", None, 18), PassengerKind.ADULT),
        (OfferPassenger("p", None, 17), PassengerKind.CHILD),
        (OfferPassenger("p", None, 2), PassengerKind.CHILD),
        (OfferPassenger("p", None, 1), PassengerKind.INFANT),
        (OfferPassenger("p", PassengerKind.CHILD, 12), PassengerKind.CHILD),
    ],
)
def test_the_kind_follows_the_type_then_the_age(passenger: OfferPassenger, kind: PassengerKind) -> None:
    assert kind_of(passenger) is kind


def test_only_infants_are_carried() -> None:
    stale = replace(FORMS[1], carried_by="pas_1")
    travellers = complete((FORMS[0], stale), replace(OFFER, passengers=FAMILY[:2]), TODAY, international)
    assert travellers is not None
    assert [one.infant_id for one in travellers] == ["", ""]


def test_an_infant_finds_another_adult_where_the_new_offer_sees_a_child() -> None:
    party = (OfferPassenger("n1", None, 12), OfferPassenger("n2", PassengerKind.ADULT), *FAMILY[2:])
    forms = forms_for(replace(OFFER, passengers=party), FORMS)
    assert forms[3].carried_by == "n2"


def test_accounts_with_several_airlines_stand_in_one_line() -> None:
    offer = replace(an_offer(), loyalty_airlines=("ZZ", "BA"))
    travellers = complete((replace(AMELIA, loyalty_number="zz 123 456, BA/77"),), offer, TODAY, international)
    assert travellers is not None
    assert travellers[0].loyalty == (Loyalty("ZZ", "123 456"), Loyalty("BA", "77"))
    assert wrong_of(offer, loyalty_number="123456") == {("loyalty_number", Wrong.LOYALTY_NUMBER)}
    assert wrong_of(replace(offer, loyalty_airlines=("BA",)), loyalty_number="123456") == set()


def test_the_contact_of_the_first_stands_for_all_but_those_with_their_own() -> None:
    forms = [replace(form, email="", phone="") for form in FORMS]
    forms[0] = replace(forms[0], email="family@example.com", phone="020 8016 0508")
    forms[1] = replace(forms[1], email="george@example.com")
    travellers = complete(forms, OFFER, TODAY, international)
    assert travellers is not None
    family, george = "family@example.com", "george@example.com"
    assert [one.email for one in travellers] == [family, george, family, family]
    assert {one.phone for one in travellers} == {"+442080160508"}


def test_a_contact_that_is_missing_is_missing_once() -> None:
    forms = [replace(form, email="", phone="") for form in FORMS]
    assert wrongs(*forms) == {("pas_1", "email", Wrong.MISSING), ("pas_1", "phone", Wrong.MISSING)}
    forms[1] = replace(forms[1], phone="12")
    assert ("pas_2", "phone", Wrong.PHONE) in wrongs(*forms)


@pytest.mark.parametrize(
    "mail",
    [
        "a\u202eb@example.com",
        "ä@example.com",
        "😀@example.com",
        "a..b@example.com",
        "a@-b.com",
        "x" * 65 + "@b.com",
        "a@b.c0m\u0000",
    ],
)
def test_letters_that_no_mail_is_sent_to_are_refused(mail: str) -> None:
    assert wrong_of(email=mail) == {("email", Wrong.MAIL)}


@pytest.mark.parametrize(
    "field",
    ["given_name", "family_name", "born", "email", "phone", "document_number", "document_country", "document_expires"],
)
@pytest.mark.parametrize(
    "text", ["x" * 10_000, "\u202e" * 9, "\x00\x1b[31m", "😀", "Анна", "小泉", "' OR 1=1 --", "<b>x</b>"]
)
def test_hostile_text_is_refused_at_its_field_and_nowhere_else(field: str, text: str) -> None:
    flaws = wrong_of(DOCUMENTS, **(passport() | {field: text}))
    assert {one for one, _ in flaws} == {field}
    assert not any(why.is_warning for _, why in flaws)


def test_a_tax_number_needs_no_day_on_which_it_ends() -> None:
    offer = replace(DOCUMENTS, document_kinds=("tax_id",))
    travellers = complete((replace(AMELIA, **passport(document_expires="")),), offer, TODAY, international)
    assert travellers is not None
    assert travellers[0].document == Document("tax_id", "123456789", "GB", None)


@pytest.mark.parametrize("text", ["gb", "GBR", "united kingdom", "United Kingdom (GBR)", "uk", " united k "])
def test_the_issuer_is_named_as_one_speaks(text: str) -> None:
    travellers = complete((replace(AMELIA, **passport(document_country=text)),), DOCUMENTS, TODAY, international)
    assert travellers is not None
    assert travellers[0].document is not None
    assert travellers[0].document.country == "GB"
