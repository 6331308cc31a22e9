"""Seats: the cabin as the airline draws it, and who may take what."""

import re
from dataclasses import dataclass
from enum import StrEnum

from agentdesk.travel.money import Money


class ElementKind(StrEnum):
    """What stands in one place of a row (API.md 6). OTHER is a word we do not know: drawn as a neutral block."""

    SEAT = "seat"
    RESTRICTED = "restricted_seat_general"
    EMPTY = "empty"
    BASSINET = "bassinet"
    EXIT = "exit_row"
    LAVATORY = "lavatory"
    GALLEY = "galley"
    CLOSET = "closet"
    STAIRS = "stairs"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SeatService:
    """The right to a seat, for one passenger, at a price."""

    id: str
    passenger_id: str
    price: Money


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a section. `designator` only on seats ("28A")."""

    kind: ElementKind
    designator: str = ""
    name: str = ""
    disclosures: tuple[str, ...] = ()
    services: tuple[SeatService, ...] = ()

    def service_for(self, passenger_id: str) -> SeatService | None:
        """What this passenger would buy to sit here; None when they cannot. Restricted seats are never for sale."""
        if self.kind is not ElementKind.SEAT:
            return None
        return next((one for one in self.services if one.passenger_id == passenger_id), None)

    @property
    def has_more_legroom(self) -> bool:
        """Whether the airline's own name for it says so."""
        return bool(_LEGROOM.search(self.name))


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who gets a seat, and what an airline asks of them."""

    passenger_id: str
    is_adult: bool
    with_infant: bool = False  # carries one on the lap


class WhyNot(StrEnum):
    """Why a passenger cannot have a seat."""

    BLOCKED = "blocked"  # never for sale
    TAKEN = "taken"  # for sale to nobody
    ADULTS_ONLY = "adults_only"
    NO_INFANTS = "no_infants"
    EXIT_ROW = "exit_row"  # children and lap infants never sit in one
    NOT_THEIRS = "not_theirs"  # for sale to others of the party


_LEGROOM = re.compile(r"leg\s?-?room|extra\s?-?space|more\s?-?space|\bXL\b", re.IGNORECASE)
_ADULTS = re.compile(
    r"must be an? adult|adults? only|no(t for| | suitable for )\s?child|not (suitable|available|allowed|permitted) "
    r"(for|to) (infants (or|and) )?child|child(ren)? (is |are )?not|over 1[568]|at least 1[568]|(15|16|18) years",
    re.IGNORECASE,
)
_INFANTS = re.compile(
    r"no (lap )?infant|no bab(y|ies)|without (an )?infant|infants? (is |are )?not|"
    r"not (suitable |available |allowed |permitted )?(for|to|with) (an |lap |children (or|and) )?infant",
    re.IGNORECASE,
)
_EXIT = re.compile(r"emergency exit|exit (row|seat)|evacuat|assist the crew", re.IGNORECASE)


def why_not(element: Element, sitter: Sitter, *, near_exit: bool = False) -> WhyNot | None:
    """Why this passenger may not sit here; None when they may.

    The airline's own list of who can buy it comes first; what it says in words (`disclosures`, English, API.md 6)
    and the rule for exit rows narrow it further, never widen it.
    """
    if element.kind is not ElementKind.SEAT:
        return WhyNot.BLOCKED
    if not element.services:
        return WhyNot.TAKEN
    said = " / ".join(element.disclosures)
    if not sitter.is_adult and _ADULTS.search(said):
        return WhyNot.ADULTS_ONLY
    if sitter.with_infant and _INFANTS.search(said):
        return WhyNot.NO_INFANTS
    if (near_exit or _EXIT.search(said)) and (not sitter.is_adult or sitter.with_infant):
        return WhyNot.EXIT_ROW
    return None if element.service_for(sitter.passenger_id) is not None else WhyNot.NOT_THEIRS


@dataclass(frozen=True, slots=True)
class Row:
    """A row: sections from left to right, each with its elements; sections may be empty."""

    sections: tuple[tuple[Element, ...], ...]

    @property
    def number(self) -> str:
        """The digits of its first seat's designator; "" for a row without seats (API.md 6)."""
        for section in self.sections:
            for element in section:
                if element.designator:
                    return element.designator.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return ""


@dataclass(frozen=True, slots=True)
class CabinMap:
    """One cabin on one deck. `wings` are the first and last row index over the wing, 0-based, or None."""

    deck: int  # 0 main, 1 upper
    cabin_class: str
    aisles: int
    wings: tuple[int, int] | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SeatMap:
    """The map of one segment."""

    id: str
    segment_id: str
    slice_id: str
    cabins: tuple[CabinMap, ...]

    def find(self, designator: str) -> Element | None:
        for cabin in self.cabins:
            for row in cabin.rows:
                for section in row.sections:
                    for element in section:
                        if element.designator == designator and element.kind is ElementKind.SEAT:
                            return element
        return None
