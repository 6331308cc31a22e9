"""The door: headers, retries, bounds, and what trouble on the line means."""

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from agentdesk.duffel.client import Client, Limits
from agentdesk.travel.errors import (
    ConnectionLost,
    NeverSent,
    NotAllowed,
    OutcomeUnknown,
    RefusedByUpstream,
    TooManyCalls,
    TravelError,
    Unreadable,
)
from tests.duffel.upstreams import NOW, QUICK, Asked, Cut, client_of, fails, refuses, says

NEVER_LEFT = [
    httpx.ConnectError("refused"),
    httpx.ConnectTimeout("slow"),
    httpx.PoolTimeout("full"),
    httpx.ProxyError("no"),
]
MAY_HAVE_ARRIVED = [
    httpx.ReadTimeout("slow"),
    httpx.WriteTimeout("slow"),
    httpx.ReadError("cut"),
    httpx.WriteError("cut"),
    httpx.RemoteProtocolError("hung up"),
    httpx.CloseError("cut"),
    OSError("broken pipe"),
]


async def test_every_call_carries_what_the_upstream_wants() -> None:
    asked = Asked(says(200, {"data": []}))
    async with client_of(asked) as client:
        await client.ask("GET", "/air/offers", query=[("a[after]", "x y"), ("b[]", "1"), ("b[]", "2")])
        await client.change("POST", "/air/orders", {"data": {"a": "ü"}})
    read, write = asked.requests
    for request in (read, write):
        assert request.headers["authorization"] == "Bearer duffel_test_1"
        assert request.headers["duffel-version"] == "v2"
        assert request.headers["accept"] == "application/json"
        assert request.headers["accept-encoding"] == "gzip"
        assert request.headers["user-agent"].startswith("AgentDesk")
    assert read.url.params.multi_items() == [("a[after]", "x y"), ("b[]", "1"), ("b[]", "2")]
    assert "content-type" not in read.headers
    assert (write.headers["content-type"], write.content) == ("application/json", '{"data":{"a":"ü"}}'.encode())
    assert "idempotency-key" not in write.headers


def test_time_limits_outlast_what_suppliers_may_take() -> None:
    limits = Limits()
    assert limits.change >= 130
    assert 2 <= limits.supplier <= 60 < limits.search
    assert limits.largest_body == 64 * 1024 * 1024


@pytest.mark.parametrize("error", NEVER_LEFT, ids=lambda one: type(one).__name__)
async def test_a_change_that_did_not_leave_was_never_sent(error: Exception) -> None:
    asked = Asked(fails(error))
    async with client_of(asked) as client:
        with pytest.raises(NeverSent) as caught:
            await client.change("POST", "/air/orders", {})
    assert len(asked.requests) == 1
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("error", MAY_HAVE_ARRIVED, ids=lambda one: type(one).__name__)
async def test_a_change_without_an_answer_has_an_unknown_outcome_and_is_not_repeated(error: Exception) -> None:
    asked = Asked(fails(error))
    async with client_of(asked) as client:
        with pytest.raises(OutcomeUnknown):
            await client.change("POST", "/air/orders", {})
    assert len(asked.requests) == 1


@pytest.mark.parametrize("error", [*NEVER_LEFT, *MAY_HAVE_ARRIVED], ids=lambda one: type(one).__name__)
async def test_a_question_is_asked_three_times_and_then_the_connection_is_lost(error: Exception) -> None:
    asked = Asked(fails(error))
    async with client_of(asked) as client:
        with pytest.raises(ConnectionLost):
            await client.ask("GET", "/air/offers/off_1")
    assert len(asked.requests) == 3


@pytest.mark.parametrize("status", [200, 202, 400, 422, 429, 500, 502, 503, 504, 307])
async def test_a_change_is_sent_once_whatever_is_answered(status: int) -> None:
    asked = Asked(says(status, b"<html>", retry_after="0", location="https://elsewhere.invalid/"))
    async with client_of(asked) as client:
        assert (await client.change("POST", "/air/orders", {})).status == status
    assert len(asked.requests) == 1


