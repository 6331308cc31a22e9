"""Says when this computer's clock is wrong: the desk goes by the upstream's, and the agent should know of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from agentdesk.desk.desk import Desk
from agentdesk.ui import words
from agentdesk.ui.main_window import MainWindow

APART = timedelta(minutes=2)
"""From here on it is said: an answer takes its time on the way, and deadlines are told in minutes."""


def machine_now() -> datetime:
    return datetime.now(UTC)


class WrongClock:
    """Asked again with every look at the clock: told when the upstream's is heard first, shown for as long as it lasts.

    One that is set wrong later is shown only: whoever has set it knows.
    """

    def __init__(self, window: MainWindow, desk: Desk, own: Callable[[], datetime] = machine_now) -> None:
        self._window, self._desk, self._own = window, desk, own
        self._is_known = False

    @property
    def is_known(self) -> bool:
        """Whether it could be compared once."""
        return self._is_known

    def look(self) -> str:
        """What is wrong with this computer's clock, in words; "" while it is right or nobody knows."""
        if not self._desk.airline.knows_time:
            return ""
        off = self._own() - self._desk.clock()
        is_first, self._is_known = not self._is_known, True
        if abs(off) < APART:
            return ""
        said = f"This computer's clock is {apart(abs(off))} {'ahead' if off > timedelta() else 'behind'}"
        if is_first:
            text = "AgentDesk goes by the airline's: deadlines and prices are right. Set it when you can."
            self._window.toasts.tell("warn", said, text, icon="clock")
        return said


def apart(off: timedelta) -> str:
    """'3 h 05', '12 days'."""
    return words.count(off.days, "day") if off >= timedelta(days=2) else words.duration(off)
