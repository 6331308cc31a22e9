"""What a terminal entry means, part by part, in the agent's words, before it is run."""

from dataclasses import dataclass
from datetime import date

from agentdesk.travel.dates import NoDate
from agentdesk.travel.entries import EntryTrouble, NoEntry, Token, TokenKind, is_search, read, tokens
from agentdesk.travel.passengers import PassengerKind
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.search import SearchForm, TripKind
from agentdesk.travel.search_rules import days_of
from agentdesk.ui import words

_STOPS = {"0": "direct only", "1": "at most 1 stop", "2": "at most 2 stops"}
_TROUBLE = {
    EntryTrouble.NO_FLIGHT: "a day, then from and to: 12DECLHRJFK",
    EntryTrouble.UNKNOWN_PLACE: "no airport or city has this code",
    EntryTrouble.NO_DATE: "no such day",
    EntryTrouble.PAST: "this day is past",
    EntryTrouble.TOO_FAR: "too far ahead for the airlines",
    EntryTrouble.TWICE: "said twice",
    EntryTrouble.TOO_MANY_FLIGHTS: "too many flights",
    EntryTrouble.WAY_BACK: "a way back goes with one flight only",
    EntryTrouble.TOO_MANY_PEOPLE: "at most nine passengers",
    EntryTrouble.AGES: "one age for each child: /AGE-7,11",
    EntryTrouble.CABIN: "Y, W, J or F",
    EntryTrouble.STOPS: "0, 1 or 2",
    EntryTrouble.CODE: "an airline and its code: /K-BA ABC123",
    EntryTrouble.ACCOUNT: "an airline and a number: /FF-BA 40192277",
    EntryTrouble.NOT_UNDERSTOOD: "not understood",
    EntryTrouble.NOT_A_SEARCH: "not a search",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A part of the entry and its meaning; `warns` when something will still be asked, `wrong` when it cannot run."""

    part: str
    meaning: str
    warns: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Echo:
    """All parts that were understood, or the one that was not; the form it asks for once all are."""

    said: tuple[Said, ...]
    form: SearchForm | None = None


def echo(text: str, today: date, places: PlaceIndex) -> Echo:
    """Read an entry and say it again."""
    form = read(text, today, places)
    if isinstance(form, NoEntry):
        wrong = Said(form.part or "AN", _TROUBLE[form.why], wrong=True)
        return Echo((*_understood(text, form.part, today, places), wrong))
    speaker = _Speaker(form, today, places)
    return Echo(tuple(speaker.say(token) for token in tokens(text)), form)


def _understood(text: str, part: str, today: date, places: PlaceIndex) -> tuple[Said, ...]:
    """The whole parts before the one that cannot be taken."""
    before = text[: text.upper().rfind(part.upper())].rstrip(" /") if part else ""
    return echo(before, today, places).said if "/" in text and is_search(before) else ()


def go_on_with(text: str, form: SearchForm) -> tuple[tuple[str, str], ...]:
    """What may be added to the entry, and what it would mean."""
    upper = text.upper()
    found: list[tuple[str, str]] = []
    if form.kind is TripKind.ONE_WAY and "/" not in text:
        found.append(("+7", "return 7 days later"))
    if "/ADT" not in upper and "/CHD" not in upper:
        found.append(("/ADT2", "2 adults"))
    if "CHD" in upper and "/AGE-" not in upper:
        found.append(("/AGE-7", "the children's ages"))
    if "/C-" not in upper:
        found.append(("/C-J", "business"))
    if "/S-" not in upper:
        found.append(("/S-0", "direct only"))
    return tuple(found[:4])


class _Speaker:
    """Says one token after the other; dates and routes belong to the flights in their order."""

    def __init__(self, form: SearchForm, today: date, places: PlaceIndex) -> None:
        self._form, self._today, self._places = form, today, places
        self._days = days_of(form, today)
        self._flight = -1

    def say(self, token: Token) -> Said:
        value = token.text.partition("-")[2].strip()
        match token.kind:
            case TokenKind.VERB:
                return Said(token.text, "flights that can be sold")
            case TokenKind.DATE:
                self._flight += 1
                return Said(token.text, self._day(self._flight))
            case TokenKind.BACK:
                return Said(token.text, f"back {self._day(1)}")
            case TokenKind.ROUTE:
                return Said(token.text, self._route(token.text))
            case TokenKind.PEOPLE:
                return self._people(token.text)
            case TokenKind.AGES:
                return Said(token.text, f"aged {value.replace(',', ', ')}")
            case TokenKind.CABIN:
                return Said(token.text, words.cabin(self._form.cabin) if self._form.cabin else "any cabin")
            case TokenKind.STOPS:
                return Said(token.text, _STOPS.get(value, value))
            case TokenKind.CORPORATE:
                return Said(token.text, f"agreed fares, {value}")
            case TokenKind.ACCOUNT:
                return Said(token.text, "frequent flyer account")

    def _day(self, number: int) -> str:
        found = self._days[number] if number < len(self._days) else None
        if found is None or isinstance(found, NoDate):
            return "a day"
        ahead = (found - self._today).days
        when = "today" if ahead == 0 else "tomorrow" if ahead == 1 else f"in {ahead} days"
        return f"{words.full_day(found)}, {when}"

    def _route(self, text: str) -> str:
        names = [self._place(code) for code in text.split()]
        kinds = {TripKind.ONE_WAY: "one way", TripKind.RETURN: "return"}
        return f"{' to '.join(names)}, {kinds.get(self._form.kind, f'flight {self._flight + 1}')}"

    def _place(self, code: str) -> str:
        place = self._places.by_code(code)
        if place is None:
            return code
        name = place.name.removesuffix(" Airport").removesuffix(" International")
        if place.is_city:
            return f"{place.name}, all airports"
        return name if place.city and place.city in name else f"{place.city} {name}".strip()

    def _people(self, text: str) -> Said:
        form = self._form
        counted = (
            (PassengerKind.ADULT, form.adults),
            (PassengerKind.CHILD, len(form.child_ages)),
            (PassengerKind.INFANT, form.infants),
        )
        said = words.party(one for one in counted if one[1])
        unknown = sum(not age for age in form.child_ages)
        asked = "" if not unknown else "the child's age will be asked" if unknown == 1 else "their ages will be asked"
        return Said(text, said, warns=asked)
