"""Passport lines pasted or wanded in fill what is empty, are compared with what was typed, and can be undone."""

from dataclasses import replace

from PySide6.QtGui import QGuiApplication

from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.passenger_rules import forms_for
from agentdesk.travel.passengers import TravellerForm
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.samples import FAMILY, a_draft, an_offer

UPPER = "P<GBROKAFOR<<DANIEL<CHUKWUEMEKA<<<<<<<<<<<<<"
LOWER = "5338041727GBR8504179M2704092<<<<<<<<<<<<<<08"
OFFER = replace(an_offer(passengers=FAMILY), documents_required=True, document_kinds=("passport",))


def _nobody() -> Draft:
    return replace(a_draft(OFFER), step=Step.PASSENGERS, travellers=forms_for(OFFER))


def _form(booking: OpenBooking) -> TravellerForm:
    return booking.tab.draft.travellers[0]


async def _paste(booking: OpenBooking, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    await booking.hands.press("Ctrl+Shift+V")


def _is_okafor(form: TravellerForm) -> bool:
    person = (form.given_name, form.family_name, form.gender, form.born)
    document = (form.document_number, form.document_country, form.document_expires)
    return person == ("Daniel Chukwuemeka", "Okafor", "m", "17 Apr 1985") and document == (
        "533804172",
        "United Kingdom (GBR)",
        "9 Apr 2027",
    )


async def test_lines_from_the_clipboard_fill_the_form_and_undo_empties_it() -> None:
    async with open_booking(_nobody(), FakeAirline(OFFER)) as one:
        await _paste(one, f"{UPPER}\n{LOWER}")
        assert _is_okafor(_form(one))
        await one.hands.hear("5 of 5 check digits agree")
        await one.hands.hear("Ends 15 weeks after the trip")
        await one.hands.click("Undo")
        assert _form(one) == _nobody().travellers[0]


async def test_a_wand_types_both_lines_into_whatever_field_has_the_keyboard() -> None:
    for between in ("", "Return", "Tab"):
        async with open_booking(_nobody(), FakeAirline(OFFER)) as one:
            await one.hands.fill("Given name", "")
            await one.hands.write(UPPER)
            if between:
                await one.hands.press(between)
            await one.hands.write(LOWER)
            assert _is_okafor(_form(one)), between
            await one.hands.hear("5 of 5 check digits agree")


async def test_what_was_typed_stays_and_the_difference_is_shown() -> None:
    async with open_booking(_nobody(), FakeAirline(OFFER)) as one:
        await one.hands.fill("Family name", "Okafur")
        await one.hands.fill("Born", "17/04/1985")
        await _paste(one, f"{UPPER}\n{LOWER}")
        assert (_form(one).family_name, _form(one).born) == ("Okafur", "17/04/1985")
        await one.hands.hear("The passport lines say Okafor")
        await one.hands.hear("the passport says family name OKAFOR")
        await one.hands.click("Take the passport's")
        assert _form(one).family_name == "Okafor"
        assert _form(one).born == "17/04/1985", "the same day stays as it was typed"


async def test_a_failed_check_digit_names_its_field() -> None:
    async with open_booking(_nobody(), FakeAirline(OFFER)) as one:
        await _paste(one, f"{UPPER}\n{LOWER.replace('533804172', '533804772')}")
        await one.hands.hear("3 of 5 check digits agree, not: document number, overall")
        await one.hands.hear("Its check digit disagrees: compare")


async def test_a_letter_read_for_a_digit_is_exchanged_only_when_the_agent_says_so() -> None:
    async with open_booking(_nobody(), FakeAirline(OFFER)) as one:
        await _paste(one, f"{UPPER}\n{LOWER.replace('533804172', '5338O4172')}")
        assert _form(one).document_number == "5338O4172"
        await one.hands.click("Read O as 0")
        assert _form(one).document_number == "533804172"
        await one.hands.hear("5 of 5 check digits agree")


async def test_a_clipboard_without_lines_is_said_and_changes_nothing() -> None:
    async with open_booking(_nobody(), FakeAirline(OFFER)) as one:
        await _paste(one, "Daniel Okafor\n" + "<" * 10_000)
        await one.hands.hear("No passport lines")
        assert _form(one) == _nobody().travellers[0]
        await one.hands.click("Close")
        assert not one.hands.says("No passport lines")


async def test_lines_and_fields_are_there_again_after_stepping_away() -> None:
    async with open_booking(_nobody(), FakeAirline(OFFER)) as one:
        await _paste(one, f"{UPPER}\n{LOWER}")
        draft = one.tab.draft
    async with open_booking(draft, FakeAirline(OFFER)) as one:
        await one.hands.hear("5 of 5 check digits agree")
        await one.hands.click("Undo")
        assert _form(one) == replace(_nobody().travellers[0])


async def test_lines_of_one_passenger_stay_with_that_one() -> None:
    async with open_booking(_nobody(), FakeAirline(OFFER)) as one:
        await _paste(one, f"{UPPER}\n{LOWER}")
        await one.hands.press("Ctrl+Down")
        assert not one.hands.says("check digits agree")
        await one.hands.press("PgDown")
        await one.hands.press("PgUp", 2)
        await one.hands.hear("5 of 5 check digits agree")
