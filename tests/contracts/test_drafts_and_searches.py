"""What is promised of tabs and recent searches."""

from dataclasses import replace
from datetime import date, timedelta

from agentdesk.desk.ports import OrderAnswer, RecentSearch
from agentdesk.desk.search_budget import SearchBudget, month_of
from agentdesk.travel.booking import Draft, Step
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.passengers import Party, TravellerForm
from agentdesk.travel.search import LegForm, SearchForm
from tests.contracts.keepers import Opening
from tests.samples import NOON, a_draft, a_search, an_order, gbp


async def test_tabs_come_back_in_their_order(opened: Opening) -> None:
    tabs = [a_draft(ident=f"draft-{letter}") for letter in "cab"]
    async with opened() as kept:
        for position in (2, 0, 1):
            await kept.drafts.save(tabs[position], position)
        assert await kept.drafts.all() == tuple(tabs)


async def test_a_tab_saved_again_keeps_one_place(opened: Opening) -> None:
    async with opened() as kept:
        await kept.drafts.save(a_draft(), 0)
        await kept.drafts.save(a_draft(ident="draft-2"), 1)
        moved = replace(a_draft(), step=Step.SEATS).with_look("focus", "seat-28A")
        await kept.drafts.save(moved, 2)
        assert await kept.drafts.all() == (a_draft(ident="draft-2"), moved)


async def test_a_closed_tab_is_gone(opened: Opening) -> None:
    async with opened() as kept:
        await kept.drafts.save(a_draft(), 0)
        await kept.drafts.remove("draft-1")
        await kept.drafts.remove("draft-1")
        assert await kept.drafts.all() == ()


async def test_half_typed_and_wrong_input_comes_back_as_typed(opened: Opening) -> None:
    draft = Draft(
        "draft-1",
        PRACTICE,
        Step.PASSENGERS,
        form=SearchForm(legs=(LegForm("münch", "東京", "31.2."),), child_ages=("", "x")),
        travellers=(TravellerForm("pas_1", given_name=" Zoë\u200b\t", born="1.1.19"),),
    )
    async with opened() as kept:
        await kept.drafts.save(draft, 0)
        assert await kept.drafts.all() == (draft,)


async def test_recent_searches_come_newest_first_and_each_once(opened: Opening) -> None:
    first, second = a_search(), replace(a_search(), party=Party(2, (7,), 1))
    async with opened() as kept:
        await kept.searches.add(first, NOON)
        await kept.searches.add(second, NOON + timedelta(seconds=1))
        assert await kept.searches.newest() == (second, first)
        await kept.searches.add(first, NOON + timedelta(seconds=2))
        assert await kept.searches.newest() == (first, second)


async def test_only_as_many_searches_as_asked_for(opened: Opening) -> None:
    async with opened() as kept:
        for day in range(1, 8):
            leg = replace(a_search().legs[0], date=date(2027, 1, day))
            await kept.searches.add(replace(a_search(), legs=(leg,)), NOON + timedelta(seconds=day))
        days = [search.legs[0].date.day for search in await kept.searches.newest()]
        assert days == [7, 6, 5, 4]


async def test_recent_searches_tell_when_they_were_asked(opened: Opening) -> None:
    async with opened() as kept:
        await kept.searches.add(a_search(), NOON)
        assert await kept.searches.lately() == (RecentSearch(a_search(), NOON),)
        assert await kept.searches.lately(0) == ()


async def test_searches_and_bookings_are_counted_by_month(opened: Opening) -> None:
    made = an_order().created_at
    async with opened() as kept:
        assert await kept.searches.month(made) == SearchBudget(month_of(made), 0, 0)
        for _ in range(3):
            await kept.searches.count(made)
        await kept.searches.count(made, -1)
        await kept.searches.count(made + timedelta(days=31))
        await kept.orders.save(OrderAnswer(an_order(), b"{}", NOON))
        assert await kept.searches.month(made) == SearchBudget(month_of(made), 2, 1)
        assert (await kept.searches.month(made + timedelta(days=31))).bookings == 0
        assert (await kept.searches.month(made + timedelta(days=31))).searches == 1


async def test_a_count_never_falls_below_nothing(opened: Opening) -> None:
    async with opened() as kept:
        await kept.searches.count(NOON, -1)
        await kept.searches.count(NOON, -1)
        await kept.searches.count(NOON)
        assert (await kept.searches.month(NOON)).searches == 1


async def test_a_recent_search_keeps_its_cheapest_price_until_it_is_asked_again(opened: Opening) -> None:
    async with opened() as kept:
        await kept.searches.found(a_search(), gbp("99.00"))  # nobody asked it
        assert await kept.searches.lately() == ()
        await kept.searches.add(a_search(), NOON)
        await kept.searches.found(a_search(), gbp("1398.12"))
        assert (await kept.searches.lately())[0].cheapest == gbp("1398.12")
        await kept.searches.add(a_search(), NOON)
        assert (await kept.searches.lately())[0].cheapest is None
