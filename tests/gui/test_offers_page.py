"""Offers: they come in, stay under the cursor, and one is chosen after it was read again."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QListView

from agentdesk.desk.ports import Batch
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.errors import ConnectionLost
from agentdesk.travel.offer_filters import Filters, Measure, Range, Scale
from agentdesk.travel.offer_sorting import Sort
from agentdesk.travel.offers import Offer
from agentdesk.travel.search import Search
from agentdesk.ui.lists.offer_model import OfferModel
from agentdesk.ui.lists.offer_words import Shown, spoken
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.samples import NOON, a_draft, an_offer, gbp


def flying(ident: str, total: str, minutes: int = 0) -> Offer:
    """An offer of other flights than those of the same price list that leave so many minutes later."""
    offer = an_offer(ident, total)
    out, back = offer.slices
    flight = out.segments[0].flight
    later = timedelta(minutes=minutes)
    moved = replace(flight, departs=flight.departs + later, arrives=flight.arrives + later)
    out = replace(
        out, segments=(replace(out.segments[0], flight=moved),), comparison_key=f"{out.comparison_key}{minutes}"
    )
    return replace(offer, slices=(out, back))


def _searching() -> Draft:
    return replace(a_draft(), step=Step.OFFERS, offer=None, offer_request_id="")


def _airline(*prices: str, unreadable: int = 0) -> FakeAirline:
    offers = tuple(flying(f"off_{number}", price, number) for number, price in enumerate(prices))
    airline = FakeAirline(*offers)
    airline.batches = [
        Batch("orq_1", offers[:1], sources=2, answered=1),
        Batch("orq_1", offers[1:], sources=2, answered=2, unreadable=unreadable),
    ]
    return airline


class SlowAirline(FakeAirline):
    """Gives its first `at_once` batches, and the others when `go` is set."""

    def __init__(self, *offers: Offer, at_once: int) -> None:
        super().__init__(*offers)
        self.at_once = at_once
        self.go = asyncio.Event()

    async def search(self, search: Search) -> AsyncGenerator[Batch, None]:
        for number, batch in enumerate(self.batches):
            if number >= self.at_once:
                await self.go.wait()
            yield batch


async def _rows(booking: OpenBooking) -> QListView:
    found = await booking.hands.find("Offers", QListView)
    assert isinstance(found, QListView)
    return found


async def test_offers_are_listed_cheapest_first_and_the_unreadable_are_counted() -> None:
    async with open_booking(_searching(), _airline("900.00", "500.00", "700.00", unreadable=2)) as booking:
        await booking.hands.hear("2 offers could not be read")
        rows = await _rows(booking)
        said = [str(rows.model().index(row, 0).data()) for row in range(rows.model().rowCount())]
        assert [one.split(", ")[-1] for one in said] == ["£500.00", "£700.00", "£900.00"]
        assert booking.tab.draft.offer_request_id == "orq_1"


async def test_enter_reads_the_offer_again_and_goes_to_the_passengers() -> None:
    airline = _airline("900.00", "500.00")
    async with open_booking(_searching(), airline) as booking:
        await booking.hands.hear("All sources answered")
        await booking.hands.focus("Offers")
        await booking.hands.press("Return")
        await booking.hands.find("Given name")
        assert airline.asked[-1] == "offer"
        assert booking.tab.draft.offer is not None
        assert booking.tab.draft.offer.total == gbp("500.00")
        assert len(booking.tab.draft.travellers) == 1


async def test_a_changed_price_is_said_before_the_offer_is_taken() -> None:
    airline = _airline("500.00", "900.00")
    async with open_booking(_searching(), airline) as booking:
        await booking.hands.hear("All sources answered")
        airline.offers["off_0"] = replace(airline.offers["off_0"], total=gbp("512.40"))
        await booking.hands.focus("Offers")
        await booking.hands.press("Return")
        await booking.hands.hear("The airline changed the price")
        assert booking.hands.says("+£12.40")
        assert booking.tab.draft.offer is None
        await booking.hands.press("Escape")
        await booking.hands.until(lambda: not booking.hands.says("The airline changed the price"), "no sheet")
        assert booking.tab.draft.offer is None
        rows = await _rows(booking)
        assert str(rows.currentIndex().data()).endswith("£512.40"), "the list now says what it costs"
        await booking.hands.focus("Offers")
        await booking.hands.press("Return")
        await booking.hands.find("Given name")


async def test_an_expired_offer_cannot_be_chosen_and_a_new_search_keeps_the_passengers() -> None:
    airline = _airline("500.00")
    async with open_booking(_searching(), airline) as booking:
        await booking.hands.hear("All sources answered")
        airline.now = NOON + timedelta(hours=1)
        page = booking.view.page
        assert page is not None
        page.enter()
        await booking.hands.hear("These prices have ended.")
        assert "ended" in page.missing()
        airline.asked.clear()
        await booking.hands.click("Search again")
        await booking.hands.until(lambda: airline.asked == ["search"], "a new search")


async def test_a_lost_line_is_explained_and_can_be_tried_again() -> None:
    airline = _airline("500.00")
    airline.trouble = ConnectionLost()
    async with open_booking(_searching(), airline) as booking:
        await booking.hands.hear("The line to the airlines is lost")
        assert booking.hands.says("Everything you typed and picked is kept.")
        airline.trouble = None
        await booking.hands.click("Try again")
        await booking.hands.hear("All sources answered")


async def test_a_clicked_offer_stays_current_when_a_cheaper_one_comes_and_waits() -> None:
    dear, dearer, cheap = (flying("off_b", "700.00", 1), flying("off_c", "900.00", 2), flying("off_a", "500.00", 3))
    airline = SlowAirline(dear, dearer, cheap, at_once=1)
    airline.batches = [Batch("orq_1", (dear, dearer), 2, 1), Batch("orq_1", (cheap,), 2, 2)]
    async with open_booking(_searching(), airline) as booking:
        await booking.hands.hear("1 of 2 sources answered")
        rows = await _rows(booking)
        spot = rows.visualRect(rows.model().index(1, 0)).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        airline.go.set()
        await booking.hands.hear("All sources answered")
        assert rows.model().rowCount() == 2
        assert str(rows.currentIndex().data()).endswith("£900.00")
        QTest.keyClick(rows, Qt.Key.Key_N)
        assert rows.model().rowCount() == 3
        assert str(rows.currentIndex().data()).endswith("£900.00")


async def test_a_search_stopped_before_any_answer_claims_none() -> None:
    waiting = SlowAirline(at_once=0)
    waiting.batches = [Batch("orq_1", (), 1, 1)]
    async with open_booking(_searching(), waiting) as booking:
        await booking.hands.hear("Asking the airlines")
        await booking.hands.click("Stop")
        await booking.hands.hear("No source has answered")
        assert booking.hands.says("Stopped before any offer came")
        assert not booking.hands.says("No flights were found")


async def test_offers_that_ended_while_the_program_was_closed_can_be_searched_again() -> None:
    airline = FakeAirline()
    async with open_booking(replace(_searching(), offer_request_id="orq_1"), airline) as booking:
        await booking.hands.hear("These prices have ended.")
        assert airline.asked == ["offers_of"]
        await booking.hands.click("Search again")
        await booking.hands.until(lambda: airline.asked == ["offers_of", "search"], "a new search")


def test_late_offers_leave_the_current_row_with_its_offer() -> None:
    model = OfferModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.put([flying("off_a", "700.00", 1), flying("off_b", "900.00", 2)])
    view = QListView()
    view.setModel(model)
    view.setCurrentIndex(model.index(1, 0))
    model.add([flying("off_c", "500.00", 3), flying("off_d", "800.00", 4)])
    assert model.offer(view.currentIndex().row()).id == "off_b"
    model.replace(flying("off_d", "450.00", 4))
    assert model.offer(view.currentIndex().row()).id == "off_b"
    assert model.row_of("off_d") == 0
    model.replace(flying("off_d", "800.00", 4))
    model.arrange(Sort.PRICE, Filters().with_range(Scale(Measure.PRICE, "GBP"), Range(high=gbp("750.00").amount)))
    assert model.rowCount() == 2
    assert not view.currentIndex().isValid()
    view.deleteLater()


def test_a_row_is_spoken_as_a_sentence_with_the_operating_carrier() -> None:
    offer: Offer = an_offer()
    said = spoken(Shown(offer))
    assert said.startswith("Duffel Airways, out 09:55 London LHR to 13:00 New York JFK, direct, 8 h 05")
    assert "back 20:15 New York JFK to 08:10 +1 day London LHR" in said
    assert "Operated by British Airways" in said
    assert said.endswith("£1,612.77")
