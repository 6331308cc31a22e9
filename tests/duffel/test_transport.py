"""The way to the upstream: to which addresses a token may go."""

import pytest

from agentdesk.duffel.transport import DUFFEL, open_airline, user_agent
from agentdesk.travel.environment import PRACTICE, Environment, World
from agentdesk.travel.errors import ConnectionLost, NeverSent, NotAllowed
from tests.duffel.test_with_practice import LIMITS


@pytest.mark.parametrize("address", [DUFFEL, "https://example.org:8443", "http://127.0.0.1:1", "http://[::1]:1"])
async def test_a_good_address_is_opened(address: str) -> None:
    async with open_airline(address, "duffel_test_1", PRACTICE) as airline:
        assert airline.environment is PRACTICE


@pytest.mark.parametrize(
    "address",
    ["", "api.duffel.com", "http://api.duffel.com", "http://192.168.0.7", "ftp://127.0.0.1", "https://", "http://[::1"],
)
async def test_a_token_never_goes_over_the_net_unprotected(address: str) -> None:
    with pytest.raises(NeverSent):
        async with open_airline(address, "duffel_test_1", PRACTICE):
            pytest.fail("it was opened")


async def test_a_token_that_can_be_none_is_not_allowed() -> None:
    with pytest.raises(NotAllowed):
        async with open_airline(DUFFEL, "a token\n", PRACTICE):
            pytest.fail("it was opened")


@pytest.mark.parametrize(
    ("token", "world"),
    [
        ("duffel_live_1", World.TEST),
        ("duffel_live_1", World.PRACTICE),
        ("duffel_test_1", World.LIVE),
    ],
)
async def test_a_token_of_one_world_does_not_sell_in_another(token: str, world: World) -> None:
    with pytest.raises(NotAllowed):
        async with open_airline(DUFFEL, token, Environment(world, DUFFEL)):
            pytest.fail("it was opened")


async def test_a_live_token_opens_live_mode() -> None:
    async with open_airline(DUFFEL, "duffel_live_1", Environment(World.LIVE, DUFFEL)) as airline:
        assert airline.environment.is_live


async def test_nobody_at_home_is_a_lost_connection() -> None:
    test = Environment(World.TEST, "http://127.0.0.1:1")
    async with open_airline(test.address, "duffel_test_1", test, LIMITS) as airline:
        with pytest.raises(ConnectionLost):
            await airline.account()


def test_we_say_who_we_are() -> None:
    assert user_agent().startswith("AgentDesk/")
