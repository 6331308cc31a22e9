"""Cabins are placed as the airline draws them: all recorded maps, and two made by hand."""

import itertools
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.travel.money import Money
from agentdesk.travel.seat_layout import MOST_BANDS, Cell, Direction, PlacedCabin, band_of, bands, place
from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row, SeatMap, SeatService

RECORDED = Path(__file__).parent.parent / "duffel" / "payloads"


def read(raw: dict[str, Any]) -> CabinMap:
    wings = raw.get("wings")
    return CabinMap(
        deck=raw["deck"],
        cabin_class=raw["cabin_class"],
        aisles=raw["aisles"],
        wings=(wings["first_row_index"], wings["last_row_index"]) if wings else None,
        rows=tuple(
            Row(tuple(tuple(element(one) for one in section["elements"]) for section in row["sections"]))
            for row in raw["rows"]
        ),
    )


def element(raw: dict[str, Any]) -> Element:
    services = raw.get("available_services") or ()
    return Element(
        kind=ElementKind(raw["type"]),
        designator=raw.get("designator") or "",
        disclosures=tuple(raw.get("disclosures") or ()),
        services=tuple(
            SeatService(one["id"], one["passenger_id"], Money.of(one["total_amount"], one["total_currency"]))
            for one in services
        ),
    )


