"""What the desk relies on in an airline, held by the fake and by the real client on the practice airline."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from agentdesk.desk.ports import Airline, Batch
from agentdesk.duffel.transport import open_airline
from agentdesk.late_airline import LateAirline
from agentdesk.travel.booking import Booked, Sent
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import ConnectionLost, UnknownThere
from agentdesk.travel.offers import Offer
from agentdesk.travel.passengers import Party
from agentdesk.travel.search import Search
from tests.duffel.test_with_practice import LIMITS, a_trip, to_send
from tests.fakes.airline import FakeAirline
from tests.practice_airline import Practice
from tests.samples import a_bag, a_search, an_offer


@dataclass(frozen=True, slots=True)
class Counter:
    """An airline and a search that finds something there; `trouble` cuts its line."""

    airline: Airline
    search: Search
    trouble: Callable[[], None]


Opening = Callable[[], AbstractAsyncContextManager[Counter]]


def fake(_: Practice) -> Opening:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Counter]:
        offers = tuple(replace(an_offer(f"off_{number}"), services=(a_bag(),)) for number in (1, 2))
        airline = FakeAirline(*offers)
        listed = [replace(one, services=()) for one in offers]
        airline.batches = [Batch("orq_1", (listed[0],), 2, 1), Batch("orq_1", (listed[1],), 2, 2)]

        def cut() -> None:
            airline.trouble = ConnectionLost("cut")

        yield Counter(airline, a_search(), cut)

    return opened


def real(practice: Practice) -> Opening:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Counter]:
        async with open_airline(practice.url, practice.token, PRACTICE, LIMITS) as airline:
            yield Counter(airline, a_trip(Party(1), "LHR", "JFK", "LHR"), lambda: practice.scenario("line_lost"))

    return opened


def late(practice: Practice) -> Opening:
    """The real one behind the one that stands in for it while it is loaded."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Counter]:
        coming: asyncio.Future[Airline] = asyncio.get_running_loop().create_future()
        async with real(practice)() as counter:
            asyncio.get_running_loop().call_later(0.05, coming.set_result, counter.airline)
            yield replace(counter, airline=LateAirline(PRACTICE, coming))

    return opened


@pytest.fixture(params=[fake, real, late], ids=["fake", "real", "late"])
def at_counter(request: pytest.FixtureRequest, practice: Practice) -> Opening:
    opening: Opening = request.param(practice)
    return opening


async def found(counter: Counter) -> list[Batch]:
    return [batch async for batch in counter.airline.search(counter.search)]


async def an_order_to_send(counter: Counter) -> Sent:
    batches = await found(counter)
    offer: Offer = next(one for batch in batches for one in batch.offers if one.owner.iata == "ZZ")
    return to_send(batches[0].request_id, offer)


async def test_a_search_ends_with_its_last_batch(at_counter: Opening) -> None:
    async with at_counter() as counter:
        batches = await found(counter)
    assert [one.is_last for one in batches] == [False] * (len(batches) - 1) + [True]
    assert len({one.request_id for one in batches}) == 1
    assert all(one.answered <= one.sources for one in batches)
    ids = [offer.id for one in batches for offer in one.offers]
    assert len(ids) == len(set(ids)) > 1


async def test_services_are_known_once_an_offer_is_opened_and_not_in_its_price(at_counter: Opening) -> None:
    async with at_counter() as counter:
        listed = (await found(counter))[0].offers[0]
        opened = await counter.airline.offer(listed.id)
        priced = await counter.airline.price(listed.id)
    assert listed.services == priced.services == ()
    assert replace(opened, services=()) == listed
    assert priced.total == listed.total


async def test_the_details_of_an_offer_hold_every_word_said_with_it(at_counter: Opening) -> None:
    async with at_counter() as counter:
        listed = (await found(counter))[0].offers[0]
        told = await counter.airline.told(listed.id)
        opened = await counter.airline.offer(listed.id)
    assert told.offer.total == opened.total
    assert told.left_out == 0
    assert {leaf.path: leaf.value for leaf in told.leaves}[("id",)] == listed.id


async def test_offers_of_a_search_can_be_read_again(at_counter: Opening) -> None:
    async with at_counter() as counter:
        batches = await found(counter)
        again = await counter.airline.offers_of(batches[0].request_id)
    assert {one.id for one in again} == {offer.id for one in batches for offer in one.offers}


async def test_a_booked_order_is_found_by_id_offer_and_time_with_our_attempt_in_it(at_counter: Opening) -> None:
    async with at_counter() as counter:
        sent = await an_order_to_send(counter)
        started = counter.airline.upstream_now() - timedelta(minutes=1)
        outcome, answer = await counter.airline.book(sent)
        assert isinstance(outcome, Booked)
        assert answer is not None
        assert (answer.order.id, answer.order.reference) == (outcome.order_id, outcome.reference)
        assert dict(answer.order.metadata)["agentdesk_attempt"] == sent.attempt
        assert answer.raw
        assert outcome.sent is sent
        by_id = await counter.airline.order(outcome.order_id)
        by_offer = await counter.airline.orders_of_offer(sent.priced.offer.id)
        by_time = await counter.airline.orders_since(started)
        assert [one.order.id for one in (by_id, *by_offer, *by_time)] == [outcome.order_id] * 3
        assert await counter.airline.orders_of_offer("off_none") == ()


async def test_what_is_not_there_is_unknown_there(at_counter: Opening) -> None:
    async with at_counter() as counter:
        with pytest.raises(UnknownThere):
            await counter.airline.offer("off_none")
        with pytest.raises(UnknownThere):
            await counter.airline.order("ord_none")


async def test_a_cut_line_is_a_lost_connection(at_counter: Opening) -> None:
    async with at_counter() as counter:
        counter.trouble()
        with pytest.raises(ConnectionLost):
            await counter.airline.account()
        with pytest.raises(ConnectionLost):
            await counter.airline.offer("off_1")


async def test_an_account_says_which_mode_it_is(at_counter: Opening) -> None:
    async with at_counter() as counter:
        account = await counter.airline.account()
        assert counter.airline.environment == PRACTICE
    assert not account.live_mode
    assert account.airlines_seen > 0
