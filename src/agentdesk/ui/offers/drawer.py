"""The details of one offer beside the list: flights, rules, other fares, and all that the airline said."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from agentdesk.travel.errors import TravelError
from agentdesk.travel.offers import Offer
from agentdesk.travel.told import Told
from agentdesk.ui import words
from agentdesk.ui.errands import Errands
from agentdesk.ui.offers.airline_tile import AirlineTile
from agentdesk.ui.offers.drawer_fares import FaresTab
from agentdesk.ui.offers.drawer_flights import FlightsTab
from agentdesk.ui.offers.drawer_rules import RulesTab
from agentdesk.ui.offers.drawer_said import SaidTab
from agentdesk.ui.offers.logo_pictures import LogoPictures
from agentdesk.ui.offers.still_pane import StillPane
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.countdown import Countdown
from agentdesk.ui.widgets.elided import Elided
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.progress import Running

WIDTH = 444
_PAUSE = 0.35  # seconds on one row before the airline is asked about it
_KEPT = 12  # answers that are not asked for again while the page lives
_READING = "read details"
_BY_KEY = Qt.FocusReason.ShortcutFocusReason
Read = Callable[[str], Awaitable[Told]]


class Drawer(QFrame):
    """Shows at once what the list knows of an offer and reads the rest from the airline; says what the agent wants.

    `chosen` and `compared` carry the offer shown, `switched` another fare of its flights.
    """

    closed = Signal()
    chosen = Signal(object)
    compared = Signal(object)
    switched = Signal(object)

    def __init__(
        self,
        theme: Theme,
        now: Callable[[], datetime],
        errands: Errands,
        read: Read,
        logos: LogoPictures | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._now, self._errands, self._read = theme, now, errands, read
        self._offer: Offer | None = None
        self._told: OrderedDict[str, Told] = OrderedDict()
        self._fares: Sequence[Offer] = ()
        self._outside: frozenset[str] = frozenset()
        self.setObjectName("tripPanel")
        self.setAccessibleName("Details of the offer")
        self.setFixedWidth(WIDTH)
        self._tile = AirlineTile(theme, logos=logos)
        self._title = Elided(theme, "heading", "text")
        self._holds = Countdown(theme, now)
        self.tabs = _Tabs(theme)
        self._running = Running(theme)
        self._running.stopped.connect(self._stop)
        self._banner = Banner(theme)
        self._banner.pressed.connect(self._again)
        self._flights, self._rules = FlightsTab(theme), RulesTab(theme)
        self._others, self._said = FaresTab(theme), SaidTab(theme)
        self._stack = QStackedWidget()
        self._compare = Button(theme, "Compare", big=True)
        self._choose = Button(theme, "Choose this fare", kind="primary", key="Enter", big=True)
        self._total = label(theme, "", "total")
        self._currency = label(theme, "", "caption")
        self._sum = QWidget()
        self._lay_out()
        self._connect()
        self.hide()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.tabs.left.connect(self.closed)
        self._others.switched.connect(self.switched)
        self._holds.passed.connect(self._say_deed)
        self._choose.clicked.connect(lambda: self.chosen.emit(self._offer))
        self._compare.clicked.connect(lambda: self.compared.emit(self._offer))

    @property
    def offer(self) -> Offer | None:
        """What is shown, as last read."""
        return self._offer

    def show_offer(
        self, offer: Offer, fares: Sequence[Offer], *, is_marked: bool, outside: frozenset[str] = frozenset()
    ) -> None:
        """Details of an offer whose flights are sold at these fares; read again unless that was done already.

        `outside` are the ids of the fares that the filters keep out of the list.
        """
        self.mark(is_marked)
        is_same = (list(fares), outside) == (list(self._fares), self._outside)
        if self._offer is not None and self._offer.id == offer.id and is_same:
            return
        self._errands.stop(_READING)
        self._running.done()
        self._banner.hide()
        self._fares, self._outside = fares, outside
        known = self._told.get(offer.id)
        self._fill(known.offer if known is not None else offer, known)
        if known is None:
            self._errands.run(self._read_again(offer), replacing=_READING, after=_PAUSE)

    def mark(self, is_marked: bool) -> None:
        """Say whether the offer is marked for comparison."""
        self._compare.say("Marked" if is_marked else "Compare")
        self._compare.show_icon("check" if is_marked else "columns-3")
        self._compare.setToolTip(
            "Take it out of the comparison (Space)" if is_marked else "Mark it for comparison (Space)"
        )

    def put_away(self) -> None:
        """Closed: nothing is read any more, and the next offer is shown anew."""
        self._errands.stop(_READING)
        self._running.done()
        self._offer = None
        self.hide()

    def focus(self) -> None:
        """Give the keyboard to the tabs."""
        self.tabs.setFocus(_BY_KEY)

    def leave_deed(self, wanted: bool) -> None:
        """Where the total and the page's one filled button stand below already, the details do without."""
        self._sum.setVisible(not wanted)
        self._choose.set_kind("" if wanted else "primary")

    # --- reading

    async def _read_again(self, listed: Offer) -> None:
        self._running.say("Reading the offer from the airline")
        try:
            told = await self._read(listed.id)
        except TravelError as trouble:
            said = words.explain(trouble)
            self._banner.say("bad", said.what, f"What the list knows stands below. {said.next}", "Try again")
            return
        finally:
            self._running.done()
        self._told[listed.id] = told
        while len(self._told) > _KEPT:
            self._told.popitem(last=False)
        if self._offer is not None and self._offer.id == listed.id:
            self._fill(told.offer, told)
            self._say_change(listed, told.offer)

    def _say_change(self, listed: Offer, now: Offer) -> None:
        """A price that moved since the search is said before anything is chosen."""
        if now.total.currency != listed.total.currency:
            self._banner.say("warn", f"The price is now {words.money(now.total)}.", "It was in another currency.")
        elif now.total != listed.total:
            moved = words.money(now.total - listed.total, signed=True)
            was = f"It was {words.money(listed.total)} when it was found: {moved}."
            self._banner.say("warn", f"The price is now {words.money(now.total)}.", was)

    def _stop(self) -> None:
        self._errands.stop(_READING)
        self._running.done()
        self._banner.say("neutral", "Stopped.", "What the list knows stands below.", "Read it")

    def _again(self) -> None:
        if self._offer is not None:
            self._banner.hide()
            self._errands.run(self._read_again(self._offer), replacing=_READING)

    # --- showing

    def _fill(self, offer: Offer, told: Told | None) -> None:
        self._offer = offer
        self._tile.show_airline(offer.owner)
        self._title.say(", ".join(part for part in (offer.owner.name, offer.fare_brand) if part))
        self._holds.count_to(offer.expires_at, before="Price holds", passed="Price ended")
        self._say_deed()
        self._total.setText(words.money(offer.total))
        self._currency.setText(f"{offer.total.currency}, all taxes included")
        self._flights.show_offer(offer)
        self._rules.show_offer(offer, told)
        others = len([one for one in self._fares if one.id != offer.id])
        fares = [offer if one.id == offer.id else one for one in self._fares]
        self._others.show_fares(fares, offer, self._outside)
        self.tabs.setTabText(2, f"Other fares ({others})" if others else "Other fares")
        self._said.show_told(told)

    def _say_deed(self) -> None:
        ended = self._offer is not None and self._offer.has_expired(self._now())
        self._choose.say("Ask for the price again" if ended else "Choose this fare")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Escape close, 1 to 4 turn to a tab, Enter chooses, Space marks."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        typing = isinstance(QApplication.focusWidget(), QLineEdit)
        if plain and key in (Qt.Key.Key_Escape, Qt.Key.Key_Left):
            self.closed.emit()
        elif plain and not typing and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.chosen.emit(self._offer)
        elif plain and not typing and key == Qt.Key.Key_Space:
            self.compared.emit(self._offer)
        elif plain and not typing and Qt.Key.Key_1 <= key <= Qt.Key.Key_4:
            self.tabs.setCurrentIndex(key - Qt.Key.Key_1)
        elif not typing and key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._scroll(key)
        else:
            super().keyPressEvent(event)

    def _scroll(self, key: int) -> None:
        """The tab's text goes up and down from wherever the keyboard is."""
        pane = self._stack.currentWidget()
        if isinstance(pane, StillPane):
            bar = pane.verticalScrollBar()
            far = key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            step = bar.pageStep() if far else 3 * bar.singleStep()
            bar.setValue(bar.value() + (step if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -step))

    # --- layout

    def _lay_out(self) -> None:
        for tab in (self._flights, self._rules, self._others):
            pane = StillPane(tab, sideways=False)
            pane.setWidgetResizable(True)
            self._stack.addWidget(pane)
        self._stack.addWidget(self._said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.tabs)
        notes = QVBoxLayout()
        notes.setContentsMargins(14, 0, 14, 0)
        notes.setSpacing(0)
        notes.addWidget(self._running)
        notes.addWidget(self._banner)
        column.addLayout(notes)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        head = QFrame()
        head.setObjectName("panelHead")
        head.setFixedHeight(44)
        cross = QToolButton()
        cross.setObjectName("flat")
        cross.setAccessibleName("Close the details")
        cross.setToolTip("Close the details (Esc)")
        cross.clicked.connect(self.closed)

        self._theme.dress(cross, lambda: cross.setIcon(self._theme.icon("x", 16, "text2")))
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(self._tile)
        row.addWidget(self._title, 1)
        row.addWidget(IconLabel(self._theme, "clock", 14))
        row.addWidget(self._holds)
        row.addWidget(cross)
        return head

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("panelFoot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        row = QHBoxLayout(self._sum)
        row.setContentsMargins(0, 0, 0, 0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(label(self._theme, "Total", "body_strong"))
        left.addWidget(self._currency)
        row.addLayout(left, 1)
        row.addWidget(self._total)
        column.addWidget(self._sum)
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        deeds.addWidget(self._compare)
        deeds.addWidget(self._choose, 1)
        column.addLayout(deeds)
        return foot


class _Tabs(QTabBar):
    """Four tabs; Left on the first one says `left`."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("drawerTabs")
        self.setAccessibleName("Details tabs")
        self.setFont(theme.font("body"))
        self._theme = theme
        self.setProperty("ownRing", True)  # around the tab, not the whole bar
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        for number, name in enumerate(("Flights", "Fare rules", "Other fares", "All the airline said"), 1):
            self.addTab(name)
            self.setTabToolTip(number - 1, f"{name} ({number})")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left and self.currentIndex() == 0:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            box = QRectF(self.tabRect(self.currentIndex())).adjusted(9, 4, 5, -5)
            painter.drawRoundedRect(box, 5, 5)
