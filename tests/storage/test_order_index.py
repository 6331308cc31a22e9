"""The list of orders in SQL against the law in Python: the same orders, in the same order, at any moment."""

import asyncio
import random
import re
import unicodedata
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from anyascii import anyascii

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage import order_index, order_standing
from agentdesk.storage.opening import Storage, open_storage
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.journeys import Slice
from agentdesk.travel.money import Money
from agentdesk.travel.order_places import PAST, in_view, place, row_of
from agentdesk.travel.order_views import OrderQuery, OrderSpot, OwnView, Sort, View
from agentdesk.travel.orders import Order, PaymentState
from benchmarks.order_stock import NOW, Kept, many_orders
from tests.fakes.storage import MemoryKeys
from tests.postgres import Cluster

STOCK = 260
DAY = timedelta(days=1)


def odd_ones(chance: random.Random, kept: list[Kept]) -> list[Kept]:
    """Orders as the upstream gives them once in a while: of every stage, with deadlines missing or passed."""
    found = []
    for number, one in enumerate(kept):
        order = replace(one.order, id=f"ord_odd{number}", reference=one.order.reference[:2])
        pay_by = chance.choice((None, NOW + chance.uniform(-9, 9) * DAY))
        until = chance.choice((None, NOW + chance.uniform(-9, 9) * DAY))
        payment = PaymentState(chance.random() < 0.5, pay_by, until, chance.choice((None, NOW - DAY)))
        order = replace(order, payment=payment, tickets=chance.choice(((), order.tickets, order.tickets[:1])))
        order = replace(
            order, cancelled_at=chance.choice((None, None, NOW)), open_airline_changes=chance.choice((0, 1))
        )
        order = replace(order, slices=order.slices if chance.random() < 0.95 else (), created_at=chance.choice(STARTS))
        if order.slices and chance.random() < 0.2:
            order = replace(order, slices=(without_zone(order), *order.slices[1:]))
        found.append(replace(one, order=order))
    return found


STARTS = tuple(NOW - number * DAY / 2 for number in range(12))


def without_zone(order: Order) -> Slice:
    """Its first slice, from an airport of which nobody knows the zone."""
    part = order.slices[0]
    flight = part.segments[0].flight
    nowhere = replace(flight, origin=replace(flight.origin, time_zone=""))
    return replace(part, segments=(replace(part.segments[0], flight=nowhere), *part.segments[1:]))


class Stock:
    """Orders in an index, and the same in a list."""

    def __init__(self, storage: Storage, kept: list[Kept], spots: dict[str, OrderSpot]) -> None:
        self.storage, self.kept, self.spots = storage, kept, spots

    def expected(self, query: OrderQuery, now: datetime, only: Collection[str] | None = None) -> list[str]:
        """The ids that the law wants, in its order."""
        found = [one.order for one in self.kept if in_view(one.order, query.view, now)]
        found = [one for one in found if only is None or one.id in only]
        found.sort(key=lambda order: self._key(order, query.sort, now), reverse=query.descending)
        return [one.id for one in found]

    def _key(self, order: Order, sort: Sort, now: datetime) -> tuple[object, ...]:
        key, spot = place(order, sort, now), self.spots[order.id]
        return (*key, -spot if sort is Sort.NEXT and key[0] == PAST else spot)

    async def found(self, query: OrderQuery, now: datetime) -> list[str]:
        spots = await self.storage.index.spots(query, now)
        return [row.order_id for row in await self.storage.index.rows(spots, now)]


