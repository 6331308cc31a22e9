"""What the colours of the seats mean, and how many there are of each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agentdesk.travel.money import Money
from agentdesk.travel.seat_layout import PlacedCabin, band_of
from agentdesk.travel.seats import Sitter
from agentdesk.ui import words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.seat_button import SeatLook, paint_seat, price_text

_SWATCH, _GAP, _BETWEEN, _LINE = 20, 6, 14, 24


@dataclass(frozen=True, slots=True)
class LegendPart:
    """A swatch and its words."""

    look: SeatLook
    words: str


class SeatLegend(QWidget):
    """One line where there is room, more where there is not. Read out as one sentence."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[LegendPart, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_parts(self, parts: Sequence[LegendPart]) -> None:
        if tuple(parts) != self._parts:
            self._parts = tuple(parts)
            self.setAccessibleName("; ".join(one.words for one in parts))
            self._fit()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        places = self._places()
        self.setFixedHeight((places[-1].y() if places else 0) + _LINE)

    def _places(self) -> list[QPoint]:
        """Where each part begins."""
        metrics = QFontMetrics(self._theme.font("small"))
        places, x, y = [], 0, 0
        for part in self._parts:
            wide = _SWATCH + _GAP + metrics.horizontalAdvance(part.words)
            if x and x + wide > self.width():
                x, y = 0, y + _LINE
            places.append(QPoint(x, y))
            x += wide + _BETWEEN
        return places

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part, at in zip(self._parts, self._places(), strict=True):
            top = at.y() + (_LINE - _SWATCH) // 2
            paint_seat(painter, self._theme, QRectF(at.x(), top, _SWATCH, _SWATCH), part.look)
            painter.setFont(self._theme.font("small"))
            painter.setPen(self._theme.colour("text2"))
            left = at.x() + _SWATCH + _GAP
            box = QRect(left, at.y(), self.width() - left, _LINE)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, part.words)


def legend(
    cabin: PlacedCabin,
    sitter: Sitter,
    known: Sequence[tuple[Decimal, Decimal]],
    currency: str,
    own: str,
    party: str,
) -> list[LegendPart]:
    """How many seats this passenger could buy at which price; `own` and `party` are initials to show, "" for nobody."""
    services = [cell.element.service_for(sitter.passenger_id) for cell in cabin.seats]
    prices = Counter(band_of(one.price.amount, known) for one in services if one is not None)
    empty = SeatLook(None, 0, "", False, "")
    parts: list[LegendPart] = []
    for band in sorted(prices):
        low, high = known[band - 1] if band else (Decimal(0), Decimal(0))
        text = price_text(Money(low, currency))
        shown = replace(empty, price=low, band=band, text=text if len(text) < 3 else "")  # the words say it whole
        span = words.money(Money(low, currency)) if band else "No charge"
        span += f" to {words.money(Money(high, currency))}" if high != low else ""
        count = words.count(prices[band], "seat") if not parts else str(prices[band])
        parts.append(LegendPart(shown, f"{span}, {count}"))
    parts.append(LegendPart(empty, f"Taken or blocked, {sum(1 for one in services if one is None)}"))
    parts.append(LegendPart(replace(empty, initials=own, is_own=True), "Picked"))
    if party:
        parts.append(LegendPart(replace(empty, initials=party), "Rest of the party"))
    if any(cell.element.disclosures for cell in cabin.seats):
        shown = next((one.look for one in reversed(parts) if one.look.price is not None), empty)
        parts.append(LegendPart(replace(shown, condition=True), "Has a condition"))
    return parts
