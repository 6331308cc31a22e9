"""Tours, codes, parties, recent searches and copies on the search page."""

from dataclasses import replace

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from agentdesk.hands import spoken_name
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.search import AccountForm, SearchForm, TripKind
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking
from tests.gui.rooms_under_test import open_rooms
from tests.gui.test_search_by_keyboard import TOUR, TRIP, legs, opened
from tests.samples import a_search, gbp


async def test_the_way_back_becomes_a_flight_of_a_tour_and_one_is_added() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.press("Alt+M")
        assert booking.tab.draft.form.kind is TripKind.MULTI_CITY
        assert legs(booking) == ["LHRJFK 12dec", "JFKLHR 19dec"]
        await booking.hands.press("Alt+A")
        await booking.hands.write("edi")
        await booking.hands.press("Tab")
        await booking.hands.write("+3")
        assert legs(booking)[2] == "LHREDI +3"
        await booking.hands.hear("Tue 22 Dec 2026, 3 days later")


async def test_the_next_flight_follows_a_changed_destination() -> None:
    async with opened(TOUR) as booking:
        await booking.hands.fill("To", "paris")
        await booking.hands.press("Tab")
        assert legs(booking) == ["MANPAR 3dec", "PARGVA +2", "GVAMAN 9dec"]
        assert (await booking.hands.find("From 2")).property("text") == "PAR Paris, all airports"


async def test_flights_are_moved_and_taken_out_by_key() -> None:
    async with opened(TOUR) as booking:
        await booking.hands.focus("From 3")
        await booking.hands.press("Ctrl+Shift+Up")
        assert legs(booking) == ["MANAMS 3dec", "GVAMAN +2", "AMSGVA 9dec"]
        await booking.hands.press("Alt+Delete")
        assert legs(booking) == ["MANAMS 3dec", "AMSGVA 9dec"]
        await booking.hands.press("Alt+Delete")
        assert len(legs(booking)) == 2
        await booking.hands.click("Flight 2 earlier")
        assert legs(booking) == ["AMSGVA 3dec", "MANAMS 9dec"]


async def test_no_more_than_six_flights() -> None:
    async with opened(TOUR) as booking:
        await booking.hands.press("Alt+A", 9)
        assert len(legs(booking)) == 6
        assert booking.hands.seen("Add a flight") is None


async def test_swapping_turns_the_flight_at_hand() -> None:
    async with opened(TOUR) as booking:
        await booking.hands.focus("From 2")
        await booking.hands.press("Alt+X")
        assert legs(booking)[1] == "GVAAMS +2"


async def test_the_way_back_shows_where_it_goes() -> None:
    async with opened(TRIP) as booking:
        assert (await booking.hands.find("From 2")).property("text") == "JFK New York, John F. Kennedy"
        await booking.hands.press("Alt+X")
        assert (await booking.hands.find("From 2")).property("text") == "LHR London Heathrow"
        await booking.hands.press("Alt+O")
        assert booking.hands.seen("From 2") is None
        await booking.hands.press("Alt+R")
        assert legs(booking) == ["JFKLHR 12dec", " 19dec"]


async def test_the_whole_party_is_said_in_words() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.focus("Children")
        await booking.hands.press("Up", 2)
        await booking.hands.fill("Age of child 1", "7")
        await booking.hands.hear("1 adult, 2 children (7, age?)")
        await booking.hands.focus("Adults")
        await booking.hands.press("9")
        await booking.hands.hear("At most nine passengers")


async def test_codes_and_accounts_are_understood_and_searched_with() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.fill("Corporate codes", "ba abc123, af 77 t-45")
        await booking.hands.hear("BA corporate code ABC123; AF corporate code 77, tracking reference 45")
        await booking.hands.fill("Loyalty account", "zz 1234-567890")
        await booking.hands.hear("ZZ, number 1234567890")
        page = booking.view.page
        assert page is not None
        assert page.missing() == "2 things to complete"
        await booking.hands.fill("Member's given name", "Amelia")
        await booking.hands.fill("Member's family name", "Earhart")
        assert page.missing() == ""
        await booking.hands.hear("AN12DECLHRJFK19DEC/ADT1/C-Y/K-BA ABC123, AF 77 T-45/FF-ZZ 1234567890*Earhart*Amelia")
        booking.view.go_on()
        search = booking.tab.draft.search
        assert search is not None
        assert [one.airline for one in search.private_fares] == ["BA", "AF"]
        assert search.members[0].accounts[0].number == "1234567890"


