"""Offers side by side: fares by the arrows, totals at once, what differs marked, everything by the keyboard."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from agentdesk.desk.ports import Batch
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.journeys import Permission
from agentdesk.travel.money import Money
from agentdesk.travel.offer_filters import Filters, Measure, Range, Scale
from agentdesk.travel.offers import Offer
from agentdesk.ui.lists.fare_words import State
from agentdesk.ui.lists.filter_pane import FilterPane
from agentdesk.ui.offers.compare_words import NAMES, Cell, cells, differences, emissions, odd
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.gui.test_offers_page import flying
from tests.samples import NOON, a_draft, an_offer

GOOD, BAD = Cell(State.FREE, "Free"), Cell(State.NO, "Not allowed")


def _draft() -> Draft:
    return replace(a_draft(), step=Step.OFFERS, offer=None, offer_request_id="")


def _flex(offer: Offer, total: str) -> Offer:
    """The same flights as another fare."""
    slices = tuple(replace(part, fare_brand="Flex") for part in offer.slices)
    free = Permission(True)
    return replace(offer, id=f"{offer.id}_flex", slices=slices, total=Money.of(total, "GBP"), refund=free)


def _airline() -> FakeAirline:
    offers = [flying(f"off_{number}", f"{500 + 10 * number}.00", number) for number in range(4)]
    airline = FakeAirline(*offers, _flex(offers[0], "700.00"))
    airline.batches = [Batch("orq_1", tuple(airline.offers.values()), 1, 1)]
    return airline


async def _compare(booking: OpenBooking, count: int) -> None:
    await booking.hands.hear("All sources answered")
    await booking.hands.focus("Offers")
    for _ in range(count):
        await booking.hands.press("Space")
        await booking.hands.press("Down")
    await booking.hands.press("V")
    await booking.hands.hear(f"Compare {count} offers")


async def test_a_fare_is_taken_by_the_arrows_and_chosen_by_enter() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await _compare(booking, 3)
        assert not booking.view.panel.isVisible()
        await booking.hands.hear("Choose Standard, Duffel Airways")
        await booking.hands.press("Down")
        await booking.hands.hear("£700.00")
        await booking.hands.hear("+£190.00")
        assert booking.tab.draft.look("offers.marked").split() == ["off_0_flex", "off_1", "off_2"]
        await booking.hands.press("Return")
        await booking.hands.find("Given name")
        assert booking.tab.draft.offer is not None
        assert booking.tab.draft.offer.id == "off_0_flex"
        assert booking.view.panel.isVisible()


async def test_delete_takes_one_out_and_escape_goes_back_to_the_rows() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await _compare(booking, 3)
        await booking.hands.press("Right")
        await booking.hands.press("Delete")
        await booking.hands.hear("Compare 2 offers")
        assert booking.tab.draft.look("offers.marked").split() == ["off_0", "off_2"]
        await booking.hands.press("Escape")
        rows = await booking.hands.find("Offers")
        assert rows.hasFocus()
        assert booking.view.panel.isVisible()


async def test_the_last_one_taken_out_ends_the_comparison() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await _compare(booking, 2)
        await booking.hands.press("Delete")
        await booking.hands.press("Delete")
        await booking.hands.find("Offers")
        assert booking.tab.draft.look("offers.marked") == ""


async def test_one_mark_is_not_enough_and_is_said() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await booking.hands.hear("All sources answered")
        await booking.hands.focus("Offers")
        await booking.hands.press("Space")
        await booking.hands.press("V")
        await booking.hands.hear("Mark two or more offers first.")


async def test_what_differs_is_spoken_and_can_be_left_unmarked() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await _compare(booking, 3)
        await booking.hands.press("Down")
        await booking.hands.hear("Refund: For a fee not said, better than the rest")
        await booking.hands.press("M")
        assert not booking.hands.says("said, better than the rest")


async def test_an_ended_price_is_said_in_its_column() -> None:
    airline = _airline()
    async with open_booking(_draft(), airline) as booking:
        airline.now = NOON + timedelta(hours=1)
        await _compare(booking, 2)
        await booking.hands.hear("Price ended")
        await booking.hands.hear("Ask for the price again, Duffel Airways")


@pytest.mark.parametrize(
    ("row", "marked"),
    [
        ([GOOD, GOOD, GOOD], [False, False, False]),
        ([GOOD, GOOD, BAD], [False, False, True]),
        ([BAD, GOOD, BAD], [False, True, False]),
        ([GOOD, BAD], [False, True]),
        ([GOOD, GOOD, BAD, BAD], [False, False, True, True]),
    ],
)
def test_the_rarer_is_marked_and_where_it_is_even_the_worse(row: list[Cell], marked: list[bool]) -> None:
    assert odd(row) == marked


def test_differences_are_to_the_cheapest_in_one_currency_only() -> None:
    cheap, dear = an_offer("off_1", "100.00"), an_offer("off_2", "288.28")
    assert differences([dear, cheap]) == ["+£188.28", "cheapest"]
    assert differences([cheap, cheap]) == ["cheapest", "as cheap"]
    yen = replace(dear, total=Money.of("9000", "JPY"))
    assert differences([cheap, yen]) == ["other currency", "other currency"]


def test_the_lowest_emissions_are_named_among_those_that_are_known() -> None:
    low, high, silent = (replace(an_offer(), emissions_kg=text) for text in ("597", "1842.4", ""))
    assert emissions([high, low, silent]) == [("1,842 kg", False), ("597 kg", True), ("Not said", False)]
    assert emissions([low, low]) == [("597 kg", False), ("597 kg", False)]
    assert emissions([replace(low, emissions_kg="9E999999")]) == [("Not said", False)]


def test_every_row_has_a_cell() -> None:
    assert len(cells(an_offer())) == len(NAMES)


async def test_a_fare_that_the_filters_leave_out_says_so_in_the_comparison() -> None:
    async with open_booking(_draft(), _airline()) as booking:
        await booking.hands.hear("All sources answered")
        pane = booking.view.findChild(FilterPane)
        assert pane is not None
        pane.choose(Filters().with_range(Scale(Measure.PRICE, "GBP"), Range(high=Decimal(600))))
        await _compare(booking, 2)
        flex = [one for one in booking.hands.names() if "£700.00" in one and "Flex" in one]
        assert flex
        assert all(one.endswith("outside your filters") for one in flex)
