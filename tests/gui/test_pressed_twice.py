"""Every button that moves money, clicked twice, entered twice, and Enter held down: the books show it once."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from agentdesk.duffel.transport import open_airline
from agentdesk.hands import Hands
from agentdesk.travel.booking import Step, Way
from agentdesk.travel.environment import PRACTICE
from tests.duffel.test_with_practice import LIMITS, an_offer
from tests.gui.desk_under_test import open_booking
from tests.gui.test_order_page_in_practice import sold
from tests.gui.test_payment_page import AMELIA
from tests.practice_airline import Practice
from tests.samples import a_draft


def press_hard(button: QWidget) -> None:
    """A double click, two Enters and Enter held down, all before the page can answer the first of them."""
    button.setFocus()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    for held in (False, False, True, True, True):
        target = QApplication.focusWidget() or button
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", held)
            QApplication.sendEvent(target, key)


async def press_named(hands: Hands, pattern: str) -> None:
    def there() -> QPushButton | None:
        found = [one for one in hands.window.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
        return next((one for one in found if re.fullmatch(pattern, one.accessibleName())), None)

    await hands.until(there, f"a button like {pattern}")
    button = there()
    assert button is not None
    press_hard(button)


@pytest.mark.parametrize("way", [Way.PAY, Way.HOLD])
async def test_one_sale_is_sold_once(practice: Practice, way: Way) -> None:
    async with open_airline(practice.url, practice.token, PRACTICE, LIMITS) as airline:
        request_id, offer = await an_offer(airline, "LHR", "JFK")
        forms = tuple(replace(AMELIA, passenger_id=one.id) for one in offer.passengers)
        draft = replace(
            a_draft(offer), offer_request_id=request_id, travellers=forms, way=way, step=Step.PAYMENT, search=None
        )
        async with open_booking(draft, airline) as one:  # type: ignore[arg-type]  # nothing of the fake's own is used
            await press_named(one.hands, r"Pay .+\)" if way is Way.PAY else r"Hold .+")
            await one.hands.until(lambda: one.tab.draft.step is Step.TICKET, "the ticket page")
            press_hard(QApplication.focusWidget() or one.view)  # what comes next is not pressed by the same finger
            books = practice.books()
            assert len(books["orders"]) == 1
            posts = [call for call in books["requests"] if call["path"] == "/air/orders"]
            assert len(posts) == 1
            assert books["orders"][0]["paid"] is (way is Way.PAY)


async def test_a_hold_is_paid_once(practice: Practice) -> None:
    async with sold(practice, hold=True) as one:
        await one.hands.press("P")
        await press_named(one.hands, re.escape(one.pay))
        await one.hands.hear("Paid ")
        assert one.sent("/air/payments") == 1
        assert one.book["paid"] is True


async def test_an_order_is_cancelled_once(practice: Practice) -> None:
    async with sold(practice, hold=False) as one:
        await one.hands.click("Cancel…")
        await press_named(one.hands, r"Cancel, get .+")
        await one.hands.hear("Cancelled at")
        assert one.sent("/actions/confirm") == 1
        assert one.book["cancelled"] is True


async def test_new_times_are_accepted_once(practice: Practice) -> None:
    async with sold(practice, hold=False) as one:
        await one.hands.until(lambda: bool(one.book["paid"]), "the payment")
        practice.scenario("flight_moved")
        await one.hands.press("R")
        await press_named(one.hands, "Accept the new times")
        await one.hands.hear("The new times were accepted at")
        assert one.sent("/actions/accept") == 1