async def test_wrong_codes_are_said_at_their_fields_once_left() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.fill("Corporate codes", "ABC")
        assert not booking.hands.says("try BA ABC123")
        await booking.hands.press("Tab")
        await booking.hands.hear("Not understood; try BA ABC123")
        await booking.hands.fill("Loyalty account", "4019")
        await booking.hands.fill("Member's given name", "李")
        await booking.hands.fill("Member's family name", "E" * 21)
        await booking.hands.press("Tab")
        await booking.hands.hear("Not understood; try BA 4019 2277")
        await booking.hands.hear("Letters the airline takes")
        await booking.hands.hear("At most 20 letters")


async def test_accounts_are_added_and_taken_out() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.fill("Loyalty account", "BA 1234")
        await booking.hands.click("Another account")
        await booking.hands.write("AF 5678")
        assert [one.number for one in booking.tab.draft.form.accounts] == ["BA 1234", "AF 5678"]
        await booking.hands.click("Take account 1 out")
        assert booking.tab.draft.form.accounts == (AccountForm("AF 5678"),)
        assert (await booking.hands.find("Loyalty account")).property("text") == "AF 5678"


async def test_recent_searches_run_again_by_one_key() -> None:
    async with opened(asked=3) as booking:
        await booking.hands.hear("LHR – JFK, 14 Dec to 21 Dec, 1 adult, Economy")
        await booking.hands.press("Alt+2")
        search = booking.tab.draft.search
        assert search is not None
        assert search.legs[0].date.day == 13
        assert booking.tab.draft.step is Step.OFFERS


async def test_a_trip_is_copied_and_turned_round_into_tabs_of_their_own() -> None:
    async with opened(TRIP) as booking:
        wanted: list[object] = []
        booking.tab.wants_tab.connect(wanted.append)
        await booking.hands.press("Alt+C")
        await booking.hands.press("Alt+B")
        copy, back = wanted
        assert isinstance(copy, Draft)
        assert isinstance(back, Draft)
        assert copy.form == TRIP
        assert copy.id not in (booking.tab.draft.id, back.id)
        assert [(leg.origin_code, leg.date) for leg in back.form.legs] == [("JFK", "12dec"), ("", "19dec")]
        await booking.hands.press("Alt+Shift+B")
        assert booking.tab.draft.form == back.form


async def test_the_entry_goes_to_the_clipboard() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.press("Alt+E")
        await booking.hands.hear("is in the clipboard")
        assert QGuiApplication.clipboard().text() == "AN12DECLHRJFK19DEC/ADT1/C-Y"


async def test_all_that_is_typed_comes_back_as_it_was() -> None:
    typed = SearchForm(
        TripKind.MULTI_CITY,
        TOUR.legs,
        adults=2,
        child_ages=("7", "x"),
        infants=1,
        cabin=None,
        max_connections=2,
        corporate="nonsense",
        accounts=(AccountForm("BA 1", "A", ""), AccountForm("", "", "B")),
    )
    async with opened(typed) as booking:
        await booking.hands.fill("To 3", "")
        await booking.hands.fill("To 3", "MAN")
        await booking.hands.press("Tab")
        assert booking.tab.draft.form.accounts == typed.accounts
        assert booking.tab.draft.form.child_ages == typed.child_ages
        assert (booking.tab.draft.form.corporate, booking.tab.draft.form.cabin) == ("nonsense", None)
        assert legs(booking) == ["MANAMS 3dec", "AMSGVA +2", "GVAMAN 9dec"]