@pytest.mark.parametrize("first", [refuses(429, "rate_limit_exceeded"), says(502, b"<html>"), refuses(503, "x")])
async def test_a_question_that_failed_for_now_is_asked_again(first: object) -> None:
    asked = Asked(first, says(200, {"data": 1}))  # type: ignore[arg-type]
    async with client_of(asked) as client:
        assert (await client.ask("GET", "/x")).status == 200
    assert len(asked.requests) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 500])
async def test_a_question_that_was_refused_is_not_asked_again(status: int) -> None:
    asked = Asked(refuses(status, "validation_required"))
    async with client_of(asked) as client:
        with pytest.raises(RefusedByUpstream) as caught:
            await client.ask("GET", "/x")
    assert (caught.value.status, caught.value.request_id, len(asked.requests)) == (status, "req-7", 1)


async def test_a_server_that_wants_more_time_than_we_have_is_left_alone() -> None:
    late = "Sun, 22 Nov 2026 15:00:55 GMT"
    asked = Asked(
        says(
            429,
            {"errors": [{"code": "rate_limit_exceeded"}]},
            ratelimit_reset=late,
            date="Sun, 22 Nov 2026 15:00:00 GMT",
        )
    )
    async with client_of(asked) as client:
        with pytest.raises(TooManyCalls) as caught:
            await client.ask("GET", "/x")
    assert len(asked.requests) == 1
    assert caught.value.until == NOW + timedelta(seconds=55)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (says(301, b"", location="https://elsewhere.invalid/"), Unreadable),
        (says(500, b"<html>"), Unreadable),
        (says(418, b"teapot"), Unreadable),
        (says(502, b"<html>"), ConnectionLost),
        (says(504, b""), ConnectionLost),
        (says(403, b"Forbidden"), NotAllowed),
        (says(429, b"slow down"), TooManyCalls),
    ],
)
async def test_an_answer_that_is_none_of_the_upstreams_is_still_one_of_our_errors(
    answer: object, error: type[TravelError]
) -> None:
    async with client_of(Asked(answer)) as client:  # type: ignore[arg-type]
        with pytest.raises(error):
            await client.ask("GET", "/x")


async def test_a_redirect_is_not_followed_so_the_token_stays_here() -> None:
    asked = Asked(says(308, b"", location="https://elsewhere.invalid/"))
    async with client_of(asked) as client:
        with pytest.raises(Unreadable):
            await client.ask("GET", "/x")
    assert [request.url.host for request in asked.requests] == ["upstream.invalid"]


@pytest.mark.parametrize(("changes", "error"), [(False, Unreadable), (True, OutcomeUnknown)])
async def test_a_body_larger_than_we_take_is_put_down_also_when_packed_small(
    changes: bool, error: type[TravelError]
) -> None:
    packed = gzip.compress(b'{"data": "' + b"x" * 1_000_000 + b'"}')
    assert len(packed) < 2000
    asked = Asked(says(200, packed, content_encoding="gzip"))
    async with client_of(asked, replace(QUICK, largest_body=100_000)) as client:
        with pytest.raises(error):
            await (client.change("POST", "/x", {}) if changes else client.ask("GET", "/x"))


async def test_a_packed_body_is_unpacked() -> None:
    async with client_of(says(200, gzip.compress(b'{"data": 1}'), content_encoding="gzip")) as client:
        assert (await client.ask("GET", "/x")).body == b'{"data": 1}'


@pytest.mark.parametrize(("changes", "error"), [(False, Unreadable), (True, OutcomeUnknown)])
async def test_a_body_that_cannot_be_unpacked_proves_nothing(changes: bool, error: type[TravelError]) -> None:
    async with client_of(says(201, b"not gzip at all", content_encoding="gzip")) as client:
        with pytest.raises(error):
            await (client.change("POST", "/x", {}) if changes else client.ask("GET", "/x"))


