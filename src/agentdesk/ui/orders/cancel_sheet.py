"""Before an order is cancelled: what was paid, what is kept, what comes back and where to, and until when it holds."""

from collections.abc import Callable
from datetime import datetime
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.money import Money
from agentdesk.ui import words
from agentdesk.ui.announcing import announce
from agentdesk.ui.book.payment_words import amount
from agentdesk.ui.orders.deed_words import cancel_deed, comes_back, where_to
from agentdesk.ui.orders.order_sentences import route_and_day, who
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.countdown import Countdown
from agentdesk.ui.widgets.labels import IconLabel, hairline, label
from agentdesk.ui.widgets.sheet import Sheet

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ASK_AGAIN = "Ask again, the quote is over"


class CancelSheet(Sheet):
    """Its deed cancels while the quote holds; once it is over the same button asks anew instead."""

    def __init__(
        self, over: QWidget, theme: Theme, record: OrderRecord, quote: Cancellation, clock: Callable[[], datetime]
    ) -> None:
        order = record.order
        self._quote = quote
        self._releases = quote.refund_to == "awaiting_payment"
        go = Button(theme, cancel_deed(quote), kind="destructive_final")
        send = Button(theme, "Copy the quote", icon="copy")
        send.setToolTip("A few lines for the customer go to the clipboard")
        many = words.count(len(order.passengers), "passenger")
        what = "released" if self._releases else "cancelled"
        text = f"{who(order)}, {many}, {route_and_day(order)}. Nothing is {what} yet."
        title = f"Release the seats of {order.reference}?" if self._releases else f"Cancel order {order.reference}?"
        super().__init__(over, theme, title, back="Keep the order", deed=go, text=text, others=(send,))
        send.clicked.connect(lambda: self._copy(send, record))
        self._holds(theme, clock)
        paid = Money.zero(order.total.currency) if self._releases else order.total
        self.body.addLayout(_table(theme, record, quote, paid))
        for icon, said, strong in _consequences(record, quote):
            self.body.addLayout(_line(theme, icon, said, strong))
        self.body.addWidget(_Choices(theme, record, quote))

    def _holds(self, theme: Theme, clock: Callable[[], datetime]) -> None:
        """Until when, with the time left; when it is over the deed asks anew."""
        until = self._quote.expires_at
        if until is None:
            return
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(IconLabel(theme, "clock", 14))
        row.addWidget(label(theme, f"Quote holds until {words.clock(until.astimezone())},", "small"))
        left = Countdown(theme, clock)
        left.setParent(self)
        left.passed.connect(self._over_now)
        row.addWidget(left)
        row.addStretch(1)
        self.body.addLayout(row)
        left.count_to(until, before="", passed="it is over")

    def _over_now(self) -> None:
        self.deed.set_kind("primary")
        self.deed.say(ASK_AGAIN)
        announce(self, "The quote is over. Ask again what comes back.", urgent=True)

    def _copy(self, button: Button, record: OrderRecord) -> None:
        QGuiApplication.clipboard().setText(for_customer(record, self._quote))
        button.say("Copied")


def for_customer(record: OrderRecord, quote: Cancellation) -> str:
    """A few lines for a mail; the agency's own fee is its own business."""
    order = record.order
    until = f" until {words.moment(quote.expires_at)}" if quote.expires_at is not None else ""
    lines = [
        f"{order.reference}, {order.owner.name}, {route_and_day(order)}",
        f"If this booking is cancelled: {comes_back(quote)}",
        f"This holds{until}. Nothing has been cancelled." if until else "Nothing has been cancelled.",
    ]
    return "\n".join(lines)


def _table(theme: Theme, record: OrderRecord, quote: Cancellation, paid: Money) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    rows = [("Paid", amount(paid), "body")]
    kept = quote.kept_of(paid)
    if kept is not None and kept.amount > 0:
        rows.append((f"Kept by {record.order.owner.name}", amount(-kept), "body"))
    for what, said, face in rows:
        row = grid.rowCount()
        grid.addWidget(hairline(), row, 0, 1, 2)
        grid.addWidget(label(theme, what, face), row + 1, 0)
        grid.addWidget(_cell(theme, said, face), row + 1, 1)
    row = grid.rowCount()
    line = hairline()
    line.setProperty("strong", True)
    grid.addWidget(line, row, 0, 1, 2)
    back = quote.refund
    name = f"Comes back, {back.currency}" if back is not None else "Comes back"
    grid.addWidget(label(theme, name, "body_strong"), row + 1, 0)
    said = amount(back) if back is not None else "The airline does not say beforehand"
    value = _cell(theme, said, "title" if back is not None else "body_strong")
    value.setAccessibleName(f"Comes back {words.money(back) if back is not None else 'not known'}")
    grid.addWidget(value, row + 1, 1)
    return grid


