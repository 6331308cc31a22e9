"""What every order book promises to those who watch: what is due is found without reading all."""

from dataclasses import replace
from datetime import datetime, timedelta

from agentdesk.desk.ports import OrderAnswer
from agentdesk.travel.orders import Order
from tests.contracts.keepers import Opening
from tests.samples import NOON, an_order

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def leaving(ident: str, departs: datetime, zone: str = "Europe/London") -> Order:
    """An order whose first flight leaves then, by the clock of a zone."""
    order = an_order(ident)
    part = order.slices[0]
    flight = part.segments[0].flight
    moved = replace(flight, departs=departs, origin=replace(flight.origin, time_zone=zone))
    return replace(order, slices=(replace(part, segments=(replace(part.segments[0], flight=moved),)),))


def answered(order: Order, after: timedelta = timedelta(0)) -> OrderAnswer:
    return OrderAnswer(order, b"{}", NOON + after)


async def test_orders_that_leave_soon_are_found_by_instants_whatever_their_zone(opened: Opening) -> None:
    start, naive = NOON + DAY, (NOON + DAY).replace(tzinfo=None)
    async with opened() as kept:
        await kept.orders.save(answered(leaving("ord_tokyo", naive + 10 * HOUR, "Asia/Tokyo")))  # an hour later
        await kept.orders.save(answered(leaving("ord_samoa", naive - 11 * HOUR, "Pacific/Pago_Pago")))  # at once
        await kept.orders.save(answered(leaving("ord_gone", naive - HOUR)))
        await kept.orders.save(answered(leaving("ord_late", naive + 2 * HOUR)))
        await kept.orders.save(answered(leaving("ord_nowhere", naive + HOUR, "")))
        await kept.orders.save(answered(replace(leaving("ord_cancelled", naive + HOUR), cancelled_at=NOON)))
        await kept.orders.save(answered(replace(an_order("ord_none"), slices=())))
        found = await kept.orders.departing(start, start + 2 * HOUR, NOON + HOUR, 10)
        assert [one.order.id for one in found] == ["ord_samoa", "ord_tokyo"]


async def test_only_those_not_seen_for_a_while_are_due_and_no_more_than_asked_for(opened: Opening) -> None:
    naive = (NOON + DAY).replace(tzinfo=None)
    async with opened() as kept:
        for number in range(4):
            order = leaving(f"ord_{number}", naive + number * HOUR)
            await kept.orders.save(answered(order, HOUR if number == 1 else timedelta(0)))
        found = await kept.orders.departing(NOON, NOON + 9 * DAY, NOON + HOUR, 2)
        assert [one.order.id for one in found] == ["ord_0", "ord_2"]


async def test_tickets_of_old_orders_are_not_waited_for_when_they_are_not_asked_for(opened: Opening) -> None:
    async with opened() as kept:
        for number in range(3):
            order = replace(an_order(f"ord_{number}", ticketed=False), created_at=NOON - number * DAY)
            await kept.orders.save(answered(order))
        assert [one.order.id for one in await kept.orders.awaiting_tickets(NOON - DAY)] == ["ord_1", "ord_0"]
        assert len(await kept.orders.awaiting_tickets()) == 3
        assert [one.order.id for one in await kept.orders.sold_since(NOON - DAY)] == ["ord_0", "ord_1"]
