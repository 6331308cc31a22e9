"""Paints an offer's row: mark, airline, journey, fare, aircraft and cabin, price."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agentdesk.travel.places import Airline
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
    Columns,
    columns,
)
from agentdesk.ui.lists.offer_model import ShownRole
from agentdesk.ui.lists.offer_words import OfferWords, Shown, SliceWords, row_words
from agentdesk.ui.lists.row_brush import RowBrush, Side
from agentdesk.ui.offers.airline_tile import paint_tile
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.countdown import time_left
from agentdesk.ui.widgets.journey_line import paint_line

_WARN, _BAD = timedelta(minutes=10), timedelta(minutes=2)
_ICON, _TILE_WIDE, _TILE_HIGH = 14, 26, 20
_AnyIndex = QModelIndex | QPersistentModelIndex
_Key = tuple[str, int | None]


class OfferDelegate(QStyledItemDelegate):
    """All rows have one height and one time scale, set by `fit`; texts are made when a row is first painted."""

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._now = theme, now
        self._words: dict[tuple[str, int | None, int, bool, bool], OfferWords] = {}
        self._lines: dict[_Key, tuple[tuple[Part, ...], ...]] = {}
        self._brush = RowBrush(theme)
        self._per_minute = 0.0
        self._columns = columns(728)
        self._slices = 1
        self.logo_of: Callable[[Airline], QPixmap | None] = lambda _airline: None

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
        self._brush.begin(painter)
        ground = self._ground(painter, box, state)
        mark = index.data(Qt.ItemDataRole.CheckStateRole)
        if mark is not None:
            self._check(painter, self.check_box(box), mark == Qt.CheckState.Checked)
        top = box.top() + (box.height() - SLICE * len(said.slices)) // 2
        under = top + SLICE * len(said.slices)
        free = QRect(box.left() + at.depart, under, at.fare - at.depart - GAP, box.bottom() - under)
        named = QRect(box.left() + at.airline, box.top(), at.airline_width, box.height())
        self._airline(painter, named, said, free, self.logo_of(shown.offer.owner))
        for number, (part, parts) in enumerate(zip(said.slices, self._parts(shown), strict=True)):
            self._slice(painter, box.left(), top + number * SLICE, part, parts, ground)
        if at.fare_width:
            self._fare(QRect(box.left() + at.fare, box.top(), at.fare_width, box.height()), said)
        if at.is_wide:
            self._side(QRect(box.left() + at.side, box.top(), at.side_width, box.height()), said)
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
        wide = self._columns.is_wide
        key = (shown.offer.id, shown.only, shown.fares, shown.is_journey, wide)
        said = self._words.get(key)
        if said is None:
            said = self._words[key] = row_words(shown, self._now(), wide=wide)
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
        painter.fillRect(box, self._brush.colour(role))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, self._brush.colour("line"))
        return role

    def _check(self, painter: QPainter, box: QRect, on: bool) -> None:
        self._rounded(painter, box, "accent" if on else "control", "accent" if on else "surface")
        if on:
            self._brush.icon(box.left() + 2, box.top() + 2, "check", "onAccent", 12)

    def _rounded(self, painter: QPainter, box: QRect, line: str, fill: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._brush.colour(line))
        painter.setBrush(self._brush.colour(fill))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._brush.stale()

    def _airline(self, painter: QPainter, box: QRect, said: OfferWords, free: QRect, logo: QPixmap | None) -> None:
        """The code on a tile, the name, and who flies it: in full in the `free` line where this column is too small."""
        brush, left, wide = self._brush, box.left(), box.width()
        room = (box.height() - 8 - _TILE_HIGH - 4) // 14 if wide > _TILE_WIDE else 0
        name = brush.lines(said.airline, "caption", wide, min(2, room))
        flown = brush.lines(said.operated, "caption", wide, room - len(name)) if said.operated else []
        if flown and flown[-1].endswith("…") and free.height() >= 15:
            brush.text(free.left(), free.top(), free.width(), 15, said.operated, "caption", "text3")
            flown = []
        block = _TILE_HIGH + 4 + 14 * (len(name) + len(flown))
        top = box.top() + (box.height() - block) // 2
        if logo is not None:
            paint_tile(painter, self._theme, QRectF(left, top, _TILE_WIDE, _TILE_HIGH), said.code, logo)
        else:
            self._rounded(painter, QRect(left, top, _TILE_WIDE, _TILE_HIGH), "line", "sunken")
            brush.text(left, top, _TILE_WIDE, _TILE_HIGH, said.code, "badge", "text", Side.CENTRE)
        y = top + _TILE_HIGH + 4
        for number, line in enumerate([*name, *flown]):
            role = "text2" if number < len(name) else "text3"
            brush.text(left, y + 14 * number, wide, 14, line, "caption", role)

    def _slice(
        self, painter: QPainter, left: int, top: int, part: SliceWords, parts: tuple[Part, ...], ground: str
    ) -> None:
        brush, second, at = self._brush, top + 20, self._columns
        paint_line(painter, self._theme, parts, left + at.line, top + 10, ground)
        brush.stale()
        brush.text(left + at.depart, top, DEPART, 20, part.departs, "row_time", "text")
        brush.text(left + at.arrive, top, DEPART, 20, part.arrives, "row_time", "text")
        brush.text(left + at.time, top, at.time_width, 20, part.duration, "body", "text")
        room = at.line_width + 3
        stops = part.stops if brush.width(part.stops, "caption") <= room + 1 else part.stops_short
        brush.text(left + at.line, second, room, 15, stops, "caption", "warn" if part.is_risky else "text2")
        flights = part.flights
        if brush.width(flights, "caption") > at.time_width + 4:
            flights = part.flights_short  # a flight number is never cut
        brush.text(left + at.depart, second, DEPART + 8, 15, part.origin, "caption", "text3")
        brush.text(left + at.arrive, second, ARRIVE, 15, part.destination, "caption", "text3")
        brush.text(left + at.time, second, at.time_width + 4, 15, flights, "caption", "text3")
        if part.changed:
            x = left + at.arrive + brush.width(part.arrives, "row_time") + 3
            brush.text(x, top - 3, 20, 16, part.changed, "badge", "warn")

    def _fare(self, box: QRect, said: OfferWords) -> None:
        brush, left, wide = self._brush, box.left(), box.width()
        terms, tight = self._terms(said, wide)
        lines = 3 + len(terms)
        pitch = 16 if lines * 16 <= box.height() - 8 else 14
        face = "small" if pitch == 16 else "caption"
        y = box.top() + (box.height() - lines * pitch) // 2
        brush.text(left, y, wide, pitch, said.brand, "body_strong", "text")
        y += pitch
        self._bags(left, y, wide, pitch, said, face)
        for text in terms:
            y += pitch
            brush.text(left, y, wide, pitch, text, "caption" if tight else face, "text2")
        y += pitch
        role, icon = ("good", "hand") if said.may_be_held else ("text2", "zap")
        brush.icon(left, y + (pitch - _ICON) // 2, icon, role, _ICON)
        room = wide - _ICON - 4
        hold = said.hold_long if brush.width(said.hold_long, face) <= room else said.hold
        brush.text(left + _ICON + 4, y, room, pitch, hold, face, role)

    def _terms(self, said: OfferWords, width: int) -> tuple[list[str], bool]:
        """Change and refund on one line where both fit whole, smaller if need be, else on two: no penalty is cut."""
        both = f"{said.change}, {said.refund[:1].lower()}{said.refund[1:]}"
        for face in ("small", "caption"):
            if self._brush.width(both, face) <= width + 1:
                return [both], face == "caption"
        return [said.change, said.refund], False

    def _bags(self, x: int, y: int, wide: int, high: int, said: OfferWords, face: str) -> None:
        """In words where there is room; else cabin bags, hold bags and emissions beside their icons."""
        brush = self._brush
        if self._columns.is_wide and brush.width(said.bags, face) <= wide:
            brush.text(x, y, wide, high, said.bags, face, "text2")
            return
        end = x + wide
        for icon, text in (("backpack", said.cabin_bags), ("luggage", said.hold_bags)):
            brush.icon(x, y + (high - _ICON) // 2, icon, "text2", _ICON)
            brush.text(x + _ICON + 3, y, 60, high, text, face, "text2")
            x += _ICON + 11 + int(brush.width(text, face))
        if not self._columns.is_wide and said.emissions:
            brush.text(x, y, end - x, high, said.emissions, face, "text2")

    def _side(self, box: QRect, said: OfferWords) -> None:
        """Aircraft, emissions and cabin: what a wide window has room for."""
        emissions = f"{said.emissions} each" if said.emissions else ""
        lines = [line for line in (said.aircraft, emissions, said.cabin, said.comforts) if line]
        top = box.top() + (box.height() - 16 * len(lines)) // 2
        for number, line in enumerate(lines):
            self._brush.text(box.left(), top + 16 * number, box.width(), 16, line, "small", "text2")

    def _price(self, painter: QPainter, box: QRect, said: OfferWords, shown: Shown) -> None:
        brush, left, wide = self._brush, box.left(), box.width()
        remains = shown.offer.expires_at - self._now()
        over = remains <= timedelta(0)
        rows = 1 + said.is_from + bool(said.per_adult) + bool(said.fares)
        y = box.top() + (box.height() - 22 - 15 * rows) // 2
        if said.is_from:
            brush.text(left, y, wide, 15, "from", "caption", "text2", Side.RIGHT)
            y += 15
        face, role = "row_price:large" if self._columns.is_wide else "row_price", "disabled" if over else "text"
        brush.text(left - 30, y, wide + 30, 22, said.total, face, role, Side.RIGHT)
        if over:  # a shaped text does not carry its own line to where it is drawn
            struck = round(brush.width(said.total, face))
            painter.fillRect(left + wide - struck, y + 11, struck, 1, brush.colour("disabled"))
        y += 22
        if said.per_adult:
            brush.text(left, y, wide, 15, said.per_adult, "caption", "text2", Side.RIGHT)
            y += 15
        self._ends(left, y, wide, remains)
        if said.fares:
            brush.text(left, y + 15, wide, 15, said.fares, "caption", "accentText", Side.RIGHT)

    def _ends(self, left: int, y: int, wide: int, remains: timedelta) -> None:
        """How long the price holds: a warning under ten minutes, red under two, over at nought."""
        words = "Price ended" if remains <= timedelta(0) else time_left(remains)
        role = "bad" if remains < _BAD else "warn" if remains < _WARN else "text2"
        face = "badge" if remains < _WARN else "caption"
        self._brush.text(left, y, wide, 15, words, face, role, Side.RIGHT)
        x = left + wide - int(self._brush.width(words, face)) - 17
        self._brush.icon(x, y + 2, "clock", role, 12)
