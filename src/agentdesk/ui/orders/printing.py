"""Printers: which there are, and a paper straight to one of them. All of it blocks: called in a thread."""

import shutil
import subprocess

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

DPI = 300
_LONGEST = 30  # seconds that the print system may take for a job


def printers() -> tuple[str, ...]:
    """Names of the queues of this machine, the system's own default first."""
    default = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != default, name.casefold())))


def takes_pdf() -> bool:
    """Whether the print system takes a PDF as it is: text stays text and lines stay sharp on any printer."""
    return shutil.which("lp") is not None


def send_pdf(printer: str, title: str, pdf: bytes) -> str:
    """Give a PDF to a queue of CUPS; what the print system says against it, "" when it took it."""
    command = ["lp", "-d", printer, "-t", title, "-o", "media=A4", "-o", "fit-to-page"]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=_LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired) as trouble:
        return str(trouble)
    said = done.stderr.decode(errors="replace").strip().removeprefix("lp: ")
    return "" if done.returncode == 0 else said or f"lp ended with {done.returncode}"


def printer_named(name: str, title: str) -> QPrinter:
    """That queue; `isValid()` is false when it is gone."""
    printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    return printer


def draw(printer: QPrinter, pages: tuple[bytes, ...]) -> bool:
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
