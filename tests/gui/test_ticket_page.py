"""The ticket: what is there at once, what comes later, and every way to hand it on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from agentdesk.desk.news import OrderChanged
from agentdesk.desk.ports import OrderAnswer
from agentdesk.papers.pdf import TypstPapers
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.orders import Order, OrderPassenger, PaymentState, Ticket, TicketKind
from agentdesk.travel.passengers import PassengerKind
from agentdesk.ui.book.ticket_page import book_again
from agentdesk.ui.orders.order_tickets import rows_of
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import OpenBooking, open_booking
from tests.gui.test_payment_page import AMELIA
from tests.samples import NOON, a_draft, a_priced, a_sent, an_offer, an_order, gbp

PAPERS = TypstPapers()
PAIR = (
    OrderPassenger("pas_1", "Amelia", "Earhart", "ms", "f", kind=PassengerKind.ADULT),
    OrderPassenger("pas_2", "Ann", "Earhart", "miss", "f", kind=PassengerKind.CHILD),
)


def sold() -> Draft:
    return replace(a_draft(), travellers=(AMELIA,), attempt="attempt-1", order_id="ord_1", step=Step.TICKET)


async def keep(one: OpenBooking, order: Order, *, after: timedelta = timedelta(0)) -> None:
    sent = replace(a_sent(), priced=replace(a_priced(), fee=gbp("25.00"), own_reference="K-2041"))
    await one.desk.orders.save(OrderAnswer(order, b"{}", NOON + after), sent)
    one.desk.news.tell(OrderChanged(order.id))


class Opened(QObject):
    """What was given to other programs."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.fixture
def opened() -> Iterator[Opened]:
    taker = Opened()
    QDesktopServices.setUrlHandler("file", taker, "take")
    yield taker
    QDesktopServices.unsetUrlHandler("file")


async def test_the_reference_is_there_at_once_and_c_copies_it() -> None:
    async with open_booking(sold(), FakeAirline(an_offer()), PAPERS) as one:
        await keep(one, an_order())
        await one.hands.hear("4QK7ZB")
        assert one.hands.says("Booking reference")
        assert one.hands.says("£25.00, yours")
        assert one.hands.says("K-2041")
        await one.hands.press("C")
        await one.hands.hear("4QK7ZB is on the clipboard.")
        assert QGuiApplication.clipboard().text() == "4QK7ZB"


async def test_a_ticket_comes_into_its_own_cell_and_the_keyboard_stays_where_it_is() -> None:
    airline = FakeAirline(an_offer())
    first = Ticket(TicketKind.TICKET, "125-1", ("pas_1",))
    waiting = replace(an_order(), passengers=PAIR, tickets=(first,))
    airline.booked["ord_1"] = waiting
    async with open_booking(sold(), airline, PAPERS) as one:
        await keep(one, waiting)
        await one.hands.hear("Waiting for the airline")
        assert one.hands.says("Tickets 1 of 2")
        copy = await one.hands.focus("Copy 125-1")
        assert copy.hasFocus()
        done = replace(waiting, tickets=(first, Ticket(TicketKind.TICKET, "125-2", ("pas_2",))))
        airline.booked["ord_1"] = done
        await keep(one, done, after=timedelta(seconds=1))
        await one.hands.hear("125-2")
        await one.hands.hear("Ticketed")
        assert not one.hands.says("Waiting for the airline")
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.accessibleName() == "Copy 125-1"


async def test_a_cell_that_waits_counts_the_seconds() -> None:
    airline = FakeAirline(an_offer())
    airline.booked["ord_1"] = an_order(ticketed=False)
    async with open_booking(sold(), airline, PAPERS) as one:
        await keep(one, an_order(ticketed=False))
        await one.hands.hear("Waiting for the airline")
        airline.now = NOON + timedelta(seconds=14)

        def texts() -> list[str]:
            return [str(label.property("text")) for label in one.view.findChildren(QObject) if label.property("text")]

        await one.hands.until(lambda: "Waiting for the airline, 14 s" in texts(), "14 seconds")


async def test_an_emd_stands_under_its_passenger() -> None:
    emd = Ticket(TicketKind.EMD_ASSOCIATED, "972-1805004417", ("pas_1",))
    rows = rows_of(replace(an_order(), tickets=(*an_order().tickets, emd)), NOON)
    assert [(row.name, row.numbers, row.kind) for row in rows] == [
        ("Amelia Earhart", ("125-2125261780",), ""),
        ("Paid extra, Amelia Earhart", ("972-1805004417",), "EMD"),
    ]


