"""A paper as it is read: every text in its language, in reading order, not yet set on pages."""

import unicodedata
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import cast

# Characters that turn the direction of everything after them: no name needs one, and an amount must not be turned.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

OPENS, CLOSES = "\ue066", "\ue069"
"""Stand for the isolates that the catalogue itself puts around what keeps its order; `printable` makes them real."""


@dataclass(frozen=True, slots=True)
class Place:
    """One end of a flight."""

    time: str  # 09:55
    day_change: str  # "+1", "" when the day is the slice's own
    airport: str
    details: tuple[str, ...]  # terminal; the day when it is another


@dataclass(frozen=True, slots=True)
class Leg:
    """A flight. `seats` is filled only when there are too many flights for columns in the table of passengers."""

    day: str  # "" when the slice's head says it
    flight: str  # ZZ 7967, Boeing 777-300
    operated: str
    origin: Place
    destination: Place
    middle: tuple[str, ...]  # below the line between them: duration, landings
    seats: str
    wait: str  # what lies between this flight and the next, "" after the last


@dataclass(frozen=True, slots=True)
class Journey:
    """One slice."""

    day: str
    route: str
    summary: str  # how long and how many changes; "" for one flight
    fare: str
    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the table of passengers; `cells` stand under `Sheet.heads` from the third on, lines within a cell."""

    name: str
    remark: str
    tickets: tuple[str, ...]
    documents: tuple[str, ...]  # EMDs
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """A line of the price. `each` is "3 × 25.00" where several of the same price stand in one line, else ""."""

    what: str
    whose: str
    each: str
    amount: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole paper. `page` holds {n} and {m} for the renderer to fill; `mark` is "" only on what is real."""

    language: str
    runs_left: bool  # from right to left
    region: str
    title: str
    subject: str  # for the document's metadata
    issued_on: tuple[int, int, int]  # year, month, day by the agency's calendar
    world: str
    mark: str
    agency: str
    agency_lines: tuple[str, ...]
    issue_lines: tuple[str, ...]
    notices: tuple[str, ...]
    reference_label: str
    reference: str
    reference_hints: tuple[str, ...]
    other_references: tuple[str, ...]
    running_head: str
    journeys: tuple[Journey, ...]
    heads: tuple[tuple[str, ...], ...]  # lines of each column's head
    people: tuple[Person, ...]
    conditions_head: str
    conditions: tuple[str, ...]
    price_head: str
    costs: tuple[Cost, ...]
    total_label: str
    total: str
    price_notes: tuple[str, ...]
    footer: str
    page: str


def printable(sheet: Sheet) -> Sheet:
    """The sheet without what cannot or must not be printed: controls, halves of characters, turns of direction."""
    return cast(Sheet, _printable(sheet))


def _printable(value: object) -> object:
    if isinstance(value, str):
        kept = (one for one in value if one not in _TURNING)
        clean = "".join(" " if unicodedata.category(one) in ("Cc", "Cs") else one for one in kept)
        return clean.replace(OPENS, "\u2066").replace(CLOSES, "\u2069")
    if isinstance(value, tuple):
        return tuple(_printable(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _printable(getattr(value, one.name)) for one in fields(value)})
    return value
