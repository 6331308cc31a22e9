"""A deadline: plain over a day, a warning under it, red in the last hour, filled once it has passed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.countdown import time_left, until_change

_WARN, _BAD = timedelta(hours=24), timedelta(hours=1)
_ICON, _GAP, _PADDING, _HEIGHT, _RADIUS = 14, 4, 6, 20, 4


@dataclass(frozen=True, slots=True)
class Urgency:
    """How a deadline looks: colour role, icon, words, and whether it is filled."""

    words: str
    role: str
    icon: str
    filled: bool = False


def urgency(left: timedelta, passed: str) -> Urgency:
    """`passed` are the words for one that is over, such as 'passed 16:00'."""
    if left <= timedelta(0):
        return Urgency(passed, "onBad", "alarm-clock-off", filled=True)
    if left < _BAD:
        return Urgency(time_left(left), "bad", "alarm-clock")
    if left < _WARN:
        return Urgency(time_left(left), "warn", "alarm-clock")
    return Urgency(time_left(left), "text2", "clock")


def deadline_width(theme: Theme, shown: Urgency, *, small: bool = False) -> int:
    words = QFontMetrics(_font(theme, shown, small)).horizontalAdvance(shown.words)
    return _ICON + _GAP + words + (2 * _PADDING if shown.filled else 0)


def paint_deadline(
    painter: QPainter,
    theme: Theme,
    spot: QRect,
    shown: Urgency,
    ratio: float,
    *,
    right: bool = False,
    small: bool = False,
) -> None:
    """Paint into `spot`, vertically centred, at its left or its right; for rows of a list."""
    width = deadline_width(theme, shown, small=small)
    left = spot.right() + 1 - width if right else spot.left()
    box = QRect(left, spot.top() + (spot.height() - _HEIGHT) // 2, width, _HEIGHT)
    painter.save()
    if shown.filled:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("badFill"))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        box.adjust(_PADDING, 0, 0, 0)
    picture = theme.pixmap(shown.icon, _ICON, shown.role, ratio)
    painter.drawPixmap(box.left(), box.top() + (_HEIGHT - _ICON) // 2, picture)
    painter.setPen(theme.colour(shown.role))
    painter.setFont(_font(theme, shown, small))
    painter.drawText(box.adjusted(_ICON + _GAP, 0, _PADDING, 0), Qt.AlignmentFlag.AlignVCenter, shown.words)
    painter.restore()


class Deadline(QWidget):
    """Counts by the clock it is given and ticks when its words change; `passed` says once when it is reached."""

    passed = Signal()

    def __init__(
        self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None, *, small: bool = False
    ) -> None:
        super().__init__(parent)
        self._small = small
        self._theme, self._now = theme, now
        self._until: datetime | None = None
        self._over = ""
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tick)
        self._shown = Urgency("", "text2", "clock")
        theme.changed.connect(self.update)

    @property
    def shown(self) -> Urgency:
        return self._shown

    def count_to(self, until: datetime | None, *, passed: str) -> None:
        """`passed` are the words once it is over; None hides it."""
        self._told = self._told and until == self._until
        self._until, self._over = until, passed
        self.setVisible(until is not None)
        self.tick()

    def tick(self) -> None:
        self._timer.stop()
        if self._until is None:
            return
        left = self._until - self._now()
        self._shown = urgency(left, self._over)
        self.setAccessibleName(self._shown.words)
        self.setFixedSize(self.sizeHint())
        self.update()
        if left <= timedelta(0) and not self._told:
            self._told = True
            self.passed.emit()
        elif left > timedelta(0) and self.isVisible():
            self._timer.start(until_change(left))

    def sizeHint(self) -> QSize:
        return QSize(deadline_width(self._theme, self._shown, small=self._small), _HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        paint_deadline(QPainter(self), self._theme, self.rect(), self._shown, ratio, small=self._small)


def _font(theme: Theme, shown: Urgency, small: bool) -> QFont:
    face = "small" if small else "body"
    return theme.font(face if shown.role == "text2" else f"{face}_strong")
