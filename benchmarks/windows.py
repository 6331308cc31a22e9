"""What windows need to be measured: a theme, a window on the off-screen platform, and painting at once."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from agentdesk.app import application
from agentdesk.ui.theme import Shade, Theme

WIDE, HIGH = 1280, 800


def themed() -> Theme:
    """The application's look, as the desk has it."""
    theme = Theme(Shade.LIGHT)
    theme.apply(application())
    return theme


def shown(inside: QWidget) -> QMainWindow:
    """A window on screen with this in it, painted once."""
    window = QMainWindow()
    window.setCentralWidget(inside)
    window.resize(WIDE, HIGH)
    window.show()
    settle()
    return window


def settle() -> None:
    """Let Qt do all that it has put off, layouts and painting among them."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def milliseconds(deed: Callable[[], object]) -> float:
    """One deed and whatever painting it asks for."""
    started = perf_counter()
    deed()
    settle()
    return (perf_counter() - started) * 1000


def median_of(runs: int, deed: Callable[[], object]) -> float:
    """The median of several runs, in milliseconds."""
    return median(milliseconds(deed) for _ in range(runs))
