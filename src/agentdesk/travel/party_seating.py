"""The best seats for a whole party on one flight, by a stated aim, exactly.

What is wanted, each before the next:

cheapest  children beside an adult, nobody alone, the lowest price, then one group, no aisle between, rows close by.
best      children beside an adult, nobody alone, one group, no aisle between, rows close by, the adult with an infant
          behind a bassinet, then the lowest price.

'Beside' means the next seat of the same section; across the aisle counts a third as bad as not at all. Alone is who has
nobody of the party in the next seat of the row, aisle or not. Rows are solved one by one and put together by how many
of whom they seat, which loses nothing: all of the aim adds up over rows and over the steps between them.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import product
from typing import TypeVar

from agentdesk.travel.seat_layout import Cell, PlacedCabin
from agentdesk.travel.seats import Sitter, why_not

_K = TypeVar("_K", int, tuple[int, int])
_PAUSE = 2000  # steps between two pauses, well under a frame


class Wish(StrEnum):
    """What matters once children have their adult and nobody sits alone."""

    CHEAPEST = "cheapest"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits where on one flight, and what it costs in the offer's currency."""

    seats: tuple[tuple[str, Cell], ...]  # passenger id and seat, in the order of the party
    price: Decimal
    apart: tuple[str, ...] = ()  # children without an adult in the next seat
    alone: tuple[str, ...] = ()  # without anybody of the party in the next seat


@dataclass(frozen=True, slots=True)
class _Weights:
    """What one unit of each trouble costs; a price unit costs `price`."""

    child: int
    alone: int
    price: int
    group: int
    aisle: int
    span: int
    bassinet: int

    @classmethod
    def of(cls, wish: Wish, people: int, most_price: int, rows: int) -> "_Weights":
        """So large that no sum of the lesser outweighs one of the greater."""
        few = people + 1
        most = {"group": few, "aisle": few, "span": rows + 1, "bassinet": few, "price": people * most_price + 1}
        order = ["price", "bassinet", "span", "aisle", "group"]
        if wish is Wish.CHEAPEST:
            order = ["bassinet", "span", "aisle", "group", "price"]
        worth, unit = {}, 1
        for name in order:
            worth[name] = unit
            unit *= most[name]
        return cls(child=unit * few, alone=unit, **worth)


@dataclass(frozen=True, slots=True)
class _Kin:
    """Those of a party for whom all seats are the same: alike in age, infant and every price."""

    members: tuple[str, ...]
    is_adult: bool
    with_infant: bool


# Who sat in the seat before: nobody, or someone with or without company, a child with an adult beside, across or not.
_NOBODY, _ADULT_ALONE, _ADULT, _CHILD_ALONE, _CHILD, _CHILD_ACROSS, _CHILD_BESIDE = range(7)
_APART, _ACROSS = 3, 1  # how bad: no adult in the next seat; one across the aisle
_Link = tuple[object, int, int]  # what came before, which seat or row, which kin or what stands in the row
_Found = dict[int, tuple[int, _Link | None]]  # by how many of whom: the cost and how


def seat_party(cabins: Sequence[PlacedCabin], party: Sequence[Sitter], wish: Wish) -> Sitting | None:
    """The best seats at one go; None when there are not enough for all."""
    work = seating(cabins, party, wish)
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]  # the generator's own return type


def seating(
    cabins: Sequence[PlacedCabin], party: Sequence[Sitter], wish: Wish
) -> Generator[None, None, Sitting | None]:
    """The same in slices: it pauses every few thousand steps, so that a window can go on painting."""
    rows = [row for cabin in cabins for row in cabin.rows_of_seats]
    prices = {one.passenger_id: [_prices(row, one) for row in rows] for one in party}
    scale = _scale(prices)
    kin = _kin(party, prices)
    whole = [[[_whole(prices[one.members[0]][r][s], scale) for one in kin] for s in range(len(row))]
             for r, row in enumerate(rows)]  # fmt: skip
    dearest = max((p for row in whole for seat in row for p in seat if p is not None), default=0)
    count = _Count([len(one.members) for one in kin])
    weights = _Weights.of(wish, len(party), dearest, sum(_depth(cabin) for cabin in cabins))
    solver = _RowSolver(kin, count, weights)
    best: _Found = {0: (0, None)}
    solved: list[_Found] = []
    before = 0
    for number, (row, at) in enumerate(zip(rows, _depths(cabins), strict=True)):
        found = yield from solver.solve(row, whole[number])
        solved.append(found)
        best = _put_together(best, found, count, number, (at - before) * weights.span)
        before = at
        yield
    if count.full not in best:
        return None
    return _sitting(best[count.full][1], solved, rows, kin, party, prices)


