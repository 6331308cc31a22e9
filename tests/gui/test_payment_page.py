"""Paying: once, at the agreed price, and with a way on from every outcome."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from agentdesk.desk.ports import OrderAnswer
from agentdesk.hands import spoken_name
from agentdesk.travel.booking import Draft, Outcome, Refused, Sent, Step, Unsure
from agentdesk.travel.environment import Environment, World
from agentdesk.travel.passengers import TravellerForm
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.samples import NOON, a_draft, an_offer

AMELIA = TravellerForm("pas_1", "ms", "Amelia", "Earhart", "f", "24 Jul 1987", "amelia@example.com", "+44 20 8016 0508")
LIVE = Environment(World.LIVE, "https://api.example.com")


def ready_to_pay() -> Draft:
    return replace(a_draft(), travellers=(AMELIA,))


async def focused(one: OpenBooking) -> str:
    """The name of what has the keyboard, once something has it."""
    await one.hands.until(lambda: QApplication.focusWidget() is not None, "the keyboard somewhere")
    widget = QApplication.focusWidget()
    assert widget is not None
    return spoken_name(widget)


async def press_pay(one: OpenBooking, times: int = 1, words: str = "Pay £1,612.77 (practice)") -> None:
    button = await one.hands.find(words, QPushButton)
    button.setFocus()
    await one.hands.until(button.hasFocus, "the keyboard at the button")
    for _ in range(times):  # all before the page can answer the first
        QTest.keyClick(button, Qt.Key.Key_Return)


@pytest.mark.parametrize("times", [1, 2, 7])
async def test_enter_however_often_pays_once(times: int) -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(ready_to_pay(), airline) as one:
        await press_pay(one, times)
        await one.hands.hear("4QK7ZB")
        assert one.tab.draft.step is Step.TICKET
        assert len(airline.sent) == 1


async def test_a_price_that_changes_between_looking_and_paying_asks_and_the_first_focus_is_the_way_back() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(ready_to_pay(), airline) as one:
        await one.hands.hear("unchanged")
        airline.offers["off_1"] = an_offer(total="1650.77")
        await press_pay(one)
        await one.hands.hear("The price rose by £38.00")
        for cell in ("1,512.77", "1,550.77", "+38.00", "1,612.77", "1,650.77"):
            assert one.hands.says(cell)
        assert await focused(one) == "Do not pay"
        await one.hands.press("Return")
        await one.hands.find("Pay £1,650.77 (practice)")
        assert airline.sent == []


async def test_a_price_that_changed_before_the_page_came_is_told_at_once_and_pays_nothing() -> None:
    airline = FakeAirline(an_offer(total="1650.77"))
    async with open_booking(ready_to_pay(), airline) as one:
        await one.hands.hear("The price rose by £38.00")
        assert await focused(one) == "Back to offers"
        await one.hands.click("Go on with £1,650.77")
        await one.hands.find("Pay £1,650.77 (practice)")
        assert one.tab.draft.step is Step.PAYMENT
        assert "book" not in airline.asked


async def test_a_refused_order_says_that_nothing_was_charged_and_leads_on() -> None:
    async def refuse(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        return Refused(sent, "offer_no_longer_available", "The offer is gone.", "req_1", NOON), None

    airline = FakeAirline(an_offer())
    airline.on_book = refuse
    async with open_booking(ready_to_pay(), airline) as one:
        await press_pay(one)
        await one.hands.find("Search again")
        assert one.hands.says("Search again to go on")
        assert one.tab.draft.attempt == ""
        assert len(airline.sent) == 1


async def test_an_unknown_outcome_shows_checking_and_settles_itself_to_the_ticket() -> None:
    async def lose_the_answer(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        return Unsure(sent, "the line broke", "", NOON), None

    airline = FakeAirline(an_offer())
    airline.on_book = lose_the_answer
    async with open_booking(ready_to_pay(), airline) as one:
        await press_pay(one)
        await one.hands.hear("It is sent no second time.")
        assert one.hands.says("What happens next")
        await airline.book_it(airline.sent[0])
        await one.hands.click("Check again")
        await one.hands.hear("4QK7ZB")
        assert len(airline.sent) == 1


async def test_the_first_live_sale_wants_the_typed_word() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(replace(ready_to_pay(), environment=LIVE), airline) as one:
        await press_pay(one, words="Pay £1,612.77 now")
        await one.hands.hear("This is a live sale")
        sheet = one.view.page
        assert sheet is not None
        deeds = [deed for deed in sheet.findChildren(QPushButton) if deed.text().startswith("Pay ")]
        assert deeds, "the sheet has its deed"
        assert not any(deed.isEnabled() for deed in deeds)
        await one.hands.fill("Type LIVE", "LIVE")
        assert all(deed.isEnabled() for deed in deeds)
        await one.hands.press("Escape")
        await one.hands.find("Pay £1,612.77 now", QPushButton)
        assert airline.sent == []


async def test_what_is_missing_under_passengers_bars_paying() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(replace(ready_to_pay(), travellers=(replace(AMELIA, born=""),)), airline) as one:
        await one.hands.hear("Something is missing under Passengers")
        button = one.hands.seen("Pay £1,612.77 (practice)", QPushButton)
        assert button is None, "it is there and cannot be pressed"
        assert airline.asked == []
