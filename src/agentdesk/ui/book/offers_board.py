"""The rows of offers and the fares that open over them; returns in pairs or slice by slice."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from agentdesk.travel.offer_filters import Filters
from agentdesk.travel.offer_groups import JourneyKey
from agentdesk.travel.offer_sorting import Sort
from agentdesk.travel.offers import Offer
from agentdesk.travel.timeline import minutes_of, scale_of
from agentdesk.ui.book.offers_parts import SlicePicks
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.lists.fare_columns import NEEDS, FareColumns
from agentdesk.ui.lists.offer_delegate import OfferDelegate
from agentdesk.ui.lists.offer_list import OfferList
from agentdesk.ui.lists.offer_model import OfferModel
from agentdesk.ui.widgets.countdown import until_change

_OTHER = Qt.FocusReason.OtherFocusReason
_LONGEST_TICK = 10_000  # milliseconds: rows that are scrolled in may be nearer their end


class OfferBoard(QWidget):
    """Says `pointed` for the fare looked at, `chosen` for the fare taken; everything else stays inside.

    `details_wanted` is Right on a row with one fare, `mark_toggled` Space or a click on a check box, and
    `key_pressed` a single letter that the board does not know.
    """

    pointed = Signal(object)
    chosen = Signal(object)
    details_wanted = Signal(object)
    mark_toggled = Signal(object)
    key_pressed = Signal(str)
    went_out = Signal()  # Left or Escape where nothing was left to close
    changed = Signal()  # other rows are shown
    picked = Signal()  # the agent picked a slice, or gave one back

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = tab.theme
        self._tab = tab
        self._minutes: list[list[float]] = []
        self.model = OfferModel(self, tab.now)
        self.delegate = OfferDelegate(theme, tab.now, self)
        self.list = OfferList(self.model, self.delegate)
        self.picks = SlicePicks(theme)
        self.picks.hide()
        self.picks.given_back.connect(self.give_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picks)
        column.addWidget(self.list, 1)
        self._columns: FareColumns | None = None  # made when fares are first opened
        self._connect()
        theme.changed.connect(self.list.viewport().update)

    def _connect(self) -> None:
        rows = self.list
        rows.pointed.connect(self._pointed)
        rows.chosen.connect(self._enter)
        rows.goes_in.connect(self.open_fares)
        rows.goes_out.connect(self._go_out)
        rows.mark_toggled.connect(self.mark_toggled)
        rows.key_pressed.connect(self.key_pressed)
        rows.resized.connect(self._rescale)
        rows.verticalScrollBar().valueChanged.connect(self._follow_row)

    @property
    def _fares(self) -> FareColumns:
        if self._columns is None:
            fares = self._columns = FareColumns(self._tab.theme, self._tab.now, self)
            fares.pointed.connect(self.pointed)
            fares.chosen.connect(self.chosen)
            fares.mark_toggled.connect(self.mark_toggled)
            fares.closed.connect(self.close_fares)
            fares.moved.connect(self._move_row)
            fares.key_pressed.connect(self.key_pressed)
        return self._columns

    def sizeHint(self) -> QSize:
        return QSize(722, 400)

    # --- what is looked at

    @property
    def current(self) -> Offer | None:
        """The fare that has the keyboard, else the cheapest of the current row."""
        fare = self._columns.current if self._columns is not None else None
        return fare or self.list.current

    @property
    def has_fares_open(self) -> bool:
        return self._columns is not None and not self._columns.isHidden()

    @property
    def must_pick(self) -> bool:
        """Whether the current row is but a part of a journey."""
        return not self.model.is_last

    def focus(self) -> None:
        """Give the keyboard to the rows, or to the open fares."""
        if not self.has_fares_open:
            self.list.setFocus(_OTHER)

    def point_at(self, offer_id: str) -> bool:
        return self.list.point_at(offer_id)

    # --- what is shown

    def clear(self) -> None:
        self.close_fares()
        self.list.was_used = False
        self._minutes.clear()
        self.delegate.forget()
        self.model.put(())
        self._show_picks()

    def add(self, offers: Sequence[Offer]) -> None:
        """Sort more offers in; the current row stays current, and the first is until the list was used."""
        known = {offer.id for offer in self.model.offers}
        fresh = [offer for offer in offers if offer.id not in known]
        if not fresh:
            return
        self.close_fares()
        self._minutes.extend([minutes_of(part) for part in offer.slices] for offer in fresh)
        self.model.add(fresh)
        self._fit()
        self._show_picks()
        if not self.list.was_used or not self.list.currentIndex().isValid():
            self._to_first()
        self.changed.emit()

    def merge(self, offers: Sequence[Offer]) -> None:
        """The same where the agent asked for it: the current row stays where it is on screen."""
        current = self.list.currentIndex()
        top = self.list.visualRect(current).top() if current.isValid() else 0
        self.add(offers)
        current = self.list.currentIndex()
        if current.isValid():
            bar = self.list.verticalScrollBar()
            bar.setValue(bar.value() + self.list.visualRect(current).top() - top)
        self.list.setFocus(_OTHER)

    def arrange(self, sort: Sort, filters: Filters) -> None:
        """Sort and filter anew; the current journey stays current if it is still shown."""
        self.close_fares()
        self.model.arrange(sort, filters)
        if not self.list.currentIndex().isValid():
            self._to_first()
        self.list.scrollTo(self.list.currentIndex())
        self.pointed.emit(self.current)
        self.changed.emit()

    def replace(self, offer: Offer) -> None:
        """Show an offer as the airline gives it now; it stays where the agent is."""
        self.close_fares()
        self.delegate.forget()
        self.model.replace(offer)
        self.point_at(offer.id)
        self.changed.emit()

    def choose_by_slice(self, on: bool) -> None:
        """Rows of whole journeys, or one slice after the other."""
        self._look(by_slice=on, picked=())

    # --- fares

    def open_fares(self) -> None:
        """The fares of the current row beside each other; where there is one only, its details."""
        index = self.list.currentIndex()
        if not index.isValid() or self.has_fares_open:
            return
        if self.must_pick:
            self._enter(self.list.current)
            return
        fares = self.model.fares(index.row())
        if len(fares) == 1:
            self.details_wanted.emit(fares[0])
            return
        self.list.scrollTo(index)
        self._make_room()
        self._place_fares()
        self._fares.open(fares, self.list)

    def close_fares(self) -> None:
        if self.has_fares_open:
            focused = QApplication.focusWidget()
            had_focus = focused is not None and self._fares.isAncestorOf(focused)
            self._fares.hide()
            if had_focus:
                self.list.setFocus(_OTHER)
            self.pointed.emit(self.current)

    def _make_room(self) -> None:
        """Scroll only where the fares fit neither below nor above their row."""
        row, port = self.list.row_box(self.list.currentIndex().row()), self.list.viewport()
        height = _fares_height(row.height())
        beyond = row.bottom() + 1 + height - port.height()
        if beyond > 0 and row.top() < height:
            bar = self.list.verticalScrollBar()
            bar.setValue(bar.value() + min(beyond, row.top()))

    def _place_fares(self) -> None:
        """Below its row, above it where there is no room; over whole rows, so that none is cut."""
        row, port = self.list.row_box(self.list.currentIndex().row()), self.list.viewport()
        height = _fares_height(row.height())
        top = row.bottom() + 1
        if top + height > port.height():
            top = row.top() - height if row.top() >= height else max(port.height() - height, 0)
        corner = port.mapTo(self, port.rect().topLeft())
        self._fares.setGeometry(corner.x(), corner.y() + top, port.width(), height)

    def _follow_row(self) -> None:
        """The list was scrolled: the fares go with their row, and close where it leaves the screen."""
        if self.has_fares_open:
            if self.list.currentIndex().row() in self.list.rows_in_view():
                self._place_fares()
            else:
                self.close_fares()

    def _move_row(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        self.close_fares()
        if 0 <= row < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(row, 0))

    # --- slice by slice

    def _enter(self, offer: object) -> None:
        """Enter on a row: pick the slice, open the fares, or take the fare."""
        index = self.list.currentIndex()
        if self.must_pick:
            self._look(by_slice=True, picked=self.model.key(index.row()))
            self.list.setFocus(_OTHER)
            self.picked.emit()
        elif self.model.by_slice and len(self.model.fares(index.row())) > 1:
            self.open_fares()
        else:
            self.chosen.emit(offer)

    def _go_out(self) -> None:
        if self.model.by_slice and self.model.picked:
            self.give_back(len(self.model.picked) - 1)
        else:
            self.went_out.emit()

    @property
    def picks_kept(self) -> str:
        """What is picked, as a text that `pick_again` understands: how many slices, and an offer that begins so."""
        offer = self._picked_offer()
        return f"{len(self.model.picked)} {offer.id}" if offer is not None else ""

    def pick_again(self, kept: str) -> None:
        """The same slices as before a restart, where the offers that came still have them."""
        count, _, offer_id = kept.partition(" ")
        offer = next((one for one in self.model.offers if one.id == offer_id), None)
        if offer is not None and count.isdecimal() and self.model.by_slice:
            self._look(by_slice=True, picked=offer.journey_key[: min(int(count), self.model.slice_count - 1)])

    def _picked_offer(self) -> Offer | None:
        """One that begins with what is picked; the filters may hide it."""
        picked = self.model.picked
        begin = (one for one in self.model.offers if one.journey_key[: len(picked)] == picked)
        return next(begin, None) if picked else None

    def give_back(self, number: int) -> None:
        """Choose slice `number` anew; what was picked is current again."""
        picked = self.model.picked
        self._look(by_slice=True, picked=picked[:number])
        row = next((row for row in range(self.model.rowCount()) if self.model.key(row) == picked[: number + 1]), 0)
        self.list.setCurrentIndex(self.model.index(row, 0))
        self.list.setFocus(_OTHER)
        self.picked.emit()

    def _look(self, *, by_slice: bool, picked: JourneyKey) -> None:
        self.close_fares()
        self.model.look(by_slice=by_slice, picked=picked)
        self._fit()
        self._show_picks()
        self._to_first()
        self.changed.emit()

    def _show_picks(self) -> None:
        count, offer = len(self.model.picked), self._picked_offer()
        self.picks.setVisible(self.model.by_slice)
        self.picks.show_picks(offer.slices[:count] if offer is not None else (), self.model.slice_count)

    def _to_first(self) -> None:
        self.list.setCurrentIndex(self.model.index(0, 0))
        self.list.scrollToTop()

    # --- time and size

    def tick(self) -> int:
        """Paint what time is left; milliseconds until it says something else."""
        self.list.viewport().update()
        if self.has_fares_open:
            self._fares.tick()
        now = self._tab.now()
        left = [self.model.offer(row).expires_at - now for row in self.list.rows_in_view()]
        return min([until_change(one) for one in left if one > timedelta(0)] + [_LONGEST_TICK])

    def _fit(self) -> None:
        shown = 1 if self.model.by_slice else self.model.slice_count
        minutes = [one for parts in self._minutes for one in parts]
        self.delegate.fit(shown, scale_of(minutes, self.delegate.line_width))
        self.list.scheduleDelayedItemsLayout()

    def _rescale(self) -> None:
        if self.has_fares_open:
            self._place_fares()

    def _pointed(self, _offer: object) -> None:
        if self.has_fares_open:
            self._fares.hide()
        self.pointed.emit(self.current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rescale()


def _fares_height(row: int) -> int:
    """As many whole rows as the fares need."""
    return -(-NEEDS // row) * row
