"""When the list of orders does something: its keys, as F1 tells them too, and what waits for a moment."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from agentdesk.ui.book.page import KeyHelp

LIST_KEYS = (
    KeyHelp("/", "Search the list"),
    KeyHelp("Enter", "Open the order"),
    KeyHelp("P", "Pay a held order: opens it, nothing is paid yet"),
    KeyHelp("Ctrl+P", "Papers of the order"),
    KeyHelp("Alt+↑ ↓", "Previous and next order"),
    KeyHelp("Shift+↑ ↓", "Select several"),
    KeyHelp("Ctrl+A", "Select all"),
    KeyHelp("E", "Export the view or what is selected"),
    KeyHelp("Ctrl+PgUp PgDn", "View above and below"),
    KeyHelp("N", "Sort in what has changed"),
    KeyHelp("S", "Sort by a column: ← → choose, Enter sorts, again turns it round"),
    KeyHelp("D", "Only today's deadlines, and back"),
    KeyHelp("C", "Which columns are shown"),
    KeyHelp("Ctrl+D", "Save this view"),
    KeyHelp("F2, Del", "Rename or delete a view of your own"),
    KeyHelp("Esc", "Stop an export; empty the search; back to the list"),
)


def bind(page: QWidget, deeds: Mapping[str, Callable[[], object]]) -> None:
    """Keys with a modifier, anywhere on the page."""
    for keys, deed in deeds.items():
        shortcut = QShortcut(QKeySequence(keys), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(deed)


def once(page: QObject, after: int, do: Callable[[], None]) -> QTimer:
    """A timer that is started for each time; `after` in milliseconds."""
    timer = QTimer(page)
    timer.setSingleShot(True)
    timer.setInterval(after)
    timer.timeout.connect(do)
    return timer
