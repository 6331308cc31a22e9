"""A few choices side by side, one of them on."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button


class Segments(QFrame):
    """Left and right arrows move; `chosen` says the value when picked by hand. Values by the words shown."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, values: Mapping[str, object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._values = list(values.values())
        self._buttons: list[_Segment] = []
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, words in enumerate(values):
            button = _Segment(theme, words)
            button.setProperty("place", "first" if place == 0 else "last" if place == len(values) - 1 else "")
            button.clicked.connect(lambda _on=False, place=place: self._pick(place))
            group.addButton(button)
            row.addWidget(button)
            self._buttons.append(button)
        self.put(self._values[0])

    @property
    def value(self) -> object:
        return next(value for value, button in zip(self._values, self._buttons, strict=True) if button.isChecked())

    def put(self, value: object) -> None:
        """Show a value without saying `chosen`. ValueError for one that is not among them."""
        self._buttons[self._values.index(value)].setChecked(True)
        for button in self._buttons:  # one stop for Tab: the one that is on
            policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        place = (self._values.index(self.value) + step) % len(self._values)
        self._pick(place)
        self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _pick(self, place: int) -> None:
        self.put(self._values[place])
        self.chosen.emit(self._values[place])


class _Segment(Button):
    """As wide as its words are in bold, so that nothing moves when it is chosen."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__(theme, words, kind="segment")
        self.setCheckable(True)
        self.setProperty("ringAround", True)
        self.toggled.connect(self._embolden)

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.theme.font("body_strong")).horizontalAdvance(self.text()) + 26, 26)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows belong to the whole."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _embolden(self, on: bool) -> None:
        self.setFont(self.theme.font("body_strong" if on else "body"))
