"""Seating a party: as stated, against every other way to seat it, on cabins of all shapes."""

import itertools
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.travel.money import Money
from agentdesk.travel.party_seating import Sitting, Wish, seat_party, seating
from agentdesk.travel.seat_layout import Cell, PlacedCabin, place
from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row, SeatService, Sitter, why_not

RECORDED = Path(__file__).parent.parent / "duffel" / "payloads"
ADULTS_ONLY = ("Passenger must be an adult",)


def seat(name: str, prices: Sequence[str | None], disclosures: tuple[str, ...] = ()) -> Element:
    """A seat with a price for each passenger p0, p1 ...; None: not for them."""
    services = tuple(
        SeatService(f"ase_{name}_{number}", f"p{number}", Money.of(price, "GBP"))
        for number, price in enumerate(prices)
        if price is not None
    )
    return Element(ElementKind.SEAT, name, disclosures=disclosures, services=services)


def cabin_of(*rows: Sequence[Sequence[Element]]) -> PlacedCabin:
    return place(CabinMap(0, "economy", len(rows[0]) - 1, None, tuple(Row(tuple(map(tuple, row))) for row in rows)))


def party(*kinds: str) -> tuple[Sitter, ...]:
    """ "a" adult, "i" adult with an infant, "c" child."""
    return tuple(Sitter(f"p{number}", kind != "c", kind == "i") for number, kind in enumerate(kinds))


def names(sitting: Sitting | None) -> dict[str, str]:
    assert sitting is not None
    return {who: cell.element.designator for who, cell in sitting.seats}


@st.composite
def flights(draw: st.DrawFn) -> tuple[PlacedCabin, tuple[Sitter, ...]]:
    """Small cabins with holes, prices that differ by passenger, and conditions; parties of one to four."""
    who = party(*draw(st.lists(st.sampled_from("aaci"), min_size=1, max_size=4)))
    shape = draw(st.sampled_from([("AB", "CD"), ("AC", "DEF"), ("A", "DE", "K")]))
    price = st.sampled_from([None, "0.00", "9.99", "12.50", "20.00", "20.00"])
    said = st.sampled_from([(), (), (), ADULTS_ONLY, ("No infants",)])
    rows = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        row = []
        for letters in shape:
            part = []
            for letter in letters:
                free = draw(st.booleans()) or draw(st.booleans())
                prices = [draw(price) for _ in who] if free else [None for _ in who]
                part.append(seat(f"{number}{letter}", prices, draw(said)))
            row.append(part)
        rows.append(row)
    return cabin_of(*rows), who


def every_way(cabin: PlacedCabin, who: Sequence[Sitter]) -> Iterator[tuple[Cell, ...]]:
    able = [[cell for cell in cabin.seats if may_sit(cell, one)] for one in who]
    for cells in itertools.product(*able):
        if len(set(map(id, cells))) == len(cells):
            yield cells


def may_sit(cell: Cell, one: Sitter) -> bool:
    return why_not(cell.element, one, near_exit=cell.near_exit) is None


def cost(cells: Sequence[Cell], who: Sequence[Sitter]) -> Decimal:
    services = [cell.element.service_for(one.passenger_id) for cell, one in zip(cells, who, strict=True)]
    return sum((one.price.amount for one in services if one is not None), Decimal(0))


def troubles(cells: Sequence[Cell], who: Sequence[Sitter]) -> tuple[int, int]:
    """How far children are from adults (3 none beside, 1 across an aisle), and how many sit alone."""
    near = {
        (one, other): 2 if cells[one].section == cells[other].section else 1
        for one, other in itertools.permutations(range(len(cells)), 2)
        if cells[one].row == cells[other].row and abs(cells[one].track - cells[other].track) == 1
    }
    child = 0
    for number, one in enumerate(who):
        if not one.is_adult:
            best = max((near.get((number, other), 0) for other, it in enumerate(who) if it.is_adult), default=0)
            child += {0: 3, 1: 1, 2: 0}[best]
    alone = sum(not any((number, other) in near for other in range(len(who))) for number in range(len(who)))
    return child, alone


@given(flights())
@settings(max_examples=250, deadline=None)
def test_the_cheapest_seating_is_the_best_of_all_ways(flight: tuple[PlacedCabin, tuple[Sitter, ...]]) -> None:
    cabin, who = flight
    found = seat_party([cabin], who, Wish.CHEAPEST)
    ways = [(*troubles(cells, who), cost(cells, who)) for cells in every_way(cabin, who)]
    assert (found is None) == (not ways)
    if found is not None:
        cells = [cell for _, cell in found.seats]
        assert (*troubles(cells, who), cost(cells, who)) == min(ways)


