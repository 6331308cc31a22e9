"""Each rule for a passenger (API.md 7.3) at its field, in words, with what to do; and nothing typed is ever lost."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import forms_for
from agentdesk.travel.passengers import Loyalty, OfferPassenger, PassengerKind, TravellerForm
from agentdesk.travel.search import Member
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.samples import FAMILY, a_draft, a_search, an_offer

DOCUMENTED = replace(an_offer(), documents_required=True, document_kinds=("passport",), loyalty_airlines=("ZZ", "BA"))
AMELIA = TravellerForm(
    "pas_1", "ms", "Amelia", "Earhart", "f", "24 Jul 1987", "amelia@example.com", "+44 20 8016 0508",
    document_number="533804172", document_country="United Kingdom (GBR)", document_expires="1 May 2031",
)  # fmt: skip


def _at_names(offer: Offer, *forms: TravellerForm) -> Draft:
    return replace(a_draft(offer), step=Step.PASSENGERS, travellers=forms or forms_for(offer))


RULES = [
    ("Given name", "", "Missing"),
    ("Given name", "Daniel Chukwuemeka Emmanuel", "At most 20 letters; these are 27."),
    ("Given name", "Æsa", "Airlines do not take Æ."),
    ("Given name", "小泉", "Type it in Latin letters, as the passport's lines have it."),
    ("Given name", "\u202eevil", "Invisible characters were pasted along."),
    ("Given name", "😀", "Letters, space, hyphen, apostrophe only; not 😀"),
    ("Given name", "x" * 10_000, "At most 20 letters; these are 10000."),
    ("Given name", "Bill", "Short for William? Use the name in the passport."),
    ("Given name", "A", "One letter; in full in the passport?"),
    ("Family name", "", "Missing"),
    ("Family name", "J.", "Letters, space, hyphen, apostrophe only; not ."),
    ("Family name", "Earhart Mrs", "The title has a field of its own"),
    ("Born", "31feb1987", "Not understood; try 24jul87 or 1987-07-24"),
    ("Born", "1jan2027", "1 Jan 2027 has not come yet"),
    ("Born", "1jan2015", "Under 18 on the last flight (11): not an adult. Search again."),
    ("E-mail", "amelia", "Not an e-mail address: no @ yet"),
    ("E-mail", "a b@example.com", "Not an e-mail address: there is a space in it"),
    ("E-mail", "amélie@example.com", "Only plain letters in an e-mail address"),
    ("E-mail", "a@example", "Not an e-mail address: its end is not whole"),
    ("Phone", "07911 12345", "One digit short for +44. For example +44 7400 123456."),
    ("Phone", "+999 12345678", "No country has this code."),
    ("Phone", "call me", "Not a phone number; digits, with + before a country's code"),
    ("Passport number", "12 34 😀", "Only letters and digits, as printed"),
    ("Issued by", "Atlantis", "No such country; try its name or GB"),
    ("Expires", "never", "Not understood; try 24jul87 or 1987-07-24"),
    ("Expires", "1may2024", "It ended on 1 May 2024"),
    ("Expires", "19dec2026", "Ends before the trip does, on 19 Dec 2026"),
    ("Expires", "1feb2027", "Ends 6 weeks after the trip; many countries ask for 6 months"),
    ("Frequent flyer", "LH 1234567", "Taken here: ZZ, BA"),
    ("Frequent flyer", "1234567", "Airline, then number, as ZZ 1234567"),
]


@pytest.mark.parametrize("part", range(3))
async def test_each_rule_is_said_at_its_field_in_words(part: int) -> None:
    async with open_booking(_at_names(DOCUMENTED, AMELIA), FakeAirline(DOCUMENTED)) as one:
        for field, wrong, sentence in RULES[part::3]:
            edit = await one.hands.focus(field)
            assert isinstance(edit, QLineEdit)
            before = edit.text()
            edit.setText(wrong)
            await one.hands.press("Tab")
            assert edit.accessibleDescription() == sentence, field
            edit.setText(before)
            await one.hands.press("Tab")
            assert not edit.property("wrong"), field
        assert one.view.page is not None
        assert one.view.page.missing() == ""


@pytest.mark.parametrize(
    ("born", "sentence"),
    [
        ("1dec2014", "Searched as 7, but 12 on the last flight"),
        ("1dec2019", "1 Dec 2019, 7 on the last flight"),
    ],
)
async def test_a_child_is_as_old_as_was_searched(born: str, sentence: str) -> None:
    offer = an_offer(passengers=(FAMILY[0], FAMILY[2]))
    async with open_booking(_at_names(offer), FakeAirline(offer)) as one:
        await one.hands.press("Ctrl+PgDown")
        await one.hands.fill("Born", born)
        await one.hands.press("Tab")
        await one.hands.hear(sentence)


async def test_a_child_that_turns_twelve_on_the_way_is_warned_of_and_may_go() -> None:
    offer = an_offer(passengers=(FAMILY[0], OfferPassenger("pas_3", PassengerKind.CHILD, 12)))
    async with open_booking(_at_names(offer), FakeAirline(offer)) as one:
        await one.hands.press("Ctrl+Down")
        await one.hands.fill("Born", "15dec2014")
        await one.hands.press("Tab")
        edit = await one.hands.find("Born")
        assert edit.accessibleDescription() == "Turns 12 before Sat 19 Dec: some airlines want another fare"
        assert not edit.property("wrong")


async def test_an_infant_that_turns_two_on_the_way_needs_a_seat() -> None:
    offer = an_offer(passengers=(FAMILY[0], FAMILY[3]))
    async with open_booking(_at_names(offer), FakeAirline(offer)) as one:
        await one.hands.press("Ctrl+Down")
        await one.hands.fill("Born", "15dec2024")
        await one.hands.press("Tab")
        await one.hands.hear("turns 2 before Sat 19 Dec. Search again with a child.")


async def test_a_proposed_writing_is_taken_by_one_key_and_not_before() -> None:
    async with open_booking(_at_names(an_offer()), FakeAirline(an_offer())) as one:
        field = await one.hands.focus("Family name")
        assert isinstance(field, QLineEdit)
        field.setText("Гагарин")
        await one.hands.find("Take Gagarin")
        assert one.tab.draft.travellers[0].family_name == "Гагарин"
        await one.hands.press("Alt+Return")
        assert one.tab.draft.travellers[0].family_name == "Gagarin"
        await one.hands.hear("The airline gets GAGARIN")


async def test_a_number_dialled_at_home_is_written_out_where_it_is_seen() -> None:
    async with open_booking(_at_names(an_offer()), FakeAirline(an_offer())) as one:
        await one.hands.fill("Phone", "212 736 5000")
        await one.hands.hear("taken as United States")
        await one.hands.press("Tab")
        assert one.tab.draft.travellers[0].phone == "+1 212-736-5000", "none of London, so one of New York"


async def test_only_the_fields_that_this_offer_needs_are_there() -> None:
    optional = replace(an_offer(), document_kinds=("passport", "known_traveler_number"))
    fields: Sequence[tuple[Offer, set[str]]] = (
        (an_offer(), set()),
        (DOCUMENTED, {"Passport number", "Issued by", "Expires", "Frequent flyer"}),
        (optional, {"Document", "Document number", "Issued by", "Expires"}),
    )
    every = {"Passport number", "Document number", "Document", "Issued by", "Expires", "Frequent flyer"}
    for offer, wanted in fields:
        async with open_booking(_at_names(offer), FakeAirline(offer)) as one:
            assert {name for name in every if one.hands.seen(name)} == wanted


async def test_who_was_searched_with_an_account_has_a_name_already() -> None:
    search = replace(a_search(), members=(Member("Amelia", "Earhart", (Loyalty("ZZ", "1234567890"),)),))
    draft = replace(_at_names(DOCUMENTED), travellers=(), search=search)
    async with open_booking(draft, FakeAirline(DOCUMENTED)) as one:
        form = one.tab.draft.travellers[0]
        assert (form.passenger_id, form.given_name, form.family_name) == ("pas_1", "Amelia", "Earhart")
        assert form.loyalty_number == "ZZ 1234567890"


async def test_a_country_is_found_by_its_name() -> None:
    async with open_booking(_at_names(DOCUMENTED, AMELIA), FakeAirline(DOCUMENTED)) as one:
        field = await one.hands.focus("Issued by")
        assert isinstance(field, QLineEdit)
        for typed, told, kept in (
            ("germ", "Germany (DEU)", "Germany (DEU)"),
            ("kingdom", "United Kingdom (GBR)", "United Kingdom (GBR)"),
            ("fr", "France (FRA)", "France (FRA)"),
            ("guinea-", "Guinea-Bissau (GNB)", "Guinea-Bissau (GNB)"),
            ("guin", "Guinea or Guinea-Bissau?", "guin"),
            ("united", "United Arab Emirates, United Kingdom or United States?", "united"),
        ):
            await one.hands.fill("Issued by", typed)
            assert field.accessibleDescription() == told
            await one.hands.press("Tab")
            assert field.text() == kept
            assert bool(field.property("wrong")) is (typed == kept)


async def test_a_box_set_by_assistive_technology_counts_as_chosen() -> None:
    async with open_booking(_at_names(an_offer()), FakeAirline(an_offer())) as one:
        for name, value, field in (("Title", "Mrs", "title"), ("Gender", "Female", "gender")):
            box = await one.hands.find(name, QComboBox)
            assert isinstance(box, QComboBox)
            box.setCurrentIndex(box.findText(value))
            assert getattr(one.tab.draft.travellers[0], field) == value.lower()[: 3 if field == "title" else 1]


async def test_scroll_and_focus_are_found_again() -> None:
    draft = _at_names(replace(DOCUMENTED, passengers=FAMILY))
    assert draft.offer is not None
    async with open_booking(draft, FakeAirline(draft.offer)) as one:
        await _be_small(one)
        await one.hands.press("Ctrl+Down")
        await one.hands.focus("Frequent flyer")
        page = one.view.page
        assert page is not None
        pane = page.findChild(ScrollPane)
        assert pane is not None
        pane.verticalScrollBar().setValue(40)
        page.leave()
        kept = one.tab.draft
    async with open_booking(kept, FakeAirline(draft.offer)) as one:
        await _be_small(one)
        assert one.view.page is not None
        pane = one.view.page.findChild(ScrollPane)
        assert pane is not None
        await one.hands.until(lambda: pane.verticalScrollBar().value() == 40, "the place it was scrolled to")
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.accessibleName() == "Frequent flyer"
        assert one.hands.seen("Passenger 2, adult, not named yet, adult, 8 missing") is not None


async def _be_small(one: OpenBooking) -> None:
    one.hands.window.resize(1024, 420)
    one.view.resize(one.hands.window.size())
    page = one.view.page
    assert page is not None
    page.enter()
    QGuiApplication.sync()


async def test_in_a_small_window_the_passengers_are_chips_above_the_form() -> None:
    draft = _at_names(an_offer(passengers=FAMILY))
    async with open_booking(draft, FakeAirline()) as one:
        wide = await one.hands.find("Who travels")
        assert (wide.width(), wide.height() > 400) == (196, True)
        await _be_small(one)
        await one.hands.until(lambda: wide.height() < 60, "a row of chips")
        assert wide.width() > 800
        await one.hands.click("Passenger 3, child, 7, not named yet, child, 7, 5 missing")
