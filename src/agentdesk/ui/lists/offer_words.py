"""The texts of an offer's row, worked out once for each offer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agentdesk.travel.journeys import Flight, Slice, layovers
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.ui import words


@dataclass(frozen=True, slots=True)
class SliceWords:
    """One line of the journey: first and second line of each column."""

    departs: str
    origin: str
    arrives: str
    changed: str  # "+1"
    destination: str
    duration: str
    flights: str
    stops: str


@dataclass(frozen=True, slots=True)
class OfferWords:
    """Everything a row says."""

    airline: str
    code: str
    slices: tuple[SliceWords, ...]
    brand: str
    cabin: str
    bags: str
    emissions: str
    conditions: str
    hold: str
    may_be_held: bool
    operated: str
    total: str
    per_adult: str


def row_words(offer: Offer, now: datetime) -> OfferWords:
    return OfferWords(
        airline=offer.owner.name,
        code=offer.owner.iata or "··",
        slices=tuple(_slice(part) for part in offer.slices),
        brand=offer.fare_brand or "Fare",
        cabin=_cabin(offer),
        bags=words.bags_short(offer),
        emissions=f"{offer.emissions_kg} kg CO₂" if offer.emissions_kg else "",
        conditions=words.conditions(offer),
        hold=words.hold_short(offer.terms, now),
        may_be_held=offer.may_be_held,
        operated=operated_by(offer),
        total=words.money(offer.total),
        per_adult=_each(offer),
    )


def operated_by(offer: Offer) -> str:
    """The operating carriers' full names where they differ from the seller's; said before purchase by rule."""
    return operated_names([flight for part in offer.slices for flight in part.flights])


def operated_names(flights: Iterable[Flight]) -> str:
    """'Operated by British Airways, Iberia' for those that another than the seller flies."""
    names = dict.fromkeys(flight.operating.name for flight in flights if flight.is_codeshare)
    return f"Operated by {', '.join(names)}" if names else ""


def spoken(offer: Offer) -> str:
    """The row as one sentence."""
    said = [offer.owner.name]
    for number, part in enumerate(offer.slices):
        way = "out" if number == 0 else "back" if number == 1 and len(offer.slices) == 2 else f"flight {number + 1}"
        change = words.day_change(part.day_change)
        said.append(
            f"{way} {words.clock(part.departs)} {part.origin.city or part.origin.name} {part.origin.iata} to "
            f"{words.clock(part.arrives)}{f' {change} day' if change else ''} "
            f"{part.destination.city or part.destination.name} {part.destination.iata}, {_stops(part)}, "
            f"{words.duration(part.elapsed)}"
        )
    said += [offer.fare_brand or "fare", words.bags(offer), words.conditions(offer)]
    said += [part for part in (operated_by(offer), words.hold(offer.terms), words.money(offer.total)) if part]
    return ", ".join(said)


def _slice(part: Slice) -> SliceWords:
    first, last = part.flights[0], part.flights[-1]
    return SliceWords(
        departs=words.clock(part.departs),
        origin=_place(first.origin.iata, first.origin_terminal),
        arrives=words.clock(part.arrives),
        changed=words.day_change(part.day_change),
        destination=_place(last.destination.iata, last.destination_terminal),
        duration=words.duration(part.elapsed),
        flights="/".join([first.code, *(flight.number for flight in part.flights[1:])]),
        stops=_stops(part),
    )


def _place(code: str, terminal: str) -> str:
    return f"{code} T{terminal}" if terminal else code


def _stops(part: Slice) -> str:
    """'direct', 'DUB 1 h 50', 'DUB, ORD'; a stop without change counts too."""
    waits = layovers(part)
    inside = [stop.airport.iata for flight in part.flights for stop in flight.stops]
    if not waits and not inside:
        return "direct"
    if len(waits) == 1 and not inside:
        wait = waits[0]
        where = f"{wait.airport.iata}/{wait.leaves_from.iata}" if wait.changes_airport else wait.airport.iata
        return f"{where} {words.duration(wait.duration)}"
    return ", ".join([*(wait.airport.iata for wait in waits), *(f"stop {code}" for code in inside)])


def _cabin(offer: Offer) -> str:
    cabins = dict.fromkeys(
        words.cabin(one.cabin_class)
        for part in offer.slices
        for segment in part.segments
        for one in segment.passengers
        if one.cabin_class
    )
    return ", ".join(cabins)


def _each(offer: Offer) -> str:
    """The price of one where all are adults; else for how many it is: the upstream gives no price per passenger."""
    number = len(offer.passengers)
    if number == 1:
        return ""
    if all(one.is_adult for one in offer.passengers):
        each = Money(round(offer.total.amount / number, 2), offer.total.currency)
        return f"{words.money(each)} adult"
    return f"for {number}"
