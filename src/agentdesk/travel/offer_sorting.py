"""Offers in order: by price, time or what is best, never weighing one currency against another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from agentdesk.travel.journeys import day_change
from agentdesk.travel.offers import Offer

HOUR_IS_WORTH = Decimal(12)
"""What an hour less on the way may cost each traveller, for 'best', in a currency of the size of pounds or dollars."""
STOP_IS_WORTH = Decimal(30)
_ROUGHLY = {
    "JPY": 200, "HUF": 400, "INR": 100, "RUB": 100, "THB": 40, "CZK": 30, "TWD": 40, "PHP": 70, "NGN": 2000,
    "KRW": 2000, "CLP": 1000, "COP": 5000, "IDR": 20000, "VND": 30000, "PKR": 400, "LKR": 400, "ISK": 200,
    "SEK": 10, "NOK": 10, "DKK": 10, "ZAR": 20, "MXN": 20, "HKD": 10, "CNY": 10, "TRY": 40, "EGP": 60, "ARS": 1000,
}  # fmt: skip
"""How large the unit is, to one digit: a measure of what a traveller's hour is worth, never a rate of exchange."""
_LONG = timedelta(days=9)


class Sort(StrEnum):
    """Best adds to the price what each traveller's hours on the way and stops are worth (`worth`)."""

    BEST = "best"
    PRICE = "price"
    DURATION = "duration"
    DEPARTURE = "departure"
    ARRIVAL = "arrival"


@dataclass(frozen=True, slots=True)
class Keys:
    """What sorting asks of an offer, worked out once."""

    price: Decimal
    currency: str
    minutes: int
    departs: int  # minutes after midnight of the first slice, local
    arrives: int  # minutes after the midnight the first slice leaves on
    best: Decimal


def worth(currency: str) -> tuple[Decimal, Decimal]:
    """What an hour and a stop less are worth to one traveller in this currency."""
    unit = _ROUGHLY.get(currency, 1)
    return HOUR_IS_WORTH * unit, STOP_IS_WORTH * unit


def keys_of(offer: Offer) -> Keys:
    """Missing durations count as long, so that nobody wins by saying nothing."""
    elapsed = sum((part.elapsed or _LONG for part in offer.slices), timedelta())
    minutes = int(elapsed.total_seconds()) // 60
    first = offer.slices[0]
    departs = first.departs.hour * 60 + first.departs.minute
    arrives = first.arrives.hour * 60 + first.arrives.minute + 1440 * day_change(first.departs, first.arrives)
    price, currency = offer.total.amount, offer.total.currency
    hour, stop = worth(currency)
    seats = sum(not one.is_infant for one in offer.passengers) or 1
    stops = sum(part.stop_count for part in offer.slices)
    best = price + seats * (hour * minutes / 60 + stop * stops)
    return Keys(price, currency, minutes, departs, arrives, best)


def ordered(keys: Sequence[Keys], places: Sequence[int], sort: Sort) -> list[int]:
    """The same places sorted; equal ones by price, then as they came.

    Where offers come in several currencies prices are compared within each, one currency after the other.
    """
    if len({keys[place].currency for place in places}) > 1:
        return _ordered_by_currency(keys, places, sort)
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


def _ordered_by_currency(keys: Sequence[Keys], places: Sequence[int], sort: Sort) -> list[int]:
    apart: dict[str, list[int]] = {}
    for place in places:
        apart.setdefault(keys[place].currency, []).append(place)
    each = [place for currency in sorted(apart) for place in ordered(keys, apart[currency], sort)]
    match sort:
        case Sort.BEST | Sort.PRICE:
            return each
        case Sort.DURATION:
            return sorted(each, key=lambda place: keys[place].minutes)
        case Sort.DEPARTURE:
            return sorted(each, key=lambda place: keys[place].departs)
        case Sort.ARRIVAL:
            return sorted(each, key=lambda place: keys[place].arrives)