async def test_tab_goes_through_the_page_as_the_eye_does() -> None:
    form = replace(TRIP, child_ages=("7",))
    async with opened(form, asked=1) as booking:
        await booking.hands.focus("From")
        walked = []
        for _ in range(18):
            walked.append(spoken_name(QApplication.focusWidget() or booking.hands.window))
            await booking.hands.press("Tab")
        assert walked == [
            "From",
            "To",
            "Depart",
            "Return date",
            "Adults",
            "Children",
            "Infants",
            "Age of child 1",
            "Cabin",
            "Most stops",
            "Corporate codes",
            "Loyalty account",
            "Member's given name",
            "Member's family name",
            "Another account",
            "Copy the entry",
            "Copy this trip",
            "Back the other way",
        ]
        assert spoken_name(QApplication.focusWidget() or booking.hands.window).startswith("LHR – JFK")


async def test_the_trip_panel_tells_the_search_so_far_and_how_the_month_stands() -> None:
    async with opened(replace(TRIP, child_ages=("7",))) as booking:
        await booking.hands.hear("1 adult, 1 child (7), economy, at most 1 stop")
        await booking.hands.hear("LHR – JFK")
        await booking.hands.hear("JFK – LHR")
        await booking.hands.hear("none booked")
        await booking.hands.fill("Depart", "13dec")
        await booking.hands.hear("Sun 13 Dec")
        booking.view.go_on()
        await booking.hands.until(lambda: not booking.hands.says("Dates you can type"), "the panel of the offers")


async def test_a_place_in_the_making_is_not_called_wrong() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.fill("To", "lon")
        assert not booking.hands.says("The same place")
        await booking.hands.press("Tab")
        await booking.hands.hear("The same place as the origin")


async def test_the_keyboard_stands_at_the_first_gap_when_the_page_opens() -> None:
    for form, name in ((SearchForm(), "From"), (TRIP, "From"), (replace(TRIP, legs=(TRIP.legs[0],)), "Return date")):
        async with opened(form) as booking:
            field = await booking.hands.find(name, QLineEdit)
            await booking.hands.until(field.hasFocus, f"the keyboard in '{name}'")


async def test_a_recent_search_tells_when_it_was_asked_and_from_what_price() -> None:
    async with opened(asked=1) as booking:
        await booking.desk.searching._recent.found(a_search(), gbp("1398.12"))
        assert booking.view.page is not None
        booking.view.page.enter()
        await booking.hands.until(lambda: "from £1,398.12 then" in _row(booking).accessibleDescription(), "the price")


def _row(booking: OpenBooking) -> QWidget:
    row = booking.hands.seen("LHR – JFK, 12 Dec to 19 Dec, 1 adult, Economy")
    assert row is not None
    return row


async def test_a_tour_looked_at_as_a_return_is_still_the_tour() -> None:
    async with opened(TOUR) as booking:
        await booking.hands.press("Alt+R")
        await booking.hands.fill("Return date", "8dec")
        await booking.hands.press("Alt+M")
        assert legs(booking) == ["MANAMS 3dec", "AMSGVA 8dec", "GVAMAN 9dec"]


async def test_a_copied_trip_stands_in_a_tab_in_front_and_is_searched_there() -> None:
    draft = Draft(id="draft-1", environment=PRACTICE, form=TRIP)
    async with open_rooms(draft, airline=FakeAirline()) as window:
        await window.hands.press("Alt+B")
        await window.hands.until(lambda: len(window.rooms.bookings.drafts) == 2, "a second tab")
        view = window.rooms.bookings.current
        assert view is not None
        assert view.tab.draft.id != "draft-1"
        assert view.tab.draft.form.legs[0].origin_code == "JFK"
        await window.hands.press("Ctrl+Return")
        await window.hands.until(lambda: view.tab.draft.search is not None, "the search")
        first = next(one for one in window.rooms.bookings.drafts if one.id == "draft-1")
        assert (first.form, first.search) == (TRIP, None)


async def test_what_is_wrong_with_the_party_is_told_of_its_numbers() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.focus("Infants")
        await booking.hands.press("Up", 2)
        infants = await booking.hands.find("Infants")
        assert infants.property("wrong") is True
        assert infants.accessibleDescription() == "2, More infants than adults"
        await booking.hands.press("Down")
        assert infants.accessibleDescription() == "1"
        assert infants.property("wrong") is False
