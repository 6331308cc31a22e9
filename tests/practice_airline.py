"""A pytest plugin: the practice airline as a process, one for the whole run, with a fresh world for each test."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

TOKEN = "duffel_test_practice"
HEADERS = {"Authorization": f"Bearer {TOKEN}", "Duffel-Version": "v2", "Accept": "application/json"}
_END_SECONDS = 10
# Quick enough for tests, uneven still; enough searches a minute for a whole file of them.
_QUICK = {
    "searches_per_minute": 2000,
    "requests_per_minute": 100_000,
    "first_batch_seconds": 0.02,
    "last_batch_seconds": 0.12,
    "ticket_seconds": 0.3,
    "late_order_seconds": 0.5,
}


class Process:
    """A running practice airline and the pipe that keeps it alive."""

    def __init__(self, *options: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "agentdesk", "practice", "--port", "0", "--with-stdin", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        started = time.monotonic()
        line = self._process.stdout.readline()
        self.start_seconds = time.monotonic() - started
        assert line.startswith("AgentDesk practice airline on http://"), f"it said {line!r}"
        self.url = line.split()[-1]

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._close()

    def signal(self, number: signal.Signals) -> int:
        """Ask it to end by a signal; its exit code."""
        self._process.send_signal(number)
        return self._close()

    def end(self) -> int:
        """Close its standard input; its exit code."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._close()

    def _close(self) -> int:
        code = self._process.wait(_END_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        return code


class Practice:
    """The practice airline as a test sees it: its address, its books, and trouble on demand."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.token = TOKEN
        self._client = httpx.Client(base_url=url, headers=HEADERS, timeout=60)

    def reset(self, **settings: Any) -> None:
        """A fresh world; quick unless settings say otherwise: seed, currency, offers, ticket_seconds ..."""
        self._told(self._client.post("/practice/reset", json={"data": _QUICK | settings}))

    def scenario(self, name: str, **details: Any) -> None:
        """Switch on a named scenario; details such as `times`, `route`, `effect` say it differently."""
        self._told(self._client.post("/practice/scenarios", json={"data": {"name": name} | details}))

    def stop_scenarios(self, name: str | None = None) -> None:
        """Switch off all scenarios, or all of a name."""
        self._told(self._client.delete("/practice/scenarios", params={"name": name} if name else {}))

    def books(self) -> dict[str, Any]:
        """What is really booked and paid, and every order request that came in."""
        books: dict[str, Any] = self._told(self._client.get("/practice/books")).json()["data"]
        return books

    def advance(self, seconds: float) -> None:
        """Move the airline's clock on."""
        self._told(self._client.post("/practice/clock", json={"data": {"advance_seconds": seconds}}))

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A call with good headers, whatever it answers."""
        return self._client.request(method, path, **more)

    def get(self, path: str, **query: Any) -> Any:
        """The `data` of a GET that must succeed."""
        answer = self._told(self.ask("GET", path, params=query))
        return answer.json()["data"]

    def post(self, path: str, data: object, **query: Any) -> httpx.Response:
        """A POST with its body wrapped, whatever it answers."""
        return self.ask("POST", path, json={"data": data}, params=query)

    def close(self) -> None:
        self._client.close()

    def _told(self, answer: httpx.Response) -> httpx.Response:
        assert answer.is_success, f"{answer.status_code}: {answer.text[:500]}"
        return answer


@pytest.fixture(scope="session")
def practice_process() -> Iterator[Process]:
    """One practice airline for the whole run."""
    process = Process()
    yield process
    process.end()


@pytest.fixture(scope="session")
def practice_for_all(practice_process: Process) -> Iterator[Practice]:
    """One client for the whole run: making it costs more than most calls."""
    one = Practice(practice_process.url)
    yield one
    one.close()


@pytest.fixture
def practice(practice_for_all: Practice) -> Practice:
    """The practice airline with a fresh, quick world."""
    practice_for_all.reset()
    return practice_for_all
