"""Passengers with their ticket numbers as they arrive, seats and bags; a cell that waits counts the seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from agentdesk.travel.orders import Order, OrderPassenger, OrderStatus, status
from agentdesk.travel.passengers import PassengerKind
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.orders.order_head import documents_beside
from agentdesk.ui.orders.waiting_cells import WaitingCells
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.initials import Initials
from agentdesk.ui.widgets.labels import hairline, label
from agentdesk.ui.widgets.progress import Spinner
from agentdesk.ui.widgets.tips import plain_tip

_SECOND = 1000
_LONG = 32  # letters of several numbers in one cell, which then wraps
_COLUMNS = 5  # tile, name, ticket, seats, bags


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in one line. `waits` when its number is still to come."""

    person: OrderPassenger | None
    name: str
    numbers: tuple[str, ...]
    kind: str
    instead: str  # of a number: why there is none
    waits: bool
    seats: str
    bags: str


def rows_of(order: Order, now: datetime) -> tuple[Row, ...]:
    """Every passenger, then every document beside the tickets."""
    what = status(order, now)
    people = tuple(_row(order, one, what) for one in order.passengers)
    beside = tuple(
        Row(None, whose, numbers, kind, "", False, "", "") for whose, numbers, kind in documents_beside(order)
    )
    return people + beside


def _row(order: Order, one: OrderPassenger, what: OrderStatus) -> Row:
    numbers = tuple(ticket.number for ticket in order.tickets_of(one.id))
    waits = not numbers and what is OrderStatus.AWAITING_TICKETS
    kind = f", {words.passenger_kind(one.kind)}" if one.kind not in (None, PassengerKind.ADULT) and one.kind else ""
    return Row(
        person=one,
        name=f"{one.given_name} {one.family_name}{kind}",
        numbers=numbers,
        kind="",
        instead="" if numbers else _why_none(what),
        waits=waits,
        seats=_seats(order, one),
        bags=_bags(order, one.id),
    )


def _why_none(what: OrderStatus) -> str:
    match what:
        case OrderStatus.CANCELLED | OrderStatus.LAPSED:
            return "no ticket"
        case OrderStatus.HELD | OrderStatus.OVERDUE:
            return "no ticket before it is paid"
        case _:
            return "Waiting for the airline"


def _seats(order: Order, one: OrderPassenger) -> str:
    """'31D, 12A' in the order of the flights; a dash where one has none."""
    if one.kind is PassengerKind.INFANT:
        return "on lap"
    bought = {
        segment: service.designator
        for service in order.services
        if service.designator and one.id in service.passenger_ids
        for segment in service.segment_ids
    }
    found = []
    for segment in (segment for part in order.slices for segment in part.segments):
        named = next((has.seat for has in segment.passengers if has.passenger_id == one.id), "")
        found.append(named or bought.get(segment.id, ""))
    return ", ".join(seat or "–" for seat in found) if any(found) else "none yet"


def _bags(order: Order, passenger_id: str) -> str:
    """'1 incl. + 1 × 23 kg': hold bags that come with the fare, then those that were bought."""
    included = min(
        (
            has.quantity("checked")
            for part in order.slices
            for segment in part.segments
            for has in segment.passengers
            if has.passenger_id == passenger_id
        ),
        default=0,
    )
    said = [f"{included} incl."] if included else []
    for service in order.services:
        if service.bag is not None and passenger_id in service.passenger_ids:
            weight = f" × {service.bag.weight_kg} kg" if service.bag.weight_kg is not None else " bought"
            said.append(f"{service.quantity}{weight}")
    return " + ".join(said) or "none"


class TicketTable(QFrame):
    """A card. Only what has changed is made anew, so that the keyboard stays where it is."""

    copied = Signal(str)  # a ticket number that goes to the clipboard

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Travellers and tickets")
        self._theme, self._clock = theme, clock
        self._shown: tuple[Row, ...] = ()
        self._waiting = WaitingCells(self, clock)
        theme.changed.connect(self._dress)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(1, 1, 1, 1)
        self._body.setSpacing(0)

    def _dress(self) -> None:
        self._fill(self._shown)

    def show_order(self, order: Order) -> None:
        rows = rows_of(order, self._clock())
        if rows != self._shown:
            self._shown = rows
            self._fill(rows)
        self._waiting.wait_since(order.payment.paid_at or order.created_at)

    def _fill(self, rows: tuple[Row, ...]) -> None:
        if not rows:
            return
        focused = QApplication.focusWidget()
        name = focused.accessibleName() if focused is not None and self.isAncestorOf(focused) else ""
        clear(self._body)
        self._waiting.begin_anew()
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        for place, stretch in enumerate((0, 4, 5, 2, 2)):
            grid.setColumnStretch(place, stretch)
        for place, head in ((1, "Passenger"), (2, "Ticket number"), (3, "Seats"), (4, "Bags")):
            grid.addWidget(label(self._theme, head, "small", "text3"), 0, place)
        grid.addWidget(_margin(14), 0, 0)
        grid.setRowMinimumHeight(0, 28)
        for row in rows:
            self._add(grid, row)
        self._body.addWidget(inside)
        self._waiting.count()
        again = next((one for one in inside.findChildren(QToolButton) if name and one.accessibleName() == name), None)
        if again is not None:
            inside.show()  # nothing that is hidden takes the keyboard
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, grid: QGridLayout, row: Row) -> None:
        place = grid.rowCount()
        grid.addWidget(hairline(), place, 0, 1, _COLUMNS)
        grid.setRowMinimumHeight(place + 1, 38)
        if row.person is not None:
            tile = Initials(self._theme, row.person.given_name, row.person.family_name)
            tile.setContentsMargins(14, 0, 0, 0)
            grid.addWidget(tile, place + 1, 0)
        grid.addWidget(label(self._theme, row.name, "body", "" if row.person else "text2"), place + 1, 1)
        grid.addLayout(self._number(row), place + 1, 2)
        grid.addWidget(label(self._theme, row.seats, "body", "text2"), place + 1, 3)
        grid.addWidget(label(self._theme, row.bags, "body", "text2"), place + 1, 4)

    def _number(self, row: Row) -> QHBoxLayout:
        cell = QHBoxLayout()
        cell.setSpacing(6)
        if row.waits:
            cell.addWidget(Spinner(self._theme, 14))
            waiting = label(self._theme, row.instead, "body", "accentText")
            self._waiting.add(waiting)
            cell.addWidget(waiting)
        elif not row.numbers:
            cell.addWidget(label(self._theme, row.instead, "body", "text2"))
        for number in (", ".join(row.numbers),) if row.kind else row.numbers:
            said = label(self._theme, number, "body_strong", wraps=len(number) > _LONG)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            cell.addWidget(said, 1 if len(number) > _LONG else 0)
            cell.addWidget(self._copy_button(number))
        if row.kind:
            cell.addWidget(label(self._theme, row.kind, "small", "text3"))
        cell.addStretch(0 if row.kind and len(", ".join(row.numbers)) > _LONG else 1)
        return cell

    def _copy_button(self, number: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("flat")
        button.setIcon(self._theme.icon("copy", 14, "text2"))
        button.setAccessibleName(f"Copy {number}")
        button.setToolTip(plain_tip(f"Copy {number}"))
        button.clicked.connect(lambda: self.copied.emit(number))
        return button


def _margin(width: int) -> QWidget:
    space = QWidget()
    space.setFixedSize(width, 1)
    return space
