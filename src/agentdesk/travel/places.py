"""Places an agent can name: airports, cities, and the airlines and aircraft that serve them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Airport:
    """An airport. `time_zone` is a tz database name; `city` the city or metropolitan area it serves."""

    iata: str
    name: str
    city: str
    country: str  # ISO 3166-1 alpha-2, "" when unknown
    time_zone: str  # "" when the upstream does not say
    city_iata: str = ""  # metropolitan code (LON), "" when none


@dataclass(frozen=True, slots=True)
class Place:
    """Something a search can start from or go to: an airport, or a city with all its airports."""

    iata: str
    name: str
    city: str
    country: str
    is_city: bool
    time_zone: str = ""
    airports: tuple[str, ...] = ()  # of a city


@dataclass(frozen=True, slots=True)
class Airline:
    """An airline; `iata` is "" when it has no code."""

    iata: str
    name: str
    id: str = ""
    logo_url: str = ""
    conditions_url: str = ""
