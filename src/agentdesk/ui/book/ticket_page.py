"""The ticket: the reference at once, ticket numbers as they arrive, and the papers."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from agentdesk.desk.news import Notice, OrderChanged
from agentdesk.travel.booking import Step
from agentdesk.ui.book.page import KeyHelp, Page
from agentdesk.ui.book.tab import Tab
from agentdesk.ui.orders.order_view import OrderView
from agentdesk.ui.widgets.scroll_pane import ScrollPane


class TicketPage(Page):
    """Shows the draft's order from the order book, and reads it again whenever it changed."""

    step = Step.TICKET
    keys = (KeyHelp("Ctrl+T", "Next booking"),)

    def __init__(self, tab: Tab, parent: QWidget | None = None) -> None:
        super().__init__(tab, parent)
        self._view = OrderView(tab.theme, tab.desk, tab.app_errands, tab.preferences)
        self._stop_news = tab.desk.news.listen(self._heard)
        self.destroyed.connect(self._stop_news)
        scroll = ScrollPane()
        scroll.setAccessibleName("Ticket")
        self._view.setMaximumWidth(960)
        scroll.setWidget(self._view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def enter(self) -> None:
        self._view.focus_first()
        self.tab.errands.run(self._read(), replacing="read order")

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, OrderChanged) and notice.order_id == self.tab.draft.order_id:
            self.tab.errands.run(self._read(), replacing="read order")

    async def _read(self) -> None:
        record = await self.tab.desk.orders.get(self.tab.draft.order_id)
        if record is not None:
            self._view.show_record(record)
