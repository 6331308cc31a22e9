"""Paints a slice as a line to scale: flights as bars, layovers as boxes, with what makes one a trap."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from agentdesk.travel.timeline import Part
from agentdesk.ui.theme import Theme

_BAR, _BAR_RADIUS, _BOX, _BOX_RADIUS = 4, 2, 10, 3
_STOP, _BREAK = 8, 10  # pixels: a landing on the way, and the mark of a line that was cut


def paint_line(
    painter: QPainter, theme: Theme, parts: Sequence[Part], left: float, middle: float, ground: str = "surface"
) -> None:
    """Parts are relative to `left`; `middle` is the line's height on the page, `ground` the role it lies on.

    A short connection is outlined as a warning, a change of airport is open in dashes, a night is filled.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for part in parts:
        if part.is_flight:
            _flight(painter, theme, part, left, middle, ground)
        else:
            _layover(painter, theme, part, left, middle)
        if part.is_cut:
            _break(painter, theme, left + part.left + part.width / 2, middle, ground)
    painter.restore()


def _flight(painter: QPainter, theme: Theme, part: Part, left: float, middle: float, ground: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("flight"))
    bar = QRectF(left + part.left, middle - _BAR / 2, part.width, _BAR)
    painter.drawRoundedRect(bar, _BAR_RADIUS, _BAR_RADIUS)
    painter.setPen(QPen(theme.colour("flight"), 1.5))
    painter.setBrush(theme.colour(ground))
    for share in part.stops:
        painter.drawEllipse(QPointF(bar.left() + share * part.width, middle), _STOP / 2 - 1, _STOP / 2 - 1)


def _layover(painter: QPainter, theme: Theme, part: Part, left: float, middle: float) -> None:
    wait = part.wait
    is_trap = wait is not None and (wait.is_short or wait.changes_airport)
    pen = QPen(theme.colour("warn" if is_trap else "layover"), 1.5 if is_trap else 1)
    if wait is not None and wait.changes_airport:
        pen.setDashPattern([2, 1.5])
    painter.setPen(pen)
    night = wait is not None and wait.overnight
    painter.setBrush(theme.colour("line") if night else Qt.BrushStyle.NoBrush)
    box = QRectF(round(left + part.left) + 0.5, middle - _BOX / 2, max(part.width - 1, 2), _BOX)
    painter.drawRoundedRect(box, _BOX_RADIUS, _BOX_RADIUS)


def _break(painter: QPainter, theme: Theme, x: float, middle: float, ground: str) -> None:
    """Two slashes with nothing between: here is more than is drawn."""
    painter.setPen(QPen(theme.colour(ground), 4))
    painter.drawLine(QLineF(x - 2, middle + _BREAK / 2, x + 2, middle - _BREAK / 2))
    painter.setPen(QPen(theme.colour("text2"), 1))
    for side in (-2, 2):
        painter.drawLine(QLineF(x - 2 + side, middle + _BREAK / 2, x + 2 + side, middle - _BREAK / 2))
