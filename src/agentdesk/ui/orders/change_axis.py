"""Before and after on one line of hours, in the time of the place that one leaves from."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from agentdesk.travel.change_harm import WayHarm
from agentdesk.travel.journeys import Flight, Slice, instant
from agentdesk.ui import words
from agentdesk.ui.orders.change_words import side_words, spoken
from agentdesk.ui.theme import Theme

_LABELS, _SIDE = 84, 230
_HEAD, _ROW, _BAR, _RADIUS, _PADDING = 18, 38, 20, 4, 8
_HOUR = timedelta(hours=1)
_STEPS = (1, 2, 3, 4, 6, 12, 24, 48)
_ROOM = 56  # pixels that the word of an hour wants
_LANDS = 136  # pixels behind the last bar for when it lands


class ChangeAxis(QWidget):
    """One slice. Instants, so that a bar is as long as the flight is, wherever it lands."""

    def __init__(self, theme: Theme, way: WayHarm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._way = theme, way
        self._zone = _zone(way)
        self.setAccessibleName(spoken(way))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        bounds = [_span(flight) for part in (way.before, way.after) if part is not None for flight in part.flights]
        self._start = _floor(min(first for first, _ in bounds), self._zone) - _HOUR
        self._end = max(last for _, last in bounds)

    def sizeHint(self) -> QSize:
        return QSize(600, _HEAD + 2 * _ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, _HEAD + 2 * _ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_hours(painter)
        before, after = self._way.before, self._way.after
        self._name_row(painter, 0, "Before", "body", "text2", side_words(before) if before is not None else "")
        self._name_row(painter, 1, "After", "body_strong", "text", side_words(after) if after is not None else "")
        if before is not None:
            self._paint_side(painter, before, 0)
        if after is not None:
            self._paint_side(painter, after, 1)
        else:
            self._write(painter, QRectF(_LABELS, self._middle(1) - 10, 200, 20), "cancelled", "body_strong", "bad")

    # --- the parts

    def _paint_hours(self, painter: QPainter) -> None:
        self._write(painter, QRectF(0, 0, _LABELS, 16), f"{_city(self._way)} time", "caption", "text2")
        step = self._step()
        hour, zone = _floor(self._start, self._zone), self._zone
        while (x := self._x(hour)) <= self._right():
            local = hour.astimezone(zone)
            if local.hour % step == 0 and x >= _LABELS - 0.5:
                painter.setPen(QPen(self._theme.colour("line"), 1))
                for row in (0, 1):
                    top = self._middle(row) - _ROW / 2
                    painter.drawLine(QLineF(round(x) + 0.5, top, round(x) + 0.5, top + _ROW - 2))
                said = words.day(local.date())[:-4] if local.hour == 0 else f"{local.hour:02}"
                self._write(painter, QRectF(x, 0, _ROOM, 16), said, "caption", "text2")
            hour += _HOUR

    def _name_row(self, painter: QPainter, row: int, text: str, face: str, role: str, side: str) -> None:
        top = self._middle(row) - 10
        self._write(painter, QRectF(0, top, _LABELS - 8, 20), text, face, role)
        box = QRectF(self.width() - self._side(), top, self._side(), 20)
        self._write(painter, box, side, "small", "text2", Qt.AlignmentFlag.AlignRight)

    def _paint_side(self, painter: QPainter, part: Slice, row: int) -> None:
        """Every flight as a bar; a wait is a thin line between two."""
        after, middle = row == 1, self._middle(row)
        ink = self._theme.colour("flight" if after else "control")
        spans = [_span(flight) for flight in part.flights]
        for (_, lands), (leaves, _) in pairwise(spans):
            painter.setPen(QPen(self._theme.colour("bad" if leaves < lands else "layover"), 1.5))
            painter.drawLine(QPointF(self._x(lands), middle), QPointF(self._x(leaves), middle))
        for flight, (leaves, lands) in zip(part.flights, spans, strict=True):
            x = self._x(leaves)
            box = QRectF(x, middle - _BAR / 2, max(self._x(lands) - x, 6.0), _BAR).adjusted(0.5, 0.5, -0.5, -0.5)
            # a seam where one flight leaves before the other lands
            edge = QPen(self._theme.colour("surface"), 1) if after else QPen(ink, 1, Qt.PenStyle.DashLine)
            painter.setPen(edge)
            painter.setBrush(ink if after else self._theme.colour("surface"))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)
            text = self._fitting(flight, box.width() - 2 * _PADDING)
            inside = box.adjusted(_PADDING, 0, -2, 0)
            self._write(painter, inside, text, "small", "surface" if after else "text2")
        left = self._x(spans[-1][1]) + 8
        days = (part.arrives.date() - part.departs.date()).days
        said = f"lands {words.clock(part.arrives)}{' ' + words.day_change(days) if days else ''} local"
        room = QRectF(left, middle - 10, max(self.width() - self._side() - left - 8, 0), 20)
        face, role = ("small_strong", "text") if after else ("small", "text2")
        if room.width() >= self._width(said, face):
            painter.fillRect(
                QRectF(left - 2, middle - 9, self._width(said, face) + 4, 18), self._theme.colour("surface")
            )
            self._write(painter, room, said, face, role)

    def _fitting(self, flight: Flight, room: float) -> str:
        """As much of '09:30 LH 901' as there is room for."""
        at = words.clock(flight.departs)
        return next((s for s in (f"{at} {flight.code}", flight.code, at) if self._width(s, "small") <= room), "")

    # --- where

    def _step(self) -> int:
        hours = (self._end - self._start) / _HOUR
        room = (self._right() - _LANDS - _LABELS) / max(hours, 1)
        return next((step for step in _STEPS if step * room >= _ROOM), _STEPS[-1])

    def _side(self) -> float:
        return _SIDE if self.width() >= 600 else 0

    def _right(self) -> float:
        return self.width() - self._side() - 12

    def _x(self, at: datetime) -> float:
        share = (at - self._start) / (self._end - self._start)
        return _LABELS + share * (self._right() - _LANDS - _LABELS)

    def _middle(self, row: int) -> float:
        return _HEAD + row * _ROW + _ROW / 2

    # --- drawing words

    def _width(self, text: str, face: str) -> float:
        return float(QFontMetrics(self._theme.font(face)).horizontalAdvance(text))

    def _write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        face: str,
        role: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(self._theme.font(face))
        painter.setPen(self._theme.colour(role))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _span(flight: Flight) -> tuple[datetime, datetime]:
    """When it leaves and lands; where a zone is not known both are read as one clock."""
    leaves = instant(flight.departs, flight.origin.time_zone) or flight.departs.replace(tzinfo=UTC)
    lands = instant(flight.arrives, flight.destination.time_zone)
    if lands is None:
        lands = leaves + (flight.duration or flight.arrives - flight.departs)
    return leaves, lands


def _zone(way: WayHarm) -> ZoneInfo:
    """Where the trip leaves from: that clock stands on the axis."""
    part = way.before or way.after
    try:
        return ZoneInfo(part.flights[0].origin.time_zone) if part is not None else ZoneInfo("UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _city(way: WayHarm) -> str:
    part = way.before or way.after
    return part.origin.city or part.origin.iata if part is not None else ""


def _floor(at: datetime, zone: ZoneInfo) -> datetime:
    """The last full hour on the clock of the place, also where its zone has half hours."""
    local = at.astimezone(zone)
    return at - timedelta(minutes=local.minute, seconds=local.second)
