"""The room of the orders in the real window, over fakes, with invented orders in it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtWidgets import QListView

from agentdesk.desk.desk import Desk
from agentdesk.desk.news import OrderChanged
from agentdesk.desk.ports import OrderAnswer, Papers
from agentdesk.hands import Hands
from agentdesk.travel.orders import Order, OrderPassenger, PaymentState
from agentdesk.ui.orders.orders_page import OrdersPage
from tests.fakes.airline import FakeAirline
from tests.fakes.order_index import MemoryOrderIndex
from tests.gui.desk_under_test import a_desk
from tests.gui.rooms_under_test import OpenRooms, open_rooms
from tests.samples import NOON, an_order, gbp

LIST = "List of orders"


def order(number: int, reference: str, family: str, given: str = "Ann", *, total: str = "100.00") -> Order:
    """Paid and ticketed."""
    person = OrderPassenger("pas_1", given, family)
    sold = NOON - timedelta(minutes=100 - number)
    made = replace(an_order(f"ord_{number}"), created_at=sold, reference=reference, passengers=(person,))
    return replace(made, total=gbp(total))


def held(number: int, reference: str, family: str, hours: float, *, total: str = "200.00") -> Order:
    """To be paid in so many hours from noon; less than none is overdue."""
    payment = PaymentState(True, pay_by=NOON + timedelta(hours=hours))
    return replace(order(number, reference, family, total=total), kind="hold", tickets=(), payment=payment)


SOLD = (
    order(1, "AAA111", "Müller", "Zoë"),
    order(2, "BBB222", "García López", "Marta", total="150.00"),
    held(3, "CCC333", "Okafor", 2),
    held(4, "DDD444", "Tan", 30),
    replace(order(5, "EEE555", "Byrne"), cancelled_at=NOON - timedelta(days=1)),
    replace(order(6, "FFF666", "Keller"), open_airline_changes=1),
)


@dataclass(frozen=True, slots=True)
class OpenList:
    """The list in front, and hands."""

    rooms: OpenRooms
    desk: Desk
    airline: FakeAirline
    index: MemoryOrderIndex
    page: OrdersPage
    hands: Hands

    @property
    def rows(self) -> QListView:
        return self.page.list

    def said(self) -> list[str]:
        """Every row as a screen reader says it."""
        model = self.rows.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def references(self) -> list[str]:
        return [one.split(",")[0] for one in self.said()]

    @property
    def current(self) -> str:
        return str(self.rows.currentIndex().data()).split(",")[0]

    async def change(self, changed: Order) -> None:
        """The airline says something else of an order."""
        await self.desk.orders.save(OrderAnswer(changed, b"{}", NOON + timedelta(minutes=1)))
        self.desk.news.tell(OrderChanged(changed.id))

    async def shows(self, *references: str) -> None:
        await self.hands.until(lambda: self.references() == list(references), f"{references}, not {self.references()}")


@asynccontextmanager
async def open_list(
    orders: Sequence[Order] = SOLD,
    *,
    size: tuple[int, int] = (1280, 800),
    desk: Desk | None = None,
    index: MemoryOrderIndex | None = None,
    papers: Papers | None = None,
    waits: bool = True,
) -> AsyncIterator[OpenList]:
    """The room of the orders in front, its rows read if it `waits`; `desk` goes on where an earlier window ended."""
    airline = FakeAirline()
    if desk is None:
        desk = a_desk(airline, papers)
        for sold in orders:
            await desk.orders.save(OrderAnswer(sold, b"{}", NOON))
    if index is not None:
        desk = replace(desk, index=index)
    async with open_rooms(airline=airline, desk=desk, size=size) as rooms:
        found = desk.index
        assert isinstance(found, MemoryOrderIndex)
        await rooms.hands.press("Ctrl+2")
        one = OpenList(rooms, desk, airline, found, rooms.rooms.orders.page, rooms.hands)
        if waits:
            await one.hands.until(lambda: not one.page.asking.is_asking and one.page.is_ready, "the first answer")
        yield one
