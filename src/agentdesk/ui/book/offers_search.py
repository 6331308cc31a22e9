"""The search of a booking tab: what has come, what waits to be shown, and how it stands."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from agentdesk.desk.ports import Batch
from agentdesk.travel.errors import TravelError
from agentdesk.ui.book.tab import Found, Tab

_ERRAND = "search"


class OfferSearch(QObject):
    """Asks the airlines, or reads back what was found before; says `arrived` with new offers, `changed` with the rest.

    It belongs to its tab: leaving the page does not end it. `tab.found` holds what has come.
    """

    arrived = Signal(object)  # a tuple of Offer
    changed = Signal()

    def __init__(self, tab: Tab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self.started: datetime | None = None
        self.ended: datetime | None = None
        self.trouble: TravelError | None = None  # what ended it, if not its own end
        self.was_stopped = False
        self.was_read_back = False

    @property
    def is_running(self) -> bool:
        return self._tab.found.running

    @property
    def going_on(self) -> timedelta:
        """How long it has been asked for."""
        return self._tab.now() - self.started if self.started is not None else timedelta()

    def start(self) -> None:
        """Read back what was found before a restart, else ask the airlines."""
        self.started, self.ended, self.trouble = self._tab.now(), None, None
        self.was_stopped, self.was_read_back = False, bool(self._tab.draft.offer_request_id)
        work = self._read_back() if self.was_read_back else self._ask()
        self._tab.errands.run(work, replacing=_ERRAND)

    def stop(self) -> None:
        """Ask no further; what has come stays."""
        self.was_stopped = True
        self._tab.errands.stop(_ERRAND)

    async def _ask(self) -> None:
        search = self._tab.draft.search
        assert search is not None
        found = self._begin()
        try:
            async for batch in self._tab.desk.searching.find(search):
                self._take(found, batch)
        except TravelError as trouble:
            self.trouble = trouble
        finally:
            self._end(found)

    async def _read_back(self) -> None:
        found = self._begin()
        try:
            offers = await self._tab.desk.searching.found_before(self._tab.draft.offer_request_id)
            found.sources = found.answered = 1
            found.offers.extend(offers)
            self.arrived.emit(offers)
        except TravelError as trouble:
            self.trouble = trouble
        finally:
            self._end(found)

    def _begin(self) -> Found:
        found = self._tab.found = Found(running=True)
        self.changed.emit()
        return found

    def _take(self, found: Found, batch: Batch) -> None:
        found.offers.extend(batch.offers)
        found.sources, found.answered = batch.sources, batch.answered
        found.unreadable += batch.unreadable
        if batch.request_id and batch.request_id != self._tab.draft.offer_request_id:
            self._tab.fold(replace(self._tab.draft, offer_request_id=batch.request_id))
        self.arrived.emit(batch.offers)
        self.changed.emit()

    def _end(self, found: Found) -> None:
        """A search that another has replaced says nothing any more."""
        found.running = False
        if self._tab.found is found:
            self.ended = self._tab.now()
            self.changed.emit()
