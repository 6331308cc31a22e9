"""What is left of the filters while the details stand beside the list: a button and how much is shown."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from agentdesk.ui.theme import Theme

WIDTH = 44


class FilterStrip(QFrame):
    """Says `wanted` when the filters are to come back."""

    wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self.setFixedWidth(WIDTH)
        self._theme, self._text = theme, ""
        self._button = QToolButton()
        self._button.setObjectName("flat")
        self._button.setFixedSize(28, 28)
        self._button.setAccessibleName("Show the filters")
        self._button.setToolTip("Show the filters again (Esc)")
        self._button.clicked.connect(self.wanted)
        theme.changed.connect(self._dress)
        self._dress()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 7, 8)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)

    def say(self, text: str) -> None:
        """How many of all are shown; written upwards."""
        self._text = text
        self._button.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.colour("text2"))
        painter.translate(0, self.height())
        painter.rotate(-90)
        box = QRect(8, 0, self.height() - 56, WIDTH - 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._text)

    def _dress(self) -> None:
        self._button.setIcon(self._theme.icon("sliders-horizontal", 16, "text"))
        self.update()
