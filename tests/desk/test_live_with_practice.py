"""Orders stay live and deadlines safe against the practice airline: over real HTTP, with its clock and its troubles."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import httpx
import pytest

from agentdesk.desk import keeping, reminders, watching
from agentdesk.desk.desk import Desk
from agentdesk.desk.news import DeadlineNear, DeadlinesPassed, LineBack, LineLost, Notice, OrderChanged, OrdersCame
from agentdesk.desk.preferences import Alerts, Preferences
from agentdesk.duffel.airline import DuffelAirline
from agentdesk.duffel.client import Client, Limits
from agentdesk.duffel.retrying import Patience
from agentdesk.travel.booking import Booked, Way
from agentdesk.travel.deadlines import DeadlineKind
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.orders import Order, OrderStatus, status
from tests.desk.desk_over import desk_over, no_bug
from tests.duffel.test_with_practice import an_offer, as_hold, to_send
from tests.fakes.storage import MemoryOrderBook
from tests.practice_airline import Practice, Process

QUICK = Limits(patience=Patience(attempts=1))


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk begins at once and looks at its clock often; the paces are the real ones."""
    monkeypatch.setattr(keeping, "_START", 0.0)
    monkeypatch.setattr(keeping, "_KNOCK", 0.5)
    monkeypatch.setattr(watching, "_LONGEST_SLEEP", 0.2)
    monkeypatch.setattr(reminders, "_LONGEST_SLEEP", 0.1)


class Machine:
    """The wall clock of a machine, wrong by `error`."""

    def __init__(self, error: timedelta = timedelta(0)) -> None:
        self.error = error

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.error


@asynccontextmanager
async def live(
    url: str, machine: Machine | None = None, orders: MemoryOrderBook | None = None
) -> AsyncIterator[tuple[Desk, list[Notice]]]:
    """A desk over the real client that keeps watch, and what it tells."""
    async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
        client = Client(http, "duffel_test_practice", limits=QUICK, clock=machine or Machine())
        desk = desk_over(DuffelAirline(client, PRACTICE), Preferences(alerts=Alerts(minutes=(30,))), orders=orders)
        heard: list[Notice] = []
        desk.news.listen(heard.append)
        task = asyncio.ensure_future(desk.keep_watch(no_bug))
        try:
            yield desk, heard
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def until(fact: Callable[[], object], seconds: float = 10, *, heard: list[Notice] | None = None) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not fact():
                await asyncio.sleep(0.02)
    except TimeoutError as exc:
        raise AssertionError(f"not within {seconds} s; heard: {heard}") from exc


def of(heard: list[Notice], kind: type[Notice]) -> list[Notice]:
    return [one for one in heard if isinstance(one, kind)]


async def sold(desk: Desk, way: Way = Way.PAY) -> Order:
    """Booked upstream and found by this desk through the account's list or the book."""
    assert isinstance(desk.airline, DuffelAirline)
    request_id, offer = await an_offer(desk.airline, "LHR", "JFK")
    sent = to_send(request_id, offer)
    outcome, answer = await desk.airline.book(as_hold(sent) if way is Way.HOLD else sent)
    assert isinstance(outcome, Booked)
    assert answer is not None
    await desk.orders.save(answer, sent)
    desk.news.tell(OrderChanged(answer.order.id))
    return answer.order


async def test_a_ticket_is_seen_within_five_seconds_of_being_there(practice: Practice) -> None:
    practice.reset(ticket_seconds=2.0)
    async with live(practice.url) as (desk, heard):
        order = await sold(desk)
        there = monotonic() + 2.0
        heard.clear()
        await until(lambda: OrderChanged(order.id) in heard)
        assert monotonic() - there <= 5
        record = await desk.orders.get(order.id)
        assert record is not None
        assert status(record.order, desk.clock()) is OrderStatus.TICKETED


@pytest.mark.parametrize("hours", [-6, 0, 6])
async def test_a_hold_is_warned_of_and_lapses_whatever_the_machines_clock_says(practice: Practice, hours: int) -> None:
    machine = Machine(hours * timedelta(hours=1))
    async with live(practice.url, machine) as (desk, heard):
        order = await sold(desk, Way.HOLD)
        pay_by = order.payment.pay_by
        assert pay_by is not None
        machine.error = -machine.error  # set while the program runs
        practice.advance((pay_by - desk.clock()).total_seconds() - 1200)
        await desk.watching.look(order.id)
        await until(lambda: of(heard, DeadlineNear))
        (near,) = [one for one in heard if isinstance(one, DeadlineNear) and one.kind is DeadlineKind.PAY]
        assert timedelta(minutes=19) < near.left <= timedelta(minutes=20)
        assert not [
            one
            for one in of(heard, DeadlinesPassed)
            if isinstance(one, DeadlinesPassed) and DeadlineKind.PAY in [found.kind for found in one.deadlines]
        ]
        practice.advance(1210)
        await desk.watching.read(order.id)
        await until(
            lambda: (
                [
                    found.order_id
                    for one in heard
                    if isinstance(one, DeadlinesPassed)
                    for found in one.deadlines
                    if found.kind is DeadlineKind.PAY
                ]
                == [order.id]
            ),
            heard=heard,
        )
        record = await desk.orders.get(order.id)
        assert record is not None
        assert status(record.order, desk.clock()) is OrderStatus.LAPSED


async def test_a_change_of_the_airline_and_an_order_sold_elsewhere_arrive_by_themselves(practice: Practice) -> None:
    async with live(practice.url) as (desk, heard):
        order = await sold(desk)
        await until(lambda: not desk.line.is_lost)
    practice.scenario("flight_moved")
    practice.get(f"/air/orders/{order.id}")  # somebody looked: the airline has changed it
    async with live(practice.url) as (later, heard):
        await until(lambda: [one for one in heard if isinstance(one, OrdersCame) and order.id in one.order_ids])
        record = await later.orders.get(order.id)
        assert record is not None
        assert record.order.open_airline_changes == 1


async def test_a_lost_line_is_said_once_and_its_return_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_PROBE", 0.3)
    state = str(tmp_path / "practice.db")
    process = Process("--state", state)
    port = str(urlsplit(process.url).port)
    try:
        async with live(process.url) as (desk, heard):
            orders = [await sold(desk) for _ in range(2)]
            await until(lambda: desk.airline.knows_time)
            process.kill()
            await until(lambda: LineLost() in heard)
            record = await desk.orders.get(orders[0].id)
            assert record is not None
            last = record.seen_at
            await asyncio.sleep(2)
            assert heard.count(LineLost()) == 1
            assert LineBack() not in heard
            kept = await desk.orders.get(orders[0].id)
            assert kept is not None
            assert kept.seen_at == last  # the last answer stays, with its time
            process = Process("--state", state, "--port", port)
            await until(lambda: LineBack() in heard, 20)
            await asyncio.sleep(1)
            assert (heard.count(LineLost()), heard.count(LineBack())) == (1, 1)
    finally:
        process.end()


async def test_a_desk_that_was_closed_says_what_ended_meanwhile(practice: Practice) -> None:
    book = MemoryOrderBook()
    async with live(practice.url, orders=book) as (desk, _):
        order = await sold(desk, Way.HOLD)
    practice.advance(73 * 3600)
    async with live(practice.url, orders=book) as (_, heard):
        await until(lambda: of(heard, DeadlinesPassed))
    (passed,) = of(heard, DeadlinesPassed)
    assert isinstance(passed, DeadlinesPassed)
    assert passed.while_closed
    assert DeadlineKind.PAY in [found.kind for found in passed.deadlines]
    assert {found.order_id for found in passed.deadlines} == {order.id}
