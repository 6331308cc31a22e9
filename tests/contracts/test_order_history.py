"""What every order book tells the history, and what every history promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agentdesk.desk.ports import OrderAnswer
from agentdesk.travel.booking import Way
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import CancelOrder, Deed, DeedDone, DeedRefused, DeedSent, PayHold
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.travel.orders import Order, PaymentState
from tests.contracts.keepers import Kept, Opening
from tests.samples import NOON, a_sent, an_order, gbp

MINUTE = timedelta(minutes=1)
HELD = replace(an_order(ticketed=False), kind="hold", payment=PaymentState(True, NOON + timedelta(days=2)))
PAID = replace(HELD, payment=PaymentState(False, HELD.payment.pay_by, None, NOON + MINUTE))
CANCELLED = replace(an_order(), cancelled_at=NOON + MINUTE)


def answered(order: Order, after: timedelta = timedelta(0)) -> OrderAnswer:
    return OrderAnswer(order, b"{}", NOON + after, f"req_{after.seconds}")


async def told(kept: Kept) -> list[tuple[EventKind, str]]:
    """Oldest first."""
    return [(one.kind, one.detail) for one in reversed(await kept.history.of_order("ord_1"))]


async def test_events_come_newest_first_and_those_of_one_moment_as_they_were_added(opened: Opening) -> None:
    events = [
        OrderEvent("ord_1", NOON, EventKind.PAY_ASKED, "Ada", "90.80 GBP"),
        OrderEvent("ord_1", NOON, EventKind.PAID, "Ada", "90.80 GBP", "req_1"),
        OrderEvent("ord_1", NOON - MINUTE, EventKind.HELD, "Ada"),
    ]
    async with opened() as kept:
        for event in (*events, OrderEvent("ord_2", NOON, EventKind.PAID)):
            await kept.history.add(event)
        assert await kept.history.of_order("ord_1") == (events[1], events[0], events[2])
        assert await kept.history.of_order("ord_9") == ()


async def test_an_order_sold_elsewhere_is_found_once(opened: Opening) -> None:
    async with opened() as kept:
        await kept.orders.save(answered(an_order()))
        await kept.orders.save(answered(an_order(), MINUTE))
        assert await kept.history.of_order("ord_1") == (OrderEvent("ord_1", NOON, EventKind.FOUND, "", "", "req_0"),)


async def test_a_sale_is_told_with_who_sold_and_the_tickets_that_came_with_it(opened: Opening) -> None:
    async with opened() as kept:
        await kept.orders.save(answered(an_order()), a_sent(), "Ada")
        newest, first = await kept.history.of_order("ord_1")
        assert first == OrderEvent("ord_1", NOON, EventKind.BOOKED, "Ada", "1612.77 GBP", "req_0")
        assert (newest.kind, newest.detail) == (EventKind.TICKETED, "125-2125261780")


async def test_a_hold_is_told_as_one_even_when_it_is_known_late(opened: Opening) -> None:
    """The account was read before the answer to the booking was kept: the order was never found, but sold."""
    sent = replace(a_sent(), priced=replace(a_sent().priced, way=Way.HOLD))
    async with opened() as kept:
        await kept.orders.save(answered(HELD))
        await kept.orders.save(answered(PAID, MINUTE))
        await kept.orders.save(answered(HELD), sent, "Ada")
        await kept.orders.save(answered(HELD), sent, "Ada")
        kinds = [kind for kind, _ in await told(kept)]
        assert sorted(kinds) == sorted([EventKind.HELD, EventKind.PAID_UPSTREAM])


async def test_each_ticket_is_told_once_when_it_comes(opened: Opening) -> None:
    async with opened() as kept:
        await kept.orders.save(answered(an_order(ticketed=False)), a_sent())
        for minutes in (1, 2, 3):
            await kept.orders.save(answered(an_order(), minutes * MINUTE))
        assert await told(kept) == [(EventKind.BOOKED, "1612.77 GBP"), (EventKind.TICKETED, "125-2125261780")]


async def test_an_answer_older_than_the_kept_one_tells_nothing(opened: Opening) -> None:
    async with opened() as kept:
        await kept.orders.save(answered(an_order(), MINUTE), a_sent())
        before = await told(kept)
        await kept.orders.save(answered(replace(an_order(), cancelled_at=NOON, tickets=())))
        assert await told(kept) == before


QUOTE = Cancellation("ore_1", "ord_1", NOON, None, None, gbp("90.80"))
DEEDS: list[tuple[Deed, Order, Order, EventKind]] = [
    (PayHold("ord_1", gbp("1612.77")), HELD, PAID, EventKind.PAID_UPSTREAM),
    (CancelOrder("ord_1", QUOTE, gbp("1612.77")), an_order(), CANCELLED, EventKind.CANCELLED_UPSTREAM),
]


@pytest.mark.parametrize(("deed", "before", "after", "kind"), DEEDS)
async def test_what_was_done_here_is_not_told_as_seen_upstream(
    opened: Opening, deed: Deed, before: Order, after: Order, kind: EventKind
) -> None:
    sent = DeedSent(deed, "deed-1", NOON)
    async with opened() as kept:
        await kept.orders.save(answered(before))
        await kept.deeds.write(sent)
        await kept.deeds.settle(sent, DeedDone(sent, NOON))
        await kept.orders.save(answered(after, MINUTE))
        assert kind not in [one for one, _ in await told(kept)]


@pytest.mark.parametrize(("deed", "before", "after", "kind"), DEEDS)
async def test_what_was_refused_here_and_done_elsewhere_is_told(
    opened: Opening, deed: Deed, before: Order, after: Order, kind: EventKind
) -> None:
    sent = DeedSent(deed, "deed-1", NOON)
    async with opened() as kept:
        await kept.orders.save(answered(before))
        await kept.deeds.write(sent)
        await kept.deeds.settle(sent, DeedRefused(sent, "no", "No", "req_1", NOON))
        await kept.orders.save(answered(after, MINUTE))
        assert kind in [one for one, _ in await told(kept)]


async def test_what_the_agency_writes_beside_an_order_is_kept_found_and_told(opened: Opening) -> None:
    async with opened() as kept:
        await kept.orders.save(answered(an_order()), a_sent(), "Ada")
        written = {"note": "Window, please", "own_reference": "K-9"}
        record = await kept.orders.annotate("ord_1", **written, agent="Ruth", at=NOON + MINUTE)
        assert record is not None
        assert (record.note, record.own_reference, record.agent) == ("Window, please", "K-9", "Ada")
        await kept.orders.save(answered(an_order(), 2 * MINUTE), a_sent(), "Ada")
        assert await kept.orders.get("ord_1") == replace(record, seen_at=NOON + 2 * MINUTE)
        newest = (await kept.history.of_order("ord_1"))[0]
        assert newest == OrderEvent("ord_1", NOON + MINUTE, EventKind.NOTED, "Ruth")


async def test_nothing_is_written_beside_an_order_that_is_not_there(opened: Opening) -> None:
    async with opened() as kept:
        assert await kept.orders.annotate("ord_9", note="x", own_reference="", agent="", at=NOON) is None
        assert await kept.history.of_order("ord_9") == ()


async def test_many_orders_come_in_the_order_asked_for(opened: Opening) -> None:
    async with opened() as kept:
        for number in range(30):
            await kept.orders.save(answered(an_order(f"ord_{number}")))
        wanted = [f"ord_{number}" for number in (7, 3, 99, 29, 0, *range(10, 28))]
        found = [record.order.id for record in await kept.orders.many(wanted)]
        assert found == [one for one in wanted if one != "ord_99"]
