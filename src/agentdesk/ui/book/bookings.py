"""The bookings that are open, in tabs: new, next, closed, and found again after a restart."""

import asyncio
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.place_index import PlaceIndex
from agentdesk.ui import words
from agentdesk.ui.book.booking_view import BookingView
from agentdesk.ui.book.page import Page
from agentdesk.ui.book.tab import LiveConsent, Tab
from agentdesk.ui.errands import Errands
from agentdesk.ui.theme import Theme

_SHOWN = "shown"  # the look of the draft whose tab was in front
_SAVE_AFTER = 0.25  # seconds; typing is saved in strokes, a step at once


class Bookings(QWidget):
    """All open bookings of one environment; each keeps its own errands and is saved while it is worked on."""

    shown = Signal()

    def __init__(
        self,
        desk: Desk,
        places: PlaceIndex,
        theme: Theme,
        errands: Errands,
        preferences: Callable[[], Preferences],
        make_page: Mapping[Step, Callable[[Tab], Page]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._places, self._theme, self._errands = desk, places, theme, errands
        self._preferences, self._make_page = preferences, make_page
        self._live = LiveConsent()
        self._views: list[BookingView] = []
        self._closed: list[Draft] = []
        self._bar = self._make_bar()
        self._stack = QStackedWidget()
        self._lay_out()

    # --- what the window asks

    @property
    def current(self) -> BookingView | None:
        place = self._bar.currentIndex()
        return self._views[place] if 0 <= place < len(self._views) else None

    def restore(self, drafts: tuple[Draft, ...]) -> None:
        """Open the tabs as they were left; one empty booking when there were none."""
        for draft in drafts:
            self._add(draft)
        if not drafts:
            self._add(self._new_draft())
        front = next((place for place, draft in enumerate(drafts) if draft.look(_SHOWN)), 0)
        self._bar.setCurrentIndex(front)
        self._show(front)

    def new(self) -> None:
        self._bar.setCurrentIndex(self._add(self._new_draft()))

    def next(self, by: int = 1) -> None:
        if self._views:
            self._bar.setCurrentIndex((self._bar.currentIndex() + by) % len(self._views))

    def close_current(self) -> None:
        self._close(self._bar.currentIndex())

    def reopen(self) -> None:
        """The tab closed last comes back with all that was in it."""
        if self._closed:
            self._bar.setCurrentIndex(self._add(self._closed.pop()))

    async def put_away(self) -> None:
        """Save all as they stand and end what the tabs still run."""
        for view in self._views:
            view.put_away()
        for place, view in enumerate(self._views):
            await self._desk.drafts.save(self._as_left(place, view), place)
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
        tab.wants_tab.connect(lambda wanted: self._bar.setCurrentIndex(self._add(wanted)))
        view = BookingView(tab, self._make_page)
        self._views.append(view)
        self._stack.addWidget(view)
        place = self._bar.addTab(self._title(draft))
        self._bar.setTabButton(place, QTabBar.ButtonPosition.RightSide, self._close_button(view))
        view.title_changed.connect(lambda: self._draft_changed(view))
        self._save(view)
        return place

    def _close(self, place: int) -> None:
        if not 0 <= place < len(self._views):
            return
        view = self._views.pop(place)
        view.put_away()
        self._closed.append(view.tab.draft)
        self._bar.removeTab(place)
        self._stack.removeWidget(view)
        self._errands.run(self._forget(view))
        view.deleteLater()
        if not self._views:
            self.new()
        self._show(self._bar.currentIndex())

    async def _forget(self, view: BookingView) -> None:
        await view.tab.errands.close()
        await self._desk.drafts.remove(view.tab.draft.id)

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
            self._bar.setTabText(self._views.index(view), self._title(view.tab.draft))
            self._save(view)

    def _save(self, view: BookingView) -> None:
        """A quarter of a second later; more typing meanwhile goes with it and never puts it off."""
        name = f"draft {view.tab.draft.id}"
        if not self._errands.is_running(name):
            self._errands.run(self._saved(view), replacing=name)

    async def _saved(self, view: BookingView) -> None:
        saved: Draft | None = None
        while view in self._views and view.tab.draft != saved:
            await asyncio.sleep(_SAVE_AFTER if saved is not None or view.tab.draft.step is Step.SEARCH else 0.0)
            if view in self._views:
                saved = view.tab.draft
                place = self._views.index(view)
                await self._desk.drafts.save(self._as_left(place, view), place)

    def _as_left(self, place: int, view: BookingView) -> Draft:
        return view.tab.draft.with_look(_SHOWN, "yes" if place == self._bar.currentIndex() else "")

    def _new_draft(self) -> Draft:
        return Draft(id=self._desk.new_id(), environment=self._desk.environment)

    def _title(self, draft: Draft) -> str:
        """'Okafor LHR–JFK, 12 Dec', as far as it is known."""
        surname = next((one.family_name for one in draft.travellers if one.family_name), "")
        if draft.search is None:
            return surname or "New booking"
        first = draft.search.legs[0]
        route = f"{first.origin.iata}–{first.destination.iata}, {words.short_day(first.date)}"
        return f"{surname} {route}".strip()

    # --- widgets

    def _make_bar(self) -> QTabBar:
        bar = QTabBar()
        bar.setObjectName("bookingTabs")
        bar.setAccessibleName("Bookings")
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setElideMode(Qt.TextElideMode.ElideRight)
        bar.setMovable(False)
        bar.currentChanged.connect(self._show)
        return bar

    def _close_button(self, view: BookingView) -> QToolButton:
        button = QToolButton()
        button.setObjectName("tabClose")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+W closes
        button.setAccessibleName("Close booking")
        button.setIcon(self._theme.icon("x", 14, "text2"))
        button.clicked.connect(lambda: self._close(self._views.index(view)))
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
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
        row.addStretch(1)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
