"""Several customers at once: tabs opened, named, moved, closed, brought back, and warned of the same fare."""

import asyncio
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.passengers import TravellerForm
from agentdesk.ui.book.booking_tabs import BookingTabs, tab_name
from tests.fakes.airline import FakeAirline
from tests.gui.rooms_under_test import OpenRooms, open_rooms
from tests.samples import a_draft, an_offer

AMELIA = TravellerForm("pas_1", "ms", "Amelia", "Earhart", "f", "24 Jul 1987", "amelia@example.com", "+44 20 8016 0508")


def trip(ident: str, family: str, *, offer: str = "", request: str = "") -> Draft:
    """A booking with its passengers named, on an offer of its own."""
    draft = a_draft(replace(an_offer(), id=offer or f"off_{ident}"), ident)
    named = (replace(AMELIA, family_name=family),)
    return replace(draft, travellers=named, step=Step.PASSENGERS, offer_request_id=request or f"orq_{ident}")


def names(one: OpenRooms) -> list[str]:
    bar = one.window.findChild(BookingTabs)
    assert bar is not None
    return [bar.tabText(place) for place in range(bar.count())]


def front(one: OpenRooms) -> str:
    bar = one.window.findChild(BookingTabs)
    assert bar is not None
    return bar.tabText(bar.currentIndex())


def test_a_tab_is_named_by_surname_route_and_day_as_far_as_they_are_known() -> None:
    draft = trip("a", "Okafor")
    assert tab_name(draft).text == "Okafor LHR–JFK, 12 Dec"
    assert tab_name(draft).strong == "Okafor"
    assert tab_name(replace(draft, travellers=())).text == "LHR–JFK, 12 Dec"
    assert tab_name(Draft("b", draft.environment)).text == "New booking"


async def test_tabs_are_opened_and_gone_through_by_keys() -> None:
    async with open_rooms(trip("a", "Okafor"), trip("b", "Lindqvist"), airline=FakeAirline(an_offer())) as one:
        await one.hands.press("Ctrl+T")
        assert names(one) == ["Okafor LHR–JFK, 12 Dec", "Lindqvist LHR–JFK, 12 Dec", "New booking"]
        assert front(one) == "New booking"
        await one.hands.press("Ctrl+Tab")
        assert front(one).startswith("Okafor")
        await one.hands.press("Ctrl+Tab")
        assert front(one).startswith("Lindqvist")
        await one.hands.press("Ctrl+Shift+Tab", 2)
        assert front(one) == "New booking"


async def test_a_tab_is_moved_by_keys_and_stays_there_after_a_restart() -> None:
    airline = FakeAirline(an_offer())
    async with open_rooms(trip("a", "Okafor"), trip("b", "Lindqvist"), trip("c", "Braun"), airline=airline) as one:
        await one.hands.press("Ctrl+Shift+PgDown")
        assert [name.split()[0] for name in names(one)] == ["Lindqvist", "Okafor", "Braun"]
        await one.hands.press("Ctrl+Shift+PgUp", 3)
        assert [name.split()[0] for name in names(one)] == ["Okafor", "Lindqvist", "Braun"]
        await one.hands.press("Ctrl+Shift+PgDown", 9)
        assert [name.split()[0] for name in names(one)] == ["Lindqvist", "Braun", "Okafor"]
        assert front(one).startswith("Okafor")
        desk = one.desk
    async with open_rooms(*await desk.drafts.all(), airline=airline, desk=desk) as again:
        assert [name.split()[0] for name in names(again)] == ["Lindqvist", "Braun", "Okafor"]
        assert front(again).startswith("Okafor")


async def test_a_tab_is_moved_by_the_mouse() -> None:
    async with open_rooms(trip("a", "Okafor"), trip("b", "Lindqvist"), airline=FakeAirline(an_offer())) as one:
        bar = one.window.findChild(BookingTabs)
        assert bar is not None
        start, end = bar.tabRect(0).center(), bar.tabRect(1).center()
        QTest.mousePress(bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        for step in range(1, 11):
            QTest.mouseMove(bar, start + (end + QPoint(40, 0) - start) * (step / 10))
            await asyncio.sleep(0.01)
        QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end + QPoint(40, 0))
        await one.hands.until(lambda: names(one)[0].startswith("Lindqvist"), "the other order")
        assert [draft.id for draft in one.rooms.bookings.drafts] == ["b", "a"]


