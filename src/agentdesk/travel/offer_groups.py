"""Offers as journeys: one row for the same flights in all their fares, for whole trips or slice by slice."""

from collections.abc import Sequence
from dataclasses import replace

from agentdesk.travel.offer_sorting import Keys, Sort, keys_of, ordered
from agentdesk.travel.offers import Offer

JourneyKey = tuple[str, ...]
"""One text per slice; offers with equal keys are the same flights (`Offer.journey_key`, API.md 5.1)."""

Fares = list[int]
"""The places of the offers of one row, the cheapest first; never empty."""


def cheapest_first(keys: Sequence[Keys], offers: Sequence[Offer], known: Sequence[int] = ()) -> list[int]:
    """All places by price, each currency apart, equal prices by id: the same order however the offers came.

    `known` is the order of the first places, as given before; then only the new ones are sorted in.
    """
    places = [*known, *range(len(known), len(offers))]
    return sorted(places, key=lambda place: (keys[place].currency, keys[place].price, offers[place].id))


def grouped(by_price: Sequence[int], journeys: Sequence[JourneyKey], picked: JourneyKey, depth: int) -> list[Fares]:
    """Rows of the offers whose first slices are `picked`, one for each way to fly the slices up to `depth`.

    `by_price` are the places that are shown, the cheapest first; so each row starts with its cheapest, and the
    rows stand by their cheapest. With nothing picked and `depth` at the number of slices a row is a whole journey.
    """
    rows: dict[JourneyKey, Fares] = {}
    known = len(picked)
    for place in by_price:
        journey = journeys[place]
        if known and journey[:known] != picked:
            continue
        key = journey if len(journey) == depth else journey[:depth]
        row = rows.get(key)
        if row is None:
            rows[key] = [place]
        else:
            row.append(place)
    return list(rows.values())


def sorted_rows(rows: Sequence[Fares], keys: Sequence[Keys], sort: Sort) -> list[Fares]:
    """The rows by what their cheapest fares say; equal ones stay as `grouped` gives them, cheapest first."""
    by_lead = {row[0]: row for row in rows}
    return [by_lead[place] for place in ordered(keys, list(by_lead), sort)]


def sorted_by_slice(rows: Sequence[Fares], offers: Sequence[Offer], number: int, sort: Sort) -> list[Fares]:
    """The same where a row shows only slice `number`: its times and its duration count, and the whole price."""
    keys = [keys_of(replace(offers[row[0]], slices=offers[row[0]].slices[number : number + 1])) for row in rows]
    return [rows[place] for place in ordered(keys, range(len(rows)), sort)]
