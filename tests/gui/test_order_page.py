"""The page of one order: what it shows, what it copies, what it keeps, and where its keys lead."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from agentdesk.desk.ports import OrderAnswer, OrderRecord
from agentdesk.travel.errors import NotKept
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.travel.orders import OrderPassenger, PaymentState, Ticket, TicketKind
from agentdesk.ui import words
from agentdesk.ui.book.payment_words import there
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from tests.fakes.airline import FakeAirline
from tests.fakes.storage import MemoryOrderBook
from tests.gui.desk_under_test import a_desk
from tests.gui.order_under_test import OpenOrder, a_changed, a_held, a_ticketed, open_order
from tests.samples import NOON, a_sent, an_order, gbp


async def test_it_says_what_it_is_what_is_paid_and_which_of_how_many() -> None:
    async with open_order(a_ticketed()) as one:
        for said in ("Booking reference 4QK7ZB", "Earhart, Amelia", "Ticketed", "Paid £1,624.77", "Order 21 of 18,204"):
            await one.hands.hear(said)


async def test_the_money_adds_up_line_by_line() -> None:
    async with open_order(a_ticketed()) as one:
        for said in ("Fare £1,512.77", "Taxes and charges £100.00", "Seat 14C £12.00", "Total paid £1,624.77"):
            await one.hands.hear(said)


async def test_the_fee_and_the_contacts_come_from_what_we_sent() -> None:
    sent = a_sent()
    sent = replace(sent, priced=replace(sent.priced, fee=gbp("25.00")))
    async with open_order(a_ticketed(), sent=sent) as one:
        for said in ("amelia@example.com", "+442080160508", "Agency fee, yours £25.00", "The customer pays £1,649.77"):
            await one.hands.hear(said)


async def test_a_ticket_is_copied_by_its_button_and_all_by_one_key() -> None:
    emd = Ticket(TicketKind.EMD_ASSOCIATED, "125-8200000001", ("pas_1",))
    async with open_order(a_ticketed(tickets=(*an_order().tickets, emd))) as one:
        await one.hands.click("Copy 125-2125261780")
        assert QGuiApplication.clipboard().text() == "125-2125261780"
        await one.hands.press("N")
        assert QGuiApplication.clipboard().text() == "125-2125261780\n125-8200000001"
        await one.hands.press("C")
        assert QGuiApplication.clipboard().text() == "4QK7ZB"


async def test_tickets_come_in_place_and_the_keyboard_stays() -> None:
    waiting = replace(a_ticketed(), tickets=())
    async with open_order(waiting) as one:
        await one.hands.hear("Waiting for the airline")
        await one.hands.focus("Papers")
        before = QApplication.focusWidget()
        one.airline.booked["ord_1"] = a_ticketed()
        await one.desk.watching.look("ord_1")
        await one.hands.hear("125-2125261780")
        assert QApplication.focusWidget() is before


async def test_what_comes_next_stands_with_both_clocks_and_the_time_left() -> None:
    async with open_order(a_held()) as one:
        await one.hands.hear(f"Pay by {words.moment(NOON + timedelta(hours=72))}")
        await one.hands.hear(there(NOON + timedelta(hours=72), a_held().slices))
        await one.hands.hear("3 d 0 h")
        await one.hands.hear("Price kept until")


async def test_the_void_window_is_said_while_it_lasts() -> None:
    async with open_order(a_ticketed(void_until=NOON + timedelta(hours=5))) as one:
        await one.hands.hear("Cancel with all back until")


async def test_the_history_tells_who_did_what_and_gives_the_request_id_by_one_click() -> None:
    async with open_order(a_ticketed()) as one:
        paid = OrderEvent("ord_1", NOON, EventKind.PAID, "", "1624.77 GBP", "req-77")
        await one.desk.history.add(paid)
        one.page.show_record(await one.record())
        await one.hands.hear("Paid £1,624.77 from the agency balance")
        await one.hands.click("Copy request id req-77")
        assert QGuiApplication.clipboard().text() == "req-77"


async def test_note_and_own_reference_are_kept_on_leaving_the_field() -> None:
    async with open_order(a_ticketed()) as one:
        await one.hands.fill("Your own reference", "INV-7")
        await one.hands.focus("Note")
        await one.hands.write("Prefers aisle")
        await one.hands.focus("Papers")
        await until_kept(one, "ord_1", ("INV-7", "Prefers aisle"))
        await one.hands.hear("Note written")


async def until_kept(one: OpenOrder, order_id: str, wanted: tuple[str, str]) -> None:
    """Own reference and note of an order, as the order book has them."""
    for _ in range(200):
        record = await one.desk.orders.get(order_id)
        assert record is not None
        if (record.own_reference, record.note) == wanted:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"not kept: {wanted}")


async def test_a_note_that_is_being_written_is_not_overwritten_by_an_answer() -> None:
    async with open_order(a_ticketed()) as one:
        note = await one.hands.focus("Note")
        await one.hands.write("Half a sen")
        one.airline.booked["ord_1"] = a_ticketed(tickets=())
        await one.desk.watching.look("ord_1")
        await one.hands.hear("Waiting for the airline")
        assert isinstance(note, QPlainTextEdit)
        assert note.toPlainText() == "Half a sen"


async def test_letters_in_the_note_do_nothing_else() -> None:
    async with open_order(a_held()) as one:
        note = await one.hands.focus("Note")
        await one.hands.write("PCNAHR")
        assert isinstance(note, QPlainTextEdit)
        assert note.toPlainText() == "PCNAHR"
        assert not one.hands.says("Nothing has been paid")


async def test_alt_and_arrows_want_the_neighbours_and_escape_the_list() -> None:
    async with open_order(a_ticketed()) as one:
        await one.hands.press("Alt+Down")
        await one.hands.press("Alt+Up")
        await one.hands.press("Esc")
        assert one.wanted == [1, -1, "back"]


async def test_another_order_begins_empty_and_keeps_the_note_of_the_last() -> None:
    async with open_order(a_ticketed()) as one:
        await one.hands.focus("Note")
        await one.hands.write("For the first")
        other = replace(a_held(), id="ord_2", reference="H5NB2T")
        one.airline.booked["ord_2"] = other
        await one.desk.orders.save(OrderAnswer(other, b"{}", NOON))
        record = await one.desk.orders.get("ord_2")
        assert record is not None
        one.page.show_record(record, (22, 18_204))
        await one.hands.hear("H5NB2T")
        note = await one.hands.find("Note", QPlainTextEdit)
        assert isinstance(note, QPlainTextEdit)
        assert note.toPlainText() == ""
        await until_kept(one, "ord_1", ("", "For the first"))


async def test_what_cannot_be_done_here_says_who_can_with_a_text_to_send() -> None:
    async with open_order(a_ticketed()) as one:
        await one.hands.click("Change flights…")
        await one.hands.hear("Ask for other flights")
        await one.hands.hear("Duffel's support")
        await one.hands.click("Copy the text")
        assert "Order: ord_1" in QGuiApplication.clipboard().text()
        assert "Earhart" not in QGuiApplication.clipboard().text()


async def test_an_order_that_duffel_cannot_cancel_leads_to_a_text_instead() -> None:
    async with open_order(a_ticketed(available_actions=("update",))) as one:
        await one.hands.click("Cancel…")
        await one.hands.hear("Ask for the cancellation")
        assert "quote_cancellation" not in one.airline.asked


async def test_in_the_smallest_window_what_comes_next_stands_at_the_foot_and_opens_by_key() -> None:
    async with open_order(a_held(), size=(960, 632)) as one:
        assert one.hands.seen("Note") is None
        await one.hands.hear("Price kept until")
        await one.hands.press("H")
        await one.hands.find("Note")
        await one.hands.press("Esc")
        assert one.hands.seen("Note") is None
        assert one.wanted == []


async def test_a_lapsed_hold_offers_nothing_to_pay() -> None:
    lapsed = a_held(payment=PaymentState(False, NOON - timedelta(hours=1)), available_actions=())
    async with open_order(lapsed) as one:
        await one.hands.hear("Hold expired")
        assert not any(name.startswith("Pay £") for name in one.hands.names())


async def test_nine_travellers_and_their_tickets_all_stand() -> None:
    people = tuple(OrderPassenger(f"pas_{n}", f"Given{n}", "Surname") for n in range(9))
    tickets = tuple(Ticket(TicketKind.TICKET, f"125-{n:010}", (f"pas_{n}",)) for n in range(9))
    async with open_order(a_ticketed(passengers=people, tickets=tickets, services=(), total=gbp("1612.77"))) as one:
        await one.hands.hear("Surname, Given0 and 8 more")
        for n in range(9):
            await one.hands.hear(f"125-{n:010}")


async def test_an_airlines_change_stands_before_all_else() -> None:
    async with open_order(a_changed()) as one:
        names = one.hands.names()
        assert names.index("Accept the new times") < names.index("Flights")


async def test_a_hold_becomes_overdue_while_it_is_looked_at() -> None:
    async with open_order(a_held()) as one:
        await one.hands.find("Pay £1,612.77 (practice)…")
        one.airline.now = NOON + timedelta(hours=73)
        await one.hands.hear("Payment overdue")
        await one.hands.until(lambda: one.hands.seen("Pay £1,612.77 (practice)…") is None, "the button's end")


async def test_what_is_only_read_stops_at_escape() -> None:
    stays = asyncio.Event()

    class Slow(FakeAirline):
        async def order(self, order_id: str) -> OrderAnswer:
            await stays.wait()
            return await super().order(order_id)

    async with open_order(a_held(), Slow()) as one:
        await one.hands.press("P")
        await one.hands.hear("Reading the total again")
        await one.hands.press("Esc")
        await one.hands.until(lambda: not one.hands.says("Reading the total again"), "the end of it")
        assert one.wanted == []
        await one.hands.press("Esc")
        assert one.wanted == ["back"]
        stays.set()


async def test_escape_in_a_field_outside_the_page_is_not_the_pages() -> None:
    async with open_order(a_ticketed()) as one:
        outside = QLineEdit(one.hands.window)
        outside.show()
        outside.setFocus()
        await one.hands.press("Esc")
        assert one.wanted == []


class FullDisk(MemoryOrderBook):
    """Takes no note while it is full."""

    full = True

    async def annotate(
        self, order_id: str, *, note: str, own_reference: str, agent: str, at: datetime
    ) -> OrderRecord | None:
        if self.full:
            raise NotKept("no space left")
        return await super().annotate(order_id, note=note, own_reference=own_reference, agent=agent, at=at)


async def test_a_note_that_cannot_be_kept_stays_and_is_kept_later() -> None:
    airline, book = FakeAirline(), FullDisk()
    desk = replace(a_desk(airline), orders=book)
    async with open_order(a_ticketed(), airline, desk=desk) as one:
        await one.hands.focus("Note")
        await one.hands.write("Window seat")
        await one.hands.focus("Papers")
        await one.hands.hear("The data could not be kept")
        book.full = False
        await one.hands.focus("Note")
        await one.hands.focus("Papers")
        await until_kept(one, "ord_1", ("", "Window seat"))


async def test_what_has_the_keyboard_is_in_sight() -> None:
    async with open_order(a_changed(), size=(1216, 500)) as one:
        button = await one.hands.find("Copy 125-2125261780")
        button.setFocus()
        pane = one.page.findChild(ScrollPane)
        assert pane is not None
        spot = button.mapTo(pane.viewport(), button.rect().center())
        assert pane.viewport().rect().contains(spot)
