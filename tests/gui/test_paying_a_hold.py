"""A hold is paid from its page: read again, shown, agreed to, sent once, and looked for when nobody knows."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from agentdesk.travel.deeds import DeedOutcome, DeedRefused, DeedSent, PayHold
from agentdesk.travel.environment import Environment, World
from agentdesk.travel.errors import ConnectionLost, NeverSent, OutcomeUnknown
from agentdesk.travel.orders import PaymentState
from agentdesk.travel.payments import Payment, PaymentOutcome
from tests.fakes.airline import FakeAirline
from tests.gui.order_under_test import OpenOrder, a_held, moved, open_order
from tests.samples import NOON, gbp

PAY = "Pay £1,612.77 (practice)"


async def ask_to_pay(one: OpenOrder) -> None:
    await one.hands.press("P")
    await one.hands.hear("Nothing has been paid")


async def test_it_is_paid_by_keyboard_alone_and_proved() -> None:
    async with open_order(a_held()) as one:
        await ask_to_pay(one)
        await one.hands.press("Tab")
        await one.hands.press("Return")
        await one.hands.hear("Paid £1,612.77 at")
        assert [type(deed) for deed in one.airline.effects] == [PayHold]
        await one.hands.hear("Awaiting tickets")
        assert one.hands.seen("Pay £1,612.77 (practice)…") is None


async def test_a_second_enter_pays_nothing_more_and_leaves_the_order_in_front() -> None:
    async with open_order(a_held()) as one:
        await ask_to_pay(one)
        await one.hands.press("Tab")
        await one.hands.press("Return", 2)
        await one.hands.hear("Paid £1,612.77 at")
        await one.hands.press("Return")
        assert [type(deed) for deed in one.airline.effects] == [PayHold]
        assert one.wanted == []


async def test_no_single_key_pays_and_the_focus_is_on_the_way_back() -> None:
    async with open_order(a_held()) as one:
        await ask_to_pay(one)
        for key in ("P", "Ctrl+Return", "Space"):
            focused = QApplication.focusWidget()
            assert isinstance(focused, QPushButton)
            assert focused.text() == "Do not pay"
            if key != "Space":
                await one.hands.press(key)
        await one.hands.press("Return")
        await one.hands.until(lambda: not one.hands.says("Nothing has been paid"), "the sheet's end")
        assert one.airline.effects == []


async def test_escape_pays_nothing_and_leaves_the_order_open() -> None:
    async with open_order(a_held()) as one:
        await ask_to_pay(one)
        await one.hands.press("Esc")
        await one.hands.until(lambda: not one.hands.says("Nothing has been paid"), "the sheet's end")
        assert one.airline.effects == []
        assert one.wanted == []
        assert one.hands.seen("Pay £1,612.77 (practice)…") is not None


async def test_a_changed_price_is_shown_with_its_difference_and_asked_anew() -> None:
    async with open_order(a_held()) as one:
        one.airline.booked["ord_1"] = a_held(total=gbp("1650.00"))
        await ask_to_pay(one)
        await one.hands.hear("The price rose by £37.23")
        await one.hands.hear("+37.23")
        await one.hands.click("Accept, pay £1,650.00 (practice)")
        await one.hands.hear("Paid £1,650.00 at")
        assert one.airline.payments[-1].amount == gbp("1650.00")


async def test_moved_flights_are_looked_at_before_they_are_paid() -> None:
    async with open_order(a_held()) as one:
        order = a_held()
        one.airline.booked["ord_1"] = replace(order, slices=(moved(order.slices[0], 95), *order.slices[1:]))
        await one.hands.press("P")
        await one.hands.hear("changed the held flights")
        await one.hands.hear("Before: Sat 12 Dec 09:55")
        await one.hands.click("Go on with the new flights")
        await one.hands.click(PAY)
        await one.hands.hear("Paid £1,612.77 at")


@pytest.mark.parametrize(
    ("payment", "said"),
    [
        (PaymentState(False, paid_at=NOON), "It is paid already"),
        (PaymentState(True, NOON - timedelta(minutes=1)), "The time to pay is over"),
        (PaymentState(False, NOON - timedelta(minutes=1)), "The airline has let the seats go"),
    ],
)
async def test_what_can_no_longer_be_paid_is_said_and_nothing_is_sent(payment: PaymentState, said: str) -> None:
    async with open_order(a_held()) as one:
        one.airline.booked["ord_1"] = a_held(payment=payment)
        await one.hands.press("P")
        await one.hands.hear(said)
        assert one.airline.deeds_sent == []


async def test_a_payment_on_its_way_is_waited_for() -> None:
    async with open_order(a_held()) as one:
        pending = Payment("pay_9", "ord_1", "balance", gbp("1612.77"), NOON, PaymentOutcome.PENDING)
        one.airline.payments.append(pending)
        await one.hands.press("P")
        await one.hands.hear("A payment is on its way.")
        assert one.airline.deeds_sent == []


async def test_a_lost_line_while_reading_leaves_all_as_it_was_and_offers_to_try_again() -> None:
    async with open_order(a_held()) as one:
        one.airline.trouble = ConnectionLost()
        await one.hands.press("P")
        await one.hands.hear("The line to the airlines is lost. Nothing was sent")
        one.airline.trouble = None
        await one.hands.click("Read the total again")
        await one.hands.hear("Nothing has been paid")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("insufficient_balance", "balance with Duffel is too low"),
        ("payment_declined", "The payment was declined"),
        ("past_payment_required_by_date", "The time to pay was over"),
        ("schedule_changed", "The airline has moved the held flights"),
        ("price_changed", "The price changed on the way"),
        ("already_paid", "This order is paid already"),
        ("something_new", "The airline refused. It says: Not today"),
    ],
)
async def test_each_refusal_says_that_nothing_was_paid_and_what_to_do(code: str, said: str) -> None:
    async def refuse(sent: DeedSent) -> DeedOutcome:
        return DeedRefused(sent, code, "Not today", "req-no", NOON)

    async with open_order(a_held()) as one:
        one.airline.on_deed = refuse
        await ask_to_pay(one)
        await one.hands.click(PAY)
        await one.hands.hear(said)
        await one.hands.hear("req-no")
        assert one.airline.effects == []


async def test_what_never_left_says_so() -> None:
    async def nothing(_sent: DeedSent) -> DeedOutcome:
        raise NeverSent

    async with open_order(a_held()) as one:
        one.airline.on_deed = nothing
        await ask_to_pay(one)
        await one.hands.click(PAY)
        await one.hands.hear("nothing was sent")


async def test_nobody_knows_shows_its_own_state_and_settles_itself() -> None:
    async def lost_after(sent: DeedSent) -> DeedOutcome:
        await one.airline.do_it(sent)
        one.airline.trouble = ConnectionLost()
        raise OutcomeUnknown("The answer was cut.", "req-9")

    async with open_order(a_held()) as one:
        one.airline.on_deed = lost_after
        await ask_to_pay(one)
        await one.hands.click(PAY)
        await one.hands.hear("We do not know yet whether this order is paid.")
        await one.hands.hear("Do not pay it again elsewhere.")
        pay = "Pay £1,612.77 (practice)…"
        assert one.hands.seen(pay) is None, "nothing pays while nobody knows"
        one.airline.trouble = None
        await one.hands.click("Check again")
        await one.hands.hear("Paid £1,612.77 at")
        assert len(one.airline.effects) == 1


async def test_an_open_outcome_is_found_again_with_its_order() -> None:
    async def lost(sent: DeedSent) -> DeedOutcome:
        one.airline.trouble = ConnectionLost()
        raise OutcomeUnknown("The answer was cut.", "req-9")

    async with open_order(a_held()) as one:
        one.airline.on_deed = lost
        await ask_to_pay(one)
        await one.hands.click(PAY)
        await one.hands.hear("Checking with the airline")
        record = await one.record()
        other = replace(record, order=replace(record.order, id="ord_2", reference="H5NB2T"))
        one.page.show_record(other)
        await one.hands.until(lambda: not one.hands.says("Checking with the airline"), "the other order, calm")
        one.page.show_record(record)
        await one.hands.hear("Checking with the airline")


async def test_only_what_support_has_said_ends_an_open_outcome() -> None:
    async def lost(_sent: DeedSent) -> DeedOutcome:
        raise OutcomeUnknown("The answer was cut.", "req-9")

    async with open_order(a_held()) as one:
        one.airline.on_deed = lost
        await ask_to_pay(one)
        await one.hands.click(PAY)
        await one.hands.click("It was not done…")
        assert one.hands.seen("Close it, it was not done") is None
        await one.hands.fill("Who said so, and when", "Kim at Duffel, 12:30")
        await one.hands.click("Close it, it was not done")
        await one.hands.hear("Closed by you: it was not done.")
        await one.hands.find("Pay £1,612.77 (practice)…")


async def test_the_steps_stand_while_it_is_sent_and_nothing_stops_it() -> None:
    go = asyncio.Event()

    async def slowly(sent: DeedSent) -> DeedOutcome:
        await go.wait()
        return await one.airline.do_it(sent)

    async with open_order(a_held()) as one:
        one.airline.on_deed = slowly
        await ask_to_pay(one)
        await one.hands.click(PAY)
        await one.hands.hear("Paying £1,612.77, under way")
        await one.hands.hear("it can no longer be stopped")
        go.set()
        await one.hands.hear("Paid £1,612.77 at")


class LiveAirline(FakeAirline):
    """As live."""

    @property
    def environment(self) -> Environment:
        return Environment(World.LIVE, "live")


async def test_in_live_the_first_payment_wants_the_word() -> None:
    async with open_order(a_held(), LiveAirline()) as one:
        await one.hands.press("P")
        await one.hands.click("Pay £1,612.77 now")
        await one.hands.hear("This is live")
        await one.hands.fill("Type LIVE", "practice")
        assert one.hands.seen("Pay £1,612.77 now") is None
        await one.hands.fill("Type LIVE", "live")
        await one.hands.click("Pay £1,612.77 now")
        await one.hands.hear("Paid £1,612.77 at")
