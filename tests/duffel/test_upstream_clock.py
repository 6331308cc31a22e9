"""The upstream's clock: whatever this machine's is set to, before or while the program runs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.duffel.client import Client
from agentdesk.duffel.upstream_clock import UpstreamClock
from tests.duffel.upstreams import QUICK, Asked, client_of, says

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Machine:
    """Time that passes, and a wall clock that is wrong by an error which may change."""

    passed: float = 0.0
    error: timedelta = timedelta(0)

    def wall(self) -> datetime:
        return NOON + timedelta(seconds=self.passed) + self.error

    def steady(self) -> float:
        return 5000 + self.passed

    def upstream(self) -> datetime:
        """What the upstream says: whole seconds."""
        return (NOON + timedelta(seconds=self.passed)).replace(microsecond=0)


ERRORS = st.timedeltas(timedelta(hours=-6), timedelta(hours=6))


@given(ERRORS, ERRORS, st.floats(0, 86400))
def test_a_wrong_machine_clock_changes_nothing(first: timedelta, later: timedelta, passed: float) -> None:
    machine = Machine(error=first)
    clock = UpstreamClock(machine.wall, machine.steady)
    clock.hear(machine.upstream(), machine.steady())
    machine.error, machine.passed = later, passed  # set while the program runs, and no answer since
    assert abs(clock.now() - (NOON + timedelta(seconds=passed))) <= timedelta(seconds=2)


def test_before_the_first_answer_there_is_only_the_machines_clock() -> None:
    machine = Machine(error=timedelta(hours=-6))
    clock = UpstreamClock(machine.wall, machine.steady)
    assert (clock.is_known, clock.now()) == (False, NOON - timedelta(hours=6))
    clock.hear(None, machine.steady())
    assert not clock.is_known
    clock.hear(NOON, machine.steady())
    assert (clock.is_known, clock.now()) == (True, NOON)


def test_an_answer_that_was_long_on_its_way_does_not_shake_the_clock() -> None:
    machine = Machine()
    clock = UpstreamClock(machine.wall, machine.steady)
    clock.hear(NOON, machine.steady())
    machine.passed = 1.5
    clock.hear(NOON, machine.steady())
    assert clock.now() == NOON + timedelta(seconds=1.5)


def test_an_upstream_that_jumps_is_followed() -> None:
    machine = Machine()
    clock = UpstreamClock(machine.wall, machine.steady)
    clock.hear(NOON, machine.steady())
    clock.hear(NOON + timedelta(hours=73), machine.steady())
    assert clock.now() == NOON + timedelta(hours=73)


def test_an_answer_that_was_overtaken_does_not_set_the_clock_back() -> None:
    machine = Machine()
    clock = UpstreamClock(machine.wall, machine.steady)
    clock.hear(NOON, machine.steady())
    asked_before = machine.steady() + 1
    machine.passed = 2
    clock.hear(NOON + timedelta(hours=1), machine.steady())
    clock.hear(NOON, asked_before)
    assert clock.now() == NOON + timedelta(hours=1)
    clock.hear(NOON + timedelta(minutes=30), machine.steady())
    assert clock.now() == NOON + timedelta(minutes=30)


@pytest.mark.parametrize("hours", [-6, 0, 6])
async def test_the_client_judges_by_the_date_of_its_answers(hours: int) -> None:
    machine = Machine(error=timedelta(hours=hours))
    handler = says(200, {"data": {}}, date="Mon, 23 Nov 2026 12:00:00 GMT")
    transport = httpx.MockTransport(handler)
    async with httpx.AsyncClient(base_url="https://upstream.invalid", transport=transport) as http:
        client = Client(http, "duffel_test_1", limits=QUICK, clock=machine.wall, steady=machine.steady)
        known = [client.knows_time]
        await client.ask("GET", "/air/orders/ord_1")
        machine.error, machine.passed = timedelta(hours=-hours), 60.0
        assert [*known, client.knows_time] == [False, True]
        assert client.upstream_now() == NOON + timedelta(seconds=60)


async def test_the_limit_is_read_from_every_answer_but_those_of_searches() -> None:
    asked = Asked(
        says(200, {"data": {}}, ratelimit_limit="30"),
        says(200, {"data": {}}, ratelimit_limit="4000"),
        says(200, {"data": {}}, ratelimit_limit="many"),
        says(200, {"data": {}}, ratelimit_limit="60"),
    )
    seen: list[int | None] = []
    async with client_of(asked) as client:
        assert client.calls_per_minute is None
        for path in ("/air/offer_requests/orq_1", "/air/orders", "/air/orders", "/air/orders"):
            await client.ask("GET", path)
            seen.append(client.calls_per_minute)
    assert seen == [None, 4000, 4000, 60]
