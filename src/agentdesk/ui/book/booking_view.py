"""One booking tab on screen: stepper, the page of the current step, the trip panel."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import monotonic

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from agentdesk.desk.news import BookingSettled, Notice
from agentdesk.travel.booking import Booked, Draft, Refused, Step, Unsure
from agentdesk.travel.flow import ORDER, done, is_sold, may_visit, step_back, step_on
from agentdesk.travel.passengers import PassengerKind
from agentdesk.travel.search import Search
from agentdesk.ui import words
from agentdesk.ui.book.booking_tabs import tab_name
from agentdesk.ui.book.page import Page
from agentdesk.ui.book.speaker import Speaker
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.book.trip_bar import days_words
from agentdesk.ui.book.trip_panel import TripPanel
from agentdesk.ui.book.whereabouts import KEPT, Whereabouts
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.stepper import Stepper

_PANEL, _PANEL_WIDE = 280, 340  # pixels
_AHEAD = 400  # milliseconds after a page has come, until the next one is made
_SLICE = 0.006  # seconds of such work at a time
_RAIL = 64
_COMPACT_UNDER, _WIDE_FROM = 1100 - _RAIL, 1600 - _RAIL  # this view, in a window of that width (SPEC 2)
STEP_NAMES: Mapping[Step, str] = {
    Step.SEARCH: "Search",
    Step.OFFERS: "Offers",
    Step.PASSENGERS: "Passengers",
    Step.SEATS: "Seats and bags",
    Step.PAYMENT: "Payment",
    Step.TICKET: "Ticket",
}


class BookingView(QWidget):
    """Moves one booking through its steps; the next page is made while the agent looks at this one."""

    title_changed = Signal()
    wants_other = Signal(str)  # the id of the booking that sells the same

    def __init__(
        self, tab: Tab, make_page: Mapping[Step, Callable[[Tab], Page]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tab = tab
        self._make_page = make_page
        self._pages: dict[Step, Page] = {}
        self._whereabouts: dict[Step, Whereabouts] = {}
        self._stepper = Stepper(tab.theme, [STEP_NAMES[step] for step in ORDER])
        self._stepper.step_chosen.connect(lambda place: self.go_to(ORDER[place]))
        self._stack = QStackedWidget()
        self.panel = TripPanel(tab)
        self.panel.primary_pressed.connect(self._do)
        self.panel.left.connect(self.close_trip)
        self.panel.bar.wanted.connect(self.toggle_trip)
        self._other = ""  # the id of the booking that sells the same
        self._double = Banner(tab.theme)
        self._double.pressed.connect(self._go_to_other)
        self._before_trip: QWidget | None = None
        self._compact = False
        self._lay_out()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        tab.draft_changed.connect(self._draft_changed)
        self._stop_news = tab.desk.news.listen(self._heard)
        self._speaker = Speaker(tab, self)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_AHEAD)
        self._ahead.timeout.connect(self._make_ahead)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stepper)
        self._warned = QVBoxLayout()
        self._warned.setContentsMargins(0, 0, 0, 0)
        self._warned.addWidget(self._double)
        column.addLayout(self._warned)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(self._stack, 1)
        self._body.addWidget(self.panel)
        column.addLayout(self._body, 1)
        column.addWidget(self.panel.bar)
        self.panel.bar.hide()

    @property
    def page(self) -> Page | None:
        """The page on screen; None before `open`."""
        current = self._stack.currentWidget()
        return current if isinstance(current, Page) else None

    def open(self) -> None:
        """Show the step the draft is at, and there the place where the agent was."""
        step = self.tab.draft.step
        self._show(step)
        if step in self._whereabouts:
            self._whereabouts[step].restore()

    def go_to(self, step: Step) -> None:
        """Go to a step that may be visited; others are left alone."""
        if step is self.tab.draft.step or not may_visit(self.tab.draft, step):
            return
        if self.page is not None:
            self.page.leave()
        self.tab.fold(replace(self.tab.draft, step=step))
        self._show(step)

    def go_on(self) -> None:
        """The primary deed of the page, when it is complete; what spends money is done by its button alone."""
        if self.page is not None and not self.page.primary_spends():
            self._do()

    def _do(self) -> None:
        page = self.page
        if page is not None and not page.missing() and page.primary_text():
            page.go_on()
        self.panel.refresh()

    def go_back(self) -> None:
        step = step_back(self.tab.draft)
        if step is not None:
            self.go_to(step)

    def warn_of_double(self, other: Draft | None) -> None:
        """Say that another tab would sell the same, and lead there; None when there is none."""
        if other is None:
            self._other = ""
            self._double.hide()
            self._warned.setContentsMargins(0, 0, 0, 0)
            return
        self._warned.setContentsMargins(16, 8, 16, 8)
        name = tab_name(other).text
        if self._other != other.id or not self._double.sentence.startswith(f"{name} "):
            self._other = other.id
            text = "Only one of the two can be booked; what is in both tabs is kept."
            self._double.say("warn", f"{name} holds the same fare already.", text, "Go to that booking")

    def _go_to_other(self) -> None:
        self.wants_other.emit(self._other)

    def put_away(self) -> None:
        """Before the tab or the window goes: the page folds what it shows, the news are no longer heard."""
        if self.page is not None:
            self.page.leave()
        self._stop_news()
        self._ahead.stop()
        self._speaker.stop()

    def panes(self) -> list[QWidget]:
        """As the eye goes: steps, warning, page, trip."""
        return [self._stepper, self._double, self._stack, self.panel, self.panel.bar]

    def kept_clear(self) -> tuple[int, int]:
        """Pixels at the right and at the foot where the deed stands."""
        return (0, self.panel.bar.height()) if self._compact else (self.panel.width(), 0)

    # --- the trip panel: beside the page, or a drawer over it

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In the smallest windows the trip is a bar below the page, in large ones its panel is wider (SPEC 2)."""
        super().resizeEvent(event)
        self._be_compact(self.width() < _COMPACT_UNDER)
        self.panel.setFixedWidth(_PANEL if self.width() < _WIDE_FROM else _PANEL_WIDE)
        self._fit_panel()
        self._place_drawer()

    def toggle_trip(self) -> None:
        """Ctrl+B: to the trip, and back to where the keyboard was."""
        focused = QApplication.focusWidget()
        if self.panel.isVisible() and focused is not None and self.panel.isAncestorOf(focused):
            self.close_trip()
            return
        if not self._compact and not self.panel.isVisible() and self.page is not None:
            self.page.uncover_trip()
            focused = QApplication.focusWidget()
        if not self._compact and self.panel.isVisible():
            self._before_trip = focused
        elif not self.panel.isVisible():
            self._before_trip = focused
            self.panel.show()
            self.panel.raise_()
            self._place_drawer()
        self.panel.reading.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_trip(self) -> None:
        """The drawer goes; the keyboard is back where it was before."""
        before, self._before_trip = self._before_trip, None
        if self._compact:
            self.panel.hide()
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._compact:
            self.panel.bar.button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """The drawer goes when the keyboard leaves it for the page: nothing that has it stands covered."""
        if not self._compact or before is None or now is None or not self.panel.isVisible():
            return
        if self.panel.isAncestorOf(before) and self._stack.isAncestorOf(now):
            self._before_trip = None
            self.panel.hide()

    def _be_compact(self, wanted: bool) -> None:
        if wanted is self._compact:
            return
        self._compact = wanted
        self._stepper.be_compact(wanted)
        if wanted:
            self._body.removeWidget(self.panel)
        else:
            self._body.addWidget(self.panel)
        self.panel.be_drawer(wanted)
        self.panel.setVisible(not wanted)
        self.panel.bar.setVisible(wanted)

    def _fit_panel(self) -> None:
        """A page may need the panel's place for something of its own."""
        if not self._compact and self.page is not None:
            self.panel.setVisible(self.width() >= self.page.trip_from)

    def _place_drawer(self) -> None:
        if self._compact:
            top = self._stack.geometry().top() or self._stepper.height()
            height = self.height() - top - self.panel.bar.height()
            self.panel.setGeometry(self.width() - self.panel.width(), top, self.panel.width(), height)

    def _made(self, step: Step) -> Page:
        """The page of a step, made when it is wanted first."""
        page = self._pages.get(step)
        if page is None:
            page = self._pages[step] = self._make_page[step](self.tab)
            page.step = step
            page.ready.connect(self.panel.refresh)
            page.goes_on.connect(self.go_to)
            page.points_at.connect(self.panel.point_at)
            page.covers_trip.connect(self._fit_panel)
            self._stack.addWidget(page)
            if step in KEPT:
                self._whereabouts[step] = Whereabouts(self.tab, page)
        return page

    def _make_ahead(self) -> None:
        """The page after this one, while the agent is busy with this one: made when wanted, it would hold a key up."""
        step = step_on(self.tab.draft)
        if step is not None and step not in self._pages and self.isVisible():
            self._dress(self._made(step))

    def _dress(self, page: Page) -> None:
        """Style sheets are worked out before the page is shown, a few of its parts at a time.

        The parts are looked for anew each time: of those that Qt has made itself, nobody hears when they are gone.
        """
        until = monotonic() + _SLICE
        for part in page.findChildren(QWidget) if isValid(page) else ():
            if monotonic() > until:
                QTimer.singleShot(0, self, lambda: self._dress(page))
                return
            if not part.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
                part.ensurePolished()

    def _show(self, step: Step) -> None:
        page = self._made(step)
        self._ahead.start()
        if self._compact:
            self.panel.hide()
        self._stack.setCurrentWidget(page)
        self._fit_panel()
        self.panel.show_page(page)
        self._show_steps()
        page.enter()
        self.panel.refresh()

    def _draft_changed(self) -> None:
        self._show_steps()
        self.panel.refresh()
        self.title_changed.emit()

    def _show_steps(self) -> None:
        draft = self.tab.draft
        self._stepper.say(search_words(draft.search) if draft.search and draft.step is not Step.SEARCH else "")
        behind = set(done(draft))
        self._stepper.show_steps(
            current=ORDER.index(draft.step),
            done=[ORDER.index(step) for step in ORDER if step in behind],
            open_=[
                ORDER.index(step)
                for step in ORDER
                if step is not draft.step and may_visit(draft, step) and (step in behind or not is_sold(draft))
            ],
        )

    def _heard(self, notice: Notice) -> None:
        if not isinstance(notice, BookingSettled) or notice.draft_id != self.tab.draft.id:
            return
        match notice.outcome:
            case Booked() as booked:
                self.tab.fold(replace(self.tab.draft, attempt=notice.attempt, order_id=booked.order_id))
                self.go_to(Step.TICKET)
            case Unsure():
                self.tab.fold(replace(self.tab.draft, attempt=notice.attempt))
            case Refused():
                self.tab.fold(replace(self.tab.draft, attempt=""))


def search_words(search: Search) -> str:
    """'LHR – JFK, 12–19 Dec, 2 adults, 1 child, economy'."""
    first = search.legs[0]
    many = len(search.legs) > 2
    route = " – ".join([first.origin.iata, *(leg.destination.iata for leg in search.legs[: None if many else 1])])
    party = search.party
    counted = (
        (PassengerKind.ADULT, party.adults),
        (PassengerKind.CHILD, len(party.child_ages)),
        (PassengerKind.INFANT, party.infants),
    )
    said = [route, days_words([leg.date for leg in search.legs]), words.party(one for one in counted if one[1])]
    if search.cabin is not None:
        said.append(words.cabin(search.cabin).lower())
    return ", ".join(said)
