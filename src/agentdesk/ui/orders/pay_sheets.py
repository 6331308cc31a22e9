"""The sheets before a hold is paid: the total, a changed price, moved flights, the first live payment."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from agentdesk.travel.change_harm import compare, pair_up
from agentdesk.travel.environment import Environment
from agentdesk.travel.money import Money
from agentdesk.travel.orders import Order
from agentdesk.travel.paying import FlightsMoved, Payable, PriceMoved
from agentdesk.ui import words
from agentdesk.ui.book.payment_sheets import LIVE_WORD
from agentdesk.ui.book.payment_words import amount, both, difference, seconds_clock
from agentdesk.ui.orders.change_axis import ChangeAxis
from agentdesk.ui.orders.order_sentences import route_and_day, who
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button, MoneyButton
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import IconLabel, hairline, label
from agentdesk.ui.widgets.sheet import Sheet

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def pay_words(total: Money, environment: Environment) -> str:
    """'Pay £1,224.80 (practice)', live 'Pay £1,224.80 now'."""
    after = " now" if environment.is_live else f" ({environment.world})"
    return f"Pay {words.money(total)}{after}"


def pay_sheet(
    over: QWidget, theme: Theme, ready: Payable | PriceMoved, environment: Environment, now: datetime
) -> Sheet:
    """What is paid and from what; where the price has changed, before, now and difference."""
    order = ready.order
    words_ = pay_words(order.total, environment)
    moved = isinstance(ready, PriceMoved)
    deed = MoneyButton(
        theme, f"Accept, {words_[0].lower()}{words_[1:]}" if moved else words_, environment.world, big=False
    )
    read = f"Read again at {seconds_clock(now)}"
    if isinstance(ready, PriceMoved):
        title = _moved_title(ready)
        text = f"{order.owner.name} changed it. {read}. Nothing has been paid."
    else:
        title, text = f"Pay the hold {order.reference}", f"{read}, unchanged. Nothing has been paid."
    sheet = Sheet(over, theme, title, back="Do not pay", deed=deed, text=text)
    sheet.body.addLayout(_table(theme, order, ready.shown if isinstance(ready, PriceMoved) else None))
    sheet.body.addLayout(_line(theme, "wallet", "From the agency's balance with Duffel. The tickets come after it."))
    if order.payment.pay_by is not None:
        by = both(order.payment.pay_by, order.slices)
        sheet.body.addLayout(_line(theme, "alarm-clock", f"The seats are held until {by}."))
    return sheet


def _moved_title(ready: PriceMoved) -> str:
    change = ready.difference
    if change is None:
        return f"The price is now in {ready.order.total.currency}"
    rose = change.amount > 0
    return f"The price {'rose' if rose else 'fell'} by {words.money(change if rose else -change)}"


def _table(theme: Theme, order: Order, shown: Money | None) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for what, said in (
        ("Order", f"{order.reference}, {order.owner.name}"),
        ("Passengers", who(order)),
        ("Flights", route_and_day(order)),
    ):
        row = grid.rowCount()
        grid.addWidget(label(theme, what, "body", "text2"), row, 0)
        grid.addWidget(_cell(theme, said, "body"), row, 1, 1, 3)
        grid.addWidget(hairline(), row + 1, 0, 1, 4)
    row = grid.rowCount()
    if shown is not None:
        for place, head in enumerate(("Before", "Now", "Difference"), start=1):
            grid.addWidget(_cell(theme, head, "small", "text3"), row, place)
        row += 1
    grid.addWidget(label(theme, f"To pay, {order.total.currency}", "body_strong"), row, 0)
    if shown is None:
        grid.addWidget(_cell(theme, amount(order.total), "row_price"), row, 3)
        return grid
    before = amount(shown) if shown.currency == order.total.currency else words.money(shown)
    struck = _cell(theme, before, "body", "text2")
    font = struck.font()
    font.setStrikeOut(True)
    struck.setFont(font)
    grid.addWidget(struck, row, 1)
    grid.addWidget(_cell(theme, amount(order.total), "row_price"), row, 2)
    if shown.currency == order.total.currency:
        change = order.total - shown
        role = "warn" if change.amount > 0 else "good"
        grid.addWidget(_cell(theme, difference(change), "body_strong", role), row, 3)
    return grid


def flights_sheet(over: QWidget, theme: Theme, moved: FlightsMoved) -> Sheet:
    """The airline has moved a hold's flights: both on one axis, before anything is paid."""
    go = Button(theme, "Go on with the new flights", kind="primary")
    text = "Look at both before you pay. Nothing has been paid; the price is read again next."
    title = f"{moved.order.owner.name} changed the held flights"
    sheet = Sheet(over, theme, title, back="Do not pay", deed=go, text=text)
    for before, after in pair_up(moved.before.slices, moved.order.slices):
        way = compare(before, after)
        if not way.is_same:
            sheet.body.addWidget(ChangeAxis(theme, way))
    return sheet


def live_sheet(over: QWidget, theme: Theme, deed: str, environment: Environment, back: str) -> Sheet:
    """The first live money action of a session wants a typed word, so that nobody takes live for practice."""
    go = MoneyButton(theme, deed, environment.world, big=False)
    go.setEnabled(False)
    text = "Real money moves. Type LIVE to say that you mean it; you are asked once a session."
    sheet = Sheet(over, theme, "This is live", back=back, deed=go, text=text)
    field = Field(theme, "Type LIVE")
    field.edited.connect(lambda typed: go.setEnabled(typed.strip().upper() == LIVE_WORD))
    sheet.body.addWidget(field)
    return sheet


def _line(theme: Theme, icon: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel(theme, icon, 16, "text2"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(theme, text, "body", "text2", wraps=True), 1)
    return row


def _cell(theme: Theme, text: str, face: str, role: str = "") -> QLabel:
    made = label(theme, text, face, role)
    made.setAlignment(_RIGHT)
    return made
