"""The list of orders by keyboard: views, search, order, selection, what waits to be sorted in, and what is said."""

import asyncio

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit

from agentdesk.desk.news import AccountRead, BookingSettled
from agentdesk.desk.ports import OrderAnswer
from agentdesk.hands import spoken_name
from agentdesk.travel.booking import Booked, Unsure
from agentdesk.travel.errors import ConnectionLost, NotKept
from tests.fakes.airline import FakeAirline
from tests.fakes.order_index import MemoryOrderIndex
from tests.gui.desk_under_test import a_desk
from tests.gui.orders_under_test import LIST, SOLD, OpenList, held, open_list, order
from tests.samples import NOON, a_sent

ALL = ("CCC333", "DDD444", "AAA111", "BBB222", "FFF666", "EEE555")


def keyboard(one: OpenList) -> str:
    return spoken_name(QApplication.focusWidget() or one.rooms.window)


async def test_all_orders_stand_by_what_comes_next_and_the_first_is_current() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        assert keyboard(one) == LIST
        assert one.current == "CCC333"
        assert one.hands.says("6, next deadline first")
        assert one.said()[0] == (
            "CCC333, ZZ, Okafor, Ann, LHR to JFK, leaves 12 Dec, Held, Pay by 14:00 today, 2 h 00 min left, £200.00"
        )


async def test_a_screen_reader_hears_a_list_with_its_views_and_counts() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        assert QAccessible.queryAccessibleInterface(one.rows).role() is QAccessible.Role.List
        views = await one.hands.find("Views")
        assert QAccessible.queryAccessibleInterface(views).role() is QAccessible.Role.List
        heard = [QAccessible.queryAccessibleInterface(views).child(row).text(QAccessible.Text.Name) for row in range(7)]
        assert "Held by deadline, 2" in heard
        assert heard[-1] == "All orders, 6"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("muller zoe", ("AAA111",)),
        ("MARTA gar", ("BBB222",)),
        ("ccc", ("CCC333",)),
        ("ord_4", ("DDD444",)),
        ("1252125261780 keller", ("FFF666",)),
        ("lhr jfk byrne", ("EEE555",)),
        ("over 180", ("CCC333", "DDD444")),
        ("airline:BA", ()),
    ],
)
async def test_the_search_finds_as_one_types(typed: str, found: tuple[str, ...]) -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        await one.hands.press("/")
        await one.hands.write(typed)
        await one.shows(*found)


async def test_escape_empties_the_search_and_then_leads_to_the_list() -> None:
    async with open_list() as one:
        await one.hands.press("/")
        await one.hands.write("zzyzx")
        await one.hands.hear("No order answers to “zzyzx”")
        await one.hands.press("Escape")
        await one.shows(*ALL)
        assert keyboard(one) == "Search the orders"
        await one.hands.press("Escape")
        assert keyboard(one) == LIST


async def test_views_are_chosen_by_arrows_and_an_empty_one_says_so() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        await one.hands.focus("Views")
        await one.hands.press("Home")
        await one.shows("CCC333", "FFF666")
        await one.hands.press("Down")
        await one.shows("CCC333", "DDD444")
        await one.hands.hear("Held by deadline")
        await one.hands.press("Down")
        await one.hands.hear("Every paid order has its tickets")
        await one.hands.click("Show all orders")
        await one.shows(*ALL)


async def test_a_column_sorts_and_turns_round_while_the_row_keeps_its_place() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        await one.hands.press("S")
        assert keyboard(one) == "Sort by time left"
        await one.hands.press("Right")
        assert keyboard(one) == "Sort by total"
        await one.hands.press("Return")
        await one.hands.hear("smallest total first")
        await one.hands.press("Return")
        await one.hands.hear("largest total first")
        await one.hands.press("Escape")
        assert one.current == "CCC333"
        assert keyboard(one) == LIST


async def test_several_are_selected_and_added_up() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        await one.hands.press("Shift+Down")
        await one.hands.hear("2 selected, £400.00")
        await one.hands.press("Ctrl+A")
        await one.hands.hear("6 selected, £850.00")


async def test_enter_opens_an_order_alt_down_the_next_and_escape_leads_back_to_its_row() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        await one.hands.press("Return")
        await one.hands.find("Papers")
        await one.hands.hear("CCC333")
        await one.hands.press("Alt+Down")
        await one.hands.hear("DDD444")
        await one.hands.press("Escape")
        await one.hands.until(lambda: keyboard(one) == LIST, "the list")
        assert one.current == "DDD444"


