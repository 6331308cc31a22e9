"""Passengers: the upstream's rules while typing, infants tied to adults, and what is missing said in words."""

from dataclasses import replace

from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.passenger_rules import forms_for
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.samples import FAMILY, a_draft, an_offer


def _family() -> Draft:
    offer = an_offer(passengers=FAMILY)
    return replace(a_draft(offer), step=Step.PASSENGERS, travellers=forms_for(offer))


def _alone() -> Draft:
    offer = an_offer()
    return replace(a_draft(offer), step=Step.PASSENGERS, travellers=forms_for(offer))


async def _fill(booking: OpenBooking, **texts: str) -> None:
    names = {"given": "Given name", "family": "Family name", "born": "Born", "email": "E-mail", "phone": "Phone"}
    for key, text in texts.items():
        await booking.hands.fill(names[key], text)


async def test_one_adult_is_complete_once_every_field_is_right() -> None:
    async with open_booking(_alone(), FakeAirline(an_offer())) as booking:
        page = booking.view.page
        assert page is not None
        assert page.missing() == "7 things to complete (F8)"
        await booking.hands.focus("Title")
        await booking.hands.press("Down", 2)
        await booking.hands.focus("Gender")
        await booking.hands.press("Down")
        await _fill(
            booking, given="Amelia", family="Earhart", born="24jul87", email="a@example.com", phone="02080160508"
        )
        await booking.hands.hear("24 Jul 1987, 39 on the last flight")
        assert page.missing() == ""
        booking.view.go_on()
        assert booking.tab.draft.step is Step.SEATS
        assert booking.tab.draft.travellers[0].given_name == "Amelia"


async def test_a_letter_the_airline_does_not_take_is_said_while_typing() -> None:
    async with open_booking(_alone(), FakeAirline(an_offer())) as booking:
        await _fill(booking, given="Æneas")
        await booking.hands.hear("Airlines do not take Æ.")
        await _fill(booking, given="Aeneas")
        assert not booking.hands.says("Airlines do not take")


async def test_a_name_of_more_than_twenty_letters_is_refused() -> None:
    async with open_booking(_alone(), FakeAirline(an_offer())) as booking:
        await _fill(booking, family="Wolfeschlegelsteinhausen")
        await booking.hands.hear("At most 20 letters")


async def test_a_minor_cannot_travel_as_the_adult_that_was_searched() -> None:
    async with open_booking(_alone(), FakeAirline(an_offer())) as booking:
        await _fill(booking, born="01jan2015")
        await booking.hands.press("Tab")
        await booking.hands.hear("Under 18 on the last flight")


async def test_wrong_mail_and_phone_are_said_once_left() -> None:
    async with open_booking(_alone(), FakeAirline(an_offer())) as booking:
        await _fill(booking, email="nobody", phone="12")
        await booking.hands.press("Tab")
        await booking.hands.hear("Not an e-mail address")
        await booking.hands.hear("short for +44")


async def test_two_passengers_of_one_name_are_refused() -> None:
    async with open_booking(_family(), FakeAirline()) as booking:
        await _fill(booking, given="Amelia", family="Earhart")
        await booking.hands.press("Ctrl+Down")
        await _fill(booking, given="Amelia", family="Earhart")
        await booking.hands.hear("Two passengers have the same name")


async def test_contact_is_entered_once_for_all() -> None:
    async with open_booking(_family(), FakeAirline()) as booking:
        await _fill(booking, email="a@example.com", phone="02080160508")
        await booking.hands.click("Use this e-mail and phone for all")
        first, *others = booking.tab.draft.travellers
        assert (first.email, first.phone) == ("a@example.com", "+44 20 8016 0508")
        assert {(one.email, one.phone) for one in others} == {("", "")}, "the first one's stands for all"
        await booking.hands.press("Ctrl+Down")
        await booking.hands.hear("As the first passenger; type another if it differs")
