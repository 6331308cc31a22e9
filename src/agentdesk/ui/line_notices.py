"""The line to the upstream in the window: the strip always says how it is, a notice when nobody was waiting for it."""

from agentdesk.desk.news import LineBack, LineLost
from agentdesk.travel.environment import World
from agentdesk.ui.book.speaker import announce_line
from agentdesk.ui.main_window import MainWindow

_NAMES = {World.PRACTICE: "Practice airline", World.TEST: "Duffel, test mode", World.LIVE: "Duffel"}


class LineNotices:
    """Shows one world's line; `show` is also how it starts."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._world = World.PRACTICE
        self._was_told = False

    def show(self, world: World, *, works: bool) -> None:
        self._world = world
        name = _NAMES[world]
        self._window.status.show_line(name if works else f"{name}: no answer, looking again", works=works)

    def lost(self, notice: LineLost) -> None:
        """Where somebody waited for an answer, the page says it; otherwise what can be done without a line."""
        self.show(self._world, works=False)
        self._was_told = not notice.asked
        if notice.asked:
            announce_line(notice, self._window)
            return
        text = "Orders can be read, passengers named, papers printed. Searching and paying wait; it is tried again."
        self._window.toasts.tell("warn", "The airline does not answer", text, icon="wifi-off")

    def back(self, notice: LineBack) -> None:
        self.show(self._world, works=True)
        if self._was_told:
            self._window.toasts.tell("good", "The line is back", "Searching and paying go on.", icon="wifi")
        else:
            announce_line(notice, self._window)
