"""This computer's clock beside the airline's: told once, shown for as long as they differ."""

from datetime import datetime, timedelta

import pytest

from agentdesk.travel.environment import World
from agentdesk.ui.main_window import MainWindow
from agentdesk.ui.wrong_clock import WrongClock, apart
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import a_desk
from tests.gui.dressed import themed
from tests.samples import NOON


async def test_a_wrong_clock_is_told_once_and_shown_until_it_is_right() -> None:
    airline, window = FakeAirline(), MainWindow(themed(), World.PRACTICE)
    own = [NOON + timedelta(hours=-3)]

    def machine() -> datetime:
        return own[0]

    clock = WrongClock(window, a_desk(airline), machine)
    airline.knows_time = False
    assert clock.look() == "", "nobody knows yet which of the two is wrong"
    airline.knows_time = True
    said = "This computer's clock is 3 h 00 behind"
    assert clock.look() == clock.look() == said
    told = [toast.accessibleName() for toast in window.toasts.shown]
    assert told == [f"{said}. AgentDesk goes by the airline's: deadlines and prices are right. Set it when you can."]
    window.status.show_clock("Mon 23 Nov 12:00 London", said)
    window.status.show_clock("Mon 23 Nov 12:01 London")
    own[0] = NOON + timedelta(seconds=90)
    assert clock.look() == ""
    own[0] = NOON + timedelta(minutes=5)
    assert clock.look() == "This computer's clock is 5 min ahead", "set wrong later: shown, and not told again"
    assert len(window.toasts.shown) == 1
    window.toasts.clear()
    window.deleteLater()


@pytest.mark.parametrize(
    ("off", "said"), [(timedelta(minutes=2), "2 min"), (timedelta(hours=30), "30 h 00"), (timedelta(days=3), "3 days")]
)
def test_how_far_they_are_apart_is_said_in_the_largest_fitting_words(off: timedelta, said: str) -> None:
    assert apart(off) == said
