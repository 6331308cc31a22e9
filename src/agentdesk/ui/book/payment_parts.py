"""What other pages use of the payment page: the words of a price line, and clearing a layout."""

from PySide6.QtWidgets import QLayout

from agentdesk.travel.basket import party
from agentdesk.travel.offers import Offer
from agentdesk.ui import words


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
