"""A search by batches, and what becomes of it when a poll is lost, refused, or brings nonsense."""

import asyncio
import gc
import json
from collections.abc import AsyncGenerator, Sequence
from typing import cast

import httpx
import msgspec
import pytest

from agentdesk.desk.ports import Batch
from agentdesk.duffel.airline import DuffelAirline
from agentdesk.duffel.client import Client
from agentdesk.duffel.reading_rows import OfferReader
from agentdesk.duffel.searching import read_in_slices
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import ConnectionLost, NotAllowed, RefusedByUpstream, Unreadable
from agentdesk.travel.offers import Offer
from tests.duffel import recorded
from tests.duffel.upstreams import Asked, Handler, airline_of, fails, refuses, says
from tests.samples import a_search

ONE = recorded.offers("offer-request-nk-v2-first-9.json")


def offers(*numbers: int) -> list[dict[str, object]]:
    return [ONE[0] | {"id": f"off_{number}"} for number in numbers]


def created(total: int) -> Handler:
    return says(201, {"data": {"id": "orq_1", "total_batches": total, "remaining_batches": total, "live_mode": False}})


def poll(total: int, remaining: int, *numbers: int) -> Handler:
    body = {"id": "orq_1", "total_batches": total, "remaining_batches": remaining, "offers": offers(*numbers)}
    return says(200, {"data": body})


def page(*numbers: int) -> Handler:
    return says(200, {"data": offers(*numbers), "meta": {"after": None}})


async def found(*handlers: Handler) -> tuple[list[Batch], Asked]:
    asked = Asked(*handlers)
    async with airline_of(asked) as airline:
        return [batch async for batch in airline.search(a_search())], asked


def ids(batches: list[Batch]) -> list[str]:
    return [offer.id for batch in batches for offer in batch.offers]


async def test_batches_come_as_the_airlines_answer() -> None:
    batches, asked = await found(created(6), poll(6, 4, 1, 2), poll(6, 4), poll(6, 1, 3), poll(6, 0, 4))
    assert [(len(one.offers), one.answered, one.sources, one.is_last) for one in batches] == [
        (2, 2, 6, False),
        (0, 2, 6, False),
        (1, 5, 6, False),
        (1, 6, 6, True),
    ]
    assert {one.request_id for one in batches} == {"orq_1"}
    assert ids(batches) == ["off_1", "off_2", "off_3", "off_4"]
    assert asked.paths == ["POST /air/batch_offer_requests", *["GET /air/batch_offer_requests/orq_1"] * 4]
    assert asked.requests[0].url.params["supplier_timeout"] == "200"


@pytest.mark.parametrize(
    "lost",
    [
        fails(httpx.ReadError("cut")),
        fails(httpx.ReadTimeout("slow")),
        says(502, b"<html>"),
        says(200, b'{"data": {"id": "orq_1", "remai'),
        says(200, {"data": {"remaining_batches": 0}}),
        refuses(500, "internal_server_error"),
    ],
)
async def test_a_lost_poll_is_not_repeated_but_made_good_from_the_list(lost: Handler) -> None:
    batches, asked = await found(created(3), poll(3, 2, 1), lost, page(1, 2, 3), poll(3, 0, 4))
    assert ids(batches) == ["off_1", "off_2", "off_3", "off_4"]
    assert [(one.answered, one.is_last) for one in batches] == [(1, False), (1, False), (3, True)]
    assert asked.paths[2:4] == ["GET /air/batch_offer_requests/orq_1", "GET /air/offers"]
    assert dict(asked.requests[3].url.params) == {"offer_request_id": "orq_1", "limit": "200"}


async def test_an_offer_that_comes_twice_is_shown_once() -> None:
    batches, _ = await found(created(2), fails(httpx.ReadError("cut")), page(1, 2), poll(2, 0, 2, 3))
    assert ids(batches) == ["off_1", "off_2", "off_3"]


async def test_when_the_batch_has_died_the_list_is_the_last_word() -> None:
    batches, asked = await found(created(3), poll(3, 2, 1), refuses(404, "not_found"), page(1, 2))
    assert ids(batches) == ["off_1", "off_2"]
    assert [one.is_last for one in batches] == [False, True]
    assert len(asked.requests) == 4


async def test_two_lost_polls_in_a_row_end_the_polling_with_the_list() -> None:
    cut = fails(httpx.ReadError("cut"))
    batches, _ = await found(created(2), cut, page(1), cut, page(1), page(1, 2))
    assert ids(batches) == ["off_1", "off_2"]
    assert [one.is_last for one in batches] == [False, False, True]


async def test_when_the_line_is_gone_the_search_says_so_after_what_it_has_found() -> None:
    asked = Asked(created(2), poll(2, 1, 1), fails(httpx.ConnectError("refused")))
    got: list[Batch] = []

    async def look(airline: DuffelAirline) -> None:
        async for batch in airline.search(a_search()):
            got.append(batch)

    async with airline_of(asked) as airline:
        with pytest.raises(ConnectionLost):
            await look(airline)
    assert ids(got) == ["off_1"]


