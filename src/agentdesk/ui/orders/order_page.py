"""One order of the list: what it is, what comes next, what was done, and all that can be done to it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.news import DeedSettled, Notice, OrderChanged, OrderSeen
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.actions import Action, Possible, possible
from agentdesk.travel.errors import TravelError
from agentdesk.ui import words
from agentdesk.ui.announcing import announce
from agentdesk.ui.book.page_keys import on_key
from agentdesk.ui.book.tab import LiveConsent
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.change_card import ChangeCard
from agentdesk.ui.orders.deed_card import DeedCard
from agentdesk.ui.orders.doing import Checking, Doing, Looking, is_ahead_of
from agentdesk.ui.orders.money_card import MoneyCard
from agentdesk.ui.orders.order_actions import OrderActions
from agentdesk.ui.orders.order_doing import OrderDoing
from agentdesk.ui.orders.order_page_words import ORDER_PAGE_KEYS, ended, foot, news
from agentdesk.ui.orders.order_papers import OrderPapers
from agentdesk.ui.orders.order_side import OrderSide
from agentdesk.ui.orders.order_title import OrderTitle
from agentdesk.ui.orders.paper_sheet import PaperSheet
from agentdesk.ui.orders.people_card import PeopleCard
from agentdesk.ui.orders.side_drawer import SideFold
from agentdesk.ui.orders.trip_card import TripCard
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.sheet import Sheet

_WIDEST, _EDGE, _GAP, _BAR = 1500, 20, 12, 10
_FOLDED, _TWO_COLUMNS = 1036, 720  # pixels of the page below which the side folds, the cards stand below one another
_SIDE, _WIDE_SIDE, _WIDE_FROM = 280, 340, 1536
_SECOND = 1000


class OrderPage(QWidget):
    """Repaints in place as the order changes. `wants_step` says -1 or 1 for the order before or after in the list."""

    wants_back = Signal()
    wants_step = Signal(int)
    keys = ORDER_PAGE_KEYS

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        errands: Errands,
        preferences: Callable[[], Preferences],
        *,
        live: LiveConsent | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._errands, self._preferences = theme, desk, errands, preferences
        self._record: OrderRecord | None = None
        self._place: tuple[int, int] | None = None
        self._minute = desk.clock().replace(second=0, microsecond=0)
        self._doing = OrderDoing(theme, desk, errands, self, live)
        self._papers = OrderPapers(desk, errands, preferences, self)
        self._actions = OrderActions(theme, desk.environment.world)
        self._title = OrderTitle(theme, desk.clock)
        self._told, self._ended = Banner(theme), Banner(theme)
        self._deed, self._change = DeedCard(theme, desk.clock), ChangeCard(theme)
        self._trip, self._people = TripCard(theme, desk.clock), PeopleCard(theme, desk.clock)
        self._money, self._side = MoneyCard(theme, desk.clock), OrderSide(theme, desk.clock)
        self._fold = SideFold(theme, self, self._side, desk.clock)
        self._foot = label(theme, "", "caption", "text2", wraps=True)
        self._foot.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._tick.timeout.connect(self._second_passed)
        self._lay_out()
        self._connect()
        self._add_keys()
        self._stop_news = desk.news.listen(self._heard)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keep_in_sight)

    def put_away(self) -> None:
        self._side.keep()
        self._stop_news()
        self._doing.put_away()

    def forget(self) -> None:
        """The order was erased: it is shown no more, and nothing is kept of it."""
        self._desk.watching.hide(self.order_id)
        self._record = None

    # --- for the room around it

    @property
    def order_id(self) -> str:
        return self._record.order.id if self._record is not None else ""

    def show_record(self, record: OrderRecord, place: tuple[int, int] | None = None) -> None:
        """`place`: which of how many in the list, counted from 1. Another order begins at its top."""
        if record.order.id != self.order_id:
            self._begin(record)
        self._place = place or (self._place if record.order.id == self.order_id else None)
        self._record = record
        self._show()
        self._errands.run(self._read_history(record.order.id), replacing="order history")

    def enter(self) -> None:
        """The keyboard to the way back: nothing there spends."""
        self._actions.back_button.setFocus(Qt.FocusReason.TabFocusReason)

    def pay(self) -> None:
        """Read the total again and show what is paid; nothing is paid yet."""
        record = self._record
        if record is None or self._sheet() is not None:
            return
        can = next((one for one in self._possible(record) if one.action is Action.PAY), None)
        if can is not None and can.is_here:
            self._doing.pay()

    def print_papers(self) -> None:
        """What Ctrl+P does here, asked for from the list."""
        self._open_papers()

    def _open_papers(self) -> None:
        sheet = self._sheet()
        if sheet is None or isinstance(sheet, PaperSheet):
            self._papers.open_sheet(self._theme)

    def panes(self) -> list[QWidget]:
        """In the order of Tab and F6."""
        return [self._left, self._side]

    def kept_clear(self) -> tuple[int, int]:
        """Pixels at the right and at the foot that notices leave free: the note, where it stands at the edge."""
        beyond = self.width() - self._side.geometry().right()
        at_the_edge = self._side.isVisibleTo(self) and beyond < self._side.width()
        return (self._side.width() if at_the_edge else 0, 0)

    # --- showing

    def _begin(self, record: OrderRecord) -> None:
        self._side.keep()
        for sheet in self.findChildren(Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly):
            sheet.back.click()
        self._desk.watching.hide(self.order_id)
        self._side.begin()
        self._told.hide()
        self._fold.close_drawer()
        self._scroll.verticalScrollBar().setValue(0)
        if self.isVisible():
            self._desk.watching.show(record.order.id)

    def _show(self) -> None:
        record = self._record
        if record is None:
            return
        order, state = record.order, self._doing.state
        busy = isinstance(state, Doing | Checking) or is_ahead_of(state, order)
        focused = QApplication.focusWidget()
        self._doing.show_record(record)
        self._papers.show_record(record)
        self._actions.show_order(order, self._possible(record), busy=busy)
        self._title.show_record(record, self._place)
        self._show_end(record)
        self._change.show_order(order, busy=busy)
        self._trip.show_slices(order.slices)
        self._people.show_record(record)
        self._money.show_record(record)
        self._side.show_record(record)
        self._fold.show_record(record, self._desk.clock())
        self._foot.setText(foot(record))
        if focused is not None and self._left.isAncestorOf(focused) and not _takes_keys(focused):
            self.enter()  # what had the keyboard has gone; it never falls into a field by itself

    def _show_end(self, record: OrderRecord) -> None:
        """Of a hold that can no longer be paid, unless what was just done to the order says it already."""
        what, text = ended(record, self._desk.clock())
        if not what or self._deed.isVisibleTo(self):
            self._ended.hide()
        elif self._ended.sentence != f"{what} {text}":
            self._ended.say("bad", what, text, icon="alarm-clock-off")

    def _possible(self, record: OrderRecord) -> tuple[Possible, ...]:
        return possible(record.order, self._desk.clock())

    def _show_deed(self) -> None:
        state = self._doing.state
        if isinstance(state, Looking | Doing):
            self._told.hide()  # what was saved or copied before is an old story now
        self._deed.show_state(state)
        self._actions.show_looking(state.words if isinstance(state, Looking) else "")
        self._show_looks()
        self._show()
        if self._deed.isVisibleTo(self) and not self._doing.asks:
            self._scroll.verticalScrollBar().setValue(0)
        if isinstance(state, Doing) and self._actions.back_button.hasFocus():
            self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)  # a second Enter meant for the sheet presses nothing

    def _show_looks(self) -> None:
        state = self._doing.state
        if isinstance(state, Checking):
            self._deed.show_looks(self._desk.deed_settling.looks(state.unsure.sent.attempt), state.unsure.since)

    def _second_passed(self) -> None:
        """The next look comes nearer; each minute what depends on the time is shown anew, where it stands."""
        self._show_looks()
        minute = self._desk.clock().replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._show()

    # --- news

    def _heard(self, notice: Notice) -> None:
        match notice:
            case OrderChanged(order_id) | OrderSeen(order_id) if order_id == self.order_id:
                self._errands.run(self._read(order_id), replacing="order page")
            case DeedSettled(order_id=order_id) if order_id == self.order_id:
                self._errands.run(self._read(order_id), replacing="order page")
            case _:
                pass

    async def _read(self, order_id: str) -> None:
        record = await self._desk.orders.get(order_id)
        if record is None or order_id != self.order_id:
            return
        before = self._record
        self._record = record
        self._show()
        if before is not None and self.isVisible():
            announce(self, news(before, record))  # at once: the next notice may end this errand
        await self._read_history(order_id)

    async def _read_history(self, order_id: str) -> None:
        events = await self._desk.history.of_order(order_id)
        if order_id == self.order_id:
            self._side.show_events(events)

    # --- deeds

    def _keep_note(self, own_reference: str, note: str) -> None:
        if self.order_id:
            self._errands.run(self._annotate(self.order_id, own_reference, note))

    async def _annotate(self, order_id: str, own_reference: str, note: str) -> None:
        at, agent = self._desk.clock(), self._preferences().agent
        try:
            await self._desk.orders.annotate(order_id, note=note, own_reference=own_reference, agent=agent, at=at)
        except TravelError as trouble:
            said = words.explain(trouble)
            self._told.say("bad", said.what, "What you typed stands here until it is kept; leave the field again.")
            self._side.not_kept()
            return
        self._desk.news.tell(OrderChanged(order_id))

    def _note_of_support(self, told: str) -> None:
        """What Duffel's support has said stays with the order."""
        if self._record is None:
            return
        own_reference, note = self._side.typed
        said = "; ".join(one for one in (note, f"Not done: {told}") if one)
        self._errands.run(self._annotate(self.order_id, own_reference, said))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._told.say(
            "good", f"{text} is on the clipboard." if "\n" not in text else "The numbers are on the clipboard."
        )

    def _copy_numbers(self) -> None:
        numbers = self._people.numbers
        if numbers:
            self._copy("\n".join(numbers))
        else:
            self._told.say("neutral", "There are no ticket numbers yet.")

    def _copy_what_counts(self) -> None:
        """The reference; while nobody knows what became of a deed, the ids by which support finds it."""
        if isinstance(self._doing.state, Checking):
            self._doing.copy_ids()
            self._deed.say_copied()
        elif self._record is not None:
            self._copy(self._record.order.reference)

    def _ask_for_flights(self) -> None:
        record = self._record
        if record is None:
            return
        wanted = (Action.CHANGE_FLIGHTS, Action.ACCEPT_CHANGE)
        can = next((one for what in wanted for one in self._possible(record) if one.action is what), None)
        if can is not None:
            self._doing.ask_who_can(can)

    def _look_again(self) -> None:
        if isinstance(self._doing.state, Checking):
            self._doing.check_again()
        elif self.order_id:
            self._errands.run(self._desk.watching.look(self.order_id), replacing="look at order")

    def _step_back(self) -> None:
        """Esc: the innermost thing first."""
        sheet = self._sheet()
        if sheet is not None:
            sheet.back.click()
        elif not self._doing.stop() and not self._fold.close_drawer():
            self._side.keep()
            self.wants_back.emit()

    def _sheet(self) -> Sheet | None:
        sheets = self.findChildren(Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return next((one for one in sheets if one.isVisible()), None)

    # --- widgets

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()
        if self.order_id:
            self._desk.watching.show(self.order_id)

    def hideEvent(self, event: QHideEvent) -> None:
        self._tick.stop()
        self._side.keep()
        if self.order_id:
            self._desk.watching.hide(self.order_id)
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        folded = self.width() < _FOLDED
        self._fold.fold(folded, _WIDE_SIDE if self.width() >= _WIDE_FROM else _SIDE)
        room = self.width() - (0 if folded else self._side.width())
        two = room >= _TWO_COLUMNS
        self._side.stand_alone(self.width() > _WIDEST + self._side.width())
        self._pair.setDirection(QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom)

    def _keep_in_sight(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is never below the fold."""
        if now is not None and self.isVisible() and self._scroll.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, 24)

    def _keep_width(self, _low: int, high: int) -> None:
        """The bar takes its room from the margin: the cards stay as wide as they are."""
        right = _EDGE - _BAR if high > 0 else _EDGE
        margins = self._column.contentsMargins()
        if margins.right() != right:
            margins.setRight(right)
            self._column.setContentsMargins(margins)

    def _connect(self) -> None:
        self._actions.back.connect(self._step_back)
        self._actions.papers.connect(self._open_papers)
        self._actions.pay.connect(self.pay)
        self._actions.cancel.connect(self._doing.cancel)
        self._actions.asks.connect(self._doing.ask_who_can)
        self._change.accepts.connect(self._doing.accept)
        self._change.refuses.connect(self._doing.cancel)
        self._change.asks.connect(self._ask_for_flights)
        self._doing.changed.connect(self._show_deed)
        self._doing.gave_up.connect(self._note_of_support)
        self._doing.not_closed.connect(self._deed.say_not_closed)
        self._actions.stopped.connect(self._doing.stop)
        self._deed.goes_on.connect(self._doing.go_on)
        self._deed.check_again.connect(self._doing.check_again)
        self._deed.copy_ids.connect(self._doing.copy_ids)
        self._deed.copy_ids.connect(self._deed.say_copied)
        self._deed.give_up.connect(self._doing.give_up)
        self._people.copied.connect(self._copy)
        self._side.copied.connect(self._copy)
        self._side.noted.connect(self._keep_note)
        self._papers.told.connect(self._told.say)
        self._told.pressed.connect(self._told.hide)

    def _add_keys(self) -> None:
        """None of them spends: P only shows what would be paid."""
        deeds: dict[str, Callable[[], object]] = {
            "P": self.pay,
            "C": self._copy_what_counts,
            "N": self._copy_numbers,
            "A": self._ask_for_flights,
            "H": self._fold.toggle,
            "R": self._look_again,
            "Alt+Up": partial(self.wants_step.emit, -1),
            "Alt+Down": partial(self.wants_step.emit, 1),
        }
        for keys, deed in deeds.items():
            on_key(self, keys, partial(self._unless_asked, deed), repeats=keys.startswith("Alt+"))
        on_key(self, "Ctrl+P", self._open_papers, repeats=False)  # once more, over its sheet, it prints
        on_key(self, "Esc", self._step_back, repeats=False)

    def _unless_asked(self, deed: Callable[[], object]) -> None:
        if self._sheet() is None:
            deed()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_EDGE, 8, _EDGE, 16)
        column.setSpacing(_GAP)
        for part in (self._title, self._told, self._ended, self._deed, self._change, self._trip):
            column.addWidget(part)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(_GAP)
        self._pair.addWidget(self._people, 1)
        self._pair.addWidget(self._money, 1)
        column.addLayout(self._pair)
        column.addWidget(self._foot)
        column.addStretch(1)
        self._scroll = ScrollPane(inside, sideways=False)
        self._scroll.setAccessibleName("Order details")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self._column = column
        top = QHBoxLayout()
        top.setContentsMargins(_EDGE, 14, _EDGE, 6)
        top.addWidget(self._actions)
        self._left = QWidget()
        self._left.setAccessibleName("Order")
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(top)
        left.addWidget(self._scroll, 1)
        left.addWidget(self._fold)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._left.setMaximumWidth(_WIDEST)  # what lies beside it stands beside it, however wide the window is
        whole.addWidget(self._left, 1)
        whole.addWidget(self._side)
        whole.addStretch(0)


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled()
