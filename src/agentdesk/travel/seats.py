"""Seats: the cabin as the airline draws it."""

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
