"""Looks among the orders kept here for those that are like what is about to be sold, before money moves."""

from collections.abc import Sequence

from agentdesk.desk.ports import Clock, OrderBook, OrderIndex
from agentdesk.travel.journeys import Slice
from agentdesk.travel.lookalikes import Lookalike, likeness
from agentdesk.travel.order_views import OrderQuery
from agentdesk.travel.passengers import Traveller

_MOST = 50  # orders of one name that are compared, the next to leave first
_TOLD = 3


class Lookalikes:
    """Asks the index by name, then compares whole orders."""

    def __init__(self, orders: OrderBook, index: OrderIndex, clock: Clock) -> None:
        self._orders, self._index, self._clock = orders, index, clock

    async def of(self, travellers: Sequence[Traveller], slices: Sequence[Slice]) -> tuple[Lookalike, ...]:
        """At most three, holds before others. NotKept when the orders cannot be read."""
        now = self._clock()
        ids: dict[str, None] = {}
        for one in travellers:
            top = await self._index.first(OrderQuery(text=one.full_name), now, _MOST)
            ids.update(dict.fromkeys(row.order_id for row in await self._index.rows(top.spots, now)))
        records = await self._orders.many(tuple(ids))
        found = [alike for record in records if (alike := likeness(travellers, slices, record.order, now)) is not None]
        return tuple(sorted(found, key=lambda alike: (alike.likeness.value, alike.order.reference))[:_TOLD])
