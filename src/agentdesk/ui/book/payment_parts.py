"""The parts of the payment page: what is bought, how far it is, and what is being checked."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from agentdesk.travel.basket import lines, party
from agentdesk.travel.booking import Draft, Unsure
from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import kind_of
from agentdesk.ui import words
from agentdesk.ui.book.paying import STEPS, Asking, Checking, Paying, steps_done
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.lists.offer_words import operated_by
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import IconLabel, card, hairline, label


class Purchase(QFrame):
    """What is bought, by passenger, with everything that must be said before it is."""

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._tab = tab
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(6)

    def show_draft(self) -> None:
        clear(self._column)
        draft, offer = self._tab.draft, self._tab.draft.offer
        if offer is None:
            return
        self._add("Pay now", "heading")
        self._add(
            "From the agency's balance with Duffel. The seats are reserved, paid and ticketed in one step.", "body"
        )
        self._column.addWidget(hairline())
        self._add("What is bought", "heading")
        self._passengers(draft, offer)
        self._column.addWidget(hairline())
        for line in lines(offer, draft):
            self._pair(price_words(line.what, line.quantity, offer), words.money(line.amount))
        self._column.addWidget(hairline())
        self._add("Before you pay", "heading")
        said = [words.conditions(offer), words.bags(offer), operated_by(offer), words.hold(offer.terms)]
        for sentence in said:
            if sentence:
                self._add(sentence, "body")

    def _passengers(self, draft: Draft, offer: Offer) -> None:
        for passenger, form in zip(offer.passengers, draft.travellers, strict=False):
            name = f"{form.family_name.strip()}, {form.given_name.strip()}"
            kind = words.passenger_kind(kind_of(passenger))
            seats = [pick.designator for pick in draft.seats if pick.passenger_id == passenger.id]
            bags = sum(pick.quantity for pick in draft.bags if passenger.id in pick.service.passenger_ids)
            extras = ([f"seats {', '.join(seats)}"] if seats else []) + (
                [words.count(bags, "extra bag")] if bags else []
            )
            self._pair(f"{name} ({kind})", ", ".join(extras))

    def _add(self, text: str, face: str) -> None:
        self._column.addWidget(label(self._tab.theme, text, face, "" if face == "heading" else "text2", wraps=True))

    def _pair(self, left: str, right: str) -> None:
        row = QHBoxLayout()
        row.addWidget(label(self._tab.theme, left, "body", wraps=True), 1)
        row.addWidget(label(self._tab.theme, right, "body"))
        self._column.addLayout(row)


class Progress(QFrame):
    """The steps of a payment: done, under way, to come."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Progress")
        self._icons = [IconLabel(theme, "circle-dashed", 16, "text3") for _ in STEPS]
        self._words = [label(theme, step, "body") for step in STEPS]
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        for icon, text in zip(self._icons, self._words, strict=True):
            row = QHBoxLayout()
            row.addWidget(icon)
            row.addWidget(text, 1)
            column.addLayout(row)

    def show_state(self, state: Paying) -> None:
        done = steps_done(state)
        for number, (icon, text) in enumerate(zip(self._icons, self._words, strict=True)):
            if number < done:
                icon.show_icon("circle-check", "good")
            elif number > done:
                icon.show_icon("circle-dashed", "text3")
            elif isinstance(state, Checking):
                icon.show_icon("circle-help", "warn")
            else:
                icon.show_icon("hand" if isinstance(state, Asking) else "loader-circle", "accentText")
            said = "done" if number < done else "under way" if number == done else "to come"
            text.setText(f"{STEPS[number]}{'' if number > done else ', ' + said}")


class CheckingCard(QWidget):
    """The outcome is not known: what happened, what is saved, what happens next."""

    check_again = Signal()
    copy_ids = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Checking with the airline")
        self._why = label(theme, "", "body", "text2", wraps=True)
        self._saved = label(theme, "", "body", "text2", wraps=True)
        self._next = label(theme, "", "body", "text2", wraps=True)
        again = Button(theme, "Check again", icon="refresh-cw")
        again.clicked.connect(self.check_again)
        self._copy = Button(theme, "Copy the ids for support", icon="copy")
        self._copy.clicked.connect(self.copy_ids)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        title = QHBoxLayout()
        title.addWidget(IconLabel(theme, "radar", 20, "warn"))
        title.addWidget(label(theme, "Checking with the airline", "title"), 1)
        column.addLayout(title)
        row = QHBoxLayout()
        row.setSpacing(12)
        for heading, text in (
            ("What happened", self._why),
            ("What is saved", self._saved),
            ("What happens next", self._next),
        ):
            frame = card()
            inner = QVBoxLayout(frame)
            inner.setContentsMargins(14, 12, 14, 12)
            inner.addWidget(label(theme, heading, "heading"))
            inner.addWidget(text)
            inner.addStretch(1)
            row.addWidget(frame, 1)
        column.addLayout(row)
        buttons = QHBoxLayout()
        buttons.addWidget(again)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def show_line(self, unsure: Unsure | None) -> None:
        if unsure is None:
            self._why.setText("Reading what was written down.")
            return
        self._why.setText(
            f"The order was sent at {words.clock(unsure.sent.at.astimezone())}; no answer told what became of it. "
            "It is sent no second time."
        )
        self._saved.setText(
            f"Trip, passengers and the agreed {words.money(unsure.sent.priced.total)} are written down. "
            "This page is the same after a restart."
        )

    def show_next(self, at: datetime | None, now: datetime) -> None:
        if at is None:
            self._next.setText("Looking now. When the booking is found, the ticket opens by itself.")
            return
        seconds = max(int((at - now).total_seconds()), 0)
        wait = f"{seconds} s" if seconds < 90 else f"{seconds // 60} min"
        self._next.setText(f"We look again in {wait}. When the booking is found, the ticket opens by itself.")

    def say_copied(self) -> None:
        self._copy.say("Copied")


def price_words(what: str, quantity: int, offer: Offer) -> str:
    match what:
        case "fare":
            return f"Fare, {words.party(party(offer))}"
        case "taxes":
            return "Taxes and charges"
        case "seats":
            return words.count(quantity, "seat")
        case _:
            return words.count(quantity, "bag")


def clear(layout: QLayout) -> None:
    """Take everything out, layouts inside too."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()
