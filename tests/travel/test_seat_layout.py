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
from agentdesk.travel.seat_layout import MOST_BANDS, Cell, Direction, PlacedCabin, band_of, bands, place, together
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
    assert all(mark.x + mark.width <= placed.width for mark in placed.wings)


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


PARTY = ("pas_1", "pas_2", "pas_3")


def test_a_party_sits_side_by_side_in_the_cheapest_row() -> None:
    dear, cheap = row("ABC", "DEF", number=1, price="30.00", people=PARTY), row("ABC", "dEF", number=2, people=PARTY)
    picks = together(place(cabin(dear, cheap)), PARTY, frozenset({"pas_3"}))
    assert sorted(picks) == sorted(PARTY)
    assert {cell.element.designator for cell in picks.values()} == {"2A", "2B", "2C"}


def test_a_child_sits_beside_an_adult() -> None:
    picks = together(place(cabin(row("ABC", "DEF", number=1, people=PARTY))), PARTY, frozenset({"pas_3"}))
    child = picks["pas_3"].track
    assert any(abs(picks[adult].track - child) == 1 for adult in ("pas_1", "pas_2"))


def test_no_child_is_seated_alone() -> None:
    apart = cabin(row("AbC", "dEf", number=1, people=PARTY), row("Abc", "def", number=2, people=PARTY))
    assert together(place(apart), PARTY, frozenset({"pas_3"})) == {}


@pytest.mark.parametrize("drawn", MAPS)
def test_who_is_seated_together_may_sit_there(drawn: CabinMap) -> None:
    placed = place(drawn)
    buyers = sorted({one.passenger_id for cell in placed.seats for one in cell.element.services})
    picks = together(placed, buyers)
    assert len({cell.element.designator for cell in picks.values()}) == len(picks)
    for passenger_id, cell in picks.items():
        assert cell.element.service_for(passenger_id) is not None
    assert bool(picks) == bool(buyers)


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
