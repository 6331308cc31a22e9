"""The practice airline's back door: the tour has it make trouble, and reads its clock forward and back."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx


class Backstage:
    """Talks to the practice airline, off the UI thread. Raises httpx.HTTPError when it does not answer."""

    def __init__(self, upstream: Callable[[], str]) -> None:
        """`upstream` tells the address once the desk has opened."""
        self._upstream = upstream

    async def trouble(self, name: str, **details: Any) -> None:
        """Switch on a named scenario; details say parts of it differently."""
        await asyncio.to_thread(self._call, "POST", "/practice/scenarios", {"name": name, **details})

    async def peace(self) -> None:
        """Switch off every scenario."""
        await asyncio.to_thread(self._call, "DELETE", "/practice/scenarios", None)

    async def let_pass(self, seconds: float) -> None:
        """Move the airline's clock, back when negative; the desk's own stays."""
        await asyncio.to_thread(self._call, "POST", "/practice/clock", {"advance_seconds": seconds})

    async def orders_asked_for(self) -> int:
        """How many requests for an order have arrived, whatever became of them."""
        books = await asyncio.to_thread(self._call, "GET", "/practice/books", None)
        return int(books["data"]["order_requests_received"])

    def _call(self, method: str, path: str, data: dict[str, Any] | None) -> Any:
        with httpx.Client(base_url=self._upstream(), timeout=30, trust_env=False) as client:
            answer = client.request(method, path, json={"data": data} if data is not None else None)
            return answer.raise_for_status().json() if answer.content else None
