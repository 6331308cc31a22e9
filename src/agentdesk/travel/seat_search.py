"""Looking for a seat: what fits a wish, the nearest that will do, the same seats on the next flight."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from agentdesk.travel.seat_layout import Cell, PlacedCabin
from agentdesk.travel.seats import Sitter, why_not


class Filter(StrEnum):
    """What the agent may ask of a seat."""

    WINDOW = "window"
    AISLE = "aisle"
    FREE = "free"  # at no charge
    LEGROOM = "legroom"
    TOGETHER = "together"


def will_do(cell: Cell, sitter: Sitter, held: Collection[str]) -> bool:
    """Whether this passenger may take it now; `held` are the designators that others of the party have."""
    mine = why_not(cell.element, sitter, near_exit=cell.near_exit) is None
    return mine and cell.element.designator not in held


def fitting(cabin: PlacedCabin, sitter: Sitter, held: Collection[str], wanted: Collection[Filter]) -> frozenset[str]:
    """The designators of the seats that this passenger may take and that fit all of what is wanted.

    Together: next to a seat of the party, or, while the party has none here, next to another seat that will do.
    """
    able = [cell for cell in cabin.seats if will_do(cell, sitter, held)]
    beside = _beside(cabin, held or {cell.element.designator for cell in able}) if Filter.TOGETHER in wanted else ()
    checks: dict[Filter, Callable[[Cell], bool]] = {
        Filter.WINDOW: lambda cell: cell.is_window,
        Filter.AISLE: lambda cell: cell.is_aisle,
        Filter.FREE: lambda cell: _is_free(cell, sitter),
        Filter.LEGROOM: lambda cell: has_legroom(cell),
        Filter.TOGETHER: lambda cell: cell.element.designator in beside,
    }
    return frozenset(cell.element.designator for cell in able if all(checks[one](cell) for one in wanted))


def has_legroom(cell: Cell) -> bool:
    """As the airline names it, or by where it is."""
    return cell.near_exit or cell.by_bassinet or cell.element.has_more_legroom


def _is_free(cell: Cell, sitter: Sitter) -> bool:
    service = cell.element.service_for(sitter.passenger_id)
    return service is not None and service.price.is_zero


def _beside(cabin: PlacedCabin, seats: Collection[str]) -> frozenset[str]:
    places = {(cell.row, cell.track) for cell in cabin.seats if cell.element.designator in seats}
    return frozenset(
        cell.element.designator
        for cell in cabin.seats
        if {(cell.row, cell.track - 1), (cell.row, cell.track + 1)} & places
    )


def nearest(cells: Iterable[Cell], origin: Cell, able: Collection[str]) -> Cell | None:
    """The nearest other seat of those in `able`, on the drawing; the one nearer to the nose of two."""
    others = [one for one in cells if one.element.designator in able and one is not origin]
    return min(others, key=lambda one: (_far(one, origin), one.row, one.track), default=None)


def _far(one: Cell, other: Cell) -> int:
    return abs(one.x - other.x) + abs(one.y - other.y)


def next_of(cabin: PlacedCabin, origin: Cell, able: Collection[str], kind: Callable[[Cell], bool]) -> Cell | None:
    """The next such seat behind this one, row by row; after the last one the first again."""
    ordered = [cell for row in cabin.rows_of_seats for cell in row if cell.element.designator in able and kind(cell)]
    behind = [one for one in ordered if (one.row, one.track) > (origin.row, origin.track)]
    return next(iter([*behind, *(one for one in ordered if one is not origin)]), None)


def copied(
    picks: Mapping[str, Cell], cabins: Sequence[PlacedCabin], party: Sequence[Sitter]
) -> dict[str, tuple[int, Cell]]:
    """For each who has a seat here the same on the next flight, else the nearest that is equal.

    Equal is window for window, aisle for aisle, middle for middle; where there is none, any. `picks` and the answer
    are by passenger; the answer says the number of the cabin too. Who finds nothing is not in it.
    """
    found: dict[str, tuple[int, Cell]] = {}
    held: set[str] = set()
    wanting = [one for one in party if one.passenger_id in picks]
    exact = sorted(wanting, key=lambda one: _same(picks[one.passenger_id], cabins, one) is None)
    for sitter in exact:
        wanted = picks[sitter.passenger_id]
        able = [(n, one) for n, cabin in enumerate(cabins) for one in cabin.seats if will_do(one, sitter, held)]
        if able:
            best = min(able, key=lambda place: _unlike(place[1], wanted))
            found[sitter.passenger_id] = best
            held.add(best[1].element.designator)
    return found


def _same(wanted: Cell, cabins: Sequence[PlacedCabin], sitter: Sitter) -> Cell | None:
    for cabin in cabins:
        cell = cabin.seat(wanted.element.designator)
        if cell is not None and will_do(cell, sitter, ()):
            return cell
    return None


def _unlike(one: Cell, wanted: Cell) -> tuple[bool, bool, int, int]:
    """How far from the wanted seat, the gravest first."""
    kind = (one.is_window, one.is_aisle) != (wanted.is_window, wanted.is_aisle)
    same = one.element.designator == wanted.element.designator
    rows = abs(_number(one) - _number(wanted))
    return not same, kind, rows, abs(one.track - wanted.track)


def _number(cell: Cell) -> int:
    digits = "".join(sign for sign in cell.row_number if sign.isdecimal())
    return int(digits) if digits else cell.row
