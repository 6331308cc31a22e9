"""Paints an offer's row: airline, journey, fare, price."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agentdesk.travel.offers import Offer
from agentdesk.travel.timeline import Part, place
from agentdesk.ui.lists.offer_model import ItemRole
from agentdesk.ui.lists.offer_words import OfferWords, SliceWords, row_words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.countdown import time_left
from agentdesk.ui.widgets.journey_line import paint_line

ONE_WAY, RETURN, MORE = 76, 92, 38
_PAD, _AIRLINE, _DEPART, _LINE, _ARRIVE, _TIME, _PRICE = 12, 78, 50, 132, 64, 78, 92
_GAP, _SLICE, _WIDE = 10, 38, 1180
_NARROW, _LONGEST_LINE = 728, 420  # pixels: a row without room to spare, and how far a line may grow
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WARN, _BAD = timedelta(minutes=10), timedelta(minutes=2)


class OfferDelegate(QStyledItemDelegate):
    """All rows of a list have one height and one time scale, set by `fit`; texts are made once per offer."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._words: dict[str, OfferWords] = {}
        self._lines: dict[str, tuple[tuple[Part, ...], ...]] = {}
        self._per_minute = 0.0
        self._line = _LINE
        self._slices = 1

    def fit(self, slices: int, per_minute: float) -> None:
        """How many slices the rows have and how many pixels a minute takes."""
        if (slices, per_minute) != (self._slices, self._per_minute):
            self._slices, self._per_minute = slices, per_minute
            self._lines.clear()

    def forget(self) -> None:
        self._words.clear()
        self._lines.clear()

    @property
    def line_width(self) -> float:
        return float(self._line)

    def stretch(self, width: int) -> None:
        """Rows of this width: what is to spare goes to the time line first (SPEC 2), to scale as before."""
        line = min(max(_LINE + (width - _NARROW) * 45 // 100, _LINE), _LONGEST_LINE)
        if line != self._line:
            self._per_minute *= line / self._line
            self._line = line
            self._lines.clear()

    @property
    def height(self) -> int:
        return ONE_WAY if self._slices == 1 else RETURN + MORE * (self._slices - 2)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_WIDE, self.height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        offer = index.data(ItemRole)
        if not isinstance(offer, Offer):
            return
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        said = self._said(offer)
        painter.save()
        self._ground(painter, box, state)
        x = box.left() + _PAD
        self._airline(painter, QRect(x, box.top(), _AIRLINE, box.height()), said)
        x += _AIRLINE + _GAP
        top = box.top() + (box.height() - _SLICE * len(said.slices) - (8 if len(said.slices) > 1 else 0)) // 2
        for number, (part, parts) in enumerate(zip(said.slices, self._parts(offer), strict=True)):
            self._slice(painter, QRect(x, top + number * (_SLICE + 8), 0, _SLICE), part, parts)
        x += _DEPART + self._line + _ARRIVE + _TIME + 3 * _GAP
        price_left = box.right() - _PAD - _PRICE
        self._fare(painter, QRect(x, box.top(), price_left - x - _GAP, box.height()), said)
        self._price(painter, QRect(price_left, box.top(), _PRICE, box.height()), said, offer)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    # --- parts

    def _said(self, offer: Offer) -> OfferWords:
        if offer.id not in self._words:
            self._words[offer.id] = row_words(offer, self._now())
        return self._words[offer.id]

    def _parts(self, offer: Offer) -> tuple[tuple[Part, ...], ...]:
        if offer.id not in self._lines:
            self._lines[offer.id] = tuple(place(part, self._per_minute, self._line) for part in offer.slices)
        return self._lines[offer.id]

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        role = "surface"
        if state & QStyle.StateFlag.State_Selected:
            role = "selected"
        elif state & QStyle.StateFlag.State_MouseOver:
            role = "hover"
        painter.fillRect(box, self._theme.colour(role))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), self._theme.colour("line"))

    def _write(self, painter: QPainter, box: QRect, text: str, face: str, role: str, align: Qt.AlignmentFlag) -> None:
        painter.setFont(self._theme.font(face))
        painter.setPen(self._theme.colour(role))
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(text) > box.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align, text)

    def _airline(self, painter: QPainter, box: QRect, said: OfferWords) -> None:
        tile = QRect(box.left(), box.center().y() - 24, 26, 20)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(tile, 4, 4)
        self._write(painter, tile, said.code, "badge", "text", Qt.AlignmentFlag.AlignCenter)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("text2"))
        name = QRect(box.left(), tile.bottom() + 4, box.width(), 30)
        painter.drawText(name, int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap), said.airline)

    def _slice(self, painter: QPainter, box: QRect, part: SliceWords, parts: tuple[Part, ...]) -> None:
        first, second = box.top(), box.top() + 20
        x = box.left()
        self._write(painter, QRect(x, first, _DEPART, 20), part.departs, "row_time", "text", _LEFT)
        self._write(painter, QRect(x, second, _DEPART, 15), part.origin, "caption", "text3", _LEFT)
        x += _DEPART + _GAP
        paint_line(painter, self._theme, parts, x, first + 10)
        self._write(painter, QRect(x, second, self._line, 15), part.stops, "caption", "text2", _LEFT)
        x += self._line + _GAP
        self._write(painter, QRect(x, first, 46, 20), part.arrives, "row_time", "text", _LEFT)
        if part.changed:
            wide = painter.fontMetrics().horizontalAdvance(part.arrives)
            self._write(painter, QRect(x + wide + 3, first - 3, 24, 16), part.changed, "badge", "warn", _LEFT)
        self._write(painter, QRect(x, second, _ARRIVE, 15), part.destination, "caption", "text3", _LEFT)
        x += _ARRIVE + _GAP
        self._write(painter, QRect(x, first, _TIME, 20), part.duration, "body", "text", _LEFT)
        self._write(painter, QRect(x, second, _TIME, 15), part.flights, "caption", "text3", _LEFT)

    def _fare(self, painter: QPainter, box: QRect, said: OfferWords) -> None:
        detail = ", ".join(part for part in (said.cabin, said.emissions) if part)
        lines = [
            (f"{said.brand}", "body_strong", "text"),
            (said.bags, "small", "text2"),
            (said.conditions, "small", "text2"),
            (said.hold, "small", "good" if said.may_be_held else "text2"),
        ]
        if said.operated and box.height() > ONE_WAY:
            lines.append((said.operated, "caption", "text3"))
        elif said.operated:
            lines[1] = (f"{said.operated}. {said.bags}", "small", "text2")
        top = box.center().y() - len(lines) * 8
        for number, (text, face, role) in enumerate(lines):
            self._write(painter, QRect(box.left(), top + number * 16, box.width(), 16), text, face, role, _LEFT)
        if detail and box.width() > 330:
            side = QRect(box.left() + 170, top, box.width() - 170, 16)
            self._write(painter, side, detail, "caption", "text3", _LEFT)

    def _price(self, painter: QPainter, box: QRect, said: OfferWords, offer: Offer) -> None:
        left = offer.expires_at - self._now()
        over = left <= timedelta(0)
        middle = box.center().y()
        font = QFont(self._theme.font("row_price"))
        font.setStrikeOut(over)
        painter.setFont(font)
        painter.setPen(self._theme.colour("disabled" if over else "text"))
        painter.drawText(QRect(box.left(), middle - 28, box.width(), 22), _RIGHT, said.total)
        self._write(painter, QRect(box.left(), middle - 6, box.width(), 15), said.per_adult, "caption", "text2", _RIGHT)
        role = "bad" if left < _BAD else "warn" if left < _WARN else "text3"
        ends = "Price ended" if over else time_left(left)
        self._write(painter, QRect(box.left(), middle + 10, box.width(), 15), ends, "caption", role, _RIGHT)
