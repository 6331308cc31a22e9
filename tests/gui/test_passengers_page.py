"""Who travels: wrong input is said at its field, and what is missing is counted."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from agentdesk.hands import spoken_name
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.passengers import OfferPassenger, PassengerKind
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import open_booking
from tests.samples import a_draft, an_offer

ADULT = OfferPassenger("pas_1", PassengerKind.ADULT)
INFANT = OfferPassenger("pas_4", PassengerKind.INFANT, 1)


def nobody_named(*passengers: OfferPassenger) -> Draft:
    return replace(a_draft(an_offer(passengers=passengers or (ADULT,))), step=Step.PASSENGERS)


async def test_wrong_input_is_said_at_its_field() -> None:
    async with open_booking(nobody_named(), FakeAirline(an_offer())) as one:
        for field, wrong in (("Born", "31feb1987"), ("E-mail", "amelia at home"), ("Phone", "12")):
            await one.hands.fill(field, wrong)
            await one.hands.press("Tab")
            edit = await one.hands.find(field)
            assert edit.property("wrong") is True, field
            assert edit.accessibleDescription(), "a screen reader hears the sentence too"


async def test_the_foot_counts_what_is_missing_and_f8_goes_there() -> None:
    async with open_booking(nobody_named(), FakeAirline(an_offer())) as one:
        await one.hands.fill("Given name", "Amelia")
        await one.hands.hear("things to complete (F8)")
        await one.hands.press("Ctrl+Return")
        assert one.tab.draft.step is Step.PASSENGERS
        before = QApplication.focusWidget()
        await one.hands.press("F8")
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused is not before
        assert not getattr(focused, "text", str)(), spoken_name(focused)


async def test_an_infant_sits_with_an_adult() -> None:
    async with open_booking(nobody_named(ADULT, INFANT), FakeAirline(an_offer())) as one:
        await one.hands.fill("Given name", "Amelia")
        await one.hands.press("Ctrl+Down")
        await one.hands.focus("On the lap of")
        await one.hands.press("Down")
        infant = one.tab.draft.travellers[1]
        assert infant.carried_by == "pas_1"
