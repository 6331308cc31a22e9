"""The sheets of the payment page: a changed price line by line, the first live sale, the end of an open outcome."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from agentdesk.travel.basket import lines
from agentdesk.travel.booking import Draft, Priced
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import price_words
from agentdesk.ui.book.payment_words import amount, deed, difference, seconds_clock
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button, MoneyButton
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import IconLabel, hairline, label
from agentdesk.ui.widgets.sheet import Sheet

LIVE_WORD = "LIVE"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def price_sheet(
    over: QWidget, theme: Theme, draft: Draft, priced: Priced, others: Sequence[Offer], *, spends: bool
) -> Sheet:
    """Before, now and difference of every line. The deed accepts the new price, and pays it where it `spends`."""
    rose = priced.difference.amount > 0
    size = priced.difference if rose else -priced.difference
    title = f"The price {'rose' if rose else 'fell'} by {words.money(size)}"
    airline = priced.offer.owner.name
    text = f"{airline} changed it; read again at {seconds_clock(priced.at)}. Nothing has been booked or paid."
    world = priced.environment.world
    wanted = deed(priced.way, priced.total, world, live=priced.environment.is_live)
    accept: Button
    if spends:
        accept = MoneyButton(theme, f"Accept, {wanted[0].lower()}{wanted[1:]}", world, big=False)
    else:
        accept = Button(theme, f"Go on with {words.money(priced.total)}", kind="primary")
    copy = Button(theme, "Copy as text", icon="copy")
    copy.setToolTip("A few lines for the customer go to the clipboard")
    copy.clicked.connect(lambda: _copy(copy, _for_customer(priced)))
    back = "Do not pay" if spends else "Back to offers"
    sheet = Sheet(over, theme, title, back=back, deed=accept, text=text, others=(copy,))
    sheet.body.addLayout(_table(theme, draft, priced))
    sheet.body.addLayout(_next(theme, priced, others))
    return sheet


def _table(theme: Theme, draft: Draft, priced: Priced) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for place, head in enumerate(("Before", "Now", "Difference"), start=1):
        grid.addWidget(_cell(theme, head, "small", "text3"), 0, place)
    for what, before, now in price_changes(draft, priced):
        row = grid.rowCount()
        grid.addWidget(hairline(), row, 0, 1, 4)
        grid.addWidget(label(theme, what, "body"), row + 1, 0)
        grid.addWidget(_cell(theme, amount(before), "body", "text2"), row + 1, 1)
        grid.addWidget(_cell(theme, amount(now), "body"), row + 1, 2)
        change = now - before
        grid.addWidget(_cell(theme, difference(change), "body", "text2" if change.is_zero else ""), row + 1, 3)
    row = grid.rowCount()
    line = hairline()
    line.setProperty("strong", True)
    grid.addWidget(line, row, 0, 1, 4)
    grid.addWidget(label(theme, f"Total, {priced.total.currency}", "body_strong"), row + 1, 0)
    struck = _cell(theme, amount(priced.shown_total), "body", "text2")
    font = struck.font()
    font.setStrikeOut(True)
    struck.setFont(font)
    grid.addWidget(struck, row + 1, 1)
    grid.addWidget(_cell(theme, amount(priced.total), "row_price"), row + 1, 2)
    role = "warn" if priced.difference.amount > 0 else "good"
    grid.addWidget(_cell(theme, difference(priced.difference), "body_strong", role), row + 1, 3)
    return grid


def price_changes(draft: Draft, priced: Priced) -> tuple[tuple[str, Money, Money], ...]:
    """Each line with what it cost before and what it costs now; they add up to the two totals."""
    if draft.offer is None:
        raise ValueError("a draft without an offer has no price")
    after = replace(draft, offer=priced.offer, seats=priced.seats, bags=priced.bags)
    old = {line.what: line for line in lines(draft.offer, draft)}
    new = {line.what: line for line in lines(priced.offer, after)}
    zero = Money.zero(priced.total.currency)
    found = []
    for what in dict.fromkeys([*old, *new]):
        quantity = (new.get(what) or old[what]).quantity
        before = old[what].amount if what in old else zero
        now = new[what].amount if what in new else zero
        found.append((price_words(what, quantity, priced.offer), before, now))
    return tuple(found)


def _cell(theme: Theme, text: str, face: str, role: str = "") -> QLabel:
    made = label(theme, text, face, role)
    made.setAlignment(_RIGHT)
    return made


def _next(theme: Theme, priced: Priced, others: Sequence[Offer]) -> QHBoxLayout:
    """Until when the new price holds, and the cheapest other offer that the search has found."""
    left = priced.offer.expires_at - priced.at
    said = f"The new price holds until {words.clock(priced.offer.expires_at.astimezone())}, {words.duration(left)}."
    same = [one for one in others if one.total.currency == priced.total.currency and one.id != priced.offer.id]
    cheapest = min((one for one in same if not one.has_expired(priced.at)), key=lambda one: one.total, default=None)
    if cheapest is not None:
        said += f" The cheapest other offer found: {cheapest.owner.name}, {words.money(cheapest.total)}."
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(IconLabel(theme, "clock", 16, "text2"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(theme, said, "body", "text2", wraps=True), 1)
    return row


def _for_customer(priced: Priced) -> str:
    slices = priced.offer.slices
    ways = [f"{part.origin.iata} – {part.destination.iata}, {words.day(part.departs.date())}" for part in slices]
    return (
        f"{'; '.join(ways)}\n"
        f"The airline's price was {words.money(priced.shown_total)} and is now {words.money(priced.total)} "
        f"({words.money(priced.difference, signed=True)}). Nothing has been booked or paid. "
        f"It holds until {words.clock(priced.offer.expires_at.astimezone())}."
    )


def _copy(button: Button, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    button.say("Copied")


def live_sheet(over: QWidget, theme: Theme, priced: Priced) -> Sheet:
    """The first live sale of a session wants a typed word, so that nobody takes live for practice."""
    world = priced.environment.world
    go = MoneyButton(theme, deed(priced.way, priced.total, world, live=True), world, big=False)
    go.setEnabled(False)
    text = "Real money is paid for a real seat. Type LIVE to say that you mean it; you are asked once a session."
    sheet = Sheet(over, theme, "This is a live sale", back="Do not pay", deed=go, text=text)
    field = Field(theme, "Type LIVE")
    field.edited.connect(lambda typed: go.setEnabled(typed.strip().upper() == LIVE_WORD))
    sheet.body.addWidget(field)
    return sheet


def giving_up_sheet(over: QWidget, theme: Theme, told: list[str]) -> Sheet:
    """Only what Duffel's support has said can end an open outcome; what is typed of that is put into `told`."""
    close = Button(theme, "Close it, nothing was booked", kind="destructive_final")
    close.setEnabled(False)
    text = (
        "Only Duffel's support can say so; call them with the copied ids. If you sell this trip again and the first "
        "order shows up after all, there are two. The airline is asked once more before this is closed."
    )
    sheet = Sheet(over, theme, "Close it: there is no booking", back="Keep looking", deed=close, text=text)
    field = Field(theme, "Who said so, and when", hint="Kept in the note of this booking")

    def typed(text: str) -> None:
        told.append(text.strip())
        close.setEnabled(len(text.strip()) > 2)

    field.edited.connect(typed)
    sheet.body.addWidget(field)
    return sheet
