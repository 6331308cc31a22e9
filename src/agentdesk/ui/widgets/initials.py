"""A tile with a passenger's initials, so that eyes find the same person in every table."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from agentdesk.ui.theme import Theme

_WIDTH, _HEIGHT, _RADIUS = 28, 20, 4


class Initials(QWidget):
    """'AO' for Adaeze Okafor. Nothing for a screen reader to say: the name stands beside it."""

    def __init__(self, theme: Theme, given: str, family: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = f"{given[:1]}{family[:1]}".upper()
        theme.changed.connect(self.update)
        self.setFixedHeight(_HEIGHT)

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        return QSize(_WIDTH + margins.left() + margins.right(), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        box = QRect(self.contentsMargins().left(), 0, _WIDTH, _HEIGHT)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.setPen(self._theme.colour("text2"))
        painter.setFont(self._theme.font("badge"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)
