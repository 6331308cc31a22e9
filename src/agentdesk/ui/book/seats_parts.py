"""The parts around the seat map: who sits where, bags, legend, and the bar of the current seat."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.booking import Draft
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Service
from agentdesk.travel.seat_layout import Cell, PlacedCabin, band_of
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.book.seat_picks import bag_count, bags_for_sale
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.number_stepper import NumberStepper


class SeatMatrix(QFrame):
    """Passengers by flights; the current cell is marked. Arrows move in it, Enter jumps into the cabin."""

    cell_chosen = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Passengers and flights")
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 8)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._current = (0, 0)
        self._buttons: dict[tuple[int, int], Button] = {}

    def forget(self) -> None:
        """Make the cells anew when next shown: the flights are others."""
        self._buttons = {}

    def show_picks(
        self, rows: Sequence[str], flights: Sequence[str], cells: Sequence[Sequence[str]], current: tuple[int, int]
    ) -> None:
        """`rows` names, `flights` routes, `cells` what stands in each; current is (passenger, flight)."""
        if len(self._buttons) != len(rows) * len(flights):
            self._make(rows, flights)
        self._current = current
        for (row, column), button in self._buttons.items():
            text = cells[row][column]
            button.setText(text)
            button.setAccessibleName(f"{rows[row]}, {flights[column]}, {text}")
            button.setChecked((row, column) == current)
            policy = Qt.FocusPolicy.StrongFocus if (row, column) == current else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        for row, name in enumerate(rows):
            item = self._grid.itemAtPosition(row + 1, 0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setProperty("text", name)
        current_button = self._buttons.get(current)
        if current_button is not None:
            self.setFocusProxy(current_button)

    def _make(self, rows: Sequence[str], flights: Sequence[str]) -> None:
        clear(self._grid)
        self._buttons = {}
        self._grid.addWidget(label(self._theme, "Passenger", "caption"), 0, 0)
        for column, flight in enumerate(flights):
            self._grid.addWidget(label(self._theme, flight, "label"), 0, column + 1)
        for row, name in enumerate(rows):
            self._grid.addWidget(label(self._theme, name, "body"), row + 1, 0)
            for column in range(len(flights)):
                button = Button(self._theme, "", kind="row")
                button.setCheckable(True)
                button.clicked.connect(lambda _on=False, at=(row, column): self.cell_chosen.emit(*at))
                self._buttons[(row, column)] = button
                self._grid.addWidget(button, row + 1, column + 1)
        self._grid.setColumnStretch(len(flights) + 1, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up.value: (-1, 0),
            Qt.Key.Key_Down.value: (1, 0),
            Qt.Key.Key_Left.value: (0, -1),
            Qt.Key.Key_Right.value: (0, 1),
        }
        step = steps.get(event.key())
        at = (self._current[0] + step[0], self._current[1] + step[1]) if step is not None else None
        if at is None or at not in self._buttons:
            super().keyPressEvent(event)
            return
        self._current = at
        self._buttons[at].setFocus(Qt.FocusReason.TabFocusReason)


class SeatBar(QFrame):
    """The current seat: what it is, what it costs, what the airline says, and the one deed."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._designator = label(theme, "", "title")
        self._kind = label(theme, "", "small")
        self._price = label(theme, "", "body_strong", wraps=True)
        self._said = label(theme, "", "small", wraps=True)
        self._deed = Button(theme, "", kind="primary", key="Enter")
        self._deed.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._deed.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._designator)
        left.addWidget(self._kind)
        middle = QVBoxLayout()
        middle.setSpacing(2)
        middle.addWidget(self._price)
        middle.addWidget(self._said)
        row.addLayout(left)
        row.addLayout(middle, 1)
        row.addWidget(self._deed)

    def show_seat(self, cell: Cell, passenger_id: str, names: dict[str, str], holder: str, own: str) -> None:
        """`holder` is who of the party has it, `own` the seat the passenger in turn has."""
        element = cell.element
        service = element.service_for(passenger_id)
        place = "Window" if cell.is_window else "Aisle" if cell.is_aisle else "Middle"
        self._designator.setText(element.designator)
        self._kind.setText(f"{place}, exit row" if cell.near_exit else place)
        said = [element.name.capitalize()] if element.name else []
        self._said.setText(". ".join([*said, *element.disclosures]) or "The airline states no conditions.")
        name = names.get(passenger_id, "")
        if holder == passenger_id:
            self._show_deed(f"{name} has this seat.", f"Give {element.designator} back", possible=True)
        elif holder:
            self._show_deed(f"{names.get(holder, '')} has this seat.", f"Take {element.designator}", possible=False)
        elif service is None:
            self._show_deed(f"Not for sale to {name}.", f"Take {element.designator}", possible=False)
        elif own:
            price = _price(service.price)
            self._show_deed(
                f"{price}. {name} now has {own}; taking {element.designator} gives {own} back.",
                f"Move to {element.designator}",
                possible=True,
            )
        else:
            self._show_deed(f"{_price(service.price)} for {name}.", f"Take {element.designator}", possible=True)

    def _show_deed(self, sentence: str, deed: str, *, possible: bool) -> None:
        self._price.setText(sentence)
        self._deed.say(deed)
        self._deed.setEnabled(possible)


