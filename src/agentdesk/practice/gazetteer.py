"""The world's airports and metropolitan areas, as places of the wire and as points on the globe."""

import json
import math
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from zoneinfo import ZoneInfo

import airportsdata

from agentdesk import resources
from agentdesk.practice.shapes import Json, share

_EARTH_KM = 6371.0088


@dataclass(frozen=True)
class Airport:
    """One airport: where it is, and which metropolitan area it belongs to."""

    iata: str
    icao: str | None
    name: str
    city: str
    country: str
    latitude: float
    longitude: float
    zone_name: str
    area: str | None

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def id(self) -> str:
        return f"arp_{self.iata.lower()}_{self.country.lower()}"

    def terminal(self, carrier: str) -> str | None:
        """The terminal a carrier uses here; about half the airports name none."""
        if share("terminals", self.iata) < 450 and self.area is None:
            return None
        most = 5 if self.area else 2
        return str(1 + share("terminal", self.iata, carrier) % most)


@dataclass(frozen=True)
class Area:
    """A metropolitan area with a code of its own, such as LON."""

    iata: str
    name: str
    country: str
    airports: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"cit_{self.iata.lower()}_{self.country.lower()}"


@cache
def countries() -> dict[str, str]:
    """Country names by their two letters."""
    names: dict[str, str] = json.loads(resources.read("practice/countries.json"))
    return names


@cache
def areas() -> dict[str, Area]:
    """Every metropolitan area by its code."""
    found = airportsdata.load_iata_macs()
    return {
        code: Area(code, str(entry["name"]), str(entry["country"]), tuple(entry["airports"]))
        for code, entry in sorted(found.items())
    }


@cache
def airports() -> dict[str, Airport]:
    """Every airport by its IATA code."""
    homes = {member: area.iata for area in areas().values() for member in area.airports}
    return {
        code: Airport(
            code,
            entry["icao"] or None,
            entry["name"],
            entry["city"] or entry["name"],
            entry["country"],
            entry["lat"],
            entry["lon"],
            entry["tz"],
            homes.get(code),
        )
        for code, entry in sorted(airportsdata.load("IATA").items())
        if entry["tz"]
    }


@cache
def kilometres(a: str, b: str) -> float:
    """Great-circle distance between two airports."""
    one, two = airports()[a], airports()[b]
    lat1, lat2 = math.radians(one.latitude), math.radians(two.latitude)
    half = math.radians(two.longitude - one.longitude) / 2
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


def airports_at(code: str) -> tuple[str, ...]:
    """The airports meant by a code of either kind; an airport's own code wins; empty when nobody has it."""
    if code in airports():
        return (code,)
    return tuple(member for member in areas()[code].airports if member in airports()) if code in areas() else ()


@cache
def airport_place(code: str) -> Json:
    """An airport as the wire shows it inside offers and orders. Shared: do not change it."""
    port = airports()[code]
    return {
        "type": "airport",
        "id": port.id,
        "name": port.name,
        "iata_code": port.iata,
        "iata_city_code": port.area or port.iata,
        "iata_country_code": port.country,
        "icao_code": port.icao,
        "latitude": port.latitude,
        "longitude": port.longitude,
        "time_zone": port.zone_name,
        "city_name": port.city,
        "city": _bare_city(port.area) if port.area else None,
    }


def _bare_city(code: str) -> Json:
    area = areas()[code]
    return {
        "type": "city",
        "id": area.id,
        "name": area.name,
        "iata_code": area.iata,
        "iata_city_code": area.iata,
        "iata_country_code": area.country,
        "icao_code": None,
        "latitude": None,
        "longitude": None,
        "time_zone": None,
        "city_name": None,
    }


@cache
def city_place(code: str) -> Json:
    """A metropolitan area with its airports. Shared: do not change it."""
    return _bare_city(code) | {
        "city": None,
        "airports": [
            {key: value for key, value in airport_place(member).items() if key != "city"}
            for member in areas()[code].airports
            if member in airports()
        ],
    }


def place(code: str) -> Json:
    """The place a searched code means: an airport, or the city whose code it is."""
    return airport_place(code) | {"airports": None} if code in airports() else city_place(code)


def suggestion(code: str) -> Json:
    """A place as the suggestions show it, with the country's name."""
    shown = place(code)
    return shown | {"country_name": countries().get(shown["iata_country_code"])}


def plain(text: str) -> str:
    """Letters without accents, lower case."""
    split = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in split if not unicodedata.combining(letter)).casefold().strip()


@cache
def _search_index() -> tuple[tuple[str, str, str, int], ...]:
    """(code, plain name, plain city, weight) of every place; lighter comes first."""
    busy = {code for area in areas().values() for code in area.airports}
    rows = [(code, plain(area.name), plain(area.name), 0) for code, area in areas().items() if code not in airports()]
    rows += [(code, plain(port.name), plain(port.city), 1 if code in busy else 2) for code, port in airports().items()]
    return tuple(rows)


def suggest(query: str, limit: int = 20) -> list[str]:
    """Codes of the places that a typed text may mean, best first."""
    typed = plain(query)
    if not typed:
        return []
    ranked: list[tuple[int, int, str]] = []
    for code, name, city, weight in _search_index():
        rank = _rank(typed, code.lower(), name, city)
        if rank is not None:
            ranked.append((rank, weight, code))
    return [code for _, _, code in sorted(ranked)[:limit]]


def _rank(typed: str, code: str, name: str, city: str) -> int | None:
    if typed == code:
        return 0
    if city == typed:
        return 1
    if city.startswith(typed) or name.startswith(typed):
        return 2
    if any(word.startswith(typed) for word in name.split()):
        return 3
    return None


def near(latitude: float, longitude: float, metres: float, limit: int = 20) -> list[str]:
    """Codes of airports within a circle, nearest first."""

    def away(port: Airport) -> float:
        lat1, lat2 = math.radians(latitude), math.radians(port.latitude)
        half = math.radians(port.longitude - longitude) / 2
        chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half) ** 2
        return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))

    found = sorted((away(port), port.iata) for port in airports().values())
    return [code for distance, code in found[:limit] if distance * 1000 <= metres]
