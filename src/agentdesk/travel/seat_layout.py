"""From a cabin to placed cells: the aircraft lies with its nose to the left, columns are its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row

CELL, GAP, AISLE, EXIT, FACILITY, MARGIN = 26, 2, 18, 16, 22, 14
_NARROW_CELL, _NARROW_GAP = 30, 4
_SEAT_WIDE = {ElementKind.SEAT, ElementKind.RESTRICTED, ElementKind.EMPTY, ElementKind.BASSINET}
MOST_BANDS = 3


class Direction(StrEnum):
    """As on the screen: left is towards the nose."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Cell:
    """Something that stands in the cabin. `x`, `y`, `width`, `height` in pixels at scale 1."""

    element: Element
    row: int  # place in the cabin's rows
    track: int  # which line across the cabin, counted from the upper edge
    x: int
    y: int
    width: int
    height: int
    row_number: str
    is_window: bool = False
    is_aisle: bool = False
    near_exit: bool = False

    @property
    def is_seat(self) -> bool:
        return self.element.kind in (ElementKind.SEAT, ElementKind.RESTRICTED)


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or bar at a place: letters, row numbers, exits, wings."""

    text: str
    x: int
    y: int
    width: int = 0


@dataclass(frozen=True)
class PlacedCabin:
    """A cabin drawn: everything in it, and where."""

    width: int
    height: int
    cells: tuple[Cell, ...]
    letters: tuple[Mark, ...]
    numbers: tuple[Mark, ...]
    exits: tuple[Mark, ...]
    wings: tuple[Mark, ...]

    @cached_property
    def seats(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_seat)

    def seat(self, designator: str) -> Cell | None:
        return next((cell for cell in self.seats if cell.element.designator == designator), None)

    def step(self, origin: Cell, direction: Direction) -> Cell | None:
        """The nearest seat that way; None at the skin and the ends."""
        along = direction in (Direction.LEFT, Direction.RIGHT)
        sign = 1 if direction in (Direction.RIGHT, Direction.DOWN) else -1
        ahead = [
            cell
            for cell in self.seats
            if ((cell.x - origin.x) if along else (cell.y - origin.y)) * sign > 0
            and (abs(cell.y - origin.y) <= CELL if along else cell.row == origin.row)
        ]
        if not ahead:
            return None
        return min(
            ahead,
            key=lambda cell: (abs(cell.x - origin.x), abs(cell.y - origin.y)) if along else (abs(cell.y - origin.y), 0),
        )


def place(cabin: CabinMap) -> PlacedCabin:
    """Lay the cabin out. Sections start at fixed lines across, so unequal rows keep their aisles."""
    narrow = max((len(row.sections) for row in cabin.rows), default=0) <= 2
    size, gap = (_NARROW_CELL, _NARROW_GAP) if narrow else (CELL, GAP)
    letters = _letters(cabin.rows)
    tops = _section_tops(letters, size, gap)
    columns, x = [], MARGIN + CELL
    for row in cabin.rows:
        width = _column_width(row, size)
        columns.append((x, width))
        x += width + gap
    height = (tops[-1] + len(letters[-1]) * (size + gap) if letters else 0) + MARGIN
    cells = [
        cell
        for number, row in enumerate(cabin.rows)
        for cell in _cells(row, number, columns[number], letters, tops, (size, gap), _near_exit(cabin.rows, number))
    ]
    return PlacedCabin(
        width=x + MARGIN,
        height=height,
        cells=tuple(cells),
        letters=_letter_marks(letters, tops, size, gap),
        numbers=_number_marks(cabin.rows, columns, tops, letters, size, gap),
        exits=tuple(Mark("EXIT", columns[n][0], 0, EXIT) for n, row in enumerate(cabin.rows) if _is_exit(row)),
        wings=_wing_marks(cabin, columns, height),
    )


def _letters(rows: Sequence[Row]) -> list[list[str]]:
    """The seat letters of each section, as most rows with all sections have them; never computed from a rule."""
    count = max((len(row.sections) for row in rows), default=0)
    found: list[list[str]] = [[] for _ in range(count)]
    for number in range(count):
        longest = max(
            (_section_letters(row, number) for row in rows if len(row.sections) == count), key=len, default=[]
        )
        found[number] = longest
    for row in rows:
        for number in range(min(count, len(row.sections))):
            extra = [one for one in _section_letters(row, number) if one and not any(one in part for part in found)]
            found[number] = sorted({*found[number], *extra} - {""}) if extra else found[number]
    return [part or [""] for part in found]


def _section_letters(row: Row, number: int) -> list[str]:
    if number >= len(row.sections):
        return []
    wide = [element for element in row.sections[number] if element.kind in _SEAT_WIDE]
    return [element.designator[-1:] if element.designator else "" for element in wide]


def _section_tops(letters: list[list[str]], size: int, gap: int) -> list[int]:
    tops, y = [], MARGIN
    for part in letters:
        tops.append(y)
        y += len(part) * (size + gap) + AISLE
    return tops


def _column_width(row: Row, size: int) -> int:
    kinds = {element.kind for section in row.sections for element in section}
    if kinds & _SEAT_WIDE - {ElementKind.EMPTY}:
        return size
    return EXIT if kinds <= {ElementKind.EXIT, ElementKind.EMPTY} else FACILITY


def _cells(
    row: Row,
    number: int,
    column: tuple[int, int],
    letters: list[list[str]],
    tops: list[int],
    sizes: tuple[int, int],
    near_exit: bool,
) -> Iterable[Cell]:
    size, gap = sizes
    x, width = column
    first_track = 0
    for place_, section in enumerate(row.sections[: len(letters)]):
        line = letters[place_]
        wide = [element for element in section if element.kind in _SEAT_WIDE]
        others = [one for one in section if one.kind not in _SEAT_WIDE and one.kind is not ElementKind.EXIT]
        for offset, element in zip(_offsets(wide, line, place_, len(letters)), wide, strict=True):
            yield Cell(
                element=element,
                row=number,
                track=first_track + offset,
                x=x,
                y=tops[place_] + offset * (size + gap),
                width=width,
                height=size,
                row_number=row.number,
                is_window=(place_ == 0 and offset == 0) or (place_ == len(letters) - 1 and offset == len(line) - 1),
                is_aisle=(place_ < len(letters) - 1 and offset == len(line) - 1) or (place_ > 0 and offset == 0),
                near_exit=near_exit,
            )
        if others:
            yield from _facilities(others, number, (x, width), tops[place_], len(line) * (size + gap) - gap, row)
        first_track += len(line)


def _offsets(wide: list[Element], line: list[str], section: int, sections: int) -> list[int]:
    """Seats stand under their letter; the rest from the aisle side in the outer, the middle in the inner sections."""
    known = [line.index(one.designator[-1:]) if one.designator[-1:] in line else -1 for one in wide]
    if wide and all(place_ >= 0 for place_ in known):
        return known
    spare = max(len(line) - len(wide), 0)
    start = spare if section == 0 and sections > 1 else 0 if section == sections - 1 else spare // 2
    free = iter([place_ for place_ in range(start, start + len(wide) + spare) if place_ not in known])
    return [place_ if place_ >= 0 else next(free) for place_ in known]


def _facilities(
    others: list[Element], number: int, column: tuple[int, int], top: int, room: int, row: Row
) -> Iterable[Cell]:
    """Lavatories, galleys and the like share the free length of their section."""
    each = room // len(others)
    for place_, element in enumerate(others):
        yield Cell(element, number, -1, column[0], top + place_ * each, column[1], each - 2, row.number)


def _is_exit(row: Row) -> bool:
    return any(element.kind is ElementKind.EXIT for section in row.sections for element in section)


def _near_exit(rows: Sequence[Row], number: int) -> bool:
    return number > 0 and _is_exit(rows[number - 1])


def _letter_marks(letters: list[list[str]], tops: list[int], size: int, gap: int) -> tuple[Mark, ...]:
    return tuple(
        Mark(letter, MARGIN, tops[section] + place_ * (size + gap) + size // 2)
        for section, line in enumerate(letters)
        for place_, letter in enumerate(line)
        if letter
    )


def _number_marks(
    rows: Sequence[Row],
    columns: list[tuple[int, int]],
    tops: list[int],
    letters: list[list[str]],
    size: int,
    gap: int,
) -> tuple[Mark, ...]:
    aisles = [tops[section] - AISLE // 2 - gap // 2 for section in range(1, len(letters))]
    return tuple(
        Mark(row.number, columns[number][0], y, columns[number][1])
        for number, row in enumerate(rows)
        if row.number
        for y in (aisles or [MARGIN // 2])
    )


def _wing_marks(cabin: CabinMap, columns: list[tuple[int, int]], height: int) -> tuple[Mark, ...]:
    if cabin.wings is None or not columns:
        return ()
    first, last = (min(max(one, 0), len(columns) - 1) for one in cabin.wings)
    left, right = columns[first][0], sum(columns[last])
    return Mark("", left, 0, right - left), Mark("", left, height, right - left)


def bands(prices: Iterable[Decimal]) -> tuple[tuple[Decimal, Decimal], ...]:
    """Up to three bands (lowest, highest) of the prices above zero, cut at the largest gaps."""
    values = sorted({price for price in prices if price > 0})
    if not values:
        return ()
    gaps = sorted(range(1, len(values)), key=lambda place_: values[place_] - values[place_ - 1], reverse=True)
    cuts = sorted(gaps[: MOST_BANDS - 1])
    edges = [0, *cuts, len(values)]
    return tuple((values[start], values[end - 1]) for start, end in pairwise(edges))


def band_of(price: Decimal, known: Sequence[tuple[Decimal, Decimal]]) -> int:
    """0 for free, else 1 to 3; a single band is the first, two are the first and second."""
    if price <= 0:
        return 0
    return next((number + 1 for number, (_, high) in enumerate(known) if price <= high), len(known))


def together(cabin: PlacedCabin, passengers: Sequence[str], children: frozenset[str] = frozenset()) -> dict[str, Cell]:
    """The cheapest seats side by side for all that fit in one row, else by twos; nobody twice, no child alone.

    `passengers` are ids in the order they should sit; empty when no such set is for sale.
    """
    ordered = _adults_around(passengers, children)
    for size in range(len(ordered), 0, -1):
        if size == 1 and children and len(ordered) > 1:
            return {}
        picks = _in_groups(cabin, ordered, size)
        if picks:
            return picks
    return {}


def _adults_around(passengers: Sequence[str], children: frozenset[str]) -> list[str]:
    """Each child next to an adult: adult, children, adult, ..."""
    adults = [one for one in passengers if one not in children]
    young = [one for one in passengers if one in children]
    ordered: list[str] = []
    while adults or young:
        ordered += adults[:1] + young[:1]
        adults, young = adults[1:], young[1:]
    return ordered


def _in_groups(cabin: PlacedCabin, passengers: list[str], size: int) -> dict[str, Cell]:
    picks: dict[str, Cell] = {}
    used: set[tuple[int, int]] = set()
    for start in range(0, len(passengers), size):
        group = passengers[start : start + size]
        best = _cheapest_run(cabin, group, used, near=next(iter(picks.values()), None))
        if best is None:
            return {}
        picks.update(zip(group, best, strict=True))
        used.update((cell.x, cell.y) for cell in best)
    return picks


def _cheapest_run(
    cabin: PlacedCabin, group: list[str], used: set[tuple[int, int]], near: Cell | None
) -> tuple[Cell, ...] | None:
    runs: list[tuple[Decimal, int, tuple[Cell, ...]]] = []
    by_row: dict[int, list[Cell]] = {}
    for cell in cabin.seats:
        by_row.setdefault(cell.row, []).append(cell)
    for row, cells in by_row.items():
        ordered = sorted(cells, key=lambda cell: cell.y)
        for start in range(len(ordered) - len(group) + 1):
            run = tuple(ordered[start : start + len(group)])
            price = _run_price(run, group, used)
            if price is not None:
                runs.append((price, abs(row - near.row) if near is not None else 0, run))
    return min(runs, key=lambda one: (one[0], one[1], one[2][0].row))[2] if runs else None


def _run_price(run: tuple[Cell, ...], group: list[str], used: set[tuple[int, int]]) -> Decimal | None:
    whole = Decimal(0)
    for number, (cell, passenger_id) in enumerate(zip(run, group, strict=True)):
        service = cell.element.service_for(passenger_id)
        apart = number > 0 and cell.track - run[number - 1].track != 1
        if service is None or apart or (cell.x, cell.y) in used:
            return None
        whole += service.price.amount
    return whole