@given(flights(), st.sampled_from(Wish))
@settings(max_examples=250, deadline=None)
def test_nobody_sits_twice_nor_where_they_may_not_and_the_price_is_the_sum(
    flight: tuple[PlacedCabin, tuple[Sitter, ...]], wish: Wish
) -> None:
    cabin, who = flight
    found = seat_party([cabin], who, wish)
    if found is None:
        return
    assert [one for one, _ in found.seats] == [one.passenger_id for one in who]
    cells = [cell for _, cell in found.seats]
    assert len({cell.element.designator for cell in cells}) == len(who)
    assert all(may_sit(cell, one) for cell, one in zip(cells, who, strict=True))
    assert found.price == cost(cells, who)


@given(flights())
@settings(max_examples=250, deadline=None)
def test_nobody_is_alone_who_need_not_be_and_closest_is_never_lonelier(
    flight: tuple[PlacedCabin, tuple[Sitter, ...]],
) -> None:
    cabin, who = flight
    least = min((troubles(cells, who) for cells in every_way(cabin, who)), default=None)
    for wish in Wish:
        found = seat_party([cabin], who, wish)
        if found is None:
            assert least is None
            continue
        cells = [cell for _, cell in found.seats]
        assert troubles(cells, who) == least
        assert len(found.alone) == troubles(cells, who)[1]
        assert bool(found.apart) == any(
            not one.is_adult and troubles([cells[number]], [one])[0] and one.passenger_id in found.apart
            for number, one in enumerate(who)
        )


@given(flights())
@settings(max_examples=150, deadline=None)
def test_the_cheapest_is_never_dearer_than_the_closest(flight: tuple[PlacedCabin, tuple[Sitter, ...]]) -> None:
    cabin, who = flight
    cheapest, closest = (seat_party([cabin], who, wish) for wish in (Wish.CHEAPEST, Wish.BEST))
    assert (cheapest is None) == (closest is None)
    if cheapest is not None and closest is not None:
        assert cheapest.price <= closest.price


def test_cheapest_takes_two_rows_where_closest_takes_one() -> None:
    dear = [[seat(f"1{letter}", ["30.00"] * 4) for letter in part] for part in ("ABC", "DEF")]
    cheap = [[seat(f"{row}{letter}", ["10.00"] * 4 if letter in "AB" else [None] * 4) for letter in part]
             for row in (2, 3) for part in ("ABC", "DEF")]  # fmt: skip
    cabin = cabin_of(dear, cheap[:2], cheap[2:])
    who = party("a", "a", "a", "a")
    assert sorted(names(seat_party([cabin], who, Wish.CHEAPEST)).values()) == ["2A", "2B", "3A", "3B"]
    assert {name[0] for name in names(seat_party([cabin], who, Wish.BEST)).values()} == {"1"}


def test_a_child_sits_beside_an_adult_though_it_costs_more() -> None:
    apart = [[seat("1A", ["10.00", "10.00"]), seat("1B", [None, None])], [seat("1C", ["10.00", "10.00"])]]
    beside = [[seat("2A", ["25.00", "25.00"]), seat("2B", ["25.00", "25.00"])], [seat("2C", [None, None])]]
    found = seat_party([cabin_of(apart, beside)], party("a", "c"), Wish.CHEAPEST)
    assert sorted(names(found).values()) == ["2A", "2B"]
    assert found is not None
    assert (found.price, found.apart, found.alone) == (Decimal("50.00"), (), ())


def test_across_the_aisle_is_better_than_apart_and_worse_than_beside() -> None:
    row = [[seat("1A", [None, None]), seat("1B", ["1.00", "1.00"])], [seat("1C", ["1.00", "1.00"])]]
    far = [[seat("2A", ["0.00", "0.00"]), seat("2B", [None, None])], [seat("2C", [None, None])]]
    found = seat_party([cabin_of(row, far)], party("a", "c"), Wish.CHEAPEST)
    assert sorted(names(found).values()) == ["1B", "1C"]
    assert found is not None
    assert found.apart == ("p1",)
    assert found.alone == ()


def test_the_adult_with_an_infant_sits_behind_the_bassinet_where_all_else_is_alike() -> None:
    cot = Row(((Element(ElementKind.EMPTY), Element(ElementKind.BASSINET)), (Element(ElementKind.EMPTY),)))
    rows = (cot, Row(((seat("5A", ["9.00", "9.00"]), seat("5B", ["9.00", "9.00"])), (seat("5C", [None, None]),))))
    cabin = place(CabinMap(0, "economy", 1, None, rows))
    assert names(seat_party([cabin], party("a", "i"), Wish.BEST)) == {"p0": "5A", "p1": "5B"}
    assert names(seat_party([cabin], party("i", "a"), Wish.BEST)) == {"p0": "5B", "p1": "5A"}


