"""Where the booking is: steps behind with a tick, the current one filled, later ones grey."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.key_hint import KeyHint
from agentdesk.ui.widgets.labels import IconLabel, label

_RING, _GAP = 18, 8


class Stepper(QFrame):
    """Steps that may be gone to are buttons; `step_chosen` says which, counted from 0."""

    step_chosen = Signal(int)

    def __init__(self, theme: Theme, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepper")
        self.setAccessibleName("Steps of the booking")
        self.setFixedHeight(40)
        self._steps = [_StepButton(theme, place, name) for place, name in enumerate(names)]
        self._aside = _Aside(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(12)
        self._dashes = [label(theme, "—", "body", "text3") for _ in self._steps[1:]]
        for place, step in enumerate(self._steps):
            if place:
                row.addWidget(self._dashes[place - 1])
            row.addWidget(step)
            step.clicked.connect(lambda _checked=False, place=place: self.step_chosen.emit(place))
        row.addSpacing(12)
        row.addWidget(self._aside, 1)

    def show_steps(self, *, current: int, done: Collection[int], open_: Collection[int]) -> None:
        """`open_` are those that can be gone to now."""
        for place, step in enumerate(self._steps):
            step.show_state(is_current=place == current, is_done=place in done, is_open=place in open_)

    def be_compact(self, wanted: bool) -> None:
        """In a narrow window the dashes go, and what stands at the right end with them."""
        for dash in self._dashes:
            dash.setVisible(not wanted)
        self._aside.be_quiet(wanted)

    def say(self, text: str) -> None:
        """What stands at the right end: the search in short, and the key that leads back."""
        self._aside.show_search(text)


class _Aside(QWidget):
    """The search in short; cut at its end before any step is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = Elided(theme, "small", "text2")
        self._icon = IconLabel(theme, "pencil", 14)
        self._key = KeyHint(theme, "Alt ←")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addStretch(1)
        row.addWidget(self._icon)
        row.addWidget(self._words)
        row.addWidget(self._key)
        self._quiet = False
        theme.changed.connect(self._follow_theme)
        self.show_search("")

    def _follow_theme(self) -> None:
        self.show_search(self._words.text)

    def be_quiet(self, wanted: bool) -> None:
        self._quiet = wanted
        self.show_search(self._words.text)

    def show_search(self, text: str) -> None:
        self._words.say(text)
        for part in (self._icon, self._words):
            part.setVisible(bool(text) and not self._quiet)
        self._key.setVisible(bool(text) and not self._quiet and self._theme.shows_keys)


class _StepButton(QAbstractButton):
    def __init__(self, theme: Theme, place: int, name: str) -> None:
        super().__init__()
        self._theme, self._number = theme, str(place + 1)
        self._current = self._done = False
        self.setText(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.update)

    def show_state(self, *, is_current: bool, is_done: bool, is_open: bool) -> None:
        self._current, self._done = is_current, is_done
        self.setEnabled(is_open)
        state = "current step" if is_current else "done" if is_done else "later"
        self.setAccessibleName(f"Step {self._number} {self.text()}")
        self.setAccessibleDescription(state)
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._theme.font("body_strong")).horizontalAdvance(self.text())
        return QSize(_RING + _GAP + words + 4, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(1, (self.height() - _RING) / 2, _RING - 1, _RING - 1)
        role = "accent" if self._current else "good" if self._done else "text3"
        painter.setPen(QPen(self._theme.colour(role), 1.4))
        painter.setBrush(self._theme.colour("accent") if self._current else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        if self._done and not self._current:
            self._tick(painter, ring)
        else:
            painter.setPen(self._theme.colour("onAccent" if self._current else "text3"))
            painter.setFont(self._theme.font("badge"))
            painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, self._number)
        painter.setFont(self._theme.font("body_strong" if self._current else "body"))
        painter.setPen(self._theme.colour("text" if self._current else "text2" if self._done else "text3"))
        painter.drawText(
            self.rect().adjusted(_RING + _GAP, 0, 0, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )

    def _tick(self, painter: QPainter, ring: QRectF) -> None:
        tick = self._theme.pixmap("check", 12, "good", self.devicePixelRatioF())
        painter.drawPixmap(round(ring.center().x()) - 6, round(ring.center().y()) - 6, tick)
