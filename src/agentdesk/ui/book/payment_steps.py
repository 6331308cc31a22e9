"""The steps of a payment at the foot of the page: to come, under way, done with their time."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from agentdesk.ui.book.paying import Open, Paying, Steps, may_stop
from agentdesk.ui.book.payment_words import seconds_clock
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.progress import Spinner

_RING, _MOST = 18, 4
_WIDEST = 1040  # as the page above it


class _Ring(QWidget):
    """A number in a ring; a tick once it is done."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme, self._number, self._done = theme, number, False
        self.setFixedSize(_RING, _RING)
        theme.changed.connect(self.update)

    def show_done(self, done: bool) -> None:
        self._done = done
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_RING, _RING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("good" if self._done else "control"), 1))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if self._done:
            tick = self._theme.pixmap("check", 12, "good", self.devicePixelRatioF())
            painter.drawPixmap(3, 3, tick)
            return
        painter.setPen(self._theme.colour("text2"))
        painter.setFont(self._theme.font("badge"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


class _Step(QWidget):
    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._ring, self._spinner = _Ring(theme, number), Spinner(theme, _RING)
        self._words = label(theme, "", "body", "text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (self._ring, self._spinner, self._words):
            row.addWidget(part)

    def say(self, name: str, *, done: bool, under_way: bool, at: str) -> None:
        self._ring.setVisible(not under_way)
        self._spinner.setVisible(under_way)
        self._ring.show_done(done)
        self._words.setText(f"{name} {at}".strip())
        state = "done" if done else "under way" if under_way else "to come"
        self.setAccessibleName(f"{name}, {state}")


class StepsFoot(QFrame):
    """All steps in a line; on the right until when one can stop, or the button that does."""

    stopped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Progress")
        self._steps = [_Step(theme, number + 1) for number in range(_MOST)]
        self._until = label(theme, "", "body", "text2")
        self._stop = Button(theme, "Stop", key="Esc", small=True)
        self._stop.setToolTip("Stop before anything is sent (Esc)")
        self._stop.clicked.connect(self.stopped)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        row = QHBoxLayout(inside)
        row.setContentsMargins(20, 10, 20, 12)
        row.setSpacing(16)
        for step in self._steps:
            row.addWidget(step)
        row.addStretch(1)
        row.addWidget(self._until)
        row.addWidget(self._stop)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inside, 1)
        whole.addStretch(0)
        self.setFixedHeight(48)

    def show_steps(self, steps: Steps, state: Paying) -> None:
        for number, part in enumerate(self._steps):
            part.setVisible(number < len(steps.names))
            if number < len(steps.names):
                at = seconds_clock(steps.times[number]) if number < len(steps.times) else ""
                under_way = number == steps.done and not steps.idle
                part.say(steps.names[number], done=number < steps.done, under_way=under_way, at=at)
        self._stop.setVisible(may_stop(state))
        waits = isinstance(state, Open) or may_stop(state)
        self._until.setText("You can stop until step 2" if waits else "Sent; it can no longer be stopped")
        self._until.setVisible(not may_stop(state))
