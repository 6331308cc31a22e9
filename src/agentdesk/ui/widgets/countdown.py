"""How long something holds: plain, then a warning, then red, ticking no oftener than it must."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from agentdesk.ui.theme import Theme, polish

_LAST = timedelta(minutes=2)  # from here on it ticks every second
_WARN, _BAD = timedelta(minutes=10), timedelta(minutes=2)
_LATE = 20  # milliseconds past the change, so that the clock has surely turned


class Countdown(QLabel):
    """Counts to an instant by the clock it is given; `passed` says once when it is reached."""

    passed = Signal()

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.font("small"))
        self._now = now
        self._until: datetime | None = None
        self._words = ("", "")
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.tick)

    def count_to(self, until: datetime | None, *, before: str, passed: str) -> None:
        """`before` stands before the time left, `passed` when it is over; None shows nothing."""
        self._told = self._told and until == self._until
        self._until, self._words = until, (before, passed)
        self.tick()

    def tick(self) -> None:
        self._timer.stop()
        if self._until is None:
            self.setText("")
            return
        left = self._until - self._now()
        over = left <= timedelta(0)
        self.setText(self._words[1] if over else f"{self._words[0]} {time_left(left)}".strip())
        self._colour("bad" if left < _BAD else "warn" if left < _WARN else "text2")
        if over and not self._told:
            self._told = True
            self.passed.emit()
        elif not over and self.isVisible():
            self._timer.start(until_change(left))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _colour(self, role: str) -> None:
        if role != self.property("role"):
            self.setProperty("role", role)
            polish(self)


def time_left(left: timedelta) -> str:
    """'4 d 9 h', '1 h 12 min', '24 min', '1 min 05 s'."""
    seconds = max(int(left.total_seconds()), 0)
    if left > timedelta(hours=24):
        return f"{seconds // 86400} d {seconds % 86400 // 3600} h"
    if seconds >= 3600:
        return f"{seconds // 3600} h {seconds % 3600 // 60:02} min"
    return f"{seconds // 60} min" if left > _LAST else f"{seconds // 60} min {seconds % 60:02} s"


def until_change(left: timedelta) -> int:
    """Milliseconds until `time_left` says something else: a minute at most, in the last two a second."""
    step = timedelta(seconds=1) if left <= _LAST else timedelta(minutes=1)
    return int(left % step / timedelta(milliseconds=1)) + _LATE
