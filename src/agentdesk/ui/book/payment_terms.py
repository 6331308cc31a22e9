"""The cards between the options and the table: how it is paid or what happens when, and what must be said before."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.booking import Draft, Way
from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.book.payment_words import Said, both, here, operated
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import IconLabel, hairline, label


class Rows(QFrame):
    """A card with a title and rows of icon, strong word and sentence."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._title = label(theme, title, "body_strong")
        self._title.setContentsMargins(14, 9, 14, 9)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addLayout(self._rows)

    def begin(self, title: str) -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title))
        clear(self._rows)

    def add(self, icon: str, strong: str, text: str, *, role: str = "text2", width: int = 0) -> None:
        """`width` keeps the strong words of several rows in one column."""
        if self._rows.count() or self._title.text():
            self._rows.addWidget(hairline())
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(14, 7, 14, 7)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._theme, icon, 16, role), 0, Qt.AlignmentFlag.AlignTop)
        if strong:
            word = label(self._theme, strong, "body_strong")
            if width:
                word.setMinimumWidth(width)
            row.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(self._theme, text, "body", "text2", wraps=True), 1)
        self._rows.addWidget(inner)


class Terms:
    """Two cards: how the order is paid or what happens to it when, and the flags that must be read before."""

    def __init__(self, theme: Theme) -> None:
        self.how, self.before = Rows(theme, ""), Rows(theme, "")

    def show_draft(self, draft: Draft, offer: Offer) -> None:
        if draft.way is Way.HOLD:
            self._show_when(offer)
        else:
            self.how.begin("")
            said = "Duffel takes the amount once, when the airline confirms."
            self.how.add("wallet", "Pay with the agency's balance", said)
        self._show_before(draft, offer)

    def _show_when(self, offer: Offer) -> None:
        self.how.begin("What happens when")
        terms = offer.terms
        rows: list[tuple[str, datetime, str]] = [("clock", offer.expires_at, "This offer ends. Hold before then.")]
        if terms.price_held_until is not None:
            rows.append(("lock", terms.price_held_until, "The price is kept until here. After that it may rise."))
        if terms.pay_by is not None:
            far = both(terms.pay_by, offer.slices).removeprefix(here(terms.pay_by)).strip()
            said = "Pay by then{} or the airline lets the flights go.".format(f" {far}" if far else "")
            rows.append(("alarm-clock", terms.pay_by, said))
        for icon, at, text in sorted(rows, key=lambda row: row[1]):
            self.how.add(icon, words.moment(at), text, width=128)

    def _show_before(self, draft: Draft, offer: Offer) -> None:
        self.before.begin("Before you hold" if draft.way is Way.HOLD else "Before you pay")
        said = [Said("plane", "text2", one) for one in operated(offer)]
        said.append(Said("luggage", "text2", f"{words.bags(offer)}. {words.conditions(offer)}."))
        said.append(Said("users", "text2", "Names must be as in the passports; few airlines change one later."))
        for one in said:
            self.before.add(one.icon, "", one.text, role=one.role)
