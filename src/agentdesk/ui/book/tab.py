"""One booking tab: its draft, what was read for it from the airlines, and the errands it owns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from agentdesk.desk.desk import Desk
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.booking import Draft
from agentdesk.travel.offers import Offer
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.travel.seats import SeatMap
from agentdesk.ui.errands import Errands
from agentdesk.ui.theme import Theme


@dataclass(slots=True)
class Found:
    """What a search has brought so far; lives in memory and is read again after a restart."""

    offers: list[Offer] = field(default_factory=list)
    sources: int = 0
    answered: int = 0
    unreadable: int = 0
    running: bool = False


@dataclass(slots=True)
class LiveConsent:
    """Whether the agent has typed the word for live sales in this session; shared by all tabs."""

    confirmed: bool = False


class Tab(QObject):
    """Holds the draft of one booking; pages fold their input into it and hear when it was replaced."""

    draft_changed = Signal()
    found_changed = Signal()  # offers arrived, or the search ended
    trouble = Signal(object)  # a TravelError that concerns the whole tab
    wants_tab = Signal(object)  # a Draft that is to be worked on in a tab of its own ('Book again')
    wants_order = Signal(str)  # the id of an order that is to be shown

    def __init__(
        self,
        draft: Draft,
        *,
        desk: Desk,
        places: PlaceIndex,
        theme: Theme,
        errands: Errands,
        app_errands: Errands,
        preferences: Callable[[], Preferences],
        live: LiveConsent | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.draft = draft
        self.desk = desk
        self.places = places
        self.theme = theme
        self.errands = errands  # end with the tab
        self.app_errands = app_errands  # end with the application: whatever has been sent runs here
        self.preferences = preferences
        self.live = live or LiveConsent()
        self.found = Found()
        self.seat_maps: tuple[SeatMap, ...] | None = None  # of draft.offer; None while not read

    def fold(self, draft: Draft) -> None:
        """Replace the draft; everybody who shows it hears, and the window saves it shortly."""
        if draft != self.draft:
            self.draft = draft
            self.draft_changed.emit()

    def now(self) -> datetime:
        """By the upstream's clock, aware UTC."""
        return self.desk.clock()