async def test_what_changes_is_told_in_place_and_sorted_in_when_called() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        await one.hands.press("Down")
        await one.change(held(2, "BBB222", "García López", 1))
        await one.hands.hear("1 change, sort again")
        assert one.references() == list(ALL), "nothing moves uncalled"
        assert "Pay by 13:00 today" in one.said()[3]
        await one.hands.press("N")
        await one.shows("BBB222", "CCC333", "DDD444", "AAA111", "FFF666", "EEE555")
        assert one.current == "DDD444"
        assert not one.hands.says("sort again")


async def test_until_the_agent_has_touched_anything_changes_are_sorted_in_at_once() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        await one.change(order(7, "GGG777", "New"))
        await one.hands.until(lambda: "GGG777" in one.references(), "the new order")


async def test_what_waits_is_sorted_in_when_the_agent_comes_back() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        await one.hands.press("Down")
        await one.change(held(2, "BBB222", "García López", 1))
        await one.hands.hear("1 change, sort again")
        await one.hands.press("Ctrl+1")
        await one.hands.press("Ctrl+2")
        await one.hands.until(lambda: one.references()[0] == "BBB222", "the list sorted anew")


async def test_a_booking_that_is_being_checked_stands_above_all_and_leads_to_its_tab() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        sent = a_sent()
        await one.desk.journal.write(sent)
        unsure = Unsure(sent, "no answer", "", NOON)
        await one.desk.journal.settle(sent, unsure)
        one.desk.news.tell(BookingSettled(sent.priced.draft_id, sent.attempt, unsure))
        await one.hands.until(lambda: one.references()[0] == "none yet", "the row on top")
        assert "Being checked" in one.said()[0]
        await one.hands.press("Home")
        await one.hands.press("Return")
        await one.hands.hear("The tab of this booking was closed")
        await one.desk.journal.settle(sent, Booked(sent, "ord_1", "AAA111", NOON))
        one.desk.news.tell(BookingSettled(sent.priced.draft_id, sent.attempt, unsure))
        await one.hands.until(lambda: "Settled" in one.said()[0], "the row settled where it stands")


async def test_deadlines_of_today_stand_above_and_can_be_shown_alone() -> None:
    async with open_list() as one:
        await one.hands.hear("1 deadline today. Okafor 14:00.")
        await one.shows(*ALL)
        await one.hands.press("D")
        await one.shows("CCC333")
        await one.hands.hear("Today's deadlines")
        await one.hands.press("Escape")
        await one.shows(*ALL)


async def test_a_search_is_saved_under_a_name_renamed_deleted_and_brought_back() -> None:
    async with open_list() as one:
        await one.hands.press("/")
        await one.hands.write("over 180")
        await one.shows("CCC333", "DDD444")
        await one.hands.press("Ctrl+D")
        field = await one.hands.find("Name", QLineEdit)
        await one.hands.until(field.hasFocus, "the name")
        await one.hands.write("Dear ones")
        await one.hands.press("Return")
        await one.hands.hear("Dear ones")
        views = await one.hands.find("Saved by you")
        views.setFocus()
        await one.hands.press("F2")
        field = await one.hands.find("Name", QLineEdit)
        await one.hands.until(field.hasFocus, "the name")
        await one.hands.fill("Name", "Dearest")
        await one.hands.press("Return")
        await one.hands.hear("Dearest")
        views.setFocus()
        await one.hands.press("Delete")
        await one.hands.click("Bring back Dearest")
        await one.hands.find("Saved by you")
        own = await one.desk.index.own_views()
        assert "Dearest" in [view.name for view in own]


async def test_view_search_sort_and_row_are_found_again_after_a_restart() -> None:
    async with open_list() as one:
        await one.hands.focus("Views")
        await one.hands.press("Home")
        await one.hands.press("Down")
        await one.shows("CCC333", "DDD444")
        await one.hands.press("/")
        await one.hands.write("t")
        await one.shows("DDD444")
        await one.hands.press("Escape")
        await one.shows("CCC333", "DDD444")
        await one.hands.press("Escape")
        await one.hands.press("Down")
        assert one.current == "DDD444"
        desk = one.desk
        await asyncio.sleep(0.6)  # a place is kept once the agent has come to rest
    async with open_list(desk=desk) as again:
        await again.shows("CCC333", "DDD444")
        assert again.current == "DDD444"
        assert again.hands.says("Held by deadline")


