"""The strip at the foot: the line, what is running, the time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import IconLabel, label


class StatusStrip(QFrame):
    """Says quietly how things stand."""

    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusStrip")
        self.setFixedHeight(24)
        self._icon = IconLabel(theme, "wifi", 14, "good")
        self._line = label(theme, "", "small")
        self._running = label(theme, "", "small")
        self._clock = label(theme, "", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._line)
        row.addSpacing(16)
        row.addWidget(self._running)
        row.addStretch(1)
        row.addWidget(self._clock)

    def show_line(self, words: str, *, works: bool) -> None:
        self._icon.show_icon("wifi" if works else "wifi-off", "good" if works else "warn")
        self._line.setText(words)

    def show_running(self, words: str) -> None:
        self._running.setText(words)

    def show_clock(self, words: str) -> None:
        self._clock.setText(words)
