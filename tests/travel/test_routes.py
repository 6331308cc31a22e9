"""What is asked often and lately comes first."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.routes import routes, used_codes
from agentdesk.travel.search import Leg, Search
from tests.samples import a_search


def one(places: PlaceIndex, *codes: str) -> Search:
    found = [places.by_code(code) for code in codes]
    ends = [place for place in found if place is not None]
    legs = [Leg(a, b, date(2026, 12, 12 + n)) for n, (a, b) in enumerate(pairwise(ends))]
    return replace(a_search(), legs=tuple(legs))


def said(searches: list[Search]) -> list[tuple[str, str, int]]:
    return [(route.origin.iata, route.destination.iata, route.times) for route in routes(searches)]


def test_the_oftenest_come_first_and_then_the_newest(places: PlaceIndex) -> None:
    searches = [one(places, *pair.split()) for pair in ("ARN BKK", "EDI DUB", "LHR JFK", "EDI DUB")]
    assert said(searches) == [("EDI", "DUB", 2), ("ARN", "BKK", 1), ("LHR", "JFK", 1)]


def test_a_way_back_is_no_route_but_each_flight_of_a_tour_is(places: PlaceIndex) -> None:
    assert said([one(places, "LHR", "JFK", "LHR")]) == [("LHR", "JFK", 1)]
    assert said([one(places, "MAN", "AMS", "GVA")]) == [("MAN", "AMS", 1), ("AMS", "GVA", 1)]


def test_every_place_counts_as_used(places: PlaceIndex) -> None:
    assert used_codes([one(places, "MAN", "AMS", "GVA"), one(places, "LHR", "JFK")]) == set(
        "MAN AMS GVA LHR JFK".split()
    )
    assert used_codes([]) == frozenset()