async def test_a_held_order_says_its_deadlines_and_what_comes_next() -> None:
    terms = an_offer().terms
    held = PaymentState(True, pay_by=terms.pay_by, price_held_until=terms.price_held_until)
    order = replace(an_order(ticketed=False), kind="hold", payment=held)
    async with open_booking(sold(), FakeAirline(an_offer()), PAPERS) as one:
        await keep(one, order)
        await one.hands.hear("Held")
        assert one.hands.says("To pay")
        assert one.hands.says("(07:00 New York)")
        assert one.hands.says("Price kept until")
        assert one.hands.says("Nothing was charged.")


async def test_a_lapsed_hold_says_that_the_flights_are_gone() -> None:
    held = PaymentState(False, pay_by=NOON - timedelta(hours=1))
    order = replace(an_order(ticketed=False), kind="hold", payment=held)
    async with open_booking(sold(), FakeAirline(an_offer()), PAPERS) as one:
        await keep(one, order)
        await one.hands.hear("Hold expired")
        assert one.hands.says("the airline has let the flights go")


async def test_m_gives_the_mail_program_a_draft_with_the_paper(opened: Opened) -> None:
    async with open_booking(sold(), FakeAirline(an_offer()), PAPERS) as one:
        await keep(one, an_order())
        await one.hands.hear("4QK7ZB")
        await one.hands.press("M")
        await one.hands.hear("A mail is ready in your mail program.")
        (url,) = opened.urls
        path = Path(url.toLocalFile())
        message = message_from_bytes(path.read_bytes(), policy=default)
        assert path.suffix == ".eml"
        assert message["To"] == "amelia@example.com", "our own copy: the upstream did not echo it"
        assert path.parent.stat().st_mode & 0o077 == 0


async def test_k_gives_the_calendar_one_event_for_each_flight(opened: Opened) -> None:
    async with open_booking(sold(), FakeAirline(an_offer()), PAPERS) as one:
        await keep(one, an_order())
        await one.hands.hear("4QK7ZB")
        await one.hands.press("K")
        await one.hands.hear("The flights were given to your calendar.")
        assert Path(opened.urls[0].toLocalFile()).read_bytes().count(b"BEGIN:VEVENT") == 2


async def test_t_copies_the_itinerary_with_the_mark_of_its_world() -> None:
    async with open_booking(sold(), FakeAirline(an_offer()), PAPERS) as one:
        await keep(one, an_order())
        await one.hands.hear("4QK7ZB")
        await one.hands.press("T")
        await one.hands.hear("The itinerary is on the clipboard.")
        assert "PRACTICE. NOT A TICKET." in QGuiApplication.clipboard().text()
        assert "Agency fee" in QGuiApplication.clipboard().text()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform says so of every dialog
async def test_ctrl_p_opens_the_printers_dialog_and_every_page_is_printed(tmp_path: Path) -> None:
    async with open_booking(sold(), FakeAirline(an_offer()), PAPERS) as one:
        await keep(one, an_order())
        await one.hands.hear("4QK7ZB")
        await one.hands.press("Ctrl+P")

        def dialog() -> QDialog | None:
            return next((top for top in QApplication.topLevelWidgets() if isinstance(top, QPrintDialog)), None)

        await one.hands.until(dialog, "the dialog")
        found = dialog()
        assert isinstance(found, QPrintDialog)
        printer = found.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        found.done(QDialog.DialogCode.Accepted)
        await one.hands.hear("Sent to the printer.")
        assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


async def test_b_asks_for_a_tab_with_the_same_search_and_passengers_and_nothing_that_was_sold() -> None:
    wanted: list[Draft] = []
    async with open_booking(sold(), FakeAirline(an_offer()), PAPERS) as one:
        one.tab.wants_tab.connect(wanted.append)
        await keep(one, an_order())
        await one.hands.hear("4QK7ZB")
        await one.hands.press("B")
        (again,) = wanted
        assert again == book_again(one.tab.draft, again.id)
        assert (again.search, again.travellers, again.form) == (sold().search, sold().travellers, sold().form)
        assert (again.offer, again.order_id, again.attempt, again.step) == (None, "", "", Step.SEARCH)


async def test_the_page_takes_the_keyboard_and_no_button_does() -> None:
    async with open_booking(sold(), FakeAirline(an_offer()), PAPERS) as one:
        await keep(one, an_order())
        await one.hands.hear("4QK7ZB")
        await one.hands.until(lambda: QApplication.focusWidget() is not None, "the keyboard somewhere")
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.accessibleName() == "Ticket"
        QTest.keyClick(focused, Qt.Key.Key_Return)
        assert not [top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()]
