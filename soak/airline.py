"""The practice airline as a process of its own: started, asked for its books, given a fresh world."""

import asyncio
import re
import sys
from typing import Any

import httpx

from soak.driver import TOKEN

# Quick, and with room for all that a desk asks.
WORLD: dict[str, Any] = {
    "offers": 6,
    "searches_per_minute": 100_000,
    "requests_per_minute": 100_000,
    "first_batch_seconds": 0.01,
    "last_batch_seconds": 0.02,
    "ticket_seconds": 0.5,
    "late_order_seconds": 2.0,
}
_READY = re.compile(r"http://127\.0\.0\.1:(\d+)")


class Airline:
    """One practice airline; `port` is where it listens."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self._process = process
        self.port = port
        self._http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Authorization": f"Bearer {TOKEN}"},
            trust_env=False,
            timeout=60,
        )

    async def reset(self, seed: str) -> None:
        await self._post("reset", WORLD | {"seed": seed})

    async def books(self) -> dict[str, Any]:
        """What is really booked, paid and cancelled, and every request that has arrived."""
        answer = await self._http.get("/practice/books")
        answer.raise_for_status()
        books: dict[str, Any] = answer.json()["data"]
        return books

    async def advance(self, seconds: float) -> None:
        await self._post("clock", {"advance_seconds": seconds})

    async def _post(self, what: str, data: dict[str, Any]) -> None:
        answer = await self._http.post(f"/practice/{what}", json={"data": data})
        answer.raise_for_status()

    async def close(self) -> None:
        """It ends when its standard input closes."""
        await self._http.aclose()
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()


async def open_airline() -> Airline:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "agentdesk", "practice", "--port", "0", "--with-stdin"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    found = _READY.search(line)
    if found is None:
        raise RuntimeError(f"the practice airline said {line!r}")
    return Airline(process, int(found[1]))
