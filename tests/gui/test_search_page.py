"""Searching: what was typed is understood or refused at the field, and nothing typed is lost."""

from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.search import LegForm, SearchForm, TripKind
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.samples import a_search


def _empty() -> Draft:
    return Draft(id="draft-1", environment=PRACTICE)


async def _trip(booking: OpenBooking, *, depart: str = "12dec", back: str = "19dec") -> None:
    hands = booking.hands
    await hands.focus("From")
    await hands.write("heathr")
    await hands.press("Tab")
    await hands.focus("To")
    await hands.write("jfk")
    await hands.press("Tab")
    await hands.fill("Depart", depart)
    await hands.fill("Return date", back)
    await hands.press("Tab")


async def test_a_search_by_keyboard_alone_asks_the_airline() -> None:
    airline = FakeAirline()
    async with open_booking(_empty(), airline) as booking:
        await _trip(booking)
        await booking.hands.hear("AN12DECLHRJFK19DEC/ADT1/C-Y")
        await booking.hands.press("Tab")
        booking.view.go_on()
        await booking.hands.until(lambda: "search" in airline.asked, "the search")
        search = booking.tab.draft.search
        assert search is not None
        assert [leg.origin.iata for leg in search.legs] == ["LHR", "JFK"]
        assert booking.tab.draft.step is Step.OFFERS


async def test_a_return_before_departure_is_refused_at_its_field() -> None:
    async with open_booking(_empty(), FakeAirline()) as booking:
        await _trip(booking, depart="12dec", back="10dec")
        await booking.hands.hear("Return is before departure")
        assert booking.view.page is not None
        assert booking.view.page.missing() != ""
        booking.view.go_on()
        assert booking.tab.draft.step is Step.SEARCH


async def test_a_date_that_is_none_is_said_once_the_field_is_left() -> None:
    async with open_booking(_empty(), FakeAirline()) as booking:
        await booking.hands.fill("Depart", "someday")
        assert not booking.hands.says("Not understood")
        await booking.hands.press("Tab")
        await booking.hands.hear("Not understood")


async def test_more_infants_than_adults_are_refused() -> None:
    async with open_booking(_empty(), FakeAirline()) as booking:
        await _trip(booking)
        await booking.hands.focus("Infants")
        await booking.hands.press("Up", 2)
        await booking.hands.hear("More infants than adults")


async def test_every_child_has_an_age_to_tell() -> None:
    async with open_booking(_empty(), FakeAirline()) as booking:
        await _trip(booking)
        await booking.hands.focus("Children")
        await booking.hands.press("Up")
        await booking.hands.fill("Age of child 1", "19")
        await booking.hands.press("Tab")
        await booking.hands.hear("2 to 17")
        assert booking.view.page is not None
        assert booking.view.page.missing()
        await booking.hands.fill("Age of child 1", "9")
        assert not booking.view.page.missing()


async def test_what_was_typed_is_in_the_draft_and_shown_again() -> None:
    typed = SearchForm(TripKind.ONE_WAY, (LegForm("heathr", "", "+9"), LegForm()), adults=2)
    draft = Draft(id="draft-1", environment=PRACTICE, form=typed)
    async with open_booking(draft, FakeAirline()) as booking:
        field = await booking.hands.find("From")
        assert field.property("text") == "heathr"
        await booking.hands.fill("Depart", "+11")
        assert booking.tab.draft.form.legs[0].date == "+11"
        assert booking.tab.draft.form.adults == 2


async def test_a_recent_search_runs_again_by_one_key() -> None:
    airline = FakeAirline()
    async with open_booking(_empty(), airline) as booking:
        async for _ in booking.desk.searching.find(a_search()):
            pass
        airline.asked.clear()
        assert booking.view.page is not None
        booking.view.page.enter()
        await booking.hands.hear("LHR – JFK, 12 Dec to 19 Dec")
        await booking.hands.press("Alt+1")
        await booking.hands.until(lambda: "search" in airline.asked, "the search")
