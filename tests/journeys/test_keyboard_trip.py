"""No hand on the mouse: real keys in a real window, from an empty search to a ticket."""

from pathlib import Path

from tests.journeys.by_keys import go_to, search, to_payment
from tests.journeys.real_desk import real_desk
from tests.practice_airline import Practice


def test_a_trip_is_sold_with_the_keyboard_alone(practice: Practice, tmp_path: Path) -> None:
    with real_desk(tmp_path / "data", practice.url) as desk:
        go_to(desk, "This session only")
        desk.key("space")
        search(desk)
        total = to_payment(desk)
        go_to(desk, total)
        desk.key("Return", "Return")
        desk.wait("Booking reference")
        orders = practice.books()["orders"]
        assert len(orders) == 1, "Enter twice pays once"
        assert orders[0]["booking_reference"] in desk.names()
        assert total.startswith(f"Pay £{orders[0]['total_amount']}")
