"""Holding, and every trouble on the way to an order: each says what happened and leads on."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton

from agentdesk.desk.ports import OrderAnswer
from agentdesk.travel.booking import BagPick, Booked, Doubt, Outcome, Refused, Sent, Step, StruckOut, Unsure, Way
from agentdesk.travel.errors import ConnectionLost, NeverSent
from agentdesk.travel.offers import PaymentTerms
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.gui.test_payment_page import AMELIA, focused, press_pay, ready_to_pay
from tests.samples import NOON, a_bag, a_priced, a_sent, an_offer, gbp

HOLD = "Hold £1,612.77 (practice)"


def refusing(code: str, pointer: str = "") -> FakeAirline:
    async def refuse(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        return Refused(sent, code, "", "req_1", NOON, pointer), None

    airline = FakeAirline(an_offer())
    airline.on_book = refuse
    return airline


async def test_2_holds_and_1_pays_and_the_button_says_which() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(ready_to_pay(), airline) as one:
        await one.hands.hear("unchanged")
        await one.hands.press("2")
        await one.hands.find(HOLD, QPushButton)
        assert one.hands.says("Nothing is charged now")
        assert one.hands.says("or the airline lets the flights go")
        assert one.tab.draft.way is Way.HOLD
        await one.hands.press("1")
        await one.hands.find("Pay £1,612.77 (practice)", QPushButton)
        assert airline.sent == []


async def test_digits_typed_into_a_field_choose_nothing() -> None:
    async with open_booking(ready_to_pay(), FakeAirline(an_offer())) as one:
        await one.hands.fill("Agency fee", "2")
        await one.hands.fill("Your own reference", "12")
        assert one.tab.draft.way is Way.PAY
        assert (one.tab.draft.fee, one.tab.draft.own_reference) == ("2", "12")


async def test_a_hold_ends_on_the_ticket_page_with_its_deadlines() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(ready_to_pay(), airline) as one:
        await one.hands.hear("unchanged")
        await one.hands.press("2")
        await press_pay(one, 3, HOLD)
        await one.hands.hear("4QK7ZB")
        assert one.hands.says("Held")
        assert one.hands.says("Nothing was charged. Pay by ")
        assert one.hands.says("no ticket before it is paid")
        assert [sent.priced.way for sent in airline.sent] == [Way.HOLD]


async def test_what_cannot_be_held_says_why_and_cannot_be_chosen() -> None:
    offer = replace(an_offer(), terms=PaymentTerms(instant_only=True))
    async with open_booking(replace(ready_to_pay(), offer=offer, way=Way.HOLD), FakeAirline(offer)) as one:
        await one.hands.hear("Duffel Airways wants this fare paid at once.")
        await one.hands.press("2")
        assert one.tab.draft.way is Way.PAY
        assert one.hands.seen("Hold", QRadioButton) is None


async def test_a_hold_refused_for_its_extras_is_offered_without_them_and_they_stay_picked() -> None:
    asked: list[Sent] = []

    async def flights_only(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        asked.append(sent)
        if sent.priced.bags:
            return Refused(sent, "services_not_allowed_for_order_type", "", "req_1", NOON, "/services"), None
        return await airline.book_it(sent)

    offer = replace(an_offer(), services=(a_bag(),))
    airline = FakeAirline(offer)
    airline.on_book = flights_only
    draft = replace(ready_to_pay(), offer=offer, bags=(BagPick(a_bag(), 1),), way=Way.HOLD)
    async with open_booking(draft, airline) as one:
        await one.hands.hear("held with it, if the airline allows")
        await press_pay(one, words="Hold £1,632.77 (practice)")
        await one.hands.hear("The airline does not hold seats and bags. Nothing was booked or charged.")
        await one.hands.click("Hold without seats and bags")
        await one.hands.hear("cannot go with this hold")
        assert len(one.tab.draft.bags) == 1
        await press_pay(one, words=HOLD)
        await one.hands.hear("4QK7ZB")
        assert [len(sent.priced.bags) for sent in asked] == [1, 0]


async def test_what_the_airline_takes_not_of_a_passenger_leads_to_the_field() -> None:
    async with open_booking(ready_to_pay(), refusing("invalid_phone_number", "/passengers/0/phone_number")) as one:
        await press_pay(one)
        await one.hands.click("Go to the field")
        assert one.tab.draft.step is Step.PASSENGERS
        phone = await one.hands.find("Phone", QLineEdit)
        await one.hands.until(phone.hasFocus, "the keyboard in the field")


async def test_too_little_money_can_be_held_instead() -> None:
    async with open_booking(ready_to_pay(), refusing("insufficient_balance")) as one:
        await press_pay(one)
        await one.hands.hear("The agency's balance with Duffel is too low.")
        assert one.hands.says("req_1")
        await one.hands.click("Hold it instead")
        await one.hands.find(HOLD, QPushButton)


@pytest.mark.parametrize(
    "code",
    [
        "internal_server_error", "airline_internal", "airline_unknown", "unavailable_feature", "no_match",
        "invalid_order_create_type",
        "payment_currency_does_not_match_order_currency", "service_unavailable", "order_not_created",
    ],
)  # fmt: skip
async def test_each_refusal_has_words_of_its_own(code: str) -> None:
    async with open_booking(ready_to_pay(), refusing(code)) as one:
        await press_pay(one)
        await one.hands.hear("req_1")
        assert not one.hands.says("The airline refused.")
        assert one.tab.draft.attempt == ""


async def test_an_offer_that_ends_while_the_page_is_open_cannot_be_paid_and_leads_to_a_search() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(ready_to_pay(), airline) as one:
        await one.hands.hear("unchanged")
        airline.now = NOON + timedelta(minutes=31)
        await one.hands.hear("This offer has expired.")
        assert one.hands.says("Search again to go on")
        await one.hands.click("Search again")
        assert one.tab.draft.step is Step.OFFERS
        assert one.tab.draft.travellers == (AMELIA,)
        assert airline.sent == []


async def test_an_offer_another_booking_has_bought_is_told_before_paying() -> None:
    airline = FakeAirline(an_offer())
    draft = ready_to_pay()
    async with open_booking(replace(draft, step=Step.PASSENGERS), airline) as one:
        sent = replace(a_sent(), priced=replace(a_priced(), draft_id="another"))
        await one.desk.journal.write(sent)
        await one.desk.journal.settle(sent, Booked(sent, "ord_9", "9ZZ9ZZ", NOON))
        one.view.go_to(Step.PAYMENT)
        await one.hands.hear("This offer was sold already, in another booking: 9ZZ9ZZ.")
        assert one.hands.seen("Pay £1,612.77 (practice)", QPushButton) is None
        assert "book" not in airline.asked


async def test_what_never_left_is_said_and_can_be_tried_again() -> None:
    airline = FakeAirline(an_offer())

    async def no_line(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        raise NeverSent

    airline.on_book = no_line
    async with open_booking(ready_to_pay(), airline) as one:
        await press_pay(one)
        await one.hands.hear("The airline could not be reached; nothing was sent.")
        line = await one.desk.journal.of_draft(one.tab.draft.id)
        assert isinstance(line, StruckOut)
        airline.on_book = airline.book_it
        await press_pay(one)
        await one.hands.hear("4QK7ZB")


async def test_stop_before_anything_is_sent_sends_nothing() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(ready_to_pay(), airline) as one:
        await one.hands.hear("unchanged")
        airline.offers["off_1"] = an_offer(total="1650.77")
        await press_pay(one)
        await one.hands.hear("The price rose by £38.00")
        await one.hands.press("Escape")
        await one.hands.find("Pay £1,650.77 (practice)", QPushButton)
        assert airline.sent == []


async def test_an_answer_that_could_not_be_kept_is_a_page_of_its_own_and_copies_its_ids() -> None:
    airline = FakeAirline(an_offer())

    async def lose(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        return Unsure(sent, "the disk is full", "req_7", NOON, Doubt.NOT_KEPT), None

    airline.on_book = lose
    async with open_booking(ready_to_pay(), airline) as one:
        await press_pay(one)
        await one.hands.hear("it could not be written down: the disk is full. Make room on the disk.")
        assert one.hands.says("Do not book it again.")
        assert one.hands.says("Cannot be paid twice")
        await one.hands.hear("Asked 1 time")
        await one.hands.press("C")
        copied = QGuiApplication.clipboard().text()
        assert "req_7" in copied
        assert "agentdesk_attempt" in copied
        assert "Earhart" not in copied
        assert "amelia" not in copied


async def test_only_a_person_who_knows_ends_an_unknown_outcome() -> None:
    airline = FakeAirline(an_offer())

    async def lose(sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        return Unsure(sent, "the line broke", "", NOON), None

    airline.on_book = lose
    async with open_booking(ready_to_pay(), airline) as one:
        await press_pay(one)
        await one.hands.click("There is no booking…")
        assert await focused(one) == "Keep looking"
        assert one.hands.seen("Close it, nothing was booked", QPushButton) is None
        await one.hands.fill("Who said so, and when", "Duffel support, Ann, 14:50")
        await one.hands.click("Close it, nothing was booked")
        await one.hands.find("Pay £1,612.77 (practice)", QPushButton)
        assert "Ann, 14:50" in one.tab.draft.note


async def test_a_wrong_fee_bars_paying_and_a_right_one_is_added_for_the_customer_only() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(ready_to_pay(), airline) as one:
        await one.hands.hear("unchanged")
        await one.hands.fill("Agency fee", "much")
        await one.hands.hear("The agency fee is not an amount")
        assert one.hands.seen("Pay £1,612.77 (practice)", QPushButton) is None
        await one.hands.fill("Agency fee", "25")
        await one.hands.hear("£25.00 on top: £1,637.77 in all")
        assert one.hands.says("The customer pays")
        await press_pay(one)
        await one.hands.hear("4QK7ZB")
        assert (airline.sent[0].priced.total, airline.sent[0].priced.fee) == (gbp("1612.77"), gbp("25"))


async def test_a_held_down_enter_neither_pays_twice_nor_presses_what_comes_next() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(ready_to_pay(), airline) as one:
        await press_pay(one)
        for _ in range(60):
            _repeat_enter(one)
            await one.hands.until(lambda: True, "a turn of the loop")
        await one.hands.hear("4QK7ZB")
        for _ in range(20):
            _repeat_enter(one)
        assert len(airline.sent) == 1
        assert [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowTitle()] == []


def _repeat_enter(one: OpenBooking) -> None:
    target = QApplication.focusWidget() or one.view
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
        QApplication.sendEvent(target, key)


async def test_ctrl_enter_spends_nothing() -> None:
    airline = FakeAirline(an_offer())
    async with open_booking(ready_to_pay(), airline) as one:
        await one.hands.hear("unchanged")
        one.view.go_on()
        await one.hands.find("Pay £1,612.77 (practice)", QPushButton)
        assert airline.sent == []


async def test_a_line_cut_on_the_page_keeps_everything_and_says_what_is_safe() -> None:
    airline = FakeAirline(an_offer())
    airline.trouble = ConnectionLost()
    async with open_booking(ready_to_pay(), airline) as one:
        await one.hands.hear("Not priced again yet; it is before anything is sent")
        await press_pay(one)
        await one.hands.hear("The line to the airlines is lost.")
        assert one.hands.says("Nothing was sent and no money moved. Everything you typed and picked is kept.")
        airline.trouble = None
        await press_pay(one)
        await one.hands.hear("4QK7ZB")
        assert len(airline.sent) == 1


async def test_a_text_typed_into_a_note_costs_a_few_frames_at_most() -> None:
    """In time of the processor: other programs may be busy."""
    async with open_booking(ready_to_pay(), FakeAirline(an_offer())) as one:
        await one.hands.hear("unchanged")
        await one.hands.focus("Note")
        spent = []
        for letter in "Calls after six":
            began = time.process_time()
            await one.hands.write(letter)
            spent.append(time.process_time() - began)
        assert sorted(spent)[len(spent) // 2] < 0.05
        assert one.tab.draft.note == "Calls after six"
