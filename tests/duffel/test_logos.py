"""The client of logos: no token, no redirects, bounded, and its troubles are our own errors."""

from collections.abc import Callable

import httpx
import pytest

from agentdesk.duffel.logos import LogoClient
from agentdesk.travel.errors import ConnectionLost, Unreadable

URL = "https://assets.duffel.com/img/BA.svg"


def _client(answer: Callable[[httpx.Request], httpx.Response]) -> LogoClient:
    return LogoClient(httpx.AsyncClient(transport=httpx.MockTransport(answer)))


async def test_a_logo_is_asked_for_without_a_token() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=b"<svg/>")

    assert await _client(answer).fetch(URL, 100) == b"<svg/>"
    assert str(seen[0].url) == URL
    assert "authorization" not in seen[0].headers
    assert "cookie" not in seen[0].headers


@pytest.mark.parametrize("status", [204, 301, 302, 403, 404, 500])
async def test_any_other_answer_is_no_logo(status: int) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(status, headers={"location": "https://elsewhere.example/BA.svg"})

    with pytest.raises(Unreadable):
        await _client(answer).fetch(URL, 100)
    assert asked == [URL]


async def test_a_logo_that_is_too_large_is_dropped() -> None:
    with pytest.raises(Unreadable):
        await _client(lambda _request: httpx.Response(200, content=b"x" * 101)).fetch(URL, 100)


async def test_a_cut_line_is_a_lost_connection() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    with pytest.raises(ConnectionLost):
        await _client(refuse).fetch(URL, 100)


async def test_an_address_that_can_be_none_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        await _client(lambda _request: httpx.Response(200)).fetch("https://\x00", 100)
