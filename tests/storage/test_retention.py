"""Orders kept long enough go by themselves, in small pieces; what is still needed or younger stays."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from agentdesk.desk import people as desk_people
from agentdesk.desk.news import Board, Notice, OrderChanged, PersonErased
from agentdesk.desk.people import Retention
from agentdesk.storage.keys import SessionKeys
from agentdesk.storage.opening import Storage, open_storage
from agentdesk.travel.booking import Refused
from agentdesk.travel.deeds import DeedSent, PayHold
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.order_views import OrderQuery
from agentdesk.travel.orders import Order
from agentdesk.travel.people import ERASED
from tests.samples import FAMILY, NOON, a_flight, a_slice, gbp
from tests.storage.people_values import AFTER, OTTO, ZELDA, answer_for, fill, left_of, order_for, sent_for

LATER = AFTER.replace(year=2028)
"""Thirteen months after the flights of the samples."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_people, "_START", 0.0)
    monkeypatch.setattr(desk_people, "_BREATH", 0.0)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """In memory."""
    async with open_storage(tmp_path, PRACTICE, SessionKeys()) as opened:
        yield opened


def rule(storage: Storage, months: int, *, now: datetime = LATER, knows: bool = True) -> tuple[Retention, list[Notice]]:
    news, heard = Board(), list[Notice]()
    news.listen(heard.append)
    found = Retention(storage.people, news, clock=lambda: now, knows_time=lambda: knows, months=lambda: months)
    return found, heard


def flying(order: Order, leaves: datetime) -> Order:
    local = leaves.replace(tzinfo=None)
    flight = a_flight(departs=local, arrives=local + timedelta(hours=3))
    return replace(order, slices=(a_slice(flight, "x", FAMILY[:1]),))


async def left(storage: Storage) -> set[str]:
    spots = await storage.index.spots(OrderQuery(), LATER)
    return {one.order_id for one in await storage.index.rows(spots, LATER)}


async def test_orders_go_once_they_were_kept_long_enough(storage: Storage, caplog: pytest.LogCaptureFixture) -> None:
    await fill(storage)
    young = flying(order_for("young", "YOUNG1", OTTO), datetime(2027, 5, 1, 9))
    await storage.orders.save(answer_for(young, LATER))
    await storage.orders.save(answer_for(replace(order_for("bare", "BARE11", ZELDA), slices=()), NOON))
    open_deed = order_for("deed", "DEED11", OTTO)
    await storage.orders.save(answer_for(open_deed))
    await storage.deeds.write(DeedSent(PayHold("deed", gbp("20.00")), "deed-open", NOON))
    under_way = order_for("sent", "SENT11", OTTO)
    await storage.orders.save(answer_for(under_way))
    await storage.journal.write(sent_for("attempt-sent", OTTO))

    retention, heard = rule(storage, 36)
    assert await retention.apply() == 0
    retention, heard = rule(storage, 12)
    assert await retention.would_go(12) == 4  # at most: two of them are still needed
    with caplog.at_level(logging.INFO):
        assert await retention.apply() == 2
    assert await left(storage) == {"young", "deed", "sent", "bare"}
    assert {one.order_id for one in heard if isinstance(one, OrderChanged)} == {"alone", "both"}
    assert {one.id for one in heard if isinstance(one, PersonErased)} == {"alone", "both"}
    assert "2 orders and 1 attempts have gone" in caplog.text
    assert left_of(caplog.text.encode()) == []
    await storage.drafts.remove("draft-open")
    line = await storage.journal.line("attempt-no")
    assert isinstance(line, Refused)
    assert line.sent.priced.travellers[0].full_name == ERASED
    assert await storage.orders.save(answer_for(order_for("alone", "QUETZ1", ZELDA), LATER)) is None
    assert await rule(storage, 12)[0].apply() == 0  # nothing is left to do

    retention, _ = rule(storage, 12, now=LATER + timedelta(days=365))
    assert await retention.apply() == 2  # the younger one, and the one without flights
    assert await left(storage) == {"deed", "sent"}


async def test_many_orders_go_in_small_pieces(storage: Storage) -> None:
    """Whoever asks for something is served in between."""
    for number in range(40):
        await storage.orders.save(answer_for(order_for(f"ord_{number}", f"REF{number:03}", ZELDA)))
    retention, _ = rule(storage, 12)
    seen: list[int] = []

    async def somebody_else() -> None:
        while True:
            seen.append(len(await storage.index.spots(OrderQuery(), LATER)))
            await asyncio.sleep(0)

    asking = asyncio.ensure_future(somebody_else())
    assert await retention.apply() == 40
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert len({number for number in seen if 0 < number < 40}) > 1
    assert await left(storage) == set()


async def test_nothing_goes_without_a_rule_or_before_the_airline_has_told_the_time(storage: Storage) -> None:
    await fill(storage)
    for months, knows in ((0, True), (12, False)):
        retention, _ = rule(storage, months, knows=knows)
        running = asyncio.ensure_future(retention.run())
        for _ in range(5):
            await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert await left(storage) == {"alone", "both"}
    retention, _ = rule(storage, 12)
    running = asyncio.ensure_future(retention.run())
    async with asyncio.timeout(10):
        while await left(storage):
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_rule_that_was_changed_holds_at_once(storage: Storage) -> None:
    await fill(storage)
    months = 0
    retention = Retention(storage.people, Board(), clock=lambda: LATER, knows_time=lambda: True, months=lambda: months)
    running = asyncio.ensure_future(retention.run())
    await asyncio.sleep(0.05)
    assert await left(storage) == {"alone", "both"}
    months = 12
    retention.look_now()
    async with asyncio.timeout(10):
        while await left(storage):
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
