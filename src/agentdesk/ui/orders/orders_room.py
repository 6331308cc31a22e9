"""The room of the orders: the list, and the order that was opened from it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.news import Notice, PersonErased
from agentdesk.desk.ports import OrderRecord
from agentdesk.desk.preferences import Preferences
from agentdesk.travel.people import PlaceKind
from agentdesk.ui.book.page import KeyHelp
from agentdesk.ui.book.tab import LiveConsent
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.order_page import OrderPage
from agentdesk.ui.orders.orders_keys import LIST_KEYS
from agentdesk.ui.orders.orders_page import OrdersPage
from agentdesk.ui.room_view import RoomView
from agentdesk.ui.theme import Theme


class OrdersRoom(RoomView):
    """Says `wants_booking` with the draft of a booking that is being checked and has no order yet.

    `told` is what came of an export: kind, strong words, text.
    """

    wants_booking = Signal(str)
    told = Signal(str, str, str)

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        errands: Errands,
        preferences: Callable[[], Preferences],
        parent: QWidget | None = None,
        *,
        live: LiveConsent | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._errands = desk, errands
        self.page = OrdersPage(theme, desk, errands)
        self.order = OrderPage(theme, desk, errands, preferences, live=live)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.order)
        self.page.opened.connect(self._open)
        self.page.wants_booking.connect(self.wants_booking)
        self.page.told.connect(self.told)
        self.order.wants_back.connect(self.to_list)
        self.order.wants_step.connect(self._step)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._stop_news = desk.news.listen(self._heard)

    def put_away(self) -> None:
        self._stop_news()
        self.page.put_away()
        self.order.put_away()

    @property
    def shows_order(self) -> bool:
        return self._stack.currentWidget() is self.order

    @property
    def order_in_front(self) -> str:
        """The id of the order that is on screen, "" while the list is."""
        return self.order.order_id if self.shows_order else ""

    @property
    def keys(self) -> Sequence[KeyHelp]:
        """Of what is in front."""
        return self.order.keys if self.shows_order else LIST_KEYS

    def panes(self) -> list[QWidget]:
        return self.order.panes() if self.shows_order else self.page.panes()

    def kept_clear(self) -> tuple[int, int]:
        """The note beside an order; below the list the foot, where an export is stopped."""
        return self.order.kept_clear() if self.shows_order else self.page.kept_clear()

    def showEvent(self, event: QShowEvent) -> None:
        """The room comes to the front: the keyboard to the rows, unless an order is open."""
        super().showEvent(event)
        if not self.shows_order:
            self.page.focus_list()

    def open_order(self, record: OrderRecord) -> None:
        """Show one, whichever way it was found."""
        self._open(record, "")

    def to_list(self) -> None:
        """Back, with the keyboard on the row it was on."""
        self._stack.setCurrentWidget(self.page)
        self.page.focus_list()

    def _heard(self, notice: Notice) -> None:
        if not isinstance(notice, PersonErased):
            return
        self.page.forget_search()
        if notice.kind is PlaceKind.ORDER and notice.id == self.order.order_id:
            self._errands.run(self._leave_if_gone(notice.id))

    async def _leave_if_gone(self, order_id: str) -> None:
        """The list instead of an order that was erased as a whole."""
        if await self._desk.orders.get(order_id) is None and order_id == self.order.order_id:
            self.order.forget()
            self._stack.setCurrentWidget(self.page)

    def _open(self, record: OrderRecord, deed: str) -> None:
        self.order.show_record(record, self.page.place_of(record.order.id))
        was_open = self.shows_order
        self._stack.setCurrentWidget(self.order)
        if not was_open:
            self.order.enter()
        if deed == "pay":
            self.order.pay()
        elif deed == "papers":
            self.order.print_papers()
        self._errands.run(self._desk.watching.look(record.order.id), replacing="look at order")

    def _step(self, by: int) -> None:
        """The next order of the list, or the one before."""
        item = self.page.step(by)
        if self.shows_order and item is not None and item.order_id:
            self.page.open(item)