def _consequences(record: OrderRecord, quote: Cancellation) -> list[tuple[str, str, str]]:
    """Icon, sentence and what must not be overlooked."""
    order = record.order
    found = [("wallet", where_to(quote), "")]
    for one in quote.credits:
        owner = next((p.full_name for p in order.passengers if p.id == one.passenger_id), "")
        whose = f" for {owner}" if owner else ""
        found.append(("ticket", f"{one.name or 'Airline credit'}{whose}: {words.money(one.amount)}", ""))
    numbers = [ticket.number for person in order.passengers for ticket in order.tickets_of(person.id)]
    said = ""
    if numbers:
        said = f"Ticket {numbers[0]} becomes void." if len(numbers) == 1 else f"{len(numbers)} tickets become void."
    released = "The seats are released." if len(order.passengers) > 1 else "The seat is released."
    found.append(("ticket-x", f"{said} {released}".strip(), "This cannot be undone."))
    if record.fee is not None:
        found.append(("info", f"Your own fee of {words.money(record.fee)} is not part of this.", ""))
    return found


class _Choices(QFrame):
    """Cancel, change and keep side by side, each as far as it is known."""

    def __init__(self, theme: Theme, record: OrderRecord, quote: Cancellation) -> None:
        super().__init__()
        self.setObjectName("choices")
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        columns = _choices(record, quote)
        for place, (head, strong, below) in enumerate(columns):
            box = QFrame()
            box.setObjectName("choice")
            box.setProperty("chosen", place == 0)
            box.setProperty("place", "first" if place == 0 else "last" if place == len(columns) - 1 else "")
            box.setAccessibleName(f"{head}: {strong}, {below}".strip(", "))
            column = QVBoxLayout(box)
            column.setContentsMargins(12, 8, 12, 8)
            column.setSpacing(2)
            column.addWidget(label(theme, head, "small"))
            column.addWidget(label(theme, strong, "body_strong", wraps=True))
            column.addWidget(label(theme, below, "small", wraps=True))
            row.addWidget(box, 1)


def _choices(record: OrderRecord, quote: Cancellation) -> list[tuple[str, str, str]]:
    order = record.order
    if quote.refund_to == "awaiting_payment":
        first = ("Release now", "Nothing to pay", "the seats go back")
        by = order.payment.pay_by
        keep = ("Keep", f"{words.money(order.total)} to pay", f"by {words.moment(by)}" if by is not None else "")
        return [first, keep]
    back = "Refund not known" if quote.refund is None else f"{words.money(quote.refund)} back"
    kept = quote.kept_of(order.total)
    below = f"{words.money(kept)} is kept" if kept is not None and kept.amount > 0 else "all that was paid"
    found = [("Cancel now", back, below if quote.refund is not None else "the airline says it afterwards")]
    if order.change is not None:
        condition = words.condition(order.change, "change")
        found.append(
            ("Change", condition, "by this fare" if not order.change.allowed else "plus any difference in fare")
        )
    flies = words.day(order.slices[0].departs.date()) if order.slices else ""
    found.append(("Keep", f"{words.money(order.total)} in use", f"flies {flies}" if flies else ""))
    return found


def _line(theme: Theme, icon: str, text: str, strong: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel(theme, icon, 16, "text2"), 0, Qt.AlignmentFlag.AlignTop)
    said = label(theme, "", "body", wraps=True)
    said.setTextFormat(Qt.TextFormat.RichText)
    said.setText(f"{escape(text)} <b>{escape(strong)}</b>" if strong else escape(text))
    said.setAccessibleName(f"{text} {strong}".strip())
    row.addWidget(said, 1, Qt.AlignmentFlag.AlignTop)
    return row


def _cell(theme: Theme, text: str, face: str) -> QLabel:
    made = label(theme, text, face)
    made.setAlignment(_RIGHT)
    return made
