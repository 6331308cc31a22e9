"""An order is cancelled from its page: quoted, agreed to, sent once, proved; or left exactly as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from agentdesk.travel.cancellations import Cancellation, Credit
from agentdesk.travel.deeds import DeedOutcome, DeedRefused, DeedSent
from agentdesk.travel.errors import ConnectionLost, OutcomeUnknown, RefusedByUpstream
from agentdesk.travel.money import Money
from agentdesk.ui.orders.deed_words import where_to
from tests.fakes.airline import FakeAirline
from tests.gui.order_under_test import OpenOrder, a_held, a_ticketed, open_order
from tests.samples import NOON, gbp


class QuotingAirline(FakeAirline):
    """Quotes as told; `quotes` are kept as by the upstream."""

    def __init__(self, refund: Money | None, to: str = "balance", given: tuple[Credit, ...] = ()) -> None:
        super().__init__()
        self.refund, self.to, self.given = refund, to, given

    async def quote_cancellation(self, order_id: str) -> Cancellation:
        quote = await super().quote_cancellation(order_id)
        told = replace(quote, refund=self.refund, refund_to=self.to, credits=self.given)
        self.quotes[quote.id] = told
        return told


async def ask(one: OpenOrder, button: str = "Cancel…") -> None:
    await one.hands.click(button)
    await one.hands.hear("Comes back")


async def test_the_quote_says_what_was_paid_what_is_kept_and_what_comes_back() -> None:
    async with open_order(a_ticketed(), QuotingAirline(gbp("53.59"))) as one:
        await ask(one)
        for said in (
            "Cancel order 4QK7ZB?",
            "Nothing is cancelled yet.",
            "1,624.77",
            "Kept by Duffel Airways",
            "\u22121,571.18",
            "Comes back £53.59",
            "To the agency balance. You then refund the customer.",
            "Ticket 125-2125261780 becomes void. The seat is released. This cannot be undone.",
            "Cancel now: £53.59 back",
            "Keep: £1,624.77 in use",
            "Quote holds until",
        ):
            await one.hands.hear(said)
        focused = QApplication.focusWidget()
        assert isinstance(focused, QPushButton)
        assert focused.text() == "Keep the order"


async def test_it_is_cancelled_by_keyboard_and_the_proof_stands() -> None:
    async with open_order(a_ticketed(), QuotingAirline(gbp("53.59"))) as one:
        await one.hands.focus("Cancel…")
        await one.hands.press("Return")
        await one.hands.hear("Comes back £53.59")
        await one.hands.press("Tab", times=2)
        await one.hands.press("Return")
        await one.hands.hear("Cancelled at")
        await one.hands.hear("£53.59 goes to the agency balance.")
        await one.hands.hear("Came back £53.59")
        assert one.order().cancelled_at is not None
        assert one.hands.seen("Cancel…") is None
        focused = QApplication.focusWidget()
        assert isinstance(focused, QPushButton | QScrollArea), "the keyboard is on a button or the page, in no field"


async def test_keeping_the_order_leaves_it_as_it_was() -> None:
    async with open_order(a_ticketed()) as one:
        await ask(one)
        await one.hands.press("Return")
        await one.hands.until(lambda: not one.hands.says("Comes back"), "the sheet's end")
        assert one.airline.deeds_sent == []
        assert one.wanted == []


async def test_an_unpaid_hold_is_released_with_nothing_to_pay() -> None:
    async with open_order(a_held()) as one:
        await ask(one, "Release…")
        await one.hands.hear("Nothing was paid, so nothing comes back.")
        await one.hands.click("Release the seats")
        await one.hands.hear("The seats were released at")


async def test_a_quote_that_is_over_is_asked_anew_by_the_same_button() -> None:
    async with open_order(a_ticketed()) as one:
        await ask(one)
        one.airline.now = NOON + timedelta(hours=2)
        sheet_button = await one.hands.find("Cancel, get £1,624.77 back")
        assert isinstance(sheet_button, QPushButton)
        await one.hands.click("Cancel, get £1,624.77 back")
        await one.hands.until(lambda: one.airline.asked.count("quote_cancellation") == 2, "another quote")
        assert one.airline.deeds_sent == [], "a quote that is over cancels nothing"
        await one.hands.click("Cancel, get £1,624.77 back")
        await one.hands.hear("Cancelled at")


@pytest.mark.parametrize(
    ("refund", "button"),
    [
        (None, "Cancel, refund not known"),
        (gbp("0.00"), "Cancel, get nothing back"),
        (Money.of("12345", "JPY"), "Cancel, get ¥12,345 back"),
    ],
)
async def test_the_button_names_what_comes_back(refund: Money | None, button: str) -> None:
    async with open_order(a_ticketed(), QuotingAirline(refund, "")) as one:
        await ask(one)
        await one.hands.find(button)
        await one.hands.hear("Where it goes, the airline does not say beforehand.")


@pytest.mark.parametrize(
    "to",
    [
        "balance", "arc_bsp_cash", "card", "voucher", "airline_credits", "awaiting_payment",
        "original_form_of_payment", "", "gift_card",
    ],
)  # fmt: skip
def test_every_place_money_may_go_to_has_words(to: str) -> None:
    said = where_to(Cancellation("ore_1", "ord_1", NOON, refund=gbp("1.00"), refund_to=to))
    assert said.endswith(".")
    assert "_" not in said


async def test_credits_are_named_before_and_their_codes_after() -> None:
    credit = Credit("acd_1", "Duffel Airways credit", "", gbp("200.00"), None, "pas_1")
    airline = QuotingAirline(gbp("200.00"), "airline_credits", (credit,))
    async with open_order(a_ticketed(), airline) as one:
        await ask(one)
        await one.hands.hear("Duffel Airways credit for Amelia Earhart: £200.00")
        for ident, quote in airline.quotes.items():
            airline.quotes[ident] = replace(quote, credits=(replace(credit, code="CR77"),))
        await one.hands.click("Cancel, get £200.00 back")
        await one.hands.hear("code CR77")


async def test_the_quote_goes_to_the_clipboard_for_the_customer() -> None:
    async with open_order(a_ticketed(), QuotingAirline(gbp("53.59"))) as one:
        await ask(one)
        await one.hands.click("Copy the quote")
        text = QGuiApplication.clipboard().text()
        assert "£53.59 goes to the agency balance." in text
        assert "Nothing has been cancelled." in text


@pytest.mark.parametrize("code", ["order_not_cancellable", "unsupported_action"])
async def test_a_quote_that_is_refused_says_who_can_with_a_text(code: str) -> None:
    class Refusing(FakeAirline):
        async def quote_cancellation(self, order_id: str) -> Cancellation:
            raise RefusedByUpstream(code, request_id="req-no")

    async with open_order(a_ticketed(), Refusing()) as one:
        await one.hands.click("Cancel…")
        await one.hands.hear("It cannot be cancelled here.")
        await one.hands.click("Ask who can…")
        await one.hands.click("Copy the text")
        assert "Request: req-no" in QGuiApplication.clipboard().text()


async def test_a_lost_line_while_asking_offers_to_ask_again() -> None:
    async with open_order(a_ticketed()) as one:
        one.airline.trouble = ConnectionLost()
        await one.hands.click("Cancel…")
        await one.hands.hear("The line to the airlines is lost. Nothing was sent")
        one.airline.trouble = None
        await one.hands.click("Ask again what comes back")
        await one.hands.hear("Comes back")


@pytest.mark.parametrize(
    ("code", "said", "way_on"),
    [
        ("order_cancellation_stale", "The quote was no longer the newest", "Ask again what comes back"),
        ("already_cancelled", "This order is cancelled already", "Look again"),
        ("order_not_cancellable", "It cannot be cancelled through Duffel", "Ask who can…"),
    ],
)
async def test_each_refusal_says_that_nothing_was_cancelled_and_what_to_do(code: str, said: str, way_on: str) -> None:
    async def refuse(sent: DeedSent) -> DeedOutcome:
        return DeedRefused(sent, code, "", "req-no", NOON)

    async with open_order(a_ticketed()) as one:
        one.airline.on_deed = refuse
        await ask(one)
        await one.hands.click("Cancel, get £1,624.77 back")
        await one.hands.hear(said)
        await one.hands.find(way_on)


async def test_nobody_knows_shows_its_own_state_and_settles_itself() -> None:
    async def lost_after(sent: DeedSent) -> DeedOutcome:
        await one.airline.do_it(sent)
        one.airline.trouble = ConnectionLost()
        raise OutcomeUnknown("The answer was cut.", "req-9")

    async with open_order(a_ticketed()) as one:
        one.airline.on_deed = lost_after
        await ask(one)
        await one.hands.click("Cancel, get £1,624.77 back")
        await one.hands.hear("We do not know yet whether this order is cancelled.")
        await one.hands.click("Copy for a support call")
        assert "Request id: req-9" in QGuiApplication.clipboard().text()
        assert f"Our attempt: {one.airline.deeds_sent[-1].attempt}" in QGuiApplication.clipboard().text()
        assert "Earhart" not in QGuiApplication.clipboard().text()
        one.airline.trouble = None
        await one.hands.press("R")
        await one.hands.hear("Cancelled at")
        assert len(one.airline.effects) == 1