async def test_closed_tabs_come_back_last_first_even_after_a_restart() -> None:
    airline = FakeAirline(an_offer())
    async with open_rooms(trip("a", "Okafor"), trip("b", "Lindqvist"), trip("c", "Braun"), airline=airline) as one:
        await one.hands.press("Ctrl+W", 2)
        assert [name.split()[0] for name in names(one)] == ["Braun"]
        await one.hands.press("Ctrl+Shift+T")
        assert front(one).startswith("Lindqvist")
        await one.hands.press("Ctrl+W")
        await one.hands.until(lambda: len(names(one)) == 1, "one tab")
        desk = one.desk
    kept = await desk.drafts.all()
    assert len(kept) == 3, "closing loses nothing"
    async with open_rooms(*kept, airline=airline, desk=desk) as again:
        assert [name.split()[0] for name in names(again)] == ["Braun"]
        await again.hands.press("Ctrl+Shift+T")
        assert front(again).startswith("Lindqvist")
        await again.hands.press("Ctrl+Shift+T")
        assert front(again).startswith("Okafor")
        assert again.hands.says("Given name")
        await again.hands.press("Ctrl+Shift+T")
        assert len(names(again)) == 3, "there is no more to bring back"


async def test_a_tab_in_which_nothing_was_begun_is_not_kept() -> None:
    async with open_rooms(airline=FakeAirline(an_offer())) as one:
        await one.hands.press("Ctrl+T")
        await one.hands.press("Ctrl+W", 2)
        assert names(one) == ["New booking"], "the last one closed makes room for a new one"
        assert not one.rooms.bookings.may_reopen


async def test_a_booking_whose_outcome_nobody_knows_is_open_after_a_restart_though_closed() -> None:
    airline = FakeAirline(an_offer())
    sent = replace(trip("a", "Okafor"), attempt="attempt-1", step=Step.PAYMENT).with_look("closed", "1")
    async with open_rooms(sent, airline=airline) as one:
        assert front(one).startswith("Okafor")


async def test_the_same_offer_in_two_tabs_is_said_in_the_later_one_which_leads_to_the_other() -> None:
    airline = FakeAirline(an_offer())
    first, second = trip("a", "Okafor", offer="off_1"), trip("b", "Lindqvist", offer="off_1")
    async with open_rooms(first, second, airline=airline) as one:
        assert not one.hands.says("holds the same fare already")
        await one.hands.press("Ctrl+Tab")
        await one.hands.hear("Okafor LHR–JFK, 12 Dec holds the same fare already.")
        await one.hands.click("Go to that booking")
        assert front(one).startswith("Okafor")
        await one.hands.press("Ctrl+W")
        assert front(one).startswith("Lindqvist")
        assert not one.hands.says("holds the same fare already"), "the other is no longer there"


async def test_two_customers_may_fly_together_in_two_bookings_without_a_warning() -> None:
    async with open_rooms(trip("a", "Okafor"), trip("b", "Lindqvist"), airline=FakeAirline(an_offer())) as one:
        await one.hands.press("Ctrl+Tab")
        assert not one.hands.says("holds the same fare already")


async def test_twelve_tabs_cut_the_routes_first_and_then_scroll() -> None:
    drafts = [trip(f"d{number}", f"Surname{number}") for number in range(12)]
    async with open_rooms(*drafts[:6], airline=FakeAirline(an_offer())) as one:
        bar = one.window.findChild(BookingTabs)
        assert bar is not None
        await one.hands.until(lambda: bar.tabRect(5).right() <= bar.width(), "all six tabs in view")
        assert bar.tabRect(0).width() < bar.tabSizeHint(0).width()
        assert bar.tabRect(0).width() >= bar.minimumTabSizeHint(0).width()
        for draft in drafts[6:]:
            one.rooms.bookings.open(draft)
        assert bar.tabRect(11).width() >= bar.minimumTabSizeHint(11).width()
        assert bar.width() <= one.window.width() - 64
        shown = bar.tabRect(bar.currentIndex())
        await one.hands.until(lambda: shown.left() >= 0, "the tab in front")
