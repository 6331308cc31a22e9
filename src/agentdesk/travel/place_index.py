"""Finds airports and cities by whatever an agent types: code, name, city, another spelling, a slip of the finger."""

import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import asin, atan2, cos, degrees, radians, sin, sqrt

from agentdesk.travel.places import Airport, Place

_FOLD = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
    | {"'": "", "’": "", "`": "", "-": " ", "/": " ", ".": " ", ",": " ", "(": " ", ")": " "}
)
_KNOWN_BUSY = 2000  # importance below this: among the busiest of the world
_LONGEST = 100  # letters of a text; no name is as long, and looking costs time for each letter
_SLIP_FROM = 4  # letters; shorter texts are taken as they stand
_TWO_SLIPS_FROM = 7
_WORDS_FROM = 3  # letters; shorter texts must begin a name
_MOST_OF_TWO_LETTERS = 400  # places looked at, the busiest, while so little is typed
_LAST = "\U0010ffff"
_KM_PER_RADIAN = 6371.0
_NEAR_KM = 150
_NEAR_DEGREES = 1.5  # of latitude, a little more than that
_WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")

# How likely it is what was meant, smaller is likelier: code, then names, then words; the busy before the quiet.
_CODE, _WHOLE_NAME, _NAME_BEGINS, _WHOLE_WORD, _WORD_BEGINS, _SLIPPED, _SLIPPED_PART = range(7)
_QUIET = 8


class Group(StrEnum):
    """Why a place stands in the list."""

    MATCH = "match"
    OF_CITY = "of_city"  # an airport of the city above it
    NEARBY = "nearby"  # not far from the first


@dataclass(frozen=True, slots=True)
class Found:
    """A place that fits. `start` and `end` say which part of its name was typed; both 0 when it was elsewhere.

    `km` and `wind` tell its way from the middle of its city, of a nearby one from the first of the list; 0 and "" where
    there is nothing to tell it from.
    """

    place: Place
    start: int = 0
    end: int = 0
    country: str = ""  # in English
    group: Group = Group.MATCH
    km: int = 0
    wind: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    place: Place
    names: str  # folded, each after "| ", the last before "|": "| london| london heathrow airport|"
    is_busy: bool
    country: str
    latitude: float
    longitude: float


