"""The travellers of an order: tickets and EMDs to copy, seats, bags, and how to reach them as we sent it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.orders import Order, OrderPassenger, OrderStatus, status
from agentdesk.travel.passengers import PassengerKind
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.orders.order_head import documents_beside
from agentdesk.ui.orders.order_sentences import bag_words, contact, seat_words
from agentdesk.ui.orders.waiting_cells import WaitingCells
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.initials import Initials
from agentdesk.ui.widgets.labels import hairline, label
from agentdesk.ui.widgets.progress import Spinner
from agentdesk.ui.widgets.tips import plain_tip

_NAMES, _COPY, _SECOND = 64, 24, 1000
_AT_ONCE, _FRAME = 2, 16  # travellers; milliseconds


@dataclass(frozen=True, slots=True)
class Fact:
    """A line below a name; `copies` lets it go to the clipboard, `waits` counts the seconds."""

    what: str
    text: str
    copies: bool = False
    waits: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """What stands of one traveller; `person` is None for documents that belong to nobody by name."""

    person: OrderPassenger | None
    name: str
    born: str
    facts: tuple[Fact, ...]


def people_of(record: OrderRecord, now: datetime) -> tuple[Person, ...]:
    """Every traveller, then the documents that name nobody."""
    order, what = record.order, status(record.order, now)
    beside = documents_beside(order)
    found = [_person(record, one, what) for one in order.passengers]
    nobodys = [(whose, numbers) for whose, numbers, _ in beside if not _owner(order, whose)]
    found += [
        Person(None, whose, "", tuple(Fact("Number", number, copies=True) for number in numbers))
        for whose, numbers in nobodys
    ]
    return tuple(found)


def _person(record: OrderRecord, one: OrderPassenger, what: OrderStatus) -> Person:
    order = record.order
    facts = [Fact("Ticket", ticket.number, copies=True) for ticket in order.tickets_of(one.id)]
    if not facts:
        waits = what is OrderStatus.AWAITING_TICKETS
        facts.append(Fact("Ticket", _why_none(what), waits=waits, quiet=True))
    for whose, numbers, _ in documents_beside(order):
        if _owner(order, whose) == one.id:
            facts += [Fact("EMD", number, copies=True) for number in numbers]
    seat = seat_words(order, one)
    facts.append(Fact("Seat", seat, quiet=seat.startswith("none")))
    facts.append(Fact("Bags", bag_words(order, one)))
    phone, mail = contact(record, one)
    facts += [Fact("Phone", phone)] if phone else []
    facts += [Fact("Mail", mail)] if mail else []
    kind = words.passenger_kind(one.kind) if one.kind not in (None, PassengerKind.ADULT) and one.kind else ""
    born = f"born {_date(one.born)}" if one.born else ""
    return Person(one, one.full_name, ", ".join(said for said in (kind, born) if said), tuple(facts))


def _owner(order: Order, whose: str) -> str:
    """The one traveller a document beside the tickets is for; "" for none or several."""
    names = {one.full_name: one.id for one in order.passengers}
    return names.get(whose.rpartition(", ")[2], "") if whose.count(",") == 1 else ""


def _why_none(what: OrderStatus) -> str:
    match what:
        case OrderStatus.CANCELLED | OrderStatus.LAPSED:
            return "none"
        case OrderStatus.HELD | OrderStatus.OVERDUE:
            return "none before it is paid"
        case _:
            return "Waiting for the airline"


def _date(text: str) -> str:
    try:
        return words.full_date(date.fromisoformat(text))
    except ValueError:
        return text


class PeopleCard(QFrame):
    """Only made anew when something of it changed; the keyboard stays where it was."""

    copied = Signal(str)

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme, self._clock = theme, clock
        self._shown: tuple[Person, ...] = ()
        self._waiting = WaitingCells(self, clock)
        self._title = label(theme, "", "body_strong")
        self._title.setContentsMargins(14, 9, 14, 9)
        self._made = 0
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(_FRAME)
        self._more.timeout.connect(self._make_some)
        theme.changed.connect(self._fill)
        self._body = QVBoxLayout()
        self._body.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 6)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(hairline())
        column.addLayout(self._body)
        column.addStretch(1)

    @property
    def numbers(self) -> tuple[str, ...]:
        """All that can be copied, in the order of the travellers."""
        return tuple(fact.text for one in self._shown for fact in one.facts if fact.copies)

    def show_record(self, record: OrderRecord) -> None:
        people = people_of(record, self._clock())
        title = "Passenger and ticket" if len(record.order.passengers) == 1 else "Passengers and tickets"
        self._title.setText(title)
        self.setAccessibleName(title)
        if people != self._shown:
            self._shown = people
            self._fill()
        self._waiting.wait_since(record.order.payment.paid_at or record.order.created_at)

    def _fill(self) -> None:
        focused = QApplication.focusWidget()
        name = focused.accessibleName() if focused is not None and self.isAncestorOf(focused) else ""
        clear(self._body)
        self._waiting.begin_anew()
        self._made = 0
        self._make_some()
        again = next((b for b in self.findChildren(QToolButton) if name and b.accessibleName() == name), None)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_some(self) -> None:
        """A few at a time, so that a large party does not hold the window up; those below come a frame later."""
        for one in self._shown[self._made : self._made + _AT_ONCE]:
            if self._made:
                self._body.addWidget(hairline())
            self._body.addWidget(self._one(one))
            self._made += 1
        if self._made < len(self._shown):
            self._more.start()
        self._waiting.count()

    def _one(self, one: Person) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        if one.person is not None:
            head.addWidget(Initials(self._theme, one.person.given_name, one.person.family_name))
        name = Elided(self._theme, "body", "text")
        name.say(one.name)
        head.addWidget(name, 1)
        head.addWidget(label(self._theme, one.born, "small"))
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, _NAMES)
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(one.facts):
            first = row == 0 or one.facts[row - 1].what != fact.what
            what = label(self._theme, fact.what if first else "", "small")
            if fact.copies:
                what.setMinimumHeight(_COPY)
            grid.addWidget(what, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(self._value(fact), row, 1)
        column.addLayout(grid)
        return inside

    def _value(self, fact: Fact) -> QHBoxLayout:
        cell = QHBoxLayout()
        cell.setSpacing(6)
        if fact.waits:
            cell.addWidget(Spinner(self._theme, 14))
        face, role = ("body_strong", "") if fact.copies else ("body", "text2" if fact.quiet else "")
        said = label(self._theme, fact.text, face, role, wraps=not fact.copies and not fact.waits)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        cell.addWidget(said, 0 if fact.copies or fact.waits else 1)
        if fact.waits:
            self._waiting.add(said)
        if fact.copies:
            cell.addWidget(self._copy_button(fact.text))
        if fact.copies or fact.waits:
            cell.addStretch(1)
        return cell

    def _copy_button(self, number: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("flat")
        button.setIcon(self._theme.icon("copy", 14, "text2"))
        button.setAccessibleName(f"Copy {number}")
        button.setToolTip(plain_tip(f"Copy {number}; all of them: N"))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setFixedSize(_COPY, _COPY)
        button.clicked.connect(lambda: self.copied.emit(number))
        return button
