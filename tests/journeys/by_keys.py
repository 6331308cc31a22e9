"""What a person with a keyboard and no mouse does in the window, for the journeys that are walked so."""

from tests.journeys.real_desk import RealDesk

_AMELIA = (
    ("Given name", "Amelia"),
    ("Family name", "Earhart"),
    ("Gender", "f"),
    ("Born", "24jul87"),
    ("E-mail", "amelia@example.com"),
    ("Phone", "020 8016 0508"),
)


def go_to(desk: RealDesk, name: str, *, back: bool = False) -> None:
    """Tab until the keyboard is there, or Shift+Tab."""
    for _ in range(40):
        if desk.has_focus(name):
            return
        desk.key("shift+Tab" if back else "Tab")
    raise AssertionError(f"no Tab led to {name}")


def walk_to(desk: RealDesk, row: str) -> None:
    """Down the list: which offer is on top depends on the day's fares."""
    for _ in range(20):
        if desk.has_focus(row):
            return
        desk.key("Down")
    desk.until_focus(row)


def search(desk: RealDesk, *, out: str = "+20", back: str = "+27") -> None:
    """London to New York and back, from the empty page to the first row."""
    desk.until_focus("From")
    for field, text in (("From", "lhr"), ("To", "JFK"), ("Depart", out), ("Return date", back)):
        go_to(desk, field)
        desk.type(text)
    desk.key("Tab")
    assert "Heathrow" in desk.read("From")
    desk.key("ctrl+Return")
    desk.wait("All sources answered*")
    desk.until_focus("*, out *")


def to_payment(desk: RealDesk) -> str:
    """From the rows to the payment of an offer that can be held; what its button says."""
    walk_to(desk, "Duffel Airways, out*")
    desk.key("Return")
    desk.until_focus("Given name")
    _name_amelia(desk)
    desk.key("ctrl+Return")
    desk.wait("Continue without seats")
    desk.key("ctrl+Return")
    return desk.wait("Pay £*")


def _name_amelia(desk: RealDesk) -> None:
    for field, text in _AMELIA:
        go_to(desk, field)
        desk.type(text)
    for _ in range(6):
        desk.key("shift+Tab")
    desk.type("ms")
    desk.key("Tab")
