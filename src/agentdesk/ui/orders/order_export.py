"""Writes orders to a file piece by piece: the window goes on, and a half-written file never stands under its name."""

import asyncio
import os
import threading
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from agentdesk import scratch
from agentdesk.desk.desk import Desk
from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.errors import NotKept
from agentdesk.travel.order_views import OrderSpot
from agentdesk.ui.asking import answer_to
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.export_sheet import Choices, ExportSheet, Format, orders
from agentdesk.ui.orders.order_asking import OrderAsking
from agentdesk.ui.orders.order_list import OrderList
from agentdesk.ui.orders.order_model import OrderModel
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.progress import Running
from agentdesk.ui.widgets.sheet import Sheet

_AT_ONCE = 50  # orders that are read in one question, and in memory
_LOOKS = 0.1  # seconds between looks whether it shall stop
_ERRAND = "export orders"


class OrderExport(QObject):
    """Exports the view or what is selected of it. Says `told` what came of it: kind, strong words, text."""

    told = Signal(str, str, str)

    def __init__(
        self, theme: Theme, desk: Desk, errands: Errands, asking: OrderAsking, rows: OrderList, running: Running
    ) -> None:
        super().__init__(rows)
        self._theme, self._desk, self._errands, self._asking = theme, desk, errands, asking
        self._list, self._running = rows, running
        self._halt: threading.Event | None = None  # while something is written
        running.stopped.connect(self.stop)

    @property
    def is_writing(self) -> bool:
        return self._halt is not None

    def put_away(self) -> None:
        self._errands.stop(_ERRAND)

    def stop(self) -> bool:
        """Write no more, and leave no file; whether anything was being written."""
        if self._halt is None:
            return False
        self._halt.set()
        return True

    def ask(self, over: QWidget, model: OrderModel, view: str) -> None:
        """Which orders and as what, then where to; while an export runs, the keyboard goes to its Stop."""
        if self.is_writing:
            self._running.focus_stop()
        elif not self._errands.is_running(_ERRAND):
            self._errands.run(self._ask(over, model, view), replacing=_ERRAND)

    # --- asking

    async def _ask(self, over: QWidget, model: OrderModel, view: str) -> None:
        selected = tuple(spot for part in self._list.selected_ranges() for spot in model.spots_in(part))
        try:
            spots = await self._asking.all_spots()
        except NotKept as trouble:
            self.told.emit("warn", "The orders cannot be read now.", str(trouble))
            return
        if not spots:
            self.told.emit("warn", "There is nothing to export.", "No order is in this view.")
            return
        sheet = ExportSheet(over, self._theme, Choices(view, len(spots), len(selected)))
        wanted = [sheet.wanted]  # the sheet is gone when its answer is there
        sheet.wants.connect(wanted.append)
        if not await sheet.answer():
            return
        chosen, format_ = wanted[-1]
        target = await self._where(over, view, format_)
        if target is not None:
            await self._export(selected if chosen else spots, format_, target)

    async def _where(self, over: QWidget, view: str, format_: Format) -> Path | None:
        """The file that the agent names; one that is there is replaced only when that is meant."""
        while True:
            dialog = _dialog(over, view, format_)
            named: list[str] = []
            dialog.fileSelected.connect(named.append)
            if not await answer_to(dialog) or not named:
                return None
            target = Path(named[0])
            if not await asyncio.to_thread(target.exists) or await self._replaces(over, target):
                return target

    async def _replaces(self, over: QWidget, target: Path) -> bool:
        deed = Button(self._theme, "Replace it", kind="primary")
        text = f"It is in {target.parent}. What it holds now is gone when it is replaced."
        sheet = Sheet(over, self._theme, f"{target.name} is there already", back="Another name", deed=deed, text=text)
        return await sheet.answer()

    # --- writing

    async def _export(self, spots: tuple[OrderSpot, ...], format_: Format, target: Path) -> None:
        halt = self._halt = threading.Event()
        self._say(0, len(spots))
        try:
            records = self._records(asyncio.get_running_loop(), spots, halt)
            count = await asyncio.to_thread(self._write, records, format_, target, halt)
        except _HaltedError:
            self.told.emit("warn", "The export was stopped.", f"{target.name} was not written.")
        except OSError as trouble:
            why = trouble.strerror or type(trouble).__name__
            self.told.emit("warn", "The orders were not exported.", f"{target.name} could not be written: {why}.")
        except NotKept as trouble:
            self.told.emit("warn", "The orders were not exported.", f"The database says: {trouble}.")
        else:
            self.told.emit("good", f"Exported {orders(count)}.", str(target))
        finally:
            halt.set()
            self._halt = None
            self._running.done()

    def _write(self, records: Iterator[OrderRecord], format_: Format, target: Path, halt: threading.Event) -> int:
        """In a thread: how many were written. The file, its owner's alone, takes its name when it is whole."""
        counted = _Counted(records)
        papers, part = self._desk.papers, target.with_name(f".{target.name}.part")
        made = papers.orders_csv(counted) if format_ is Format.CSV else papers.orders_json(counted)
        try:
            with scratch.new_file(part) as file:
                for block in made:
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            if halt.is_set():
                raise _HaltedError
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return counted.count

    def _records(
        self, loop: asyncio.AbstractEventLoop, spots: tuple[OrderSpot, ...], halt: threading.Event
    ) -> Iterator[OrderRecord]:
        """In a thread: read on the loop, a few at a time, when the writer wants them."""
        for first in range(0, len(spots), _AT_ONCE):
            asked = asyncio.run_coroutine_threadsafe(self._piece(spots, first), loop)
            while not asked.done():
                if halt.is_set():
                    raise _HaltedError
                futures.wait([asked], _LOOKS)
            if halt.is_set():
                raise _HaltedError
            yield from asked.result()

    async def _piece(self, spots: tuple[OrderSpot, ...], first: int) -> tuple[OrderRecord, ...]:
        rows = await self._asking.index.rows(spots[first : first + _AT_ONCE], self._desk.clock())
        records = await self._desk.orders.many([one.order_id for one in rows])
        self._say(min(first + _AT_ONCE, len(spots)), len(spots))
        return records

    def _say(self, done: int, of: int) -> None:
        if self.is_writing:
            self._running.say(f"Exporting, {done:,} of {orders(of)}", done=done, of=of)


class _HaltedError(Exception):
    """The agent has stopped it, or its window is gone."""


class _Counted:
    """Counts what passes."""

    def __init__(self, records: Iterator[OrderRecord]) -> None:
        self._records, self.count = records, 0

    def __iter__(self) -> Iterator[OrderRecord]:
        for record in self._records:
            self.count += 1
            yield record


def _dialog(over: QWidget, view: str, format_: Format) -> QFileDialog:
    """Never the system's own, and never its question about a file that is there: both would run a loop of their own."""
    dialog = QFileDialog(over.window(), "Export orders")
    dialog.setObjectName("exportOrders")
    dialog.setAccessibleName("Export orders to a file")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    kind = {Format.CSV: "Rows for a spreadsheet (*.csv)", Format.JSON: "JSON (*.json)"}[format_]
    dialog.setNameFilter(kind)
    dialog.setDefaultSuffix(format_.value)
    dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    dialog.selectFile(f"{_file_name(view)}.{format_.value}")
    return dialog


def _file_name(view: str) -> str:
    """'held-by-deadline-2026-11-22': the day is that of this machine, where the file will stand."""
    today = QLocale.c().toString(QDate.currentDate(), "yyyy-MM-dd")
    said = "-".join("".join(one if one.isalnum() else " " for one in view.lower()).split())
    return f"{said or 'orders'}-{today}"
