"""The airline that is still being loaded: questions wait, nothing is lost, and what goes wrong is said."""

import asyncio
from datetime import UTC, datetime

import pytest

from agentdesk.desk.ports import Airline
from agentdesk.late_airline import LateAirline
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import NeverSent
from tests.fakes.airline import FakeAirline
from tests.samples import an_offer


@pytest.fixture
async def coming() -> "asyncio.Future[Airline]":
    return asyncio.get_running_loop().create_future()


async def test_a_question_waits_for_the_airline(coming: "asyncio.Future[Airline]") -> None:
    asked = asyncio.ensure_future(LateAirline(PRACTICE, coming).offer("off_1"))
    await asyncio.sleep(0)
    assert not asked.done()
    coming.set_result(FakeAirline(an_offer("off_1")))
    assert (await asked).id == "off_1"


async def test_a_question_given_up_leaves_the_others_waiting(coming: "asyncio.Future[Airline]") -> None:
    late = LateAirline(PRACTICE, coming)
    given_up, patient = asyncio.ensure_future(late.offer("off_1")), asyncio.ensure_future(late.offer("off_1"))
    await asyncio.sleep(0)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    coming.set_result(FakeAirline(an_offer("off_1")))
    assert (await patient).id == "off_1"


async def test_an_airline_that_cannot_be_opened_answers_every_question_so(coming: "asyncio.Future[Airline]") -> None:
    coming.set_exception(NeverSent("the address must be https"))
    late = LateAirline(PRACTICE, coming)
    for _ in range(2):
        with pytest.raises(NeverSent):
            await late.account()
    assert abs(datetime.now(UTC) - late.upstream_now()).total_seconds() < 1


async def test_the_clock_is_the_upstreams_once_it_is_there(coming: "asyncio.Future[Airline]") -> None:
    late, airline = LateAirline(PRACTICE, coming), FakeAirline(an_offer("off_1"))
    assert abs(datetime.now(UTC) - late.upstream_now()).total_seconds() < 1
    coming.set_result(airline)
    assert late.upstream_now() == airline.upstream_now()
