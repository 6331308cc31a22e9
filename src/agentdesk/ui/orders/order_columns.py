"""The columns of the list of orders: which there are, which have room, and where each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from agentdesk.travel.order_views import Sort

PAD, GAP, ROW, HEAD = 14, 12, 28, 28
WIDEST = 1500  # pixels: a list so wide is not followed by the eye any more
_WIDE = 1200  # pixels of a list in a window of 1920 with an order beside it
_SHORTEST_NEXT, _SHORTEST_NAMES = 158, 112


class Column(StrEnum):
    """What a row can show, from left to right; the value is how it is kept."""

    MARK = "mark"
    REFERENCE = "reference"
    AIRLINE = "airline"
    PASSENGERS = "passengers"
    ROUTE = "route"
    LEAVES = "leaves"
    STATE = "state"
    NEXT = "next"
    TIME_LEFT = "time_left"
    SOLD = "sold"
    OWN_REFERENCE = "own_reference"
    TOTAL = "total"


NAMES = {
    Column.MARK: "",
    Column.REFERENCE: "Reference",
    Column.AIRLINE: "",
    Column.PASSENGERS: "Passengers",
    Column.ROUTE: "Route",
    Column.LEAVES: "Leaves",
    Column.STATE: "State",
    Column.NEXT: "Next",
    Column.TIME_LEFT: "Time left",
    Column.SOLD: "Sold",
    Column.OWN_REFERENCE: "Your reference",
    Column.TOTAL: "Total",
}
SORTS = {
    Column.REFERENCE: Sort.REFERENCE,
    Column.PASSENGERS: Sort.PASSENGER,
    Column.LEAVES: Sort.DEPARTURE,
    Column.TIME_LEFT: Sort.NEXT,
    Column.SOLD: Sort.CREATED,
    Column.TOTAL: Sort.TOTAL,
}
RIGHT = frozenset({Column.TIME_LEFT, Column.TOTAL})
"""Columns of figures that stand at the right of their place."""
CHOICES = {
    Column.AIRLINE: "Airline",
    Column.ROUTE: "Route",
    Column.LEAVES: "Leaves",
    Column.NEXT: "Next",
    Column.TIME_LEFT: "Time left",
    Column.SOLD: "Sold, and by whom",
    Column.OWN_REFERENCE: "Your reference",
    Column.TOTAL: "Total",
}
"""What an agent may hide; the others tell which order it is."""
USUAL = frozenset(CHOICES) - {Column.OWN_REFERENCE}
_GIVE_WAY = (Column.SOLD, Column.OWN_REFERENCE, Column.LEAVES, Column.ROUTE)
_WIDTHS = {
    Column.MARK: 14,
    Column.REFERENCE: 66,
    Column.AIRLINE: 26,
    Column.PASSENGERS: 156,
    Column.ROUTE: 84,
    Column.LEAVES: 48,
    Column.STATE: 128,
    Column.TIME_LEFT: 82,
    Column.SOLD: 152,
    Column.OWN_REFERENCE: 110,
    Column.TOTAL: 84,
}
_WIDER = {Column.PASSENGERS: 196, Column.ROUTE: 108, Column.STATE: 150}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a column stands in a row, in pixels from its left."""

    column: Column
    left: int
    width: int

    @property
    def right(self) -> int:
        return self.left + self.width


def laid_out(width: int, wanted: Iterable[Column] = USUAL) -> tuple[Spot, ...]:
    """The columns of a list so wide, from the left. What is to spare goes to Next; what has no room is not shown:
    when an order was sold first, then the agency's reference, Leaves, and Route (SPEC 2)."""
    chosen = set(wanted) | (set(Column) - set(CHOICES))
    widths = {one: _WIDTHS.get(one, 0) for one in Column if one in chosen}
    if width >= _WIDE:
        widths |= {one: wide for one, wide in _WIDER.items() if one in widths}
    if Column.NEXT not in widths:
        widths[Column.NEXT] = 0  # stays as empty room, so that figures stand at the right
    for one in _GIVE_WAY:
        if _spare(widths, width) >= _SHORTEST_NEXT:
            break
        widths.pop(one, None)
    spare = _spare(widths, width)
    if spare < _SHORTEST_NEXT:
        names = max(widths[Column.PASSENGERS] + spare - _SHORTEST_NEXT, _SHORTEST_NAMES)
        spare += widths[Column.PASSENGERS] - names
        widths[Column.PASSENGERS] = names
    widths[Column.NEXT] = max(spare, 0)
    spots, left = [], PAD
    for one in Column:
        if one in widths:
            if one is not Column.NEXT or one in chosen:
                spots.append(Spot(one, left, widths[one]))
            left += widths[one] + GAP
    return tuple(spots)


def _spare(widths: dict[Column, int], width: int) -> int:
    """What is left for Next."""
    return (
        width - 2 * PAD - sum(wide for one, wide in widths.items() if one is not Column.NEXT) - GAP * (len(widths) - 1)
    )
