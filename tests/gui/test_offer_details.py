"""The details of an offer: opened by a key, read once, safe when the line is cut, and closed to where one was."""

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QListView, QPushButton, QTabBar

from agentdesk.desk.ports import Batch
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.errors import ConnectionLost
from agentdesk.travel.offer_filters import Filters, Measure, Range, Scale
from agentdesk.travel.told import Leaf, Told
from agentdesk.ui.lists.filter_pane import FilterPane
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.gui.test_offers_page import flying
from tests.samples import a_bag, a_draft, gbp


def _draft() -> Draft:
    return replace(a_draft(), step=Step.OFFERS, offer=None, offer_request_id="")


def _airline() -> FakeAirline:
    """Two journeys, the first of them in two fares."""
    flex = flying("off_2", "640.00", 1)
    flex = replace(flex, slices=tuple(replace(part, fare_brand="Flex") for part in flex.slices))
    airline = FakeAirline(flying("off_1", "500.00", 1), flex, flying("off_3", "900.00", 3))
    airline.batches = [Batch("orq_1", tuple(airline.offers.values()), 1, 1)]
    airline.leaves = (Leaf(("lounge_access",), "with two guests"), Leaf(("id",), "off_1"))
    return airline


async def _open(booking: OpenBooking) -> None:
    await booking.hands.hear("All sources answered")
    await booking.hands.focus("Offers")
    await booking.hands.press("D")
    await booking.hands.find("Details of the offer")


async def test_a_key_opens_the_details_and_the_airline_is_asked_once() -> None:
    airline = _airline()
    async with open_booking(_draft(), airline) as booking:
        await _open(booking)
        await booking.hands.hear("Operated by British Airways")
        await booking.hands.until(lambda: "told" in airline.asked, "the question")
        await booking.hands.press("Down")
        await booking.hands.press("Up")
        await asyncio.sleep(0.5)
        assert airline.asked.count("told") == 1, "what was read is kept, what was passed by is not asked"


async def test_the_last_tab_says_what_nobody_has_met_before() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await _open(booking)
        await booking.hands.press("D")
        tabs = await booking.hands.find("Details tabs", QTabBar)
        await booking.hands.until(tabs.hasFocus, "the keyboard in the details")
        await booking.hands.press("4")
        facts = await booking.hands.find("All the airline said", QListView)
        assert isinstance(facts, QListView)
        await booking.hands.until(lambda: facts.model().rowCount() > 0, "the facts")
        said = [str(facts.model().index(row, 0).data()) for row in range(facts.model().rowCount())]
        assert "Lounge access: with two guests" in said
        await booking.hands.fill("Find in what the airline said", "guests")
        assert facts.model().rowCount() == 2, "the fact and its heading"


async def test_escape_closes_them_and_the_rows_have_the_keyboard_again() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        rows = await booking.hands.find("Offers", QListView)
        await booking.hands.until(lambda: booking.view.panel.isVisible(), "the trip")
        await _open(booking)
        assert not booking.view.panel.isVisible()
        await booking.hands.press("D")
        await booking.hands.press("Escape")
        assert booking.hands.seen("Details of the offer") is None
        assert rows.hasFocus()
        assert booking.view.panel.isVisible()


async def test_left_in_the_rows_closes_them_too() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await _open(booking)
        await booking.hands.press("Left")
        assert booking.hands.seen("Details of the offer") is None


async def test_a_cut_line_is_said_and_what_the_list_knows_stays() -> None:
    airline = _airline()
    async with open_booking(_draft(), airline) as booking:
        await booking.hands.hear("All sources answered")
        airline.trouble = ConnectionLost("cut")
        await _open(booking)
        await booking.hands.hear("The line to the airlines is lost.")
        assert booking.hands.says("Operated by British Airways")
        airline.trouble = None
        airline.offers["off_1"] = replace(airline.offers["off_1"], total=gbp("512.40"), services=(a_bag(),))
        await booking.hands.click("Try again")
        await booking.hands.hear("The price is now £512.40.")
        await booking.hands.hear("One more from £20.00, 23 kg")


class SilentAirline(FakeAirline):
    """Never answers when asked for details."""

    async def told(self, offer_id: str) -> Told:
        await asyncio.Event().wait()
        raise AssertionError


async def test_reading_can_be_stopped() -> None:
    airline = SilentAirline(*_airline().offers.values())
    airline.batches = _airline().batches
    async with open_booking(_draft(), airline) as booking:
        await _open(booking)
        await booking.hands.hear("Reading the offer from the airline")
        await booking.hands.click("Stop")
        await booking.hands.hear("What the list knows stands below.")


