"""A deed that was under way when the program ended is found again by the next one, from what stands on the disk."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import cast

import pytest

from agentdesk.desk.desk import Desk, open_desk
from agentdesk.desk.ports import Papers
from agentdesk.desk.preferences import Preferences
from agentdesk.duffel.airline import DuffelAirline
from agentdesk.duffel.transport import open_airline
from agentdesk.travel.booking import Booked
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import DeedDone, DeedSent, sent_of_deed
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import ConnectionLost
from agentdesk.travel.order_events import EventKind
from agentdesk.travel.orders import Order
from tests.contracts.keepers import real
from tests.desk.desk_over import no_bug
from tests.duffel.test_with_practice import LIMITS, an_offer, as_hold, to_send
from tests.practice_airline import Practice

AGENT = "Ruth Amankwah"


@asynccontextmanager
async def desk_on(folder: Path, practice: Practice) -> AsyncIterator[Desk]:
    """The whole desk over real storage and the practice airline."""
    async with real(folder)() as kept, open_airline(practice.url, practice.token, PRACTICE, LIMITS) as airline:
        yield open_desk(
            airline,
            journal=kept.journal,
            orders=kept.orders,
            index=kept.index,
            history=kept.history,
            deeds=kept.deeds,
            drafts=kept.drafts,
            recent=kept.searches,
            papers=cast(Papers, None),  # nothing is printed here
            new_id=lambda: "attempt-2",
            preferences=lambda: Preferences(agent=AGENT),
            reminded=kept.reminded,
            marks=kept.marks,
        )


async def sold(desk: Desk, *, hold: bool) -> Order:
    request_id, offer = await an_offer(cast(DuffelAirline, desk.airline), "LHR", "JFK")
    sent = to_send(request_id, offer)
    outcome, answer = await desk.airline.book(as_hold(sent) if hold else sent)
    assert isinstance(outcome, Booked)
    assert answer is not None
    await desk.orders.save(answer)
    return answer.order


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await true():
            await asyncio.sleep(0.02)


async def pay(desk: Desk, order: Order) -> None:
    await desk.servicing.pay(order.id, order.total)


async def cancel(desk: Desk, order: Order) -> None:
    quote = await desk.servicing.quote(order.id)
    assert isinstance(quote, Cancellation)
    await desk.servicing.cancel(quote, order.total)


async def accept(desk: Desk, order: Order) -> None:
    change = (await desk.airline.order(order.id)).order.open_changes[-1]
    await desk.servicing.accept(order.id, change.id)


@pytest.mark.parametrize(
    ("do", "trouble", "asked", "told"),
    [
        (pay, "payment_slow", "/air/payments", [EventKind.PAY_ASKED, EventKind.UNKNOWN, EventKind.PAID]),
        (cancel, "cancellation_slow", "/confirm", [EventKind.CANCEL_ASKED, EventKind.UNKNOWN, EventKind.CANCELLED]),
        (accept, "accept_slow", "/accept", [EventKind.ACCEPT_ASKED, EventKind.UNKNOWN, EventKind.ACCEPTED]),
    ],
)
def test_a_deed_under_way_at_the_end_is_found_by_the_next_start(
    practice: Practice,
    tmp_path: Path,
    do: Callable[[Desk, Order], Awaitable[None]],
    trouble: str,
    asked: str,
    told: list[EventKind],
) -> None:
    def arrived() -> int:
        return sum(one["path"].endswith(asked) for one in practice.books()["requests"])

    async def first_run() -> str:
        async with desk_on(tmp_path, practice) as desk:
            order = await sold(desk, hold=do is pay)
            if do is accept:
                practice.scenario("flight_moved")
            practice.scenario(trouble, effect={"seconds": 1.5})
            asyncio.ensure_future(do(desk, order)).add_done_callback(lambda task: task.cancelled() or task.exception())
            await until(lambda: _so(arrived() == 1))
            return order.id  # and the program ends, with the answer still on its way

    async def second_run(order_id: str) -> None:
        async with desk_on(tmp_path, practice) as desk:
            (left,) = await desk.deeds.open_lines()
            assert isinstance(left, DeedSent)
            watch = asyncio.create_task(desk.keep_watch(no_bug))

            async def found() -> bool:
                return await desk.servicing.open_deed(order_id) is None

            await until(found)
            watch.cancel()
            with suppress(asyncio.CancelledError, ConnectionLost):
                await watch
            line = await desk.deeds.line(left.attempt)
            assert isinstance(line, DeedDone)
            assert sent_of_deed(line).agent == AGENT
            events = [one.kind for one in reversed(await desk.history.of_order(order_id))]
            assert [kind for kind in events if kind in told] == told
            assert not {EventKind.PAID_UPSTREAM, EventKind.CANCELLED_UPSTREAM} & set(events)

    order_id = asyncio.run(first_run())
    asyncio.run(second_run(order_id))
    assert arrived() == 1


async def _so(fact: bool) -> bool:
    return fact
