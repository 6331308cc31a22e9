"""The papers of an order: the choice, the preview, and every way out by the keyboard."""

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

from agentdesk.desk.news import Notice, PrinterPicked
from agentdesk.papers.pdf import TypstPapers
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.orders import PaymentState
from agentdesk.travel.payments import Payment, PaymentOutcome
from agentdesk.ui.orders.paper_preview import PaperPreview
from agentdesk.ui.orders.paper_sheet import KIND_WORDS, PaperSheet
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import a_desk
from tests.gui.order_under_test import OpenOrder, open_order
from tests.samples import NOON, a_sent, an_order, gbp

PAPERS = TypstPapers()


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
    QDesktopServices.setUrlHandler("file", taker, "take")  # type: ignore[arg-type]  # the stubs want bytes, Qt a name
    yield taker
    QDesktopServices.unsetUrlHandler("file")


async def open_sheet(one: OpenOrder) -> PaperSheet:
    """Ctrl+P, and the first preview has come."""
    await one.hands.press("Ctrl+P")

    def found() -> PaperSheet | None:
        return next((sheet for sheet in one.page.findChildren(PaperSheet) if sheet.isVisible()), None)

    await one.hands.until(found, "the papers")
    sheet = found()
    assert sheet is not None
    await one.hands.until(lambda: sheet.preview.accessibleDescription() != "", "the preview")
    return sheet


async def choose(one: OpenOrder, sheet: PaperSheet, control: str, steps: int) -> None:
    """By the keyboard, and the preview that follows."""
    combo = await one.hands.focus(control)
    before = sheet.preview.accessibleDescription()
    for _ in range(steps):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    await one.hands.until(lambda: sheet.preview.accessibleDescription() != before, "another preview")


async def test_ctrl_p_shows_a_paid_order_its_itinerary_and_offers_the_receipt() -> None:
    async with open_order(an_order(), sent=a_sent(), desk=a_desk(FakeAirline(), PAPERS)) as one:
        sheet = await open_sheet(one)
        assert sheet.preview.accessibleName() == "Preview of Itinerary, 1 page"
        await choose(one, sheet, "Paper", 1)
        assert sheet.preview.accessibleName().startswith("Preview of Receipt")
        assert "Form of payment" in sheet.preview.accessibleDescription()


async def test_the_receipt_of_a_hold_paid_elsewhere_says_how_it_was_paid() -> None:
    airline = FakeAirline()
    order = replace(an_order(), kind="hold")
    airline.payments.append(Payment("pay_1", order.id, "card", order.total, NOON, PaymentOutcome.SUCCEEDED))
    async with open_order(order, airline, desk=a_desk(airline, PAPERS)) as one:
        sheet = await open_sheet(one)
        await choose(one, sheet, "Paper", 1)
        await one.hands.until(lambda: "card" in sheet.preview.accessibleDescription(), "the form of payment")


async def test_the_language_is_the_papers_and_not_the_windows() -> None:
    async with open_order(an_order(), sent=a_sent(), desk=a_desk(FakeAirline(), PAPERS)) as one:
        sheet = await open_sheet(one)
        await choose(one, sheet, "Language", 1)
        assert "Buchungscode" in sheet.preview.accessibleDescription()
        await one.hands.press("Ctrl+T")
        await one.hands.until(lambda: "REISEPLAN" in QGuiApplication.clipboard().text(), "the German text")


@pytest.mark.parametrize(("what", "kind"), [("held", "Hold confirmation"), ("cancelled", "Cancellation note")])
async def test_the_paper_that_fits_the_state_comes_first(what: str, kind: str) -> None:
    order = an_order()
    if what == "held":
        deadline = FakeAirline().now + timedelta(days=1)
        order = replace(order, kind="hold", tickets=(), payment=PaymentState(True, pay_by=deadline))
    else:
        proof = Cancellation("ore_1", order.id, NOON, confirmed_at=NOON, refund=gbp("20.00"), refund_to="balance")
        order = replace(order, cancelled_at=NOON, cancellation=proof)
    async with open_order(order, desk=a_desk(FakeAirline(), PAPERS)) as one:
        sheet = await open_sheet(one)
        assert KIND_WORDS[sheet.wanted.kind] == kind
        assert sheet.preview.accessibleName().startswith(f"Preview of {kind}")


async def test_a_mail_carries_the_paper_that_is_shown(opened: Opened) -> None:
    async with open_order(an_order(), sent=a_sent(), desk=a_desk(FakeAirline(), PAPERS)) as one:
        sheet = await open_sheet(one)
        await choose(one, sheet, "Paper", 1)
        await one.hands.press("Ctrl+M")
        await one.hands.until(lambda: opened.urls, "the mail")
        message = message_from_bytes(Path(opened.urls[0].toLocalFile()).read_bytes(), policy=default)
        names = [part.get_filename() for part in message.iter_attachments()]
        assert names == ["receipt-4QK7ZB.pdf", "flights-4QK7ZB.ics"]


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform says so of every dialog
async def test_ctrl_p_again_asks_the_system_and_prints_what_was_chosen(tmp_path: Path) -> None:
    async with open_order(an_order(), sent=a_sent(), desk=a_desk(FakeAirline(), PAPERS)) as one:
        sheet = await open_sheet(one)
        await choose(one, sheet, "Paper", 1)
        heard: list[Notice] = []
        one.desk.news.listen(heard.append)
        sheet.offer_printers(("front-desk",), "front-desk")
        combo = await one.hands.focus("Printer")
        QTest.keyClick(combo, Qt.Key.Key_Down)
        await one.hands.press("Ctrl+P")
        assert PrinterPicked("") in heard

        def dialog() -> QPrintDialog | None:
            return next((top for top in QApplication.topLevelWidgets() if isinstance(top, QPrintDialog)), None)

        await one.hands.until(dialog, "the dialog")
        found = dialog()
        assert found is not None
        assert found.accessibleName() == "Print the receipt"
        printer = found.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        found.done(QDialog.DialogCode.Accepted)
        await one.hands.hear("Sent to the printer.")
        assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


async def test_the_preview_scrolls_by_keys_and_escape_goes_back_to_the_order() -> None:
    async with open_order(an_order(), sent=a_sent(), desk=a_desk(FakeAirline(), PAPERS)) as one:
        sheet = await open_sheet(one)
        (preview,) = sheet.findChildren(PaperPreview)
        preview.setFocus(Qt.FocusReason.TabFocusReason)
        bar = preview.scroll_bar
        await one.hands.until(lambda: bar.maximum() > 0, "a page longer than the window")
        QTest.keyClick(preview, Qt.Key.Key_PageDown)
        assert bar.value() > 0
        QTest.keyClick(preview, Qt.Key.Key_Escape)
        await one.hands.until(lambda: not one.page.findChildren(PaperSheet), "the order")


@pytest.mark.parametrize("kept", ["front-desk", ""])
async def test_the_printer_of_last_time_is_offered_first_when_it_is_there(kept: str) -> None:
    async with open_order(an_order(), sent=a_sent(), desk=a_desk(FakeAirline(), PAPERS)) as one:
        sheet = await open_sheet(one)
        sheet.offer_printers(("back-office",), kept)
        assert sheet.printer == ""
        sheet.offer_printers(("back-office", "front-desk"), kept)
        assert sheet.printer == kept
