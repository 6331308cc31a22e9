"""What filters ask of an offer: its values in each group, and where it stands on each scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from agentdesk.travel.alliances import alliance_of_all
from agentdesk.travel.journeys import Flight, Layover, Permission, Slice, layovers
from agentdesk.travel.money import Money
from agentdesk.travel.offer_filters import Group, Measure, Scale
from agentdesk.travel.offers import Offer
from agentdesk.travel.places import Airline

Span = tuple[Decimal | int, Decimal | int]
"""The lowest and the highest that an offer has on a scale."""

_YES = ("yes",)


@dataclass(frozen=True, slots=True)
class Traits:
    """An offer as filters see it; `names` are the words for values that are codes."""

    values: dict[Group, Sequence[str]]
    spans: dict[Scale, Span | None]  # None = not known: it passes only while no range is wanted
    names: dict[tuple[Group, str], str]


def traits_of(offer: Offer) -> Traits:
    """Read once for each offer; silence of the airline never counts as a yes."""
    names: dict[tuple[Group, str], str] = {}
    flights = [segment.flight for part in offer.slices for segment in part.segments]
    waits = [wait for part in offer.slices for wait in (layovers(part) if len(part.segments) > 1 else ())]
    stops = max(part.stop_count for part in offer.slices)
    values: dict[Group, Sequence[str]] = {
        Group.STOPS: (str(min(stops, 2)),),
        Group.AIRLINE: _named(names, Group.AIRLINE, [offer.owner, *(flight.marketing for flight in flights)]),
        Group.OPERATING: _named(names, Group.OPERATING, [flight.operating for flight in flights]),
        Group.REFUND: (permission(offer.refund),),
        Group.CHANGE: (permission(offer.change),),
        Group.HOLD: _YES if offer.may_be_held else (),
        Group.AIRCRAFT: list({flight.aircraft for flight in flights if flight.aircraft}),
        Group.LAYOVER_AT: _landings(names, waits, flights),
        Group.NO_NIGHT: () if any(wait.overnight for wait in waits) else _YES,
        Group.SAME_AIRPORT: () if any(wait.changes_airport for wait in waits) else _YES,
    }
    alliance = alliance_of_all((flight.marketing.iata, flight.operating.iata) for flight in flights)
    values[Group.ALLIANCE] = (alliance,) if alliance else ()
    values[Group.HOLD_BAG], values[Group.CABIN_BAG] = _bags(offer)
    return Traits(values, _spans(offer, waits), names)


def permission(said: Permission | None) -> str:
    """'unsaid', 'no', 'free' or 'fee' (also where the fee is not said), of API.md 5.1."""
    if said is None:
        return "unsaid"
    if not said.allowed:
        return "no"
    if said.penalty is None:
        return "fee"
    return "free" if Money.of(said.penalty.amount, said.penalty.currency).is_zero else "fee"


def _named(names: dict[tuple[Group, str], str], group: Group, airlines: Sequence[Airline]) -> list[str]:
    found: dict[str, str] = {}
    for one in airlines:
        code = one.iata or one.name
        if code:
            found[code] = one.name or code
    for code, name in found.items():
        names[group, code] = name
    return list(found)


def _landings(names: dict[tuple[Group, str], str], waits: Sequence[Layover], flights: Sequence[Flight]) -> list[str]:
    """Where one lands on the way, also inside a flight; "" where nowhere."""
    airports = [wait.airport for wait in waits] + [stop.airport for flight in flights for stop in flight.stops]
    for airport in airports:
        names[Group.LAYOVER_AT, airport.iata] = airport.city or airport.name
    return list({airport.iata for airport in airports}) or [""]


def _bags(offer: Offer) -> tuple[Sequence[str], Sequence[str]]:
    """Whether every passenger with a seat has a hold bag, and a cabin bag, on every segment; silence is none."""
    infants = {one.id for one in offer.passengers if one.is_infant}
    hold = cabin = True
    for part in offer.slices:
        for segment in part.segments:
            on_board = [one for one in segment.passengers if one.passenger_id not in infants]
            hold = hold and bool(on_board) and all(one.quantity("checked") > 0 for one in on_board)
            cabin = cabin and bool(on_board) and all(one.quantity("carry_on") > 0 for one in on_board)
    return _YES if hold else (), _YES if cabin else ()


def _spans(offer: Offer, waits: Sequence[Layover]) -> dict[Scale, Span | None]:
    price = offer.total.amount
    spans: dict[Scale, Span | None] = {Scale(Measure.PRICE, offer.total.currency): (price, price)}
    spans[Scale(Measure.DURATION)] = _longest(offer.slices)
    if waits:
        minutes = [int(wait.duration.total_seconds()) // 60 for wait in waits]
        spans[Scale(Measure.LAYOVER)] = (min(minutes), max(minutes))
    for number, part in enumerate(offer.slices):
        departs, arrives = part.departs, part.arrives
        at, then = departs.hour * 60 + departs.minute, arrives.hour * 60 + arrives.minute
        spans[_scale(Measure.DEPARTS, number)] = (at, at)
        spans[_scale(Measure.ARRIVES, number)] = (then, then)
    return spans


@cache
def _scale(measure: Measure, number: int) -> Scale:
    return Scale(measure, str(number))


def _longest(slices: Sequence[Slice]) -> Span | None:
    """Not known as soon as one is not: a slice that says nothing may be the longest."""
    longest = 0
    for part in slices:
        elapsed = part.elapsed
        if elapsed is None:
            return None
        longest = max(longest, int(elapsed.total_seconds()) // 60)
    return longest, longest
