"""Searches are kept, counted against bookings, and taken back when they never left."""

from contextlib import aclosing
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, LineLost, Notice
from agentdesk.desk.ports import Batch
from agentdesk.desk.search_budget import FREE_PER_BOOKING, SearchBudget, next_month
from agentdesk.desk.searching import Searching
from agentdesk.travel.environment import World
from agentdesk.travel.errors import ConnectionLost, NeverSent, TravelError
from agentdesk.travel.money import Money
from tests.fakes.airline import FakeAirline
from tests.fakes.storage import MemoryRecentSearches
from tests.samples import a_search, an_offer, gbp

NOVEMBER = date(2026, 11, 1)


def a_desk(airline: FakeAirline) -> tuple[Searching, list[Notice]]:
    board, heard = Board(), list[Notice]()
    board.listen(heard.append)
    return Searching(airline, MemoryRecentSearches(), Line(board), airline.upstream_now), heard


async def ask(searching: Searching) -> None:
    async for _ in searching.find(a_search()):
        pass


async def test_every_search_counts_and_stands_among_the_recent_ones_once() -> None:
    searching, _ = a_desk(FakeAirline())
    await ask(searching)
    await ask(searching)
    assert (await searching.budget()).searches == 2
    assert await searching.recent() == (a_search(),)


@pytest.mark.parametrize(("trouble", "counted"), [(NeverSent("no"), 0), (ConnectionLost("no"), 1)])
async def test_only_a_search_that_never_left_does_not_count(trouble: TravelError, counted: int) -> None:
    airline = FakeAirline()
    airline.trouble = trouble
    searching, heard = a_desk(airline)
    with pytest.raises(type(trouble)):
        await ask(searching)
    assert (await searching.budget()).searches == counted
    assert heard == [LineLost()]
    assert await searching.recent() == (a_search(),)


async def test_the_cheapest_of_all_batches_is_kept_even_when_the_search_is_left() -> None:
    airline = FakeAirline()
    dear, cheap = an_offer(), replace(an_offer(), id="off_2", total=gbp("99.00"))
    airline.batches = [Batch("orq_1", (dear,), 3, 1), Batch("orq_1", (cheap,), 3, 2), Batch("orq_1", (), 3, 3)]
    searching, _ = a_desk(airline)
    async with aclosing(searching.find(a_search())) as batches:
        async for batch in batches:
            if batch.answered == 2:
                break
    assert (await searching.lately())[0].cheapest == gbp("99.00")


@pytest.mark.parametrize(
    ("searches", "bookings", "per_booking", "left", "over", "wants_a_look"),
    [
        (0, 0, None, 1500, 0, False),
        (1199, 0, None, 301, 0, False),
        (1200, 1, 1200, 300, 0, True),
        (936, 3, 312, 3564, 0, False),
        (937, 3, 313, 3563, 0, False),
        (1500, 1, 1500, 0, 0, True),
        (1620, 1, 1620, 0, 120, True),
    ],
)
def test_what_is_free_grows_with_the_bookings(
    searches: int, bookings: int, per_booking: int | None, left: int, over: int, *, wants_a_look: bool
) -> None:
    budget = SearchBudget(NOVEMBER, searches, bookings)
    assert (budget.per_booking, budget.left, budget.over) == (per_booking, left, over)
    assert budget.wants_a_look is wants_a_look


def test_only_live_searches_cost_money() -> None:
    budget = SearchBudget(NOVEMBER, 1620, 1)
    assert budget.cost(World.LIVE) == Money(Decimal("0.60"), "USD")
    assert budget.cost(World.TEST).is_zero
    assert budget.cost(World.PRACTICE).is_zero


@given(st.integers(0, 10**6), st.integers(0, 1000))
def test_what_is_left_and_what_is_over_add_up(searches: int, bookings: int) -> None:
    budget = SearchBudget(NOVEMBER, searches, bookings)
    assert budget.left == 0 or budget.over == 0
    assert budget.free - budget.left + budget.over == searches
    assert budget.free >= FREE_PER_BOOKING


def test_the_year_ends_with_december() -> None:
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert next_month(NOVEMBER) == date(2026, 12, 1)
