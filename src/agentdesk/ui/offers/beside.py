"""What stands beside the list of offers or in its place: the details of one, the comparison of the marked."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agentdesk.travel.offer_facets import OfferIndex
from agentdesk.travel.offers import Offer
from agentdesk.travel.places import Airline
from agentdesk.ui.book.booking_view import search_words
from agentdesk.ui.book.offers_board import OfferBoard
from agentdesk.ui.book.page import Page
from agentdesk.ui.offers.airline_tile import LOGO
from agentdesk.ui.offers.compare import Comparison
from agentdesk.ui.offers.drawer import WIDTH, Drawer
from agentdesk.ui.offers.logo_pictures import LogoPictures
from agentdesk.ui.offers.marks import MOST, Marks

_LEAST_LIST, _LIST, _WIDEST_LIST, _FILTERS, _STRIP, _RAIL = 472, 722, 1500, 240, 44, 64
_BOTH = 2560 - _RAIL  # from this width of the booking on the trip stays beside the details
_ALWAYS = 16_000  # wider than any window
_BAR_UNDER = 1100  # pixels of the window: total and deed stand in a bar below the page (SPEC 2)
_GROWS = 120  # pixels that the details may take beyond their own, where filters and trip were wider than both
_BY_KEY = Qt.FocusReason.ShortcutFocusReason
Tell = Callable[[str, str, str], None]


class Beside(QObject):
    """Opens and closes them; `chosen` carries the offer that is to be taken."""

    chosen = Signal(object)
    placed = Signal()  # the filters may have to be shown or hidden

    def __init__(self, page: Page, board: OfferBoard, tell: Tell) -> None:
        super().__init__(page)
        tab = page.tab
        self._page, self._board, self._tell = page, board, tell
        self.marks = Marks(tab)
        self.logos = LogoPictures(tab.desk.logos, tab.errands, self)
        self.drawer = Drawer(tab.theme, tab.now, tab.errands, tab.desk.searching.details, self.logos)
        self.comparison = Comparison(tab.theme, tab.now, self.logos)
        board.delegate.logo_of = self._logo
        self.logos.came.connect(board.list.viewport().update)
        self._row: QHBoxLayout | None = None
        self._area: QWidget | None = None
        self._rows_had = _LIST  # pixels of the list before the details were opened; it keeps them
        board.details_wanted.connect(self.open)
        board.pointed.connect(self._pointed)
        board.mark_toggled.connect(self._toggle)
        board.went_out.connect(self.close)
        board.changed.connect(self._show_marks)
        drawer = self.drawer
        drawer.closed.connect(self.close)
        drawer.chosen.connect(self.chosen)
        drawer.switched.connect(self._switch)
        drawer.compared.connect(self._toggle)
        self.comparison.left.connect(self.end_comparison)
        self.comparison.chosen.connect(self._choose_compared)
        self.comparison.pointed.connect(page.points_at)
        self.comparison.changed.connect(self.marks.put)

    def lay_out(self, row: QHBoxLayout, area: QWidget) -> None:
        """Take a place in the page's row, of which `area` is the list and its bands: the details come after."""
        self._row, self._area = row, area
        row.addWidget(self.drawer)
        row.addWidget(self.comparison, _ALWAYS)
        self.drawer.hide()
        self.comparison.hide()

    def _logo(self, airline: Airline) -> QPixmap | None:
        return self.logos.picture(airline, LOGO, self._board.devicePixelRatioF())

    @property
    def is_open(self) -> bool:
        return not self.drawer.isHidden()

    @property
    def offer(self) -> Offer | None:
        """The fare looked at in the details or the comparison; None while only the list is there."""
        if self.is_comparing:
            return self.comparison.current
        return self.drawer.offer if self.is_open else None

    def put_away(self) -> None:
        """Nothing but the list again: the page is left, or searched anew."""
        self.close()
        self.end_comparison()

    # --- details

    def open(self, offer: object = None) -> None:
        """Details of an offer, else of the current one; where they are open already, the keyboard goes there."""
        offer = offer if isinstance(offer, Offer) else self._board.current
        if offer is None:
            return
        was_open = self.is_open
        if not was_open and self._area is not None:
            self._rows_had = self._area.width()
        self._show(offer)
        self._page.cover_trip(until=_BOTH)
        self.drawer.show()
        self.placed.emit()
        if was_open:
            self.drawer.focus()

    def close(self) -> None:
        if not self.is_open:
            return
        self.drawer.put_away()
        self._page.cover_trip(until=0)
        self.placed.emit()
        self._board.focus()
        self._page.points_at.emit(self._board.current)

    def place(self) -> None:
        """Beside the list where there is room, over it where there is none; the filters give way first."""
        if self._row is None:
            return
        page = self._page.width()
        self.drawer.leave_deed(self._page.window().width() < _BAR_UNDER)
        floats = self.is_open and page < _STRIP + _LEAST_LIST + WIDTH
        beyond = 0 if floats or self._has_gap else page - _STRIP - self._rows_had - WIDTH
        self.drawer.setFixedWidth(WIDTH + max(0, min(beyond, _GROWS)))
        stands = self._row.indexOf(self.drawer) >= 0
        if floats and stands:
            self._row.removeWidget(self.drawer)
        elif not floats and not stands:
            self._row.addWidget(self.drawer)
        if floats:
            self.drawer.setGeometry(page - self.drawer.width(), 0, self.drawer.width(), self._page.height())
            self.drawer.raise_()

    @property
    def folds_filters(self) -> bool:
        """Whether the details need their room."""
        return self.is_open and not self._has_gap

    @property
    def hides_filters(self) -> bool:
        """Whether the comparison stands in the place of list and filters."""
        return self.is_comparing

    @property
    def _has_gap(self) -> bool:
        """Whether the details fit beside filters and the widest list."""
        return self._page.width() >= _FILTERS + _WIDEST_LIST + WIDTH

    def _show(self, offer: Offer) -> None:
        fares = self.fares_of(offer)
        self.drawer.show_offer(offer, fares, is_marked=self.marks.holds(offer), outside=self._outside(fares))

    def fares_of(self, offer: Offer) -> list[Offer]:
        """All fares of the same flights, the cheapest first."""
        key = offer.journey_key
        return sorted(
            (one for one in self._board.model.offers if one.journey_key == key), key=lambda one: one.total.amount
        )

    def _outside(self, fares: Sequence[Offer]) -> frozenset[str]:
        """Those of the fares that the filters keep out of the list, by their ids."""
        passing = OfferIndex(fares).pick(self._board.model.filters, range(len(fares)))
        return frozenset(one.id for one in fares) - {fares[place].id for place in passing}

    def _pointed(self, offer: object) -> None:
        if self.is_open and isinstance(offer, Offer):
            self._show(offer)

    def _switch(self, offer: object) -> None:
        """Another fare of the same flights is looked at."""
        if isinstance(offer, Offer):
            self._show(offer)
            self._page.points_at.emit(offer)

    # --- comparison

    def compare(self) -> None:
        """The marked offers side by side, in the place of list and trip."""
        known = self._known()
        marked = self.marks.offers(known)
        if len(marked) < 2:
            text = "Space marks the offer that is current, up to four of them; V compares what is marked."
            self._tell("note", "Mark two or more offers first.", text)
            return
        self.close()
        fares = {one.id: self.fares_of(one) for one in marked}
        search = self._page.tab.draft.search
        outside = self._outside([one for each in fares.values() for one in each])
        self.comparison.show_offers(marked, fares, search_words(search) if search is not None else "", outside)
        self._show_comparison(on=True)
        self.comparison.focus()

    def _choose_compared(self, offer: object) -> None:
        self.end_comparison()
        self.chosen.emit(offer)

    @property
    def is_comparing(self) -> bool:
        return not self.comparison.isHidden()

    def end_comparison(self) -> None:
        """Back to the list, at the offer that was looked at last."""
        if not self.is_comparing:
            return
        looked_at = self.comparison.current
        self._show_comparison(on=False)
        self._show_marks()
        if looked_at is not None:
            self._board.point_at(looked_at.id)
        self._board.focus()
        self._page.points_at.emit(self._board.current)

    def _show_comparison(self, *, on: bool) -> None:
        if self._area is not None:
            self._area.setVisible(not on)
        self.comparison.setVisible(on)
        self._page.cover_trip(until=_ALWAYS if on else 0)
        self.placed.emit()

    # --- marks

    def _toggle(self, offer: object) -> None:
        if not isinstance(offer, Offer):
            return
        by_fare = self._board.has_fares_open or self.is_open
        if not self.marks.toggle(offer, self._known(), exact=by_fare):
            text = f"Take one out first (Space), or press V to compare these {MOST}."
            self._tell("note", f"{MOST} offers are marked already.", text)
        self._show_marks()

    def _known(self) -> dict[str, Offer]:
        return {one.id: one for one in self._board.model.offers}

    def _show_marks(self) -> None:
        self._board.model.mark(frozenset(self.marks.ids))
        offer = self.drawer.offer
        if offer is not None:
            self.drawer.mark(self.marks.holds(offer))
