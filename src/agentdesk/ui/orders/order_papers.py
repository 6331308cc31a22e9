"""What can be done with an order's papers: print, save, mail, calendar, copy."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRect, Qt, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.paper_content import Itinerary
from agentdesk.desk.papers import itinerary_of
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.preferences import Preferences
from agentdesk.ui.errands import Errands
from agentdesk.ui.local_zone import local_zone

_DPI = 300


class OrderPapers(QObject):
    """Makes papers off the UI thread; says `told` what came of it: kind, strong words, text."""

    told = Signal(str, str, str)

    def __init__(self, desk: Desk, errands: Errands, preferences: Callable[[], Preferences], over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._errands, self._preferences, self._over = desk, errands, preferences, over
        self._record: OrderRecord | None = None
        self._open_files: QTemporaryDir | None = None  # what other programs are given; gone with this object

    def show_record(self, record: OrderRecord) -> None:
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

    # --- deeds

    def ask_where_to_save(self) -> None:
        self._ask_file("Save the itinerary", "PDF (*.pdf)", "pdf", f"itinerary-{self._reference}", self.save_pdf)

    def ask_where_to_save_calendar(self) -> None:
        self._ask_file("Save the calendar", "Calendar (*.ics)", "ics", f"flights-{self._reference}", self.save_calendar)

    async def save_pdf(self, target: Path) -> None:
        """Write the itinerary; trouble with the disk is said."""
        await self._save(target, self._desk.papers.pdf)

    async def save_calendar(self, target: Path) -> None:
        await self._save(target, self._desk.papers.calendar)

    def ask_printer(self) -> None:
        """The system's own dialog, awaited by its signal."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(f"Itinerary {self._reference}")
        dialog = QPrintDialog(printer, self._over.window())
        dialog.setObjectName("printItinerary")
        dialog.setWindowTitle("Print the itinerary")
        dialog.setAccessibleName("Print the itinerary")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._errands.run(self.print_on(printer), replacing="print"))
        QDialog.open(dialog)  # its own overload wants a slot by name

    async def print_on(self, printer: QPrinter) -> None:
        """Every page as a picture, drawn in a thread: a slow printer must not hold the window up."""
        paper = self._paper()
        pages = await asyncio.to_thread(self._desk.papers.pages_png, paper, _DPI)
        if await asyncio.to_thread(_draw, printer, pages):
            self.told.emit("good", "Sent to the printer.", printer.outputFileName() or printer.printerName())
        else:
            self.told.emit("bad", "The printer did not take it.", "Save the PDF and print that.")

    def mail(self) -> None:
        self._errands.run(self._mail(), replacing="mail")

    async def _mail(self) -> None:
        """A draft for the system's own mail program, with the paper attached."""
        content = await asyncio.to_thread(self._desk.papers.mail, self._paper(), self.recipient)
        if await self._give_away(f"itinerary-{self._reference}.eml", content):
            self.told.emit("good", "A mail is ready in your mail program.", "It leaves when you send it.")
        else:
            said = "Save the PDF, or copy the itinerary as text, and put it into a mail."
            self.told.emit("bad", "No program here opens a mail.", said)

    def calendar(self) -> None:
        self._errands.run(self._calendar(), replacing="calendar")

    async def _calendar(self) -> None:
        """Given to the system's calendar; where there is none, saved as a file."""
        content = await asyncio.to_thread(self._desk.papers.calendar, self._paper())
        if await self._give_away(f"flights-{self._reference}.ics", content):
            self.told.emit("good", "The flights were given to your calendar.", "One event for each flight.")
        else:
            self.ask_where_to_save_calendar()

    def copy_text(self) -> None:
        self._errands.run(self._copy_text(), replacing="copy text")

    async def _copy_text(self) -> None:
        text = await asyncio.to_thread(self._desk.papers.text, self._paper())
        QGuiApplication.clipboard().setText(text)
        self.told.emit("good", "The itinerary is on the clipboard.", "Paste it into a mail.")

    def copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.told.emit("good", f"{text} is on the clipboard.", "")

    def copy_reference(self) -> None:
        if self._reference:
            self.copy(self._reference)

    # --- parts

    @property
    def _reference(self) -> str:
        return self._record.order.reference if self._record is not None else ""

    def _paper(self) -> Itinerary:
        if self._record is None:
            raise RuntimeError("no order is shown")
        return itinerary_of(self._record, self._preferences(), self._desk.clock(), local_zone())

    async def _save(self, target: Path, make: Callable[[Itinerary], bytes]) -> None:
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
        if self._open_files is None:
            self._open_files = QTemporaryDir()
        if not self._open_files.isValid():
            return False
        path = Path(self._open_files.filePath(name))
        await asyncio.to_thread(path.write_bytes, content)
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
        dialog.selectFile(f"{name}.{suffix}")

        async def saved(path: str) -> None:
            await save(Path(path))

        dialog.fileSelected.connect(lambda path: self._errands.run(saved(path), replacing=f"save {suffix}"))
        dialog.open()


def _draw(printer: QPrinter, pages: tuple[bytes, ...]) -> bool:
    """Whether every page was taken. Each fills the paper as far as its shape allows, margins and all."""
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        for number, page in enumerate(pages):
            if number and not printer.newPage():
                return False
            image = QImage.fromData(page)
            room = QRect(0, 0, printer.width(), printer.height())
            size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect((room.width() - size.width()) // 2, 0, size.width(), size.height()), image)
    finally:
        painter.end()
    return True
