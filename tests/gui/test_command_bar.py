"""The command bar: orders found, actions run by words, entries said again before they run."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QListView

from agentdesk.desk.ports import OrderAnswer
from agentdesk.hands import spoken_name
from agentdesk.travel.booking import Step
from agentdesk.travel.orders import Ticket, TicketKind
from agentdesk.ui.book.bookings import Bookings
from agentdesk.ui.command_entries import echo, go_on_with
from agentdesk.ui.command_matches import ranked, score
from tests.fakes.airline import FakeAirline
from tests.gui.rooms_under_test import OpenRooms, open_rooms
from tests.gui.test_booking_tabs import names, trip
from tests.known_places import known_places
from tests.samples import NOON, an_offer, an_order

TODAY = date(2026, 11, 23)
PLACES = known_places()


def listed(one: OpenRooms) -> list[str]:
    """What the list under the bar says, line by line."""
    view = one.hands.seen("What the command bar found", QListView)
    if not isinstance(view, QListView):
        return []
    return [str(view.model().index(row, 0).data()) for row in range(view.model().rowCount())]


def focused() -> str:
    widget = QApplication.focusWidget()
    return spoken_name(widget) if widget is not None else ""


# --- matching


def test_every_word_counts_and_its_beginning_counts_most() -> None:
    assert score("new", "New booking") is not None
    assert score("clo boo", "Close this booking") is not None
    assert score("clo boo", "Close this tab") is None
    near, far = score("book", "New booking"), score("book", "Notebook")
    assert near is not None
    assert far is not None
    assert near < far


def test_a_slip_still_finds_but_after_what_was_written_right() -> None:
    assert ranked("stngs", ["Search", "Settings"], str) == ["Settings"]
    assert ranked("ok", ["All keys", "Okafor"], str) == ["Okafor"]


# --- entries


def test_each_part_of_an_entry_is_said_again_with_its_meaning() -> None:
    said = echo("AN12DECLHRJFK/ADT2CHD1/C-J", TODAY, PLACES)
    assert [one.part for one in said.said] == ["AN", "12DEC", "LHR JFK", "ADT2CHD1", "C-J"]
    meanings = [one.meaning for one in said.said]
    assert meanings[1] == "Sat 12 Dec 2026, in 19 days"
    assert "London Heathrow to New York" in meanings[2]
    assert meanings[2].endswith("one way")
    assert meanings[3] == "2 adults, 1 child"
    assert said.said[3].warns == "the child's age will be asked"
    assert meanings[4] == "Business"
    assert said.form is not None


@pytest.mark.parametrize(
    ("typed", "part"),
    [("AN12DEC", "12DEC"), ("AN12DECLHRXQQ", "12DECLHRXQQ"), ("AN12DECLHRJFK/C-Q", "C-Q"), ("AN12DECLHRJFK/QQ", "QQ")],
)
def test_what_cannot_be_taken_is_named_and_never_runs(typed: str, part: str) -> None:
    said = echo(typed, TODAY, PLACES)
    assert said.form is None
    assert said.said[-1].part == part
    assert [one.wrong for one in said.said] == [False] * (len(said.said) - 1) + [True]
    assert len(said.said) == (4 if "/" in typed else 1), "the whole parts before it are said all the same"


def test_every_way_to_go_on_makes_an_entry_that_can_be_read() -> None:
    for typed in ("AN12DECLHRJFK", "AN12DECLHRJFK/ADT1CHD1", "AN12DECLHRJFK19DEC/C-J"):
        form = echo(typed, TODAY, PLACES).form
        assert form is not None
        for part, _ in go_on_with(typed, form):
            assert echo(typed + part, TODAY, PLACES).form is not None, typed + part


# --- in the window


async def test_an_action_is_run_by_a_few_of_its_letters() -> None:
    async with open_rooms(trip("a", "Okafor"), airline=FakeAirline(an_offer())) as one:
        await one.hands.press("Ctrl+K")
        assert focused() == "Command bar"
        await one.hands.write("new boo")
        assert listed(one)[:2] == ["Actions", "New booking, Ctrl+T"]
        await one.hands.press("Return")
        assert names(one) == ["Okafor LHR–JFK, 12 Dec", "New booking"]
        assert not listed(one)


async def test_escape_gives_the_keyboard_back_and_changes_nothing() -> None:
    async with open_rooms(trip("a", "Okafor"), airline=FakeAirline(an_offer())) as one:
        await one.hands.focus("Given name")
        await one.hands.press("Ctrl+K")
        await one.hands.write("orders")
        await one.hands.press("Escape")
        assert focused() == "Given name"
        assert isinstance(one.window.room, Bookings)
        assert not listed(one)
        field = await one.hands.find("Command bar")
        assert field.property("text") == ""
        await one.hands.press("Ctrl+K")
        await one.hands.press("Ctrl+Up")
        assert field.property("text") == "orders", "what was typed and not run comes back"


@pytest.mark.parametrize("typed", ["4QK7ZB", "4qk", "earhart", "amelia ear", "1252125261780", "ord_1", "RT4QK7ZB"])
async def test_an_order_is_found_by_whatever_names_it(typed: str) -> None:
    airline = FakeAirline(an_offer())
    order = replace(an_order(), tickets=(Ticket(TicketKind.TICKET, "125-2125261780", ("pas_1",)),))
    airline.booked[order.id] = order
    async with open_rooms(trip("a", "Okafor"), airline=airline) as one:
        await one.desk.orders.save(OrderAnswer(order, b"{}", NOON))
        await one.hands.press("Ctrl+K")
        await one.hands.write(typed)
        await one.hands.until(lambda: any(line.startswith("4QK7ZB") for line in listed(one)), "the order")
        assert listed(one)[1] == "4QK7ZB, Earhart, Amelia, LHR – JFK, Sat 12 Dec"
        await one.hands.press("Return")
        await one.hands.find("Papers")
        await one.hands.hear("4QK7ZB")


async def test_an_entry_runs_as_a_search_in_a_new_tab() -> None:
    async with open_rooms(trip("a", "Okafor"), airline=FakeAirline(an_offer())) as one:
        await one.hands.press("Ctrl+K")
        await one.hands.write("an12declhrjfk19dec/adt2")
        assert listed(one)[0] == "Search flights, Enter"
        assert any("2 adults" in line for line in listed(one))
        await one.hands.press("Return")
        assert names(one) == ["Okafor LHR–JFK, 12 Dec", "LHR–JFK, 12 Dec"]
        draft = one.rooms.bookings.drafts[1]
        assert draft.step is Step.OFFERS
        assert draft.search is not None
        assert draft.search.party.adults == 2
        await one.hands.find("Sort")


async def test_an_entry_with_something_missing_opens_the_page_that_asks() -> None:
    async with open_rooms(trip("a", "Okafor"), airline=FakeAirline(an_offer())) as one:
        await one.hands.press("Ctrl+K")
        await one.hands.write("AN12DECLHRJFK/ADT1CHD1")
        await one.hands.press("Return")
        await one.hands.find("Age of child 1")
        assert one.rooms.bookings.drafts[1].step is Step.SEARCH


async def test_tab_completes_an_entry_and_nothing_wrong_runs() -> None:
    async with open_rooms(trip("a", "Okafor"), airline=FakeAirline(an_offer())) as one:
        await one.hands.press("Ctrl+K")
        await one.hands.write("AN12DECLHR")
        await one.hands.press("Return")
        assert len(names(one)) == 1
        await one.hands.write("JFK")
        await one.hands.press("Tab")
        field = await one.hands.find("Command bar")
        assert field.property("text") == "AN12DECLHRJFK+7"


async def test_earlier_entries_come_back_with_ctrl_up() -> None:
    async with open_rooms(airline=FakeAirline(an_offer())) as one:
        await one.hands.press("Ctrl+K")
        await one.hands.write("AN12DECLHRJFK/C-Y")
        await one.hands.press("Return")
        await one.hands.find("Sort")
        await one.hands.press("Ctrl+K")
        await one.hands.until(lambda: any(line.startswith("AN12DECLHRJFK") for line in listed(one)), "the entry")
        await one.hands.press("Ctrl+Up")
        field = await one.hands.find("Command bar")
        assert str(field.property("text")).startswith("AN12DECLHRJFK")


async def test_what_is_found_is_said_and_nothing_found_too() -> None:
    async with open_rooms(trip("a", "Okafor"), airline=FakeAirline(an_offer())) as one:
        await one.hands.press("Ctrl+K")
        await one.hands.write("settings")
        field = await one.hands.find("Command bar")
        assert field.accessibleDescription() == "Settings, Ctrl+,"
        await one.hands.press("Ctrl+A")
        await one.hands.write("qqqq")
        await one.hands.until(lambda: any(line.startswith("Nothing found.") for line in listed(one)), "the answer")
        assert field.accessibleDescription() == "Nothing found"


async def test_no_money_button_can_be_run_from_the_bar() -> None:
    draft = replace(trip("a", "Okafor"), step=Step.PAYMENT)
    async with open_rooms(draft, airline=FakeAirline(an_offer())) as one:
        await one.hands.until(lambda: any(name.startswith("Pay £") for name in one.hands.names()), "the money button")
        await one.hands.press("Ctrl+K")
        await one.hands.write("pay")
        assert not any("£" in line for line in listed(one))
