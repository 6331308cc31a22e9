"""Seat maps: the cabins of each flight, what is taken, what a seat costs, and for whom it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentdesk.practice.carriers import DUFFEL, aircraft_types, layout
from agentdesk.practice.extras import NO_SERVICES_ROUTE
from agentdesk.practice.fares import CHILD, INFANT, Fare, cabin_on
from agentdesk.practice.flights import Flight
from agentdesk.practice.searches import Search
from agentdesk.practice.shapes import Json, share
from agentdesk.practice.travellers import Traveller

_FACILITIES = {
    "L": "lavatory",
    "G": "galley",
    "C": "closet",
    "T": "stairs",
    "B": "bassinet",
    "E": "empty",
    "X": "exit_row",
}
_UNLUCKY_ROW = 13
_EXIT_DISCLOSURES = ["Passenger must be an adult", "Passenger must be able and willing to assist the crew"]
_DUFFEL_PENCE = 2000


@dataclass(frozen=True)
class Row:
    """A row of a cabin: its sections as strings of letters or facilities, and its number when it has seats."""

    sections: tuple[str, ...]
    number: int | None
    by_exit: bool = False


@dataclass(frozen=True)
class Seat:
    """A seat as it stands in the aircraft, before anybody's price is known."""

    designator: str
    by_exit: bool
    bassinet: bool
    front: bool


def rows_of(cabin: Json) -> Iterator[Row]:
    """The rows of a layout's cabin. `/L|G` is a row of facilities, `4-9` rows of seats, `10!` one by an exit,
    `26:ABC|DEF#` one with letters of its own (`_` is a gap, `#` makes the seat before it unsaleable)."""
    letters = tuple(cabin["letters"].split())
    for token in cabin["rows"]:
        if token.startswith("/"):
            yield Row(tuple(part.replace("-", "") for part in token[1:].split("|")), None)
            continue
        numbers, _, own = token.partition(":")
        by_exit = numbers.endswith("!")
        first, _, last = numbers.rstrip("!").partition("-")
        for number in range(int(first), int(last or first) + 1):
            if number != _UNLUCKY_ROW:
                yield Row(tuple(own.split("|")) if own else letters, number, by_exit)


def seat_maps(search: Search, index: int, sold: dict[str, list[str]]) -> list[Json]:
    """One map per segment that has one. `sold` names the seats this world has sold, by flight key."""
    fare = search.fares[index]
    if search.route == NO_SERVICES_ROUTE:
        return []
    maps: list[Json] = []
    number = 0
    for slice_number, journey in enumerate(fare.slices):
        for flight in journey.flights:
            if has_map(flight, fare):
                taken = frozenset(sold.get(flight.key, ()))
                maps.append(_seat_map(search, index, slice_number, number, flight, taken))
            number += 1
    return maps


def has_map(flight: Flight, fare: Fare) -> bool:
    """Some airlines show no maps, and some flights none today."""
    if flight.carrier == DUFFEL:
        return True
    return "nomap" not in fare.seller.flags and share("map", flight.key) >= 70


def _seat_map(
    search: Search, index: int, slice_number: int, number: int, flight: Flight, taken: frozenset[str]
) -> Json:
    fare = search.fares[index]
    cabin_class = cabin_on(flight, fare.brand.cabin)
    cabins = [
        cabin for cabin in layout(aircraft_types()[flight.aircraft].layout) if cabin["cabin_class"] == cabin_class
    ]
    drawing = _Drawing(search, index, number, flight, taken)
    return {
        "id": search.id("sea", index * 100 + number),
        "slice_id": search.id("sli", index * 100 + slice_number),
        "segment_id": search.id("seg", index * 100 + number),
        "cabins": [drawing.cabin(cabin) for cabin in cabins],
    }


