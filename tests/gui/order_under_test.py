"""One order on its page over the fakes: what a test of the order page needs to stand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from agentdesk.desk.desk import Desk
from agentdesk.desk.ports import OrderAnswer, OrderRecord
from agentdesk.desk.preferences import Preferences
from agentdesk.hands import Hands
from agentdesk.travel.airline_changes import AirlineChange
from agentdesk.travel.booking import Sent
from agentdesk.travel.journeys import Flight, Slice
from agentdesk.travel.orders import BookedService, Order, PaymentState
from agentdesk.ui.errands import Errands
from agentdesk.ui.orders.order_page import OrderPage
from agentdesk.ui.theme import Theme
from tests.fakes.airline import FakeAirline
from tests.gui.desk_under_test import a_desk
from tests.gui.dressed import themed
from tests.samples import NOON, an_order, gbp

ACTIONS = ("cancel", "update")


def a_ticketed(**what: object) -> Order:
    """Paid, ticketed, with a seat that was bought; can be cancelled."""
    order = an_order()
    seat = BookedService("ser_1", "seat", 1, gbp("12.00"), ("pas_1",), (order.slices[0].segments[0].id,), "14C")
    made = replace(order, services=(seat,), total=order.total + gbp("12.00"), available_actions=ACTIONS)
    return replace(made, **what)  # type: ignore[arg-type]


def a_held(**what: object) -> Order:
    """Held for three days, its price kept for two."""
    payment = PaymentState(True, NOON + timedelta(hours=72), NOON + timedelta(hours=48))
    made = replace(an_order(ticketed=False), kind="hold", payment=payment, available_actions=ACTIONS)
    return replace(made, **what)  # type: ignore[arg-type]


def moved(part: Slice, minutes: int) -> Slice:
    """All its flights so many minutes later."""
    by = timedelta(minutes=minutes)

    def late(flight: Flight) -> Flight:
        return replace(flight, departs=flight.departs + by, arrives=flight.arrives + by, number="7999")

    segments = tuple(replace(one, id=f"{one.id}_new", flight=late(one.flight)) for one in part.segments)
    return replace(part, segments=segments)


def a_changed(minutes: int = 135, order: Order | None = None) -> Order:
    """The airline has moved the first slice; nobody has answered."""
    order = order or a_ticketed()
    after = moved(order.slices[0], minutes)
    available = ("accept", "cancel", "update")
    change = AirlineChange("aic_1", NOON, (order.slices[0],), (after,), available=available)
    return replace(order, slices=(after, *order.slices[1:]), airline_changes=(change,), open_airline_changes=1)


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """One order on screen, the airline behind it, and hands to use it."""

    desk: Desk
    airline: FakeAirline
    page: OrderPage
    hands: Hands
    wanted: list[object]  # what the page has wanted: "back", steps

    async def record(self) -> OrderRecord:
        kept = await self.desk.orders.get(self.page.order_id)
        assert kept is not None
        return kept

    def order(self) -> Order:
        """As it is upstream now."""
        return self.airline.booked[self.page.order_id]


def _raise(bug: BaseException) -> None:
    raise bug


@asynccontextmanager
async def open_order(
    order: Order,
    airline: FakeAirline | None = None,
    *,
    sent: Sent | None = None,
    size: tuple[int, int] = (1216, 732),
    theme: Theme | None = None,
    agent: str = "Ruth Amankwah",
    desk: Desk | None = None,
    place: tuple[int, int] | None = (21, 18_204),
) -> AsyncIterator[OpenOrder]:
    """The order on screen as it is upstream, settled and watched as in the program."""
    airline = airline or FakeAirline()
    airline.booked[order.id] = order
    desk = desk or a_desk(airline)
    await desk.orders.save(OrderAnswer(order, b"{}", airline.now), sent, agent)
    record = await desk.orders.get(order.id)
    assert record is not None
    async with on_page(desk, record, size=size, theme=theme, place=place) as (page, hands, wanted):
        yield OpenOrder(desk, airline, page, hands, wanted)


@asynccontextmanager
async def on_page(
    desk: Desk,
    record: OrderRecord,
    *,
    size: tuple[int, int] = (1216, 732),
    theme: Theme | None = None,
    place: tuple[int, int] | None = None,
) -> AsyncIterator[tuple[OrderPage, Hands, list[object]]]:
    """The record on screen, whichever airline is behind the desk."""
    window = QWidget()
    window.setObjectName("mainWindow")
    window.resize(*size)
    async with Errands(_raise) as errands:
        page = OrderPage(theme or themed(), desk, errands, Preferences, parent=window)
        column = QVBoxLayout(window)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the offscreen platform warns of size hints
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        wanted: list[object] = []
        page.wants_back.connect(lambda: wanted.append("back"))
        page.wants_step.connect(wanted.append)
        window.show()
        window.activateWindow()
        errands.run(desk.deed_settling.run())
        hands = Hands(window, patience=8)
        await hands.until(window.isActiveWindow, "the active window")  # else keys go nowhere
        page.show_record(record, place)
        page.enter()
        try:
            yield page, hands, wanted
        finally:
            with suppress(RuntimeError):
                page.put_away()
            window.close()
            window.deleteLater()
