"""What an agent wants to see among the offers: values chosen in groups, and ranges; as a value and as a text."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from agentdesk.travel.search import Search


class Group(StrEnum):
    """Values of which several may be chosen: an offer passes that has one of them."""

    STOPS = "stops"  # 0, 1, 2 (= 2 or more), the most on any slice
    AIRLINE = "airline"  # code (else name) of the seller and of those under whose numbers one flies
    ALLIANCE = "alliance"  # the one whose members sell or fly every flight
    OPERATING = "operating"  # code (else name) of those who fly
    HOLD_BAG = "hold_bag"  # "yes": one at least for each seat on each flight
    CABIN_BAG = "cabin_bag"
    REFUND = "refund"  # free, fee, no, unsaid (API.md 5.1)
    CHANGE = "change"
    HOLD = "hold"  # "yes"
    AIRCRAFT = "aircraft"  # as the upstream names them
    LAYOVER_AT = "layover_at"  # airport codes; "" stands for none, a direct journey
    NO_NIGHT = "no_night"  # "yes": no night on the ground on the way
    SAME_AIRPORT = "same_airport"  # "yes": one leaves from where one landed


class Measure(StrEnum):
    """Numbers of which a range may be wanted."""

    PRICE = "price"  # of all passengers, in the currency named by `Scale.of`
    DURATION = "duration"  # minutes of the longest slice
    LAYOVER = "layover"  # minutes: none is shorter or longer; a direct journey passes
    DEPARTS = "departs"  # minutes after midnight, local, of the slice named by `Scale.of`
    ARRIVES = "arrives"


@dataclass(frozen=True, slots=True, order=True)
class Scale:
    """What a range is measured on: `of` is a currency for prices, the number of a slice for times, else ""."""

    measure: Measure
    of: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included; None = open."""

    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_open(self) -> bool:
        return self.low is None and self.high is None

    def holds(self, low: Decimal | int, high: Decimal | int) -> bool:
        """Whether all from `low` to `high` lies within."""
        return (self.low is None or self.low <= low) and (self.high is None or high <= self.high)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the agent wants to see. A group with nothing chosen and a scale without a range let everything pass."""

    values: Mapping[Group, frozenset[str]] = field(default_factory=dict)
    ranges: Mapping[Scale, Range] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many are set: groups in which something is chosen, and ranges."""
        return len(self.values) + len(self.ranges)

    def chosen(self, group: Group) -> frozenset[str]:
        return self.values.get(group, frozenset())

    def range(self, scale: Scale) -> Range:
        return self.ranges.get(scale, Range())

    def with_value(self, group: Group, value: str, wanted: bool = True) -> "Filters":
        """The same with one value more or less."""
        kept = self.chosen(group) | {value} if wanted else self.chosen(group) - {value}
        return self.with_values(group, kept)

    def with_values(self, group: Group, values: frozenset[str]) -> "Filters":
        rest = {key: held for key, held in self.values.items() if key is not group}
        return replace(self, values=rest | ({group: values} if values else {}))

    def with_range(self, scale: Scale, wanted: Range) -> "Filters":
        """The same with another range; an open one takes it away."""
        rest = {key: held for key, held in self.ranges.items() if key != scale}
        return replace(self, ranges=rest if wanted.is_open else rest | {scale: wanted})

    def __iter__(self) -> Iterator[Group | Scale]:
        """What is set, in the order of the groups, then of the scales."""
        yield from (group for group in Group if group in self.values)
        yield from sorted(self.ranges)

    def without(self, one: Group | Scale) -> "Filters":
        """The same with one group or scale open again."""
        return self.with_range(one, Range()) if isinstance(one, Scale) else self.with_values(one, frozenset())


def wanting(*pairs: tuple[Group, str]) -> Filters:
    """Filters with these values chosen."""
    filters = Filters()
    for group, value in pairs:
        filters = filters.with_value(group, value)
    return filters


# --- kept with the search they were set for


def written(filters: Filters, search: Search) -> str:
    """As a text that `wanted_still` understands, with the search it was meant for; "" when nothing is set."""
    if not filters.count:
        return ""
    return json.dumps(
        {
            "route": _route(search),
            "party": _party(search),
            "values": {group.value: sorted(values) for group, values in sorted(filters.values.items())},
            "ranges": [
                [scale.measure.value, scale.of, *("" if end is None else str(end) for end in (held.low, held.high))]
                for scale, held in sorted(filters.ranges.items())
            ],
        }
    )


def wanted_still(text: str, search: Search) -> Filters:
    """The filters that still apply to this search; whatever is not understood is left out.

    On another route nothing does: airlines, layovers and times were those of the old one. On the same route with other
    dates the wishes are the same, so they stay; with another party or cabin a price means something else, so only the
    prices go.
    """
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        return Filters()
    if not isinstance(kept, dict) or kept.get("route") != _route(search):
        return Filters()
    filters = Filters()
    for group, values in _pairs(kept.get("values")):
        if isinstance(group, str) and group in set(Group) and isinstance(values, list):
            filters = filters.with_values(Group(group), frozenset(one for one in values if isinstance(one, str)))
    same_party = kept.get("party") == _party(search)
    for scale, wanted in _ranges(kept.get("ranges")):
        if same_party or scale.measure is not Measure.PRICE:
            filters = filters.with_range(scale, wanted)
    return filters


def _pairs(raw: object) -> list[tuple[object, object]]:
    return list(raw.items()) if isinstance(raw, dict) else []


def _ranges(raw: object) -> Iterator[tuple[Scale, Range]]:
    for one in raw if isinstance(raw, list) else []:
        match one:
            case [str(measure), str(of), str(low), str(high)] if measure in set(Measure):
                try:
                    yield Scale(Measure(measure), of), Range(_end(low), _end(high))
                except InvalidOperation:
                    continue


def _end(text: str) -> Decimal | None:
    value = Decimal(text) if text else None
    if value is not None and not value.is_finite():
        raise InvalidOperation
    return value


def _route(search: Search) -> str:
    return " ".join(f"{leg.origin.iata}-{leg.destination.iata}" for leg in search.legs)


def _party(search: Search) -> str:
    party = search.party
    return f"{party.adults} {sorted(party.child_ages)} {party.infants} {search.cabin.value if search.cabin else ''}"