def _prices(row: Sequence[Cell], sitter: Sitter) -> list[Decimal | None]:
    """What each seat costs this passenger; None where they may not sit."""
    found: list[Decimal | None] = []
    for cell in row:
        service = cell.element.service_for(sitter.passenger_id)
        barred = why_not(cell.element, sitter, near_exit=cell.near_exit) is not None
        found.append(None if barred or service is None else service.price.amount)
    return found


def _scale(prices: dict[str, list[list[Decimal | None]]]) -> int:
    """How many digits after the point make every price whole."""
    exponents = [p.as_tuple().exponent for rows in prices.values() for row in rows for p in row if p is not None]
    return max((-one for one in exponents if isinstance(one, int)), default=0)


def _whole(price: Decimal | None, scale: int) -> int | None:
    return None if price is None else int(price.scaleb(max(scale, 0)))


def _kin(party: Sequence[Sitter], prices: dict[str, list[list[Decimal | None]]]) -> list[_Kin]:
    alike: dict[tuple[object, ...], list[Sitter]] = {}
    for one in party:
        key = (one.is_adult, one.with_infant, tuple(tuple(row) for row in prices[one.passenger_id]))
        alike.setdefault(key, []).append(one)
    return [
        _Kin(tuple(one.passenger_id for one in group), group[0].is_adult, group[0].with_infant)
        for group in alike.values()
    ]


def _depth(cabin: PlacedCabin) -> int:
    return max((row[0].row for row in cabin.rows_of_seats), default=0) + 1


def _depths(cabins: Sequence[PlacedCabin]) -> list[int]:
    """How far back each row of seats is, one cabin behind the other."""
    found, start = [], 0
    for cabin in cabins:
        found += [start + row[0].row for row in cabin.rows_of_seats]
        start += _depth(cabin)
    return found


class _Count:
    """How many of each kin, as one number: the digits of a mixed radix."""

    def __init__(self, most: Sequence[int]) -> None:
        self.digits = list(product(*(range(one + 1) for one in most)))
        number = {digits: place for place, digits in enumerate(self.digits)}
        self.full = len(self.digits) - 1
        self.one_more: list[list[int | None]] = []
        for digits in self.digits:
            more = [(*digits[:k], digits[k] + 1, *digits[k + 1 :]) for k in range(len(most))]
            self.one_more.append([number.get(one) for one in more])
        self._number = number
        self._sums: dict[tuple[int, int], int | None] = {}

    def sum(self, one: int, other: int) -> int | None:
        """Both together; None where that is more than there are."""
        key = (one, other)
        if key not in self._sums:
            both = tuple(a + b for a, b in zip(self.digits[one], self.digits[other], strict=True))
            self._sums[key] = self._number.get(both)
        return self._sums[key]