class PlaceIndex:
    """Airports and cities from the data of `resources/places/places.tsv`, busiest first.

    The data: a line for each place, an empty line, then a line for each word with the numbers of its places. Lines are
    read when they are asked for, so that starting costs little.
    """

    def __init__(self, data: bytes) -> None:
        places, _, words = data.decode("utf-8").partition("\n\n")
        self._lines = places.splitlines()
        self._words: list[str] = []
        self._holders: list[str] = []
        for line in words.splitlines():
            word, _, holders = line.partition("\t")
            self._words.append(word)
            self._holders.append(holders)
        self._by_code = {line.split("\t", 3)[2]: number for number, line in reversed([*enumerate(self._lines)])}
        self._entries: dict[int, _Entry] = {}

    def by_code(self, code: str) -> Place | None:
        """The airport or city of an IATA code, in any case."""
        entry = self._of_code(code)
        return entry.place if entry is not None else None

    def airport(self, code: str) -> Airport | None:
        """An airport with the city it serves; None for a city's code or an unknown one."""
        number = self._by_code.get(code.strip().upper())
        entry = self._entry(number) if number is not None else None
        if number is None or entry is None or entry.place.is_city:
            return None
        place, group = entry.place, self._lines[number].split("\t")[8]
        return Airport(place.iata, place.name, place.city, place.country, place.time_zone, group)

    def country_of(self, place: Place) -> str:
        """The country's English name."""
        entry = self._of_code(place.iata)
        return entry.country if entry is not None else place.country

    def distance_km(self, one: Place, other: Place) -> int:
        """Great-circle kilometres between two places; 0 when one is not known."""
        first, then = self._of_code(one.iata), self._of_code(other.iata)
        return round(_distance(first, then)) if first is not None and then is not None else 0

    def find(self, text: str, limit: int = 6, used: Collection[str] = ()) -> tuple[Found, ...]:
        """The likeliest first; a city brings its airports right behind it. Nothing for an empty text.

        Among places that fit equally well those whose codes are in `used` come first. Where fewer fit than there is
        room for, airports near the first fill it up.
        """
        wanted = fold(text[:_LONGEST])
        if not wanted:
            return ()
        said = _without_airport(wanted)
        liked = {self._by_code[code] for code in used if code in self._by_code}
        numbers = self._ranked(said, liked) or self._ranked(said.replace(" ", ""), liked) or self._slips(said)
        rows = self._with_airports(numbers)
        near = self._near_to(self._entry(rows[0]), rows, limit - len(rows)) if rows and len(rows) < limit else []
        found = [self._found(self._entry(number), said, rows[:place]) for place, number in enumerate(rows[:limit])]
        return (*found, *near)

    def _found(self, one: _Entry, said: str, above: list[int]) -> Found:
        """A match, or an airport of a city above it; its way from that city's middle where it belongs to one."""
        start, end = _typed_part(one.place.name, said)
        number = self._by_code[one.place.iata]
        city = self._of_code(self._lines[number].split("\t")[8]) if not one.place.is_city else None
        if city is None:
            return Found(one.place, start, end, one.country)
        group = Group.OF_CITY if self._by_code[city.place.iata] in above else Group.MATCH
        return Found(one.place, start, end, one.country, group, round(_distance(city, one)), _wind(city, one))

    def _near_to(self, first: _Entry, shown: Collection[int], most: int) -> list[Found]:
        """The busy airports within reach, the nearest first."""
        near = []
        for number, line in enumerate(self._lines):
            if int(line.split("\t", 1)[0]) >= _KNOWN_BUSY:
                break
            one = self._entry(number)
            if number in shown or one.place.is_city or abs(one.latitude - first.latitude) > _NEAR_DEGREES:
                continue
            away = _distance(first, one)
            if away <= _NEAR_KM:
                near.append((away, number))
        found = []
        for away, number in sorted(near)[:most]:
            one = self._entry(number)
            found.append(Found(one.place, 0, 0, one.country, Group.NEARBY, round(away), _wind(first, one)))
        return found

    def _ranked(self, wanted: str, liked: Collection[int]) -> list[int]:
        holding = self._holding(wanted)
        likely = holding if len(wanted) >= _WORDS_FROM else sorted(holding)[:_MOST_OF_TWO_LETTERS]
        scored = [
            (score, number not in liked, number)
            for number in likely
            if (score := self._score(number, wanted, number in liked)) >= 0
        ]
        exact = self._by_code.get(wanted.upper())
        if exact is not None:
            scored.append((_CODE, False, exact))
        return list(dict.fromkeys(number for _, _, number in sorted(scored)))

    def _holding(self, wanted: str) -> set[int]:
        """The places that have a word beginning with each part of what is wanted."""
        sets = []
        for part in wanted.split():
            first, last = bisect_left(self._words, part), bisect_left(self._words, part + _LAST)
            sets.append(_numbers(self._holders[first:last]))
        return set.intersection(*sets)

    def _score(self, number: int, wanted: str, is_liked: bool) -> int:
        """-1 when it does not fit after all."""
        entry = self._entry(number)
        names, quiet = entry.names, 0 if entry.is_busy or is_liked else _QUIET
        if f"| {wanted}|" in names:
            return _WHOLE_NAME + quiet
        if f"| {wanted}" in names:
            return _NAME_BEGINS + quiet
        if len(wanted) < _WORDS_FROM:
            return -1
        spaced = names.replace("|", " ") + " "
        return (_WHOLE_WORD if all(f" {part} " in spaced for part in wanted.split()) else _WORD_BEGINS) + quiet

    def _slips(self, wanted: str) -> list[int]:
        """Each part with a letter too many, too few, wrong, or two swapped; the first letter is right."""
        for slips in (1, 2):
            scored = self._slipped(wanted.split(), slips)
            if scored:
                return [number for _, number in sorted((score, number) for number, score in scored.items())]
        return []

    def _slipped(self, parts: list[str], slips: int) -> dict[int, int]:
        sets: list[dict[int, int]] = []
        for part in parts:
            allowed = min(slips, 0 if len(part) < _SLIP_FROM else 1 if len(part) < _TWO_SLIPS_FROM else 2)
            sets.append(self._near(part, allowed))
        common = set(sets[0]).intersection(*sets[1:])
        return {
            number: max(one[number] for one in sets) + (0 if self._entry(number).is_busy else _QUIET)
            for number in common
        }

    def _near(self, part: str, slips: int) -> dict[int, int]:
        """The places with a word that begins within so many slips of the part, and how well it fits."""
        first, last = bisect_left(self._words, part[0]), bisect_left(self._words, part[0] + _LAST)
        found: dict[int, int] = {}
        for place in range(first, last):
            word = self._words[place]
            if _begins_within(word, part, slips):
                whole = len(word) - len(part) <= slips and _begins_within(part, word, slips)
                for number in _numbers([self._holders[place]]):
                    found[number] = min(found.get(number, _SLIPPED_PART), _SLIPPED if whole else _SLIPPED_PART)
        return found

    def _with_airports(self, numbers: Iterable[int]) -> list[int]:
        ordered: dict[int, None] = {}
        for number in numbers:
            ordered.setdefault(number)
            for code in self._entry(number).place.airports:
                ordered.setdefault(self._by_code[code])
        return list(ordered)

    def _of_code(self, code: str) -> _Entry | None:
        number = self._by_code.get(code.strip().upper())
        return self._entry(number) if number is not None else None

    def _entry(self, number: int) -> _Entry:
        entry = self._entries.get(number)
        if entry is None:
            entry = self._entries[number] = _read(self._lines[number])
        return entry


