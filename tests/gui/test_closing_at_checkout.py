"""A tab or the window closed at each step of a checkout: what was begun is back, what was sent is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from agentdesk.desk.desk import Desk
from agentdesk.desk.left_open import as_journal_says
from agentdesk.desk.ports import OrderAnswer
from agentdesk.travel.booking import Draft, Outcome, Sent, Step
from agentdesk.travel.offers import Offer
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import a_desk
from tests.gui.rooms_under_test import OpenRooms, open_rooms
from tests.gui.test_booking_tabs import front, trip
from tests.samples import an_offer

PAY = "Pay £1,612.77 (practice)"


class Slow(FakeAirline):
    """It acts on what is sent, and lets neither its answer nor a price out before it is told to."""

    def __init__(self) -> None:
        super().__init__(replace(an_offer(), id="off_a"))
        self.reached, self.go = asyncio.Event(), asyncio.Event()
        self.holds_prices = False
        self.on_book = self.book_late

    async def book_late(self, sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        answer = await self.book_it(sent)
        self.reached.set()
        await self.go.wait()
        return answer

    async def price(self, offer_id: str) -> Offer:
        if self.holds_prices:
            self.reached.set()
            await self.go.wait()
        return await super().price(offer_id)


def at(step: Step) -> Draft:
    return replace(trip("a", "Okafor"), step=step)


async def pay(one: OpenRooms) -> None:
    button = await one.hands.find(PAY, QPushButton)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


@asynccontextmanager
async def opened_again(desk: Desk, airline: FakeAirline) -> AsyncIterator[OpenRooms]:
    """A later session on what the one before has left."""
    drafts = await as_journal_says(await desk.drafts.all(), desk.journal)
    async with open_rooms(*drafts, airline=airline, desk=desk) as one:
        watch = asyncio.ensure_future(desk.keep_watch(_raise))
        try:
            yield one
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)


def _raise(bug: BaseException) -> None:
    raise bug


async def test_each_step_that_was_closed_comes_back_as_it_was_in_its_tab_and_in_a_later_session() -> None:
    steps = {"Okafor": Step.PASSENGERS, "Lindqvist": Step.SEATS, "Amaral": Step.PAYMENT}
    airline = FakeAirline(*(replace(an_offer(), id=f"off_{family}") for family in steps))
    desk = a_desk(airline)
    drafts = [replace(trip(family, family), step=step) for family, step in steps.items()]
    async with open_rooms(*drafts, airline=airline, desk=desk) as one:
        for _ in steps:
            await one.hands.press("Ctrl+W")
        assert front(one) == "New booking"
        for family in reversed(steps):
            await one.hands.press("Ctrl+Shift+T")
            await one.hands.until(lambda name=family: front(one).startswith(name), "the booking")  # type: ignore[misc]
    async with opened_again(desk, airline) as one:
        left = {draft.travellers[0].family_name: draft.step for draft in one.rooms.bookings.drafts if draft.travellers}
    assert left == steps
    assert airline.sent == []


@pytest.mark.parametrize("closes", ["tab", "window"])
async def test_closed_while_the_price_is_asked_nothing_is_sent(closes: str) -> None:
    airline = Slow()
    desk = a_desk(airline)
    async with open_rooms(at(Step.PAYMENT), airline=airline, desk=desk) as one:
        await one.hands.hear("unchanged")
        airline.holds_prices = True
        await pay(one)
        await airline.reached.wait()
        if closes == "tab":
            await one.hands.press("Ctrl+W")
            airline.go.set()
            await asyncio.sleep(0)
    airline.go.set()
    airline.holds_prices = False
    async with opened_again(desk, airline) as one:
        assert airline.sent == []
        if closes == "window":
            await one.hands.find(PAY, QPushButton)  # the same can be paid now


async def test_a_tab_closed_while_its_order_is_sent_has_its_outcome_told() -> None:
    airline = Slow()
    async with open_rooms(at(Step.PAYMENT), airline=airline) as one:
        await pay(one)
        await airline.reached.wait()
        await one.hands.press("Ctrl+W")
        airline.go.set()
        await one.hands.until(
            lambda: any("4QK7ZB" in toast.accessibleName() for toast in one.window.toasts.shown), "the toast"
        )
        assert await one.desk.orders.get("ord_1") is not None
    assert len(airline.sent) == 1


async def test_a_window_closed_while_an_order_is_sent_shows_one_ticket_later() -> None:
    airline = Slow()
    desk = a_desk(airline)
    async with open_rooms(at(Step.PAYMENT), airline=airline, desk=desk) as one:
        await pay(one)
        await airline.reached.wait()
    async with opened_again(desk, airline) as one:
        await one.hands.hear("4QK7ZB")
        assert one.hands.seen(PAY, QPushButton) is None
    assert len(airline.sent) == 1
