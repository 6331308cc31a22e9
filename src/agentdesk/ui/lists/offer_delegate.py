"""Paints an offer's row: mark, airline, journey, fare, aircraft and cabin, price."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agentdesk.travel.timeline import Part, place
from agentdesk.ui.lists.offer_columns import (
    ARRIVE,
    CHECK,
    DEPART,
    GAP,
    MORE,
    ONE_WAY,
    RETURN,
    SLICE,
    TIME,
    Columns,
    columns,
)
from agentdesk.ui.lists.offer_model import ShownRole
from agentdesk.ui.lists.offer_words import OfferWords, Shown, SliceWords, row_words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.countdown import time_left
from agentdesk.ui.widgets.journey_line import paint_line

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WARN, _BAD = timedelta(minutes=10), timedelta(minutes=2)
_ICON, _TILE = 14, QSize(26, 20)
_AnyIndex = QModelIndex | QPersistentModelIndex
_Key = tuple[str, int | None]
_LaidOut = tuple[QStaticText, float, float]
_CENTRE = Qt.AlignmentFlag.AlignCenter
_MOST_TEXTS = 5_000


class OfferDelegate(QStyledItemDelegate):
    """All rows have one height and one time scale, set by `fit`; texts are made when a row is first painted."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._words: dict[tuple[_Key, int], OfferWords] = {}
        self._lines: dict[_Key, tuple[tuple[Part, ...], ...]] = {}
        self._metrics: dict[str, QFontMetrics] = {}
        self._texts: dict[tuple[str, str], _LaidOut] = {}
        self._per_minute = 0.0
        self._columns = columns(728)
        self._slices = 1
        theme.changed.connect(self._metrics.clear)
        theme.changed.connect(self._texts.clear)

    def fit(self, slices: int, per_minute: float) -> None:
        """How many slices the rows have and how many pixels a minute takes."""
        if (slices, per_minute) != (self._slices, self._per_minute):
            self._slices, self._per_minute = slices, per_minute
            self._lines.clear()

    def forget(self) -> None:
        self._words.clear()
        self._lines.clear()

    @property
    def columns(self) -> Columns:
        return self._columns

    @property
    def line_width(self) -> float:
        return float(self._columns.line_width)

    def stretch(self, width: int) -> None:
        """Rows of this width, their lines to scale as before."""
        before, self._columns = self._columns.line_width, columns(width)
        if before != self._columns.line_width:
            self._per_minute *= self._columns.line_width / before
            self._lines.clear()

    @property
    def height(self) -> int:
        return ONE_WAY if self._slices == 1 else RETURN + MORE * (self._slices - 2)

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        return QSize(1, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        shown = index.data(ShownRole)
        if not isinstance(shown, Shown):
            return
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        said, at = self._said(shown), self._columns
        painter.save()
        ground = self._ground(painter, box, state)
        mark = index.data(Qt.ItemDataRole.CheckStateRole)
        if mark is not None:
            self._check(painter, self.check_box(box), mark == Qt.CheckState.Checked)
        top = box.top() + (box.height() - SLICE * len(said.slices)) // 2
        under = top + SLICE * len(said.slices)
        free = QRect(box.left() + at.depart, under, at.fare - at.depart - GAP, box.bottom() - under)
        self._airline(painter, QRect(box.left() + at.airline, box.top(), at.airline_width, box.height()), said, free)
        for number, (part, parts) in enumerate(zip(said.slices, self._parts(shown), strict=True)):
            self._slice(painter, box.left(), top + number * SLICE, part, parts, ground)
        self._fare(painter, QRect(box.left() + at.fare, box.top(), at.fare_width, box.height()), said)
        if at.is_wide:
            self._side(painter, QRect(box.left() + at.side, box.top(), at.side_width, box.height()), said)
        price = QRect(box.left() + at.price, box.top(), at.price_width, box.height())
        self._price(painter, price, said, shown)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.restore()

    # --- where things are, for the pointer

    def check_box(self, row: QRect) -> QRect:
        """The painted check box of a row."""
        return QRect(row.left() + self._columns.check, row.center().y() - CHECK // 2 + 1, CHECK, CHECK)

    def opens_fares(self, row: QRect, x: int) -> bool:
        """Whether a click there asks for the other fares: anywhere on fare and price."""
        return x >= row.left() + self._columns.fare

    # --- parts

    def _said(self, shown: Shown) -> OfferWords:
        key = ((shown.offer.id, shown.only), shown.fares if shown.is_journey else -shown.fares)
        said = self._words.get(key)
        if said is None:
            said = self._words[key] = row_words(shown, self._now())
        return said

    def _parts(self, shown: Shown) -> tuple[tuple[Part, ...], ...]:
        key = (shown.offer.id, shown.only)
        parts = self._lines.get(key)
        if parts is None:
            width = self.line_width
            parts = self._lines[key] = tuple(place(part, self._per_minute, width) for part in shown.slices)
        return parts

    def _ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> str:
        role = "surface"
        if state & QStyle.StateFlag.State_Selected:
            role = "selected"
        elif state & QStyle.StateFlag.State_MouseOver:
            role = "hover"
        painter.fillRect(box, self._theme.colour(role))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), self._theme.colour("line"))
        return role

    def _font_metrics(self, face: str) -> QFontMetrics:
        found = self._metrics.get(face)
        if found is None:
            found = self._metrics[face] = QFontMetrics(self._theme.font(face))
        return found

    def _write(
        self, painter: QPainter, box: QRect, text: str, face: str, role: str, align: Qt.AlignmentFlag = _LEFT
    ) -> None:
        """Names are cut where there is no room; what must never be cut is given room by its column."""
        laid_out, width, height = self._laid_out(text, face)
        if width > box.width() + 1:
            metrics = self._font_metrics(face)
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            laid_out, width, height = self._laid_out(cut, face)
        free = box.width() - width
        x = box.left() + (free if align & Qt.AlignmentFlag.AlignRight else free / 2 if align == _CENTRE else 0)
        painter.setFont(self._theme.font(face))
        painter.setPen(self._theme.colour(role))
        painter.drawStaticText(QPointF(x, box.top() + (box.height() - height) // 2), laid_out)

    def _laid_out(self, text: str, face: str) -> _LaidOut:
        """A text and its size, shaped once: the same few words stand in most rows."""
        found = self._texts.get((text, face))
        if found is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            made = QStaticText(text)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            made.prepare(font=self._theme.font(face))
            size = made.size()
            found = self._texts[text, face] = (made, size.width(), size.height())
        return found

    def _check(self, painter: QPainter, box: QRect, on: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent" if on else "control"), 1))
        painter.setBrush(self._theme.colour("accent" if on else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.restore()
        if on:
            self._picture(painter, box.left() + 2, box.top() + 2, "check", "onAccent", 12)

    def _picture(self, painter: QPainter, x: int, y: int, name: str, role: str, size: int = _ICON) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(x, y, self._theme.pixmap(name, size, role, ratio))

    def _airline(self, painter: QPainter, box: QRect, said: OfferWords, free: QRect) -> None:
        """The code on a tile, the name, and who flies it: in full in the `free` line where this column is too small."""
        room = (box.height() - 8 - _TILE.height() - 4) // 14
        name = self._lines_of(said.airline, box.width(), min(2, room))
        flown = self._lines_of(said.operated, box.width(), room - len(name)) if said.operated else []
        if flown and flown[-1].endswith("…") and free.height() >= 15:
            self._write(painter, free, said.operated, "caption", "text3")
            flown = []
        block = _TILE.height() + 4 + 14 * (len(name) + len(flown))
        top = box.top() + (box.height() - block) // 2
        tile = QRect(box.left(), top, _TILE.width(), _TILE.height())
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(self._theme.colour("sunken"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._write(painter, tile, said.code, "badge", "text", _CENTRE)
        y = tile.bottom() + 5
        for number, line in enumerate([*name, *flown]):
            role = "text2" if number < len(name) else "text3"
            self._write(painter, QRect(box.left(), y + 14 * number, box.width(), 14), line, "caption", role)

    def _lines_of(self, text: str, width: int, most: int) -> list[str]:
        """The text wrapped between words; what has no room ends in an ellipsis."""
        metrics = self._font_metrics("caption")
        lines: list[str] = []
        words = text.split()
        while words and len(lines) < most:
            line = words.pop(0)
            while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= width:
                line += f" {words.pop(0)}"
            lines.append(line)
        if words:
            rest = " ".join([lines[-1], *words])
            lines[-1] = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
        return lines

    def _slice(
        self, painter: QPainter, left: int, top: int, part: SliceWords, parts: tuple[Part, ...], ground: str
    ) -> None:
        first, second, at = top, top + 20, self._columns
        self._write(painter, QRect(left + at.depart, first, DEPART, 20), part.departs, "row_time", "text")
        self._write(painter, QRect(left + at.depart, second, DEPART + 8, 15), part.origin, "caption", "text3")
        paint_line(painter, self._theme, parts, left + at.line, first + 10, ground)
        role = "warn" if part.is_risky else "text2"
        room = QRect(left + at.line, second, at.line_width + 3, 15)
        whole = self._laid_out(part.stops, "caption")[1] <= room.width() + 1
        self._write(painter, room, part.stops if whole else part.stops_short, "caption", role)
        self._write(painter, QRect(left + at.arrive, first, 46, 20), part.arrives, "row_time", "text")
        if part.changed:
            wide = self._font_metrics("row_time").horizontalAdvance(part.arrives)
            spot = QRect(left + at.arrive + wide + 3, first - 3, 20, 16)
            self._write(painter, spot, part.changed, "badge", "warn")
        self._write(painter, QRect(left + at.arrive, second, ARRIVE, 15), part.destination, "caption", "text3")
        self._write(painter, QRect(left + at.time, first, TIME, 20), part.duration, "body", "text")
        flights = part.flights
        if self._font_metrics("caption").horizontalAdvance(flights) > TIME + 4:
            flights = part.flights_short  # a flight number is never cut
        self._write(painter, QRect(left + at.time, second, TIME + 4, 15), flights, "caption", "text3")

    def _fare(self, painter: QPainter, box: QRect, said: OfferWords) -> None:
        terms, tight = self._terms(said, box.width())
        lines = 3 + len(terms)
        pitch = 16 if lines * 16 <= box.height() - 8 else 14
        face = "small" if pitch == 16 else "caption"
        top = box.top() + (box.height() - lines * pitch) // 2
        self._write(painter, QRect(box.left(), top, box.width(), pitch), said.brand, "body_strong", "text")
        self._bags(painter, QRect(box.left(), top + pitch, box.width(), pitch), said, face)
        for number, text in enumerate(terms, 2):
            spot = QRect(box.left(), top + number * pitch, box.width(), pitch)
            self._write(painter, spot, text, "caption" if tight else face, "text2")
        last = QRect(box.left() + _ICON + 4, top + (lines - 1) * pitch, box.width() - _ICON - 4, pitch)
        role, icon = ("good", "hand") if said.may_be_held else ("text2", "zap")
        self._picture(painter, box.left(), last.top() + (pitch - _ICON) // 2, icon, role)
        whole = self._laid_out(said.hold_long, face)[1] <= last.width()
        self._write(painter, last, said.hold_long if whole else said.hold, face, role)

    def _terms(self, said: OfferWords, width: int) -> tuple[list[str], bool]:
        """Change and refund on one line where both fit whole, smaller if need be, else on two: no penalty is cut."""
        both = f"{said.change}, {said.refund[:1].lower()}{said.refund[1:]}"
        for face in ("small", "caption"):
            if self._laid_out(both, face)[1] <= width + 1:
                return [both], face == "caption"
        return [said.change, said.refund], False

    def _bags(self, painter: QPainter, box: QRect, said: OfferWords, face: str) -> None:
        if self._columns.is_wide and self._laid_out(said.bags, face)[1] <= box.width():
            self._write(painter, box, said.bags, face, "text2")
            return
        x = box.left()
        for icon, text in (("backpack", said.cabin_bags), ("luggage", said.hold_bags)):
            self._picture(painter, x, box.top() + (box.height() - _ICON) // 2, icon, "text2")
            x += _ICON + 3
            self._write(painter, QRect(x, box.top(), 60, box.height()), text, face, "text2")
            x += self._font_metrics(face).horizontalAdvance(text) + 8
        if not self._columns.is_wide:
            self._write(painter, QRect(x, box.top(), box.right() - x + 1, box.height()), said.emissions, face, "text2")

    def _side(self, painter: QPainter, box: QRect, said: OfferWords) -> None:
        """Aircraft, emissions and cabin: what a wide window has room for."""
        emissions = f"{said.emissions} each" if said.emissions else ""
        lines = [line for line in (said.aircraft, emissions, said.cabin, said.comforts) if line]
        top = box.top() + (box.height() - 16 * len(lines)) // 2
        for number, line in enumerate(lines):
            self._write(painter, QRect(box.left(), top + 16 * number, box.width(), 16), line, "small", "text2")

    def _price(self, painter: QPainter, box: QRect, said: OfferWords, shown: Shown) -> None:
        left = shown.offer.expires_at - self._now()
        over = left <= timedelta(0)
        below = (said.per_adult, said.fares)
        top = box.top() + (box.height() - 22 - 15 * (1 + said.is_from + sum(map(bool, below)))) // 2
        if said.is_from:
            self._write(painter, QRect(box.left(), top, box.width(), 15), "from", "caption", "text2", _RIGHT)
            top += 15
        self._total(painter, QRect(box.left() - 30, top, box.width() + 30, 22), said.total, over)
        y = top + 22
        if said.per_adult:
            self._write(painter, QRect(box.left(), y, box.width(), 15), said.per_adult, "caption", "text2", _RIGHT)
            y += 15
        self._ends(painter, QRect(box.left(), y, box.width(), 15), left)
        if said.fares:
            fares = QRect(box.left(), y + 15, box.width(), 15)
            self._write(painter, fares, said.fares, "caption", "accentText", _RIGHT)

    def _total(self, painter: QPainter, box: QRect, total: str, over: bool) -> None:
        """The price, larger in a wide window; struck through once it has ended."""
        font = QFont(self._theme.font("row_price"))
        if self._columns.is_wide:
            font.setPixelSize(18)
        font.setStrikeOut(over)
        painter.setFont(font)
        painter.setPen(self._theme.colour("disabled" if over else "text"))
        painter.drawText(box, _RIGHT, total)

    def _ends(self, painter: QPainter, box: QRect, left: timedelta) -> None:
        """How long the price holds: a warning under ten minutes, red under two, over at nought."""
        words = "Price ended" if left <= timedelta(0) else time_left(left)
        role = "bad" if left < _BAD else "warn" if left < _WARN else "text2"
        face = "badge" if left < _WARN else "caption"
        self._write(painter, box, words, face, role, _RIGHT)
        x = box.right() - self._font_metrics(face).horizontalAdvance(words) - 16
        self._picture(painter, x, box.top() + 2, "clock", role, 12)
