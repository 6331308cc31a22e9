"""What the desk relies on after the sale, held by the fake and by the real client on the practice airline."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from agentdesk.desk.ports import Airline, Batch, OrderAnswer, OrderQuestion
from agentdesk.duffel.transport import open_airline
from agentdesk.late_airline import LateAirline
from agentdesk.travel.airline_changes import Answered
from agentdesk.travel.booking import Booked, Sent, Way
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedOutcome,
    DeedRefused,
    DeedSent,
    PayHold,
)
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import ConnectionLost, RefusedByUpstream, UnknownThere
from agentdesk.travel.money import Money
from agentdesk.travel.orders import Order
from agentdesk.travel.passengers import Party
from agentdesk.travel.payments import PaymentOutcome
from agentdesk.travel.search import Search
from tests.desk.servicing_room import a_change, changed
from tests.duffel.test_with_practice import LIMITS, a_trip, as_hold, to_send
from tests.fakes.airline import FakeAirline
from tests.practice_airline import Practice
from tests.samples import a_search, an_offer, gbp


@dataclass(frozen=True, slots=True)
class Counter:
    """An airline with something on sale. `change_flights` moves those of an order, `cut` cuts the line."""

    airline: Airline
    search: Search
    change_flights: Callable[[str], None]
    cut: Callable[[], None]


Opening = Callable[[], AbstractAsyncContextManager[Counter]]


def fake(_: Practice) -> Opening:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Counter]:
        airline = FakeAirline(an_offer())
        airline.batches = [Batch("orq_1", (an_offer(),), 1, 1)]

        def change_flights(order_id: str) -> None:
            order = airline.booked[order_id]
            number = len(order.airline_changes)
            newest = a_change(f"aic_{number + 1}", airline.now + timedelta(seconds=number))
            airline.booked[order_id] = changed(order, *order.airline_changes, newest)

        def cut() -> None:
            airline.trouble = ConnectionLost("cut")

        yield Counter(airline, a_search(), change_flights, cut)

    return opened


def real(practice: Practice) -> Opening:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Counter]:
        async with open_airline(practice.url, practice.token, PRACTICE, LIMITS) as airline:
            yield Counter(
                airline,
                a_trip(Party(1), "LHR", "JFK"),
                lambda order_id: practice.scenario("flight_moved", whom={"order": order_id}),
                lambda: practice.scenario("line_lost"),
            )

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


async def sold(counter: Counter, way: Way) -> Order:
    """An order that can be serviced."""
    batches = [batch async for batch in counter.airline.search(counter.search)]
    offer = next(one for batch in batches for one in batch.offers if one.owner.iata == "ZZ")
    sent: Sent = to_send(batches[0].request_id, offer)
    outcome, answer = await counter.airline.book(as_hold(sent) if way is Way.HOLD else sent)
    assert isinstance(outcome, Booked)
    assert answer is not None
    return answer.order


async def done(counter: Counter, deed: Deed) -> DeedOutcome:
    outcome = await counter.airline.carry_out(DeedSent(deed, "attempt-2", counter.airline.upstream_now()))
    assert outcome.sent.deed == deed
    return outcome


async def now(counter: Counter, order: Order) -> Order:
    return (await counter.airline.order(order.id)).order


async def test_a_hold_is_paid_once_and_its_payment_is_listed(at_counter: Opening) -> None:
    async with at_counter() as counter:
        held = await sold(counter, Way.HOLD)
        assert await counter.airline.payments_of(held.id) == ()
        paid = await done(counter, PayHold(held.id, held.total))
        assert isinstance(paid, DeedDone)
        assert paid.amount == held.total
        (payment,) = await counter.airline.payments_of(held.id)
        assert (payment.id, payment.order_id) == (paid.proof, held.id)
        assert (payment.amount, payment.outcome) == (held.total, PaymentOutcome.SUCCEEDED)
        after = await now(counter, held)
        assert (after.payment.awaiting_payment, after.payment.paid_at is None) == (False, False)
        again = await done(counter, PayHold(held.id, held.total))
        assert isinstance(again, DeedRefused)
        assert again.code == "already_paid"
        assert len(await counter.airline.payments_of(held.id)) == 1


async def test_another_amount_than_the_total_is_refused(at_counter: Opening) -> None:
    async with at_counter() as counter:
        held = await sold(counter, Way.HOLD)
        wrong = await done(counter, PayHold(held.id, held.total + Money.of("1.00", held.total.currency)))
        assert isinstance(wrong, DeedRefused)
        assert wrong.code == "payment_amount_does_not_match_order_amount"
        assert (await now(counter, held)).payment.awaiting_payment


async def test_an_unpaid_hold_can_be_priced_and_a_paid_order_not(at_counter: Opening) -> None:
    async with at_counter() as counter:
        held = await sold(counter, Way.HOLD)
        priced: OrderAnswer = await counter.airline.priced_order(held.id)
        assert priced.order.total == held.total
        await done(counter, PayHold(held.id, held.total))
        with pytest.raises(RefusedByUpstream) as caught:
            await counter.airline.priced_order(held.id)
        assert caught.value.code == "already_paid"


async def test_a_quote_changes_nothing_and_only_the_newest_can_be_confirmed_once(at_counter: Opening) -> None:
    async with at_counter() as counter:
        order = await sold(counter, Way.PAY)
        first = await counter.airline.quote_cancellation(order.id)
        quote = await counter.airline.quote_cancellation(order.id)
        assert (quote.order_id, quote.refund, quote.refund_to) == (order.id, order.total, "balance")
        assert quote.expires_at is not None
        assert (await now(counter, order)).cancelled_at is None
        assert [one.id for one in await counter.airline.cancellations_of(order.id)] == [quote.id, first.id]
        stale = await done(counter, CancelOrder(order.id, first, order.total))
        assert isinstance(stale, DeedRefused)
        assert stale.code == "order_cancellation_stale"
        confirmed = await done(counter, CancelOrder(order.id, quote, order.total))
        assert isinstance(confirmed, DeedDone)
        assert confirmed.cancellation is not None
        assert confirmed.cancellation.confirmed_at is not None
        assert confirmed.cancellation == await counter.airline.cancellation(quote.id)
        after = await now(counter, order)
        assert (after.cancelled_at is None, after.available_actions) == (False, ("update",))
        assert after.cancellation == confirmed.cancellation
        again = await done(counter, CancelOrder(order.id, quote, order.total))
        assert isinstance(again, DeedRefused)
        assert again.code == "already_cancelled"
        with pytest.raises(RefusedByUpstream) as caught:
            await counter.airline.quote_cancellation(order.id)
        assert caught.value.code == "already_cancelled"


async def test_an_unpaid_hold_is_released_for_nothing(at_counter: Opening) -> None:
    async with at_counter() as counter:
        held = await sold(counter, Way.HOLD)
        quote = await counter.airline.quote_cancellation(held.id)
        assert quote.refund is not None
        assert (quote.refund.is_zero, quote.refund_to) == (True, "awaiting_payment")
        assert isinstance(await done(counter, CancelOrder(held.id, quote, gbp("0.00"))), DeedDone)
        refused = await done(counter, PayHold(held.id, held.total))
        assert isinstance(refused, DeedRefused)
        assert refused.code == "already_cancelled"


async def test_only_the_newest_change_of_the_airline_can_be_accepted_once(at_counter: Opening) -> None:
    async with at_counter() as counter:
        order = await sold(counter, Way.PAY)
        assert await counter.airline.airline_changes_of(order.id) == ()
        counter.change_flights(order.id)
        first = (await now(counter, order)).open_changes[-1]
        counter.change_flights(order.id)
        newest = (await now(counter, order)).open_changes[-1]
        assert [one.id for one in await counter.airline.airline_changes_of(order.id)] == [first.id, newest.id]
        assert "accept" in newest.available
        assert newest.before[0].flights
        assert newest.after[0].flights
        stale = await done(counter, AcceptChange(order.id, first.id))
        assert isinstance(stale, DeedRefused)
        assert stale.code == "stale_airline_initiated_change_accept"
        accepted = await done(counter, AcceptChange(order.id, newest.id))
        assert isinstance(accepted, DeedDone)
        assert accepted.proof == newest.id
        after = await now(counter, order)
        assert (after.open_changes, after.open_airline_changes) == ((), 0)
        listed = (await counter.airline.airline_changes_of(order.id))[-1]
        assert (listed.answered, listed.answered_at is None) == (Answered.ACCEPTED, False)
        assert isinstance(await done(counter, AcceptChange(order.id, newest.id)), DeedRefused)


async def test_orders_are_listed_by_what_is_asked(at_counter: Opening) -> None:
    async with at_counter() as counter:

        async def found(question: OrderQuestion) -> list[str]:
            return [answer.order.id async for answer in counter.airline.orders(question)]

        start = counter.airline.upstream_now() - timedelta(minutes=1)
        order = await sold(counter, Way.HOLD)
        leaves = timedelta(days=300)
        assert await found(OrderQuestion()) == [order.id]
        assert await found(OrderQuestion(awaiting_payment=True, created_after=start)) == [order.id]
        assert await found(OrderQuestion(awaiting_payment=False)) == []
        assert await found(OrderQuestion(reference=order.reference.lower())) == [order.id]
        assert await found(OrderQuestion(reference=order.reference[:-1])) == []
        assert await found(OrderQuestion(requires_action=True)) == []
        assert await found(OrderQuestion(departs_after=start, departs_before=start + leaves)) == [order.id]
        assert await found(OrderQuestion(departs_after=start + leaves)) == []
        assert await found(OrderQuestion(created_after=start + timedelta(hours=1))) == []
        await done(counter, PayHold(order.id, order.total))
        counter.change_flights(order.id)
        await now(counter, order)
        assert await found(OrderQuestion(requires_action=True)) == [order.id]
        assert await found(OrderQuestion(awaiting_payment=True)) == []


async def test_what_is_not_there_is_unknown_there(at_counter: Opening) -> None:
    async with at_counter() as counter:
        with pytest.raises(UnknownThere):
            await counter.airline.cancellation("ore_none")
        with pytest.raises(UnknownThere):
            await counter.airline.priced_order("ord_none")
        assert await counter.airline.payments_of("ord_none") == ()
        assert await counter.airline.cancellations_of("ord_none") == ()
        gone = await done(counter, PayHold("ord_none", gbp("1.00")))
        assert isinstance(gone, DeedRefused)
        assert gone.code == "not_found"


async def test_a_cut_line_is_a_lost_connection(at_counter: Opening) -> None:
    async with at_counter() as counter:
        counter.cut()
        questions: list[Callable[[str], object]] = [
            counter.airline.payments_of,
            counter.airline.cancellations_of,
            counter.airline.airline_changes_of,
            counter.airline.cancellation,
            counter.airline.quote_cancellation,
            counter.airline.priced_order,
        ]
        for ask in questions:
            with pytest.raises(ConnectionLost):
                await ask("ord_1")  # type: ignore[misc]
        with pytest.raises(ConnectionLost):
            await anext(counter.airline.orders(OrderQuestion()))


async def test_a_quote_says_when_it_is_stale(at_counter: Opening) -> None:
    async with at_counter() as counter:
        order = await sold(counter, Way.PAY)
        quote: Cancellation = await counter.airline.quote_cancellation(order.id)
        assert quote.expires_at is not None
        assert not quote.is_stale(counter.airline.upstream_now())
        assert quote.is_stale(quote.expires_at)
