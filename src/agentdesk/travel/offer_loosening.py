"""Which of the filters to loosen when no offer passes them, and what that would bring back."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from agentdesk.travel.offer_facets import Facet, OfferIndex
from agentdesk.travel.offer_filters import Filters, Group, Scale

MOST = 3
"""How many ways back are offered: more would be a second panel of filters."""
_STEPS = {Group.STOPS: ("0", "1", "2"), Group.REFUND: ("free", "fee"), Group.CHANGE: ("free", "fee")}
"""Groups whose values go from strict to lax; what comes after the last is no filter at all."""


@dataclass(frozen=True, slots=True)
class Loosening:
    """Filters that let some offers pass, in what they differ from those that are set, and what passes them."""

    filters: Filters
    changed: tuple[Group | Scale, ...]
    facet: Facet


def ways_back(index: OfferIndex, filters: Filters) -> list[Loosening]:
    """The least changes that bring offers back, the one that brings most first; none while some pass or none can.

    One filter is loosened, as little as helps; two are taken away only where no single one helps.
    """
    if not len(index) or index.count(filters):
        return []
    single = [_judged(index, fewer, (one,)) for one in filters for fewer in _looser(index, filters, one)]
    found = _first_of_each(one for one in single if one.facet.count)
    if not found:
        pairs = ((filters.without(one).without(other), (one, other)) for one, other in combinations(filters, 2))
        found = [one for one in (_judged(index, *pair) for pair in pairs) if one.facet.count]
    return sorted(found, key=lambda one: -one.facet.count)[:MOST]


def _judged(index: OfferIndex, filters: Filters, changed: tuple[Group | Scale, ...]) -> Loosening:
    return Loosening(filters, changed, index.facets(filters).shown)


def _first_of_each(ways: Iterator[Loosening]) -> list[Loosening]:
    """The least loosening of each filter."""
    found: dict[tuple[Group | Scale, ...], Loosening] = {}
    for one in ways:
        found.setdefault(one.changed, one)
    return list(found.values())


def _looser(index: OfferIndex, filters: Filters, one: Group | Scale) -> Iterator[Filters]:
    """The same filters with one of them looser and looser, until it is none."""
    if isinstance(one, Scale):
        nearest = index.nearest(filters, one)
        if nearest is not None:
            yield filters.with_range(one, nearest)
    else:
        steps = _STEPS.get(one, ())
        chosen = filters.chosen(one)
        for last in range(len(steps)):
            wider = chosen | frozenset(steps[: last + 1])
            if wider != chosen and (one is not Group.STOPS or len(wider) < len(steps)):
                yield filters.with_values(one, wider)
    yield filters.without(one)
