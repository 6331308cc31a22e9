"""Composition root of the desktop: paints the window, then loads and opens everything behind it."""

import asyncio
import importlib
import os
import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING

import PySide6.QtWidgets  # noqa: F401  # before qasync, which takes the first Qt binding that it finds loaded
import qasync
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from agentdesk.desk.preferences import ThemeChoice
from agentdesk.options import DeskOptions
from agentdesk.travel.environment import World
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.theme import Shade, Theme

if TYPE_CHECKING:
    from agentdesk import desktop

Ready = Callable[["desktop.Desktop"], None]


def main(options: DeskOptions, ready: Ready | None = None) -> int:
    """Open the desk until its window is closed; the exit code. `ready` hears when it can be used."""
    if not _has_display():
        print("There is no display. `agentdesk tour` makes the trip off-screen.", file=sys.stderr)
        return 1
    app = application()
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        return runner.run(_run(app, options))


def application() -> QApplication:
    """The one QApplication, named as assistive technology and the desktop will know it."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("AgentDesk")
    app.setDesktopFileName("agentdesk")
    app.setQuitOnLastWindowClosed(False)
    return app


def shade_for(choice: ThemeChoice) -> Shade:
    """Light or dark; as the system where it says."""
    if choice is not ThemeChoice.SYSTEM:
        return Shade(choice.value)
    from PySide6.QtCore import Qt

    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return Shade.DARK if dark else Shade.LIGHT


async def _run(app: QApplication, options: DeskOptions) -> int:
    """Paint first; whatever takes time to import comes after the first picture is on screen."""
    theme = Theme(Shade.LIGHT)
    theme.apply(app)
    window = MainWindow(theme, World.PRACTICE)
    window.show()
    await asyncio.sleep(0)
    module = importlib.import_module("agentdesk.desktop")
    return int(await module.live(window, theme, options))


def _has_display() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def report(bug: BaseException) -> None:
    """Where bugs go when no window can show them."""
    traceback.print_exception(bug, file=sys.stderr)
