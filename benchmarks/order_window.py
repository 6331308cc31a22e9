"""The real window over an encrypted database of 100,000 orders: opened, searched, walked through, exported whole.

python -m benchmarks.order_window [COUNT] measures; with FOLDER and UPSTREAM it is the desk's process.
"""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from statistics import median

import PySide6.QtWidgets  # noqa: F401  # before qasync
import qasync
from PySide6.QtWidgets import QFileDialog, QLineEdit

from agentdesk.app import application
from agentdesk.assembly import environment_of
from agentdesk.desktop import Desktop
from agentdesk.hands import Hands
from agentdesk.options import DeskOptions
from agentdesk.stalls import StallMeter
from agentdesk.storage.settings import JsonSettings
from agentdesk.travel.environment import World
from agentdesk.travel.order_views import View
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.orders.orders_page import OrdersPage
from agentdesk.ui.theme import Shade, Theme
from agentdesk.ui.widgets.toasts import Toast
from benchmarks.order_stock import NOW
from benchmarks.orders import build
from benchmarks.reading import resident
from benchmarks.table import Line, written
from tests.fakes.storage import MemoryKeys
from tests.practice_airline import Practice, Process

_TYPED = ("smith lhr", "müller", "125-2000050000", "okafor jfk")
_PATIENCE = 90  # seconds


def lines(count: int = 100_000, kept: Path | None = None) -> list[Line]:
    """Every number beside its bound; `kept` is a folder whose database is used again, or made."""
    process = Process("--now", f"{NOW:%Y-%m-%dT%H:%MZ}")
    try:
        with tempfile.TemporaryDirectory(prefix="agentdesk-bench-") as name, contextlib.closing(Practice(process.url)):
            data = kept or Path(name)
            folder = data / environment_of(World.PRACTICE, process.url).folder
            if not folder.exists():
                folder.mkdir(parents=True)
                asyncio.run(build(folder, count))
            return _told(count, _in_its_process(data, process.url))
    finally:
        process.end()


