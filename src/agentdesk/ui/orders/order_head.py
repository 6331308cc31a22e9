"""The head of an order: the reference large, what has become of it, and the money."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.orders import Order, OrderStatus, TicketKind, status
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.book.payment_words import both, seconds_clock
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.badge import Badge
from agentdesk.ui.widgets.deadline import Deadline
from agentdesk.ui.widgets.labels import label

_UNPAID = (OrderStatus.HELD, OrderStatus.OVERDUE)


class OrderHead(QFrame):
    """A card; `clock` is the upstream's time."""

    def __init__(
        self, theme: Theme, clock: Callable[[], datetime], *, hero: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme, self._clock = theme, clock
        self._caption = label(theme, "Booking reference", "small")
        self._caption.setAccessibleName("Booking reference")  # the airline's name follows as its description
        self.reference = label(theme, "", "reference_hero" if hero else "reference")
        self.reference.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._badge, self._tickets = Badge(theme), Badge(theme)
        self._others = label(theme, "", "small", wraps=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(24)
        self._facts.setVerticalSpacing(6)
        self._lay_out()

    def show_record(self, record: OrderRecord) -> None:
        order, now = record.order, self._clock()
        self._caption.setText(f"Booking reference, {order.owner.name}")
        self._caption.setAccessibleDescription(order.owner.name)
        self.reference.setText(order.reference)
        what = status(order, now)
        word, icon, role = words.STATUS[what]
        self._badge.say(word, icon, role)
        self._show_tickets(order, what)
        others = [f"{airline}: {locator}" for airline, locator in order.references if locator != order.reference]
        self._others.setText(", ".join(others))
        self._others.setVisible(bool(others))
        self._show_facts(record, what)

    def _show_tickets(self, order: Order, what: OrderStatus) -> None:
        there = sum(1 for one in order.passengers if order.tickets_of(one.id))
        self._tickets.setVisible(what is OrderStatus.AWAITING_TICKETS and there > 0)
        self._tickets.say(f"Tickets {there} of {len(order.passengers)}", "loader-circle", "accentText")

    def _show_facts(self, record: OrderRecord, what: OrderStatus) -> None:
        clear(self._facts)
        order, pay = record.order, record.order.payment
        if what in _UNPAID:
            self._fact("To pay", words.money(order.total), strong=True)
            if pay.pay_by is not None:
                self._fact("Pay by", both(pay.pay_by, order.slices))
                left = Deadline(self._theme, self._clock)
                self._facts.addWidget(left, self._facts.rowCount(), 1, Qt.AlignmentFlag.AlignRight)
                left.count_to(pay.pay_by, passed="passed")
            kept = words.moment(pay.price_held_until) if pay.price_held_until is not None else "not kept, it may rise"
            self._fact("Price kept until" if pay.price_held_until is not None else "Price", kept)
        else:
            paid_at = pay.paid_at or (order.created_at if order.kind != "hold" else None)
            bought = what not in (OrderStatus.LAPSED, OrderStatus.CANCELLED)
            self._fact("Paid" if bought else "Price", words.money(order.total), strong=True)
            if bought:
                self._fact("From", "Agency balance")
            if bought and paid_at is not None:
                local = paid_at.astimezone()
                self._fact("At", f"{words.day(local.date())} {seconds_clock(paid_at)}")
        if record.fee is not None:
            self._fact("Agency fee", f"{words.money(record.fee)}, yours")
        if record.own_reference:
            self._fact("Your reference", record.own_reference)
        self._fact("Order", order.id, mono=True)

    def _fact(self, what: str, text: str, *, strong: bool = False, mono: bool = False) -> None:
        row = self._facts.rowCount()
        name = label(self._theme, what, "body", "text2")
        said = label(self._theme, text, "body_strong" if strong else "entry" if mono else "body")
        said.setAlignment(Qt.AlignmentFlag.AlignRight)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts.addWidget(name, row, 0)
        self._facts.addWidget(said, row, 1)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self._caption)
        left.addWidget(self.reference)
        badges = QHBoxLayout()
        badges.setSpacing(8)
        badges.addWidget(self._badge)
        badges.addWidget(self._tickets)
        badges.addStretch(1)
        left.addLayout(badges)
        left.addWidget(self._others)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 16)
        row.addLayout(left, 1)
        right = QVBoxLayout()
        right.addLayout(self._facts)
        right.addStretch(1)
        row.addLayout(right)


def unpaid(order: Order, now: datetime) -> bool:
    """Whether it is held and waits for its money."""
    return status(order, now) in _UNPAID


def documents_beside(order: Order) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """What was issued beside the tickets: for whom, the numbers, the kind in a word; one line for each passenger."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in order.tickets:
        if one.kind is TicketKind.TICKET and one.passenger_ids:
            continue
        whose = [person.full_name for person in order.passengers if person.id in one.passenger_ids]
        kind = "ticket" if one.kind is TicketKind.TICKET else "EMD"
        found.setdefault((", ".join(whose) or "this booking", kind), []).append(one.number)
    return tuple((_beside(who, kind, len(numbers)), tuple(numbers), kind) for (who, kind), numbers in found.items())


def _beside(who: str, kind: str, count: int) -> str:
    if kind == "ticket":
        return f"Tickets of {who}"
    return f"{'Paid extra' if count == 1 else 'Paid extras'}, {who}"
