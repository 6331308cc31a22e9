"""The details' first tab: each flight with places, zones, times, who flies it, what is on board, and what it costs."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.journeys import Flight, Layover, Segment, Slice, layovers
from agentdesk.travel.offers import Offer, Service
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.book.trip_body import direction
from agentdesk.ui.book.trip_prices import price_lines
from agentdesk.ui.lists import fare_words
from agentdesk.ui.offers import flight_words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import IconLabel, hairline, label

_TIME, _STEM, _NAMES = 46, 12, 104  # pixels
_EDGE = 14


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the table: its name, what is said, and the colour role of that."""

    name: str
    text: str
    role: str = "text"


class FlightsTab(QWidget):
    """Filled anew by `show_offer`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 12)
        self._column.setSpacing(0)

    def show_offer(self, offer: Offer) -> None:
        clear(self._column)
        for number, part in enumerate(offer.slices):
            self._column.addLayout(self._slice(offer, part, direction(offer, number)))
            self._column.addWidget(hairline())
        facts = QVBoxLayout()
        facts.setContentsMargins(_EDGE, 10, _EDGE, 10)
        facts.setSpacing(4)
        for fact in facts_of(offer):
            facts.addLayout(self._fact(fact))
        self._column.addLayout(facts)
        self._column.addWidget(hairline())
        prices = QVBoxLayout()
        prices.setContentsMargins(_EDGE, 10, _EDGE, 0)
        prices.setSpacing(4)
        for line in price_lines(offer):
            prices.addLayout(self._price(line.text, words.money(line.amount)))
        self._column.addLayout(prices)
        self._column.addStretch(1)

    def _slice(self, offer: Offer, part: Slice, which: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(_EDGE, 10, _EDGE, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(self._theme, f"{which}, {words.day(part.departs.date())}", "body_strong"))
        head.addStretch(1)
        head.addWidget(label(self._theme, flight_words.slice_summary(part), "small"))
        column.addLayout(head)
        waits: tuple[Layover | None, ...] = (*layovers(part), None)
        for segment, wait in zip(part.segments, waits, strict=True):
            column.addLayout(self._flight(offer, part, segment))
            if wait is not None:
                column.addLayout(self._wait(wait))
        return column

    def _flight(self, offer: Offer, part: Slice, segment: Segment) -> QGridLayout:
        flight = segment.flight
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, _TIME)
        grid.setColumnStretch(2, 1)
        self._end(grid, 0, flight, part, lands=False)
        said = [flight_words.flown(flight), flight_words.operated(flight), *flight_words.stops(flight)]
        said += flight_words.on_board(offer, segment)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 2, 0, 2)
        middle.setSpacing(0)
        for text in said:
            middle.addWidget(label(self._theme, text, "small", wraps=True))
        grid.addLayout(middle, 1, 2)
        self._end(grid, 2, flight, part, lands=True)
        grid.addWidget(_Stem(self._theme), 0, 1, 3, 1)
        return grid

    def _end(self, grid: QGridLayout, row: int, flight: Flight, part: Slice, *, lands: bool) -> None:
        """A time, and the place with its terminal and zone; the day where it is not the one the journey begins on."""
        local = flight.arrives if lands else flight.departs
        airport = flight.destination if lands else flight.origin
        terminal = flight.destination_terminal if lands else flight.origin_terminal
        align = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(self._theme, words.clock(local), "row_time"), row, 0, align)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(self._theme, flight_words.place(airport, terminal), "body", wraps=True))
        line = QHBoxLayout()
        line.setSpacing(6)
        days = (local.date() - part.departs.date()).days
        if days:
            text = f"{words.day_change(days)} {words.day(local.date())}"
            line.addWidget(label(self._theme, text, "small_strong", "warn"), 0, align)
        zone = flight_words.zone(local, airport.time_zone)
        ahead = flight_words.zone_difference(flight) if lands else ""
        there = ", ".join(one for one in (flight_words.airport_name(airport), zone, ahead) if one)
        line.addWidget(label(self._theme, there, "small", "text3", wraps=True), 1)
        texts.addLayout(line)
        grid.addLayout(texts, row, 2)

    def _wait(self, wait: Layover) -> QHBoxLayout:
        trap = wait.is_short or wait.changes_airport
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addSpacing(_TIME + 6 - 4)
        icon = IconLabel(self._theme, "triangle-alert" if trap else "clock", 16, "warn" if trap else "text2")
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(self._theme, words.layover(wait), "small", "warn" if trap else "text2", wraps=True), 1)
        return row

    def _fact(self, fact: Fact) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        name = label(self._theme, fact.name, "small")
        name.setFixedWidth(_NAMES)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(self._theme, fact.text, "small", fact.role, wraps=True), 1)
        return row

    def _price(self, text: str, amount: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(self._theme, text, "small", wraps=True), 1)
        row.addWidget(label(self._theme, amount, "small", "text"), 0, Qt.AlignmentFlag.AlignTop)
        return row


def facts_of(offer: Offer) -> list[Fact]:
    """Bags, change, refund, hold, documents and emissions, a line each."""
    role = "good" if offer.may_be_held else "text"
    hold = words.hold(offer.terms)
    kept = offer.terms.price_held_until
    if offer.may_be_held:
        hold += f", price kept to {words.moment(kept)}" if kept is not None else ", the price may change until then"
    facts = [
        Fact("Cabin bags", _bags(offer, "carry_on")),
        Fact("Hold bags", _bags(offer, "checked")),
        Fact("Change", fare_words.permission(offer.change, "change").text),
        Fact("Refund", fare_words.permission(offer.refund, "refund").text),
        Fact("Hold", hold, role),
        Fact("Needs", needs(offer)),
    ]
    if offer.emissions_kg:
        facts.append(Fact("Emissions", emissions(offer)))
    return facts


def needs(offer: Offer) -> str:
    """Whether a document of each passenger is needed, and which will do."""
    kinds = ", ".join(one.replace("_", " ") for one in offer.document_kinds)
    if offer.documents_required:
        return f"Of every passenger: {kinds}" if kinds else "An identity document of every passenger"
    return f"No document needed; takes {kinds}" if kinds else "No identity documents"


def emissions(offer: Offer) -> str:
    seats = len(offer.passengers)
    each = fare_words.emissions_each(offer)
    return (
        f"{offer.emissions_kg} kg CO₂ for {seats}, {each} each"
        if seats > 1 and each
        else f"{offer.emissions_kg} kg CO₂"
    )


def _bags(offer: Offer, kind: str) -> str:
    """What comes with the fare, and from what price more can be bought."""
    said = fare_words.bag(offer, kind).text
    more = [one for one in offer.services if one.bag is not None and one.bag.kind == kind]
    if not more:
        return said
    cheapest = min(more, key=lambda one: one.price.amount)
    return f"{said}. One more from {words.money(cheapest.price)}{_weight(cheapest)}"


def _weight(service: Service) -> str:
    weight = service.bag.weight_kg if service.bag is not None else None
    return f", {weight} kg" if weight is not None else ""


class _Stem(QWidget):
    """The upright line from departure to arrival."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedWidth(_STEM)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("flight"))
        painter.drawRoundedRect(QRectF(_STEM / 2 - 2, 6, 4, self.height() - 24), 2, 2)
