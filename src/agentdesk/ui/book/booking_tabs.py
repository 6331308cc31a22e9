"""The tabs of the open bookings: surname strong, then route and date; moved by the mouse or by keys."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyleOptionTab,
    QStylePainter,
    QTabBar,
    QToolButton,
    QWidget,
)

from agentdesk.travel.booking import Draft
from agentdesk.ui import words
from agentdesk.ui.theme import Theme

_WIDEST, _HEIGHT = 252, 30
_EDGE, _GAP, _CROSS = 12, 6, 26  # before the words, between them, and the cross with its room
_FEWEST_LETTERS = "Wwww…"


@dataclass(frozen=True, slots=True)
class TabName:
    """'Okafor' and 'LHR–JFK, 12 Dec', as far as they are known."""

    strong: str
    rest: str = ""

    @property
    def text(self) -> str:
        return f"{self.strong} {self.rest}".strip()


def tab_name(draft: Draft) -> TabName:
    """By the surname of the first traveller, the route and the day of departure."""
    surname = next((one.family_name.strip() for one in draft.travellers if one.family_name.strip()), "")
    if draft.search is None:
        return TabName(surname) if surname else TabName("", "New booking")
    first = draft.search.legs[0]
    return TabName(surname, f"{first.origin.iata}–{first.destination.iata}, {words.short_day(first.date)}")


class BookingTabs(QTabBar):
    """At most 252 wide each; in a full row the routes are cut first, then the row scrolls."""

    close_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("bookingTabs")
        self.setAccessibleName("Bookings")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        theme.changed.connect(self._dress_crosses)

    def add(self, name: TabName) -> int:
        place = self.addTab("")
        self.setTabButton(place, QTabBar.ButtonPosition.RightSide, self._cross())
        self.rename(place, name)
        return place

    def rename(self, place: int, name: TabName) -> None:
        """The whole name is spoken and stands in the tool tip."""
        if self.tabData(place) == name:
            return
        self.setTabData(place, name)
        self.setTabText(place, name.text)
        self.setTabToolTip(place, f"{name.text} (Ctrl+Tab next, Ctrl+W close, Ctrl+Shift+PgUp and PgDn move)")
        cross = self.tabButton(place, QTabBar.ButtonPosition.RightSide)
        if cross is not None:
            cross.setAccessibleName(f"Close {name.text}")

    def move_current(self, by: int) -> None:
        """One place along, and no further than the ends."""
        place = self.currentIndex() + by
        if 0 <= place < self.count():
            self.moveTab(self.currentIndex(), place)

    # --- sizes and painting

    def tabSizeHint(self, index: int) -> QSize:
        name = self._name(index)
        strong = self._width("body_strong", name.strong)
        rest = self._width("body", name.rest)
        gap = _GAP if strong and rest else 0
        return QSize(min(_EDGE + strong + gap + rest + _CROSS + 2, _WIDEST), _HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """The surname stays as long as it may; before it there is nothing to cut."""
        name = self._name(index)
        least = self._width("body_strong", name.strong) or self._width("body", _FEWEST_LETTERS)
        return QSize(min(_EDGE + least + _CROSS + 2, self.tabSizeHint(index).width()), _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        current = self.currentIndex()
        for index in [*(one for one in range(self.count()) if one != current), current]:
            if index >= 0:
                self._paint_tab(painter, index)

    def _paint_tab(self, painter: QStylePainter, index: int) -> None:
        option = QStyleOptionTab()
        self.initStyleOption(option, index)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_TabBarTabShape, option)
        name, chosen = self._name(index), index == self.currentIndex()
        box = self.tabRect(index).adjusted(_EDGE, 2 if chosen else 1, -_CROSS, 0)
        left = self._draw(painter, box, "body_strong", name.strong, "text" if chosen else "text2")
        self._draw(painter, box.adjusted(left + (_GAP if left else 0), 0, 0, 0), "body", name.rest, "text2")

    def _draw(self, painter: QStylePainter, box: QRect, face: str, text: str, role: str) -> int:
        """Returns the width that was used."""
        if not text or box.width() <= 0:
            return 0
        font = self._theme.font(face)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
        painter.setFont(font)
        painter.setPen(self._theme.colour(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return QFontMetrics(font).horizontalAdvance(shown)

    def _name(self, index: int) -> TabName:
        kept = self.tabData(index)
        return kept if isinstance(kept, TabName) else TabName("", self.tabText(index))

    def _width(self, face: str, text: str) -> int:
        return QFontMetrics(self._theme.font(face)).horizontalAdvance(text) + 1 if text else 0

    # --- the cross of each

    def _cross(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("tabClose")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+W closes
        button.setToolTip("Close this booking (Ctrl+W); it is kept (Ctrl+Shift+T)")
        button.setFixedSize(24, 24)
        button.setIcon(self._theme.icon("x", 14, "text2"))
        button.clicked.connect(lambda: self._close(button))
        return button

    def _close(self, button: QToolButton) -> None:
        for place in range(self.count()):
            if self.tabButton(place, QTabBar.ButtonPosition.RightSide) is button:
                self.close_wanted.emit(place)
                return

    def _dress_crosses(self) -> None:
        for place in range(self.count()):
            button = self.tabButton(place, QTabBar.ButtonPosition.RightSide)
            if isinstance(button, QToolButton):
                button.setIcon(self._theme.icon("x", 14, "text2"))
