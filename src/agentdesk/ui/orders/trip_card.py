"""The flights of an order: each way with its times, places and a line to scale, and the waits between."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.journeys import Flight, Layover, Segment, Slice, layovers
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.orders.order_sentences import (
    flight_line,
    operated_by,
    place_code,
    place_name,
    spoken_flight,
    way_length,
    way_title,
)
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.labels import IconLabel, hairline, label

_TIME, _ARRIVAL, _PLACE, _GAP = 54, 68, 142, 12
_LINE, _SHORTEST, _BAR = 200, 24, 4


class TripCard(QFrame):
    """Made anew only when the flights have changed."""

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Flights")
        self._theme, self._clock = theme, clock
        self._shown: tuple[Slice, ...] = ()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(1, 1, 1, 1)
        self._body.setSpacing(0)
        theme.changed.connect(self._fill)

    def show_slices(self, slices: tuple[Slice, ...]) -> None:
        if slices != self._shown:
            self._shown = slices
            self._fill()

    def _fill(self) -> None:
        slices = self._shown
        clear(self._body)
        longest = max((_length(flight) for part in slices for flight in part.flights), default=timedelta(hours=1))
        for place, part in enumerate(slices):
            if place:
                self._body.addWidget(hairline())
            self._body.addWidget(self._way(slices, place, part, longest))

    def _way(self, slices: tuple[Slice, ...], place: int, part: Slice, longest: timedelta) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(self._theme, way_title(slices, place, self._clock()), "body_strong"))
        head.addStretch(1)
        head.addWidget(label(self._theme, way_length(part), "small"))
        column.addLayout(head)
        waits: tuple[Layover | None, ...] = (*layovers(part), None)
        for segment, wait in zip(part.segments, waits, strict=True):
            share = _length(segment.flight) / longest
            column.addWidget(_FlightRow(self._theme, segment, part, share))
            if wait is not None:
                column.addLayout(self._wait(wait))
        return inside

    def _wait(self, wait: Layover) -> QHBoxLayout:
        trap = wait.is_short or wait.changes_airport or wait.duration < timedelta(0)
        missed = wait.duration < timedelta(0)
        text = (
            f"The next flight leaves {wait.leaves_from.iata} before this one lands" if missed else words.layover(wait)
        )
        row = QHBoxLayout()
        row.setContentsMargins(_TIME + _GAP, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel(self._theme, "triangle-alert" if trap else "clock", 12, "warn" if trap else "text3"))
        row.addWidget(label(self._theme, text, "small", "warn" if trap else "text2"))
        row.addStretch(1)
        return row


class _FlightRow(QWidget):
    """Departure, line, arrival; columns stand under one another in all rows of the card."""

    def __init__(self, theme: Theme, segment: Segment, part: Slice, share: float) -> None:
        super().__init__()
        flight = segment.flight
        self.setAccessibleName(spoken_flight(flight))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(_time(theme, words.clock(flight.departs), "", _TIME))
        row.addLayout(_place(theme, place_name(flight.origin), place_code(flight.origin, flight.origin_terminal)), 2)
        middle = QVBoxLayout()
        middle.setSpacing(2)
        middle.addWidget(_Bar(theme, share))
        said = Elided(theme, "caption", "text2")
        said.say(flight_line(segment, part.fare_brand))
        said.setMinimumWidth(_LINE)
        middle.addWidget(said)
        if flown := operated_by(flight):
            below = Elided(theme, "caption", "text2")
            below.say(flown)
            middle.addWidget(below)
        middle.addStretch(1)
        row.addLayout(middle, 3)
        days = (flight.arrives.date() - part.departs.date()).days
        row.addWidget(_time(theme, words.clock(flight.arrives), words.day_change(days), _ARRIVAL))
        there = place_code(flight.destination, flight.destination_terminal)
        if days:
            there += f", {words.day(flight.arrives.date())}"
        row.addLayout(_place(theme, place_name(flight.destination), there), 2)


class _Bar(QWidget):
    """A flight to the scale of the longest of the trip."""

    def __init__(self, theme: Theme, share: float) -> None:
        super().__init__()
        self._theme, self._share = theme, share
        self.setMinimumWidth(_LINE)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_LINE, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("flight"))
        width = max(min(self.width(), 2 * _LINE) * self._share, _SHORTEST)
        painter.drawRoundedRect(QRectF(0, (self.height() - _BAR) / 2, width, _BAR), _BAR / 2, _BAR / 2)


def _time(theme: Theme, text: str, change: str, width: int) -> QWidget:
    """15/20; the day change stands raised behind it."""
    inside = QWidget()
    inside.setFixedWidth(width)
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    made = label(theme, text, "row_time")
    row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
    if change:
        days = label(theme, change, "badge", "warn")
        days.setAccessibleName(f"{text} {change} day")
        row.addWidget(days, 0, Qt.AlignmentFlag.AlignTop)
    row.addStretch(1)
    return inside


def _place(theme: Theme, name: str, below: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    for text, face, role in ((name, "body", "text"), (below, "caption", "text2")):
        line = Elided(theme, face, role)
        line.say(text)
        line.setMinimumWidth(_PLACE)
        column.addWidget(line)
    column.addStretch(1)
    return column


def _length(flight: Flight) -> timedelta:
    known = flight.duration or flight.arrives - flight.departs
    return max(known, timedelta(minutes=1))
