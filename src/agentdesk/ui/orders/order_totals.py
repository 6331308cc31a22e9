"""What the selected orders come to, added up in portions while nobody waits."""

from collections.abc import Iterable, Sequence

from agentdesk.travel.errors import NotKept
from agentdesk.travel.money import Money
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.order_asking import OrderAsking
from agentdesk.ui.orders.order_foot import OrderFoot
from agentdesk.ui.orders.order_list import OrderList
from agentdesk.ui.orders.order_model import OrderModel

_MOST_ADDED, _AT_ONCE = 5_000, 500  # rows that are added up at most; rows read in one question
_SETTLES = 0.02  # seconds


class OrderTotals:
    """Shows in the foot how many orders are selected, and their total by currency."""

    def __init__(
        self, orders: OrderList, model: OrderModel, asking: OrderAsking, foot: OrderFoot, errands: Errands
    ) -> None:
        self._list, self._model, self._asking = orders, model, asking
        self._foot, self._errands = foot, errands
        orders.selection_changed.connect(self.show)

    def show(self) -> None:
        """At once how many; their total a moment later, unless they are too many for it."""
        count = self._list.selected_count()
        self._foot.show_selected(count, None)
        if 0 < count <= _MOST_ADDED:
            work = self._add_up(self._list.selected_ranges(), count)
            self._errands.run(work, replacing="add up orders", after=_SETTLES)
        else:
            self._errands.stop("add up orders")

    async def _add_up(self, parts: Sequence[range], count: int) -> None:
        totals: dict[str, Money] = {}
        try:
            for part in parts:
                for first in range(part.start, part.stop, _AT_ONCE):
                    for money in await self._money(range(first, min(first + _AT_ONCE, part.stop))):
                        before = totals.get(money.currency)
                        totals[money.currency] = money if before is None else before + money
        except NotKept:
            return  # the page says that the database does not answer; the count stands alone
        self._foot.show_selected(count, tuple(totals[key] for key in sorted(totals)))

    async def _money(self, rows: range) -> Iterable[Money]:
        missing = self._model.missing(rows)
        read = {one.spot: one for one in (await self._asking.index.rows(missing) if missing else ())}
        found = []
        for row in rows:
            spot = self._model.spot_at(row)
            item = self._model.item(row) or (read.get(spot) if spot is not None else None)
            if item is not None and item.total is not None:
                found.append(item.total)
        return found
