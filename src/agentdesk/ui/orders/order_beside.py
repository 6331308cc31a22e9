"""Shows the current order beside the list, a moment after the keyboard has come to rest on it."""

from agentdesk.desk.desk import Desk
from agentdesk.travel.errors import NotKept
from agentdesk.travel.order_views import OrderRow
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.order_list import OrderList
from agentdesk.ui.orders.order_preview import OrderPreview
from agentdesk.ui.orders.order_words import Checking

_SETTLES = 0.09  # seconds


class OrderBeside:
    """Reads nothing while there is no room beside the list."""

    def __init__(self, desk: Desk, errands: Errands, orders: OrderList, preview: OrderPreview) -> None:
        self._desk, self._errands, self._list, self._preview = desk, errands, orders, preview
        orders.pointed.connect(lambda _item: self.show())

    def show(self) -> None:
        """Whatever is current now."""
        item = self._list.current
        row = item.row if isinstance(item, Checking) else item
        if not self._preview.isVisible():
            return
        if row is None:
            self._errands.stop("order beside")
            self._preview.show_nothing()
        else:
            self._errands.run(self._show(row), replacing="order beside", after=_SETTLES)

    def look(self, order_id: str) -> None:
        """It has changed."""
        if order_id == self._preview.order_id:
            self.show()

    async def _show(self, row: OrderRow) -> None:
        try:
            record = await self._desk.orders.get(row.order_id)
            events = await self._desk.history.of_order(row.order_id)
        except NotKept:  # the page says that the database does not answer
            self._preview.show_nothing()
            return
        if record is not None:
            self._preview.show_record(record, row, events)
