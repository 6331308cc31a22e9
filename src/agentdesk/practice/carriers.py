"""Airlines and aircraft types: who flies what, from where, and how the wire names them."""

import json
from dataclasses import dataclass
from functools import cache

from agentdesk import resources
from agentdesk.practice.shapes import Json, fixed_id

DUFFEL = "ZZ"
_OWN_IDS = {DUFFEL: "arl_00009VME7D6ivUu8dn35WK"}
_OWN_TYPES = {"773": "arc_00009VMF8AhXSSRnQDI6HE"}
_LOGOS = "https://assets.duffel.com/img/airlines/for-light-background"
_PROGRAMMES = {
    "ZZ": "Duffel Airways Frequent Flyer",
    "BA": "Executive Club",
    "VS": "Flying Club",
    "AF": "Flying Blue",
    "LH": "Miles & More",
    "SK": "EuroBonus",
    "TK": "Miles&Smiles",
    "EK": "Skywards",
    "QR": "Privilege Club",
    "SQ": "KrisFlyer",
    "CX": "Cathay",
    "JL": "JAL Mileage Bank",
    "NH": "ANA Mileage Club",
    "QF": "Qantas Frequent Flyer",
    "AA": "AAdvantage",
    "UA": "MileagePlus",
    "DL": "SkyMiles",
    "AC": "Aeroplan",
    "LA": "LATAM Pass",
}


@dataclass(frozen=True)
class Carrier:
    """An airline that sells: its hubs, its fleet by distance, and its habits."""

    iata: str
    name: str
    ticket_prefix: str
    country: str
    hubs: tuple[str, ...]
    low_cost: bool
    short: tuple[str, ...]
    medium: tuple[str, ...]
    long: tuple[str, ...]
    alliance: str | None
    brands: str
    flags: frozenset[str]
    regional: str | None
    partners: tuple[str, ...]

    @property
    def holdable(self) -> bool:
        return "hold" in self.flags

    @property
    def reach_km(self) -> int:
        """How far its aircraft go without a stop."""
        return 15_200 if self.long else 5_600 if not self.low_cost else 4_600


@dataclass(frozen=True)
class AircraftType:
    """A type of aircraft with the layout its cabins are drawn from."""

    iata: str
    name: str
    layout: str
    grams_per_seat_km: int


@cache
def _data() -> Json:
    data: Json = json.loads(resources.read("practice/airlines.json"))
    return data


@cache
def carriers() -> dict[str, Carrier]:
    """Every selling airline by its code, Duffel Airways first."""
    return {
        row["iata_code"]: Carrier(
            row["iata_code"],
            row["name"],
            row["ticket_prefix"],
            row["country"],
            tuple(row["hubs"]),
            row["low_cost"],
            tuple(row["short"]),
            tuple(row["medium"]),
            tuple(row["long"]),
            row["alliance"],
            row["brands"],
            frozenset(row["flags"]),
            row["regional"],
            tuple(row["partners"]),
        )
        for row in _data()["sellers"]
    }


@cache
def hubs() -> tuple[str, ...]:
    """Every airport that some airline calls home."""
    return tuple(dict.fromkeys(hub for carrier in carriers().values() for hub in carrier.hubs))


@cache
def _names() -> dict[str, str]:
    operators = {row["iata_code"]: row["name"] for row in _data()["operators"]}
    return {code: carrier.name for code, carrier in carriers().items()} | operators


@cache
def airline(code: str) -> Json:
    """An airline as the wire shows it. Shared: do not change it."""
    known = code in carriers()
    return {
        "id": _OWN_IDS.get(code) or fixed_id("arl", code),
        "name": _names()[code],
        "iata_code": code,
        "logo_symbol_url": f"{_LOGOS}/full-color-logo/{code}.svg" if known else None,
        "logo_lockup_url": f"{_LOGOS}/full-color-lockup/{code}.svg" if known and code != DUFFEL else None,
        "conditions_of_carriage_url": None,
    }


@cache
def airlines() -> list[Json]:
    """Every airline by name."""
    return sorted((airline(code) for code in _names()), key=lambda shown: str(shown["name"]))


@cache
def _aircraft_data() -> Json:
    data: Json = json.loads(resources.read("practice/aircraft.json"))
    return data


@cache
def aircraft_types() -> dict[str, AircraftType]:
    """Every aircraft type by its code."""
    return {
        code: AircraftType(code, row["name"], row["layout"], row["grams_per_seat_km"])
        for code, row in _aircraft_data()["types"].items()
    }


def layout(name: str) -> list[Json]:
    """The cabins of a layout, low deck first, front to back."""
    cabins: list[Json] = _aircraft_data()["layouts"][name]
    return cabins


@cache
def cabin_classes(aircraft: str) -> frozenset[str]:
    """The classes an aircraft type carries."""
    return frozenset(cabin["cabin_class"] for cabin in layout(aircraft_types()[aircraft].layout))


@cache
def aircraft(code: str) -> Json:
    """An aircraft type as the wire shows it. Shared: do not change it."""
    kind = aircraft_types()[code]
    return {"id": _OWN_TYPES.get(code) or fixed_id("arc", code), "name": kind.name, "iata_code": code}


@cache
def aircraft_list() -> list[Json]:
    """Every aircraft type by name."""
    return sorted((aircraft(code) for code in aircraft_types()), key=lambda shown: str(shown["name"]))


@cache
def loyalty_programmes() -> list[Json]:
    """Every loyalty programme by name."""
    shown = [
        {
            "id": fixed_id("loy", code),
            "name": name,
            "owner_airline_id": airline(code)["id"],
            "alliance": carriers()[code].alliance,
            "logo_url": None,
        }
        for code, name in _PROGRAMMES.items()
    ]
    return sorted(shown, key=lambda programme: str(programme["name"]))


@cache
def programmes_taken_by(code: str) -> tuple[str, ...]:
    """Airlines whose loyalty accounts count with this one: its own, and its alliance's."""
    alliance = carriers()[code].alliance
    allies = [other for other in _PROGRAMMES if alliance and carriers()[other].alliance == alliance]
    return tuple(dict.fromkeys([code] * (code in _PROGRAMMES) + allies))