def fold(text: str) -> str:
    """Lower case without accents and apostrophes, one space between words: how texts are compared."""
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    flat = lower.translate(_FOLD)
    return " ".join("".join(letter for letter in flat if not unicodedata.combining(letter)).split())


def _without_airport(wanted: str) -> str:
    """'zurich international airport' means zurich; a lone 'airport' stays."""
    words = wanted.split()
    while len(words) > 1 and words[-1] in ("airport", "international", "intl"):
        words.pop()
    return " ".join(words)


def _numbers(holders: Iterable[str]) -> set[int]:
    return {int(number) for line in holders for number in line.split()}


def _read(line: str) -> _Entry:
    importance, kind, code, name, city, country, country_name, zone, group, latitude, longitude, names = line.split(
        "\t"
    )
    is_city = kind == "C"
    place = Place(code, name, city, country, is_city, zone, tuple(group.split()) if is_city else ())
    return _Entry(place, names, int(importance) < _KNOWN_BUSY, country_name, float(latitude), float(longitude))


def _begins_within(word: str, wanted: str, slips: int) -> bool:
    """Whether some beginning of the word is at most so many slips away from what is wanted."""
    if slips == 0:
        return word.startswith(wanted)
    same = 0
    for one, other in zip(word, wanted, strict=False):
        if one != other:
            break
        same += 1
    word, wanted = word[same:], wanted[same:]
    if len(wanted) <= slips:
        return True
    if not word:
        return False
    left = slips - 1
    return (
        _begins_within(word[1:], wanted[1:], left)
        or _begins_within(word[1:], wanted, left)
        or _begins_within(word, wanted[1:], left)
        or (word[:2] == wanted[1::-1] and _begins_within(word[2:], wanted[2:], left))
    )


def _typed_part(name: str, wanted: str) -> tuple[int, int]:
    """Where a word of the name begins with what is wanted, however it is accented; (0, 0) when none does."""
    for start in range(len(name)):
        if start and name[start - 1].isalnum():
            continue
        for end in range(start + 1, len(name) + 1):
            folded = fold(name[start:end])
            if folded == wanted:
                return start, end
            if not wanted.startswith(folded):
                break
    return 0, 0


def _distance(one: _Entry, other: _Entry) -> float:
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    across = sin((lat2 - lat1) / 2) ** 2
    along = cos(lat1) * cos(lat2) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _KM_PER_RADIAN * asin(sqrt(across + along))


def _wind(one: _Entry, other: _Entry) -> str:
    """In which of eight directions the other lies at the start of the shortest way."""
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    bearing = degrees(atan2(sin(east) * cos(lat2), cos(lat1) * sin(lat2) - sin(lat1) * cos(lat2) * cos(east)))
    return _WINDS[round(bearing / 45) % 8]
