"""Finds airports and cities by whatever an agent types: code, name, city, another spelling, a slip of the finger."""

import unicodedata
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from agentdesk.travel.places import Airport, Place

_FOLD = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
_KNOWN_BUSY = 1800  # importance below this: among the busiest of the world
_SLIP_FROM = 4  # letters; shorter texts are taken as they stand
_KM_PER_RADIAN = 6371.0


@dataclass(frozen=True, slots=True)
class Found:
    """A place that fits. `start` and `end` say which part of its name was typed; both 0 when it was elsewhere."""

    place: Place
    start: int = 0
    end: int = 0
    country: str = ""  # in English


@dataclass(frozen=True, slots=True)
class _Entry:
    place: Place
    importance: int
    code: str
    names: str  # folded, each after "| ", the last before "|": "| london| london heathrow airport|"
    country: str
    latitude: float
    longitude: float


class PlaceIndex:
    """Airports and cities from the data of `resources/places/places.tsv`, busiest first."""

    def __init__(self, data: bytes) -> None:
        self._entries = [_entry(line) for line in data.decode("utf-8").splitlines() if line]
        self._by_code: dict[str, _Entry] = {}
        for one in self._entries:
            self._by_code.setdefault(one.place.iata, one)
        self._cities = {airport: one for one in self._entries if one.place.is_city for airport in one.place.airports}

    def by_code(self, code: str) -> Place | None:
        """The airport or city of an IATA code, in any case."""
        entry = self._by_code.get(code.strip().upper())
        return entry.place if entry is not None else None

    def airport(self, code: str) -> Airport | None:
        """An airport with the city it serves; None for a city's code or an unknown one."""
        entry = self._by_code.get(code.strip().upper())
        if entry is None or entry.place.is_city:
            return None
        place = entry.place
        city = self._cities.get(place.iata)
        return Airport(
            place.iata, place.name, place.city, place.country, place.time_zone, city.place.iata if city else ""
        )

    def country_of(self, place: Place) -> str:
        """The country's English name."""
        entry = self._by_code.get(place.iata)
        return entry.country if entry is not None else place.country

    def distance_km(self, one: Place, other: Place) -> int:
        """Great-circle kilometres between two places; 0 when one is not known."""
        first, then = self._by_code.get(one.iata), self._by_code.get(other.iata)
        return round(_distance(first, then)) if first is not None and then is not None else 0

    def find(self, text: str, limit: int = 6) -> tuple[Found, ...]:
        """The likeliest first; a city brings its airports right behind it. Nothing for an empty text."""
        wanted = fold(text)
        if not wanted:
            return ()
        scored = [(score, one) for one in self._entries if (score := _score(one, wanted)) is not None]
        if not scored and len(wanted) >= _SLIP_FROM:
            scored = [(score, one) for one in self._entries if (score := _slip(one, wanted)) is not None]
        scored.sort(key=lambda pair: (pair[0], pair[1].importance, pair[1].code))
        return tuple(_found(one, wanted) for one in self._with_airports([one for _, one in scored])[:limit])

    def _with_airports(self, entries: list[_Entry]) -> list[_Entry]:
        ordered: dict[str, _Entry] = {}
        for one in entries:
            ordered.setdefault(one.place.iata, one)
            if one.place.is_city:
                for code in one.place.airports:
                    ordered.setdefault(code, self._by_code[code])
        return list(ordered.values())


def fold(text: str) -> str:
    """Lower case without accents, one space between words: how texts are compared."""
    flat = unicodedata.normalize("NFKD", text.lower().translate(_FOLD))
    kept = "".join(" " if letter in "-/'’.,()" else letter for letter in flat if not unicodedata.combining(letter))
    return " ".join(kept.split())


def _entry(line: str) -> _Entry:
    importance, kind, code, name, city, country, country_name, zone, group, latitude, longitude, names = line.split(
        "\t"
    )
    is_city = kind == "C"
    place = Place(code, name, city, country, is_city, zone, tuple(group.split()) if is_city else ())
    return _Entry(place, int(importance), code.lower(), names, country_name, float(latitude), float(longitude))


def _score(one: _Entry, wanted: str) -> int | None:
    """Smaller is likelier: code, then what a name begins with, then words; the busy before the quiet."""
    if one.code == wanted:
        return 0
    names = one.names
    if f" {wanted}" not in names:
        parts = wanted.split()
        if len(parts) < 2 or any(f" {part}" not in names for part in parts):
            return None
        return 3 + _quiet(one)
    if f"| {wanted}|" in names:
        return 1 + _quiet(one)
    if f"| {wanted}" in names:
        return 2 + _quiet(one)
    return 3 + _quiet(one) if len(wanted) >= 3 else None


def _quiet(one: _Entry) -> int:
    return 0 if one.importance < _KNOWN_BUSY else 4


def _slip(one: _Entry, wanted: str) -> int | None:
    """One letter too many, too few, wrong, or two swapped, in a name or a word of it; the first letter is right."""
    if f" {wanted[0]}" not in one.names:
        return None
    quiet = 0 if one.importance < _KNOWN_BUSY else 2
    names = one.names.strip("| ").split("| ")
    for text in (*names, *(word for name in names for word in name.split())):
        if not text or text[0] != wanted[0] or len(text) < len(wanted) - 1:
            continue
        if abs(len(text) - len(wanted)) <= 1 and _one_apart(text, wanted):
            return quiet
        if any(_one_apart(text[:size], wanted) for size in (len(wanted) - 1, len(wanted), len(wanted) + 1)):
            return 1 + quiet
    return None


def _one_apart(one: str, other: str) -> bool:
    """Whether one edit (a letter more, fewer, other, or two neighbours swapped) makes them equal."""
    if len(one) < len(other):
        one, other = other, one
    first = next((place for place, letter in enumerate(other) if one[place] != letter), len(other))
    if len(one) > len(other):
        return one[first + 1 :] == other[first:]
    if one[first + 1 :] == other[first + 1 :]:
        return True
    return one[first + 2 :] == other[first + 2 :] and one[first : first + 2] == other[first : first + 2][::-1]


def _found(one: _Entry, wanted: str) -> Found:
    start = one.place.name.lower().find(wanted)
    return Found(one.place, max(start, 0), start + len(wanted) if start >= 0 else 0, one.country)


def _distance(one: _Entry, other: _Entry) -> float:
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    across = sin((lat2 - lat1) / 2) ** 2
    along = cos(lat1) * cos(lat2) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _KM_PER_RADIAN * asin(sqrt(across + along))
