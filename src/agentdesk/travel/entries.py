"""A search as a terse terminal entry, written and read: `AN12DECLHRJFK19DEC/ADT2CHD1/AGE-7/C-J`.

    AN 12DEC LHR JFK [19DEC | +7]     the first flight; a second date is the way back, +7 counts from the first
    /23DEC JFK LAX                    one more flight, up to six
    /ADT2 CHD1 INF1                   who travels; one adult where nothing is said
    /AGE-7,11                         the children's ages, in the order of the page
    /C-J                              cabin: Y economy, W premium economy, J business, F first; else any
    /S-0                              most stops, 0 to 2; one where nothing is said
    /K-BA ABC123                      corporate codes, as they are typed on the page
    /FF-BA 40192277*EARHART*AMELIA    a frequent flyer account and whose it is; one part for each

Case and spaces do not matter, but in names. Reading gives the form of the search page, so that what is wrong with it is
said there as if it had been typed there; only what the form cannot hold is refused here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from agentdesk.travel.dates import DateTrouble, NoDate
from agentdesk.travel.dates import read as read_date
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.search import AccountForm, Cabin, Leg, LegForm, Search, SearchForm, TripKind
from agentdesk.travel.search_codes import NoCode, read_corporate, write_corporate
from agentdesk.travel.search_rules import MOST_LEGS, MOST_PASSENGERS, kind_of

VERB = "AN"
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_CABINS = {"Y": Cabin.ECONOMY, "W": Cabin.PREMIUM_ECONOMY, "J": Cabin.BUSINESS, "F": Cabin.FIRST}
_LETTERS = {cabin: letter for letter, cabin in _CABINS.items()}
_DAY = r"\d{1,2}[A-Z]{3}(?:\d{4}|\d{2})?|\+\d{1,3}W?"
_FLIGHT = re.compile(rf"({_DAY})([A-Z]{{3}})([A-Z]{{3}})({_DAY})?")
_PEOPLE = re.compile(r"(?:(?:ADT|CHD|INF)\d)+")


class TokenKind(StrEnum):
    """What a part of an entry says."""

    VERB = "verb"
    DATE = "date"
    ROUTE = "route"
    BACK = "back"  # the date of the way back
    PEOPLE = "people"
    AGES = "ages"
    CABIN = "cabin"
    STOPS = "stops"
    CORPORATE = "corporate"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Token:
    """A part of an entry as it was typed, to be shown with its meaning."""

    kind: TokenKind
    text: str


class EntryTrouble(StrEnum):
    """Why a text is no entry for a search."""

    NOT_A_SEARCH = "not_a_search"  # it does not begin with AN: it may be something else
    NO_FLIGHT = "no_flight"
    UNKNOWN_PLACE = "unknown_place"
    NO_DATE = "no_date"
    PAST = "past"
    TOO_FAR = "too_far"
    TWICE = "twice"  # the same part is said twice
    TOO_MANY_FLIGHTS = "too_many_flights"
    WAY_BACK = "way_back"  # a way back goes with one flight only
    TOO_MANY_PEOPLE = "too_many_people"
    AGES = "ages"  # not as many ages as children
    CABIN = "cabin"
    STOPS = "stops"
    CODE = "code"
    ACCOUNT = "account"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class NoEntry:
    """The part that cannot be taken, as typed, and why."""

    part: str
    why: EntryTrouble


# --- writing


def write(search: Search) -> str:
    """The entry that asks the same; `read` gives back the form of this very search."""
    legs = list(search.legs)
    text = VERB + _leg(legs[0])
    if kind_of(legs) is TripKind.RETURN:
        text += day_and_month(legs.pop().date)
    parts = [text, *(_leg(leg) for leg in legs[1:]), _people(search)]
    if search.party.child_ages:
        parts.append("AGE-" + ",".join(str(age) for age in search.party.child_ages))
    if search.cabin is not None:
        parts.append(f"C-{_LETTERS[search.cabin]}")
    if search.max_connections not in (None, 1):
        parts.append(f"S-{search.max_connections}")
    if search.private_fares:
        parts.append("K-" + write_corporate(search.private_fares))
    for member in search.members:
        parts += [f"FF-{one.airline} {one.number}*{member.family_name}*{member.given_name}" for one in member.accounts]
    return "/".join(parts)


def day_and_month(day: date) -> str:
    """12DEC, in any locale."""
    return f"{day.day:02}{_MONTHS[day.month - 1]}"


def _leg(leg: Leg) -> str:
    return day_and_month(leg.date) + leg.origin.iata + leg.destination.iata


def _people(search: Search) -> str:
    party = search.party
    counts = (("ADT", party.adults), ("CHD", len(party.child_ages)), ("INF", party.infants))
    return "".join(f"{word}{count}" for word, count in counts if count)


# --- reading


def read(text: str, today: date, places: PlaceIndex) -> SearchForm | NoEntry:
    """The form that an entry asks for, or the first part that cannot be taken."""
    if not is_search(text):
        return NoEntry(text.strip(), EntryTrouble.NOT_A_SEARCH)
    parts = [part.strip() for part in text.strip()[len(VERB) :].split("/")]
    reading = _Reading(today, places)
    for number, part in enumerate(parts):
        trouble = reading.flight(part) if number == 0 or _is_flight(part) else reading.option(part)
        if trouble is not None:
            return NoEntry(part, trouble)
    return reading.form()


def is_search(text: str) -> bool:
    """Whether a text begins as a search does: AN and a day."""
    return re.match(rf"{VERB}\s*[\d+]", text.strip().upper()) is not None


def tokens(text: str) -> tuple[Token, ...]:
    """The parts of an entry that `read` takes, in their order."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    yield Token(TokenKind.VERB, VERB)
    for number, part in enumerate(text.strip()[len(VERB) :].split("/")):
        match = _FLIGHT.fullmatch(_tight(part))
        if match and (number == 0 or _is_flight(part)):
            yield Token(TokenKind.DATE, match[1])
            yield Token(TokenKind.ROUTE, f"{match[2]} {match[3]}")
            if match[4]:
                yield Token(TokenKind.BACK, match[4])
        elif part.strip():
            yield Token(_kind_of(part), part.strip())


