"""What a fare gives, in words: bags, change, refund, hold, emissions, the price for one; silence is said as such."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from enum import StrEnum

from agentdesk.travel.journeys import Permission
from agentdesk.travel.money import Money, minor_digits
from agentdesk.travel.offers import Offer
from agentdesk.ui import words


class State(StrEnum):
    """How a condition stands: for nothing, at a price, not at all, or nobody says."""

    FREE = "free"
    COSTS = "costs"
    NO = "no"
    UNSAID = "unsaid"


ICONS = {State.FREE: "check", State.COSTS: "check", State.NO: "minus", State.UNSAID: "circle-help"}
"""The mark beside the words of a state."""


@dataclass(frozen=True, slots=True)
class Said:
    """A condition in words, and its state."""

    state: State
    text: str


@dataclass(frozen=True, slots=True)
class Bags:
    """How many bags of one kind come with the fare; None where the airline does not say for some flight."""

    least: int | None
    most: int


def bags_of(offer: Offer, kind: str) -> Bags:
    """Over all flights and all passengers with a seat. A quantity of 0 says none; an unlisted kind, nothing."""
    infants = {one.id for one in offer.passengers if one.is_infant}
    allowances = {
        one.bags
        for part in offer.slices
        for segment in part.segments
        for one in segment.passengers
        if one.passenger_id not in infants
    }
    said = [[bag.quantity for bag in bags if bag.kind == kind] for bags in allowances]
    counts = [sum(numbers) for numbers in said if numbers]
    if len(counts) < len(said) or not said:
        return Bags(None, max(counts, default=0))
    return Bags(min(counts), max(counts))


_BAGS = {"checked": "hold bag", "carry_on": "cabin bag"}


def bag(offer: Offer, kind: str) -> Said:
    """'1 hold bag each', 'No hold bag', '1 hold bag, not on all flights', 'The airline does not say'."""
    return bag_words(bags_of(offer, kind), kind)


def bag_words(found: Bags, kind: str) -> Said:
    """The same of bags that are counted already."""
    name = _BAGS[kind]
    if found.least:
        return Said(State.FREE, f"{words.count(found.least, name)} each")
    if found.most:
        return Said(State.COSTS, f"{words.count(found.most, name)}, not on all flights")
    if found.least is None:
        return Said(State.UNSAID, "The airline does not say")
    return Said(State.NO, f"No {name}")


def bag_count(found: Bags) -> str:
    """For beside an icon: '1', '0', '0 to 1', '?'."""
    if found.least is None:
        return f"up to {found.most}" if found.most else "?"
    return str(found.least) if found.least == found.most else f"{found.least} to {found.most}"


def permission(allowed: Permission | None, deed: str) -> Said:
    """`deed` is change or refund: 'Change free', 'Change for £50.00', 'No change', 'the airline does not say'."""
    if allowed is None:
        return Said(State.UNSAID, "The airline does not say")
    if not allowed.allowed:
        return Said(State.NO, f"No {deed}")
    free = allowed.penalty is not None and Money.of(allowed.penalty.amount, allowed.penalty.currency).is_zero
    return Said(State.FREE if free else State.COSTS, words.condition(allowed, deed))


def cell(allowed: Permission | None, deed: str) -> Said:
    """The same in a table whose row is named after the deed: 'Free', '£50.00', 'Less £110.00', 'Not allowed'."""
    said = permission(allowed, deed)
    match said.state:
        case State.FREE:
            return Said(State.FREE, "Free")
        case State.NO:
            return Said(State.NO, "Not allowed")
        case State.UNSAID:
            return said
        case State.COSTS:
            assert allowed is not None
            if allowed.penalty is None:
                return Said(State.COSTS, "For a fee not said")
            fee = words.money(Money.of(allowed.penalty.amount, allowed.penalty.currency))
            return Said(State.COSTS, f"Less {fee}" if deed == "refund" else fee)


def hold_lines(offer: Offer) -> tuple[str, str]:
    """Both deadlines: until when to pay, and until when the price is kept; "" where there is none."""
    terms = offer.terms
    if terms.instant_only:
        return "Pay now only", ""
    pay = f"Pay by {words.moment(terms.pay_by)}" if terms.pay_by is not None else "Can be held, end not said"
    if terms.price_held_until is None:
        return pay, "Price may change until then"
    return pay, f"Price to {words.moment(terms.price_held_until)}"


def emissions_each(offer: Offer) -> str:
    """'597 kg CO₂' for each passenger with a seat, of what all of them cause; "" where nobody says."""
    seats = sum(1 for one in offer.passengers if not one.is_infant) or 1
    try:
        return f"{Decimal(offer.emissions_kg) / seats:.0f} kg CO₂" if offer.emissions_kg else ""
    except InvalidOperation:
        return ""


def each(offer: Offer) -> str:
    """The price of one where all are adults; else for how many it is: the upstream gives no price per passenger."""
    number = len(offer.passengers)
    if number == 1:
        return ""
    if all(one.is_adult for one in offer.passengers):
        return f"{words.money(shared(offer.total, number))} adult"
    return f"for {number}"


def shared(total: Money, number: int) -> Money:
    """A total shared among so many, in the minor units of its own currency."""
    unit = Decimal(1).scaleb(-minor_digits(total.currency))
    return Money((total.amount / number).quantize(unit, ROUND_HALF_EVEN), total.currency)