def all_kept() -> list[Kept]:
    plain = list(many_orders(STOCK))
    return plain + odd_ones(random.Random(11), plain[-STOCK // 2 :])


async def fill(folder: Path, address: str) -> dict[str, OrderSpot]:
    async with open_storage(folder, PRACTICE, MemoryKeys(), address) as storage:
        for one in all_kept():
            order, own, note = one.order, one.own_reference, one.note
            await storage.orders.save(OrderAnswer(order, b"{}", max(NOW - DAY, order.created_at)), agent=one.agent)
            if note or own:
                await storage.orders.annotate(order.id, note=note, own_reference=own, agent="", at=NOW)
        found = await storage.index.spots(OrderQuery(), NOW)
        return {row.order_id: row.spot for row in await storage.index.rows(found)}


Filled = tuple[Path, str, dict[str, OrderSpot]]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A database with the stock, made once; one law for both kinds."""
    folder, address = tmp_path_factory.mktemp("stock"), ""
    if request.param == "postgres":
        cluster: Cluster = request.getfixturevalue("postgres")
        address = cluster.fresh()
    return folder, address, asyncio.run(fill(folder, address))


@pytest.fixture
async def stock(filled: Filled) -> AsyncIterator[Stock]:
    folder, address, spots = filled
    async with open_storage(folder, PRACTICE, MemoryKeys(), address) as storage:
        yield Stock(storage, all_kept(), spots)


MOMENTS = [NOW + days * DAY for days in (-30, -6.5, -1, 0, 0.3, 1, 6.9, 40, 900)]


@pytest.mark.parametrize("view", View)
async def test_a_view_has_what_the_law_says_at_any_moment(stock: Stock, view: View) -> None:
    chance = random.Random(view.value)
    sizes = []
    for now in [*MOMENTS, *(NOW + chance.uniform(-20, 20) * DAY for _ in range(10))]:
        query = OrderQuery(view, sort=chance.choice(list(Sort)))
        found = await stock.found(query, now)
        assert found == stock.expected(query, now), (query, now)
        assert (await stock.storage.index.counts(now))[view.value] == len(found)
        sizes.append(len(found))
    assert max(sizes) > 0


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", Sort)
async def test_all_orders_stand_as_they_are_sorted_by_the_law(stock: Stock, sort: Sort, descending: bool) -> None:
    query = OrderQuery(sort=sort, descending=descending)
    for now in MOMENTS:
        assert await stock.found(query, now) == stock.expected(query, now), now


async def test_a_row_says_what_the_order_says(stock: Stock) -> None:
    for now in MOMENTS:
        spots = tuple(stock.spots[one.order.id] for one in stock.kept)
        rows = await stock.storage.index.rows(spots, now)
        for one, row in zip(stock.kept, rows, strict=True):
            seen = max(NOW - DAY, one.order.created_at)
            own, agent = one.own_reference, one.agent
            assert row == row_of(one.order, row.spot, now, seen, own_reference=own, agent=agent)


def plainly(text: str) -> list[list[str]]:
    """Each word in its own script without marks, and in Latin letters."""
    found = []
    for word in re.split(r"[^\w]+|_", text):
        marked = unicodedata.normalize("NFKD", word.casefold())
        bare = "".join(letter for letter in marked if not unicodedata.combining(letter)).casefold()
        found.append([unicodedata.normalize("NFC", bare), anyascii(word).casefold()])
    return [forms for forms in found if forms[0]]


def said_by(one: Kept) -> str:
    order = one.order
    route = " ".join(f"{part.origin.iata} {part.destination.iata}" for part in order.slices)
    names = " ".join(passenger.full_name for passenger in order.passengers)
    names += " " + names.replace("'", "")  # O'Sullivan is found by "osu" too
    numbers = " ".join(f"{ticket.number} {ticket.number.replace('-', '')}" for ticket in order.tickets)
    return f"{order.reference} {names} {numbers} {route} {one.own_reference} {one.note}"


def is_found(said: list[list[str]], asked: list[list[str]]) -> bool:
    """Every word asked for begins a word that is said."""
    words = {form for forms in said for form in forms}
    return all(any(word.startswith(form) for word in words for form in forms) for forms in asked)


async def test_a_search_finds_every_order_that_has_all_its_words_and_no_other(stock: Stock) -> None:
    chance = random.Random(5)
    said = {one.order.id: plainly(said_by(one)) for one in stock.kept}
    for _ in range(150):
        words = chance.sample(re.split(r"[\s_]+", said_by(chance.choice(stock.kept))), chance.choice((1, 1, 2, 3)))
        words = [word[: chance.randint(2, len(word))] if len(word) > 2 else word for word in words]
        typed = " ".join(chance.choice((str, str.upper, anyascii))(word) for word in words)
        asked = plainly(typed)
        only = [order_id for order_id, words_said in said.items() if is_found(words_said, asked)]
        query = OrderQuery(text=typed, sort=chance.choice(list(Sort)))
        found = await stock.found(query, NOW)
        cities = {part.origin.city for one in stock.kept for part in one.order.slices}
        by_city = any(is_found(plainly(" ".join(cities)), [forms]) for forms in asked)
        expected = stock.expected(query, NOW, only)
        assert (set(found) >= set(expected)) if by_city else (found == expected), typed


async def test_the_top_of_a_list_is_the_top_of_the_whole_and_says_how_much_stands_below(stock: Stock) -> None:
    index = stock.storage.index
    for text in ("", "s", "a", "lhr", "smith", "zzqx"):
        for sort in Sort:
            for descending in (False, True):
                for view in (View.ALL, View.CANCELLED):
                    query = OrderQuery(view, text, sort, descending)
                    whole = await index.spots(query, NOW)
                    first = await index.first(query, NOW, 20)
                    assert first.spots == whole[:20], query
                    assert first.more == max(len(whole) - 20, 0), query


@pytest.mark.parametrize("sort", Sort)
async def test_a_search_is_the_same_however_many_it_finds(
    stock: Stock, sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few are sorted by themselves, many looked up among all, most gone through: three ways to one answer."""
    for few, dense in ((10_000, 5), (0, 0), (0, 10_000)):
        monkeypatch.setattr(order_index, "_FEW", few)
        monkeypatch.setattr(order_standing, "_DENSE", dense)
        for view in (View.ALL, View.DEPARTING_SOON, View.CANCELLED):
            for now in (NOW, NOW + DAY / 4, NOW + 9 * DAY):
                found = await stock.found(OrderQuery(view, "s", sort), now)
                said = [one.order.id for one in stock.kept if is_found(plainly(said_by(one)), [["s"]])]
                cities = [one.order.id for one in stock.kept if _has_city_in_s(one.order)]
                assert found == stock.expected(OrderQuery(view, sort=sort), now, {*said, *cities})


def _has_city_in_s(order: Order) -> bool:
    ends = [end for part in order.slices for end in (part.origin, part.destination)]
    return any(word.startswith("S") for end in ends for word in end.city.split())


async def test_what_is_saved_is_in_its_place_at_once(stock: Stock) -> None:
    """What was remembered of the order of rows is forgotten when something moves."""
    index, late = stock.storage.index, NOW + DAY
    before = await stock.found(OrderQuery(), late)
    moved = replace(stock.kept[5].order, cancelled_at=late, reference="0QQQQQ")
    await stock.storage.orders.save(OrderAnswer(moved, b"{}", late))
    after = await stock.found(OrderQuery(), late)
    assert sorted(before) == sorted(after)
    assert (await stock.found(OrderQuery(sort=Sort.REFERENCE), late))[0] == moved.id
    assert moved.id in await stock.found(OrderQuery(View.CANCELLED, text="0qqqqq"), late)
    await stock.storage.orders.save(OrderAnswer(stock.kept[5].order, b"{}", late))
    assert await stock.found(OrderQuery(), late) == before
    assert len(await index.spots(OrderQuery(text="0qqqqq"), late)) == 0


async def test_conditions_beside_the_words_narrow_the_list(stock: Stock) -> None:
    over, cents = Money.of("1000.005", "GBP"), Money.of("1000", "EUR")
    cases: list[tuple[OrderQuery, Callable[[Kept], bool]]] = [
        (OrderQuery(over=over), lambda one: one.order.total.currency == "GBP" and one.order.total.amount > over.amount),
        (OrderQuery(over=cents, airline="ba"), lambda one: one.order.owner.iata == "BA" and _over(one, cents)),
        (OrderQuery(agent="tomas o"), lambda one: one.agent == "Tomás Ortiz"),
        (OrderQuery(agent="nobody"), lambda one: False),
        (OrderQuery(View.CANCELLED, agent="ruth", airline="LH"), lambda one: (one.agent, one.order.owner.iata) == HERS),
    ]
    for asked, wanted in cases:
        only = [one.order.id for one in stock.kept if wanted(one)]
        assert await stock.found(asked, NOW) == stock.expected(asked, NOW, only), asked


HERS = ("Ruth Amankwah", "LH")


def _over(one: Kept, bound: Money) -> bool:
    return one.order.total.currency == bound.currency and one.order.total.amount > bound.amount


async def test_a_view_of_ones_own_is_counted_as_it_is_listed(stock: Stock) -> None:
    index = stock.storage.index
    views = [
        OwnView("1", "Held by S", OrderQuery(View.HELD, "s")),
        OwnView("2", "Dear", OrderQuery(over=Money.of("500", "GBP"))),
        OwnView("3", "Everything", OrderQuery()),
    ]
    for view in views:
        await index.keep_view(view)
    counts = await index.counts(NOW)
    for view in views:
        assert counts[f"own:{view.id}"] == len(await index.spots(view.query, NOW)) > 0
        await index.drop_view(view.id)
    assert await index.own_views() == ()


async def in_pages(stock: Stock, query: OrderQuery, since: datetime | None, chance: random.Random) -> list[str]:
    """All that is found from page to page, each of another length."""
    found: list[str] = []
    below, ended = None, False
    while not ended:
        limit = chance.randint(1, 90)
        rows = await stock.storage.index.newest(query, NOW, limit, below=below, since=since)
        found += [row.order_id for row in rows]
        ended = len(rows) < limit
        below = None if ended else rows[-1].spot
    return found


async def test_pages_from_the_newest_down_are_the_whole_list_cut_up(stock: Stock) -> None:
    chance = random.Random(8)
    made = {one.order.id: one.order.created_at for one in stock.kept}
    over, sizes = Money.of("700", "GBP"), []
    for view in View:
        for text in ("", "s", "lhr", "smith lhr", "ruth"):
            plain = OrderQuery(view, text, Sort.CREATED, descending=True)
            for query in (plain, replace(plain, airline="BA"), replace(plain, agent="ruth", over=over)):
                since = chance.choice((None, None, NOW - chance.uniform(0, 900) * DAY, NOW - DAY / 2))
                whole = [one for one in await stock.found(query, NOW) if since is None or made[one] > since]
                asked = replace(query, sort=chance.choice(list(Sort)), descending=chance.random() < 0.5)
                assert await in_pages(stock, asked, since, chance) == whole, (query, since)
                sizes.append(len(whole))
    assert max(sizes) > 90


async def test_what_changes_between_two_pages_hides_and_repeats_no_other_order(stock: Stock) -> None:
    index, query = stock.storage.index, OrderQuery(View.CANCELLED)
    whole = await stock.found(replace(query, sort=Sort.CREATED, descending=True), NOW)
    by_id = {one.order.id: one.order for one in stock.kept}
    first = await index.newest(query, NOW, 3)
    assert [row.order_id for row in first] == whole[:3]
    last, next_one = by_id[whole[2]], by_id[whole[3]]
    for order in (last, next_one):
        await stock.storage.orders.save(OrderAnswer(replace(order, cancelled_at=None), b"{}", NOW + DAY))
    rest = await index.newest(query, NOW, len(whole), below=first[-1].spot)
    assert [row.order_id for row in rest] == whole[4:]
    for order in (last, next_one):
        await stock.storage.orders.save(OrderAnswer(order, b"{}", NOW + DAY))
    assert [row.order_id for row in await index.newest(query, NOW, len(whole))] == whole
