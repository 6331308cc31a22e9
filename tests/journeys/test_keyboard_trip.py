"""No hand on the mouse: real keys in a real window, from an empty search to a ticket."""

from pathlib import Path

from tests.journeys.real_desk import RealDesk, real_desk
from tests.practice_airline import Practice


def test_a_trip_is_sold_with_the_keyboard_alone(practice: Practice, tmp_path: Path) -> None:
    with real_desk(tmp_path / "data", practice.url) as desk:
        _go_to(desk, "This session only")
        desk.key("space")
        desk.until_focus("From")
        for field, text in (("From", "lhr"), ("To", "JFK"), ("Depart", "+20"), ("Return date", "+27")):
            _go_to(desk, field)
            desk.type(text)
        desk.key("Tab")
        assert "Heathrow" in desk.read("From")
        desk.key("ctrl+Return")
        desk.wait("All sources answered*")
        desk.until_focus("*, out *")
        _walk_to(desk, "Duffel Airways, out*")
        desk.key("Return")
        desk.until_focus("Given name")
        _name_amelia(desk)
        desk.key("ctrl+Return")
        desk.wait("Continue without seats")
        desk.key("ctrl+Return")
        total = desk.wait("Pay £*")
        _go_to(desk, total)
        desk.key("Return", "Return")
        desk.wait("Booking reference")
        orders = practice.books()["orders"]
        assert len(orders) == 1, "Enter twice pays once"
        assert orders[0]["booking_reference"] in desk.names()
        assert total.startswith(f"Pay £{orders[0]['total_amount']}")


def _name_amelia(desk: RealDesk) -> None:
    for field, text in (
        ("Given name", "Amelia"),
        ("Family name", "Earhart"),
        ("Gender", "f"),
        ("Born", "24jul87"),
        ("E-mail", "amelia@example.com"),
        ("Phone", "020 8016 0508"),
    ):
        _go_to(desk, field)
        desk.type(text)
    for _ in range(6):
        desk.key("shift+Tab")
    desk.type("ms")
    desk.key("Tab")


def _walk_to(desk: RealDesk, row: str) -> None:
    """Down the list: which offer is on top depends on the day's fares."""
    for _ in range(20):
        if desk.has_focus(row):
            return
        desk.key("Down")
    desk.until_focus(row)


def _go_to(desk: RealDesk, name: str) -> None:
    """Tab until the keyboard is there."""
    for _ in range(30):
        if desk.has_focus(name):
            return
        desk.key("Tab")
    raise AssertionError(f"no Tab led to {name}")
