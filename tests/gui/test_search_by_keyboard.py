"""The search page by keys: places, dates, tours, codes, recent searches, copies."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from agentdesk.travel.booking import Draft
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.search import LegForm, SearchForm, TripKind
from agentdesk.ui.widgets.calendar import Calendar
from agentdesk.ui.widgets.place_list import PlaceList
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.samples import NOON, a_search

TRIP = SearchForm(TripKind.RETURN, (LegForm("LHR", "JFK", "12dec", "LHR", "JFK"), LegForm(date="19dec")))
TOUR = SearchForm(
    TripKind.MULTI_CITY,
    (
        LegForm("MAN", "AMS", "3dec", "MAN", "AMS"),
        LegForm("AMS", "GVA", "+2", "AMS", "GVA"),
        LegForm("GVA", "MAN", "9dec", "GVA", "MAN"),
    ),
)


@asynccontextmanager
async def opened(form: SearchForm | None = None, asked: int = 0) -> AsyncIterator[OpenBooking]:
    """The page over a form; `asked` searches LHR to JFK have been made before, a day apart."""
    draft = Draft(id="draft-1", environment=PRACTICE, form=form or SearchForm())
    async with open_booking(draft, FakeAirline()) as booking:
        for day in range(asked):
            legs = tuple(replace(leg, date=leg.date + timedelta(days=day)) for leg in a_search().legs)
            await booking.desk.searching._recent.add(replace(a_search(), legs=legs), NOON + timedelta(hours=day))
        await booking.hands.until(booking.hands.window.isActiveWindow, "the active window")
        if asked:
            assert booking.view.page is not None
            booking.view.page.enter()
            await booking.hands.hear("Recent searches")
        yield booking


def popup(booking: OpenBooking, kind: type[QWidget]) -> QWidget | None:
    return next((one for one in booking.hands.window.findChildren(kind) if one.isVisible()), None)


def legs(booking: OpenBooking) -> list[str]:
    return [f"{leg.origin_code}{leg.destination_code} {leg.date}" for leg in booking.tab.draft.form.legs]


def spot(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


# --- places


async def test_the_first_place_is_taken_by_tab_and_told_in_words() -> None:
    async with opened() as booking:
        await booking.hands.focus("From")
        await booking.hands.write("lon")
        places = popup(booking, PlaceList)
        assert isinstance(places, PlaceList)
        assert [row.code for row in places.rows] == ["LON", "LHR", "LGW", "STN", "LTN", "LCY"]
        assert [row.right for row in places.rows][:3] == ["city", "23 km W", "40 km S"]
        await booking.hands.press("Down")
        field = await booking.hands.find("From")
        assert field.accessibleDescription() == "LHR London Heathrow, United Kingdom, 23 km W, 2 of 6"
        await booking.hands.press("Tab")
        assert popup(booking, PlaceList) is None
        assert booking.tab.draft.form.legs[0].origin_code == "LHR"


async def test_escape_leaves_what_was_typed() -> None:
    async with opened() as booking:
        await booking.hands.focus("From")
        await booking.hands.write("lon")
        await booking.hands.press("Escape")
        await booking.hands.press("Tab")
        leg = booking.tab.draft.form.legs[0]
        assert (leg.origin, leg.origin_code) == ("lon", "")


async def test_near_the_lower_edge_the_list_opens_upward_and_never_covers_its_field() -> None:
    async with opened(TOUR) as booking:
        await booking.hands.press("Alt+A", 2)
        booking.hands.window.resize(1024, 560)
        booking.view.resize(1024, 560)
        field = await booking.hands.focus("To 5")
        await booking.hands.press("Ctrl+A")
        await booking.hands.write("lon")
        places = popup(booking, PlaceList)
        assert places is not None
        assert not spot(places).intersects(spot(field))
        assert booking.hands.window.rect().contains(spot(places))
        assert spot(places).bottom() < spot(field).top()


async def test_an_empty_field_offers_what_is_asked_often_only_when_asked_for_it() -> None:
    async with opened(asked=2) as booking:
        await booking.hands.focus("From")
        assert popup(booking, PlaceList) is None
        await booking.hands.press("Down")
        places = popup(booking, PlaceList)
        assert isinstance(places, PlaceList)
        assert [(row.code, row.right) for row in places.rows] == [("LHR – JFK", "2 searches")]
        await booking.hands.press("Return")
        assert legs(booking)[0] == "LHRJFK "
        await booking.hands.write("12dec")
        assert legs(booking)[0] == "LHRJFK 12dec"


async def test_leaving_an_empty_field_takes_nothing() -> None:
    async with opened(asked=1) as booking:
        await booking.hands.focus("From")
        await booking.hands.press("Down")
        await booking.hands.focus("Depart")
        assert popup(booking, PlaceList) is None
        assert legs(booking)[0] == " "


# --- dates


async def test_seven_nights_count_from_the_departure() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.fill("Return date", "+7")
        await booking.hands.hear("Sat 19 Dec 2026, 7 nights")
        await booking.hands.fill("Depart", "14dec")
        await booking.hands.hear("Mon 21 Dec 2026, 7 nights")
        assert legs(booking)[1] == " +7"


async def test_a_day_counted_from_today_is_written_out_when_left() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.fill("Depart", "+14")
        assert legs(booking)[0] == "LHRJFK +14"
        await booking.hands.press("Tab")
        written = legs(booking)[0]
        assert written == f"LHRJFK {_day(14)}"


def _day(ahead: int) -> str:
    day = NOON.astimezone().date() + timedelta(days=ahead)
    return f"{day:%a} {day.day} {day:%b} {day.year}"


async def test_arrows_step_by_days_and_weeks_within_what_is_sold() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.focus("Depart")
        await booking.hands.press("Up")
        assert legs(booking)[0] == "LHRJFK Sun 13 Dec 2026"
        await booking.hands.press("Ctrl+Down")
        assert legs(booking)[0] == "LHRJFK Sun 6 Dec 2026"
        await booking.hands.press("Ctrl+Down", 9)
        assert legs(booking)[0] == f"LHRJFK {_day(0)}"


async def test_the_buttons_in_a_date_step_too() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.click("Return date: day later")
        await booking.hands.hear("Sun 20 Dec 2026, 8 nights")
        await booking.hands.click("Return date: day earlier")
        await booking.hands.hear("Sat 19 Dec 2026, 7 nights")


async def test_the_calendar_by_keyboard() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.focus("Return date")
        await booking.hands.press("F4")
        calendar = await booking.hands.find("Calendar, Return date")
        assert isinstance(calendar, Calendar)
        assert QApplication.focusWidget() is calendar
        assert calendar.accessibleDescription() == "Sat 19 Dec 2026, 7 nights"
        for keys, day in (
            ("Right", "Sun 20 Dec 2026, 8 nights"),
            ("Down", "Sun 27 Dec 2026, 15 nights"),
            ("Home", "Mon 21 Dec 2026, 9 nights"),
            ("End", "Sun 27 Dec 2026, 15 nights"),
            ("PgDown", "Wed 27 Jan 2027, 46 nights"),
            ("PgUp", "Sun 27 Dec 2026, 15 nights"),
            ("Up", "Sun 20 Dec 2026, 8 nights"),
            ("Left", "Sat 19 Dec 2026, 7 nights"),
            ("PgUp", "Sat 12 Dec 2026, the same day"),  # no further than the departure
        ):
            await booking.hands.press(keys)
            assert calendar.accessibleDescription() == day
        assert booking.hands.says("December 2026")
        await booking.hands.press("Right", 2)
        await booking.hands.press("Return")
        assert popup(booking, Calendar) is None
        assert legs(booking)[1] == " Mon 14 Dec 2026"
        assert QApplication.focusWidget() is await booking.hands.find("Return date", QLineEdit)


async def test_escape_leaves_the_calendar_and_the_date_as_they_were() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.focus("Depart")
        await booking.hands.press("Alt+Down")
        await booking.hands.find("Calendar, Depart")
        await booking.hands.press("Right", 3)
        await booking.hands.press("Escape")
        assert popup(booking, Calendar) is None
        assert legs(booking)[0] == "LHRJFK 12dec"


async def test_a_calendar_goes_when_the_keyboard_goes() -> None:
    async with opened(TRIP) as booking:
        await booking.hands.click("Depart: open the calendar")
        await booking.hands.find("Calendar, Depart")
        await booking.hands.focus("To")
        assert popup(booking, Calendar) is None
