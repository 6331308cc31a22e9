"""An order's page over the practice airline with its scenarios: what is on screen, held against its books."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from agentdesk.desk.desk import Desk
from agentdesk.duffel.transport import open_airline
from agentdesk.hands import Hands
from agentdesk.travel.booking import Booked
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.orders import Order
from agentdesk.ui import words
from tests.duffel.test_with_practice import LIMITS, an_offer, as_hold, to_send
from tests.gui.desk_under_test import a_desk
from tests.gui.order_under_test import on_page
from tests.practice_airline import Practice


@dataclass(frozen=True, slots=True)
class Sold:
    """An order of the practice airline on its page."""

    practice: Practice
    desk: Desk
    order: Order
    hands: Hands

    @property
    def book(self) -> dict[str, object]:
        """What the practice airline has in its books about the order."""
        found: dict[str, object] = next(one for one in self.practice.books()["orders"] if one["id"] == self.order.id)
        return found

    @property
    def pay(self) -> str:
        return f"Pay {words.money(self.order.total)} (practice)"

    def sent(self, path: str) -> int:
        """How many requests of this kind really arrived."""
        return sum(path in one["path"] for one in self.practice.books()["requests"])


@asynccontextmanager
async def sold(practice: Practice, *, hold: bool, size: tuple[int, int] = (1216, 732)) -> AsyncIterator[Sold]:
    async with open_airline(practice.url, practice.token, PRACTICE, LIMITS) as airline:
        request_id, offer = await an_offer(airline, "LHR", "JFK")
        sent = to_send(request_id, offer)
        outcome, answer = await airline.book(as_hold(sent) if hold else sent)
        assert isinstance(outcome, Booked)
        assert answer is not None
        desk = a_desk(airline)  # type: ignore[arg-type]  # nothing of the fake's own is used
        await desk.orders.save(answer, sent, "Ruth Amankwah")
        record = await desk.orders.get(answer.order.id)
        assert record is not None
        async with on_page(desk, record, size=size) as (_page, hands, _wanted):
            yield Sold(practice, desk, answer.order, hands)


async def test_a_hold_is_paid_and_its_tickets_come(practice: Practice) -> None:
    async with sold(practice, hold=True) as one:
        await one.hands.press("P")
        await one.hands.find(one.pay)
        await one.hands.press("Tab")
        await one.hands.press("Return")
        await one.hands.hear(f"Paid {words.money(one.order.total)} at")
        assert one.book["paid"] is True
        assert one.sent("/air/payments") == 1


@pytest.mark.parametrize("scenario", ["payment_lost_after", "payment_cut", "payment_202"])
async def test_a_payment_that_nobody_knows_settles_and_is_sent_once(practice: Practice, scenario: str) -> None:
    async with sold(practice, hold=True) as one:
        practice.scenario(scenario)
        await one.hands.press("P")
        await one.hands.click(one.pay)
        await one.hands.hear("We do not know yet whether this order is paid.")
        practice.advance(10)
        await one.hands.click("Check again")
        await one.hands.hear(f"Paid {words.money(one.order.total)} at")
        assert one.sent("/air/payments") == 1


async def test_too_low_a_balance_is_said_and_the_seats_stay_held(practice: Practice) -> None:
    async with sold(practice, hold=True) as one:
        practice.scenario("insufficient_balance")
        await one.hands.press("P")
        await one.hands.click(one.pay)
        await one.hands.hear("balance with Duffel is too low. Nothing was paid; the seats stay held.")
        assert one.book["paid"] is False


async def test_a_price_that_rose_is_asked_anew(practice: Practice) -> None:
    async with sold(practice, hold=True) as one:
        practice.scenario("held_price_rise")
        await one.hands.press("P")
        await one.hands.hear("The price rose by £12.40")
        await one.hands.press("Esc")
        assert one.sent("/air/payments") == 0


async def test_a_hold_that_lapsed_is_said(practice: Practice) -> None:
    async with sold(practice, hold=True) as one:
        practice.scenario("hold_lapses")
        await one.hands.press("P")
        await one.hands.hear("The airline has let the seats go.")
        await one.hands.hear("Hold expired")


async def test_an_order_is_cancelled_with_its_quote(practice: Practice) -> None:
    async with sold(practice, hold=False) as one:
        await one.hands.focus("Cancel…")
        await one.hands.press("Return")
        await one.hands.hear("Comes back")
        button = next(name for name in one.hands.names() if name.startswith("Cancel, get"))
        await one.hands.click(button)
        await one.hands.hear("Cancelled at")
        assert one.book["cancelled"] is True


async def test_a_hold_is_released(practice: Practice) -> None:
    async with sold(practice, hold=True) as one:
        await one.hands.click("Release…")
        await one.hands.click("Release the seats")
        await one.hands.hear("The seats were released at")
        assert one.book["cancelled"] is True


async def test_a_lost_confirmation_is_found_by_its_quote(practice: Practice) -> None:
    async with sold(practice, hold=False) as one:
        practice.scenario("cancellation_lost_after")
        await one.hands.click("Cancel…")
        await one.hands.hear("Comes back")
        button = next(name for name in one.hands.names() if name.startswith("Cancel, get"))
        await one.hands.click(button)
        await one.hands.hear("We do not know yet whether this order is cancelled.")
        await one.hands.click("Check again")
        await one.hands.hear("Cancelled at")
        assert one.sent("/actions/confirm") == 1


@pytest.mark.parametrize("scenario", ["flight_moved", "flight_to_next_day", "flight_renumbered"])
async def test_an_airlines_change_is_shown_and_accepted(practice: Practice, scenario: str) -> None:
    async with sold(practice, hold=False) as one:
        await one.hands.until(lambda: bool(one.book["paid"]), "the payment")
        practice.scenario(scenario)
        await one.hands.press("R")
        await one.hands.find("Accept the new times")
        assert any(name.startswith("Before: ") for name in one.hands.names())
        await one.hands.click("Accept the new times")
        if one.hands.seen("Accept all the same") is not None:
            await one.hands.click("Accept all the same")
        await one.hands.hear("The new times were accepted at")
        await one.hands.until(lambda: one.hands.seen("Accept the new times") is None, "the card's end")
        assert one.sent("/actions/accept") == 1


async def test_a_lost_acceptance_is_found(practice: Practice) -> None:
    async with sold(practice, hold=False) as one:
        practice.scenario("flight_moved")
        await one.hands.press("R")
        await one.hands.find("Accept the new times")
        practice.scenario("accept_lost_after")
        await one.hands.click("Accept the new times")
        await one.hands.hear("We do not know yet whether the new times are accepted.")
        await one.hands.click("Check again")
        await one.hands.hear("The new times were accepted at")
        assert one.sent("/actions/accept") == 1