class BagsBox(QFrame):
    """Bags for sale, by passenger and flights, with weights and prices."""

    counted = Signal(object, int)  # a Service and how many of it are wanted now

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._steppers: dict[str, NumberStepper] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 10, 14, 10)
        self._column.setSpacing(4)

    def show_draft(self, draft: Draft, names: dict[str, str]) -> None:
        offer = draft.offer
        services = bags_for_sale(offer) if offer is not None else ()
        self.setVisible(bool(services))
        if [one.id for one in services] != list(self._steppers):
            self._make(services, names, draft)
        for service in services:
            self._steppers[service.id].put(bag_count(draft, service))

    def _make(self, services: Sequence[Service], names: dict[str, str], draft: Draft) -> None:
        clear(self._column)
        self._steppers = {}
        self._column.addWidget(label(self._theme, "Extra bags", "heading"))
        for service in services:
            name = names.get(service.passenger_ids[0], "")
            route = _route(service, draft)
            stepper = NumberStepper(self._theme, f"Bags for {name}, {route}", 0, service.max_quantity, 0)
            stepper.changed.connect(lambda count, service=service: self.counted.emit(service, count))
            self._steppers[service.id] = stepper
            row = QHBoxLayout()
            row.addWidget(label(self._theme, name, "body"), 2)
            row.addWidget(label(self._theme, f"{_bag(service)}, {route}", "small"), 3)
            row.addWidget(label(self._theme, f"{_price(service.price)} each", "small"))
            row.addWidget(stepper)
            self._column.addLayout(row)


def _route(service: Service, draft: Draft) -> str:
    """The flights a bag is for: 'LHR – JFK', 'all flights'."""
    offer = draft.offer
    segments = [segment for part in offer.slices for segment in part.segments] if offer is not None else []
    covered = [one for one in segments if one.id in service.segment_ids]
    if len(covered) == len(segments) or not covered:
        return "all flights"
    return f"{covered[0].flight.origin.iata} – {covered[-1].flight.destination.iata}"


def _bag(service: Service) -> str:
    bag = service.bag
    if bag is None:
        return "Bag"
    kind = "Cabin bag" if bag.kind == "carry_on" else "Hold bag"
    return f"{kind}, {bag.weight_kg} kg" if bag.weight_kg is not None else kind


def _price(price: Money) -> str:
    return "No charge" if price.is_zero else words.money(price)


def legend_words(cabin: PlacedCabin, passenger_id: str, known: Sequence[tuple[Decimal, Decimal]], currency: str) -> str:
    """How many seats there are at which price, and how many are taken."""
    counts: dict[int, int] = {}
    taken = 0
    for cell in cabin.seats:
        service = cell.element.service_for(passenger_id)
        if service is None:
            taken += 1
        else:
            band = band_of(service.price.amount, known)
            counts[band] = counts.get(band, 0) + 1
    parts = [f"No charge, {words.count(counts[0], 'seat')}"] if counts.get(0) else []
    for number, (low, high) in enumerate(known, 1):
        if counts.get(number):
            span = words.money(Money(low, currency))
            if high != low:
                span += f" to {words.money(Money(high, currency))}"
            parts.append(f"{span}, {counts[number]}")
    return "   ".join([*parts, f"× Taken or blocked, {taken}"])
