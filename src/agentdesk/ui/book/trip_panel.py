"""The trip beside every step: flights, fare, conditions, price, and the one deed that comes next."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from agentdesk.travel.booking import draft_total
from agentdesk.travel.flow import is_sold
from agentdesk.travel.offers import Offer
from agentdesk.ui.book.page import Page
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.book.trip_bar import Deed, Outlook, TripBar, TripFoot
from agentdesk.ui.book.trip_body import TripBody
from agentdesk.ui.widgets.countdown import Countdown
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.scroll_pane import ScrollPane


class TripPanel(QFrame):
    """Shows the draft's offer, or the one the page points at; its foot never scrolls.

    Where there is no room beside the page it is a drawer without a foot, and its `bar` stands below the page instead.
    """

    primary_pressed = Signal()
    left = Signal()  # Escape, or the cross of the drawer

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tripPanel")
        self.setAccessibleName("Trip")
        self._tab = tab
        self._page: Page | None = None
        self._pointed: Offer | None = None
        self._next: Offer | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look)
        self._shown: tuple[object, ...] = ()
        self._drawer = False
        self._aside: QWidget | None = None
        theme, world = tab.theme, tab.draft.environment.world
        self._clock = IconLabel(theme, "clock", 14)
        self._holds = [Countdown(theme, tab.now), Countdown(theme, tab.now)]
        self._deeds = [Deed(theme, world), Deed(theme, world)]
        for deed in self._deeds:
            deed.pressed.connect(self.primary_pressed)
        self._body = TripBody(theme)
        self._foot = TripFoot(theme, self._deeds[0])
        self.bar = TripBar(theme, self._holds[1], self._deeds[1])
        self._cross = self._make_cross()
        self.reading = self._make_scroll()
        self._lay_out()

    def show_page(self, page: Page) -> None:
        self._page = page
        self._soon.stop()
        self._pointed = None
        self._show_aside(page.aside())
        self.refresh()

    def point_at(self, offer: object) -> None:
        """Show an offer the agent only looks at, once the list has painted it; None goes back to the draft's own."""
        self._next = offer if isinstance(offer, Offer) else None
        self._soon.start()

    def _look(self) -> None:
        self._pointed = self._next
        self.refresh()

    def be_drawer(self, wanted: bool) -> None:
        """Without a foot and with a way to close it; the bar has the rest."""
        self._drawer = wanted
        self._foot.setVisible(not wanted)
        self._cross.setVisible(wanted)

    def refresh(self, _ready: bool = False) -> None:
        """Say again what is there now; the body is made anew only when the trip has changed."""
        draft = self._tab.draft
        offer = self._pointed or draft.offer
        state = (offer, draft.ordered_seats, draft.ordered_bags, is_sold(draft))
        if state != self._shown:
            self._shown = state
            self._fill(offer)
            self._choose_body()
        for countdown in self._holds:  # the clock may have been set, or the machine have slept
            countdown.tick()
        outlook = self._outlook(offer)
        self._foot.show_outlook(outlook)
        self.bar.show_outlook(outlook)
        for deed in self._deeds:
            deed.show_outlook(outlook)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._drawer:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _fill(self, offer: Offer | None) -> None:
        draft = self._tab.draft
        holds = offer is not None and not is_sold(draft)
        self._clock.setVisible(holds)
        for countdown in self._holds:
            countdown.setVisible(holds)
            until = offer.expires_at if offer is not None else None
            countdown.count_to(until, before="Price holds", passed="Price ended")
        self._body.show_trip(offer, draft, with_extras=self._pointed is None)

    def _show_aside(self, aside: QWidget | None) -> None:
        """The page's own words, above the trip and instead of it while there is none."""
        if self._aside is not None and self._aside is not aside:
            self._aside.hide()
        self._aside = aside
        column = self.layout()
        if aside is not None and isinstance(column, QVBoxLayout) and column.indexOf(aside) < 0:
            column.insertWidget(column.indexOf(self.reading), aside, 1)
        self._choose_body()

    def _choose_body(self) -> None:
        aside = self._aside if (self._pointed or self._tab.draft.offer) is None else None
        self.reading.setVisible(aside is None)
        if self._aside is not None:
            self._aside.setVisible(aside is not None)

    def _outlook(self, offer: Offer | None) -> Outlook:
        page, draft = self._page, self._tab.draft
        total = offer.total if self._pointed is not None and offer is not None else draft_total(draft)
        if page is None:
            return Outlook(offer, total, sold=is_sold(draft))
        return Outlook(
            offer,
            total,
            missing=page.missing(),
            note=page.note(),
            deed=page.primary_text(),
            spends=page.primary_spends(),
            sold=is_sold(draft),
        )

    # --- widgets

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.reading, 1)
        column.addWidget(self._foot)

    def _make_scroll(self) -> ScrollPane:
        scroll = ScrollPane(sideways=False)
        scroll.setObjectName("tripScroll")
        scroll.setAccessibleName("Trip details")
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # its middle is read by the keyboard too
        scroll.setProperty("ringRadius", 0)
        scroll.setWidget(self._body)
        return scroll

    def _make_cross(self) -> QToolButton:
        cross = QToolButton()
        cross.setObjectName("flat")
        cross.setAccessibleName("Close the trip")
        cross.setToolTip("Close the trip (Esc)")
        cross.setIcon(self._tab.theme.icon("x", 16, "text2"))
        cross.clicked.connect(self.left)
        cross.hide()
        return cross

    def _head(self) -> QWidget:
        head = QFrame()
        head.setObjectName("panelHead")
        head.setFixedHeight(44)
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(6)
        row.addWidget(label(self._tab.theme, "Trip", "heading"))
        row.addStretch(1)
        row.addWidget(self._clock)
        row.addWidget(self._holds[0])
        row.addWidget(self._cross)
        return head
