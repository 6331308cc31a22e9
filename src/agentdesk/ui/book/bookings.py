"""The bookings that are open, in tabs: new, next, closed, and found again after a restart."""

import asyncio
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.news import Notice, PersonErased
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.errors import NotKept
from agentdesk.travel.people import PlaceKind
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.ui import words
from agentdesk.ui.book.booking_tabs import BookingTabs, tab_name
from agentdesk.ui.book.booking_view import BookingView
from agentdesk.ui.book.closed_bookings import ClosedBookings
from agentdesk.ui.book.doubles import doubles
from agentdesk.ui.book.page import Page
from agentdesk.ui.book.tab import LiveConsent, Tab
from agentdesk.ui.errands import Errands
from agentdesk.ui.room_view import RoomView
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.key_hint import KeyHint

_SHOWN = "shown"  # the look of the draft whose tab was in front
_SAVE_AFTER = 0.25  # seconds; typing is saved in strokes, a step at once
_TRY_AGAIN = 1.0  # seconds, while the disk takes nothing


class Bookings(RoomView):
    """All open bookings of one environment; each keeps its own errands and is saved while it is worked on."""

    shown = Signal()  # another booking is in front
    changed = Signal()  # a booking came, went or holds something else
    wants_order = Signal(str)  # the id of an order that is to be shown
    kept_again = Signal()  # after a while in which the disk took nothing

    def __init__(
        self,
        desk: Desk,
        places: PlaceIndex,
        theme: Theme,
        errands: Errands,
        preferences: Callable[[], Preferences],
        make_page: Mapping[Step, Callable[[Tab], Page]],
        parent: QWidget | None = None,
        *,
        live: LiveConsent | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._places, self._theme, self._errands = desk, places, theme, errands
        self._preferences, self._make_page = preferences, make_page
        self._live = live or LiveConsent()
        self._views: list[BookingView] = []
        self._closed = ClosedBookings(desk.drafts)
        self._took: list[str] = []  # the drafts with an offer, in the order in which they took it
        self._is_kept = True
        self._bar = BookingTabs(theme)
        self._bar.currentChanged.connect(self._show)
        self._bar.close_wanted.connect(self._close)
        self._bar.tabMoved.connect(self._moved)
        self._stack = QStackedWidget()
        self._head = QWidget()
        self._unkept, self._warned = Banner(theme), QVBoxLayout()
        self._lay_out()
        self._stop_news = desk.news.listen(self._heard)

    # --- what the window asks

    @property
    def current(self) -> BookingView | None:
        place = self._bar.currentIndex()
        return self._views[place] if 0 <= place < len(self._views) else None

    def restore(self, drafts: tuple[Draft, ...]) -> None:
        """Open the tabs as they were left; one empty booking when there were none. Closed ones can be brought back."""
        opened = self._closed.take_up(drafts)
        for draft in opened:
            self._add(draft)
        if not opened:
            self._add(self._new_draft())
        front = next((place for place, draft in enumerate(opened) if draft.look(_SHOWN)), 0)
        self._bar.setCurrentIndex(front)
        self._show(front)

    def panes(self) -> list[QWidget]:
        """The row of tabs, then those of the booking in front."""
        view = self.current
        return [self._head, *(view.panes() if view is not None else [])]

    def kept_clear(self) -> tuple[int, int]:
        view = self.current
        return view.kept_clear() if view is not None else (0, 0)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """As they stand in the tabs."""
        return tuple(view.tab.draft for view in self._views)

    def new(self) -> None:
        self.open(self._new_draft())

    def open(self, draft: Draft) -> None:
        """In a tab of its own, in front."""
        self._bar.setCurrentIndex(self._add(draft))

    def new_with(self, fill: Callable[[Draft], Draft]) -> None:
        """A new booking that begins with something in it."""
        self.open(fill(self._new_draft()))

    def go_to(self, draft_id: str) -> bool:
        """Bring a booking to the front; whether it is open."""
        for place, view in enumerate(self._views):
            if view.tab.draft.id == draft_id:
                self._bar.setCurrentIndex(place)
                return True
        return False

    def move_current(self, by: int) -> None:
        """Move the booking in front along its row."""
        self._bar.move_current(by)

    def next(self, by: int = 1) -> None:
        if self._views:
            self._bar.setCurrentIndex((self._bar.currentIndex() + by) % len(self._views))

    def close_current(self) -> None:
        self._close(self._bar.currentIndex())

    def reopen(self) -> None:
        """The tab closed last comes back with all that was in it, then the one before it."""
        draft = self._closed.bring_back()
        if draft is not None:
            self.open(draft)

    @property
    def may_reopen(self) -> bool:
        return bool(self._closed)

    async def put_away(self) -> None:
        """Save all as they stand and end what the tabs still run."""
        self._stop_news()
        for view in self._views:
            view.put_away()
        for place, view in enumerate(self._views):
            await self._put_down(view, place)
        for view in self._views:
            await view.tab.errands.close()

    # --- tabs

    def _add(self, draft: Draft) -> int:
        errands = Errands(on_bug=self._errands.on_bug)
        tab = Tab(
            draft,
            desk=self._desk,
            places=self._places,
            theme=self._theme,
            errands=errands,
            app_errands=self._errands,
            preferences=self._preferences,
            live=self._live,
            parent=self,
        )
        tab.wants_tab.connect(self.open)
        tab.wants_order.connect(self.wants_order)
        view = BookingView(tab, self._make_page)
        self._views.append(view)
        self._stack.addWidget(view)
        place = self._bar.add(tab_name(draft))
        view.title_changed.connect(lambda: self._draft_changed(view))
        view.wants_other.connect(self.go_to)
        self._save(view)
        self._look_for_doubles()
        return place

    def _close(self, place: int) -> None:
        if not 0 <= place < len(self._views):
            return
        view = self._take_out(place)
        self._closed.keep(view.tab.draft)
        self._errands.run(self._end(view))
        self._go_on()

    def _take_out(self, place: int) -> BookingView:
        """One tab less; `_go_on` comes afterwards."""
        view = self._views.pop(place)
        view.put_away()
        self._bar.removeTab(place)
        self._stack.removeWidget(view)
        view.deleteLater()
        return view

    def _go_on(self) -> None:
        """With the tabs that are left, or with an empty one."""
        if not self._views:
            self.new()
        self._show(self._bar.currentIndex())
        self._look_for_doubles()

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, PersonErased) and notice.kind in (PlaceKind.DRAFT, PlaceKind.ORDER):
            self._forget(notice)

    def _forget(self, erased: PersonErased) -> None:
        """A tab that names somebody who was erased goes, and is kept nowhere."""

        def is_meant(draft: Draft) -> bool:
            return erased.id == (draft.id if erased.kind is PlaceKind.DRAFT else draft.order_id)

        self._errands.run(self._closed.drop(is_meant))
        for view in [one for one in self._views if is_meant(one.tab.draft)]:
            self._take_out(self._views.index(view))
            self._errands.run(self._end_for_good(view))
            self._go_on()

    async def _end_for_good(self, view: BookingView) -> None:
        """Also what was being saved just then."""
        self._errands.stop(f"draft {view.tab.draft.id}")
        await view.tab.errands.close()
        await self._desk.drafts.remove(view.tab.draft.id)

    async def _end(self, view: BookingView) -> None:
        await view.tab.errands.close()
        await self._closed.store(view.tab.draft.id)

    def _moved(self, before: int, after: int) -> None:
        """Each is kept at its new place."""
        self._views.insert(after, self._views.pop(before))
        for place in range(min(before, after), max(before, after) + 1):
            self._errands.run(self._keep(self._views[place]))

    async def _keep(self, view: BookingView) -> None:
        if view in self._views:
            await self._put_down(view, self._views.index(view))

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._views):
            return
        view = self._views[place]
        self._stack.setCurrentWidget(view)
        if view.page is None:
            view.open()
        else:
            view.page.enter()
        self.shown.emit()

    def _draft_changed(self, view: BookingView) -> None:
        if view in self._views:
            self._bar.rename(self._views.index(view), tab_name(view.tab.draft))
            self._save(view)
            self._look_for_doubles()

    def _save(self, view: BookingView) -> None:
        """A quarter of a second later; more typing meanwhile goes with it and never puts it off.

        What the disk does not take is tried again until it does.
        """
        name = f"draft {view.tab.draft.id}"
        if not self._errands.is_running(name):
            self._errands.run(self._saved(view), replacing=name)

    async def _saved(self, view: BookingView) -> None:
        saved: Draft | None = None
        while view in self._views and view.tab.draft != saved:
            await asyncio.sleep(_SAVE_AFTER if saved is not None or view.tab.draft.step is Step.SEARCH else 0.0)
            if view not in self._views:
                return
            draft = view.tab.draft
            if await self._put_down(view, self._views.index(view)):
                saved = draft
            else:
                await asyncio.sleep(_TRY_AGAIN)

    async def _put_down(self, view: BookingView, place: int) -> bool:
        """Keep a booking as it stands; whether the disk took it. When that changes, it is said once."""
        try:
            await self._desk.drafts.save(self._as_left(place, view), place)
        except NotKept as trouble:
            self._say_not_kept(trouble)
            return False
        if not self._is_kept:
            self._is_kept = True
            self._unkept.hide()
            self._warned.setContentsMargins(0, 0, 0, 0)
            self.kept_again.emit()
        return True

    def _say_not_kept(self, trouble: NotKept) -> None:
        """Above whatever booking is in front, for as long as it lasts."""
        if self._is_kept:
            self._is_kept = False
            said = words.explain(trouble)
            text = (
                "What is in the tabs stands on screen and is not kept on this computer. Make room, or let AgentDesk "
                "write there; it is tried again by itself."
            )
            self._warned.setContentsMargins(16, 8, 16, 8)
            self._unkept.say("bad", said.what, text, icon="hard-drive")

    def _as_left(self, place: int, view: BookingView) -> Draft:
        return view.tab.draft.with_look(_SHOWN, "yes" if place == self._bar.currentIndex() else "")

    def _new_draft(self) -> Draft:
        return Draft(id=self._desk.new_id(), environment=self._desk.environment)

    def _look_for_doubles(self) -> None:
        """The later of two that would sell the same says so, and leads to the other."""
        by_id = {view.tab.draft.id: view for view in self._views}
        holding = [ident for ident, view in by_id.items() if view.tab.draft.offer is not None]
        self._took = [ident for ident in self._took if ident in holding]
        self._took += [ident for ident in holding if ident not in self._took]
        found = doubles([by_id[ident].tab.draft for ident in self._took])
        for ident, view in by_id.items():
            other = by_id.get(found.get(ident, ""))
            view.warn_of_double(other.tab.draft if other is not None else None)
        self.changed.emit()

    # --- widgets

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = self._head
        head.setObjectName("tabStrip")
        head.setFixedHeight(34)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 4, 12, 0)
        row.setSpacing(8)
        plus = QToolButton()
        plus.setObjectName("newBooking")
        plus.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+T
        plus.setAccessibleName("New booking tab")
        plus.setIcon(self._theme.icon("plus", 16, "text2"))
        plus.setToolTip("New booking (Ctrl+T)")
        plus.clicked.connect(self.new)
        row.addWidget(self._bar)
        row.addWidget(plus)
        row.addWidget(KeyHint(self._theme, "Ctrl T"))
        row.addStretch(1)
        self._warned.setContentsMargins(0, 0, 0, 0)
        self._warned.addWidget(self._unkept)
        column.addWidget(head)
        column.addLayout(self._warned)
        column.addWidget(self._stack, 1)
