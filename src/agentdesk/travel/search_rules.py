"""What may be searched: a form becomes a `Search`, or each reason why not."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agentdesk.travel.dates import DateTrouble, NoDate, read
from agentdesk.travel.passengers import Party
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.places import Place
from agentdesk.travel.search import Cabin, Leg, LegForm, Search, SearchForm, TripKind

MOST_PASSENGERS = 9
MOST_LEGS = 6
CHILD_AGES = range(2, 18)


class Why(StrEnum):
    """Why a field cannot be right."""

    MISSING = "missing"
    UNKNOWN_PLACE = "unknown_place"
    SAME_PLACE = "same_place"
    DATE_NOT_UNDERSTOOD = "date_not_understood"
    DATE_PAST = "date_past"
    DATE_TOO_FAR = "date_too_far"
    RETURN_TOO_EARLY = "return_too_early"
    LEG_TOO_EARLY = "leg_too_early"
    TOO_MANY = "too_many"
    NO_ADULT = "no_adult"
    TOO_MANY_INFANTS = "too_many_infants"
    CHILD_AGE = "child_age"


@dataclass(frozen=True, slots=True)
class Problem:
    """A field by its path ("legs.0.origin", "adults", "child_ages.1") and what is wrong with it."""

    field: str
    why: Why


_DATES = {
    DateTrouble.NOT_UNDERSTOOD: Why.DATE_NOT_UNDERSTOOD,
    DateTrouble.PAST: Why.DATE_PAST,
    DateTrouble.TOO_FAR: Why.DATE_TOO_FAR,
}


def legs_asked(form: SearchForm) -> tuple[LegForm, ...]:
    """The lines that count: one for one way; out and the same way back for a return; all for multi-city."""
    first = form.legs[0] if form.legs else LegForm()
    match form.kind:
        case TripKind.ONE_WAY:
            return (first,)
        case TripKind.RETURN:
            back = form.legs[1] if len(form.legs) > 1 else LegForm()
            return (
                first,
                LegForm(first.destination, first.origin, back.date, first.destination_code, first.origin_code),
            )
        case TripKind.MULTI_CITY:
            return form.legs or (first,)


def check(form: SearchForm, today: date, places: PlaceIndex) -> Search | tuple[Problem, ...]:
    """The search that the form asks for, or all that is wrong with it, in the order of the page."""
    problems: list[Problem] = []
    legs = _legs(form, today, places, problems)
    party = _party(form, problems)
    if problems:
        return tuple(problems)
    return Search(tuple(legs), party, form.cabin, form.max_connections)


def place_of(text: str, code: str, places: PlaceIndex) -> Place | None:
    """What was taken from the list, else what the text names by its code."""
    return places.by_code(code) if code else places.by_code(text) if len(text.strip()) == 3 else None


def _legs(form: SearchForm, today: date, places: PlaceIndex, problems: list[Problem]) -> list[Leg]:
    legs: list[Leg] = []
    latest = today
    asked = legs_asked(form)
    if len(asked) > MOST_LEGS:
        problems.append(Problem("legs", Why.TOO_MANY))
    for number, line in enumerate(asked):
        is_way_back = form.kind is TripKind.RETURN and number == 1
        at = f"legs.{number}"
        origin = _place(line.origin, line.origin_code, f"{at}.origin", places, problems, silent=is_way_back)
        target = _place(
            line.destination, line.destination_code, f"{at}.destination", places, problems, silent=is_way_back
        )
        if origin is not None and target is not None and _is_same(origin, target) and not is_way_back:
            problems.append(Problem(f"{at}.destination", Why.SAME_PLACE))
        day = _day(line.date, f"{at}.date", today, problems)
        if day is not None and day < latest:
            problems.append(Problem(f"{at}.date", Why.RETURN_TOO_EARLY if is_way_back else Why.LEG_TOO_EARLY))
        if day is not None:
            latest = max(latest, day)
            if origin is not None and target is not None:
                legs.append(Leg(origin, target, day))
    return legs


def _is_same(origin: Place, target: Place) -> bool:
    """The same place, or a city and one of its own airports."""
    return origin.iata == target.iata or target.iata in origin.airports or origin.iata in target.airports


def _place(
    text: str, code: str, field: str, places: PlaceIndex, problems: list[Problem], *, silent: bool
) -> Place | None:
    found = place_of(text, code, places)
    if found is None and not silent:
        problems.append(Problem(field, Why.UNKNOWN_PLACE if text.strip() else Why.MISSING))
    return found


def _day(text: str, field: str, today: date, problems: list[Problem]) -> date | None:
    if not text.strip():
        problems.append(Problem(field, Why.MISSING))
        return None
    found = read(text, today)
    if isinstance(found, NoDate):
        problems.append(Problem(field, _DATES[found.why]))
        return None
    return found


def _party(form: SearchForm, problems: list[Problem]) -> Party:
    ages: list[int] = []
    for number, text in enumerate(form.child_ages):
        if text.strip().isdecimal() and int(text) in CHILD_AGES:
            ages.append(int(text))
        else:
            problems.append(Problem(f"child_ages.{number}", Why.CHILD_AGE if text.strip() else Why.MISSING))
    if form.adults + len(form.child_ages) + form.infants > MOST_PASSENGERS:
        problems.append(Problem("adults", Why.TOO_MANY))
    if form.adults < 1:
        problems.append(Problem("adults", Why.NO_ADULT))
    elif form.infants > form.adults:
        problems.append(Problem("infants", Why.TOO_MANY_INFANTS))
    return Party(form.adults, tuple(ages), form.infants)


def entry(search: Search) -> str:
    """The search as agents' terminals write it: `AN12DECLHRJFK19DEC/ADT2CHD1INF1/C-Y`."""
    legs = list(search.legs)
    text = _day_and_month(legs[0].date) + legs[0].origin.iata + legs[0].destination.iata
    if len(legs) == 2 and (legs[1].origin, legs[1].destination) == (legs[0].destination, legs[0].origin):
        text += _day_and_month(legs.pop().date)
    for leg in legs[1:]:
        text += "/" + _day_and_month(leg.date) + leg.origin.iata + leg.destination.iata
    party = search.party
    people = "".join(
        f"{word}{count}"
        for word, count in (("ADT", party.adults), ("CHD", len(party.child_ages)), ("INF", party.infants))
        if count
    )
    cabin = f"/C-{_CABINS[search.cabin]}" if search.cabin is not None else ""
    return f"AN{text}/{people}{cabin}"


def _day_and_month(day: date) -> str:
    """12DEC, in any locale."""
    return f"{day.day:02}{_MONTHS[day.month - 1]}"


_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_CABINS = {Cabin.ECONOMY: "Y", Cabin.PREMIUM_ECONOMY: "W", Cabin.BUSINESS: "J", Cabin.FIRST: "F"}