async def test_another_fare_is_turned_to_and_chosen() -> None:
    airline = _airline()
    async with open_booking(_draft(), airline) as booking:
        await _open(booking)
        await booking.hands.press("D")
        await booking.hands.press("3")
        other = next(name for name in booking.hands.names() if name.startswith("Flex,"))
        await booking.hands.click(other)
        await booking.hands.hear("Duffel Airways, Flex")
        await booking.hands.focus("Details tabs")
        await booking.hands.press("Return")
        await booking.hands.find("Given name")
        assert booking.tab.draft.offer is not None
        assert booking.tab.draft.offer.id == "off_2"


async def test_leaving_the_page_closes_them_and_gives_the_trip_its_place_back() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await _open(booking)
        await booking.hands.press("Return")
        await booking.hands.find("Given name")
        assert booking.view.panel.isVisible()


async def test_marks_are_kept_with_the_tab_and_a_fifth_is_refused_kindly() -> None:
    offers = [flying(f"off_{number}", f"{500 + number}.00", number) for number in range(6)]
    airline = FakeAirline(*offers)
    airline.batches = [Batch("orq_1", tuple(offers), 1, 1)]
    async with open_booking(_draft(), airline) as booking:
        await booking.hands.hear("All sources answered")
        await booking.hands.focus("Offers")
        for _ in range(5):
            await booking.hands.press("Space")
            await booking.hands.press("Down")
        await booking.hands.hear("4 offers are marked already.")
        assert booking.tab.draft.look("offers.marked") == "off_0 off_1 off_2 off_3"
        await booking.hands.press("Home")
        await booking.hands.press("Space")
        assert booking.tab.draft.look("offers.marked") == "off_1 off_2 off_3"


@pytest.mark.parametrize("width", [1216, 1536, 2496])
async def test_the_rows_keep_their_width_and_nothing_lies_over_them(width: int) -> None:
    async with open_booking(_draft(), _airline()) as booking:
        booking.view.window().resize(width, 800)
        booking.view.resize(width, 800)
        await booking.hands.hear("All sources answered")
        rows = await booking.hands.focus("Offers")
        before = rows.width()
        await booking.hands.press("D")
        drawer = await booking.hands.find("Details of the offer")

        def stand_apart() -> bool:
            left = drawer.mapTo(booking.view, drawer.rect().topLeft()).x()
            return rows.mapTo(booking.view, rows.rect().topRight()).x() < left

        await booking.hands.until(stand_apart, "the details beside the rows")
        assert abs(rows.width() - before) <= 8
        await booking.hands.press("Escape")
        await booking.hands.until(lambda: rows.width() == before, "the rows as before")


async def test_in_the_smallest_window_the_details_lie_over_the_end_of_the_rows() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        booking.view.window().resize(960, 598)
        booking.view.resize(960, 598)
        await _open(booking)
        drawer = await booking.hands.find("Details of the offer")
        page = booking.view.page
        assert page is not None
        assert drawer.geometry().right() + 1 == page.width()
        assert drawer.height() == page.height()


async def test_the_trip_takes_its_place_back_from_the_details_by_its_key() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await _open(booking)
        page = booking.view.page
        assert page is not None
        before = page.width()
        booking.view.toggle_trip()
        assert booking.view.panel.isVisible()
        assert booking.hands.seen("Details of the offer") is None
        assert page.width() == before - booking.view.panel.width() or page.width() < before
        booking.view.toggle_trip()
        rows = await booking.hands.find("Offers")
        await booking.hands.until(rows.hasFocus, "the rows with the keyboard")


async def test_in_the_smallest_window_the_details_stand_beside_whole_rows_with_one_filled_button() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        booking.hands.window.resize(960, 640)
        booking.view.resize(960, 640)
        await _open(booking)
        rows = await booking.hands.find("Offers", QListView)
        details = await booking.hands.find("Details of the offer")
        end = rows.mapTo(booking.view, rows.rect().topRight()).x()
        assert end < details.mapTo(booking.view, details.rect().topLeft()).x()
        buttons = [one for one in booking.view.findChildren(QPushButton) if one.isVisible()]
        assert [one.text() for one in buttons if one.property("kind") == "primary"] == ["Choose this fare"]


async def test_a_fare_that_the_filters_leave_out_says_so_among_the_fares_of_its_flights() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await booking.hands.hear("All sources answered")
        price = Filters().with_range(Scale(Measure.PRICE, "GBP"), Range(high=gbp("600").amount))
        pane = booking.view.findChild(FilterPane)
        assert pane is not None
        pane.choose(price)
        await _open(booking)
        await booking.hands.press("3")
        await booking.hands.press("D")
        await booking.hands.press("3")
        names = [one for one in booking.hands.names() if one.startswith(("Flex", "Standard"))]
        assert [one.endswith("outside your filters") for one in names if "£640" in one] == [True]
        pane.clear()
        await booking.hands.until(lambda: not booking.hands.says("outside your filters"), "no mark")