def recorded() -> Iterable[Any]:
    for path in sorted(RECORDED.glob("seat-map-*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))["data"]
        for map_number, one in enumerate(data if isinstance(data, list) else [data]):
            for number, cabin in enumerate(one["cabins"]):
                yield pytest.param(read(cabin), id=f"{path.stem[9:]}-{map_number}-{number}")


MAPS = list(recorded())


def row(*sections: str, number: int = 0, price: str = "20.00", people: tuple[str, ...] = ("pas_1",)) -> Row:
    """ "AB", "C": seats by letter; lower case = taken, "-" = empty, "x" exit, "l" lavatory, "b" bassinet."""
    signs = {"-": ElementKind.EMPTY, "x": ElementKind.EXIT, "l": ElementKind.LAVATORY, "b": ElementKind.BASSINET}

    def one(letter: str) -> Element:
        if letter in signs and (not number or letter == "-"):
            return Element(signs[letter])
        free = letter.isupper()
        services = tuple(SeatService(f"s{number}{letter}{p}", p, Money.of(price, "GBP")) for p in people)
        return Element(ElementKind.SEAT, f"{number}{letter.upper()}", services=services if free else ())

    return Row(tuple(tuple(one(letter) for letter in section) for section in sections))


def cabin(*rows: Row, deck: int = 0, wings: tuple[int, int] | None = None) -> CabinMap:
    return CabinMap(deck, "economy", max(len(one.sections) for one in rows) - 1, wings, rows)


def seat(placed: PlacedCabin, designator: str) -> Cell:
    found = placed.seat(designator)
    assert found is not None
    return found


def named(placed: PlacedCabin) -> list[Cell]:
    """The seats that have a designator; blocked ones may come without."""
    return [cell for cell in placed.seats if cell.element.designator]


def overlap(one: Cell, other: Cell) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@pytest.mark.parametrize("drawn", MAPS)
def test_every_seat_of_a_recorded_map_stands_once_and_apart(drawn: CabinMap) -> None:
    placed = place(drawn)
    wanted = [
        one.designator
        for line in drawn.rows
        for section in line.sections
        for one in section
        if one.kind in (ElementKind.SEAT, ElementKind.RESTRICTED)
    ]
    assert sorted(cell.element.designator for cell in placed.seats) == sorted(wanted)
    assert len(wanted) >= 36
    by_row: dict[int, list[Cell]] = {}
    for cell in placed.cells:
        by_row.setdefault(cell.row, []).append(cell)
        assert cell.x >= 0
        assert cell.x + cell.width <= placed.width
        assert cell.y >= 0
        assert cell.y + cell.height <= placed.height
    for cells in by_row.values():
        assert not any(overlap(one, other) for one in cells for other in cells if one is not other)


@pytest.mark.parametrize("drawn", MAPS)
def test_the_nose_is_left_and_each_letter_keeps_its_line(drawn: CabinMap) -> None:
    placed = place(drawn)
    lines: dict[str, set[int]] = {}
    for cell in named(placed):
        lines.setdefault(cell.element.designator[-1], set()).add(cell.y)
    assert all(len(ys) == 1 for ys in lines.values()), lines
    assert [mark.text for mark in sorted(placed.letters, key=lambda mark: mark.y)] == sorted(lines)
    columns = [min(cell.x for cell in placed.cells if cell.row == number) for number in sorted(_rows(placed))]
    assert columns == sorted(set(columns))


def _rows(placed: PlacedCabin) -> set[int]:
    return {cell.row for cell in placed.cells}


@pytest.mark.parametrize("drawn", MAPS)
def test_arrow_keys_reach_every_seat(drawn: CabinMap) -> None:
    placed = place(drawn)
    start = placed.seats[0]
    reached, waiting = {(start.x, start.y)}, [start]
    while waiting:
        cell = waiting.pop()
        for direction in Direction:
            then = placed.step(cell, direction)
            if then is not None and (then.x, then.y) not in reached:
                reached.add((then.x, then.y))
                waiting.append(then)
    assert len(reached) == len(placed.seats)


@pytest.mark.parametrize("drawn", MAPS)
def test_each_recorded_row_has_a_window_on_both_sides_where_it_has_the_outer_letters(drawn: CabinMap) -> None:
    placed = place(drawn)
    letters = [mark.text for mark in sorted(placed.letters, key=lambda mark: mark.y)]
    for cell in named(placed):
        assert cell.is_window == (cell.element.designator[-1] in (letters[0], letters[-1]))


def test_a_short_tail_keeps_letters_and_aisles_of_the_rows_before_it() -> None:
    placed = place(cabin(row("ABC", "DEF", "HJK", number=1), row("AC", "DEF", "HK", number=2)))
    for letter in "ACDEFHK":
        assert seat(placed, f"2{letter}").y == seat(placed, f"1{letter}").y
    assert seat(placed, "2C").is_aisle
    assert seat(placed, "2H").is_aisle
    assert not seat(placed, "2E").is_aisle


def test_two_and_three_stand_across_one_aisle() -> None:
    placed = place(cabin(row("AC", "DEF", number=1), row("AC", "DEF", number=2)))
    ys = [seat(placed, f"1{letter}").y for letter in "ACDEF"]
    gaps = [then - first for first, then in itertools.pairwise(ys)]
    assert gaps[1] == max(gaps) > gaps[0] == gaps[2] == gaps[3]
    assert (seat(placed, "1A").is_window, seat(placed, "1F").is_window, seat(placed, "1D").is_window) == (
        True,
        True,
        False,
    )


def test_upper_and_main_deck_are_placed_on_their_own() -> None:
    main = place(cabin(row("ABC", "DEFG", "HJK", number=30), wings=(0, 0)))
    upper = place(cabin(row("AC", "HK", number=1), deck=1))
    assert (len(main.seats), len(upper.seats)) == (10, 4)
    assert (len(main.wings), len(upper.wings)) == (2, 0)


def test_an_empty_section_leaves_its_space() -> None:
    placed = place(cabin(row("ABC", "DEF", "HJK", number=1), row("", "DEF", "", number=2)))
    assert seat(placed, "2D").y == seat(placed, "1D").y
    assert placed.seat("2A") is None


def test_facilities_share_their_section_and_exits_take_none() -> None:
    placed = place(cabin(row("l", "lx"), row("x", "x"), row("ABC", "DEF", number=1)))
    lavatories = [cell for cell in placed.cells if cell.element.kind is ElementKind.LAVATORY]
    assert len(lavatories) == 2
    assert len(placed.exits) >= 1
    assert seat(placed, "1A").near_exit
    assert not any(cell.element.kind is ElementKind.EXIT for cell in placed.cells)


def test_an_unknown_element_becomes_a_block_not_a_seat() -> None:
    strange = Row(((Element(ElementKind.OTHER),), ()))
    placed = place(cabin(strange, row("ABC", "DEF", number=1)))
    assert [cell.element.kind for cell in placed.cells if cell.row == 0] == [ElementKind.OTHER]
    assert len(placed.seats) == 6


def test_a_cabin_without_rows_is_empty_not_an_error() -> None:
    placed = place(CabinMap(0, "economy", 1, (0, 3), ()))
    assert (placed.cells, placed.letters, placed.wings) == ((), (), ())


def test_wings_beyond_the_cabin_are_cut() -> None:
    placed = place(cabin(row("ABC", "DEF", number=1), wings=(0, 99)))
    assert placed.wings
    assert all(mark.x + mark.width <= placed.width for mark in placed.wings)


@pytest.mark.parametrize("drawn", MAPS)
def test_wings_are_bars_outside_the_skin_and_everything_else_is_within(drawn: CabinMap) -> None:
    placed = place(drawn)
    inner_top, inner_end = placed.skin_top, placed.height - placed.skin_top
    assert len(placed.wings) == (2 if drawn.wings else 0)
    for wing in placed.wings:
        assert wing.y + wing.height <= inner_top or wing.y >= inner_end
        over = [cell for cell in placed.cells if drawn.wings and drawn.wings[0] <= cell.row <= drawn.wings[1]]
        assert wing.x <= min(cell.x for cell in over)
        assert wing.x + wing.width == max(cell.x + cell.width for cell in over)
    for cell in placed.cells:
        assert inner_top < cell.y
        assert cell.y + cell.height < inner_end
    for mark in (*placed.letters, *placed.numbers, *placed.exits):
        assert inner_top <= mark.y
        assert mark.y + mark.height <= inner_end


@pytest.mark.parametrize("drawn", MAPS)
def test_rows_and_seats_keep_the_order_of_the_airline(drawn: CabinMap) -> None:
    placed = place(drawn)
    for number, line in enumerate(drawn.rows):
        wanted = [one.designator for section in line.sections for one in section if one.designator]
        cells = sorted((cell for cell in named(placed) if cell.row == number), key=lambda cell: cell.y)
        assert [cell.element.designator for cell in cells] == wanted
        assert [cell.track for cell in cells] == sorted({cell.track for cell in cells})
    assert len(placed.exits) == 2 * sum(
        any(one.kind is ElementKind.EXIT for section in line.sections for one in section) for line in drawn.rows
    )


def test_facilities_beside_seats_take_only_what_the_seats_leave() -> None:
    seats = row("ABC", "DEF", number=7).sections
    mixed = Row(((seats[0][0], Element(ElementKind.LAVATORY), Element(ElementKind.CLOSET)), seats[1]))
    placed = place(cabin(row("ABC", "DEF", number=6), mixed, row("ABC", "DEF", number=8)))
    cells = [cell for cell in placed.cells if cell.row == 1]
    assert not any(overlap(one, other) for one in cells for other in cells if one is not other)
    assert {cell.element.kind for cell in cells} == {ElementKind.SEAT, ElementKind.LAVATORY, ElementKind.CLOSET}


def test_larger_seats_keep_the_order_and_stand_apart() -> None:
    drawn = cabin(row("ABC", "DEF", "HJK", number=1), row("AC", "DEF", "HK", number=2), wings=(0, 1))
    small, large = place(drawn), place(drawn, more=6)
    assert (small.cell, large.cell) == (26, 32)
    assert [cell.element for cell in small.cells] == [cell.element for cell in large.cells]
    cells = large.cells
    assert not any(overlap(one, other) for one in cells for other in cells if one is not other)


def test_a_bassinet_lines_up_with_the_seat_behind_it() -> None:
    placed = place(
        cabin(row("-b", "-b-", "b-"), row("AC", "DEF", "HK", number=28), row("ABC", "DEF", "HJK", number=29))
    )
    cots = sorted(cell.y for cell in placed.cells if cell.element.kind is ElementKind.BASSINET)
    assert cots == [seat(placed, name).y for name in ("28C", "28E", "28H")]
    assert [cell.element.designator for cell in placed.seats if cell.by_bassinet] == ["28C", "28E", "28H"]


def test_letters_that_only_a_few_rows_have_find_their_place() -> None:
    placed = place(cabin(row("AC", "DF", number=1), row("ABC", "DEF", number=2), row("AC", "DF", number=3)))
    assert [mark.text for mark in placed.letters] == list("ABCDEF")


def test_home_and_end_are_the_outer_seats_of_the_row() -> None:
    placed = place(cabin(row("ABC", "DEF", "HJK", number=1), row("AC", "DEF", "HK", number=2)))
    first, last = placed.ends(seat(placed, "2E"))
    assert (first.element.designator, last.element.designator) == ("2A", "2K")


def test_rows_are_numbered_in_each_aisle() -> None:
    placed = place(cabin(row("ABC", "DEF", "HJK", number=28), row("ABC", "DEF", "HJK", number=37)))
    assert [mark.text for mark in placed.numbers] == ["28", "28", "37", "37"]


def test_arrows_cross_the_aisle_and_stop_at_the_skin() -> None:
    placed = place(cabin(row("ABC", "DEF", number=1), row("ABC", "DEF", number=2)))
    assert placed.step(seat(placed, "1C"), Direction.DOWN) == seat(placed, "1D")
    assert placed.step(seat(placed, "1C"), Direction.RIGHT) == seat(placed, "2C")
    assert placed.step(seat(placed, "1A"), Direction.UP) is None
    assert placed.step(seat(placed, "1A"), Direction.LEFT) is None


PRICES = st.lists(st.decimals(0, 500, places=2), max_size=40)


@given(PRICES)
def test_bands_cover_every_price_in_order(prices: list[Decimal]) -> None:
    found = bands(prices)
    assert len(found) <= MOST_BANDS
    assert all(low <= high for low, high in found)
    assert all(first[1] < then[0] for first, then in itertools.pairwise(found))
    for price in prices:
        number = band_of(price, found)
        if price == 0:
            assert number == 0
        else:
            low, high = found[number - 1]
            assert low <= price <= high


def test_bands_are_cut_at_the_largest_gaps() -> None:
    prices = [Decimal(price) for price in (20, 21, 30, 31, 45, 0)]
    assert bands(prices) == (
        (Decimal(20), Decimal(21)),
        (Decimal(30), Decimal(31)),
        (Decimal(45), Decimal(45)),
    )


def test_a_seat_is_found_by_its_designator_and_restricted_ones_are_not_for_sale() -> None:
    restricted = Element(ElementKind.RESTRICTED, "1B", services=(SeatService("s", "pas_1", Money.of("1", "GBP")),))
    free = Element(ElementKind.SEAT, "1A", services=(SeatService("t", "pas_1", Money.of("1", "GBP")),))
    seats = SeatMap("sea", "seg", "sli", (cabin(Row(((free, restricted), ()))),))
    assert seats.find("1A") is free
    assert seats.find("1B") is None
    assert restricted.service_for("pas_1") is None
    assert free.service_for("pas_2") is None


@pytest.mark.parametrize(
    ("designators", "number"), [(["28A", "28B"], "28"), (["", "7F"], "7"), (["", ""], ""), ([], "")]
)
def test_a_row_is_numbered_by_its_first_seat(designators: list[str], number: str) -> None:
    kinds = [ElementKind.SEAT if one else ElementKind.EMPTY for one in designators]
    section = tuple(Element(kind, one) for kind, one in zip(kinds, designators, strict=True))
    assert Row((section,)).number == number