class _Drawing:
    """Draws the cabins of one flight for one offer, counting seats so that each has ids of its own."""

    def __init__(self, search: Search, index: int, number: int, flight: Flight, taken: frozenset[str]) -> None:
        self._search, self._fare, self._flight, self._taken = search, search.fares[index], flight, taken
        self._first_id = (index * 100 + number) * 10_000
        self._seats = 0
        self._full = 350 + share("full", flight.key) * 4 // 10

    def cabin(self, cabin: Json) -> Json:
        rows = list(rows_of(cabin))
        shown = []
        front = {row.number for row in [row for row in rows if row.number][:5]}
        for place, row in enumerate(rows):
            above = rows[place - 1] if place else None
            shown.append({"sections": [{"elements": e} for e in self._sections(row, above, row.number in front)]})
        return {
            "deck": cabin["deck"],
            "cabin_class": cabin["cabin_class"],
            "aisles": len(cabin["letters"].split()) - 1,
            "wings": _wings(cabin, rows),
            "rows": shown,
        }

    def _sections(self, row: Row, above: Row | None, front: bool) -> Iterator[list[Json]]:
        for place, section in enumerate(row.sections):
            if row.number is None:
                yield [{"type": _FACILITIES[letter]} for letter in section]
                continue
            facing = above.sections[place] if above and above.number is None and place < len(above.sections) else ""
            yield [
                self._element(row, letter, section[at + 1 : at + 2] == "#", facing[at : at + 1] == "B", front)
                for at, letter in enumerate(section)
                if letter != "#"
            ]

    def _element(self, row: Row, letter: str, restricted: bool, bassinet: bool, front: bool) -> Json:
        if letter == "_":
            return {"type": "empty"}
        self._seats += 1
        seat = Seat(f"{row.number}{letter}", row.by_exit, bassinet, front)
        if restricted:
            return _seat_element("restricted_seat_general", seat, None, [])
        return _seat_element("seat", seat, self._name(seat), self._services(seat))

    def _name(self, seat: Seat) -> str | None:
        if self._flight.carrier == DUFFEL:
            return None
        if self._fare.brand.cabin != "economy":
            return ""
        return (
            "EXTRA LEGROOM" if seat.by_exit or seat.bassinet else "PREFERRED SEAT" if seat.front else "SEAT ASSIGNMENT"
        )

    def _services(self, seat: Seat) -> list[Json]:
        if seat.designator in self._taken or share("taken", self._flight.key, seat.designator) < self._full:
            return []
        return [
            {
                "id": self._search.id("ase", self._first_id + self._seats * 10 + place),
                "passenger_id": traveller.id,
                "total_amount": self._search.pence(self._pence(seat, traveller)),
                "total_currency": self._search.currency,
            }
            for place, traveller in enumerate(self._search.travellers)
            if may_sit(traveller, seat)
        ]

    def _pence(self, seat: Seat, traveller: Traveller) -> int:
        if self._flight.carrier == DUFFEL:
            return _DUFFEL_PENCE
        if self._fare.brand.seats_are_free:
            return 0
        if traveller.kind == CHILD and not self._fare.seller.low_cost:
            return 0
        far = self._flight.kilometres > 3500
        roomy = seat.by_exit or seat.bassinet
        if roomy:
            return 6500 if far else 2400
        if seat.front:
            return 3900 if far else 1500
        return 0 if self._fare.brand.kind in ("standard", "plus") and not far else 2200 if far else 850


def may_sit(traveller: Traveller, seat: Seat) -> bool:
    """Infants have no seat of their own; by an exit only grown-ups sit."""
    return traveller.kind != INFANT and not (seat.by_exit and traveller.kind == CHILD)


def _seat_element(kind: str, seat: Seat, name: str | None, services: list[Json]) -> Json:
    disclosures = list(_EXIT_DISCLOSURES) if seat.by_exit else []
    if seat.bassinet:
        disclosures.append("Families with infants may be given this row")
    return {
        "type": kind,
        "designator": seat.designator,
        "name": name,
        "disclosures": disclosures,
        "available_services": services,
    }


def _wings(cabin: Json, rows: list[Row]) -> Json | None:
    if not cabin["wing_rows"]:
        return None
    first, last = cabin["wing_rows"]
    over = [place for place, row in enumerate(rows) if row.number is not None and first <= row.number <= last]
    return {"first_row_index": over[0], "last_row_index": over[-1]}
