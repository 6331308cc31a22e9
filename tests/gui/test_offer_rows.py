"""A row is a journey: its fares open over the list, its slices are chosen one by one, an ended price is asked again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from agentdesk.desk.ports import Batch
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.errors import ConnectionLost, OfferGone, TooManyCalls
from agentdesk.travel.journeys import Penalty, Permission
from agentdesk.travel.offers import Offer
from agentdesk.travel.places import Airport
from agentdesk.ui.book.offers_page import OffersPage
from agentdesk.ui.lists.offer_words import Shown, spoken, stops_words
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.gui.test_offers_page import SlowAirline
from tests.samples import LHR, NOON, a_draft, an_offer, gbp


def fare(ident: str, total: str, brand: str = "Standard", *, out: int = 0, back: int = 0) -> Offer:
    """An offer whose flights leave so many hours later; equal hours are the same flights."""
    offer = an_offer(ident, total)
    slices = []
    for part, hours in zip(offer.slices, (out, back), strict=True):
        flight = part.segments[0].flight
        later = timedelta(hours=hours)
        flight = replace(flight, departs=flight.departs + later, arrives=flight.arrives + later)
        segment = replace(part.segments[0], flight=flight)
        slices.append(replace(part, segments=(segment,), fare_brand=brand, comparison_key=f"{part.id}{hours}"))
    return replace(offer, slices=tuple(slices))


def _searching() -> Draft:
    return replace(a_draft(), step=Step.OFFERS, offer=None, offer_request_id="")


def _airline(*offers: Offer) -> FakeAirline:
    airline = FakeAirline(*offers)
    airline.batches = [Batch("orq_1", offers, 1, 1)]
    return airline


async def _rows(booking: OpenBooking) -> QListView:
    await booking.hands.hear("All sources answered")
    found = await booking.hands.focus("Offers")
    assert isinstance(found, QListView)
    return found


def _said(rows: QListView) -> list[str]:
    return [str(rows.model().index(row, 0).data()) for row in range(rows.model().rowCount())]


THREE_FARES = (fare("off_1", "700.00", "Flex"), fare("off_2", "500.00", "Light"), fare("off_3", "600.00"))
OTHER = fare("off_9", "550.00", out=3)


async def test_the_same_flights_are_one_row_at_its_cheapest_fare() -> None:
    async with open_booking(_searching(), _airline(*THREE_FARES, OTHER)) as booking:
        rows = await _rows(booking)
        assert [one.split(", ")[-1] for one in _said(rows)] == ["£500.00", "£550.00"]
        assert "3 fares" in _said(rows)[0]
        assert "fares" not in _said(rows)[1]
        assert booking.hands.says("4 offers in 2 journeys")


async def test_right_opens_the_fares_arrows_move_and_enter_takes_one() -> None:
    airline = _airline(*THREE_FARES, OTHER)
    async with open_booking(_searching(), airline) as booking:
        rows = await _rows(booking)
        before = rows.visualRect(rows.currentIndex())
        await booking.hands.press("Right")
        await booking.hands.hear("3 fares on these flights")
        assert booking.hands.says("£500.00")
        await booking.hands.press("Right")
        await booking.hands.hear("£600.00")
        await booking.hands.press("Right")
        assert rows.visualRect(rows.currentIndex()) == before, "the row stays where it is"
        await booking.hands.press("Return")
        await booking.hands.find("Given name")
        assert booking.tab.draft.offer is not None
        assert booking.tab.draft.offer.id == "off_1"


async def test_left_of_the_first_fare_and_escape_lead_back_to_the_row() -> None:
    async with open_booking(_searching(), _airline(*THREE_FARES)) as booking:
        rows = await _rows(booking)
        for key in ("Left", "Escape"):
            await booking.hands.press("Right")
            await booking.hands.hear("3 fares on these flights")
            await booking.hands.press(key)
            assert not booking.hands.says("3 fares on these flights")
            assert rows.hasFocus()


async def test_home_and_end_go_to_the_first_and_the_last_fare() -> None:
    async with open_booking(_searching(), _airline(*THREE_FARES)) as booking:
        await _rows(booking)
        await booking.hands.press("Right")
        await booking.hands.press("End")
        await booking.hands.hear("£700.00")
        page = booking.view.page
        assert isinstance(page, OffersPage)
        current = page.current_offer()
        assert current is not None
        assert current.id == "off_1"
        await booking.hands.press("Home")
        current = page.current_offer()
        assert current is not None
        assert current.id == "off_2"


async def test_down_in_the_fares_closes_them_and_goes_to_the_next_row() -> None:
    async with open_booking(_searching(), _airline(*THREE_FARES, OTHER)) as booking:
        rows = await _rows(booking)
        await booking.hands.press("Right")
        await booking.hands.press("Down")
        assert rows.hasFocus()
        assert rows.currentIndex().row() == 1


async def test_a_click_on_the_price_opens_the_fares_and_the_wheel_takes_them_along() -> None:
    async with open_booking(_searching(), _airline(*THREE_FARES)) as booking:
        rows = await _rows(booking)
        box = rows.visualRect(rows.model().index(0, 0))
        QTest.mouseClick(
            rows.viewport(), Qt.MouseButton.LeftButton, pos=box.center() + (box.topRight() - box.center()) / 2
        )
        await booking.hands.hear("3 fares on these flights")


async def test_fares_that_the_filters_hide_are_not_among_the_columns() -> None:
    refundable = replace(THREE_FARES[0], refund=Permission(True, Penalty("0.00", "GBP")))
    async with open_booking(_searching(), _airline(refundable, *THREE_FARES[1:])) as booking:
        rows = await _rows(booking)
        await booking.hands.click("Refundable, 1 offer, from 700 pounds")
        assert [one.split(", ")[-1] for one in _said(rows)] == ["£700.00"]


async def test_a_return_is_chosen_slice_by_slice_down_to_the_fare() -> None:
    offers = (
        fare("off_1", "500.00", out=0, back=0),
        fare("off_2", "450.00", out=0, back=5),
        fare("off_3", "480.00", "Flex", out=0, back=5),
        fare("off_4", "400.00", out=2, back=0),
    )
    async with open_booking(_searching(), _airline(*offers)) as booking:
        rows = await _rows(booking)
        await booking.hands.press("P")
        await booking.hands.hear("Choose the flight out")
        assert [one.split(", ")[-1] for one in _said(rows)] == ["from £400.00", "from £450.00"]
        await booking.hands.press("Down")
        await booking.hands.press("Return")
        await booking.hands.hear("Choose the flight back")
        assert [one.split(", ")[-1] for one in _said(rows)] == ["£450.00", "£500.00"]
        assert "back" in _said(rows)[0]
        assert ", out" not in _said(rows)[0]
        await booking.hands.press("Return")
        await booking.hands.hear("2 fares on these flights")
        await booking.hands.press("Right")
        await booking.hands.press("Return")
        await booking.hands.find("Given name")
        assert booking.tab.draft.offer is not None
        assert booking.tab.draft.offer.id == "off_3"


async def test_a_picked_flight_can_be_given_back() -> None:
    offers = (fare("off_1", "500.00"), fare("off_2", "450.00", out=2), fare("off_3", "470.00", out=2, back=1))
    async with open_booking(_searching(), _airline(*offers)) as booking:
        rows = await _rows(booking)
        await booking.hands.click("Slice by slice")
        await booking.hands.focus("Offers")
        await booking.hands.press("Return")
        await booking.hands.hear("Choose the flight back")
        await booking.hands.press("Left")
        await booking.hands.hear("Choose the flight out")
        assert rows.currentIndex().row() == 0
        assert rows.model().rowCount() == 2


async def test_an_ended_price_is_asked_again_and_said_before_it_can_be_chosen() -> None:
    airline = _airline(fare("off_1", "500.00"))
    async with open_booking(_searching(), airline) as booking:
        await _rows(booking)
        airline.now = NOON + timedelta(hours=1)
        assert _said(await _rows(booking))[0].endswith("£500.00, price ended")
        fresh = replace(airline.offers["off_1"], total=gbp("512.40"), expires_at=NOON + timedelta(hours=2))
        airline.offers["off_1"] = fresh
        await booking.hands.press("Return")
        await booking.hands.hear("The airline sells it again for £512.40, +£12.40.")
        assert booking.tab.draft.offer is None
        await booking.hands.press("Return")
        await booking.hands.find("Given name")
        assert booking.tab.draft.offer == fresh


async def test_an_ended_price_that_does_not_come_back_is_said_to_have_ended() -> None:
    airline = _airline(fare("off_1", "500.00"))
    async with open_booking(_searching(), airline) as booking:
        await _rows(booking)
        airline.now = NOON + timedelta(hours=1)
        airline.trouble = OfferGone("offer_no_longer_available")
        await booking.hands.press("Return")
        await booking.hands.hear("This fare is no longer on sale.")


async def test_an_offer_that_could_not_be_opened_is_tried_again_and_not_the_search() -> None:
    airline = _airline(fare("off_1", "500.00"))
    async with open_booking(_searching(), airline) as booking:
        await _rows(booking)
        airline.trouble = ConnectionLost()
        await booking.hands.press("Return")
        await booking.hands.hear("The line to the airlines is lost.")
        airline.trouble = None
        await booking.hands.click("Try again")
        await booking.hands.find("Given name")
        assert airline.asked == ["search", "offer", "offer"]
        booking.view.go_back()
        await booking.hands.find("Offers")
        assert not booking.hands.says("The line to the airlines is lost.")


async def test_too_many_questions_say_when_to_ask_again() -> None:
    airline = _airline(fare("off_1", "500.00"))
    trouble = TooManyCalls("rate_limit_exceeded")
    trouble.until = datetime(2026, 11, 23, 12, 0, 42, tzinfo=UTC)
    airline.trouble = trouble
    async with open_booking(_searching(), airline) as booking:
        await booking.hands.hear("Too many questions in a minute")
        assert booking.hands.says(f"Try again after {trouble.until.astimezone():%H:%M:%S}.")


async def test_no_offer_that_passes_is_said_with_the_way_out() -> None:
    async with open_booking(_searching(), _airline(*THREE_FARES)) as booking:
        rows = await _rows(booking)
        await booking.hands.click("Refundable, no offers")
        await booking.hands.hear("None of the 3 offers passes the filters")
        await booking.hands.click("Undo the filters")
        assert rows.model().rowCount() == 1


async def test_sort_and_way_of_choosing_are_found_again_in_the_tab() -> None:
    draft = _searching().with_look("offers.sort", "duration").with_look("offers.ways", "slices")
    async with open_booking(draft, _airline(*THREE_FARES, OTHER)) as booking:
        await _rows(booking)
        await booking.hands.hear("Choose the flight out")
        segment = await booking.hands.find("Duration")
        assert segment.property("checked")


def test_what_makes_a_layover_a_trap_is_said_in_the_row_and_in_full_to_a_screen_reader() -> None:
    offer = fare("off_1", "500.00")
    out = offer.slices[0]
    first = out.segments[0]
    dublin = Airport("DUB", "Dublin Airport", "Dublin", "IE", "Europe/Dublin", "DUB")
    gatwick = replace(LHR, iata="LGW", name="Gatwick Airport")
    there = replace(first.flight, destination=dublin, arrives=datetime(2026, 12, 12, 11, 10))
    short = replace(first.flight, origin=dublin, departs=datetime(2026, 12, 12, 11, 50))
    moved = replace(out, segments=(replace(first, flight=there), replace(first, flight=short)))
    assert stops_words(moved) == "DUB 40 min, short"
    assert "40 min in Dublin DUB, short connection" in spoken(Shown(replace(offer, slices=(moved, offer.slices[1]))))
    from_elsewhere = replace(short, origin=gatwick, departs=datetime(2026, 12, 13, 7, 0))
    landed = replace(there, destination=LHR)
    night = replace(out, segments=(replace(first, flight=landed), replace(first, flight=from_elsewhere)))
    assert stops_words(night) == "LHR–LGW transfer 19 h 50, overnight"
    assert stops_words(night, brief=True) == "LHR–LGW transfer overnight"


async def test_a_cheaper_fare_of_a_shown_journey_waits_and_then_leaves_its_row_in_place() -> None:
    first, other, late = fare("off_1", "700.00", "Flex"), OTHER, fare("off_2", "400.00", "Light")
    airline = SlowAirline(first, other, late, at_once=1)
    airline.batches = [Batch("orq_1", (first, other), 2, 1), Batch("orq_1", (late,), 2, 2)]
    async with open_booking(_searching(), airline) as booking:
        await booking.hands.hear("1 of 2 sources answered")
        rows = await booking.hands.focus("Offers")
        assert isinstance(rows, QListView)
        await booking.hands.press("Down")
        before = _said(rows)
        assert before[1].endswith("£700.00")
        airline.go.set()
        await booking.hands.hear("1 new offer")
        assert _said(rows) == before, "nothing moves by itself"
        await booking.hands.press("N")
        assert str(rows.currentIndex().data()).endswith("2 fares, £400.00"), "the journey is current still"
        assert not booking.hands.says("1 new offer")


RETURNS = (fare("off_1", "500.00"), fare("off_2", "450.00", out=2), fare("off_3", "470.00", out=2, back=1))


async def test_slices_that_were_picked_are_picked_again_after_a_restart() -> None:
    airline = _airline(*RETURNS)
    async with open_booking(_searching(), airline) as booking:
        await _rows(booking)
        await booking.hands.press("P")
        await booking.hands.focus("Offers")
        await booking.hands.press("Return")
        await booking.hands.hear("Choose the flight back")
        kept = booking.tab.draft
    async with open_booking(kept, airline) as booking:
        await booking.hands.hear("Choose the flight back")
        rows = await booking.hands.find("Offers")
        assert isinstance(rows, QListView)
        assert [one.split(", ")[-1] for one in _said(rows)] == ["£450.00", "£470.00"]
        await booking.hands.focus("Offers")
        await booking.hands.press("Left")
        await booking.hands.hear("Choose the flight out")
        kept = booking.tab.draft
    assert kept.look("offers.picked") == ""


async def test_picked_slices_that_the_airlines_no_longer_have_are_chosen_anew() -> None:
    kept = _searching().with_look("offers.ways", "slices").with_look("offers.picked", "1 off_gone")
    async with open_booking(replace(kept, offer_request_id="orq_1"), _airline(*RETURNS)) as booking:
        await booking.hands.hear("Choose the flight out")


async def test_filters_that_leave_nothing_after_the_picked_flight_do_not_deny_the_others() -> None:
    free = replace(fare("off_1", "700.00", out=0), refund=Permission(True))
    async with open_booking(_searching(), _airline(fare("off_2", "450.00", out=2), free)) as booking:
        rows = await _rows(booking)
        await booking.hands.press("P")
        await booking.hands.focus("Offers")
        await booking.hands.press("Return")
        await booking.hands.hear("Choose the flight back")
        await booking.hands.click("Refundable, 1 offer, from 700 pounds")
        await booking.hands.hear("None that begins with the flights picked passes the filters")
        await booking.hands.click("Pick another flight")
        await booking.hands.hear("Choose the flight out")
        assert [one.split(", ")[-1] for one in _said(rows)] == ["from £700.00"]
