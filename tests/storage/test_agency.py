"""The service's own ids of orders, in both kinds of database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agentdesk.storage.agency import SqlOrderNumbers
from agentdesk.storage.opening import open_storage
from agentdesk.travel.environment import PRACTICE
from tests.fakes.storage import MemoryKeys
from tests.postgres import Cluster
from tests.samples import NOON


@pytest.fixture(params=["sqlite", "postgres"])
async def numbers(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlOrderNumbers]:
    address = ""
    if request.param == "postgres":
        cluster: Cluster = request.getfixturevalue("postgres")
        address = request.getfixturevalue("postgres_for_all")
        cluster.empty(address)
    async with open_storage(tmp_path, PRACTICE, MemoryKeys(), address) as storage:
        yield storage.numbers


async def test_an_attempt_that_begins_again_keeps_its_id(numbers: SqlOrderNumbers) -> None:
    """Whoever asks again under a key, after the process has died before the intention was on paper."""
    assert await numbers.begin("ord_1", "agt:key", "agt", NOON) == "ord_1"
    assert await numbers.begin("ord_2", "agt:key", "agt", NOON) == "ord_1"
    assert await numbers.begin("ord_3", "agt:key 2", "agt", NOON) == "ord_3"
    assert await numbers.of("ord_2") is None


async def test_an_order_taken_for_one_made_elsewhere_becomes_that_of_its_attempt(numbers: SqlOrderNumbers) -> None:
    """The upstream may tell of an order before it answers whoever has made it."""
    stranger = await numbers.of_upstream("ord_upstream", NOON)
    await numbers.begin("ord_1", "agt:key", "agt", NOON)
    await numbers.found("agt:key", "ord_upstream")
    await numbers.found("agt:key", "ord_upstream")
    assert (await numbers.of_upstream("ord_upstream", NOON)).id == "ord_1"
    assert await numbers.of(stranger.id) is None


async def test_many_are_known_at_once(numbers: SqlOrderNumbers) -> None:
    made = {upstream: await numbers.of_upstream(upstream, NOON) for upstream in ("ord_a", "ord_b")}
    assert await numbers.known(["ord_a", "ord_b", "ord_c"]) == made
    assert await numbers.known([]) == {}
