"""From a cabin to placed cells: the aircraft lies with its nose to the left, columns are its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from agentdesk.travel.seat_letters import SEATS, fillers, home_of, letters_by_section, seat_letters, seat_wide
from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row

AISLE, EXIT, FACILITY = 18, 16, 22
NOSE, TAIL, SKIN = 54, 20, 18  # from the skin to the first column, from the last one, and to the outer letters
WING = 8  # the bars outside the skin
_SIZES = {True: (30, 4), False: (26, 2)}  # cell and gap of cabins with one aisle, and with two
MOST_BANDS = 3


class Direction(StrEnum):
    """As on the screen: left is towards the nose."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Cell:
    """Something that stands in the cabin. `x`, `y`, `width`, `height` in pixels from the upper left of the drawing."""

    element: Element
    row: int  # place in the cabin's rows
    track: int  # which line across the cabin, counted from the upper edge
    section: int  # which block of seats between aisles, counted from the upper edge
    x: int
    y: int
    width: int
    height: int
    row_number: str
    is_window: bool = False
    is_aisle: bool = False
    near_exit: bool = False
    by_bassinet: bool = False

    @property
    def is_seat(self) -> bool:
        return self.element.kind in SEATS


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or bar in its box: letters, row numbers, exits, wings."""

    text: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class PlacedCabin:
    """A cabin drawn: everything in it, and where. The skin begins at `skin_top` and leaves as much below it."""

    width: int
    height: int
    skin_top: int
    cell: int  # the side of a seat
    cells: tuple[Cell, ...]
    letters: tuple[Mark, ...]
    numbers: tuple[Mark, ...]
    exits: tuple[Mark, ...]
    wings: tuple[Mark, ...]

    @cached_property
    def seats(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_seat)

    @cached_property
    def _by_name(self) -> dict[str, Cell]:
        return {cell.element.designator: cell for cell in reversed(self.seats) if cell.element.designator}

    @cached_property
    def rows_of_seats(self) -> tuple[tuple[Cell, ...], ...]:
        """Seats by row of the aircraft, each from the upper edge down."""
        by_row: dict[int, list[Cell]] = {}
        for cell in self.seats:
            by_row.setdefault(cell.row, []).append(cell)
        return tuple(tuple(sorted(by_row[row], key=lambda cell: cell.track)) for row in sorted(by_row))

    def seat(self, designator: str) -> Cell | None:
        return self._by_name.get(designator)

    def ends(self, origin: Cell) -> tuple[Cell, Cell]:
        """The first and the last seat of a seat's row."""
        row = next(cells for cells in self.rows_of_seats if cells[0].row == origin.row)
        return row[0], row[-1]

    def step(self, origin: Cell, direction: Direction) -> Cell | None:
        """The nearest seat that way; None at the skin and the ends. Along the cabin it stays on its letter."""
        sign = 1 if direction in (Direction.RIGHT, Direction.DOWN) else -1
        if direction in (Direction.UP, Direction.DOWN):
            across = [one for one in self.seats if one.row == origin.row and (one.track - origin.track) * sign > 0]
            return min(across, key=lambda one: abs(one.track - origin.track), default=None)
        ahead = [one for one in self.seats if (one.row - origin.row) * sign > 0]
        same = [one for one in ahead if one.track == origin.track]
        beside = same or [one for one in ahead if abs(one.track - origin.track) <= 1]
        return min(beside, key=lambda one: (abs(one.row - origin.row), abs(one.track - origin.track)), default=None)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The lines of a cabin: letters by section, where each section begins, the cell and the gap."""

    letters: tuple[tuple[str, ...], ...]
    tops: tuple[int, ...]
    size: int
    gap: int

    @property
    def pitch(self) -> int:
        return self.size + self.gap

    def room(self, section: int) -> int:
        """How long a section is across the cabin, in pixels."""
        return len(self.letters[section]) * self.pitch - self.gap

    def first_track(self, section: int) -> int:
        return sum(len(part) for part in self.letters[:section])


def cell_size(cabin: CabinMap) -> int:
    """The side of a seat in this cabin, in pixels, before it is made larger."""
    return _sizes(cabin)[0]


def _sizes(cabin: CabinMap) -> tuple[int, int]:
    return _SIZES[max((len(row.sections) for row in cabin.rows), default=0) <= 2]


def place(cabin: CabinMap, more: int = 0) -> PlacedCabin:
    """Lay the cabin out. Sections start at fixed lines across, so unequal rows keep their aisles.

    `more` makes each seat so many pixels larger, for large windows.
    """
    size, gap = _sizes(cabin)
    size += more
    letters = letters_by_section(cabin.rows)
    top = WING if cabin.wings is not None and cabin.rows else 0
    plan = _Plan(letters, _tops(letters, size + gap, gap, top + SKIN), size, gap)
    columns, x = [], NOSE
    for row in cabin.rows:
        width = _column_width(row, size)
        columns.append((x, width))
        x += width + gap
    last = len(letters) - 1
    height = (plan.tops[last] + plan.room(last) if letters else top + SKIN) + SKIN + top
    skin = (top, height - 2 * top)
    return PlacedCabin(
        width=x - gap + TAIL,
        height=height,
        skin_top=top,
        cell=size,
        cells=tuple(cell for number in range(len(cabin.rows)) for cell in _cells(cabin.rows, number, columns, plan)),
        letters=_letter_marks(plan),
        numbers=_number_marks(cabin.rows, columns, plan),
        exits=tuple(
            Mark("EXIT", columns[number][0], y, EXIT, SKIN)
            for number, row in enumerate(cabin.rows)
            if _is_exit(row)
            for y in (skin[0], skin[0] + skin[1] - SKIN)
        ),
        wings=_wing_marks(cabin, columns, height),
    )


def _tops(letters: Sequence[Sequence[str]], pitch: int, gap: int, first: int) -> tuple[int, ...]:
    tops, y = [], first
    for part in letters:
        tops.append(y)
        y += len(part) * pitch + AISLE + gap
    return tuple(tops)


# --- rows


def _column_width(row: Row, size: int) -> int:
    kinds = {element.kind for section in row.sections for element in section}
    if kinds & SEATS:
        return size
    return EXIT if kinds <= {ElementKind.EXIT, ElementKind.EMPTY} else FACILITY


def _cells(rows: Sequence[Row], number: int, columns: Sequence[tuple[int, int]], plan: _Plan) -> Iterable[Cell]:
    row = rows[number]
    near_exit = number > 0 and _is_exit(rows[number - 1])
    bassinets = _bassinet_tracks(rows, number - 1, plan) if number else frozenset[int]()
    for place_, section in enumerate(row.sections):
        home = home_of(seat_letters(section), plan.letters, place_)
        wide, offsets = seat_wide(section), _offsets_in(rows, number, place_, plan)
        first = plan.first_track(home)
        for offset, element in zip(offsets, wide, strict=True):
            yield Cell(
                element=element,
                row=number,
                track=first + offset,
                section=home,
                x=columns[number][0],
                y=plan.tops[home] + offset * plan.pitch,
                width=columns[number][1],
                height=plan.size,
                row_number=row.number,
                is_window=_at_window(home, offset, plan),
                is_aisle=_at_aisle(home, offset, offsets, plan),
                near_exit=near_exit,
                by_bassinet=first + offset in bassinets,
            )
        yield from _facilities(fillers(section), number, home, offsets, columns[number], plan, row.number)


def _at_window(section: int, offset: int, plan: _Plan) -> bool:
    last = len(plan.letters) - 1
    named = [place_ for place_, letter in enumerate(plan.letters[section]) if letter] or [0]
    return (section == 0 and offset == named[0]) or (section == last and offset == named[-1])


def _at_aisle(section: int, offset: int, offsets: Sequence[int], plan: _Plan) -> bool:
    """The last of a section towards an aisle, though the row leaves the letter out that is nearer to it."""
    below = section < len(plan.letters) - 1 and offset == max(offsets)
    return below or (section > 0 and offset == min(offsets))


def _offsets_in(rows: Sequence[Row], number: int, place_: int, plan: _Plan) -> list[int]:
    """The lines on which the seat-wide parts of a section stand; bassinets line up with the seats behind them."""
    section = rows[number].sections[place_]
    letters = seat_letters(section)
    home = home_of(letters, plan.letters, place_)
    if not any(letters) and number + 1 < len(rows) and place_ < len(rows[number + 1].sections):
        behind = rows[number + 1].sections[place_]
        if any(seat_letters(behind)) and len(seat_wide(behind)) == len(letters):
            return _offsets_in(rows, number + 1, place_, plan)
    return _offsets(letters, plan.letters[home], home, len(plan.letters))


def _offsets(letters: Sequence[str], line: Sequence[str], section: int, sections: int) -> list[int]:
    """Seats stand under their letter, what has none beside them; a section without letters hugs its aisle."""
    if len(letters) == len(line) and all(not one or one not in line or line[n] == one for n, one in enumerate(letters)):
        return list(range(len(line)))
    known = {place_: line.index(one) for place_, one in enumerate(letters) if one and one in line}
    if not known:
        spare = len(line) - len(letters)
        start = spare if section == 0 and sections > 1 else 0 if section == sections - 1 else spare // 2
        return [start + place_ for place_ in range(len(letters))]
    found = []
    for place_ in range(len(letters)):
        before = [one for one in known if one <= place_]
        behind = [one for one in known if one > place_]
        anchor = max(before) if before else min(behind)
        found.append(known[anchor] + place_ - anchor)
    rising = all(one < then for one, then in pairwise(found))
    return found if rising and found[0] >= 0 and found[-1] < len(line) else list(range(len(letters)))


def _bassinet_tracks(rows: Sequence[Row], number: int, plan: _Plan) -> frozenset[int]:
    found = set()
    for place_, section in enumerate(rows[number].sections):
        home = home_of(seat_letters(section), plan.letters, place_)
        for offset, element in zip(_offsets_in(rows, number, place_, plan), seat_wide(section), strict=True):
            if element.kind is ElementKind.BASSINET:
                found.add(plan.first_track(home) + offset)
    return frozenset(found)


def _facilities(
    others: Sequence[Element],
    number: int,
    section: int,
    taken: Sequence[int],
    column: tuple[int, int],
    plan: _Plan,
    row_number: str,
) -> Iterable[Cell]:
    """Lavatories, galleys and the like share the longest stretch that the seats of their section leave."""
    if not others:
        return
    stretches: list[list[int]] = [[]]
    for offset in range(len(plan.letters[section])):
        if offset in taken:
            stretches.append([])
        else:
            stretches[-1].append(offset)
    free = max(stretches, key=len)
    top, room = plan.tops[section] + free[0] * plan.pitch, len(free) * plan.pitch - plan.gap
    for place_, element in enumerate(others):
        y = top + place_ * (room + plan.gap) // len(others)
        end = top + (place_ + 1) * (room + plan.gap) // len(others) - plan.gap
        yield Cell(element, number, -1, section, column[0], y, column[1], end - y, row_number)


def _is_exit(row: Row) -> bool:
    return any(element.kind is ElementKind.EXIT for section in row.sections for element in section)


# --- marks


def _letter_marks(plan: _Plan) -> tuple[Mark, ...]:
    return tuple(
        Mark(letter, NOSE - 28, plan.tops[section] + place_ * plan.pitch, 20, plan.size)
        for section, line in enumerate(plan.letters)
        for place_, letter in enumerate(line)
        if letter
    )


def _number_marks(rows: Sequence[Row], columns: Sequence[tuple[int, int]], plan: _Plan) -> tuple[Mark, ...]:
    """Row numbers in every aisle; above the only section where there is no aisle."""
    aisles = [top - plan.gap - AISLE for top in plan.tops[1:]] or [top - SKIN for top in plan.tops[:1]]
    return tuple(
        Mark(row.number, columns[number][0], y, columns[number][1], AISLE)
        for number, row in enumerate(rows)
        if row.number
        for y in aisles
    )


def _wing_marks(cabin: CabinMap, columns: Sequence[tuple[int, int]], height: int) -> tuple[Mark, ...]:
    """Bars outside the skin, above and below; rows that the airline counts beyond the cabin are cut."""
    if cabin.wings is None or not columns:
        return ()
    first, last = (min(max(one, 0), len(columns) - 1) for one in sorted(cabin.wings))
    left, right = columns[first][0], sum(columns[last])
    return Mark("", left, 0, right - left, WING), Mark("", left, height - WING, right - left, WING)


# --- prices


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
