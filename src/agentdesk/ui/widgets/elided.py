"""One line of text that gives way: cut at its end, never wrapped."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.tips import plain_tip


class Elided(QWidget):
    """One line that is cut at its end when there is no room; the whole of it is in the tool tip and spoken."""

    def __init__(self, theme: Theme, face: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._role, self._text = theme, role, ""
        self.setFont(theme.font(face))
        self.setMinimumWidth(0)
        theme.changed.connect(self.update)

    def say(self, text: str, role: str = "") -> None:
        self._text, self._role = text, role or self._role
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(text))
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 1, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.colour(self._role))
        painter.setFont(self.font())
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
