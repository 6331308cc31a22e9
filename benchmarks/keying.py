"""Key pressed to pixel changed, in the real window on a virtual screen, with a screen reader listening."""

import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from benchmarks.screen import Screen
from tests.journeys.real_desk import RealDesk, real_desk

_REST = 0.12  # seconds between two keys: as fast as a good typist, and long enough for the last one to be over
_WINDOW = (90, 60, 700, 700)  # the middle of the page: neither rail nor clock nor counting minutes


def keys(upstream: str) -> dict[str, tuple[float, float]]:
    """Median and 95th percentile in milliseconds: a letter in a field, a row of the list, a name of a passenger."""
    with tempfile.TemporaryDirectory(prefix="agentdesk-bench-") as folder, real_desk(Path(folder), upstream) as desk:
        screen = Screen(desk.display)
        try:
            return _measured(desk, screen)
        finally:
            screen.close()


def _measured(desk: RealDesk, screen: Screen) -> dict[str, tuple[float, float]]:
    desk.press("This session only")
    desk.wait("New search")
    seen = {}
    desk.write("From", "")
    seen["a letter typed into the search"] = _spread(screen, [*"london", *["BackSpace"] * 6] * 3)
    for field, text in (("From", "LHR"), ("To", "JFK"), ("Depart", "+20"), ("Return date", "+27")):
        desk.write(field, text)
    desk.press("Search")
    desk.wait("All * answered*", 30)
    seen["the next row among the offers"] = _spread(screen, ["Down"] * 40)
    desk.key("Return")
    desk.wait("Who travels")
    desk.write("Given name", "")
    seen["a letter of a passenger's name"] = _spread(screen, [*"amelia", *["BackSpace"] * 6] * 3)
    return seen


def _spread(screen: Screen, pressed: list[str]) -> tuple[float, float]:
    took = []
    for key in pressed:
        took.append(screen.key_to_pixel(key, _WINDOW))
        time.sleep(_REST)
    return median(took), quantiles(took, n=20)[-1]
