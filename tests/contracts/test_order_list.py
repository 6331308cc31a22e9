"""What every list of orders promises; the database is held to the same law at length in `tests/storage`."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agentdesk.desk.ports import OrderAnswer
from agentdesk.travel.money import Money
from agentdesk.travel.order_places import row_of
from agentdesk.travel.order_views import OrderQuery, OwnView, Sort, View
from agentdesk.travel.orders import Order, OrderPassenger, PaymentState
from tests.contracts.keepers import Kept, Opening
from tests.samples import NOON, an_order, gbp

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def named(ident: str, family: str, made: int = 0, **changes: object) -> Order:
    people = (OrderPassenger("pas_1", "Zoë", family),)
    order = replace(an_order(f"ord_{ident}"), passengers=people, reference=ident.upper(), created_at=NOON + made * HOUR)
    return replace(order, **changes)  # type: ignore[arg-type]  # any field of it


def held(hours: float, guaranteed: float | None = None) -> PaymentState:
    until = None if guaranteed is None else NOON + guaranteed * HOUR
    return PaymentState(True, NOON + hours * HOUR, until)


STOCK = {
    "sold": named("sold", "Müller", 1),
    "dear": named("dear", "Øster", 2, total=gbp("2000.00")),
    "late": named("late", "Smith", 3, payment=held(30), tickets=()),
    "soon": named("soon", "Smith", 4, payment=held(60, guaranteed=5), tickets=()),
    "wait": named("wait", "Łuk", 5, tickets=()),
    "gone": named("gone", "Iwanow", 6, cancelled_at=NOON + 7 * HOUR),
    "moved": named("moved", "山田", 7, open_airline_changes=1),
}
NEXT = ["soon", "late", "wait", "sold", "dear", "moved", "gone"]


async def fill(kept: Kept) -> None:
    for number, one in enumerate(STOCK.values()):
        await kept.orders.save(OrderAnswer(one, b"{}", NOON + DAY / 2), agent=("Ruth Amankwah", "Ada")[number % 2])


async def found(kept: Kept, query: OrderQuery, hours: float = 0) -> list[str]:
    spots = await kept.index.spots(query, NOON + hours * HOUR)
    return [row.order_id.removeprefix("ord_") for row in await kept.index.rows(spots)]


async def test_what_is_next_comes_first(opened: Opening) -> None:
    async with opened() as kept:
        await fill(kept)
        assert await found(kept, OrderQuery()) == NEXT
        later = ["late", "soon", *NEXT[2:]]  # the price of `soon` is no longer kept: now it is to be paid by its time
        assert await found(kept, OrderQuery(), hours=6) == later


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        (Sort.REFERENCE, ["dear", "gone", "late", "moved", "sold", "soon", "wait"]),
        (Sort.PASSENGER, ["gone", "wait", "sold", "dear", "moved", "late", "soon"]),
        (Sort.TOTAL, ["sold", "late", "soon", "wait", "gone", "moved", "dear"]),
        (Sort.CREATED, ["sold", "dear", "late", "soon", "wait", "gone", "moved"]),
    ],
)
async def test_the_list_is_sorted_either_way(opened: Opening, sort: Sort, ids: list[str]) -> None:
    async with opened() as kept:
        await fill(kept)
        assert await found(kept, OrderQuery(sort=sort)) == ids
        assert await found(kept, OrderQuery(sort=sort, descending=True)) == ids[::-1]


@pytest.mark.parametrize(
    ("view", "hours", "ids"),
    [
        (View.HELD, 0, ["soon", "late"]),
        (View.HELD, 100, ["late", "soon"]),
        (View.ATTENTION, 0, ["moved"]),
        (View.ATTENTION, 20, ["late", "moved"]),
        (View.ATTENTION, 31, ["late", "wait", "moved"]),
        (View.ATTENTION, 24 * 9, ["soon", "moved"]),
        (View.AWAITING_TICKETS, 0, ["wait"]),
        (View.AIRLINE_CHANGES, 0, ["moved"]),
        (View.CANCELLED, 0, ["gone"]),
        (View.DEPARTING_SOON, 24 * 4, []),
        (View.DEPARTING_SOON, 24 * 6, ["late", "soon", "wait", "sold", "dear", "moved"]),
    ],
)
async def test_a_view_has_what_it_is_named_for(opened: Opening, view: View, hours: int, ids: list[str]) -> None:
    async with opened() as kept:
        await fill(kept)
        assert await found(kept, OrderQuery(view), hours) == ids
        assert (await kept.index.counts(NOON + hours * HOUR))[view.value] == len(ids)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("smith", ["soon", "late"]),
        ("zoe muller", ["sold"]),
        ("oster", ["dear"]),
        ("øst zoë", ["dear"]),
        ("luk", ["wait"]),
        ("田", ["moved"]),
        ("lhr dear", ["dear"]),
        ("125-21 iwa", ["gone"]),
        ("z", NEXT),
        ("zoe nobody", []),
    ],
)
async def test_a_search_finds_orders_by_all_its_words(opened: Opening, typed: str, ids: list[str]) -> None:
    async with opened() as kept:
        await fill(kept)
        assert await found(kept, OrderQuery(text=typed)) == ids
        first = await kept.index.first(OrderQuery(text=typed), NOON, 1)
        assert (len(first.spots), first.more) == (min(len(ids), 1), max(len(ids) - 1, 0))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (OrderQuery(over=gbp("1612.77")), ["dear"]),
        (OrderQuery(over=gbp("1612.76"), agent="ada"), ["soon", "dear", "gone"]),
        (OrderQuery(over=Money.of("1", "EUR")), []),
        (OrderQuery(airline="zz", agent="ama"), ["late", "wait", "sold", "moved"]),
        (OrderQuery(airline="BA"), []),
    ],
)
async def test_conditions_narrow_the_list(opened: Opening, query: OrderQuery, ids: list[str]) -> None:
    async with opened() as kept:
        await fill(kept)
        assert await found(kept, query) == ids


async def test_a_row_says_what_is_so_now(opened: Opening) -> None:
    async with opened() as kept:
        await fill(kept)
        for hours in (0, 40, 24 * 40):
            now = NOON + hours * HOUR
            for row in await kept.index.rows(await kept.index.spots(OrderQuery(), now)):
                order = STOCK[row.order_id.removeprefix("ord_")]
                assert row == row_of(order, row.spot, now, NOON + DAY / 2, agent=row.agent)


async def test_an_order_that_is_gone_is_left_out_of_the_rows(opened: Opening) -> None:
    async with opened() as kept:
        await fill(kept)
        spot = (await kept.index.spots(OrderQuery(), NOON))[0]
        assert [row.spot for row in await kept.index.rows((5, spot), NOON)] == [spot]


async def test_a_changed_order_is_in_its_new_place_at_once(opened: Opening) -> None:
    async with opened() as kept:
        await fill(kept)
        assert (await found(kept, OrderQuery()))[0] == "soon"
        paid = replace(STOCK["soon"], payment=PaymentState(False, paid_at=NOON + DAY))
        await kept.orders.save(OrderAnswer(paid, b"{}", NOON + DAY))
        assert await found(kept, OrderQuery()) == ["late", "soon", "wait", "sold", "dear", "moved", "gone"]


async def test_views_of_ones_own_are_kept_in_order_changed_and_dropped(opened: Opening) -> None:
    dear = OwnView("1", "Held over £1,000", OrderQuery(View.HELD, over=gbp("1000")))
    smiths = OwnView("2", "Smith family", OrderQuery(text="smith", sort=Sort.CREATED, descending=True))
    async with opened() as kept:
        await fill(kept)
        for view in (dear, smiths, replace(dear, name="Dear holds")):
            await kept.index.keep_view(view)
        assert await kept.index.own_views() == (replace(dear, name="Dear holds"), smiths)
        counts = await kept.index.counts(NOON)
        assert (counts["own:1"], counts["own:2"], counts["all"]) == (2, 2, 7)
        await kept.index.drop_view("1")
        assert await kept.index.own_views() == (smiths,)
        assert "own:1" not in await kept.index.counts(NOON)
