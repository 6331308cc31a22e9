"""What the trip costs, line by line: fare by kind of passenger where that is known, then every extra."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agentdesk.travel.basket import party
from agentdesk.travel.booking import BagPick, Draft, SeatPick
from agentdesk.travel.journeys import Slice
from agentdesk.travel.money import Money, minor_digits, total
from agentdesk.travel.offers import Offer
from agentdesk.ui import words


@dataclass(frozen=True, slots=True)
class PriceLine:
    """What it is and what it costs altogether."""

    text: str
    amount: Money


def price_lines(offer: Offer, draft: Draft | None = None) -> tuple[PriceLine, ...]:
    """Fare, taxes, seats by flight and bags by kind. They add up to the total, to the cent.

    An offer states its price for all passengers together (API.md 5.1): it is divided only where all are of one kind
    and each share is a whole number of minor units.
    """
    found = [PriceLine(_fare_words(offer), offer.total if offer.tax is None else offer.base)]
    if offer.tax is not None:
        found.append(PriceLine("Taxes and charges", offer.total - offer.base))
    if draft is not None:
        found += _seats(offer, draft.ordered_seats)
        found += _bags(offer, draft.ordered_bags)
    return tuple(found)


def _fare_words(offer: Offer) -> str:
    kinds = party(offer)
    said = words.party(kinds)
    fare = offer.total if offer.tax is None else offer.base
    if len(kinds) != 1 or kinds[0][1] < 2:
        return f"Fare, {said}"
    unit = Decimal(1).scaleb(-minor_digits(fare.currency))
    share = (fare.amount / kinds[0][1]).quantize(unit)
    return f"{said} × {words.money(Money(share, fare.currency))}" if share * kinds[0][1] == fare.amount else said


def _seats(offer: Offer, seats: tuple[SeatPick, ...]) -> Iterator[PriceLine]:
    """One line for each flight on which seats were picked, in the order of the journey."""
    for segment in (one for part in offer.slices for one in part.segments):
        picked = [one for one in seats if one.segment_id == segment.id]
        if picked:
            where = f"{segment.flight.origin.iata} – {segment.flight.destination.iata}"
            names = ", ".join(one.designator for one in picked)
            noun = "Seat" if len(picked) == 1 else "Seats"
            yield PriceLine(f"{noun} {names}, {where}", total([one.price for one in picked], offer.total.currency))
    known = {one.id for part in offer.slices for one in part.segments}
    lost = [one for one in seats if one.segment_id not in known]
    if lost:
        yield PriceLine(words.count(len(lost), "seat"), total([one.price for one in lost], offer.total.currency))


def _bags(offer: Offer, bags: tuple[BagPick, ...]) -> Iterator[PriceLine]:
    """Bags of one kind, on the same flights, at one price, are one line."""
    counted: Counter[tuple[str, Money]] = Counter()
    for pick in bags:
        counted[(_bag_words(offer, pick), pick.service.price)] += pick.quantity
    for (said, price), number in counted.items():
        often = f", {number} × {words.money(price)}" if number > 1 else ""
        yield PriceLine(said + often, price * number)


def _bag_words(offer: Offer, pick: BagPick) -> str:
    bag = pick.service.bag
    kind = "Cabin bag" if bag is not None and bag.kind == "carry_on" else "Hold bag"
    weight = f" {bag.weight_kg} kg" if bag is not None and bag.weight_kg is not None else ""
    return f"{kind}{weight}{_where(offer, pick.service.segment_ids)}"


def _where(offer: Offer, segment_ids: tuple[str, ...]) -> str:
    """The slices that a bag covers; nothing to say when it flies all the way."""
    covered = [part for part in offer.slices if any(one.id in segment_ids for one in part.segments)]
    if not covered or len(covered) == len(offer.slices):
        return ""
    return ", " + ", ".join(_route(part) for part in covered)


def _route(part: Slice) -> str:
    return f"{part.segments[0].flight.origin.iata} – {part.segments[-1].flight.destination.iata}"