async def test_what_is_typed_before_the_last_place_is_found_again_is_searched_for() -> None:
    desk = a_desk(FakeAirline())
    for sold in SOLD:
        await desk.orders.save(OrderAnswer(sold, b"{}", NOON))
    assert isinstance(desk.index, MemoryOrderIndex)
    desk.index.gate = asyncio.Event()
    async with open_list(desk=desk, waits=False) as one:
        await one.hands.press("/")
        await one.hands.write("BB")
        desk.index.gate.set()
        await one.hands.until(lambda: one.page.is_ready, "the last place")
        await one.hands.write("B222")
        await one.shows("BBB222")


async def test_columns_are_hidden_and_shown_by_a_menu() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        assert one.hands.says("Sort by total")
        await one.hands.press("C")
        await one.hands.find("Airline")
        await one.hands.press("Up")
        assert keyboard(one) == "Total"
        await one.hands.press("Space")
        assert not one.hands.says("Sort by total")
        await one.hands.press("Return")
        assert one.hands.says("Sort by total")
        await one.hands.press("Escape")
        assert keyboard(one) == "Columns"


async def test_a_narrow_window_hides_leaves_and_route_a_wide_one_shows_the_order_beside() -> None:
    async with open_list(size=(1024, 700)) as one:
        assert not one.hands.says("Sort by leaves")
        assert not one.hands.says("Route")
    async with open_list(size=(1920, 1080)) as one:
        assert one.hands.says("Sort by leaves")
        await one.hands.find("Open this order")
        await one.hands.hear("Pay by 14:00 today, 2 h 00 min.")
        await one.hands.press("Down")
        await one.hands.hear("Pay £200.00 (practice)…")


async def test_no_orders_at_all_say_how_to_begin() -> None:
    async with open_list(()) as one:
        await one.hands.hear("No orders yet")


async def test_a_database_that_does_not_answer_is_said_and_tried_again() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        one.index.trouble = NotKept("disk I/O error")
        await one.hands.press("/")
        await one.hands.write("a")
        await one.hands.hear("The orders cannot be read now")
        one.index.trouble = None
        await one.hands.click("Try again")
        await one.hands.until(lambda: "AAA111" in one.references(), "the orders")


async def test_a_lost_line_is_said_with_the_age_of_what_is_shown() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        one.desk.line.lost()
        await one.hands.hear("line lost")
        await one.hands.hear("As it was at")


async def test_time_left_is_by_the_upstreams_clock_and_passes() -> None:
    async with open_list((held(1, "AAA111", "Okafor", 1 / 60), held(2, "BBB222", "Tan", -1))) as one:
        await one.hands.until(lambda: len(one.references()) == 2, "both")
        assert any("1 min 00 s left" in said for said in one.said())
        assert any("Payment overdue" in said for said in one.said())


async def test_a_reference_that_is_not_here_is_asked_of_the_airline_kept_and_shown() -> None:
    elsewhere = order(7, "ZX81QL", "Virtanen", "Aino")
    async with open_list() as one:
        await one.shows(*ALL)
        one.airline.booked[elsewhere.id] = elsewhere
        await one.hands.press("/")
        await one.hands.write("zx81ql")
        await one.hands.click("Search the airline for this reference")
        await one.shows("ZX81QL")
        assert await one.desk.orders.get(elsewhere.id) is not None


async def test_a_reference_that_the_airline_does_not_know_or_cannot_be_asked_is_said() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        await one.hands.press("/")
        await one.hands.write("zx81ql")
        await one.hands.click("Search the airline for this reference")
        await one.hands.hear("The airline knows no ZX81QL.")
        one.airline.trouble = ConnectionLost()
        await one.hands.click("Search the airline for this reference")
        await one.hands.until(lambda: len(one.rooms.window.toasts.shown) == 2, "the trouble")


@pytest.mark.parametrize("typed", ["muller xx", "zzz", "żółć99"])
async def test_words_that_are_no_reference_are_not_asked_of_the_airline(typed: str) -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        await one.hands.press("/")
        await one.hands.write(typed)
        await one.hands.hear("No order answers to")
        assert one.hands.seen("Search the airline for this reference") is None


async def test_the_first_reading_of_the_account_is_told_in_the_foot() -> None:
    async with open_list() as one:
        await one.shows(*ALL)
        one.desk.news.tell(AccountRead(1_400, is_whole=False))
        await one.hands.hear("Reading the account, 1,400 orders so far")
        one.desk.news.tell(AccountRead(1_460, is_whole=True))
        await one.hands.hear("Synced 12:00:00")
        assert not one.hands.says("Reading the account")
