"""Fetches airlines' logos: a small client of its own that has no token and follows nobody."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import cast

import httpx

from agentdesk.duffel.transport import user_agent
from agentdesk.duffel.trust import system_trust
from agentdesk.travel.errors import ConnectionLost, Unreadable

_log = logging.getLogger(__name__)
_WITHIN = 10.0  # seconds for a whole picture
_AT_ONCE = 4


class LogoClient:
    """Pictures by https address; one that is refused or not a picture is Unreadable, a cut line ConnectionLost."""

    def __init__(self, http: httpx.AsyncClient, agent: str = "AgentDesk") -> None:
        self._http, self._agent = http, agent
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def fetch(self, url: str, largest: int) -> bytes:
        """At most `largest` bytes."""
        try:
            async with self._turns, asyncio.timeout(_WITHIN):
                return await self._fetch(url, largest)
        except (TimeoutError, httpx.TransportError) as exc:
            raise ConnectionLost(f"no logo came: {type(exc).__name__}") from exc
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as exc:
            raise Unreadable(f"no logo: {type(exc).__name__}") from exc

    async def _fetch(self, url: str, largest: int) -> bytes:
        headers = {"Accept": "image/svg+xml", "User-Agent": self._agent}
        async with self._http.stream("GET", url, headers=headers, follow_redirects=False) as response:
            if response.status_code != 200:
                raise Unreadable(f"a logo was answered with {response.status_code}")
            found = bytearray()
            async with aclosing(cast(AsyncGenerator[bytes, None], response.aiter_bytes())) as body:
                async for part in body:
                    found += part
                    if len(found) > largest:
                        raise Unreadable(f"a logo is larger than {largest} bytes")
            return bytes(found)


@asynccontextmanager
async def open_logos() -> AsyncIterator[LogoClient]:
    """A client for the life of the block; nothing it sends names the agency."""
    trust = await asyncio.to_thread(system_trust)
    async with httpx.AsyncClient(verify=trust, http2=False, follow_redirects=False) as http:
        yield LogoClient(http, user_agent())