def test_exit_rows_and_seats_for_adults_only_are_never_given_to_children() -> None:
    exits = Row(((Element(ElementKind.EXIT),), (Element(ElementKind.EXIT),)))
    near = Row(((seat("2A", ["0.00", "0.00"]), seat("2B", ["0.00", "0.00"])), ()))
    adults = Row(((seat("3A", ["0.00", "0.00"], ADULTS_ONLY), seat("3B", ["0.00", "0.00"], ADULTS_ONLY)), ()))
    plain = Row(((seat("4A", ["7.00", "7.00"]), seat("4B", ["7.00", "7.00"])), ()))
    cabin = place(CabinMap(0, "economy", 1, None, (exits, near, adults, plain)))
    assert sorted(names(seat_party([cabin], party("a", "c"), Wish.CHEAPEST)).values()) == ["4A", "4B"]
    assert sorted(names(seat_party([cabin], party("a", "i"), Wish.CHEAPEST)).values()) == ["3A", "3B"]


def test_a_full_flight_seats_nobody() -> None:
    cabin = cabin_of([[seat("1A", ["1.00", "1.00"])], [seat("1C", [None, None])]])
    assert seat_party([cabin], party("a", "a"), Wish.CHEAPEST) is None


def test_two_decks_are_one_flight() -> None:
    below = cabin_of([[seat("10A", [None, None])], [seat("10C", ["5.00", "5.00"])]])
    above = cabin_of([[seat("60A", ["9.00", "9.00"]), seat("60B", ["9.00", "9.00"])], [seat("60C", [None, None])]])
    assert sorted(names(seat_party([below, above], party("a", "a"), Wish.CHEAPEST)).values()) == ["60A", "60B"]


@pytest.mark.parametrize("wish", Wish)
def test_nine_in_six_hundred_seats_never_hold_a_frame(wish: Wish) -> None:
    """Each piece between two pauses is far below a frame; by the time of the processor, since machines stutter."""
    who = party("a", "a", "a", "i", "i", "c", "c", "c", "c")
    rows = []
    for number in range(1, 61):
        prices = [[None if (number * 7 + place_) % 4 == 0 else f"{10 + (number * place_) % 5 * 5}.50"] * 9
                  for place_ in range(10)]  # fmt: skip
        elements = [seat(f"{number}{letter}", prices[place_]) for place_, letter in enumerate("ABCDEFGHJK")]
        rows.append([elements[:3], elements[3:7], elements[7:]])
    cabin = cabin_of(*rows)
    pieces: list[float] = []
    work = seating([cabin], who, wish)
    found = None
    while True:
        before = thread_time()
        try:
            next(work)
        except StopIteration as done:
            found = done.value
            break
        finally:
            pieces.append(thread_time() - before)
    assert found is not None
    assert len(found.seats) == 9
    assert found.alone == ()
    assert sorted(pieces)[-3] < 0.016


def test_every_recorded_map_seats_its_buyers_together() -> None:
    count = 0
    for path in sorted(RECORDED.glob("seat-map-*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))["data"]
        for one in data if isinstance(data, list) else [data]:
            for raw in one["cabins"]:
                cabin = place(_read(raw))
                buyers = sorted({one.passenger_id for cell in cabin.seats for one in cell.element.services})
                who = [Sitter(buyer, is_adult=True) for buyer in buyers]
                found = seat_party([cabin], who, Wish.BEST) if who else None
                assert bool(found) == bool(who)
                if found is not None and len(who) > 1:
                    assert found.alone == ()
                    count += 1
    assert count


def _read(raw: dict[str, list[dict[str, list[dict[str, list[dict[str, object]]]]]]]) -> CabinMap:
    rows = tuple(
        Row(tuple(tuple(_element(one) for one in section["elements"]) for section in row["sections"]))
        for row in raw["rows"]
    )
    return CabinMap(0, "economy", 1, None, rows)


def _element(raw: dict[str, object]) -> Element:
    services = raw.get("available_services") or []
    assert isinstance(services, list)
    return Element(
        kind=ElementKind(str(raw["type"])),
        designator=str(raw.get("designator") or ""),
        services=tuple(
            SeatService(one["id"], one["passenger_id"], Money.of(one["total_amount"], one["total_currency"]))
            for one in services
        ),
    )
