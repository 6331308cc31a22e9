"""A small number with less and more: minus, value, plus."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.labels import label


class NumberStepper(QFrame):
    """Up and down arrows, + and - and digits work too. `changed` says each change by hand."""

    changed = Signal(int)

    def __init__(
        self, theme: Theme, name: str, low: int = 0, high: int = 9, value: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("numberStepper")
        self._name, self._low, self._high, self._value = name, low, high, value
        self._theme = theme
        self._trouble = ""
        self.setProperty("wrong", False)
        self._shown = label(theme, str(value), "body_strong")
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown.setFixedWidth(24)
        self._less = self._button("minus", f"Fewer {name.lower()}", -1)
        self._more = self._button("plus", f"More {name.lower()}", 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(0)
        row.addWidget(self._less)
        row.addWidget(self._shown)
        row.addWidget(self._more)
        self.setFixedHeight(30)
        self.put(value)

    @property
    def value(self) -> int:
        return self._value

    def put(self, value: int) -> None:
        self._value = min(max(value, self._low), self._high)
        self._shown.setText(str(self._value))
        self.setAccessibleName(self._name)
        self._tell()
        self._less.setEnabled(self._value > self._low)
        self._more.setEnabled(self._value < self._high)

    def wrong(self, text: str) -> None:
        """Say that this number cannot be; an empty text takes it back. The words stand elsewhere on the page."""
        if text != self._trouble:
            self._trouble = text
            self.setProperty("wrong", bool(text))
            polish(self)
            self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(f"{self._value}, {self._trouble}" if self._trouble else str(self._value))

    def set_high(self, high: int) -> None:
        self._high = high
        self.put(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up.value: 1, Qt.Key.Key_Plus.value: 1, Qt.Key.Key_Down.value: -1, Qt.Key.Key_Minus.value: -1}
        if event.key() in step:
            self._go(self._value + step[event.key()])
        elif event.text().isdecimal() and event.text().isascii():
            self._go(int(event.text()))
        else:
            super().keyPressEvent(event)

    def _go(self, value: int) -> None:
        before = self._value
        self.put(value)
        if self._value != before:
            self.changed.emit(self._value)

    def _button(self, icon: str, name: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("flat")
        button.setAccessibleName(name)
        button.setFixedSize(26, 26)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self._go(self._value + step))
        self._theme.dress(button, lambda: button.setIcon(self._theme.icon(icon, 14, "text2")))
        return button
