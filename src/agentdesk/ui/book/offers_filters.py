"""The filters of one tab's offers: kept in its draft, counted while nothing else is to be done."""

from collections.abc import Iterator
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from agentdesk.travel.offer_filters import Filters, wanted_still, written
from agentdesk.ui.book.offers_board import OfferBoard
from agentdesk.ui.book.page_keys import on_key
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.lists.filter_pane import FilterPane

SHOW_ALL = "Ctrl+Backspace"
_LOOK = "offers.filters"
_AT_ONCE = 32  # offers read for counting at a time
_SLICE = 0.005  # seconds between two events, for counting and for showing what was counted


class OffersFilters(QObject):
    """Says `changed` when other offers are wanted; the pane shows counts as soon as they are known."""

    changed = Signal()

    def __init__(self, tab: Tab, page: QWidget, board: OfferBoard) -> None:
        super().__init__(page)
        self._tab, self._board = tab, board
        self.pane = FilterPane(tab.theme, page)
        self.pane.changed.connect(self._set)
        self.pane.give_way_to(board.list)
        board.changed.connect(self.count_soon)
        on_key(page, SHOW_ALL, self.pane.clear)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._go_on)
        self._showing: Iterator[None] | None = None

    @property
    def filters(self) -> Filters:
        return self.pane.filters

    def recall(self) -> bool:
        """Those set in this tab before, as far as they still apply; whether they differ from what is shown."""
        search = self._tab.draft.search
        kept = wanted_still(self._tab.draft.look(_LOOK), search) if search is not None else Filters()
        if kept == self.pane.filters:
            return False
        self.pane.put(kept)
        self._keep()
        return True

    def count_soon(self) -> None:
        """Count anew and show it, both in slices between other events."""
        self._showing = None
        self._idle.start(0)

    def _go_on(self) -> None:
        until = monotonic() + _SLICE
        while monotonic() < until:
            if not self._step():
                return
        self._idle.start(0)

    def _step(self) -> bool:
        """Read some offers or show a section; whether there is more to do."""
        if self._showing is None:
            model = self._board.model
            if model.take_in(_AT_ONCE):
                self._showing = self.pane.showing(model.facets(), model.slice_count)
            return True
        if next(self._showing, self) is None:
            return True
        self._showing = None
        return False

    def _set(self) -> None:
        self._keep()
        self.changed.emit()

    def _keep(self) -> None:
        search = self._tab.draft.search
        if search is not None:
            self._tab.fold(self._tab.draft.with_look(_LOOK, written(self.pane.filters, search)))