def _in_its_process(data: Path, upstream: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.order_window", str(data), upstream]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=_PATIENCE * 6).stdout
    seen: dict[str, float] = json.loads(said.splitlines()[-1])
    return seen


def _told(count: int, seen: dict[str, float]) -> list[Line]:
    many = f"{count:,} orders in the window"
    return [
        Line(f"{many}: Ctrl+2 to the first rows, the first time", seen["opened"], 100),
        Line(
            f"{many}: the same, processor time of the whole program, half a second around it",
            seen["opened, processor"],
            None,
        ),
        Line(f"{many}: the same from another room later", seen["opened again"], 100),
        Line(f"{many}: a key of a search to the rows it finds, median", seen["searched"], None),
        Line(f"{many}: the same, the slowest key", seen["searched, slowest"], None),
        *(
            line
            for what in ("opening", "typing", "walking", "selecting", "CSV", "JSON")
            for line in (
                Line(f"UI thread away, {what}: 99th percentile", seen[f"{what} p99"], 16),
                Line(f"UI thread away, {what}: longest", seen[f"{what} longest"], 50),
                Line(f"UI thread at work, {what}: 99th percentile", seen[f"{what} own p99"], 16),
                Line(f"UI thread at work, {what}: longest", seen[f"{what} own longest"], 50),
            )
        ),
        *(Line(f"{many}: exported as {kind}", seen[f"{kind} seconds"], None, "s") for kind in ("CSV", "JSON")),
        *(  # the first time, 64 MiB of the database's pages come to stay
            Line(f"{many}: memory more at the end of the {kind}", seen[f"{kind} memory"], 80, "MB")
            for kind in ("CSV", "JSON")
        ),
    ]


class BusyMeter(StallMeter):
    """As its parent, in the thread's own time: what other programs take of the machine does not count."""

    def start(self) -> None:
        self._last = time.thread_time()
        self._timer.start()

    def _tick(self) -> None:
        now = time.thread_time()
        self._gaps.append((now - self._last) * 1000)
        self._last = now


class _Measuring:
    """The desk's window, hands on it, and what was measured so far."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window, self._folder = window, folder
        self.hands = Hands(window, patience=_PATIENCE)
        self.seen: dict[str, float] = {}

    @property
    def page(self) -> OrdersPage:
        page = self.window.findChild(OrdersPage)
        assert page is not None
        return page

    async def all(self, count: int) -> None:
        """In the order of a day: open, look around, search, select, export."""
        before = time.process_time()
        self.seen["opened"] = await self._stalls("opening", self._open)
        self.seen["opened, processor"] = (time.process_time() - before) * 1000
        await self.hands.press("Ctrl+1")
        await asyncio.sleep(1)
        self.seen["opened again"] = await self._timed(self._open)
        took: list[float] = []
        await self._stalls("typing", lambda: self._type(took))
        self.seen |= {"searched": median(took), "searched, slowest": max(took)}
        await self._stalls("walking", self._walk)
        await self._stalls("selecting", lambda: self._select(count))
        await self._exports("CSV")
        await self._exports("JSON", "Tab", "Right")

    async def _exports(self, kind: str, *keys: str) -> None:
        before = resident()
        took = await self._stalls(kind, lambda: self._export(kind, keys))
        self.seen |= {f"{kind} seconds": took / 1000, f"{kind} memory": resident() - before}

    async def _timed(self, deed: Callable[[], Awaitable[object]]) -> float:
        started = time.perf_counter()
        await deed()
        return (time.perf_counter() - started) * 1000

    async def _stalls(self, name: str, deed: Callable[[], Awaitable[object]]) -> float:
        meter, busy = StallMeter(self.window), BusyMeter(self.window)
        await asyncio.sleep(0.3)
        meter.start()
        busy.start()
        took = await self._timed(deed)
        await asyncio.sleep(0.2)
        seen, own = meter.stop(), busy.stop()
        for one in (meter, busy):
            one.deleteLater()
        self.seen |= {f"{name} p99": seen.p99, f"{name} longest": seen.longest}
        self.seen |= {f"{name} own p99": own.p99, f"{name} own longest": own.longest}
        return took

    async def _open(self) -> None:
        """Until the first rows are on screen."""
        with self._listed() as listed:
            await self.hands.press("Ctrl+2")
            await listed.wait()
        self.page.list.viewport().repaint()

    @contextlib.contextmanager
    def _listed(self) -> Iterator[asyncio.Event]:
        """Set when the list is another: a loop that looked for it would keep the database's thread from its work."""
        listed, asking = asyncio.Event(), self.page.asking
        asking.listed.connect(listed.set)
        yield listed
        asking.listed.disconnect(listed.set)

    async def _type(self, took: list[float]) -> None:
        await self.hands.press("/")
        for text in _TYPED:
            await self.hands.press("Ctrl+A")
            await self.hands.press("Delete")
            await asyncio.sleep(0.3)
            for letter in text:
                with self._listed() as listed:
                    started = time.perf_counter()
                    await self.hands.write(letter)
                    if letter.strip():
                        await listed.wait()
                        took.append((time.perf_counter() - started) * 1000)
                await asyncio.sleep(0.1)
        await self.hands.press("Escape")
        await self.hands.press("Escape")

    async def _walk(self) -> None:
        bar = self.page.list.verticalScrollBar()
        await self.hands.press("PgDown", 20)
        for place in range(40):
            bar.setValue(place * bar.maximum() // 40)
            await asyncio.sleep(0.02)
        await self.hands.press("End")
        await self.hands.press("Home")
        for _ in range(5):
            await self.hands.press("Ctrl+PgDown")
            await asyncio.sleep(0.3)
        self.page.choose(View.ALL.value)

    async def _select(self, count: int) -> None:
        await self.hands.until(lambda: not self.page.asking.is_asking, "the list")
        self.page.focus_list()
        await self.hands.press("Ctrl+A")
        await self.hands.hear(f"{count:,} selected")
        await self.hands.press("Home")

    async def _export(self, kind: str, keys: tuple[str, ...]) -> None:
        await self.hands.press("E")
        await self.hands.find("Which orders")
        for key in keys:
            await self.hands.press(key)
        await self.hands.press("Ctrl+S")
        await self.hands.until(lambda: self._dialog() is not None, "the dialog for the file")
        dialog = self._dialog()
        assert dialog is not None
        field = dialog.findChild(QLineEdit)
        assert field is not None
        target = str(self._folder / f"all.{kind.lower()}")
        field.setText(target)
        dialog.accept()
        await self.hands.come_forward()
        while not any(target in toast.accessibleName() for toast in self.window.findChildren(Toast)):
            await asyncio.sleep(0.05)

    def _dialog(self) -> QFileDialog | None:
        return next((box for box in self.window.findChildren(QFileDialog) if box.isVisible()), None)


async def _measured(data: Path, upstream: str) -> None:
    theme = Theme(Shade.LIGHT)
    theme.apply(application())
    window = MainWindow(theme, World.PRACTICE)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    desktop = Desktop(window, theme, JsonSettings(data), DeskOptions(data, upstream), closed)
    life = asyncio.ensure_future(desktop.run(MemoryKeys()))
    with tempfile.TemporaryDirectory(prefix="agentdesk-bench-") as folder:
        one = _Measuring(window, Path(folder))
        await one.hands.find("From")
        await asyncio.sleep(8)  # everything else that a start reads, and the first looks at what is due
        await one.all((await one.page.asking.index.counts(NOW))[View.ALL.value])
        window.close()
        await life
        desktop.put_away()
    print(json.dumps(one.seen))


def _main(arguments: list[str]) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(arguments) < 2:
        print(written(lines(int(arguments[0]) if arguments else 100_000)))
        return
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application())) as runner:
        runner.run(_measured(Path(arguments[0]), arguments[1]))


if __name__ == "__main__":
    _main(sys.argv[1:])
