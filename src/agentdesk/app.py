"""Composition root of the desktop: paints the window, then loads and opens everything behind it."""

import asyncio
import gc
import importlib
import json
import logging
import os
import sys
import threading
from pathlib import Path
from types import TracebackType

import PySide6.QtWidgets  # noqa: F401  # before qasync, which takes the first Qt binding that it finds loaded
import qasync
from PySide6.QtWidgets import QApplication

from agentdesk import scratch
from agentdesk.desk.redacting import trace
from agentdesk.desk.sizes import SIZES
from agentdesk.options import DeskOptions
from agentdesk.storage.memory import leave_no_dumps
from agentdesk.travel.environment import World
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.theme import Shade, Theme

NO_DISPLAY = (
    "There is no display. Start AgentDesk from a desktop session; `agentdesk doctor` tells what else is missing, "
    "`agentdesk tour` makes the trip off-screen."
)


def main(options: DeskOptions) -> int:
    """Open the desk until its window is closed; the exit code."""
    leave_no_dumps()
    report_all()
    scratch.sweep()
    gc.disable()  # until all is imported: what is imported stays
    _read_no_sources()
    if not _has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    scale = chosen_scale(options.data)
    if scale is not None:
        os.environ.setdefault("QT_SCALE_FACTOR", scale)  # Qt reads it once, before its application is made
    app = application()
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(_run(app, options))


def chosen_scale(data: Path) -> str | None:
    """The size of text and controls as Qt wants it, "1.5" for 150 %; None for the usual one.

    Only this is read of the settings here: the rest is read behind the painted window, where damage is told as well.
    """
    try:
        found = json.loads((data / "settings.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    percent = found.get("size_percent") if isinstance(found, dict) else None
    return f"{percent / 100:g}" if percent in SIZES and percent != 100 else None


def application() -> QApplication:
    """The one QApplication, named as assistive technology and the desktop will know it."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("AgentDesk")
    app.setDesktopFileName(os.environ.get("FLATPAK_ID", "agentdesk"))  # a Flatpak renames the desktop entry
    app.setQuitOnLastWindowClosed(False)
    return app


async def _run(app: QApplication, options: DeskOptions) -> int:
    """Paint first; whatever takes time to import comes after the first picture is on screen."""
    theme = Theme(Shade.LIGHT)
    theme.apply(app)
    window = MainWindow(theme, World.PRACTICE)
    window.show()
    await asyncio.sleep(0)
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # its command line: a third of a second
    module = await asyncio.to_thread(importlib.import_module, "agentdesk.desktop")  # the window answers meanwhile
    gc.freeze()
    gc.enable()
    return int(await module.live(window, theme, options))


def _read_no_sources() -> None:
    """PySide reads the source of each imported module to see whether it names PySide: a sixth of the start.

    The answer only matters to `from __feature__ import ...`, which nothing here does, so it is always given as yes.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: True  # type: ignore[union-attr]


def _has_display() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def report(bug: BaseException) -> None:
    """Tell a bug to the log and to the error output: where it happened and of what kind, and nothing that it quotes."""
    logging.getLogger("agentdesk.bug").error("something went wrong inside", exc_info=bug)
    print(trace(bug), file=sys.stderr)


def report_all() -> None:
    """From now on whatever nobody has caught is told by `report`, in any thread: Python would print its words too."""

    def hook(_kind: type[BaseException], bug: BaseException, _trace: TracebackType | None) -> None:
        report(bug)

    def in_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            report(told.exc_value)

    def unraisable(told: "sys.UnraisableHookArgs") -> None:
        if told.exc_value is not None:
            report(told.exc_value)

    sys.excepthook, threading.excepthook, sys.unraisablehook = hook, in_thread, unraisable
