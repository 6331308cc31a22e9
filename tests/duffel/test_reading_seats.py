"""The recorded seat maps: every seat, its price and its neighbours."""

from collections import Counter
from decimal import Decimal

import pytest

from agentdesk.duffel.reading_seats import read_seat_map
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.money import Money
from agentdesk.travel.seats import Element, ElementKind, SeatMap
from tests.duffel import recorded


def maps(file: str) -> list[SeatMap]:
    return [read_seat_map(recorded.as_bytes(one)) for one in recorded.data(file)]


def elements(map_: SeatMap) -> list[Element]:
    return [one for cabin in map_.cabins for row in cabin.rows for section in row.sections for one in section]


# file, map, rows, aisles, wings, elements by kind, seats for sale, sum of all prices
SEAT_MAPS = [
    ("seat-map-2-2-and-3-3.json", 0, 13, 1, None, {"seat": 44, "exit_row": 4}, 20, "320"),
    ("seat-map-2-2-and-3-3.json", 1, 26, 1, None, {"seat": 144, "exit_row": 4}, 94, "1130"),
    ("seat-map-3-3-17-rows.json", 0, 17, 1, None, {"seat": 96, "exit_row": 2}, 58, "750"),
    (
        "seat-map-3-3-restricted.json",
        0,
        31,
        1,
        None,
        {"seat": 132, "restricted_seat_general": 30, "exit_row": 4, "lavatory": 2},
        12,
        "90",
    ),
    (
        "seat-map-docs-sample-3-4-3.json",
        0,
        7,
        2,
        (1, 2),
        {"seat": 40, "exit_row": 2, "lavatory": 2, "galley": 3},
        31,
        "540",
    ),
    (
        "seat-map-zz-2-segments-3-3-3.json",
        1,
        27,
        2,
        (0, 1),
        {"empty": 4, "bassinet": 3, "seat": 192, "lavatory": 5, "exit_row": 2, "galley": 3},
        76,
        "3040",
    ),
    (
        "seat-map-zz-dotnet.json",
        0,
        27,
        2,
        (0, 1),
        {"empty": 4, "bassinet": 3, "seat": 192, "lavatory": 5, "exit_row": 2, "galley": 3},
        76,
        "1520",
    ),
]


@pytest.mark.parametrize(("file", "index", "rows", "aisles", "wings", "kinds", "for_sale", "sum_"), SEAT_MAPS)
def test_a_recorded_cabin_is_read_seat_by_seat(
    file: str,
    index: int,
    rows: int,
    aisles: int,
    wings: tuple[int, int] | None,
    kinds: dict[str, int],
    for_sale: int,
    sum_: str,
) -> None:
    map_ = maps(file)[index]
    cabin = map_.cabins[0]
    seats = elements(map_)
    assert (len(cabin.rows), cabin.aisles, cabin.wings, cabin.deck, cabin.cabin_class) == (
        rows,
        aisles,
        wings,
        0,
        "economy",
    )
    assert Counter(one.kind.value for one in seats) == kinds
    assert sum(1 for one in seats if one.services) == for_sale
    assert sum(service.price.amount for one in seats for service in one.services) == Decimal(sum_)


def test_every_recorded_file_is_in_the_table_or_empty() -> None:
    assert {row[0] for row in SEAT_MAPS} | {"seat-map-none-available.json"} == set(recorded.files("seat_maps"))
    assert maps("seat-map-none-available.json") == []


def test_a_seat_knows_who_may_buy_it_at_what_price_and_what_to_be_told() -> None:
    first, second = maps("seat-map-zz-2-segments-3-3-3.json")
    assert (first.segment_id, second.segment_id) == ("seg_0000AUde3Kw81DArIvSiF0", "seg_0000AUde3KwTztSRK1cznF")
    seat = first.find("28C")
    assert seat is not None
    assert seat.disclosures == ("Passenger must be an adult",)
    service = seat.service_for("pas_0000AUde3KY1SptM6ABSfT")
    assert service is not None
    assert (service.id, service.price) == ("ase_0000AUde3N542xVhxDesRk", Money.of("20", "GBP"))
    taken = first.find("28A")
    assert taken is not None
    assert taken.services == ()


def test_a_restricted_seat_is_never_for_sale() -> None:
    said = recorded.data("seat-map-3-3-restricted.json")[0]
    price = {"id": "ase_1", "passenger_id": "pas_1", "total_amount": "0.00", "total_currency": "GBP"}
    for row in said["cabins"][0]["rows"]:
        for section in row["sections"]:
            for one in section["elements"]:
                if one["type"] == "restricted_seat_general":
                    one["available_services"] = [price]
    restricted = [one for one in elements(read_seat_map(recorded.as_bytes(said))) if one.kind is ElementKind.RESTRICTED]
    assert len(restricted) == 30
    assert not any(one.services or one.service_for("pas_1") for one in restricted)


def test_a_free_seat_costs_nothing_and_is_for_sale() -> None:
    free = [one for one in elements(maps("seat-map-3-3-restricted.json")[0]) if one.services]
    assert sum(1 for one in free if one.services[0].price.is_zero) == 9


@pytest.mark.parametrize("odd", [{"type": "jacuzzi"}, {"type": None}, {}, None, "seat", 7, [], {"type": ["seat"]}])
def test_an_odd_element_keeps_its_place_and_loses_nobody_elses(odd: object) -> None:
    said = recorded.data("seat-map-zz-dotnet.json")[0]
    said["cabins"][0]["rows"][5]["sections"][0]["elements"][0] = odd
    map_ = read_seat_map(recorded.as_bytes(said))
    assert map_.cabins[0].rows[5].sections[0][0] == Element(ElementKind.OTHER)
    assert sum(1 for one in elements(map_) if one.kind is ElementKind.SEAT) == 191


@pytest.mark.parametrize("amount", [None, "", "free", 20, "-20.00", "1e2"])
def test_a_seat_whose_price_cannot_be_read_is_not_for_sale(amount: object) -> None:
    said = recorded.data("seat-map-zz-dotnet.json")[0]
    for row in said["cabins"][0]["rows"]:
        for section in row["sections"]:
            for one in section["elements"]:
                for service in one.get("available_services") or []:
                    service["total_amount"] = amount
    map_ = read_seat_map(recorded.as_bytes(said))
    assert sum(1 for one in elements(map_) if one.kind is ElementKind.SEAT) == 192
    assert not any(one.services for one in elements(map_))


def test_rows_and_sections_that_cannot_be_read_stay_blank() -> None:
    said = recorded.data("seat-map-zz-dotnet.json")[0]
    said["cabins"][0]["rows"][3] = None
    said["cabins"][0]["rows"][4]["sections"] = None
    said["cabins"][0]["wings"] = {"first_row_index": None}
    cabin = read_seat_map(recorded.as_bytes(said)).cabins[0]
    assert (len(cabin.rows), cabin.rows[3].sections, cabin.rows[4].sections, cabin.wings) == (27, (), (), None)


def test_a_map_of_no_segment_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read_seat_map(b'{"id": "sea_1", "cabins": []}')
