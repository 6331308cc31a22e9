"""What is in the trip and what it costs: fare by passenger, seats, bags, total."""

from collections import Counter
from dataclasses import dataclass

from agentdesk.travel.booking import Draft
from agentdesk.travel.money import Money, total
from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import kind_of
from agentdesk.travel.passengers import PassengerKind


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One line: what it is, how often, what it costs altogether."""

    what: str  # fare, taxes, seats, bags
    quantity: int
    amount: Money


def lines(offer: Offer, draft: Draft | None = None) -> tuple[BasketLine, ...]:
    """Fare and taxes for all passengers, then what is ordered with the draft. They add up to the total."""
    found = [BasketLine("fare", len(offer.passengers), offer.total if offer.tax is None else offer.base)]
    if offer.tax is not None:
        found.append(BasketLine("taxes", 1, offer.total - offer.base))
    if draft is not None:
        currency = offer.total.currency
        seats, bags = draft.ordered_seats, draft.ordered_bags
        if seats:
            found.append(BasketLine("seats", len(seats), total([one.price for one in seats], currency)))
        if bags:
            count = sum(one.quantity for one in bags)
            found.append(BasketLine("bags", count, total([one.price for one in bags], currency)))
    return tuple(found)


def party(offer: Offer) -> tuple[tuple[PassengerKind, int], ...]:
    """How many of each kind travel, adults first."""
    counted = Counter(kind_of(one) for one in offer.passengers)
    return tuple((kind, counted[kind]) for kind in PassengerKind if counted[kind])
