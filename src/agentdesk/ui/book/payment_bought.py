"""What is bought or held, passenger by passenger, down to what the customer pays."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from agentdesk.travel.basket import lines
from agentdesk.travel.booking import Draft, Way, draft_total, extras
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import kind_of
from agentdesk.travel.passengers import OfferPassenger, TravellerForm
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear, price_words
from agentdesk.ui.book.payment_words import amount, bag_words
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.initials import Initials
from agentdesk.ui.widgets.labels import hairline, label

_COLUMNS = 5  # tile, name, seats, bags, amount
_NUMBERS = 96
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Bought(QFrame):
    """A table: passengers with their seats and bags, then fare, taxes, total, the agency's fee."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._title = label(theme, "", "body_strong")
        self._currency = label(theme, "", "small", "text3")
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 14, 8)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._currency)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 6)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        for place in (2, 3, 4):
            self._grid.setColumnMinimumWidth(place, _NUMBERS)
        self._rows = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addLayout(self._grid)

    def show_draft(self, draft: Draft, fee: Money | None) -> None:
        """Make the table anew; the offer must be there."""
        clear(self._grid)
        for row in range(self._rows):
            self._grid.setRowMinimumHeight(row, 0)
        self._rows = 0
        offer, total = draft.offer, draft_total(draft)
        if offer is None or total is None:
            return
        self._title.setText("What will be held" if draft.way is Way.HOLD else "What will be bought")
        self._currency.setText(f"Amounts in {total.currency}")
        for passenger, form in zip(offer.passengers, draft.travellers, strict=False):
            self._add_passenger(draft, offer, passenger, form)
        for line in lines(offer, draft):
            if line.what in ("fare", "taxes"):
                self._add_sum(price_words(line.what, line.quantity, offer), line.amount)
        self._add_line(strong=True)
        self._add_sum("Total", total, strong=True)
        if fee is not None:
            self._add_sum("Agency fee, yours; never sent to the airline", fee)
            self._add_line(strong=True)
            self._add_sum("The customer pays", total + fee, strong=True)

    def _add_passenger(self, draft: Draft, offer: Offer, one: OfferPassenger, form: TravellerForm) -> None:
        row = self._next_row()
        given, family = form.given_name.strip(), form.family_name.strip()
        kind = words.passenger_kind(kind_of(one))
        age = f" ({one.age})" if one.age is not None and kind != "adult" else ""
        self._put(row, 0, Initials(self._theme, given, family), left=True)
        self._put(row, 1, self._text(f"{given} {family}, {kind}{age}"))
        seats = [pick.designator for pick in draft.ordered_seats if pick.passenger_id == one.id]
        left_out = draft.leaves_extras_out and any(pick.passenger_id == one.id for pick in draft.seats)
        said = "left out" if left_out else ", ".join(seats) or ("on lap" if one.is_infant else "no seat")
        self._put(row, 2, self._text(said, "text2", right=True))
        self._put(row, 3, self._text(bag_words(one.id, offer, draft.ordered_bags), "text2", right=True))
        mine = extras(
            tuple(pick for pick in draft.ordered_seats if pick.passenger_id == one.id),
            tuple(pick for pick in draft.ordered_bags if one.id in pick.service.passenger_ids),
            offer.total.currency,
        )
        self._put(row, 4, self._text(amount(mine) if not mine.is_zero else "", right=True), right=True)
        self._add_line()

    def _add_sum(self, text: str, money: Money, *, strong: bool = False) -> None:
        row = self._next_row()
        face = "body_strong" if strong else "body"
        self._put(row, 1, label(self._theme, text, face, "" if strong else "text2", wraps=True))
        said = label(self._theme, amount(money), face)
        said.setAlignment(_RIGHT)
        said.setAccessibleName(words.money(money))
        self._put(row, 4, said, right=True)

    def _add_line(self, *, strong: bool = False) -> None:
        line = hairline()
        if strong:
            line.setProperty("strong", True)
        self._grid.addWidget(line, self._next_row(), 0, 1, _COLUMNS)

    def _next_row(self) -> int:
        """A grid never forgets its rows: they are counted here and used again."""
        self._rows += 1
        return self._rows - 1

    def _text(self, text: str, role: str = "", *, right: bool = False) -> QLabel:
        made = label(self._theme, text, "body", role)
        if right:
            made.setAlignment(_RIGHT)
        return made

    def _put(self, row: int, place: int, widget: QWidget, *, left: bool = False, right: bool = False) -> None:
        widget.setContentsMargins(14 if left else 0, 0, 14 if right else 0, 0)
        self._grid.setRowMinimumHeight(row, 32)
        self._grid.addWidget(widget, row, place)
