"""The places that ship with the program, read once for all tests."""

from functools import cache

from agentdesk import resources
from agentdesk.travel.place_index import PlaceIndex


@cache
def known_places() -> PlaceIndex:
    return PlaceIndex(resources.read("places/places.tsv"))