class _RowSolver:
    """The cheapest way to seat any part of the party in one row; rows that are alike are solved once."""

    def __init__(self, kin: Sequence[_Kin], count: _Count, weights: _Weights) -> None:
        self._kin, self._count, self._weights = kin, count, weights
        self._known: dict[tuple[object, ...], _Found] = {}
        self._ends = {
            _NOBODY: 0,
            _ADULT: 0,
            _CHILD_BESIDE: 0,
            _ADULT_ALONE: weights.alone,
            _CHILD_ALONE: weights.alone + _APART * weights.child,
            _CHILD: _APART * weights.child,
            _CHILD_ACROSS: _ACROSS * weights.child,
        }
        self._moves = {
            (before, touch, adult): self._move(before, touch, adult)
            for before in range(7)
            for touch in range(3)
            for adult in (False, True)
        }

    def _move(self, before: int, touch: int, adult: bool) -> tuple[int, int]:
        """Who sits here after `before` in the seat next to it, and what that settles.

        `touch`: 0 not next to each other, 1 across an aisle, 2 beside.
        """
        if before == _NOBODY or touch == 0:
            return (_ADULT_ALONE if adult else _CHILD_ALONE), self._ends[before] + self._weights.group
        cost = self._weights.aisle if touch == 1 else 0
        near = _CHILD_BESIDE if touch == 2 else _CHILD_ACROSS
        was_adult = before in (_ADULT_ALONE, _ADULT)
        after = _ADULT if was_adult else _CHILD if before == _CHILD_ALONE else before
        if adult and not was_adult:
            after = max(after, near)
        return (_ADULT if adult else near if was_adult else _CHILD), cost + self._ends[after]

    def solve(self, row: Sequence[Cell], prices: Sequence[Sequence[int | None]]) -> Generator[None, None, _Found]:
        touches = [_touch(row[place - 1], cell) if place else 0 for place, cell in enumerate(row)]
        extra = [self._extra(cell) for cell in row]
        key = (tuple(touches), tuple(map(tuple, extra)), tuple(map(tuple, prices)))
        if key in self._known:
            return self._known[key]
        states: dict[tuple[int, int], tuple[int, _Link | None]] = {(0, _NOBODY): (0, None)}
        steps = 0
        for place, touch in enumerate(touches):
            then: dict[tuple[int, int], tuple[int, _Link | None]] = {}
            for (many, before), (cost, link) in states.items():
                _relax(then, (many, _NOBODY), cost + self._ends[before], link)
                for number, kin in enumerate(self._kin):
                    price, more = prices[place][number], self._count.one_more[many][number]
                    if price is None or more is None:
                        continue
                    after, settled = self._moves[before, touch, kin.is_adult]
                    whole = cost + settled + price * self._weights.price + extra[place][number]
                    _relax(then, (more, after), whole, (link, place, number))
                steps += 1 + len(self._kin)
                if steps > _PAUSE:
                    steps = 0
                    yield
            states = then
        found: _Found = {}
        for (many, before), (cost, link) in states.items():
            _relax(found, many, cost + self._ends[before], link)
        self._known[key] = found
        return found

    def _extra(self, cell: Cell) -> list[int]:
        """By kin: an adult with an infant would rather sit where the cot is."""
        return [self._weights.bassinet if one.with_infant and not cell.by_bassinet else 0 for one in self._kin]


def _relax(found: dict[_K, tuple[int, _Link | None]], key: _K, cost: int, link: _Link | None) -> None:
    """Keep the cheaper of two ways."""
    if key not in found or cost < found[key][0]:
        found[key] = (cost, link)


def _touch(before: Cell, cell: Cell) -> int:
    if cell.track - before.track != 1:
        return 0
    return 2 if cell.section == before.section else 1


def _put_together(best: _Found, row: _Found, count: _Count, number: int, step: int) -> _Found:
    """What was best so far with and without this row; a party between its first and last row pays for each step.

    Of two ways that are as good the one nearer to the nose stays.
    """
    paid = {many: (cost + (step if 0 < many < count.full else 0), link) for many, (cost, link) in best.items()}
    then: _Found = dict(paid)
    for many, (cost, link) in paid.items():
        for more, (price, _) in row.items():
            both = count.sum(many, more) if more else None
            if both is not None:
                _relax(then, both, cost + price, (link, number, more))
    return then


def _sitting(
    link: _Link | None,
    solved: Sequence[_Found],
    rows: Sequence[Sequence[Cell]],
    kin: Sequence[_Kin],
    party: Sequence[Sitter],
    prices: dict[str, list[list[Decimal | None]]],
) -> Sitting:
    """From how it was found to who sits where; among those alike the first of the party sits first."""
    taken: list[tuple[int, int, int]] = []  # row, seat, kin
    outer: object = link
    while isinstance(outer, tuple):
        outer, number, many = outer
        inner: object = solved[number][many][1]
        while isinstance(inner, tuple):
            inner, place, which = inner
            taken.append((number, place, which))
    waiting = [list(one.members) for one in kin]
    seats: dict[str, Cell] = {}
    price = Decimal(0)
    for number, place, which in sorted(taken):
        passenger_id = waiting[which].pop(0)
        seats[passenger_id] = rows[number][place]
        price += prices[passenger_id][number][place] or Decimal(0)
    ordered = tuple((one.passenger_id, seats[one.passenger_id]) for one in party)
    adults = [seats[one.passenger_id] for one in party if one.is_adult]
    young = [one.passenger_id for one in party if not one.is_adult]
    return Sitting(
        seats=ordered,
        price=price,
        apart=tuple(one for one in young if not any(_are_near(seats[one], other, aisle=False) for other in adults)),
        alone=tuple(one for one, cell in ordered if not any(_are_near(cell, other) for _, other in ordered)),
    )


def _are_near(one: Cell, other: Cell, *, aisle: bool = True) -> bool:
    """In next seats of one row; `aisle`: also across one."""
    next_ = one.row == other.row and one.row_number == other.row_number and abs(one.track - other.track) == 1
    return next_ and (aisle or one.section == other.section)
