"""The maps of a trip, and what was picked before as the airline sells it now."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from agentdesk.travel.basket import renewed
from agentdesk.travel.errors import TravelError
from agentdesk.ui.book.tab import Tab

_ERRAND = "seat maps"


class SeatsReading(QObject):
    """Reads on the tab's errands; says `came` with what has become of the picks, `failed` with the TravelError.

    What comes for an offer that the agent has left meanwhile is neither kept nor said.
    """

    came = Signal(object)  # Renewed
    failed = Signal(object)

    def __init__(self, tab: Tab, parent: QObject) -> None:
        super().__init__(parent)
        self._tab = tab

    def start(self) -> None:
        """Ask anew; an answer still under way is no longer wanted."""
        self._tab.errands.run(self._read(), replacing=_ERRAND)

    def stop(self) -> None:
        self._tab.errands.stop(_ERRAND)

    def is_chosen(self, offer_id: str) -> bool:
        """Whether this is still the offer of the booking."""
        chosen = self._tab.draft.offer
        return chosen is not None and chosen.id == offer_id

    async def _read(self) -> None:
        offer = self._tab.draft.offer
        assert offer is not None
        searching = self._tab.desk.searching
        try:
            services = offer.services
            if not services or self._tab.draft.bags:  # ids and prices of what was picked change from read to read
                services = (await searching.open(offer.id)).services
            maps = await searching.seat_maps(offer.id)
        except TravelError as trouble:
            if self.is_chosen(offer.id):
                self.failed.emit(trouble)
            return
        chosen = self._tab.draft.offer
        if chosen is None or chosen.id != offer.id:
            return
        news = renewed(replace(self._tab.draft, offer=replace(chosen, services=services)), maps, services)
        self._tab.fold(news.draft)
        self._tab.seat_maps = maps
        self.came.emit(news)
