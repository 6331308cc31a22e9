"""The middle of the trip panel: flights, fare and conditions, price lines."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agentdesk.travel.booking import Draft
from agentdesk.travel.flow import is_sold
from agentdesk.travel.journeys import Flight, Layover, Slice, layovers
from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.book.trip_prices import price_lines
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import IconLabel, hairline, label

_TIME = 38  # pixels of the column of times
_ICON = 16


class TripBody(QWidget):
    """Everything about the trip but its total."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(4)

    def show_trip(self, offer: Offer | None, draft: Draft, *, with_extras: bool) -> None:
        """The offer's trip; `with_extras` counts what the draft has picked for it."""
        clear(self._column)
        if offer is None:
            self._column.addWidget(self._label("The flights you choose stand here.", "small", wraps=True))
            self._column.addStretch(1)
            return
        for number, slice_ in enumerate(offer.slices):
            if number:
                self._column.addSpacing(8)
            self._add_slice(slice_, direction(offer, number))
        self._add_line()
        self._add_fare(offer, sold=is_sold(draft))
        self._add_line()
        for line in price_lines(offer, draft if with_extras else None):
            self._add_price(line.text, words.money(line.amount))
        self._column.addStretch(1)

    def _add_slice(self, slice_: Slice, which: str) -> None:
        stops = "direct" if slice_.stop_count == 0 else words.count(slice_.stop_count, "stop")
        head = QHBoxLayout()
        head.addWidget(self._label(words.day(slice_.departs.date()), "body_strong"))
        head.addStretch(1)
        head.addWidget(self._label(f"{which}, {stops}", "small"))
        self._column.addLayout(head)
        waits: tuple[Layover | None, ...] = (*layovers(slice_), None)
        for flight, wait in zip(slice_.flights, waits, strict=True):
            self._add_flight(flight, slice_)
            if wait is not None:
                self._column.addWidget(self._label(words.layover(wait), "small", wraps=True))

    def _add_flight(self, flight: Flight, slice_: Slice) -> None:
        self._column.addLayout(
            self._at(words.clock(flight.departs), words.airport(flight.origin, flight.origin_terminal))
        )
        detail = ", ".join(part for part in (words.duration(flight.duration), flight.code, flight.aircraft) if part)
        self._column.addLayout(self._at("", detail, small=True))
        if flight.is_codeshare:
            self._column.addLayout(self._at("", f"Operated by {flight.operating.name}", small=True))
        row = self._at(words.clock(flight.arrives), words.airport(flight.destination, flight.destination_terminal))
        days = (flight.arrives.date() - slice_.departs.date()).days
        if days:
            changed = f"{words.day_change(days)} {words.day(flight.arrives.date())}"
            row.addWidget(label(self._theme, changed, "small_strong", "warn"), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)

    def _add_fare(self, offer: Offer, *, sold: bool) -> None:
        cabins = dict.fromkeys(
            words.cabin(one.cabin_class)
            for part in offer.slices
            for segment in part.segments
            for one in segment.passengers
            if one.cabin_class
        )
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._label(offer.fare_brand or "Fare", "body_strong", wraps=len(offer.fare_brand) > 20), 0)
        head.addWidget(self._label(", ".join(cabins), "small", wraps=True), 1)
        self._column.addLayout(head)
        self._add_condition("luggage", words.bags(offer))
        self._add_condition("repeat", words.condition(offer.change, "change"))
        self._add_condition("undo-2", words.condition(offer.refund, "refund"))
        if not sold:
            holds = offer.may_be_held
            self._add_condition("hand" if holds else "zap", words.hold(offer.terms), "good" if holds else "text2")

    def _add_condition(self, icon: str, text: str, role: str = "text2") -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, icon, _ICON, role), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(self._theme, text, "small", role, wraps=True), 1)
        self._column.addLayout(row)

    def _add_price(self, text: str, amount: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._label(text, "small", wraps=True), 1)
        row.addWidget(label(self._theme, amount, "small", "text"), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)

    def _add_line(self) -> None:
        self._column.addSpacing(6)
        self._column.addWidget(hairline())
        self._column.addSpacing(6)

    def _at(self, time: str, text: str, *, small: bool = False) -> QHBoxLayout:
        """A time and what happens then, in two columns."""
        row = QHBoxLayout()
        row.setSpacing(8)
        left = self._label(time, "body_strong")
        left.setFixedWidth(_TIME)
        row.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label(text, "small" if small else "body", wraps=True), 1)
        return row

    def _label(self, text: str, face: str, *, wraps: bool = False) -> QLabel:
        return label(self._theme, text, face, wraps=wraps)


def direction(offer: Offer, number: int) -> str:
    """'Out' and 'Back' of a return, else 'Flight 2'; the only one is 'Out'."""
    slices = offer.slices
    if len(slices) == 1:
        return "Out"
    if len(slices) == 2 and slices[0].origin.city == slices[1].destination.city:
        return ("Out", "Back")[number]
    return f"Flight {number + 1}"
