"""The details' second tab: change and refund before and after departure, hold, documents, accounts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.journeys import Slice
from agentdesk.travel.offers import Offer
from agentdesk.travel.told import Told
from agentdesk.ui import words
from agentdesk.ui.book.payment_parts import clear
from agentdesk.ui.book.trip_body import direction
from agentdesk.ui.lists import fare_words
from agentdesk.ui.lists.fare_words import ICONS, Said, State
from agentdesk.ui.offers import flight_words
from agentdesk.ui.offers.drawer_flights import needs
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.labels import IconLabel, hairline, label

_EDGE, _NAMES = 14, 128  # pixels
_UNSAID = Said(State.UNSAID, "The airline does not say")
_ROLES = {State.FREE: "good", State.COSTS: "good", State.NO: "text2", State.UNSAID: "text2"}
Rule = tuple[str, Said | str]  # a rule in one of four states, or what is merely said


class RulesTab(QWidget):
    """Filled anew by `show_offer`; each rule in one of four states, with its penalty."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 12)
        self._column.setSpacing(0)

    def show_offer(self, offer: Offer, told: Told | None = None) -> None:
        """`told` adds rules that the airline gave under names of its own."""
        clear(self._column)
        for number, (title, rules) in enumerate(chapters(offer, told)):
            if number:
                self._column.addWidget(hairline())
            self._column.addLayout(self._chapter(title, rules))
        self._column.addStretch(1)

    def _chapter(self, title: str, rules: list[Rule]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(_EDGE, 10, _EDGE, 10)
        column.setSpacing(5)
        column.addWidget(label(self._theme, title, "body_strong"))
        for name, said in rules:
            row = QHBoxLayout()
            row.setSpacing(8)
            left = label(self._theme, name, "small", wraps=True)
            left.setFixedWidth(_NAMES)
            row.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
            if isinstance(said, Said):
                icon = IconLabel(self._theme, ICONS[said.state], 16, _ROLES[said.state])
                row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            text = said.text if isinstance(said, Said) else said
            row.addWidget(label(self._theme, text, "small", "text", wraps=True), 1)
            column.addLayout(row)
        return column


def chapters(offer: Offer, told: Told | None = None) -> list[tuple[str, list[Rule]]]:
    """All that is known of the rules, in words."""
    found: list[tuple[str, list[Rule]]] = [
        (
            f"Before departure, {_for(offer)}",
            [
                ("Change", fare_words.permission(offer.change, "change")),
                ("Refund", fare_words.permission(offer.refund, "refund")),
            ],
        ),
        ("After departure", _after(told)),
    ]
    for number, part in enumerate(offer.slices):
        found.append((f"{direction(offer, number)}, {_route(part)}", _slice_rules(part)))
    found += [("Hold", _hold(offer)), ("Passengers", _passengers(offer)), ("Airline", _airline(offer))]
    return found


def _for(offer: Offer) -> str:
    number = len(offer.passengers)
    return "for the passenger" if number == 1 else f"for all {number} passengers"


def _route(part: Slice) -> str:
    return f"{part.origin.iata} – {part.destination.iata}"


def _after(told: Told | None) -> list[Rule]:
    """The upstream says nothing by itself (API.md 5.1); what an airline adds is found by its name."""
    said = {leaf.path[-2:]: leaf.value for leaf in told.leaves} if told is not None else {}
    rules: list[Rule] = []
    for deed in ("change", "refund"):
        allowed = said.get((f"{deed}_after_departure", "allowed"))
        fee = said.get((f"{deed}_after_departure", "penalty_amount"))
        currency = said.get((f"{deed}_after_departure", "penalty_currency"))
        if allowed is None:
            rules.append((deed.capitalize(), _UNSAID))
        elif allowed is False:
            rules.append((deed.capitalize(), Said(State.NO, f"No {deed}")))
        else:
            price = f"{fee} {currency}" if isinstance(fee, str) and isinstance(currency, str) else "a fee not said"
            rules.append((deed.capitalize(), Said(State.COSTS, f"{deed.capitalize()} for {price}")))
    return rules


def _slice_rules(part: Slice) -> list[Rule]:
    said = part.conditions
    rules: list[Rule] = [("Change", fare_words.permission(said.change, "change"))]
    rules.append(("Refund", fare_words.permission(said.refund, "refund")))
    flags = (
        ("Seat choice", said.seat_selection),
        ("Priority boarding", said.priority_boarding),
        ("Priority check-in", said.priority_check_in),
    )
    rules += [(name, _flag(value)) for name, value in flags]
    if all(rule == _UNSAID for _name, rule in rules):
        return [("By itself", Said(State.UNSAID, "The airline says nothing more of it"))]
    return rules


def _flag(value: bool | None) -> Said:
    if value is None:
        return _UNSAID
    return Said(State.FREE, "Included") if value else Said(State.NO, "Not included")


def _hold(offer: Offer) -> list[Rule]:
    terms = offer.terms
    if terms.instant_only:
        return [("Hold", Said(State.NO, "Pay now only"))]
    pay = f"By {words.moment(terms.pay_by)}" if terms.pay_by is not None else "The airline does not say until when"
    kept = terms.price_held_until
    price = f"Until {words.moment(kept)}" if kept is not None else "Not promised; it may change at any time"
    return [
        ("To be paid", Said(State.FREE if terms.pay_by else State.UNSAID, pay)),
        ("Price kept", Said(State.FREE if kept else State.NO, price)),
    ]


def _passengers(offer: Offer) -> list[Rule]:
    people = flight_words.party_of(offer, [one.id for one in offer.passengers])
    accounts = ", ".join(offer.loyalty_airlines)
    taken = f"Accounts of {accounts}" if accounts else "Takes no accounts"
    return [("Priced for", people), ("Identity", needs(offer)), ("Loyalty", taken)]


def _airline(offer: Offer) -> list[Rule]:
    private = f"Private: {offer.private_fare}" if offer.private_fare else "Public"
    carriage = offer.owner.conditions_url or _UNSAID.text
    return [("Sold by", offer.owner.name), ("Fare", private), ("Conditions of carriage", carriage)]
