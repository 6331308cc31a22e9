"""Where a list or a calendar stands that belongs to a field: below it, or above where there is no room."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

_GAP, _EDGE = 4, 8


def stand_by(popup: QWidget, field: QWidget) -> None:
    """Move a child of the window beside a field of it; it never covers the field, nor leaves the window."""
    window = field.window().rect()
    spot = QRect(field.mapTo(field.window(), QPoint(0, 0)), field.size())
    x = min(spot.left(), window.right() - _EDGE - popup.width())
    popup.move(max(x, window.left() + _EDGE), _top(spot, popup.height(), window))


def _top(spot: QRect, height: int, window: QRect) -> int:
    below, above = spot.bottom() + 1 + _GAP, spot.top() - _GAP - height
    fits_below = below + height <= window.bottom() - _EDGE
    if fits_below or above < window.top() + _EDGE:
        return below
    return above
