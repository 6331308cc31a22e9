"""The money of an order line by line, what it is paid with, and the fare's conditions in words."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.orders import Order, OrderStatus, status
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.book.payment_words import amount, seconds_clock
from agentdesk.ui.orders.order_sentences import MoneyLine, money_lines
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import IconLabel, hairline, label

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class MoneyCard(QFrame):
    """A table of one currency says it once in its head."""

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Money")
        self._theme, self._clock = theme, clock
        self._shown: tuple[object, ...] = ()
        self._currency = label(theme, "", "small")
        head = QHBoxLayout()
        head.setContentsMargins(14, 9, 14, 9)
        head.addWidget(label(theme, "Money", "body_strong"))
        head.addStretch(1)
        head.addWidget(self._currency)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(14, 10, 14, 8)
        self._body.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 6)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addLayout(self._body)
        column.addStretch(1)

    def show_record(self, record: OrderRecord) -> None:
        lines = money_lines(record, self._clock())
        notes = _notes(record.order, self._clock())
        if (lines, notes) == self._shown:
            return
        self._shown = (lines, notes)
        self._currency.setText(record.order.total.currency)
        clear(self._body)
        self._body.addLayout(self._table(lines, record.order.total.currency))
        for icon, text in notes:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(IconLabel(self._theme, icon, 14), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(self._theme, text, "small", wraps=True), 1)
            self._body.addLayout(row)

    def _table(self, lines: tuple[MoneyLine, ...], currency: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for place, line in enumerate(lines):
            row = grid.rowCount()
            if line.strong and place:
                grid.addWidget(hairline(), row, 0, 1, 2)
                row += 1
            face, role = ("body_strong", "") if line.strong else ("body", "text2")
            grid.addWidget(label(self._theme, line.what, face, role, wraps=True), row, 0)
            said = amount(line.amount) if line.amount.currency == currency else words.money(line.amount)
            value = label(self._theme, said, face, "text2" if line.quiet else "")
            value.setAccessibleName(f"{line.what} {words.money(line.amount)}")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, row, 1, _RIGHT)
        return grid


def _notes(order: Order, now: datetime) -> tuple[tuple[str, str], ...]:
    """Icon and sentence: how it was paid, what may be changed, what comes back."""
    found = []
    what = status(order, now)
    paid_at = order.payment.paid_at or (order.created_at if order.kind == "instant" else None)
    if what in (OrderStatus.TICKETED, OrderStatus.AWAITING_TICKETS) and paid_at is not None:
        day = words.day(paid_at.astimezone().date(), now.date())
        found.append(("wallet", f"Paid {day} {seconds_clock(paid_at)}"))
    if what is not OrderStatus.CANCELLED and what is not OrderStatus.LAPSED:
        found.append(("repeat", f"{words.condition(order.change, 'change')}"))
        found.append(("undo-2", f"{words.condition(order.refund, 'refund')}"))
    return tuple(found)
