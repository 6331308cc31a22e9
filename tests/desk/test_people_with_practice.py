"""The airline still has the order of somebody who was erased: nothing that asks it brings them back."""

import asyncio
from dataclasses import replace
from itertools import count
from pathlib import Path
from time import monotonic
from typing import cast

import httpx
import pytest

from agentdesk.desk import keeping
from agentdesk.desk.desk import Desk, open_desk
from agentdesk.desk.keeping import Keeping
from agentdesk.desk.news import AccountRead, Notice, OrderChanged, OrdersCame
from agentdesk.desk.pace import Allowance
from agentdesk.desk.people import People
from agentdesk.desk.ports import Papers
from agentdesk.desk.preferences import Preferences
from agentdesk.duffel.airline import DuffelAirline
from agentdesk.duffel.client import Client
from agentdesk.storage.opening import Storage, open_storage
from agentdesk.travel.booking import Booked, Sent
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.order_views import OrderQuery
from agentdesk.travel.orders import Order
from agentdesk.travel.passengers import Party
from agentdesk.travel.people import ERASED, Fate, PersonFound
from tests.duffel.test_with_practice import an_offer, to_send
from tests.fakes.reminding import MemoryMarks
from tests.fakes.storage import MemoryKeys
from tests.practice_airline import Practice
from tests.storage.people_values import bare_bytes, left_of

YEAR = 365 * 24 * 3600.0
NAMES = ("Zeldamira", "Ottokarius")
KEYS = MemoryKeys()


def a_desk(airline: DuffelAirline, storage: Storage) -> Desk:
    numbers = count(1)
    return open_desk(
        airline,
        journal=storage.journal,
        orders=storage.orders,
        index=storage.index,
        history=storage.history,
        deeds=storage.deeds,
        drafts=storage.drafts,
        recent=storage.searches,
        papers=cast(Papers, None),
        new_id=lambda: f"id-{next(numbers)}",
        preferences=Preferences,
        reminded=storage.reminded,
        marks=storage.marks,
        people=storage.people,
    )


async def sold(desk: Desk) -> Order:
    """To two people of names that stand nowhere else."""
    airline = cast(DuffelAirline, desk.airline)
    request_id, offer = await an_offer(airline, "LHR", "JFK", party=Party(2))
    plain = to_send(request_id, offer)
    people = tuple(replace(one, given_name=name) for one, name in zip(plain.priced.travellers, NAMES, strict=True))
    sent: Sent = replace(plain, priced=replace(plain.priced, travellers=people))
    await desk.journal.write(sent)
    outcome, answer = await airline.book(sent)
    assert isinstance(outcome, Booked)
    assert answer is not None
    await desk.orders.save(answer, sent)
    await desk.journal.settle(sent, outcome)
    return answer.order


async def one_of(people: People, name: str) -> PersonFound:
    (found,) = (await people.find(name)).people
    return found


async def test_nothing_that_asks_the_airline_brings_anybody_back(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_START", 0.0)
    practice.reset()
    async with (
        httpx.AsyncClient(base_url=practice.url, trust_env=False) as http,
        open_storage(tmp_path, PRACTICE, KEYS) as storage,
    ):
        desk = a_desk(DuffelAirline(Client(http, "duffel_test_practice"), PRACTICE), storage)
        assert desk.people is not None
        heard: list[Notice] = []
        desk.news.listen(heard.append)
        order = await sold(desk)
        her = await one_of(desk.people, NAMES[0])
        early = await desk.people.erase(her.key)
        assert [one.fate for one in early.plan.places] == [Fate.STAYS]
        practice.advance(2 * YEAR)
        await desk.watching.read(order.id)

        await desk.people.erase(her.key)
        heard.clear()
        await asked_in_every_way(desk, order)
        assert not [one for one in heard if isinstance(one, OrderChanged | OrdersCame)]
        record = await desk.orders.get(order.id)
        assert record is not None
        assert [one.given_name for one in record.order.passengers] == [ERASED, NAMES[1]]
        assert record.order.passengers[0].family_name == ""
        assert left_of(bare_bytes(tmp_path, KEYS.database_key(PRACTICE)), NAMES) == [NAMES[1]]

        await desk.people.erase((await one_of(desk.people, NAMES[1])).key)
        heard.clear()
        found = await asked_in_every_way(desk, order)
        assert found == 0
        assert not [one for one in heard if isinstance(one, OrderChanged | OrdersCame)]
        assert await desk.orders.get(order.id) is None
        assert await desk.index.spots(OrderQuery(), desk.clock()) == ()
        assert left_of(bare_bytes(tmp_path, KEYS.database_key(PRACTICE)), (*NAMES, order.reference)) == []
        assert practice.get(f"/air/orders/{order.id}")["passengers"][0]["given_name"] == NAMES[0]  # it is still there


async def asked_in_every_way(desk: Desk, order: Order) -> int:
    """A look at the order, its reference, and a first reading of the whole account; how many the reference found."""
    await desk.watching.read(order.id)
    found = await desk.keeping.find(order.reference)
    is_whole = asyncio.Event()

    def heard(notice: Notice) -> None:
        if isinstance(notice, AccountRead) and notice.is_whole:
            is_whole.set()

    stop = desk.news.listen(heard)
    anew = Keeping(
        desk.airline,
        desk.orders,
        MemoryMarks(),
        desk.news,
        desk.line,
        Allowance(lambda: 1000, monotonic),
        clock=desk.clock,
        knows_time=lambda: True,
    )
    reading = asyncio.ensure_future(anew.run())
    async with asyncio.timeout(10):
        await is_whole.wait()
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    stop()
    return found
