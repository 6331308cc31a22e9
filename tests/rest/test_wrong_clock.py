"""A day is refused by the upstream's time, never by a machine's clock that nobody has set right yet."""

from datetime import timedelta

import pytest

from agentdesk.rest.searching import learn_time
from tests.fakes.airline import FakeAirline
from tests.samples import NOON, an_offer


@pytest.mark.parametrize(
    ("days", "knows", "asked"),
    [
        (-1, False, ["account"]),
        (400, False, ["account"]),
        (30, False, []),
        (-1, True, []),
    ],
)
async def test_the_upstream_is_asked_its_time_before_a_day_is_refused(days: int, knows: bool, asked: list[str]) -> None:
    airline = FakeAirline(an_offer())
    airline.now, airline.knows_time = NOON, knows
    await learn_time(airline, [(NOON + timedelta(days=days)).date()])
    assert airline.asked == asked