def _kind_of(part: str) -> TokenKind:
    head = _tight(part).partition("-")[0]
    named = {
        "AGE": TokenKind.AGES,
        "C": TokenKind.CABIN,
        "S": TokenKind.STOPS,
        "K": TokenKind.CORPORATE,
        "FF": TokenKind.ACCOUNT,
    }
    return named.get(head, TokenKind.PEOPLE)


def _is_flight(part: str) -> bool:
    return re.match(r"[\d+]", part) is not None


def _tight(part: str) -> str:
    return "".join(part.upper().split())


class _Reading:
    """An entry half read."""

    def __init__(self, today: date, places: PlaceIndex) -> None:
        self._today, self._places = today, places
        self._legs: list[LegForm] = []
        self._before: date | None = None
        self._back = ""
        self._people: dict[str, int] = {}
        self._ages: list[str] = []
        self._form = SearchForm(TripKind.ONE_WAY, (), cabin=None)
        self._said: set[str] = set()

    def form(self) -> SearchForm | NoEntry:
        children = self._people.get("CHD", 0)
        if self._ages and len(self._ages) != children:
            return NoEntry("AGE-" + ",".join(self._ages), EntryTrouble.AGES)
        kind = TripKind.RETURN if self._back else TripKind.MULTI_CITY if len(self._legs) > 1 else TripKind.ONE_WAY
        legs = (*self._legs, LegForm(date=self._back)) if len(self._legs) == 1 else tuple(self._legs)
        return replace(
            self._form,
            kind=kind,
            legs=legs,
            adults=self._people.get("ADT", 0) if self._people else 1,
            child_ages=tuple(self._ages) if self._ages else ("",) * children,
            infants=self._people.get("INF", 0),
        )

    def flight(self, part: str) -> EntryTrouble | None:
        match = _FLIGHT.fullmatch(_tight(part))
        if not match:
            return EntryTrouble.NO_FLIGHT
        if len(self._legs) == MOST_LEGS:
            return EntryTrouble.TOO_MANY_FLIGHTS
        if self._back or (match[4] and self._legs):
            return EntryTrouble.WAY_BACK
        origin, target = self._places.by_code(match[2]), self._places.by_code(match[3])
        if origin is None or target is None:
            return EntryTrouble.UNKNOWN_PLACE
        day = self._day(match[1])
        back = self._day(match[4]) if match[4] and not isinstance(day, EntryTrouble) else ""
        for found in (day, back):
            if isinstance(found, EntryTrouble):
                return found
        self._legs.append(LegForm(origin.iata, target.iata, str(day), origin.iata, target.iata))
        self._back = str(back)
        return None

    def _day(self, text: str) -> str | EntryTrouble:
        """The day as the form is to have it: plain, but counted days of the way back and of later flights stay."""
        found = read_date(text.lower(), self._today, self._before)
        if isinstance(found, NoDate):
            return _DATES[found.why]
        follows, self._before = self._before is not None, found
        return text.lower() if follows and text.startswith("+") else found.isoformat()

    def option(self, part: str) -> EntryTrouble | None:
        head, has_value, value = part.partition("-")
        name = "PEOPLE" if _PEOPLE.fullmatch(_tight(part)) else _tight(head) if has_value else ""
        if name in self._said and name != "FF":
            return EntryTrouble.TWICE
        self._said.add(name)
        match name:
            case "PEOPLE":
                return self._read_people(_tight(part))
            case "AGE":
                return self._read_ages(_tight(value))
            case "C":
                return self._read_cabin(_tight(value))
            case "S":
                return self._read_stops(_tight(value))
            case "K":
                return self._read_codes(value.strip())
            case "FF":
                return self._read_account(value)
            case _:
                return EntryTrouble.NOT_UNDERSTOOD

    def _read_people(self, part: str) -> EntryTrouble | None:
        for word, count in re.findall(r"([A-Z]{3})(\d)", part):
            if word in self._people:
                return EntryTrouble.TWICE
            self._people[word] = int(count)
        return EntryTrouble.TOO_MANY_PEOPLE if sum(self._people.values()) > MOST_PASSENGERS else None

    def _read_ages(self, value: str) -> EntryTrouble | None:
        self._ages = value.split(",")
        return None if all(re.fullmatch(r"[0-9]{1,2}", age) for age in self._ages) else EntryTrouble.AGES

    def _read_cabin(self, value: str) -> EntryTrouble | None:
        if value not in _CABINS:
            return EntryTrouble.CABIN
        self._form = replace(self._form, cabin=_CABINS[value])
        return None

    def _read_stops(self, value: str) -> EntryTrouble | None:
        if value not in ("0", "1", "2"):
            return EntryTrouble.STOPS
        self._form = replace(self._form, max_connections=int(value))
        return None

    def _read_codes(self, value: str) -> EntryTrouble | None:
        found = read_corporate(value)
        if isinstance(found, NoCode) or not found:
            return EntryTrouble.CODE
        self._form = replace(self._form, corporate=write_corporate(found))
        return None

    def _read_account(self, value: str) -> EntryTrouble | None:
        number, *names = (part.strip() for part in value.split("*"))
        if len(names) > 2 or not number:
            return EntryTrouble.ACCOUNT
        family, given = (*names, "", "")[:2]
        account = AccountForm(number.upper(), given, family)
        self._form = replace(self._form, accounts=(*self._form.accounts, account))
        return None


_DATES = {
    DateTrouble.NOT_UNDERSTOOD: EntryTrouble.NO_DATE,
    DateTrouble.PAST: EntryTrouble.PAST,
    DateTrouble.TOO_FAR: EntryTrouble.TOO_FAR,
}
