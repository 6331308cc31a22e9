"""The itinerary on screen: each way with its flights, the waits between them, who flies, the conditions."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from agentdesk.travel.journeys import Flight, Layover, Slice, layovers
from agentdesk.travel.orders import Order
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import hairline, label


class FlightsCard(QFrame):
    """A card, made anew when the trip has changed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Flights")
        self._theme = theme
        self._shown: tuple[Slice, ...] = ()
        self._rules = label(theme, "", "small", wraps=True)
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(0)
        column.addLayout(self._body)
        self._rules.setContentsMargins(14, 6, 14, 0)
        column.addWidget(self._rules)

    def show_order(self, order: Order) -> None:
        self._rules.setText(f"{words.condition(order.change, 'change')}. {words.condition(order.refund, 'refund')}.")
        if order.slices == self._shown:
            return
        self._shown = order.slices
        clear(self._body)
        for place, part in enumerate(order.slices):
            if place:
                self._body.addWidget(hairline())
            self._body.addWidget(self._way(part))

    def _way(self, part: Slice) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, 92)
        day = words.day(part.departs.date())
        grid.addWidget(label(self._theme, day, "body_strong"), 0, 0, Qt.AlignmentFlag.AlignTop)
        for place, (time, text, small) in enumerate(_lines(part)):
            if time:
                grid.addWidget(label(self._theme, time, "body_strong"), place, 1, Qt.AlignmentFlag.AlignTop)
            face, role = ("small", "") if small else ("body", "")
            grid.addWidget(label(self._theme, text, face, role, wraps=True), place, 2)
        return inside


def _lines(part: Slice) -> Iterator[tuple[str, str, bool]]:
    """Time, text and whether it is small print, from the first departure to the last arrival."""
    waits: tuple[Layover | None, ...] = (*layovers(part), None)
    for flight, wait in zip(part.flights, waits, strict=True):
        yield words.clock(flight.departs), words.airport(flight.origin, flight.origin_terminal), False
        yield "", _flight(flight), True
        days = (flight.arrives.date() - part.departs.date()).days
        later = f" ({words.day_change(days)}, {words.day(flight.arrives.date())})" if days else ""
        there = words.airport(flight.destination, flight.destination_terminal)
        yield words.clock(flight.arrives), f"{there}{later}", False
        if wait is not None:
            yield "", words.layover(wait), True


def _flight(flight: Flight) -> str:
    said = [flight.code, words.duration(flight.duration), flight.aircraft]
    if flight.is_codeshare:
        said.append(f"operated by {flight.operating.name}")
    said += [f"stop in {stop.airport.city or stop.airport.iata}" for stop in flight.stops]
    return ", ".join(one for one in said if one)
