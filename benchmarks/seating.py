"""A cabin from data in hand to painted seats, and one seat picked."""

from decimal import Decimal
from statistics import median

from agentdesk.travel.money import Money
from agentdesk.travel.seat_layout import bands, place
from agentdesk.travel.seats import CabinMap, Element, ElementKind, Row, SeatService
from agentdesk.ui.widgets.seat_map import SeatMapView, look_of
from benchmarks.windows import milliseconds, settle, shown, themed

_BUYER = "pas_1"


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
    for _ in range(runs):
        view = SeatMapView(themed())
        window = shown(view)
        holders: dict[str, tuple[str, str]] = {}

        def fill(view: SeatMapView = view, holders: dict[str, tuple[str, str]] = holders) -> None:
            placed = place(drawn)
            prices = bands(one.price.amount for cell in placed.seats for one in cell.element.services)
            view.show_cabin(placed)
            view.add_seats(placed.seats, lambda cell: look_of(cell, _BUYER, holders, prices))
            view.seat_pressed.connect(
                lambda name: (
                    holders.update({name: (_BUYER, "AE")}),
                    view.refresh(lambda cell: look_of(cell, _BUYER, holders, prices)),
                )
            )

        painted.append(milliseconds(fill))
        picked.append(milliseconds(lambda view=view: view.seat_pressed.emit("7B")))
        assert holders
        window.close()
        window.deleteLater()
        settle()
    return median(painted), median(picked)
