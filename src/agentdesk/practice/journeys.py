"""Ways from one place to another: straight, or with one change at a hub that lies on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import product

from agentdesk.practice.carriers import DUFFEL, carriers, hubs
from agentdesk.practice.flights import MOST_DUFFEL_FLIGHTS, Flight, carries, flights, serves
from agentdesk.practice.gazetteer import airports, airports_at, kilometres
from agentdesk.practice.shapes import fixed_id

_SHORTEST_CHANGE = timedelta(minutes=55)
_LONGEST_CHANGE = timedelta(hours=5, minutes=30)
_LONGEST_NIGHT = timedelta(hours=14)
CONNECTING_ROUTE = ("LHR", "DXB")


@dataclass(frozen=True)
class Journey:
    """Flights that together are one slice, all sold by one carrier."""

    flights: tuple[Flight, ...]

    @property
    def seller(self) -> str:
        return self.flights[0].carrier

    @cached_property
    def span(self) -> timedelta:
        return self.flights[-1].arrives - self.flights[0].departs

    @cached_property
    def key(self) -> str:
        """Equal for the same flights in every offer."""
        return fixed_id("key", "|".join(flight.key for flight in self.flights))[8:]

    def has(self, cabin: str) -> bool:
        """Whether the longest flight has the class; a short hop before it may have a lesser one."""
        return carries(max(self.flights, key=lambda flight: flight.kilometres), cabin)

    @property
    def kilometres(self) -> float:
        return sum(flight.kilometres for flight in self.flights)


@dataclass(frozen=True)
class Window:
    """Minutes of the local day between which a journey may leave and arrive."""

    leave_from: int = 0
    leave_until: int = 1439
    arrive_from: int = 0
    arrive_until: int = 1439

    def takes(self, journey: Journey) -> bool:
        leaves, arrives = journey.flights[0].departs_local, journey.flights[-1].arrives_local
        return (
            self.leave_from <= leaves.hour * 60 + leaves.minute <= self.leave_until
            and self.arrive_from <= arrives.hour * 60 + arrives.minute <= self.arrive_until
        )


@dataclass(frozen=True)
class Wish:
    """One slice asked for: codes of airports or cities, a date, and how many changes at most."""

    origin: str
    destination: str
    on: date
    changes: int
    window: Window = Window()


def journeys(seed: str, wish: Wish, wanted: int, cabin: str) -> Iterator[list[Journey]]:
    """Journeys of one carrier at a time, the quickest first; Duffel fills up to about what is wanted."""
    pairs = [
        pair
        for pair in product(airports_at(wish.origin), airports_at(wish.destination))
        if pair[0] != pair[1] and kilometres(*pair) > 15
    ]
    found = 0
    for code in carriers():
        if code == DUFFEL:
            continue
        if carriers()[code].low_cost and cabin != "economy":
            continue
        ways = [way for way in _ways(seed, wish, code, pairs) if way.has(cabin)]
        found += len(ways)
        yield ways
    yield _duffel_ways(seed, wish, pairs, wanted - found)


def _ways(seed: str, wish: Wish, code: str, pairs: list[tuple[str, str]]) -> list[Journey]:
    ways: list[Journey] = []
    for origin, destination in pairs:
        ways += [Journey((flight,)) for flight in flights(seed, code, origin, destination, wish.on)]
        if wish.changes:
            ways += _changing(seed, code, origin, destination, wish.on)
    return sorted((way for way in ways if wish.window.takes(way)), key=_rank)


def _rank(way: Journey) -> tuple[timedelta, str]:
    return way.span + timedelta(minutes=90) * (len(way.flights) - 1), way.key


def _duffel_ways(seed: str, wish: Wish, pairs: list[tuple[str, str]], missing: int) -> list[Journey]:
    """Duffel Airways flies everywhere; where others fly little, it flies often."""
    ways: list[Journey] = []
    each = min(MOST_DUFFEL_FLIGHTS, max(0, missing) // max(1, len(pairs)) + 1)
    for origin, destination in pairs:
        changing_only = (origin, destination) == CONNECTING_ROUTE
        if not changing_only:
            often = each if each > 6 else 0
            ways += [Journey((flight,)) for flight in flights(seed, DUFFEL, origin, destination, wish.on, often)]
        if changing_only or (wish.changes and len(pairs) < 8):
            ways += _changing(seed, DUFFEL, origin, destination, wish.on)
    return sorted((way for way in ways if wish.window.takes(way)), key=_rank)


@lru_cache(maxsize=40_000)
def _via(code: str, origin: str, destination: str) -> tuple[str, ...]:
    """Where a carrier would let one change: its hubs that lie roughly on the way."""
    straight = kilometres(origin, destination)
    if straight < 250:
        return ()
    if code == DUFFEL:
        ranked = sorted(hubs(), key=lambda hub: kilometres(origin, hub) + kilometres(hub, destination))
        far = [hub for hub in ranked if min(kilometres(origin, hub), kilometres(hub, destination)) > straight / 4]
        most = 3 if serves(code, origin, destination) else 12
        return tuple(hub for hub in far if serves(code, origin, hub) and serves(code, hub, destination))[:most]
    limit = max(straight * 1.45, straight + 900)
    return tuple(
        hub
        for hub in carriers()[code].hubs
        if hub not in (origin, destination)
        and kilometres(origin, hub) + kilometres(hub, destination) <= limit
        and serves(code, origin, hub)
        and serves(code, hub, destination)
        and _worth_it(origin, hub, destination)
    )


def _worth_it(origin: str, hub: str, destination: str) -> bool:
    """Nobody changes aeroplanes in the city they start from or go to."""
    ports = airports()
    near = {ports[code].area for code in (origin, destination)} - {None}
    return ports[hub].area not in near and min(kilometres(origin, hub), kilometres(hub, destination)) > 150


def _changing(seed: str, code: str, origin: str, destination: str, on: date) -> Iterator[Journey]:
    for hub in _via(code, origin, destination):
        firsts = flights(seed, code, origin, hub, on)
        nights = 0
        for first in firsts:
            day = first.arrives_local.date()
            seconds = [
                flight
                for later in (0, 1)
                for flight in flights(seed, code, hub, destination, day + timedelta(days=later))
                if _SHORTEST_CHANGE <= flight.departs - first.arrives <= _LONGEST_NIGHT
            ]
            seconds.sort(key=lambda flight: flight.departs)
            for second in seconds[:2]:
                wait = second.departs - first.arrives
                if wait > _LONGEST_CHANGE:
                    nights += 1
                    if nights > 1:
                        continue
                yield Journey((first, second))
