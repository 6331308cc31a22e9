"""Who a person is among all that is kept: one name and one birth date; and where they are named.

Two of one name and different birth dates are two people. Where a birth date is not known, an e-mail that somebody of
that name has joins the two; else they stay apart, since what is erased is gone for good. A search or an unfinished
booking that knows a bare name is taken for the only person of that name, where there is but one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agentdesk.travel.order_words import name_words, words_asked
from agentdesk.travel.past_orders import Reason

ERASED = "Erased traveller"
"""Stands in place of a given name; family name, birth date and the rest are then empty."""


class PlaceKind(StrEnum):
    """What is kept. ATTEMPT: a booking that led to no order here; SEARCH: one that named somebody; VIEW: of orders."""

    ORDER = "order"
    ATTEMPT = "attempt"
    DRAFT = "draft"
    SEARCH = "search"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class PersonKey:
    """Who is meant. `names` as of `name_words`; `email` only where `born` (YYYY-MM-DD) is not known."""

    names: tuple[str, ...]
    born: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A passenger of something that is kept. `id` is that of the order, attempt or draft; `since` when it was made."""

    kind: PlaceKind
    id: str
    passenger_id: str
    given_name: str
    family_name: str
    born: str
    email: str
    since: datetime

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def names(self) -> tuple[str, ...]:
        return name_words(self.full_name)


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody, as kept: `names` and `emails` as written, `orders` how many name them, `others` unsold ones."""

    key: PersonKey
    names: tuple[str, ...]
    emails: tuple[str, ...]
    orders: int
    others: int
    first: datetime
    last: datetime

    @property
    def born(self) -> str:
        return self.key.born

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """`is_all` is False where so much answered that only the newest was looked at."""

    people: tuple[PersonFound, ...]
    is_all: bool = True


class Fate(StrEnum):
    """GOES as a whole; BLANKED: others travel too, only this person's part goes; STAYS, see the reason."""

    GOES = "goes"
    BLANKED = "blanked"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Place:
    """Something that names a person, and what erasing them does, or has done, to it. `title` tells which it is."""

    kind: PlaceKind
    id: str
    title: str
    since: datetime
    fate: Fate
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """What this program cannot change: a backup, or data that was put aside. `path` tells where it was made."""

    path: str
    made_at: datetime | None
    is_there: bool = True


class Overwritten(StrEnum):
    """What was done with the room that was freed in the database."""

    NOTHING = "nothing"  # nothing was freed
    REWRITTEN = "rewritten"  # the whole file was written anew
    ZEROED = "zeroed"  # a large file: what was freed is zeroes
    OPERATOR = "operator"  # of a PostgreSQL: its logs and backups are its operator's
    LATER = "later"  # the database did not let us


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What would go, what would stay and why, and where copies lie."""

    person: PersonFound
    places: tuple[Place, ...]
    copies: tuple[Copy, ...]

    def of(self, fate: Fate) -> tuple[Place, ...]:
        return tuple(one for one in self.places if one.fate is fate)


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What has gone and what has stayed."""

    plan: ErasurePlan
    at: datetime
    overwritten: Overwritten


def people_among(mentions: Iterable[Mention]) -> tuple[tuple[PersonFound, tuple[Mention, ...]], ...]:
    """Each person with all mentions of them, by name and then by birth date. Who has been erased is nobody."""
    by_name: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for one in mentions:
        if one.names and one.full_name != ERASED:
            by_name[one.names].append(one)
    found: list[tuple[PersonFound, tuple[Mention, ...]]] = []
    for names, all_of_name in by_name.items():
        whose = _born_by_email(all_of_name)
        apart: dict[PersonKey, list[Mention]] = defaultdict(list)
        for one in all_of_name:
            apart[_key(names, one, whose)].append(one)
        found += [(_found(key, own), tuple(own)) for key, own in apart.items()]
    return tuple(sorted(found, key=lambda one: (one[0].key.names, one[0].key.born, one[0].key.email)))


def answers_to(mention: Mention, text: str) -> bool:
    """Whether each word typed begins a word of the name, in its own letters or in Latin ones."""
    words = [form for forms in words_asked(mention.full_name) for form in forms] + list(mention.names)
    asked = words_asked(text)
    return bool(asked) and all(any(word.startswith(forms) for word in words) for forms in asked)


def _born_by_email(mentions: Sequence[Mention]) -> dict[str, set[str]]:
    """Of people of one name: the birth dates known with each e-mail; with "" all of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in mentions:
        if one.born:
            found[""].add(one.born)
            found[one.email.casefold()].add(one.born)
    return found


def _key(names: tuple[str, ...], mention: Mention, born_by_email: dict[str, set[str]]) -> PersonKey:
    if mention.born:
        return PersonKey(names, mention.born)
    email = mention.email.casefold()
    if not email and mention.kind not in (PlaceKind.SEARCH, PlaceKind.DRAFT):
        return PersonKey(names)
    born = born_by_email.get(email, set())
    return PersonKey(names, next(iter(born))) if len(born) == 1 else PersonKey(names, "", email)


def _found(key: PersonKey, mentions: Sequence[Mention]) -> PersonFound:
    newest_first = sorted(mentions, key=lambda one: one.since, reverse=True)
    return PersonFound(
        key=key,
        names=tuple(dict.fromkeys(one.full_name for one in newest_first)),
        emails=tuple(dict.fromkeys(one.email for one in newest_first if one.email)),
        orders=len({one.id for one in mentions if one.kind is PlaceKind.ORDER}),
        others=len({(one.kind, one.id) for one in mentions if one.kind is not PlaceKind.ORDER}),
        first=newest_first[-1].since,
        last=newest_first[0].since,
    )
