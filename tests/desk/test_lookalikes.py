"""Orders like the one to be sold are found among many that are kept, by the index on disk."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agentdesk.desk.lookalikes import Lookalikes
from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.opening import Storage, open_storage
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.lookalikes import Likeness, likeness
from agentdesk.travel.orders import Order, PaymentState
from benchmarks.order_stock import many_orders
from tests.fakes.storage import MemoryKeys
from tests.samples import NOON, amelia, an_offer, an_order

SLICES = an_offer().slices


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as opened:
        yield opened


async def keep(storage: Storage, *orders: Order) -> None:
    for order in orders:
        await storage.orders.save(OrderAnswer(order, b"{}", order.created_at))


def named(order: Order, given: str, family: str) -> Order:
    return replace(order, passengers=(replace(order.passengers[0], given_name=given, family_name=family),))


async def test_holds_come_first_and_what_others_fly_or_what_was_cancelled_is_not_told(storage: Storage) -> None:
    same = an_order("ord_same")
    hold = replace(an_order("ord_hold"), kind="hold", payment=PaymentState(True, NOON + timedelta(hours=2)))
    gone = replace(an_order("ord_gone"), cancelled_at=NOON)
    accents = named(an_order("ord_accents"), "AMÉLIA", "EARHART")
    await keep(storage, same, gone, named(an_order("ord_other"), "Amelia", "Earhard"), accents, hold)
    found = await Lookalikes(storage.orders, storage.index, lambda: NOON).of((amelia(),), SLICES)
    assert [(one.order.id, one.likeness) for one in found[:1]] == [("ord_hold", Likeness.HELD_ROUTE)]
    assert {one.order.id for one in found[1:]} == {"ord_same", "ord_accents"}


async def test_the_index_finds_what_the_rule_finds_in_every_order(storage: Storage) -> None:
    """Whoever is in the stock would be sold once more what they have; each time the rule over all orders agrees."""
    stock = [one.order for one in many_orders(60)]
    await keep(storage, *stock)
    told = 0
    for order in stock[:20]:
        person = order.passengers[0]
        one = replace(amelia(), given_name=person.given_name, family_name=person.family_name)
        now = order.slices[0].departs.replace(tzinfo=NOON.tzinfo) - timedelta(days=2)
        look = Lookalikes(storage.orders, storage.index, lambda now=now: now)
        found = {alike.order.id for alike in await look.of((one,), order.slices)}
        every = {other.id for other in stock if likeness((one,), order.slices, other, now) is not None}
        assert found <= every
        assert len(found) == min(len(every), 3)
        told += len(found)
    assert told
