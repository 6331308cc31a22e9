"""The list under a place field: what was found or is often asked, the first row already current."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import paint_key

ROW, WIDTH, MOST = 38, 420, 6
_HEAD, _EDGE = 28, 4
_CODE, _RIGHT, _PADDING, _INDENT, _BAR = 46, 96, 12, 12, 3
_KEYS = (("↑ ↓", 32), ("Tab", 30))


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One row: what is shown, what a screen reader says of it, and what is taken with it."""

    code: str
    name: str
    below: str
    right: str
    spoken: str
    value: object
    bold: tuple[int, int] = (0, 0)  # the typed part of the name
    indented: bool = False


class PlaceList(QFrame):
    """Never takes the keyboard; says `chosen` with a row's value when it is clicked."""

    chosen = Signal(object)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(WIDTH)
        self.setMouseTracking(True)
        self._theme = theme
        self._title, self._strong = "", ""
        self._rows: tuple[PlaceRow, ...] = ()
        self._current = 0

    @property
    def rows(self) -> tuple[PlaceRow, ...]:
        return self._rows

    @property
    def current(self) -> PlaceRow:
        return self._rows[self._current]

    @property
    def spoken(self) -> str:
        return f"{self.current.spoken}, {self._current + 1} of {len(self._rows)}"

    def fill(self, title: str, strong: str, rows: Sequence[PlaceRow]) -> None:
        """Head line and rows, at least one; the first is current."""
        self._title, self._strong, self._rows, self._current = title, strong, tuple(rows[:MOST]), 0
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleName(f"{title} {strong}".strip())
        self.update()

    def step(self, step: int) -> None:
        self._current = (self._current + step) % len(self._rows)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, _HEAD + len(self._rows) * ROW + _EDGE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._point(event.position().toPoint()):
            self.chosen.emit(self.current.value)

    def _point(self, spot: QPoint) -> bool:
        row = (spot.y() - _HEAD) // ROW
        if spot.y() < _HEAD or row >= len(self._rows):
            return False
        self._current = row
        self.update()
        return True

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        self._paint_head(painter)
        for number, row in enumerate(self._rows):
            box = QRect(1, _HEAD + number * ROW, self.width() - 2, ROW)
            self._paint_row(painter, box, row, current=number == self._current)

    def _paint_head(self, painter: QPainter) -> None:
        theme, middle = self._theme, Qt.AlignmentFlag.AlignVCenter
        box = QRect(_PADDING + 1, 1, self.width() - 2 * _PADDING, _HEAD - 1)
        painter.setPen(theme.colour("text2"))
        painter.setFont(theme.font("caption"))
        painter.drawText(box, middle, self._title)
        start = box.left() + painter.fontMetrics().horizontalAdvance(self._title + " ")
        right = self.width() - _PADDING
        words = "take"
        painter.drawText(QRect(0, 1, right, _HEAD - 1), middle | Qt.AlignmentFlag.AlignRight, words)
        right -= painter.fontMetrics().horizontalAdvance(words) + 8
        if theme.shows_keys:
            for key, wide in reversed(_KEYS):
                paint_key(painter, theme, QRect(right - wide, (_HEAD - 18) // 2 + 1, wide, 18), key)
                right -= wide + 6
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("badge"))
        room = QRect(start, 1, max(right - start - 6, 0), _HEAD - 1)
        strong = painter.fontMetrics().elidedText(self._strong, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, strong)

    def _paint_row(self, painter: QPainter, box: QRect, row: PlaceRow, *, current: bool) -> None:
        theme, middle = self._theme, Qt.AlignmentFlag.AlignVCenter
        if current:
            painter.fillRect(box, theme.colour("selected"))
            painter.fillRect(QRect(box.left(), box.top(), _BAR, box.height()), theme.colour("accent"))
        left = box.left() + _PADDING + (_INDENT if row.indented else 0)
        painter.setPen(theme.colour("accentText" if current else "text"))
        painter.setFont(theme.font("body_strong"))
        wide = max(max(painter.fontMetrics().horizontalAdvance(one.code) for one in self._rows) + 12, _CODE)
        painter.drawText(QRect(left, box.top(), wide, box.height()), middle, row.code)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text2" if current else "text3"))
        aside = painter.fontMetrics().horizontalAdvance(row.right)
        painter.drawText(box.adjusted(0, 0, -_PADDING, 0), middle | Qt.AlignmentFlag.AlignRight, row.right)
        room = QRect(left + wide, box.top() + 3, box.right() - _PADDING - aside - 10 - left - wide, 17)
        below = painter.fontMetrics().elidedText(row.below, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room.translated(0, 16), middle, below)
        painter.setPen(theme.colour("text"))
        self._paint_name(painter, room, row)

    def _paint_name(self, painter: QPainter, room: QRect, row: PlaceRow) -> None:
        """The typed part in bold; a name too long for its room is cut in the middle, then without bold."""
        painter.setFont(self._theme.font("body"))
        start, end = row.bold
        cut = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideMiddle, room.width())
        if cut != row.name or end <= start:
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)
            return
        x = room.left()
        for text, face in ((row.name[:start], "body"), (row.name[start:end], "body_strong"), (row.name[end:], "body")):
            painter.setFont(self._theme.font(face))
            painter.drawText(
                QRect(x, room.top(), room.right() - x + 1, room.height()), Qt.AlignmentFlag.AlignVCenter, text
            )
            x += painter.fontMetrics().horizontalAdvance(text)