async def test_a_body_cut_in_the_middle_proves_nothing_but_its_request_id_is_kept() -> None:
    def cut(request: httpx.Request) -> httpx.Response:
        stream = Cut(b'{"data": {"id"', httpx.RemoteProtocolError("cut"))
        return httpx.Response(201, stream=stream, headers={"x-request-id": "req-3"})

    asked = Asked(cut)
    async with client_of(asked) as client:
        with pytest.raises(OutcomeUnknown) as caught:
            await client.change("POST", "/air/orders", {})
    assert (caught.value.request_id, len(asked.requests)) == ("req-3", 1)


async def test_the_upstreams_clock_is_taken_from_its_answers() -> None:
    async with client_of(says(200, {}, date="Sun, 22 Nov 2026 15:07:00 GMT")) as client:
        assert client.upstream_now() == NOW
        answer = await client.ask("GET", "/x")
        assert client.upstream_now() == answer.at == NOW + timedelta(minutes=7)


@pytest.mark.parametrize("date", ["Sun, 22 Nov 2026 15:00:01 GMT", "nonsense", ""])
async def test_a_date_that_says_nothing_new_leaves_our_clock_alone(date: str) -> None:
    async with client_of(says(200, {}, date=date)) as client:
        await client.ask("GET", "/x")
        assert client.upstream_now() == NOW


async def test_a_list_is_read_to_its_last_page() -> None:
    asked = Asked(
        says(200, {"data": [{"id": 1}, {"id": 2}], "meta": {"limit": 2, "after": "c1"}}),
        says(200, {"data": [{"id": 3}], "meta": {"after": None}}),
    )
    async with client_of(asked) as client:
        pages = [page async for page in client.pages("/air/orders", [("offer_id", "off_1")], size=2)]
    assert pages == [[b'{"id":1}', b'{"id":2}'], [b'{"id":3}']]
    assert [dict(request.url.params) for request in asked.requests] == [
        {"offer_id": "off_1", "limit": "2"},
        {"offer_id": "off_1", "limit": "2", "after": "c1"},
    ]


@pytest.mark.parametrize("meta", [{}, {"meta": None}, {"meta": {}}])
async def test_a_list_without_paging_is_one_page(meta: dict[str, object]) -> None:
    async with client_of(says(200, {"data": [1]} | meta)) as client:
        assert [page async for page in client.pages("/x")] == [[b"1"]]


async def test_a_list_that_goes_round_in_circles_ends() -> None:
    async with client_of(says(200, {"data": [], "meta": {"after": "same"}})) as client:
        with pytest.raises(Unreadable):
            [page async for page in client.pages("/x")]


@pytest.mark.parametrize("token", ["", "with space", "with\nnewline", "tökén", "x\x00"])
async def test_a_token_that_can_be_none_never_leaves(token: str) -> None:
    async with httpx.AsyncClient(base_url="https://upstream.invalid") as http:
        with pytest.raises(NotAllowed):
            Client(http, token)


async def test_a_closed_line_sends_nothing() -> None:
    async with client_of(says(200, {})) as client:
        pass
    with pytest.raises(NeverSent):
        await client.change("POST", "/x", {})


async def test_the_log_names_neither_people_nor_tokens(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="agentdesk.duffel"):
        async with client_of(says(200, {"data": {"given_name": "Amelia"}}, x_request_id="req-1")) as client:
            await client.ask("GET", "/air/orders", query=[("passenger_name[]", "Earhart")])
            await client.change("POST", "/air/orders", {"data": {"family_name": "Earhart"}})
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("agentdesk")]
    assert len(lines) == 2
    assert all("200" in line and "req-1" in line for line in lines)
    assert not any(word in line for line in lines for word in ("Earhart", "Amelia", "duffel_test_1"))


async def test_a_body_that_trickles_for_ever_is_given_up_in_time() -> None:
    class Trickle(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                yield b" "
                await asyncio.sleep(0.02)

    async with client_of(lambda _: httpx.Response(200, stream=Trickle()), replace(QUICK, change=0.2)) as client:
        with pytest.raises(OutcomeUnknown):
            await client.change("POST", "/x", {})
