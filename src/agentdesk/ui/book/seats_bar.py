"""The bar of the current seat: what it is, what it costs, what the airline says of it, and what can be done."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import IconLabel, label


@dataclass(frozen=True, slots=True)
class SeatWords:
    """What stands in the bar. `deed` is not `possible` where the seat will not do; `way_on` is another that will."""

    designator: str
    kind: str
    sentence: str
    said: str
    deed: str
    possible: bool
    way_on: str = ""
    warns: bool = False
    gives_back: bool = False  # the deed takes nothing: a plain button


class SeatBar(QFrame):
    """Two buttons: the deed for this seat, and the way to the nearest that will do."""

    pressed = Signal()
    way_on = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._designator = label(theme, "", "title")
        self._kind = label(theme, "", "small")
        self._icon = IconLabel(theme, "triangle-alert", 16, "warn")
        self._sentence = label(theme, "", "body_strong", wraps=True)
        self._said = label(theme, "", "small", wraps=True)
        self._deed = Button(theme, "", kind="primary", key="Enter")
        self._deed.clicked.connect(self.pressed)
        self._other = Button(theme, "", kind="primary", key="G")
        self._other.clicked.connect(self.way_on)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 12, 8)
        row.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._designator)
        left.addWidget(self._kind)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(112)
        line = QFrame()
        line.setObjectName("hairline")
        line.setFixedWidth(1)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self._icon)
        first.addWidget(self._sentence, 1)
        middle = QVBoxLayout()
        middle.setSpacing(2)
        middle.addStretch(1)
        middle.addLayout(first)
        middle.addWidget(self._said)
        middle.addStretch(1)
        row.addWidget(side)
        row.addWidget(line)
        row.addLayout(middle, 1)
        row.addWidget(self._deed)
        row.addWidget(self._other)
        self.setMinimumHeight(58)

    def show_seat(self, said: SeatWords) -> None:
        self._designator.setText(said.designator)
        self._kind.setText(said.kind)
        self._icon.setVisible(said.warns)
        self._sentence.setText(said.sentence)
        self._said.setText(said.said)
        kind = "" if said.gives_back else "primary"
        if self._deed.property("kind") != kind:
            self._deed.set_kind(kind)
        self._deed.say(said.deed)
        self._deed.setEnabled(said.possible)
        self._other.setVisible(bool(said.way_on))
        if said.way_on:
            self._other.say(said.way_on)
        self.setAccessibleName(f"{said.designator}. {said.sentence} {said.said}")
