"""A cabin from data in hand to painted seats, and one seat picked."""

from decimal import Decimal
from functools import partial
from statistics import median

from agentdesk.travel.money import Money
from agentdesk.travel.seat_layout import Cell, bands, place
from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row, SeatService, Sitter
from agentdesk.ui.widgets.seat_button import SeatLook, look_of
from agentdesk.ui.widgets.seat_map import SeatMapView
from benchmarks.windows import milliseconds, settle, shown, themed

_BUYER = "pas_1"
_SITTER = Sitter(_BUYER, is_adult=True)


def cabin(rows: int, sections: tuple[str, ...]) -> CabinMap:
    """A cabin such as ("ABC", "DEF") with a price on all seats but each fifth row's."""
    return CabinMap(
        0,
        "economy",
        len(sections) - 1,
        (rows // 3, rows // 2),
        tuple(
            Row(tuple(tuple(_seat(number, letter) for letter in section) for section in sections))
            for number in range(1, rows + 1)
        ),
    )


def _seat(row: int, letter: str) -> Element:
    price = Money(Decimal(10 + row % 4 * 15), "GBP")
    services = (SeatService(f"ase_{row}{letter}", _BUYER, price),) if row % 5 else ()
    return Element(ElementKind.SEAT, f"{row}{letter}", services=services)


def seats(drawn: CabinMap, runs: int = 7) -> tuple[float, float]:
    """Medians of milliseconds: the cabin placed, filled at one go and painted; a seat picked and shown."""
    painted, picked = [], []
    prices = bands(
        one.price.amount for row in drawn.rows for part in row.sections for seat in part for one in seat.services
    )
    for _ in range(runs):
        view = SeatMapView(themed())
        window = shown(view)
        holders: dict[str, tuple[str, str]] = {}

        def look(cell: Cell, holders: dict[str, tuple[str, str]] = holders) -> SeatLook:
            return look_of(cell, _SITTER, holders, prices)

        def pick(name: str, view: SeatMapView = view, holders: dict[str, tuple[str, str]] = holders) -> None:
            holders[name] = (_BUYER, "AE")
            view.refresh(look)

        def fill(view: SeatMapView = view) -> None:
            placed = place(drawn)
            view.show_cabin(placed)
            view.add_seats(placed.seats, look)
            view.seat_pressed.connect(pick)

        painted.append(milliseconds(fill))
        picked.append(milliseconds(partial(view.seat_pressed.emit, "7B")))
        assert holders
        window.close()
        window.deleteLater()
        settle()
    return median(painted), median(picked)
