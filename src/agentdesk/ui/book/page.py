"""What every step of the booking wizard is: a page over one tab's draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agentdesk.travel.booking import Step
from agentdesk.ui.book.tab import Tab


@dataclass(frozen=True, slots=True)
class KeyHelp:
    """A line of the key list (F1): the keys as printed on them, and what they do."""

    keys: str
    does: str


class Page(QWidget):
    """A step of the booking; says `ready` whenever what it holds becomes enough, or stops being so.

    A page folds each input into `tab.draft` by `tab.fold(...)`, so nothing typed is lost by stepping away, closing or
    a crash. It knows the tab and the desk behind it, never the window.
    """

    ready = Signal(bool)
    goes_on = Signal(Step)  # the agent is done here and wants this step (Enter on an offer, 'Search again', ...)

    points_at = Signal(object)  # an Offer that the agent only looks at: the trip panel shows it; None ends that

    covers_trip = Signal()  # `trip_from` has changed

    step: Step
    trip_from = 0  # pixels of the booking's width from which the trip stands beside this page
    keys: Sequence[KeyHelp] = ()

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab = tab

    def enter(self) -> None:
        """The page comes on screen: show the draft as it is now, start what must be read, set the first focus."""

    def leave(self) -> None:
        """The page goes off screen: put scroll and focus into the draft's looks."""

    def cover_trip(self, *, until: int) -> None:
        """Take the place of the trip panel while the booking is narrower than `until`; 0 gives it back."""
        if until != self.trip_from:
            self.trip_from = until
            self.covers_trip.emit()

    def uncover_trip(self) -> None:
        """The agent asks for the trip: put away what took its place."""

    def missing(self) -> str:
        """What is still missing in the agent's words ("3 things to complete"); "" when the page is complete."""
        return ""

    def primary_text(self) -> str:
        """The words on the one filled button at the foot of the trip panel; "" hides it."""
        return ""

    def primary_spends(self) -> bool:
        """Whether that button spends money: then it wears the environment's colour and is never a default."""
        return False

    def note(self) -> str:
        """One line above the button when nothing is missing: what happens next."""
        return ""

    def aside(self) -> QWidget | None:
        """What stands in the trip panel while no flights are chosen; None leaves that to the panel."""
        return None

    def go_on(self) -> None:
        """The primary button was pressed (or Ctrl+Enter) while the page was complete."""
        raise NotImplementedError
