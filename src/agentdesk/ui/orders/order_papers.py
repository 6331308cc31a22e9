"""What can be done with an order's papers: print, save, mail, calendar, copy."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from agentdesk import scratch
from agentdesk.desk.desk import Desk
from agentdesk.desk.news import PrinterPicked
from agentdesk.desk.paper_content import Paper, PaperKind, kind_of
from agentdesk.desk.papers_after_sale import fitting, paper_of
from agentdesk.desk.payments_known import payments_known
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.payments import Payment
from agentdesk.ui.errands import Errands
from agentdesk.ui.local_zone import local_zone
from agentdesk.ui.orders.file_names import file_name
from agentdesk.ui.orders.paper_sheet import KIND_WORDS, PaperSheet, Wanted
from agentdesk.ui.orders.printing import DPI, draw, printer_named, printers, send_pdf, takes_pdf
from agentdesk.ui.theme import Theme


class OrderPapers(QObject):
    """Makes papers off the UI thread; says `told` what came of it: kind, strong words, text."""

    told = Signal(str, str, str)

    def __init__(self, desk: Desk, errands: Errands, preferences: Callable[[], Preferences], over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._errands, self._preferences, self._over = desk, errands, preferences, over
        self._record: OrderRecord | None = None
        self._payments: tuple[Payment, ...] = ()  # of the record's order, asked for when the sheet opens
        self._chosen: Wanted | None = None  # in the open sheet; else the itinerary in the agency's language
        self._sheet: PaperSheet | None = None
        self._open_files: Path | None = None  # what other programs are given; gone with this object

    def show_record(self, record: OrderRecord) -> None:
        if self._record is None or self._record.order.id != record.order.id:
            self._payments = ()
        self._record = record

    @property
    def recipient(self) -> str:
        """The first address of the booking: the upstream does not echo all, so our own copy is asked too."""
        if self._record is None:
            return ""
        sent = self._record.sent
        ours = [one.email for one in sent.priced.travellers] if sent is not None else []
        return next((one for one in (*(p.email for p in self._record.order.passengers), *ours) if one), "")

    @property
    def recipient_name(self) -> str:
        return self._record.order.passengers[0].full_name if self._record is not None else ""

    # --- the sheet

    def open_sheet(self, theme: Theme) -> None:
        """Which paper, in which language, with a preview and every way out; asked for again, it prints."""
        if self._sheet is not None:
            self._sheet.deed.click()
            return
        if self._record is None:
            return
        kinds = fitting(self._record, self._desk.clock())
        spoken = dict(self._desk.papers.languages)
        language = self._preferences().language
        first = Wanted(kinds[0], language if language in spoken else "en")
        sheet = PaperSheet(
            self._over,
            theme,
            kinds,
            self._desk.papers.languages,
            first,
            (
                ("Save PDF…", "download", "Ctrl+S", self.ask_where_to_save),
                ("Mail", "mail", "Ctrl+M", self.mail),
                ("Copy as text", "file-text", "Ctrl+T", self.copy_text),
                ("Calendar", "calendar-plus", "Ctrl+K", self.calendar),
            ),
        )
        self._sheet = sheet
        self._choose(first)
        sheet.wants.connect(self._choose)
        self.told.connect(sheet.told.say)
        sheet.answered.connect(self._sheet_closed)
        sheet.open()
        self._errands.run(self._offer_printers(sheet), replacing="printers")
        if PaperKind.RECEIPT in kinds and self._record.order.kind == "hold":
            self._errands.run(self._ask_payments(sheet, self._record.order.id), replacing="payments for papers")

    async def _ask_payments(self, sheet: PaperSheet, order_id: str) -> None:
        payments = await payments_known(order_id, self._desk.deeds, self._desk.airline)
        if self._record is not None and self._record.order.id == order_id:
            self._payments = payments
            if sheet is self._sheet and self._kind is PaperKind.RECEIPT:
                self._choose(sheet.wanted)

    def _choose(self, wanted: object) -> None:
        assert isinstance(wanted, Wanted)
        self._chosen = wanted
        if self._sheet is not None:
            self._errands.run(self._show_pages(self._sheet), replacing="paper preview")

    async def _show_pages(self, sheet: PaperSheet) -> None:
        paper, language, dpi = self._paper(), self._language, sheet.preview.dpi

        def made() -> tuple[tuple[QImage, ...], str]:
            pages = self._desk.papers.pages_png(paper, dpi, language=language)
            return tuple(QImage.fromData(page) for page in pages), self._desk.papers.text(paper, language=language)

        pictures, text = await asyncio.to_thread(made)
        if sheet is self._sheet:
            sheet.show_pages(pictures, text)

    async def _offer_printers(self, sheet: PaperSheet) -> None:
        names = await asyncio.to_thread(printers)
        if sheet is self._sheet:
            sheet.offer_printers(names, self._preferences().printer)

    def _sheet_closed(self, prints: bool) -> None:
        sheet, self._sheet = self._sheet, None
        if prints and sheet is not None:
            if sheet.is_printer_picked:
                self._desk.news.tell(PrinterPicked(sheet.printer))
            if sheet.printer:
                self._errands.run(self._print_straight(sheet.printer, self._paper(), self._language))
            else:
                self.ask_printer()
                return  # the dialog prints what was chosen here
        self._chosen = None

    async def _print_straight(self, name: str, paper: Paper, language: str) -> None:
        title = f"{KIND_WORDS[kind_of(paper)]} {self._reference}"
        if takes_pdf():
            pdf = await asyncio.to_thread(self._desk.papers.pdf, paper, language=language)
            trouble = await asyncio.to_thread(send_pdf, name, title, pdf)
        else:
            printer = printer_named(name, title)
            pages = await asyncio.to_thread(self._desk.papers.pages_png, paper, DPI, language=language)
            trouble = "" if await asyncio.to_thread(draw, printer, pages) else "it did not answer."
        if trouble:
            self.told.emit("bad", f"{name} did not take it.", f"{trouble} Save the PDF and print that.")
        else:
            self.told.emit("good", "Sent to the printer.", name)

    # --- deeds

    def ask_where_to_save(self) -> None:
        name = f"{self._kind.value}-{self._reference}"
        self._ask_file(f"Save the {self._word}", "PDF (*.pdf)", "pdf", name, self.save_pdf)

    def ask_where_to_save_calendar(self) -> None:
        self._ask_file("Save the calendar", "Calendar (*.ics)", "ics", f"flights-{self._reference}", self.save_calendar)

    async def save_pdf(self, target: Path) -> None:
        """Write the paper; trouble with the disk is said."""
        await self._save(target, partial(self._desk.papers.pdf, language=self._language))

    async def save_calendar(self, target: Path) -> None:
        await self._save(target, partial(self._desk.papers.calendar, language=self._language))

    def ask_printer(self) -> None:
        """The system's own dialog, awaited by its signal."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(f"{KIND_WORDS[self._kind]} {self._reference}")
        dialog = QPrintDialog(printer, self._over.window())
        dialog.setObjectName("printItinerary")
        dialog.setWindowTitle(f"Print the {self._word}")
        dialog.setAccessibleName(f"Print the {self._word}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._errands.run(self.print_on(printer), replacing="print"))
        dialog.rejected.connect(self._forget_choice)
        QDialog.open(dialog)  # its own overload wants a slot by name

    async def print_on(self, printer: QPrinter) -> None:
        """Every page as a picture, drawn in a thread: a slow printer must not hold the window up."""
        paper, language = self._paper(), self._language
        self._forget_choice()
        pages = await asyncio.to_thread(self._desk.papers.pages_png, paper, DPI, language=language)
        if await asyncio.to_thread(draw, printer, pages):
            self.told.emit("good", "Sent to the printer.", printer.outputFileName() or printer.printerName())
        else:
            self.told.emit("bad", "The printer did not take it.", "Save the PDF and print that.")

    def mail(self) -> None:
        self._errands.run(self._mail(), replacing="mail")

    async def _mail(self) -> None:
        """A draft for the system's own mail program, with the paper attached."""
        content = await asyncio.to_thread(
            self._desk.papers.mail, self._paper(), self.recipient, language=self._language
        )
        if await self._give_away(file_name(f"{self._kind.value}-{self._reference}", "eml"), content):
            self.told.emit("good", "A mail is ready in your mail program.", "It leaves when you send it.")
        else:
            said = "Save the PDF, or copy the paper as text, and put it into a mail."
            self.told.emit("bad", "No program here opens a mail.", said)

    def calendar(self) -> None:
        self._errands.run(self._calendar(), replacing="calendar")

    async def _calendar(self) -> None:
        """Given to the system's calendar; where there is none, saved as a file."""
        content = await asyncio.to_thread(self._desk.papers.calendar, self._paper(), language=self._language)
        if await self._give_away(file_name(f"flights-{self._reference}", "ics"), content):
            self.told.emit("good", "The flights were given to your calendar.", "One event for each flight.")
        else:
            self.ask_where_to_save_calendar()

    def copy_text(self) -> None:
        self._errands.run(self._copy_text(), replacing="copy text")

    async def _copy_text(self) -> None:
        text = await asyncio.to_thread(self._desk.papers.text, self._paper(), language=self._language)
        QGuiApplication.clipboard().setText(text)
        self.told.emit("good", f"The {self._word} is on the clipboard.", "Paste it into a mail.")

    def copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.told.emit("good", f"{text} is on the clipboard.", "")

    def copy_reference(self) -> None:
        if self._reference:
            self.copy(self._reference)

    # --- parts

    @property
    def _kind(self) -> PaperKind:
        return self._chosen.kind if self._chosen is not None else PaperKind.ITINERARY

    @property
    def _word(self) -> str:
        return KIND_WORDS[self._kind].lower()

    @property
    def _language(self) -> str:
        return self._chosen.language if self._chosen is not None else self._preferences().language

    def _forget_choice(self) -> None:
        if self._sheet is None:
            self._chosen = None

    @property
    def _reference(self) -> str:
        return self._record.order.reference if self._record is not None else ""

    def _paper(self) -> Paper:
        if self._record is None:
            raise RuntimeError("no order is shown")
        return paper_of(self._kind, self._record, self._preferences(), self._desk.clock(), local_zone(), self._payments)

    async def _save(self, target: Path, make: Callable[[Paper], bytes]) -> None:
        content = await asyncio.to_thread(make, self._paper())
        try:
            await asyncio.to_thread(target.write_bytes, content)
        except OSError as trouble:
            said = f"The file could not be written: {trouble.strerror}."
            self.told.emit("bad", said, "Choose another place.")
            return
        self.told.emit("good", f"Saved as {target.name}.", str(target.parent))

    async def _give_away(self, name: str, content: bytes) -> bool:
        """Whether another program was found for it. The folder is the agent's alone."""
        try:
            if self._open_files is None:
                self._open_files = folder = scratch.new_folder()
                self.destroyed.connect(lambda: shutil.rmtree(folder, ignore_errors=True))
            path = self._open_files / name
            await asyncio.to_thread(scratch.write, path, content)
        except OSError:
            return False
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _ask_file(
        self, title: str, kinds: str, suffix: str, name: str, save: Callable[[Path], Awaitable[None]]
    ) -> None:
        dialog = QFileDialog(self._over.window(), title)
        dialog.setObjectName("saveItinerary")
        dialog.setAccessibleName(title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(kinds)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(file_name(name, suffix))

        async def saved(path: str) -> None:
            await save(Path(path))

        dialog.fileSelected.connect(lambda path: self._errands.run(saved(path), replacing=f"save {suffix}"))
        dialog.open()
