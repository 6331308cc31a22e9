"""Opens the way to the upstream: one HTTP client for the life of the program."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address

import anyio._backends._asyncio  # noqa: F401  # as httpcore: httpx would load both at its first use, beside the window
import httpcore  # noqa: F401
import httpx

from agentdesk.duffel.airline import DuffelAirline
from agentdesk.duffel.client import Client, Limits
from agentdesk.duffel.trust import system_trust
from agentdesk.duffel.webhooks import WebhookCalls
from agentdesk.travel.environment import Environment, World, world_of_token
from agentdesk.travel.errors import NeverSent, NotAllowed

DUFFEL = "https://api.duffel.com"
"""Test and live mode share one address; the token decides (API.md 1.1)."""


def user_agent() -> str:
    try:
        return f"AgentDesk/{version('agentdesk')}"
    except PackageNotFoundError:
        return "AgentDesk/0"


@asynccontextmanager
async def open_airline(
    base_url: str, token: str, environment: Environment, limits: Limits | None = None
) -> AsyncIterator[DuffelAirline]:
    """The airline at an address, until the block is left.

    Proxies of the system are used except for loopback addresses. NotAllowed when the token can be none or belongs to
    another world, NeverSent when the address can be none, or would carry the token over the net unprotected.
    """
    async with _client(base_url, token, environment, limits) as client:
        yield DuffelAirline(client, environment, token_is_live=world_of_token(token) is World.LIVE)


@asynccontextmanager
async def open_webhooks(base_url: str, token: str, environment: Environment) -> AsyncIterator[WebhookCalls]:
    """What can be asked about the upstream's webhooks; refused as `open_airline`."""
    async with _client(base_url, token, environment, None) as client:
        yield WebhookCalls(client)


@asynccontextmanager
async def _client(base_url: str, token: str, environment: Environment, limits: Limits | None) -> AsyncIterator[Client]:
    try:
        address = httpx.URL(base_url)
    except httpx.InvalidURL as exc:
        raise NeverSent(f"not an address: {base_url}") from exc
    _check_world(token, environment)
    local = _is_loopback(address.host)
    if not address.host or (address.scheme != "https" and not (local and address.scheme == "http")):
        raise NeverSent(f"the address must be https: {base_url}")
    async with httpx.AsyncClient(
        base_url=address, verify=await _trust(address), http2=False, trust_env=not local, follow_redirects=False
    ) as http:
        yield Client(http, token, user_agent=user_agent(), limits=limits)


async def _trust(address: httpx.URL) -> ssl.SSLContext:
    """Whose certificates are believed. Reading them takes a tenth of a second, so not where there is no TLS."""
    if address.scheme == "https":
        return await asyncio.to_thread(system_trust)
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # believes nobody


def _check_world(token: str, environment: Environment) -> None:
    """A live token must not sell in test or practice, nor a test token in live."""
    world = world_of_token(token)
    if world is not None and (world is World.LIVE) is not environment.is_live:
        raise NotAllowed(
            "token_of_another_world", f"This is a {world} token, and this is the {environment.world} desk."
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
