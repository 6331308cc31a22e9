"""What a journey costs and what its fare brands allow: by distance, cabin, date, age and airline."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from agentdesk import resources
from agentdesk.practice.carriers import Carrier, cabin_classes, carriers
from agentdesk.practice.flights import Flight
from agentdesk.practice.gazetteer import airports
from agentdesk.practice.journeys import Journey
from agentdesk.practice.shapes import Json, amount, from_pence, share

ADULT, CHILD, INFANT = "adult", "child", "infant_without_seat"
CABINS = ("economy", "premium_economy", "business", "first")
# Thousandths of the fare a grown-up pays, by type.
_AGE_SHARE = {ADULT: 1000, CHILD: 750, INFANT: 100}
_CABIN_SHARE = {"economy": 1000, "premium_economy": 1850, "business": 3700, "first": 6200}
_KIND_SHARE = {
    "personal": 900,
    "handbag": 1000,
    "basic": 1000,
    "silent": 1130,
    "standard": 1160,
    "plus": 1290,
    "flex": 1420,
}
_EURO = frozenset(["IE", "FR", "NL", "DE", "AT", "BE", "PT", "ES", "IT", "FI", "GR", "SK"])
_OWN_MONEY = {"GB": "GBP", "US": "USD", "CA": "CAD", "CH": "CHF", "AU": "AUD", "JP": "JPY"}
_NO_BAGS_ROUTE = ("BTS", "MRU")


@dataclass(frozen=True)
class Brand:
    """A fare brand: its name, and the kind of conditions it stands for."""

    name: str
    kind: str
    cabin: str

    @property
    def seats_are_free(self) -> bool:
        return self.kind == "flex" or self.cabin in ("business", "first")

    @property
    def shelf(self) -> int:
        low = {"personal": 1, "handbag": 1, "basic": 1, "flex": 3}.get(self.kind, 2)
        return {"economy": low, "premium_economy": 3, "business": 5, "first": 5}[self.cabin]


@dataclass(frozen=True)
class Fare:
    """One thing to sell: a journey per slice, in one brand, by one carrier."""

    slices: tuple[Journey, ...]
    brand: Brand

    @property
    def seller(self) -> Carrier:
        return carriers()[self.slices[0].seller]

    @cached_property
    def flights(self) -> tuple[Flight, ...]:
        return tuple(flight for journey in self.slices for flight in journey.flights)


@dataclass(frozen=True)
class Price:
    """Base and tax of one passenger or of all, in minor units of the billing currency."""

    base: int
    tax: int

    @property
    def total(self) -> int:
        return self.base + self.tax


@cache
def _brand_data() -> Json:
    data: Json = json.loads(resources.read("practice/brands.json"))
    return data


@cache
def brands(code: str, cabin: str) -> tuple[Brand, ...]:
    """The brands a carrier sells in a class, cheapest first."""
    rows = _brand_data()[cabin]
    if cabin == "economy":
        rows = rows[carriers()[code].brands]
    return tuple(Brand(name, kind, cabin) for name, kind in rows)


def cabin_on(flight: Flight, cabin: str) -> str:
    """The class one really sits in: short flights have no first class, some have only one."""
    there = cabin_classes(flight.aircraft)
    return next(step for step in CABINS[CABINS.index(cabin) :: -1] if step in there)


def sells_cabin(journey: Journey, cabin: str) -> bool:
    """Whether the seller has the class on this journey."""
    return journey.has(cabin) and not (carriers()[journey.seller].low_cost and cabin != "economy")


def passenger_price(fare: Fare, kind: str, asked_on: date, seed: str, currency: str) -> Price:
    """What one passenger of a type pays for the whole fare."""
    base = sum(_way_pence(journey, fare.brand, asked_on, seed) for journey in fare.slices)
    tax = 0 if kind == INFANT else sum(_tax_pence(journey, fare.brand.cabin) for journey in fare.slices)
    return Price(from_pence(base * _AGE_SHARE[kind] // 1000, currency), from_pence(tax, currency))


def _way_pence(journey: Journey, brand: Brand, asked_on: date, seed: str) -> int:
    seller, leaves = carriers()[journey.seller], journey.flights[0].departs_local.date()
    flown = int(journey.kilometres * (1 if len(journey.flights) == 1 else 0.88))
    pence = (2800 + 52 * min(flown, 2000) // 10 + 28 * max(0, flown - 2000) // 10) * 780 // 1000
    for factor in (
        800 + share(seed, "fare", journey.key) // 2,
        _lead(leaves, asked_on),
        1080 if leaves.weekday() in (4, 6) else 1000,
        1120 if leaves.month in (7, 8) or (leaves.month == 12 and leaves.day > 17) else 1000,
        (720 if flown < 3000 else 860) if seller.low_cost else 1000,
        _cabin_share(journey, brand.cabin),
        _KIND_SHARE[brand.kind],
    ):
        pence = pence * factor // 1000
    return max(pence, 1200)


def _cabin_share(journey: Journey, cabin: str) -> int:
    short = journey.kilometres < 3000
    return min(2700, _CABIN_SHARE[cabin]) if short else _CABIN_SHARE[cabin]


def _lead(leaves: date, asked_on: date) -> int:
    ahead = (leaves - asked_on).days
    return 1350 if ahead < 7 else 1140 if ahead < 21 else 1000 if ahead < 50 else 930


def _tax_pence(journey: Journey, cabin: str) -> int:
    country = airports()[journey.flights[0].origin].country
    far = journey.kilometres > 3500
    leaving = {"GB": 9200 if far else 1500, "US": 3800 if far else 1250}.get(country, 2600 if far else 1400)
    if far and cabin != "economy":
        leaving = leaving * 2
    return leaving + 450 * len(journey.flights)


def total_price(fare: Fare, kinds: list[str], asked_on: date, seed: str, currency: str) -> Price:
    """What all passengers pay together."""
    each = {kind: passenger_price(fare, kind, asked_on, seed, currency) for kind in set(kinds)}
    return Price(sum(each[kind].base for kind in kinds), sum(each[kind].tax for kind in kinds))


def penalty_currency(seller: Carrier) -> str:
    """The currency an airline names its penalties in: its own, or the dollar."""
    return "EUR" if seller.country in _EURO else _OWN_MONEY.get(seller.country, "USD")


def _rule(allowed: bool, pence: int | None, currency: str) -> Json:
    penalty = None if pence is None else amount(from_pence(pence, currency), currency)
    return {
        "allowed": allowed,
        "penalty_amount": penalty,
        "penalty_currency": None if penalty is None else currency,
    }


def conditions(fare: Fare, currency: str) -> Json:
    """Refund and change before departure: silence, no, yes for a fee, or yes for nothing."""
    seller, kind = fare.seller, fare.brand.kind
    money = currency if seller.iata == "ZZ" else penalty_currency(seller)
    fee = 4000 if seller.iata == "ZZ" else 3500 + 500 * (share("fee", seller.iata) % 12)
    no = _rule(False, None, money)
    change, refund = {
        "silent": (None, None),
        "standard": (_rule(True, fee, money), no),
        "plus": (_rule(True, 0, money), _rule(True, fee * 2, money)),
        "flex": (_rule(True, 0, money), _rule(True, None if "docs" in seller.flags else 0, money)),
    }.get(kind, (no, no))
    return {"change_before_departure": change, "refund_before_departure": refund}


def baggages(fare: Fare, flight: Flight, kind: str) -> list[Json]:
    """What a passenger may take along without paying more."""
    if kind == INFANT or (fare.flights[0].origin, fare.flights[-1].destination) == _NO_BAGS_ROUTE:
        return []
    checked = {"personal": None, "handbag": 0, "silent": 0, "flex": 2}.get(fare.brand.kind, 1)
    if fare.brand.cabin != "economy":
        checked = 2
    bags: list[Json] = [] if checked is None else [{"type": "checked", "quantity": checked}]
    if fare.brand.kind != "personal":
        bags.append({"type": "carry_on", "quantity": 1})
    return bags
