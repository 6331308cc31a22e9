"""Which passenger of a search each named person is, when the caller did not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agentdesk.travel.passengers import ADULT_AGE, INFANT_UNDER, PassengerKind, age_on
from agentdesk.travel.sessions import Asked


@dataclass(frozen=True, slots=True)
class Named:
    """A person as named: `id` "" and `kind` None where the caller did not say."""

    id: str
    kind: PassengerKind | None
    born: date


class Ambiguous(ValueError):
    """The people fit the passengers in several ways that are not the same, or in none."""


def match(named: Sequence[Named], asked: Sequence[Asked], last_day: date) -> tuple[Asked, ...]:
    """The passenger of each person, in the order of the people; by id, else by type or by age on the last day.

    Two children of different ages who are both named without id and whose births fit neither are ambiguous; equals
    are taken in order (REST.md, POST /orders).
    """
    if len(named) != len(asked):
        raise Ambiguous("as many people as passengers")
    left = list(asked)
    found: dict[int, Asked] = {}
    for place, one in enumerate(named):
        if one.id:
            found[place] = _take(left, [other for other in left if other.id == one.id])
    for place, one in enumerate(named):
        if place not in found:
            age = age_on(one.born, last_day)
            kind = one.kind or _kind(age)
            same = [other for other in left if other.kind is kind]
            exact = [other for other in same if other.age == age]
            found[place] = _take(left, exact or [other for other in same if other.age is None])
    return tuple(found[place] for place in range(len(named)))


def _take(left: list[Asked], fits: list[Asked]) -> Asked:
    if not fits:
        raise Ambiguous("somebody is no passenger of the search")
    left.remove(fits[0])
    return fits[0]


def _kind(age: int) -> PassengerKind:
    if age < INFANT_UNDER:
        return PassengerKind.INFANT
    return PassengerKind.ADULT if age >= ADULT_AGE else PassengerKind.CHILD
