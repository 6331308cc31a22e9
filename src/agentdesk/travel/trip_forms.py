"""What happens to the lines of a search form when one of them is changed, added, taken out or moved."""

from dataclasses import replace

from agentdesk.travel.search import LegForm, SearchForm, TripKind
from agentdesk.travel.search_rules import MOST_LEGS

FEWEST_LEGS = 2  # of a multi-city trip


def followed(before: tuple[LegForm, ...], after: tuple[LegForm, ...]) -> tuple[LegForm, ...]:
    """Where a destination changed, the next flight leaves from there, if it left from the old one or from nowhere."""
    legs = list(after)
    for number in range(min(len(before), len(after)) - 1):
        old, new, onward = before[number], legs[number], legs[number + 1]
        if _target(old) != _target(new) and _leaves_from(onward, old):
            legs[number + 1] = replace(onward, origin=new.destination, origin_code=new.destination_code)
    return tuple(legs)


def _leaves_from(onward: LegForm, before: LegForm) -> bool:
    """From where the flight before ends: the same place, the same text, or nowhere yet."""
    if onward.origin_code or before.destination_code:
        return onward.origin_code == before.destination_code or not (onward.origin_code or onward.origin)
    return onward.origin in ("", before.destination)


def _target(leg: LegForm) -> tuple[str, str]:
    return leg.destination, leg.destination_code


def as_kind(form: SearchForm, kind: TripKind) -> SearchForm:
    """The same trip as another kind: the way back becomes a flight of its own; nothing typed is thrown away."""
    legs = form.legs or (LegForm(),)
    legs = legs if len(legs) > 1 else (*legs, LegForm())
    if kind is TripKind.MULTI_CITY:
        first, onward = legs[:2]
        if not (onward.origin or onward.origin_code):
            onward = replace(onward, origin=first.destination, origin_code=first.destination_code)
        if form.kind is TripKind.RETURN and not (onward.destination or onward.destination_code):
            onward = replace(onward, destination=first.origin, destination_code=first.origin_code)
        legs = (first, onward, *legs[2:])
    return replace(form, kind=kind, legs=legs)


def with_leg(form: SearchForm) -> SearchForm:
    """One flight more, from where the last one ends; the form itself when it has all it may have."""
    if len(form.legs) >= MOST_LEGS:
        return form
    last = form.legs[-1]
    return replace(form, legs=(*form.legs, LegForm(origin=last.destination, origin_code=last.destination_code)))


def without_leg(form: SearchForm, at: int) -> SearchForm:
    """Without one flight; the form itself when it would be no multi-city trip any more."""
    if len(form.legs) <= FEWEST_LEGS or not 0 <= at < len(form.legs):
        return form
    return replace(form, legs=form.legs[:at] + form.legs[at + 1 :])


def moved_leg(form: SearchForm, at: int, by: int) -> SearchForm:
    """A flight earlier or later in the trip: the places change their line, the days stay in their order."""
    to = at + by
    if not (0 <= at < len(form.legs) and 0 <= to < len(form.legs)):
        return form
    legs = list(form.legs)
    legs[at], legs[to] = replace(legs[to], date=legs[at].date), replace(legs[at], date=legs[to].date)
    return replace(form, legs=tuple(legs))
