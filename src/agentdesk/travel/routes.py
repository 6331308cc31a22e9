"""The routes that are asked for often and lately."""

from collections.abc import Sequence
from dataclasses import dataclass

from agentdesk.travel.places import Place
from agentdesk.travel.search import Search, TripKind
from agentdesk.travel.search_rules import kind_of


@dataclass(frozen=True, slots=True)
class Route:
    """Two places, and in how many of the kept searches the second was flown to from the first."""

    origin: Place
    destination: Place
    times: int


def routes(searches: Sequence[Search]) -> tuple[Route, ...]:
    """Those asked for oftenest first, among equals the newest; `searches` come newest first. A way back is none."""
    times: dict[tuple[str, str], int] = {}
    places: dict[tuple[str, str], tuple[Place, Place]] = {}
    for search in searches:
        legs = search.legs[:1] if kind_of(search.legs) is TripKind.RETURN else search.legs
        for leg in legs:
            key = (leg.origin.iata, leg.destination.iata)
            times[key] = times.get(key, 0) + 1
            places.setdefault(key, (leg.origin, leg.destination))
    ordered = sorted(times, key=lambda key: -times[key])  # stable: the newest stay first among equals
    return tuple(Route(*places[key], times[key]) for key in ordered)


def used_codes(searches: Sequence[Search]) -> frozenset[str]:
    """Every place that was searched from or to."""
    return frozenset(place.iata for one in searches for leg in one.legs for place in (leg.origin, leg.destination))
