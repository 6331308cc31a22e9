"""A month to pick a day from by keyboard or mouse."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.tips import plain_tip

_CELL, _ROW, _HEAD, _PADDING = 36, 30, 24, 12
_WEEKS, _DAYS = 6, 7
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days that can be taken, and the day of the other flight, if any: it and the days between are marked.

    `say` tells what a day would mean: 'Sat 19 Dec 2026, 7 nights'.
    """

    first: date
    last: date
    today: date
    other: date | None = None
    say: Callable[[date], str] = words.full_day


class Calendar(QFrame):
    """Stands over the page and has the keyboard; says `taken` with a date, or `left` when it goes without one.

    Arrows move by days and weeks, Page Up and Page Down by months, Home and End to the ends of the week, Enter takes,
    Escape leaves.
    """

    taken = Signal(object)
    left = Signal()

    def __init__(self, window: QWidget, theme: Theme, bounds: Bounds, current: date) -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self.setAccessibleName("Calendar")
        self.setProperty("ownRing", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._bounds = theme, bounds
        self._current = self._within(current)
        self._title = label(theme, "", "body_strong")
        self._said = label(theme, "", "small", wraps=False)
        self._days = _Days(theme, self)
        self._lay_out()
        self._say()

    @property
    def current(self) -> date:
        return self._current

    @property
    def bounds(self) -> Bounds:
        return self._bounds

    def go_to(self, day: date) -> None:
        """Mark a day, at most as far as days can be taken."""
        self._current = self._within(day)
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left.value: timedelta(days=-1),
            Qt.Key.Key_Right.value: timedelta(days=1),
            Qt.Key.Key_Up.value: -_WEEK,
            Qt.Key.Key_Down.value: _WEEK,
            Qt.Key.Key_Home.value: timedelta(days=-self._current.weekday()),
            Qt.Key.Key_End.value: timedelta(days=6 - self._current.weekday()),
        }
        key = event.key()
        if key in steps:
            self.go_to(self._current + steps[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.go_to(month_later(self._current, -1 if key == Qt.Key.Key_PageUp else 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.taken.emit(self._current)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F4):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A month for each notch."""
        if turned := event.angleDelta().y():
            self.go_to(month_later(self._current, -1 if turned > 0 else 1))
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _within(self, day: date) -> date:
        return min(max(day, self._bounds.first), self._bounds.last)

    def _say(self) -> None:
        self._title.setText(words.month(self._current))
        said = self._bounds.say(self._current)
        self._said.setText(said)
        self.setAccessibleDescription(said)
        self._days.update()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, 8, _PADDING, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        head.addWidget(self._turner("chevron-left", "Month before", "PgUp", -1))
        head.addWidget(self._turner("chevron-right", "Month after", "PgDn", 1))
        column.addLayout(head)
        column.addWidget(self._days)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self._said, 1)
        foot.addWidget(KeyHint(self._theme, "Enter"))
        column.addLayout(foot)
        self.setFixedWidth(_DAYS * _CELL + 2 * _PADDING)
        self.adjustSize()

    def _turner(self, icon: str, name: str, key: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("flat")
        button.setAccessibleName(name)
        button.setToolTip(plain_tip(f"{name} ({key})"))
        button.setFixedSize(28, 28)
        button.setIcon(self._theme.icon(icon, 16, "text2"))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.go_to(month_later(self._current, by)))
        return button


class _Days(QWidget):
    """Six weeks, the month's own days in full ink."""

    def __init__(self, theme: Theme, calendar: Calendar) -> None:
        super().__init__(calendar)
        self._theme, self._calendar = theme, calendar
        self.setFixedSize(_DAYS * _CELL, _HEAD + _WEEKS * _ROW)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self._calendar.go_to(day)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day is not None and day == self._calendar.current:
            self._calendar.taken.emit(day)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("text3"))
        for column in range(_DAYS):
            name = words.weekday(self._first() + timedelta(days=column))
            painter.drawText(QRect(column * _CELL, 0, _CELL, _HEAD), Qt.AlignmentFlag.AlignCenter, name)
        for number in range(_WEEKS * _DAYS):
            day = self._first() + timedelta(days=number)
            self._paint_day(painter, day, self._box(number))

    def _paint_day(self, painter: QPainter, day: date, box: QRect) -> None:
        theme, calendar, bounds = self._theme, self._calendar, self._calendar.bounds
        current, inside = day == calendar.current, QRectF(box).adjusted(3, 1, -3, -1)
        if self._is_between(day):
            painter.fillRect(box.adjusted(0, 2, 0, -2), theme.colour("accentSoft"))
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(inside, 6, 6)
        elif day == bounds.other:
            painter.setPen(QPen(theme.colour("accentText"), 1.5))
            painter.setBrush(theme.colour("accentSoft"))
            painter.drawRoundedRect(inside, 6, 6)
        free = bounds.first <= day <= bounds.last
        in_month = day.month == calendar.current.month
        role = "onAccent" if current else "disabled" if not free else "text" if in_month else "text3"
        painter.setPen(theme.colour(role))
        painter.setFont(theme.font("body_strong" if current or day in (bounds.other, bounds.today) else "body"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if day == bounds.today:
            painter.fillRect(QRect(box.center().x() - 5, box.bottom() - 4, 11, 2), theme.colour(role))

    def _is_between(self, day: date) -> bool:
        other = self._calendar.bounds.other
        if other is None:
            return False
        first, last = sorted((other, self._calendar.current))
        return first <= day <= last

    def _first(self) -> date:
        """The Monday on or before the first of the month."""
        start = self._calendar.current.replace(day=1)
        return start - timedelta(days=start.weekday())

    def _box(self, number: int) -> QRect:
        return QRect(number % _DAYS * _CELL, _HEAD + number // _DAYS * _ROW, _CELL, _ROW)

    def _day_at(self, spot: QPoint) -> date | None:
        column, row = spot.x() // _CELL, (spot.y() - _HEAD) // _ROW
        if not (0 <= column < _DAYS and 0 <= row < _WEEKS) or spot.y() < _HEAD:
            return None
        day = self._first() + timedelta(days=row * _DAYS + column)
        return day if self._calendar.bounds.first <= day <= self._calendar.bounds.last else None


def month_later(day: date, by: int) -> date:
    """The same day some months later, or the last of a shorter month."""
    months = day.year * 12 + day.month - 1 + by
    year, month = divmod(months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (after - timedelta(days=1)).day))
