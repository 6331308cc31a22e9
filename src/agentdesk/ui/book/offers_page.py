"""The offers: they stream in while airlines answer; one is chosen."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.booking import Step
from agentdesk.travel.offer_sorting import Sort
from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.book import offers_words
from agentdesk.ui.book.offers_board import OfferBoard
from agentdesk.ui.book.offers_filters import OffersFilters
from agentdesk.ui.book.offers_middle import OfferMiddle
from agentdesk.ui.book.offers_opening import Opening, Telling
from agentdesk.ui.book.offers_parts import SORTS, ListFoot, ListHead, StreamStrip
from agentdesk.ui.book.offers_search import OfferSearch
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.offers.beside import Beside
from agentdesk.ui.widgets.banner import Banner

_PATIENCE = 300  # milliseconds; what comes sooner needs no word
_SECOND = 1_000
_WIDEST = 1500  # pixels of the list and what belongs to it
_COMPACT_UNDER, _WIDE_FROM = 1100, 1600  # pixels of the window (SPEC 2)
_POINTED, _SCROLL, _SORT, _WAYS = "offers.pointed", "offers.scroll", "offers.sort", "offers.ways"
_PICKED = "offers.picked"
_FOOT = (
    KeyHelp("↑ ↓", "Move"),
    KeyHelp("Space", "Mark"),
    KeyHelp("V", "Compare"),
    KeyHelp("→", "Fares"),
    KeyHelp("D", "Details"),
    KeyHelp("F", "Filters"),
)


class OffersPage(Page):
    """Runs the search of its tab, shows what comes, opens the offer that is chosen."""

    step = Step.OFFERS
    keys = (
        KeyHelp("↑ ↓", "Move"),
        KeyHelp("Enter", "Choose this fare; ask for the price again where it has ended"),
        KeyHelp("→", "The other fares of these flights"),
        KeyHelp("← Esc", "Back from the fares, the details, or to the flight before"),
        KeyHelp("D", "Details beside the list, and → where there is one fare; again to go into them"),
        KeyHelp("1 2 3 4", "In the details: flights, fare rules, other fares, all the airline said"),
        KeyHelp("Space", "Mark for comparison"),
        KeyHelp("V", "Compare the marked, up to four"),
        KeyHelp("← → ↑ ↓ Del", "In the comparison: offer, fare, remove"),
        KeyHelp("F", "Filters; there ↑ ↓ move, Space ticks, ← → draw a range, Esc leaves"),
        KeyHelp("Ctrl+Backspace", "Show all offers again, without filters"),
        KeyHelp("N", "Show the new offers"),
        KeyHelp("S", "Sort another way"),
        KeyHelp("P", "Returns in pairs, or slice by slice"),
        KeyHelp("Alt+←", "Back to the search"),
    )

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        theme = tab.theme
        self._waiting: list[Offer] = []
        self._has_ended = False  # all prices, and it was said
        self._again: Callable[[], object] = self._search_again  # what the banner's button does
        self._search = OfferSearch(tab)  # no child of the page: it may outlive it by its last breath
        self._opening = Opening(tab, self, self._search_again)
        self.board = OfferBoard(tab)
        self._head = ListHead(theme)
        self._strip = StreamStrip(theme)
        self._filters = OffersFilters(tab, self, self.board)
        self._banner = Banner(theme)
        self._below = QWidget()  # the banner and the space around it; below the rows, so that none moves
        self._middle = OfferMiddle(theme, self.board)
        self.beside = Beside(self, self.board, lambda kind, what, text: self._tell(Telling(kind, what, text)))
        self._patience = self._timer(_PATIENCE, self._show_state)
        self._clock = self._timer(_SECOND, self._tick)
        self.letters: dict[str, Callable[[], object]] = {"N": self._merge, "S": self._sort_on, "P": self._ways_on}
        self.letters |= {"D": self.beside.open, "V": self.beside.compare, "F": self._filters.pane.focus}
        self._connect()
        self._lay_out()

    def _timer(self, milliseconds: int, do: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(do)
        return timer

    def _connect(self) -> None:
        self._search.arrived.connect(self._arrived)
        self._search.changed.connect(self._search_changed)
        self.board.pointed.connect(self._pointed)
        self.board.chosen.connect(self._opening.choose)
        self.board.key_pressed.connect(self._key)
        self.board.changed.connect(self._show_state)
        self.board.picked.connect(self._keep_picks)
        self._head.sort_chosen.connect(lambda _value: self._arrange())
        self._head.by_slice_chosen.connect(self._by_slice)
        self._filters.changed.connect(self._arrange)
        self._filters.pane.left.connect(self._middle.focus)
        self._filters.pane.covers.connect(self._middle.keep_clear)
        self._opening.began.connect(self._reads_again)
        self._opening.ended.connect(self._tick)
        self._opening.told.connect(self._tell)
        self._opening.renewed.connect(self.board.replace)
        self._opening.taken.connect(self.goes_on)
        self.beside.chosen.connect(self._opening.choose)
        self._middle.wanted.connect(self._do)
        self._middle.loosened.connect(self._filters.pane.choose)
        self._strip.stopped.connect(self._stop_search)
        self._strip.merged.connect(self._merge)
        self._banner.pressed.connect(lambda: self._again())

    # --- the page

    def enter(self) -> None:
        self._recall()
        self._middle.focus()
        if self._search.is_running or self.tab.found.offers:
            self._show_state()
        elif self.tab.draft.search is not None:
            self._begin()

    def leave(self) -> None:
        self.beside.put_away()
        current = self.board.list.current
        draft = self.tab.draft.with_look(_POINTED, current.id if current is not None else "")
        self.tab.fold(draft.with_look(_SCROLL, str(self.board.list.verticalScrollBar().value())))

    def uncover_trip(self) -> None:
        self.beside.put_away()

    def missing(self) -> str:
        offer = self.board.current
        if offer is None:
            return "Choose an offer"
        if offer.has_expired(self.tab.now()) and not self.board.must_pick:
            return "This price has ended; Enter in the list asks for it again"
        return ""

    def primary_text(self) -> str:
        return "Choose this flight" if self.board.must_pick else "Choose this fare"

    def note(self) -> str:
        if self.board.must_pick:
            return "The cheapest trip that begins with this flight"
        return "Read again from the airline when chosen"

    def go_on(self) -> None:
        offer = self.current_offer()
        if self.beside.offer is None and offer is not None and self.board.must_pick:
            self.board.open_fares()
        elif offer is not None:
            self._opening.choose(offer)

    def current_offer(self) -> Offer | None:
        """What the trip panel shows while the agent looks around."""
        return self.beside.offer or self.board.current

    # --- searching

    def _begin(self) -> None:
        self.beside.put_away()
        self._waiting.clear()
        self._tell(None)
        self.board.clear()
        self._patience.start()
        self._search.start()

    def _arrived(self, offers: tuple[Offer, ...]) -> None:
        if self.board.list.was_used:
            self._waiting.extend(offers)
        else:
            self._add(offers)

    def _add(self, offers: tuple[Offer, ...] | list[Offer]) -> None:
        self.board.add(offers)

    def _search_changed(self) -> None:
        if not self._search.is_running:
            self._look_back()
            self._explain_end()
        self._show_state()

    def _look_back(self) -> None:
        """After a restart: to the row that was current before."""
        if not self._search.was_read_back or self.board.list.was_used:
            return
        self.board.pick_again(self.tab.draft.look(_PICKED))
        if not self.board.point_at(self.tab.draft.look(_POINTED)) and self.tab.draft.offer is not None:
            self.board.point_at(self.tab.draft.offer.id)
        if scroll := self.tab.draft.look(_SCROLL):
            self.board.list.verticalScrollBar().setValue(int(scroll))

    def _explain_end(self) -> None:
        """Trouble on the way, where offers have come all the same; without any it stands in their place."""
        trouble, offers = self._search.trouble, self.tab.found.offers
        if trouble is not None and offers:
            said = words.explain(trouble)
            count = words.count(len(offers), "offer")
            text = f"The {count} that came can still be sold."
            self._tell(Telling(said.kind, said.what, text, "Search again", self._search_again))

    def _stop_search(self) -> None:
        self._search.stop()
        self._middle.focus()

    def _search_again(self) -> None:
        """The same search anew: the old offers go, what was typed for the passengers stays."""
        self.tab.seat_maps = None
        self.tab.fold(replace(self.tab.draft, offer_request_id="", offer=None, seats=(), bags=()))
        self._begin()
        self._middle.focus()

    def _tell(self, telling: Telling | None) -> None:
        """Say it below the rows; None: nothing more."""
        self._below.setVisible(telling is not None)
        if telling is None:
            self._banner.hide()
        else:
            self._again = telling.do
            self._banner.say(telling.kind, telling.what, telling.text, telling.deed)

    def _reads_again(self) -> None:
        self._tell_ended()
        self._strip.say("Reading the offer again", "")

    # --- showing

    def _recall(self) -> None:
        """Sort and choose as the agent did in this tab before."""
        draft = self.tab.draft
        sort = draft.look(_SORT)
        other = self._filters.recall()
        if sort and sort != self._head.sort.value:
            self._head.sort.put(Sort(sort))
            other = True
        if other:
            self._arrange()
        by_slice = draft.look(_WAYS) == "slices"
        if by_slice != self._head.ways.value:
            self._head.ways.put(by_slice)
            self.board.choose_by_slice(by_slice)

    def _merge(self) -> None:
        """Show what waited; the current offer stays where it is on screen."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        self.board.merge(waiting)
        self._show_state()

    def _arrange(self) -> None:
        sort = self._head.sort.value
        assert isinstance(sort, Sort)
        self.tab.fold(self.tab.draft.with_look(_SORT, sort.value))
        self.board.arrange(sort, self._filters.filters)

    def _sort_on(self) -> None:
        values = list(SORTS.values())
        place = next(number for number, value in enumerate(values) if value == self._head.sort.value)
        self._head.sort.put(values[(place + 1) % len(values)])
        self._arrange()

    def _by_slice(self, on: bool) -> None:
        self.tab.fold(self.tab.draft.with_look(_WAYS, "slices" if on else "").with_look(_PICKED, ""))
        self.board.choose_by_slice(on)

    def _keep_picks(self) -> None:
        self.tab.fold(self.tab.draft.with_look(_PICKED, self.board.picks_kept))

    def _ways_on(self) -> None:
        if self.board.model.slice_count > 1:
            on = not self.board.model.by_slice
            self._head.ways.put(on)
            self._by_slice(on)

    def _key(self, letter: str) -> None:
        if letter in self.letters:
            self.letters[letter]()

    def _show_state(self) -> None:
        found, model = self.tab.found, self.board.model
        self._head.say(*offers_words.head(model, running=found.running), has_ways=model.slice_count > 1)
        self._strip.count(found.answered, found.sources, running=found.running)
        self._strip.wait(len(self._waiting))
        self._show_middle()
        self._tick()
        self.tab.found_changed.emit()
        self.ready.emit(not self.missing())

    def _show_middle(self) -> None:
        """The rows; else grey ones while they are asked for, else why there are none."""
        everything = len(self.board.model.offers)
        if self.board.model.rowCount():
            self._middle.show_rows()
        elif self._search.is_running and not everything:
            self._middle.show_waiting(long=not self._patience.isActive())
        else:
            self._middle.show_why(offers_words.nothing(self._search, self.tab.found, self.board.model))

    def _do(self, deed: str) -> None:
        """What stands on a button where there are no rows."""
        if deed == "clear":
            self._filters.pane.clear()
        elif deed == "give back":
            self.board.give_back(len(self.board.model.picked) - 1)
        elif deed == "search":
            self.goes_on.emit(Step.SEARCH)
        else:
            self._search_again()

    def _tick(self) -> None:
        """Say again what changes with the time alone."""
        if not self._opening.is_busy:
            now = self.tab.now()
            ends = min((one.expires_at for one in self.board.model.offers if not one.has_expired(now)), default=None)
            self._strip.say(*offers_words.stream(self._search, self.tab.found, ends))
        wait = self.board.tick()
        self._tell_ended()
        self.ready.emit(not self.missing())
        if self.isVisible():
            self._clock.start(min(wait, _SECOND) if self._search.is_running else wait)

    def _tell_ended(self) -> None:
        offers, now = self.board.model.offers, self.tab.now()
        ended = bool(offers) and not self._search.is_running and all(offer.has_expired(now) for offer in offers)
        if ended and not self._has_ended:
            text = "The search and the passengers are kept. Enter asks for one of them again."
            self._tell(Telling("warn", "These prices have ended.", text, "Search again", self._search_again))
        self._has_ended = ended

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps the rows whole and folds the filters."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.beside.place()
        window = self.window().width()
        self._filters.pane.setVisible(not self.beside.hides_filters)
        self._filters.pane.fold(self.beside.folds_filters or window < _COMPACT_UNDER, wide=window >= _WIDE_FROM)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    # --- choosing

    def _pointed(self, offer: object) -> None:
        self.points_at.emit(offer)
        self.ready.emit(not self.missing())

    # --- layout

    def _lay_out(self) -> None:
        below = QVBoxLayout(self._below)
        below.setContentsMargins(12, 8, 12, 8)
        below.addWidget(self._banner)
        self._below.hide()
        area = QWidget()
        area.setMaximumWidth(_WIDEST)
        middle = QVBoxLayout(area)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._head)
        middle.addWidget(self._filters.pane.chips)
        middle.addWidget(self._strip)
        middle.addWidget(self._middle, 1)
        middle.addWidget(self._below)
        middle.addWidget(ListFoot(self.tab.theme, _FOOT))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(0)
        self.row.addWidget(self._filters.pane)
        self.row.addWidget(area, _WIDEST)
        self.row.addStretch(0)  # no pixel of its own while the list can still grow
        self.beside.lay_out(self.row, area)
        self.beside.placed.connect(self._fit)
