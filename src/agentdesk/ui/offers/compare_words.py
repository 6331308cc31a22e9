"""The comparison as values: what stands in each cell, which cells differ, how much more than the cheapest it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from agentdesk.travel.journeys import Slice, layovers
from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.lists import fare_words
from agentdesk.ui.lists.fare_words import State
from agentdesk.ui.lists.offer_words import stops_words

NAMES = ("Hold bag", "Cabin bag", "Change", "Refund", "Hold", "Seat choice")
"""The rows that may be better or worse, in this order; emissions and time left come after them."""
_GOOD = {State.FREE, State.COSTS}


@dataclass(frozen=True, slots=True)
class Cell:
    """What an offer gives of one row."""

    state: State
    text: str

    @property
    def is_good(self) -> bool:
        return self.state in _GOOD


def cells(offer: Offer) -> tuple[Cell, ...]:
    """One cell for each of `NAMES`."""
    return (
        _bag(offer, "checked"),
        _bag(offer, "carry_on"),
        _rule(offer, "change"),
        _rule(offer, "refund"),
        _hold(offer),
        _seats(offer),
    )


def odd(row: Sequence[Cell]) -> list[bool]:
    """Which cells of a row are better or worse than most; where it is even, the worse."""
    good = [cell.is_good for cell in row]
    if len(set(good)) < 2:
        return [False] * len(row)
    rare = good.count(True) < len(good) - good.count(True)
    return [one is rare for one in good]


def differences(offers: Sequence[Offer]) -> list[str]:
    """'cheapest', '+£188.28', 'as cheap'; 'other currency' where amounts cannot be compared."""
    if len({one.total.currency for one in offers}) > 1:
        return ["other currency"] * len(offers)
    least = min((one.total.amount for one in offers), default=Decimal(0))
    found = []
    first = True
    for one in offers:
        if one.total.amount > least:
            found.append(words.money(type(one.total)(one.total.amount - least, one.total.currency), signed=True))
        else:
            found.append("cheapest" if first else "as cheap")
            first = False
    return found


def emissions(offers: Sequence[Offer]) -> list[tuple[str, bool]]:
    """'1,790 kg' for all passengers, and whether it is the lowest of several that are known."""
    known = [_kilograms(one) for one in offers]
    said = [one for one in known if one is not None]
    lowest = min(said) if len(set(said)) > 1 else None
    return [("Not said" if one is None else f"{one:,.0f} kg", one is not None and one == lowest) for one in known]


def summaries(part: Slice) -> list[str]:
    """The middle of a journey's line, the longest first: '10 h 40, DUB 1 h 50', '10 h 40, DUB', '10 h 40, 1 stop'."""
    length = words.duration(part.elapsed)
    if part.stop_count == 0:
        return [f"{length} direct".strip(), length or "direct"]
    stops = (stops_words(part), stops_words(part, brief=True), words.count(part.stop_count, "stop"))
    return [", ".join(one for one in (length, stop) if one) for stop in stops]


def is_risky(part: Slice) -> bool:
    """Whether a connection is short or changes the airport."""
    return any(wait.is_short or wait.changes_airport for wait in layovers(part))


def _kilograms(offer: Offer) -> Decimal | None:
    try:
        found = Decimal(offer.emissions_kg)
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < 10_000_000 else None


def _bag(offer: Offer, kind: str) -> Cell:
    said = fare_words.bag(offer, kind)
    if said.state is State.UNSAID:
        return Cell(State.UNSAID, "Not said")
    more = [one for one in offer.services if one.bag is not None and one.bag.kind == kind]
    if said.state is State.NO and more:
        return Cell(State.NO, f"None, +{words.money(min(more, key=lambda one: one.price.amount).price)}")
    return Cell(said.state, "None" if said.state is State.NO else said.text)


def _rule(offer: Offer, deed: str) -> Cell:
    said = fare_words.cell(offer.change if deed == "change" else offer.refund, deed)
    return Cell(said.state, "Not said" if said.state is State.UNSAID else said.text)


def _hold(offer: Offer) -> Cell:
    terms = offer.terms
    if terms.instant_only:
        return Cell(State.NO, "Pay now only")
    return Cell(State.FREE, f"Until {words.moment(terms.pay_by)}" if terms.pay_by is not None else "Can be held")


def _seats(offer: Offer) -> Cell:
    said = [part.conditions.seat_selection for part in offer.slices]
    if None in said:
        return Cell(State.UNSAID, "Not said")
    if all(said):
        return Cell(State.FREE, "Included")
    return Cell(State.COSTS if any(said) else State.NO, "Not on all flights" if any(said) else "Not included")
