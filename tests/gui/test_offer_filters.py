"""The filters beside the offers: by keyboard alone, told with counts and prices, kept in the tab, undone by one key."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QCheckBox, QListView, QSlider, QWidget

from agentdesk.desk.ports import Batch
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.journeys import Permission
from agentdesk.travel.offer_filters import Group, Measure, Range, Scale, wanting, written
from agentdesk.travel.offers import Offer, PaymentTerms
from agentdesk.travel.search import Cabin
from agentdesk.ui.lists.filter_panel import FilterPanel
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.gui.dressed import told_role
from tests.samples import BA, a_draft, a_search, an_offer, gbp
from tests.travel.test_offer_facets import DUB, by_way_of, flown


def _offer(ident: str, total: str, key: str) -> Offer:
    offer = an_offer(ident, total)
    return replace(offer, slices=(replace(offer.slices[0], comparison_key=key), offer.slices[1]))


def _airline() -> FakeAirline:
    """Two direct, one of them refundable, and one by way of Dublin that cannot be held."""
    direct = _offer("off_1", "500.00", "a")
    free = replace(_offer("off_2", "700.00", "b"), refund=Permission(True), owner=BA)
    over = replace(flown(_offer("off_3", "400.00", "c"), *by_way_of(DUB, 90)), terms=PaymentTerms(True))
    airline = FakeAirline(direct, free, over)
    airline.batches = [Batch("orq_1", (direct, free, over), 1, 1)]
    return airline


def _searching() -> Draft:
    return replace(a_draft(), step=Step.OFFERS, offer=None, offer_request_id="")


async def _rows(booking: OpenBooking) -> QListView:
    await booking.hands.hear("All sources answered")
    await booking.hands.hear("Aircraft")  # the last of the filters
    found = await booking.hands.find("Offers", QListView)
    assert isinstance(found, QListView)
    return found


async def _described(booking: OpenBooking, handle: QSlider, what: str) -> None:
    """Counts follow a moment after what they count."""
    said = f"£{handle.value()}; {what}"
    await booking.hands.until(lambda: handle.accessibleDescription() == said, said)


async def test_a_value_is_told_with_its_offers_and_price_and_counts_follow_the_other_groups() -> None:
    async with open_booking(_searching(), _airline()) as booking:
        rows = await _rows(booking)
        box = await booking.hands.find("Direct, 2 offers, from 500 pounds", QCheckBox)
        assert told_role(box) is QAccessible.Role.CheckBox
        assert booking.hands.says("1 stop, 1 offer, from 400 pounds")
        assert booking.hands.says("2 or more, no offers")
        await booking.hands.click("Holdable, 2 offers, from 500 pounds")
        assert rows.model().rowCount() == 2
        await booking.hands.hear("1 stop, no offers")
        assert booking.hands.says("Holdable, 2 offers, from 500 pounds"), "its own group does not count against it"


async def test_filters_are_worked_by_keys_alone_and_undone_by_one() -> None:
    async with open_booking(_searching(), _airline()) as booking:
        rows = await _rows(booking)
        await booking.hands.focus("Offers")
        await booking.hands.press("F")
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.accessibleName() == "Direct, 2 offers, from 500 pounds"
        await booking.hands.press("Down")
        await booking.hands.press("Space")
        assert rows.model().rowCount() == 1
        await booking.hands.press("Escape")
        assert rows.hasFocus()
        await booking.hands.press("F")
        again = QApplication.focusWidget()
        assert again is not None
        assert again.accessibleName() == "1 stop, 1 offer, from 400 pounds", "where the keyboard was before"
        assert booking.hands.seen("Show all offers again, 1 filter set") is not None
        await booking.hands.press("Ctrl+Backspace")
        assert rows.model().rowCount() == 3


async def test_a_range_is_drawn_by_arrow_keys_and_cleared() -> None:
    async with open_booking(_searching(), _airline()) as booking:
        rows = await _rows(booking)
        handle = await booking.hands.focus("Price for all, to")
        assert isinstance(handle, QSlider)
        assert told_role(handle) is QAccessible.Role.Slider
        await booking.hands.press("Left")
        assert rows.model().rowCount() == 2
        await _described(booking, handle, "2 of 3 offers, from 400 pounds")
        await booking.hands.press("Home")
        assert handle.value() == 400, "it stops at the other handle"
        assert rows.model().rowCount() == 1
        await booking.hands.click("Clear Price for all")
        assert rows.model().rowCount() == 3


async def test_every_filter_can_be_reached_by_the_down_key() -> None:
    async with open_booking(_searching(), _airline()) as booking:
        await _rows(booking)
        await booking.hands.focus("Offers")
        await booking.hands.press("F")
        seen: list[QWidget] = []
        for _ in range(100):
            now = QApplication.focusWidget()
            assert now is not None
            if seen and now is seen[-1]:
                break
            seen.append(now)
            await booking.hands.press("Down")
        panel = booking.view.findChild(FilterPanel)
        assert panel is not None
        able = [one for one in panel.findChildren(QWidget) if isinstance(one, QCheckBox | QSlider) and one.isVisible()]
        assert set(able) <= set(seen)
        assert len(set(seen)) == len(seen)


async def test_folded_filters_are_told_as_chips_and_open_over_the_list() -> None:
    draft = _searching()
    assert draft.search is not None
    kept = wanting((Group.STOPS, "0")).with_range(Scale(Measure.PRICE, "GBP"), Range(high=Decimal(600)))
    draft = draft.with_look("offers.filters", written(kept, draft.search))
    async with open_booking(draft, _airline()) as booking:
        rows = await _rows(booking)
        booking.hands.window.resize(1024, 700)
        booking.view.resize(1024, 700)
        await booking.hands.find("Price for all up to £600, remove")
        assert rows.model().rowCount() == 1
        panel = booking.view.findChild(FilterPanel)
        assert panel is not None
        assert not panel.isVisible()
        await booking.hands.click("Price for all up to £600, remove")
        assert rows.model().rowCount() == 2
        await booking.hands.focus("Offers")
        await booking.hands.press("F")
        assert panel.isVisible()
        await booking.hands.press("Escape")
        assert not panel.isVisible()
        await booking.hands.click("Show all offers again")
        assert rows.model().rowCount() == 3


async def test_filters_are_found_again_in_the_tab_while_they_still_apply() -> None:
    search = a_search()
    held = wanting((Group.REFUND, "fee")).with_range(Scale(Measure.PRICE, "GBP"), Range(high=gbp("900").amount))
    async with open_booking(_searching().with_look("offers.filters", written(held, search)), _airline()) as booking:
        rows = await _rows(booking)
        assert rows.model().rowCount() == 1
        other = replace(_searching(), search=replace(search, cabin=Cabin.BUSINESS))
        booking.tab.fold(replace(booking.tab.draft, search=other.search))
        page = booking.view.page
        assert page is not None
        page.enter()
        assert booking.tab.draft.look("offers.filters") == written(
            wanting((Group.REFUND, "fee")), other.search or search
        )
        elsewhere = replace(search, legs=search.legs[:1])
        booking.tab.fold(replace(booking.tab.draft, search=elsewhere))
        page.enter()
        assert booking.tab.draft.look("offers.filters") == ""
        assert rows.model().rowCount() == 3


async def test_a_range_is_told_with_how_many_it_leaves_of_how_many_and_from_what_price() -> None:
    async with open_booking(_searching(), _airline()) as booking:
        await _rows(booking)
        handle = await booking.hands.focus("Price for all, from")
        assert isinstance(handle, QSlider)
        await _described(booking, handle, "3 offers, from 400 pounds")
        await booking.hands.press("Right")
        await _described(booking, handle, "2 of 3 offers, from 500 pounds")
        assert booking.hands.says("2 of 3")
        await booking.hands.click("Direct, 2 offers, from 500 pounds")
        await _described(booking, handle, "2 offers, from 500 pounds")


async def test_where_nothing_passes_each_filter_that_could_give_way_has_a_button_with_what_it_brings() -> None:
    async with open_booking(_searching(), _airline()) as booking:
        rows = await _rows(booking)
        await booking.hands.click("1 stop, 1 offer, from 400 pounds")
        await booking.hands.click("Refundable, no offers")
        await booking.hands.hear("None of the 3 offers passes the filters")
        assert booking.hands.seen("Any refund: 1 offer from £400") is not None
        await booking.hands.click("Up to 1 stop: 1 offer from £700")
        assert rows.model().rowCount() == 1
        box = await booking.hands.find("Direct, 1 offer, from 700 pounds", QCheckBox)
        assert isinstance(box, QCheckBox)
        assert box.isChecked()
