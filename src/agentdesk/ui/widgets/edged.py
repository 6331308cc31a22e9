"""A frame whose left edge is thick and coloured: banners and toasts."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from agentdesk.ui.theme import Theme

_EDGE, _RADIUS = 4, 8


class Edged(QFrame):
    """Painted, since a style sheet breaks the corners where a thick edge meets a thin one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._roles = ("surface", "control", "control")
        theme.changed.connect(self.update)

    def dress(self, fill: str, border: str, edge: str) -> None:
        """Colour roles of the ground, the thin border and the thick left edge."""
        self._roles = (fill, border, edge)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, border, edge = (self._theme.colour(role) for role in self._roles)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(box, _RADIUS, _RADIUS)
        painter.fillPath(outline, fill)
        painter.save()
        painter.setClipPath(outline)
        inner = QPainterPath()
        inner.addRoundedRect(box.adjusted(_EDGE - 0.5, 0, _RADIUS * 2, 0), _RADIUS - 2, _RADIUS - 2)
        left = QPainterPath()
        left.addRect(QRectF(0, 0, _EDGE + _RADIUS, self.height()))
        painter.fillPath(left.subtracted(inner), edge)
        painter.restore()
        painter.setPen(QPen(border, 1))
        painter.drawPath(outline)
