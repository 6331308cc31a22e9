"""The ticket: the reference at once, ticket numbers as they arrive, and what to do with them."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agentdesk.desk.news import Notice, OrderChanged, OrderSeen
from agentdesk.travel.booking import Draft, Step, Way
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.orders.order_view import ORDER_KEYS, OrderView
from agentdesk.ui.widgets.scroll_pane import ScrollPane


class TicketPage(Page):
    """Shows the draft's order from the order book, and reads it again whenever it changed."""

    step = Step.TICKET
    keys = (*ORDER_KEYS, KeyHelp("Ctrl+T", "Next booking"))

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        self._view = OrderView(tab.theme, tab.desk, tab.app_errands, tab.preferences)
        self._view.books_again.connect(lambda: tab.wants_tab.emit(book_again(tab.draft, tab.desk.new_id())))
        self._stop_news = tab.desk.news.listen(self._heard)
        self.destroyed.connect(self._stop_news)
        self._scroll = ScrollPane()
        self._scroll.setAccessibleName("Ticket")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setWidget(self._view)
        self._view.hide()  # until there is an order: a ticket without its reference frightens
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def enter(self) -> None:
        """The keyboard comes to the page, not to a button: a second Enter meant for the last page presses nothing."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tab.errands.run(self._read(), replacing="read order")

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, OrderChanged | OrderSeen) and notice.order_id == self.tab.draft.order_id:
            self.tab.errands.run(self._read(), replacing="read order")

    async def _read(self) -> None:
        record = await self.tab.desk.orders.get(self.tab.draft.order_id)
        if record is not None:
            self._view.show_record(record)
            self._view.show()


def book_again(draft: Draft, ident: str) -> Draft:
    """The same search and passengers, not yet searched; nothing of what was sold goes along."""
    return replace(
        Draft(ident, draft.environment),
        form=draft.form,
        search=draft.search,
        travellers=draft.travellers,
        way=Way.PAY,
    )
