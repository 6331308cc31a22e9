"""What may be searched: a form becomes a `Search`, or each reason why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from agentdesk.travel.dates import DateTrouble, NoDate, read
from agentdesk.travel.passenger_rules import Wrong
from agentdesk.travel.passengers import Party
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.places import Place
from agentdesk.travel.search import Leg, LegForm, Member, PrivateFare, Search, SearchForm, TripKind
from agentdesk.travel.search_codes import (
    CodeTrouble,
    NoCode,
    account_flaws,
    forms_of,
    members_of,
    read_corporate,
    write_corporate,
)

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
    TOO_MANY_LEGS = "too_many_legs"
    CORPORATE_CODE = "corporate_code"
    AIRLINE_TWICE = "airline_twice"
    ACCOUNT_NUMBER = "account_number"
    NAME_LETTERS = "name_letters"
    NAME_TOO_LONG = "name_too_long"
    TOO_MANY_MEMBERS = "too_many_members"


@dataclass(frozen=True, slots=True)
class Problem:
    """A field by its path ("legs.0.origin", "child_ages.1", "accounts.0.number") and what is wrong with it."""

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
    fares = _private_fares(form, problems)
    members = _members(form, problems)
    if problems:
        return tuple(problems)
    return Search(tuple(legs), party, form.cabin, form.max_connections, fares, members)


def days_of(form: SearchForm, today: date) -> tuple[date | NoDate | None, ...]:
    """What each line's date is taken for; None where nothing is typed. "+7" counts from the flight before it."""
    days: list[date | NoDate | None] = []
    before: date | None = None
    for line in legs_asked(form):
        day = read(line.date, today, before) if line.date.strip() else None
        days.append(day)
        before = day if isinstance(day, date) else before
    return tuple(days)


def form_of(search: Search) -> SearchForm:
    """The form that makes this search again."""
    legs = [
        LegForm(leg.origin.iata, leg.destination.iata, leg.date.isoformat(), leg.origin.iata, leg.destination.iata)
        for leg in search.legs
    ]
    kind = kind_of(search.legs)
    if kind is not TripKind.MULTI_CITY:
        legs[1:] = [LegForm(date=search.legs[1].date.isoformat() if kind is TripKind.RETURN else "")]
    return SearchForm(
        kind=kind,
        legs=tuple(legs),
        adults=search.party.adults,
        child_ages=tuple(str(age) for age in search.party.child_ages),
        infants=search.party.infants,
        cabin=search.cabin,
        max_connections=search.max_connections,
        corporate=write_corporate(search.private_fares),
        accounts=forms_of(search.members),
    )


def kind_of(legs: Sequence[Leg]) -> TripKind:
    """What kind of trip these flights are."""
    if len(legs) == 1:
        return TripKind.ONE_WAY
    there_and_back = len(legs) == 2 and (legs[0].origin, legs[0].destination) == (legs[1].destination, legs[1].origin)
    return TripKind.RETURN if there_and_back else TripKind.MULTI_CITY


def the_other_way(form: SearchForm) -> SearchForm:
    """The same trip from the other end.

    A return keeps its dates, as for somebody who comes while the other goes. The days of a one-way trip and of several
    flights are typed anew: the way back is on another day, and those would come in the wrong order.
    """
    match form.kind:
        case TripKind.RETURN:
            first, *back = form.legs or (LegForm(),)
            return replace(form, legs=(replace(_turned(first), date=first.date), *back))
        case TripKind.ONE_WAY:
            return replace(form, legs=tuple(_turned(leg) for leg in form.legs[:1]))
        case TripKind.MULTI_CITY:
            return replace(form, legs=tuple(_turned(leg) for leg in reversed(form.legs)))


def _turned(leg: LegForm) -> LegForm:
    return LegForm(leg.destination, leg.origin, "", leg.destination_code, leg.origin_code)


def place_of(text: str, code: str, places: PlaceIndex) -> Place | None:
    """What was taken from the list, else what the text names by its code."""
    return places.by_code(code) if code else places.by_code(text) if len(text.strip()) == 3 else None


def _legs(form: SearchForm, today: date, places: PlaceIndex, problems: list[Problem]) -> list[Leg]:
    legs: list[Leg] = []
    latest = today
    asked = legs_asked(form)
    if len(asked) > MOST_LEGS:
        problems.append(Problem("legs", Why.TOO_MANY_LEGS))
    for number, (line, found) in enumerate(zip(asked, days_of(form, today), strict=True)):
        is_way_back = form.kind is TripKind.RETURN and number == 1
        at = f"legs.{number}"
        origin = _place(line.origin, line.origin_code, f"{at}.origin", places, problems, silent=is_way_back)
        target = _place(
            line.destination, line.destination_code, f"{at}.destination", places, problems, silent=is_way_back
        )
        if origin is not None and target is not None and _is_same(origin, target) and not is_way_back:
            problems.append(Problem(f"{at}.destination", Why.SAME_PLACE))
        day = _day(found, f"{at}.date", problems)
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


def _day(found: date | NoDate | None, field: str, problems: list[Problem]) -> date | None:
    if found is None:
        problems.append(Problem(field, Why.MISSING))
        return None
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


def _private_fares(form: SearchForm, problems: list[Problem]) -> tuple[PrivateFare, ...]:
    found = read_corporate(form.corporate)
    if isinstance(found, NoCode):
        twice = found.why is CodeTrouble.AIRLINE_TWICE
        problems.append(Problem("corporate", Why.AIRLINE_TWICE if twice else Why.CORPORATE_CODE))
        return ()
    return found


def _members(form: SearchForm, problems: list[Problem]) -> tuple[Member, ...]:
    flawless = True
    for number, account in enumerate(form.accounts):
        for part, flaw in account_flaws(account).items():
            problems.append(Problem(f"accounts.{number}.{part}", _FLAWS[flaw]))
            flawless = False
    members = members_of(form.accounts) if flawless else ()
    if len(members) > form.adults + len(form.child_ages):
        problems.append(Problem(f"accounts.{len(form.accounts) - 1}.number", Why.TOO_MANY_MEMBERS))
    return members


_FLAWS = {
    Wrong.MISSING: Why.MISSING,
    Wrong.LOYALTY_AIRLINE: Why.ACCOUNT_NUMBER,
    Wrong.NAME_LETTERS: Why.NAME_LETTERS,
    Wrong.NAME_TOO_LONG: Why.NAME_TOO_LONG,
}