async def test_a_token_that_is_no_longer_good_ends_the_search() -> None:
    with pytest.raises(NotAllowed):
        await found(created(2), refuses(401, "expired_access_token"))


@pytest.mark.parametrize("no", [refuses(403, "unavailable_feature"), refuses(404, "not_found"), says(404, b"gone")])
async def test_where_batches_are_refused_the_offers_are_paged(no: Handler) -> None:
    pages = [
        says(200, {"data": offers(1, 2), "meta": {"after": "c1"}}),
        says(200, {"data": offers(3), "meta": {"after": None}}),
    ]
    batches, asked = await found(no, says(201, {"data": {"id": "orq_9", "offers": None}}), *pages)
    assert ids(batches) == ["off_1", "off_2", "off_3"]
    assert [one.is_last for one in batches] == [False, False, True]
    assert {one.request_id for one in batches} == {"orq_9"}
    assert asked.paths == [
        "POST /air/batch_offer_requests",
        "POST /air/offer_requests",
        "GET /air/offers",
        "GET /air/offers",
    ]
    assert asked.requests[1].url.params["return_offers"] == "false"


async def test_a_refused_search_is_refused_and_not_tried_otherwise() -> None:
    asked = Asked(refuses(422, "validation_inclusion"))
    async with airline_of(asked) as airline:
        with pytest.raises(RefusedByUpstream):
            _ = [batch async for batch in airline.search(a_search())]
    assert len(asked.requests) == 1


async def test_a_search_that_answers_nonsense_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        await found(says(201, b"<html>"))


async def test_unreadable_offers_are_counted_and_the_others_stay() -> None:
    odd = [ONE[0] | {"id": "off_x", "total_amount": None}, {"id": "off_y"}, 7, None, "offer"]
    body = {"id": "orq_1", "total_batches": 1, "remaining_batches": 0, "offers": [*offers(1), *odd, *offers(2)]}
    batches, _ = await found(created(1), says(200, {"data": body}))
    assert ids(batches) == ["off_1", "off_2"]
    assert [one.unreadable for one in batches] == [5]


async def test_no_flights_is_an_answer() -> None:
    batches, _ = await found(created(2), poll(2, 0))
    assert [(one.offers, one.is_last) for one in batches] == [((), True)]


async def test_a_batch_that_is_done_at_once_is_read_from_the_list() -> None:
    batches, _ = await found(created(0), page(1))
    assert ids(batches) == ["off_1"]
    assert batches[-1].is_last


async def test_counts_that_make_no_sense_still_end() -> None:
    batches, _ = await found(created(2), poll(2, 1, 1), poll(2, 9, 2), poll(2, -4, 3))
    assert [one.answered for one in batches] == [1, 1, 2]


async def test_a_large_batch_is_handed_over_in_parts() -> None:
    batches, _ = await found(created(1), poll(1, 0, *range(450)))
    assert [(len(one.offers), one.is_last) for one in batches] == [(200, False), (200, False), (50, True)]


async def test_a_search_that_is_no_longer_wanted_ends_at_once() -> None:
    asked = Asked(created(2), poll(2, 1, 1), poll(2, 0, 2))
    async with airline_of(asked) as airline:
        search = cast(AsyncGenerator[Batch, None], airline.search(a_search()))
        first = await anext(search)
        await search.aclose()
    assert ids([first]) == ["off_1"]
    assert len(asked.requests) == 2


async def test_a_cancelled_search_leaves_nothing_behind() -> None:
    started = asyncio.Event()

    class Silent(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.method == "POST":
                return created(1)(request)
            started.set()
            await asyncio.Event().wait()
            raise AssertionError

    async with httpx.AsyncClient(base_url="https://upstream.invalid", transport=Silent()) as http:
        airline = DuffelAirline(Client(http, "duffel_test_1"), PRACTICE)

        async def look() -> None:
            async for _ in airline.search(a_search()):
                pass

        task = asyncio.get_running_loop().create_task(look())
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_offers_of_an_earlier_search_are_all_its_pages() -> None:
    asked = Asked(
        says(200, {"data": [*offers(1), {"id": "odd"}], "meta": {"after": "c1"}}),
        says(200, {"data": offers(2), "meta": None}),
    )
    async with airline_of(asked) as airline:
        assert [one.id for one in await airline.offers_of("orq_1")] == ["off_1", "off_2"]


@pytest.mark.parametrize("at_work", [True, False])
async def test_the_garbage_collector_rests_while_offers_are_read_and_is_left_as_it_was(at_work: bool) -> None:
    seen: list[bool] = []

    class Watching(OfferReader):
        def read(self, raws: Sequence[bytes | msgspec.Raw]) -> tuple[list[Offer], int]:
            seen.append(gc.isenabled())
            return super().read(raws)

    was = gc.isenabled()
    try:
        gc.enable() if at_work else gc.disable()
        await read_in_slices(Watching(), [json.dumps(one).encode() for one in offers(*range(45))])
        assert seen == [False, False, False]
        assert gc.isenabled() is at_work
    finally:
        gc.enable() if was else gc.disable()
