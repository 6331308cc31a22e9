"""The offers: they stream in while airlines answer; one is chosen."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from agentdesk.desk.ports import Batch
from agentdesk.travel.booking import Step
from agentdesk.travel.errors import TravelError
from agentdesk.travel.offer_lists import Sort
from agentdesk.travel.offers import Offer
from agentdesk.travel.passenger_rules import forms_for
from agentdesk.travel.timeline import scale
from agentdesk.ui import words
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.tab import Found, Tab
from agentdesk.ui.lists.filter_bar import FilterBar
from agentdesk.ui.lists.offer_delegate import OfferDelegate
from agentdesk.ui.lists.offer_list import OfferList
from agentdesk.ui.lists.offer_model import OfferModel
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.segments import Segments
from agentdesk.ui.widgets.sheet import Sheet

_SORTS = {
    "Best": Sort.BEST,
    "Price": Sort.PRICE,
    "Duration": Sort.DURATION,
    "Departure": Sort.DEPARTURE,
    "Arrival": Sort.ARRIVAL,
}
_MINUTE = 20_000  # milliseconds between two paintings of what time is left
_ROOM_FOR_FILTERS = 800  # pixels
_POINTED, _SCROLL = "offers.pointed", "offers.scroll"


class OffersPage(Page):
    """Runs the search of its tab, shows what comes, opens the offer that is chosen."""

    step = Step.OFFERS
    keys = (
        KeyHelp("↑ ↓", "Move"),
        KeyHelp("Enter", "Choose this fare"),
        KeyHelp("N", "Show the new offers"),
        KeyHelp("S", "Sort another way"),
        KeyHelp("Alt+←", "Back to the search"),
    )

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        theme = tab.theme
        self._waiting: list[Offer] = []
        self._opening = False
        self._model = OfferModel(self)
        self._delegate = OfferDelegate(theme, tab.now, self)
        self._list = OfferList(self._model, self._delegate)
        self._list.pointed.connect(self._pointed)
        self._list.chosen.connect(lambda offer: self._choose(offer))
        self._list.key_pressed.connect(self._key)
        self._sort = Segments(theme, "Sort", dict(_SORTS))
        self._sort.chosen.connect(lambda _value: self._arrange())
        self._filters = FilterBar(theme)
        self._filters.changed.connect(self._arrange)
        self._count = label(theme, "", "heading")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(84)
        self._stream = label(theme, "", "small")
        self._chip = Button(theme, "", kind="chip_on", key="N")
        self._chip.clicked.connect(self._merge)
        self._stop = Button(theme, "Stop", small=True)
        self._stop.clicked.connect(self._stop_search)
        self._banner = Banner(theme)
        self._banner.pressed.connect(self._search_again)
        self._empty = label(theme, "", "body", "text2", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle = QStackedWidget()
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE)
        self._minute.timeout.connect(self._tick)
        theme.changed.connect(self._list.viewport().update)
        self._lay_out()

    # --- the page

    def enter(self) -> None:
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.tab.found.running or self.tab.found.offers:
            self._show_state()
            return
        if self.tab.draft.search is None:
            return
        self._model.put(())
        self._waiting.clear()
        self._list.was_used = False
        self._delegate.forget()
        work = self._read_back() if self.tab.draft.offer_request_id else self._search()
        self.tab.errands.run(work, replacing="search")

    def leave(self) -> None:
        current = self._list.current
        draft = self.tab.draft.with_look(_POINTED, current.id if current is not None else "")
        self.tab.fold(draft.with_look(_SCROLL, str(self._list.verticalScrollBar().value())))

    def missing(self) -> str:
        offer = self._list.current
        if offer is None:
            return "Choose an offer"
        return "This price has ended; search again" if offer.has_expired(self.tab.now()) else ""

    def primary_text(self) -> str:
        return "Choose this fare"

    def note(self) -> str:
        return "Read again from the airline when chosen"

    def go_on(self) -> None:
        offer = self._list.current
        if offer is not None:
            self._choose(offer)

    def current_offer(self) -> Offer | None:
        """What the trip panel shows while the agent looks around."""
        return self._list.current

    # --- searching

    async def _search(self) -> None:
        search = self.tab.draft.search
        assert search is not None
        found = self.tab.found = Found(running=True)
        self._banner.hide()
        self._show_state()
        try:
            async for batch in self.tab.desk.searching.find(search):
                self._arrived(batch)
        except TravelError as trouble:
            self._failed(trouble)
        finally:
            found.running = False
            if self.tab.found is found:
                self._show_state()

    def _arrived(self, batch: Batch) -> None:
        found = self.tab.found
        found.offers.extend(batch.offers)
        found.sources, found.answered = batch.sources, batch.answered
        found.unreadable += batch.unreadable
        if batch.request_id and batch.request_id != self.tab.draft.offer_request_id:
            self.tab.fold(replace(self.tab.draft, offer_request_id=batch.request_id))
        if self._list.was_used:
            self._waiting.extend(batch.offers)
        else:
            self._add(batch.offers)
        self._show_state()

    async def _read_back(self) -> None:
        """After a restart: the offers of the search made before, as far as they can still be read."""
        found = self.tab.found = Found(running=True)
        self._show_state()
        try:
            offers = await self.tab.desk.searching.found_before(self.tab.draft.offer_request_id)
            found.offers.extend(offers)
            found.sources = found.answered = 1
            self._add(offers)
            if not offers:
                self._prices_ended()
        except TravelError as trouble:
            self._failed(trouble)
        finally:
            found.running = False
            self._look_back()
            self._show_state()

    def _look_back(self) -> None:
        if not self._list.point_at(self.tab.draft.look(_POINTED)) and self.tab.draft.offer is not None:
            self._list.point_at(self.tab.draft.offer.id)
        if scroll := self.tab.draft.look(_SCROLL):
            self._list.verticalScrollBar().setValue(int(scroll))

    def _failed(self, trouble: TravelError) -> None:
        said = words.explain(trouble)
        self._banner.say("bad", said.what, f"{said.safe} {said.next}", "Search again")

    def _stop_search(self) -> None:
        self.tab.errands.stop("search")
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search_again(self) -> None:
        """The same search anew: the old offers go, what was typed for the passengers stays."""
        self.tab.found = Found()
        self.tab.seat_maps = None
        self.tab.fold(replace(self.tab.draft, offer_request_id="", offer=None, seats=(), bags=()))
        self._banner.hide()
        self.enter()

    # --- showing

    def _add(self, offers: tuple[Offer, ...] | list[Offer]) -> None:
        known = {offer.id for offer in self._model.offers}
        fresh = [offer for offer in offers if offer.id not in known]
        if not fresh:
            return
        everything = [*self._model.offers, *fresh]
        per_minute = scale([part for offer in everything for part in offer.slices], self._delegate.line_width)
        self._delegate.fit(max(len(offer.slices) for offer in everything), per_minute)
        self._model.add(fresh)
        self._filters.show_counts(self._model.offers, self._model.keys)
        if not self._list.was_used or not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0, 0))
            self._list.scrollToTop()

    def _merge(self) -> None:
        """Show what waited; the current offer stays where it is on screen."""
        index = self._list.currentIndex()
        top = self._list.visualRect(index).top() if index.isValid() else 0
        waiting, self._waiting = self._waiting, []
        self._add(waiting)
        index = self._list.currentIndex()
        if index.isValid():
            moved = self._list.visualRect(index).top() - top
            bar = self._list.verticalScrollBar()
            bar.setValue(bar.value() + moved)
        self._show_state()
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        sort = self._sort.value
        assert isinstance(sort, Sort)
        self._model.arrange(sort, self._filters.filters)
        if not self._list.currentIndex().isValid() and self._model.rowCount():
            self._list.setCurrentIndex(self._model.index(0, 0))
        self._list.scrollTo(self._list.currentIndex())
        self._show_state()

    def _key(self, letter: str) -> None:
        if letter == "N" and self._waiting:
            self._merge()
        elif letter == "S":
            values = list(_SORTS.values())
            current = self._sort.value
            place = next(number for number, value in enumerate(values) if value == current)
            self._sort.put(values[(place + 1) % len(values)])
            self._arrange()

    def _show_state(self) -> None:
        found, rows = self.tab.found, self._model.rowCount()
        everything = len(self._model.offers)
        self._count.setText(f"{words.count(rows, 'offer')}" + (f" of {everything}" if rows != everything else ""))
        self._progress.setMaximum(max(found.sources, 1))
        self._progress.setValue(found.answered)
        self._stop.setVisible(found.running)
        self._chip.setVisible(bool(self._waiting))
        self._chip.say(words.count(len(self._waiting), "new offer"))
        self._stream.setText(self._stream_words())
        if rows:
            self._middle.setCurrentWidget(self._list)
        else:
            self._empty.setText(self._empty_words())
            self._middle.setCurrentWidget(self._empty)
        self._tick()
        self.tab.found_changed.emit()
        self.ready.emit(not self.missing())

    def _stream_words(self) -> str:
        found = self.tab.found
        unread = f" {words.count(found.unreadable, 'offer')} could not be read." if found.unreadable else ""
        if found.running and not found.sources:
            return "Asking the airlines"
        if found.running:
            return f"{found.answered} of {words.count(found.sources, 'source')} answered.{unread}"
        if not found.sources:
            return "No source has answered."
        if found.answered < found.sources:
            return f"Stopped: {found.answered} of {words.count(found.sources, 'source')} answered.{unread}"
        ends = min((offer.expires_at for offer in self._model.offers), default=None)
        holds = f" Prices hold until {words.clock(ends.astimezone())}." if ends is not None else ""
        return f"All sources answered.{holds}{unread}"

    def _empty_words(self) -> str:
        if self._model.offers:
            return "No offer passes the filters. Take one away to see more."
        if self.tab.found.running:
            return "The first offers come in a moment."
        if self._banner.sentence:
            return ""
        if self.tab.found.answered < max(self.tab.found.sources, 1):
            return "Stopped before any offer came. Alt+← leads back to the search."
        return "No flights were found. Another date or more connections may help; Alt+← leads back to the search."

    def _tick(self) -> None:
        self._list.viewport().update()
        offers = self._model.offers
        now = self.tab.now()
        if offers and all(offer.has_expired(now) for offer in offers) and not self.tab.found.running:
            self._prices_ended()

    def _prices_ended(self) -> None:
        self._banner.say("warn", "These prices have ended.", "The passengers are kept.", "Search again")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps the rows whole and lets the filters go."""
        super().resizeEvent(event)
        self._filters.setVisible(self.width() >= _ROOM_FOR_FILTERS)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._minute.stop()
        super().hideEvent(event)

    # --- choosing

    def _pointed(self, offer: object) -> None:
        self.points_at.emit(offer)
        self.ready.emit(not self.missing())

    def _choose(self, offer: object) -> None:
        assert isinstance(offer, Offer)
        if not self._opening and not offer.has_expired(self.tab.now()):
            self.tab.errands.run(self._open(offer), replacing="open offer")

    async def _open(self, listed: Offer) -> None:
        """Read the offer again; a changed price is said before it is taken."""
        self._opening = True
        self._stream.setText("Reading the offer again")
        try:
            opened = await self.tab.desk.searching.open(listed.id)
            if opened.total == listed.total or await self._accepts(listed, opened):
                self._take(opened)
        except TravelError as trouble:
            self._failed(trouble)
        finally:
            self._opening = False
            self._stream.setText(self._stream_words())

    async def _accepts(self, listed: Offer, opened: Offer) -> bool:
        difference = opened.total - listed.total
        deed = Button(self.tab.theme, f"Take it for {words.money(opened.total)}", kind="primary")
        sheet = Sheet(self, self.tab.theme, "The airline changed the price", back="Keep looking", deed=deed)
        said = (
            f"Before {words.money(listed.total)}, now {words.money(opened.total)}: "
            f"{words.money(difference, signed=True)}. Nothing has been booked."
        )
        sheet.body.addWidget(label(self.tab.theme, said, "body", wraps=True))
        return await sheet.answer()

    def _take(self, offer: Offer) -> None:
        draft = self.tab.draft
        if draft.offer is None or draft.offer.id != offer.id:
            self.tab.seat_maps = None
            draft = replace(draft, seats=(), bags=())
        self.tab.fold(replace(draft, offer=offer, travellers=forms_for(offer, draft.travellers)))
        self.goes_on.emit(Step.PASSENGERS)

    # --- layout

    def _lay_out(self) -> None:
        head = QWidget()
        head.setFixedHeight(44)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(label(self.tab.theme, "Sort", "small"))
        row.addWidget(self._sort)
        strip = QFrame()
        strip.setObjectName("streamStrip")
        strip.setFixedHeight(36)
        line = QHBoxLayout(strip)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(12)
        line.addWidget(self._progress)
        line.addWidget(self._stream, 1)
        line.addWidget(self._chip)
        line.addWidget(self._stop)
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self._list)
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._banner)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(strip)
        column.addLayout(top)
        column.addWidget(self._middle, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._filters)
        whole.addLayout(column, 1)
