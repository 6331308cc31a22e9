"""Paints a slice as a line to scale: flights as bars, layovers as boxes."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from agentdesk.travel.timeline import Part
from agentdesk.ui.theme import Theme

_BAR, _BAR_RADIUS, _BOX, _BOX_RADIUS = 4, 2, 10, 3


def paint_line(painter: QPainter, theme: Theme, parts: Sequence[Part], left: float, middle: float) -> None:
    """Parts are relative to `left`; `middle` is the line's height on the page."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for part in parts:
        if part.is_flight:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("flight"))
            bar = QRectF(left + part.left, middle - _BAR / 2, part.width, _BAR)
            painter.drawRoundedRect(bar, _BAR_RADIUS, _BAR_RADIUS)
        else:
            painter.setPen(QPen(theme.colour("layover"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = QRectF(round(left + part.left) + 0.5, middle - _BOX / 2, max(part.width - 1, 2), _BOX)
            painter.drawRoundedRect(box, _BOX_RADIUS, _BOX_RADIUS)
    painter.restore()
