"""Upstreams made of a function, for what no well-behaved airline does: cuts, nonsense, silence."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx

from agentdesk.duffel.airline import DuffelAirline
from agentdesk.duffel.client import Client, Limits
from agentdesk.duffel.retrying import Patience
from agentdesk.travel.environment import PRACTICE

Handler = Callable[[httpx.Request], httpx.Response]

QUICK = Limits(
    connect=1,
    pool=1,
    read=2,
    search=2,
    change=2,
    supplier=0.2,
    patience=Patience(first_wait=timedelta(milliseconds=1), longest=timedelta(seconds=1)),
)
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


class Asked:
    """Answers from a list of handlers, one after the other, the last one for ever; remembers what was asked."""

    def __init__(self, *handlers: Handler) -> None:
        self._handlers = list(handlers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        handler = self._handlers[0] if len(self._handlers) == 1 else self._handlers.pop(0)
        return handler(request)

    @property
    def paths(self) -> list[str]:
        return [f"{request.method} {request.url.path}" for request in self.requests]


class Cut(httpx.AsyncByteStream):
    """A body that ends in the middle."""

    def __init__(self, start: bytes, error: Exception) -> None:
        self._start = start
        self._error = error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._start
        raise self._error


def says(status: int, body: object = None, **headers: str) -> Handler:
    """Always this answer; bytes as they are, anything else as JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if isinstance(body, bytes):
        return lambda _: httpx.Response(status, content=body, headers=named)
    return lambda _: httpx.Response(status, json=body, headers=named)


def fails(error: Exception) -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        raise error

    return handler


def refuses(status: int, code: str) -> Handler:
    entry = {"type": "any_error", "code": code, "title": "No", "message": f"No: {code}"}
    return says(status, {"errors": [entry], "meta": {"request_id": "req-7", "status": status}}, x_request_id="req-7")


@asynccontextmanager
async def client_of(handler: Handler, limits: Limits = QUICK) -> AsyncIterator[Client]:
    transport = httpx.MockTransport(handler)
    async with httpx.AsyncClient(base_url="https://upstream.invalid", transport=transport) as http:
        yield Client(http, "duffel_test_1", limits=limits, clock=lambda: NOW, steady=lambda: 0.0, chance=lambda: 0.0)


@asynccontextmanager
async def airline_of(handler: Handler, limits: Limits = QUICK) -> AsyncIterator[DuffelAirline]:
    async with client_of(handler, limits) as client:
        yield DuffelAirline(client, PRACTICE)
