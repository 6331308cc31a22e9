"""What stands in the middle of the offers: the rows, grey ones while they are asked for, or why there are none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from agentdesk.travel.offer_filters import Filters
from agentdesk.ui.announcing import announce
from agentdesk.ui.book.offers_board import OfferBoard
from agentdesk.ui.book.offers_words import Nothing
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.empty_state import EmptyState
from agentdesk.ui.widgets.progress import Blanks

_COLUMNS = (26, 78, 140, 64, 140, 86)  # pixels: the blanks of a row
_ROWS, _HIGH = 6, 92
_EDGE = 20
_KEYS = {"search": "Alt ←", "clear": "Ctrl Backspace"}
_DEEDS = {
    "clear": "Undo the filters",
    "give back": "Pick another flight",
    "again": "Search again",
    "retry": "Try again",
    "search": "Change the search",
}


class OfferMiddle(QStackedWidget):
    """Says `wanted` with the name of a deed: clear, again, retry or search. Whatever it shows takes the focus."""

    wanted = Signal(str)
    loosened = Signal(object)  # Filters that bring offers back

    def __init__(self, theme: Theme, board: OfferBoard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offersMiddle")
        self._theme, self._board = theme, board
        self._nothing, self._blanks, self._why = QWidget(), QWidget(), QWidget()
        self._empty = EmptyState(theme)
        self._said: Nothing | None = None
        over = QVBoxLayout(self._blanks)
        over.setContentsMargins(12, 0, 12, 0)
        over.addWidget(Blanks(theme, _ROWS, _HIGH, _COLUMNS), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self._why)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.addWidget(self._empty)
        column.addStretch(1)
        for waiting in (self._nothing, self._blanks):
            waiting.setAccessibleName("Asking the airlines for offers")
        for one in (self._nothing, self._blanks, self._why):
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            one.setProperty("ownRing", True)
            self.addWidget(one)
        self.addWidget(board)

    def show_rows(self) -> None:
        self._show(self._board)

    def show_waiting(self, *, long: bool) -> None:
        """Nothing at first; the shapes of rows once it takes `long`."""
        self._show(self._blanks if long else self._nothing)

    def show_why(self, said: Nothing) -> None:
        """Why there are no rows, and what can be done."""
        if said != self._said:
            self._said = said
            self._why.setAccessibleName(f"{said.title}. {said.text}")
            deeds = [self._deed(one, alone=not said.ways) for one in said.deeds]
            ways = [self._way(*one) for one in said.ways]
            self._empty.say(said.icon, said.title, said.text, deeds, role=said.role, ways=ways)
            if said.role != "text2" and self.isVisible():
                announce(self._why, self._why.accessibleName(), urgent=said.role == "bad")
        self._show(self._why)

    def keep_clear(self, pixels: int) -> None:
        """What is said instead of rows stands beside what covers so much of the left."""
        layout = self._why.layout()
        if layout is not None:
            layout.setContentsMargins(_EDGE + pixels, _EDGE, _EDGE, _EDGE)

    def focus(self) -> None:
        """The keyboard belongs to the rows; while there are none, to what stands in their place."""
        shown = self.currentWidget()
        if shown is self._board:
            self._board.focus()
        elif shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, widget: QWidget) -> None:
        if self.currentWidget() is widget:
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.setCurrentWidget(widget)
        if had_focus:
            self.focus()
        if widget is not self._why:
            self._said = None

    def _way(self, name: str, filters: Filters) -> Button:
        button = Button(self._theme, name)
        button.clicked.connect(lambda: self.loosened.emit(filters))
        return button

    def _deed(self, name: str, *, alone: bool) -> Button:
        kind = "primary" if name == "clear" and alone else ""
        button = Button(self._theme, _DEEDS[name], kind=kind, key=_KEYS.get(name, ""))
        button.clicked.connect(lambda: self.wanted.emit(name))
        return button
