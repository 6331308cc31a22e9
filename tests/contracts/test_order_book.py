"""What every order book promises."""

from dataclasses import replace
from datetime import timedelta

from agentdesk.desk.ports import OrderAnswer
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.orders import Order
from tests.contracts.keepers import Opening
from tests.samples import NOON, a_priced, a_sent, an_order, gbp

SECOND = timedelta(seconds=1)


def answered(order: Order, after: timedelta = timedelta(0)) -> OrderAnswer:
    return OrderAnswer(order, b'{"data": {}}', NOON + after, "req_1")


async def test_an_order_is_found_as_it_was_saved(opened: Opening) -> None:
    async with opened() as kept:
        await kept.orders.save(answered(an_order()), a_sent(), "Ada")
        record = await kept.orders.get("ord_1")
        assert record is not None
        assert record.order == an_order()
        assert record.sent == a_sent()
        assert (record.agent, record.seen_at, record.environment) == ("Ada", NOON, PRACTICE)


async def test_an_unknown_order_is_none(opened: Opening) -> None:
    async with opened() as kept:
        assert await kept.orders.get("ord_9") is None


async def test_what_was_sent_and_who_sold_stays_when_the_order_is_seen_again(opened: Opening) -> None:
    seen = replace(an_order(), reference="NEWREF")
    async with opened() as kept:
        await kept.orders.save(answered(an_order()), a_sent(), "Ada")
        await kept.orders.save(answered(seen, SECOND))
        record = await kept.orders.get("ord_1")
        assert record is not None
        assert (record.order, record.sent, record.agent, record.seen_at) == (seen, a_sent(), "Ada", NOON + SECOND)


async def test_an_older_answer_does_not_replace_a_newer_one(opened: Opening) -> None:
    newer = replace(an_order(), reference="NEWREF")
    async with opened() as kept:
        await kept.orders.save(answered(newer, SECOND))
        await kept.orders.save(answered(an_order()), a_sent(), "Ada")
        record = await kept.orders.get("ord_1")
        assert record is not None
        assert (record.order, record.sent, record.agent, record.seen_at) == (newer, a_sent(), "Ada", NOON + SECOND)


async def test_the_newest_order_comes_first(opened: Opening) -> None:
    async with opened() as kept:
        for number in (2, 1, 3):
            made = NOON + number * SECOND
            await kept.orders.save(answered(replace(an_order(f"ord_{number}"), created_at=made)))
        assert [record.order.id for record in await kept.orders.newest()] == ["ord_3", "ord_2", "ord_1"]
        assert [record.order.id for record in await kept.orders.newest(2)] == ["ord_3", "ord_2"]


async def test_an_order_is_watched_until_its_tickets_are_there(opened: Opening) -> None:
    async with opened() as kept:
        await kept.orders.save(answered(an_order("ord_1", ticketed=False)))
        await kept.orders.save(answered(an_order("ord_2", ticketed=True)))
        assert [record.order.id for record in await kept.orders.awaiting_tickets()] == ["ord_1"]
        await kept.orders.save(answered(an_order("ord_1", ticketed=True), SECOND))
        assert await kept.orders.awaiting_tickets() == ()


async def test_a_cancelled_order_and_an_unpaid_hold_await_no_tickets(opened: Opening) -> None:
    bare = an_order(ticketed=False)
    held = replace(bare.payment, awaiting_payment=True, pay_by=NOON + SECOND, paid_at=None)
    async with opened() as kept:
        await kept.orders.save(answered(replace(bare, id="ord_cancelled", cancelled_at=NOON)))
        await kept.orders.save(answered(replace(bare, id="ord_held", payment=held)))
        assert await kept.orders.awaiting_tickets() == ()


async def test_unpaid_holds_are_told_by_their_deadline_until_they_are_paid(opened: Opening) -> None:
    bare = an_order(ticketed=False)
    unpaid = replace(bare.payment, awaiting_payment=True, paid_at=None)
    async with opened() as kept:
        await kept.orders.save(answered(replace(bare, id="ord_open", payment=unpaid)))
        for number in (2, 1):
            held = replace(unpaid, pay_by=NOON + number * SECOND)
            await kept.orders.save(answered(replace(bare, id=f"ord_{number}", payment=held)))
        await kept.orders.save(answered(replace(bare, id="ord_gone", payment=unpaid, cancelled_at=NOON)))
        assert [one.order.id for one in await kept.orders.awaiting_payment()] == ["ord_1", "ord_2", "ord_open"]
        await kept.orders.save(answered(replace(bare, id="ord_1"), SECOND))
        assert [one.order.id for one in await kept.orders.awaiting_payment()] == ["ord_2", "ord_open"]


async def test_what_the_agency_wrote_beside_the_sale_stays_with_the_order(opened: Opening) -> None:
    priced = replace(a_priced(), fee=gbp("25.00"), own_reference="K-7", note="Aisle, please")
    async with opened() as kept:
        await kept.orders.save(answered(an_order()), replace(a_sent(), priced=priced))
        await kept.orders.save(answered(an_order(), SECOND))
        record = await kept.orders.get("ord_1")
        assert record is not None
        assert (record.fee, record.own_reference, record.note) == (gbp("25.00"), "K-7", "Aisle, please")
