"""The keys of the list of orders: what F1 tells of them, and which deed of the page each is."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
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
