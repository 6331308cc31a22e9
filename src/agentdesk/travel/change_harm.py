"""What an airline's change does to the trip: how much later, another day or airport, connections, seats. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from agentdesk.travel.airline_changes import AirlineChange
from agentdesk.travel.journeys import Flight, Layover, Segment, Slice, between, instant, layovers
from agentdesk.travel.orders import BookedService, Order

_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class SeatLost:
    """A seat that somebody had before and has not after. `now` is another one given instead, "" for none."""

    passenger_id: str
    flight: Flight
    designator: str
    now: str = ""


@dataclass(frozen=True, slots=True)
class Swapped:
    """Something of a flight that is another one now: its number, carrier, aircraft, airport or terminal."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WayHarm:
    """One slice before and after; `before` is None for a new one, `after` for one that is gone.

    `leaves` and `arrives` say by how much later (below zero: earlier) in real time; None where a zone is not known or
    one side is missing. `leaves_days` and `arrives_days` count local calendar days.
    """

    before: Slice | None
    after: Slice | None
    leaves: timedelta | None = None
    arrives: timedelta | None = None
    leaves_days: int = 0
    arrives_days: int = 0
    airports: tuple[Swapped, ...] = ()  # by their codes
    terminals: tuple[Swapped, ...] = ()
    carriers: tuple[Swapped, ...] = ()  # who operates
    aircraft: tuple[Swapped, ...] = ()
    removed: tuple[Flight, ...] = ()
    added: tuple[Flight, ...] = ()
    missed: tuple[Layover, ...] = ()  # the next flight leaves before one lands
    short: tuple[Layover, ...] = ()  # shorter than before and under an hour
    seats: tuple[SeatLost, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether a time is another."""
        return any(one not in (None, _NOTHING) for one in (self.leaves, self.arrives)) or bool(
            self.leaves_days or self.arrives_days
        )

    @property
    def is_same(self) -> bool:
        """Whether nothing that anybody would notice is another."""
        swapped = (*self.airports, *self.terminals, *self.carriers, *self.aircraft)
        flights = (*self.removed, *self.added)
        return not (self.moved or swapped or flights or self.missed or self.short or self.seats)


@dataclass(frozen=True, slots=True)
class ChangeHarm:
    """The whole change. `overlaps`: pairs of slices of the trip as it is now that cannot both be flown."""

    ways: tuple[WayHarm, ...]
    overlaps: tuple[tuple[Slice, Slice], ...] = ()

    @property
    def biggest(self) -> timedelta:
        """By how much the farthest moved time has moved, whichever way."""
        moves = [abs(one) for way in self.ways for one in (way.leaves, way.arrives) if one is not None]
        return max(moves, default=_NOTHING)

    @property
    def seats(self) -> tuple[SeatLost, ...]:
        return tuple(one for way in self.ways for one in way.seats)

    @property
    def breaks_the_trip(self) -> bool:
        """Whether it cannot be flown as it is now."""
        gone = any(way.after is None for way in self.ways)
        return gone or bool(self.overlaps) or any(way.missed for way in self.ways)


def harm_of(change: AirlineChange, order: Order) -> ChangeHarm:
    """What the change does to the trip of this order, whose own slices show the new flights already (API.md 12)."""
    seats = _bought_seats(order.services)
    ways = tuple(compare(one, other, seats) for one, other in pair_up(change.before, change.after))
    return ChangeHarm(ways, tuple((a, b) for a, b in pairwise(order.slices) if _overlap(a, b)))


def pair_up(before: Sequence[Slice], after: Sequence[Slice]) -> tuple[tuple[Slice | None, Slice | None], ...]:
    """Which slice became which: between the same airports, else the same cities, else in their order."""
    left, right = list(before), list(after)
    pairs: list[tuple[Slice | None, Slice | None]] = []
    for alike in (_same_airports, _same_cities, _any):
        for one in tuple(left):
            found = next((other for other in right if alike(one, other)), None)
            if found is not None:
                pairs.append((one, found))
                left.remove(one)
                right.remove(found)
    places = {id(one): place for place, one in enumerate(before)}
    pairs.extend((one, None) for one in left)
    pairs.sort(key=lambda pair: places.get(id(pair[0]), len(before)))
    return (*pairs, *((None, one) for one in right))


def compare(before: Slice | None, after: Slice | None, seats: Mapping[tuple[str, str], str] | None = None) -> WayHarm:
    """One slice; `seats` are those that were bought, by segment id and passenger id. ValueError for nothing at all."""
    if before is None and after is None:
        raise ValueError("neither a slice before nor one after")
    if before is None or after is None:
        gone = before.flights if before is not None else ()
        new = after.flights if after is not None else ()
        return WayHarm(before, after, removed=gone, added=new)
    bought = seats or {}
    matched, removed, added = _match(before.segments, after.segments)
    couples = [(one.flight, other.flight) for one, other in matched]
    ends = [(before.flights[0], after.flights[0]), (before.flights[-1], after.flights[-1])]
    return WayHarm(
        before,
        after,
        leaves=_later(before.departs, before.flights[0].origin.time_zone, after.departs, after.flights[0]),
        arrives=_arrives_later(before, after),
        leaves_days=(after.departs.date() - before.departs.date()).days,
        arrives_days=(after.arrives.date() - before.arrives.date()).days,
        airports=_airports(ends),
        terminals=_terminals(couples),
        carriers=_swapped((one.operating.name, other.operating.name) for one, other in couples),
        aircraft=_swapped((one.aircraft, other.aircraft) for one, other in couples if one.aircraft and other.aircraft),
        removed=tuple(one.flight for one in removed),
        added=tuple(one.flight for one in added),
        missed=tuple(one for one in layovers(after) if one.duration < _NOTHING),
        short=_shorter(before, after),
        seats=_lost(matched, removed, bought),
    )


def _later(before: datetime, zone: str, after: datetime, flight: Flight) -> timedelta | None:
    return between(before, zone, after, flight.origin.time_zone)


def _arrives_later(before: Slice, after: Slice) -> timedelta | None:
    first, last = before.flights[-1].destination.time_zone, after.flights[-1].destination.time_zone
    return between(before.arrives, first, after.arrives, last)


def _match(
    before: Sequence[Segment], after: Sequence[Segment]
) -> tuple[list[tuple[Segment, Segment]], list[Segment], list[Segment]]:
    """Flights that go on between the same two airports are the same one moved, whatever their number is now.

    Where none is left on either side between the same airports, the only flight of a slice is matched to the only one.
    """
    left, right = list(before), list(after)
    matched = []
    for one in before:
        legs = (one.flight.origin.iata, one.flight.destination.iata)
        there = [o for o in right if (o.flight.origin.iata, o.flight.destination.iata) == legs]
        if there:
            matched.append((one, there[0]))
            left.remove(one)
            right.remove(there[0])
    if len(before) == len(after) == 1 and left and right:
        return [(before[0], after[0])], [], []
    return matched, left, right


def _airports(ends: Sequence[tuple[Flight, Flight]]) -> tuple[Swapped, ...]:
    (first, then), (last, at_last) = ends
    return _swapped(((first.origin.iata, then.origin.iata), (last.destination.iata, at_last.destination.iata)))


def _terminals(couples: Sequence[tuple[Flight, Flight]]) -> tuple[Swapped, ...]:
    """Only where both are known at the same airport; named with it."""
    found = []
    for one, other in couples:
        for here, there, was, now in (
            (one.origin, other.origin, one.origin_terminal, other.origin_terminal),
            (one.destination, other.destination, one.destination_terminal, other.destination_terminal),
        ):
            if here.iata == there.iata and was and now:
                found.append((f"{here.iata} T{was}", f"{here.iata} T{now}"))
    return _swapped(found)


def _swapped(pairs: Iterable[tuple[str, str]]) -> tuple[Swapped, ...]:
    found: list[Swapped] = []
    for was, now in pairs:
        one = Swapped(was, now)
        if was != now and one not in found:
            found.append(one)
    return tuple(found)


def _shorter(before: Slice, after: Slice) -> tuple[Layover, ...]:
    """Connections under an hour that were longer, or were not there."""
    known = {one.airport.iata: one.duration for one in layovers(before)}
    return tuple(
        one
        for one in layovers(after)
        if one.is_short and one.duration >= _NOTHING and known.get(one.airport.iata, timedelta.max) > one.duration
    )


def _lost(
    matched: Sequence[tuple[Segment, Segment]], removed: Sequence[Segment], bought: Mapping[tuple[str, str], str]
) -> tuple[SeatLost, ...]:
    found = []
    for one, other in matched:
        now = _seats(other, bought)
        for person, seat in _seats(one, bought).items():
            if now.get(person, "") != seat:
                found.append(SeatLost(person, other.flight, seat, now.get(person, "")))
    for one in removed:
        found.extend(SeatLost(person, one.flight, seat) for person, seat in _seats(one, bought).items())
    return tuple(found)


def _seats(segment: Segment, bought: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Who sits where: what the segment says, and what was bought for it."""
    found = {person: seat for (ident, person), seat in bought.items() if ident == segment.id}
    found.update({one.passenger_id: one.seat for one in segment.passengers if one.seat})
    return found


def _bought_seats(services: Sequence[BookedService]) -> dict[tuple[str, str], str]:
    return {
        (segment, person): one.designator
        for one in services
        if one.designator
        for segment in one.segment_ids
        for person in one.passenger_ids
    }


def _overlap(first: Slice, then: Slice) -> bool:
    """Whether the second leaves before the first has landed; False where a zone is not known."""
    lands = instant(first.arrives, first.flights[-1].destination.time_zone)
    leaves = instant(then.departs, then.flights[0].origin.time_zone)
    return lands is not None and leaves is not None and leaves < lands


def _same_airports(one: Slice, other: Slice) -> bool:
    return (one.origin.iata, one.destination.iata) == (other.origin.iata, other.destination.iata)


def _same_cities(one: Slice, other: Slice) -> bool:
    return (one.origin.city, one.destination.city) == (other.origin.city, other.destination.city)


def _any(_one: Slice, _other: Slice) -> bool:
    return True
