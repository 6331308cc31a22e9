"""A few choices side by side, one of them on."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button


class Segments(QWidget):
    """Left and right arrows move; `chosen` says the value when picked by hand. Values by the words shown."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, values: Mapping[str, object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._values = list(values.values())
        self._buttons: list[Button] = []
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, words in enumerate(values):
            button = Button(theme, words, kind="segment")
            button.setProperty("place", "first" if place == 0 else "last" if place == len(values) - 1 else "")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _on=False, place=place: self.chosen.emit(self._values[place]))
            group.addButton(button)
            row.addWidget(button)
            self._buttons.append(button)
        self.put(self._values[0])

    @property
    def value(self) -> object:
        return next(value for value, button in zip(self._values, self._buttons, strict=True) if button.isChecked())

    def put(self, value: object) -> None:
        self._buttons[self._values.index(value)].setChecked(True)
        for button in self._buttons:
            policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        place = (self._values.index(self.value) + step) % len(self._values)
        self.put(self._values[place])
        self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(self._values[place])
