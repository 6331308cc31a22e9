"""Lists of offers as orders of indexes: sorted, filtered, grouped, without moving the offers themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from agentdesk.travel.journeys import day_change
from agentdesk.travel.offers import Offer

_HOUR_IS_WORTH = Decimal(12)  # units of the currency: what an hour less on the way may cost, for 'best'
_STOP_IS_WORTH = Decimal(30)
_LONG = timedelta(days=9)


class Sort(StrEnum):
    """Best weighs the price against hours on the way and stops: 12 an hour, 30 a stop, in the offer's currency."""

    BEST = "best"
    PRICE = "price"
    DURATION = "duration"
    DEPARTURE = "departure"
    ARRIVAL = "arrival"


@dataclass(frozen=True, slots=True)
class Keys:
    """What sorting and filtering ask of an offer, worked out once."""

    price: Decimal
    minutes: int
    stops: int  # the most on any slice
    departs: int  # minutes after midnight of the first slice, local
    arrives: int  # minutes after the midnight the first slice leaves on
    best: Decimal
    airlines: frozenset[str]
    refundable: bool
    changeable: bool
    holdable: bool
    has_bag: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What the agent wants to see; None or empty = anything."""

    max_stops: int | None = None
    max_price: Decimal | None = None
    airlines: frozenset[str] = frozenset()
    refundable: bool = False
    changeable: bool = False
    holdable: bool = False
    with_bag: bool = False

    @property
    def count(self) -> int:
        """How many are set."""
        flags = (self.refundable, self.changeable, self.holdable, self.with_bag, bool(self.airlines))
        return sum(flags) + (self.max_stops is not None) + (self.max_price is not None)


def keys_of(offer: Offer) -> Keys:
    """Missing durations count as long, so that nobody wins by saying nothing."""
    elapsed = sum((part.elapsed or _LONG for part in offer.slices), timedelta())
    minutes = int(elapsed.total_seconds()) // 60
    stops = [part.stop_count for part in offer.slices]
    first = offer.slices[0]
    departs = first.departs.hour * 60 + first.departs.minute
    arrives = first.arrives.hour * 60 + first.arrives.minute + 1440 * day_change(first.departs, first.arrives)
    price = offer.total.amount
    return Keys(
        price=price,
        minutes=minutes,
        stops=max(stops),
        departs=departs,
        arrives=arrives,
        best=price + _HOUR_IS_WORTH * minutes / 60 + _STOP_IS_WORTH * sum(stops),
        airlines=frozenset({offer.owner.iata}),
        refundable=offer.refund is not None and offer.refund.allowed,
        changeable=offer.change is not None and offer.change.allowed,
        holdable=offer.may_be_held,
        has_bag=_has_bag(offer),
    )


def _has_bag(offer: Offer) -> bool:
    """Whether every passenger with a seat has a checked bag on every segment; silence is no bag."""
    infants = {one.id for one in offer.passengers if one.is_infant}
    on_each_segment = [
        [one.quantity("checked") for one in segment.passengers if one.passenger_id not in infants]
        for part in offer.slices
        for segment in part.segments
    ]
    return all(bags and min(bags) > 0 for bags in on_each_segment)


def shown(keys: Sequence[Keys], filters: Filters) -> list[int]:
    """The places of the offers that pass, in the order they came."""
    if not filters.count:
        return list(range(len(keys)))
    return [place for place, one in enumerate(keys) if passes(one, filters)]


def passes(one: Keys, wanted: Filters) -> bool:
    return (
        (wanted.max_stops is None or one.stops <= wanted.max_stops)
        and (wanted.max_price is None or one.price <= wanted.max_price)
        and (not wanted.airlines or bool(one.airlines & wanted.airlines))
        and (not wanted.refundable or one.refundable)
        and (not wanted.changeable or one.changeable)
        and (not wanted.holdable or one.holdable)
        and (not wanted.with_bag or one.has_bag)
    )


def ordered(keys: Sequence[Keys], places: Sequence[int], sort: Sort) -> list[int]:
    """The same places sorted; equal ones by price, then as they came."""
    match sort:
        case Sort.BEST:
            return sorted(places, key=lambda place: keys[place].best)
        case Sort.PRICE:
            return sorted(places, key=lambda place: keys[place].price)
        case Sort.DURATION:
            return sorted(places, key=lambda place: (keys[place].minutes, keys[place].price))
        case Sort.DEPARTURE:
            return sorted(places, key=lambda place: (keys[place].departs, keys[place].price))
        case Sort.ARRIVAL:
            return sorted(places, key=lambda place: (keys[place].arrives, keys[place].price))
