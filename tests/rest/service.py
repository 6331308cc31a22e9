"""The agency service as a process over the practice airline, and what callers do with it."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.practice_airline import TOKEN, Practice

_END_SECONDS = 15


class Service:
    """A running service. What it logs goes to `log`: None leaves it to the terminal, or to the failed test."""

    log: int | None = None

    def __init__(self, data: Path, upstream: str, *options: str) -> None:
        self._data = data
        self._shared = ("--data", str(data), "--key-file", str(data / "keys"), "--upstream", upstream)
        token_file = data / "upstream-token"
        token_file.write_text(TOKEN)
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "agentdesk",
                "serve",
                *self._shared,
                "--port",
                "0",
                "--token-file",
                str(token_file),
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "none"},
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("AgentDesk agency service on http"), f"it said {line!r}"
        self.url = line.split()[-1]

    def memory(self) -> float:
        """What it holds in memory now (MB); only where there is a /proc."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def busy(self) -> float:
        """Seconds of a processor that it has used; only where there is a /proc."""
        used = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Meanwhile it can write to no file, as the system says to each write; only on Linux."""
        _, hard = resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (0, hard))
        try:
            yield
        finally:
            resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (hard, hard))

    def ask_to_end(self) -> None:
        """Without waiting until it has: `end` does."""
        self._process.terminate()

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._close()

    def end(self) -> int:
        """Ask it to end; its exit code."""
        self._process.terminate()
        return self._close()

    def _close(self) -> int:
        code = self._process.wait(_END_SECONDS)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code


def coming_day(days: int = 60) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


AMELIA = {
    "type": "adult",
    "given_name": "Amelia",
    "family_name": "Earhart",
    "born_on": "1987-07-24",
    "title": "ms",
    "gender": "f",
    "email": "amelia@example.com",
    "phone_number": "+442080160508",
}


class Caller:
    """An agent with a token, over real HTTP."""

    def __init__(self, url: str, token: str, practice: Practice) -> None:
        self.http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60)
        self.practice = practice

    def close(self) -> None:
        self.http.close()

    def get(self, path: str, **query: Any) -> Any:
        """The whole body of a GET that must succeed."""
        return told(self.http.get(path, params=query), 200)

    def post(self, path: str, body: object, key: str | None = None) -> httpx.Response:
        return self.http.post(path, json=body, headers={"Idempotency-Key": key} if key else {})

    def search(self, who: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
        """A search of one way, awaited to its end."""
        flight = {"origin": "JFK", "destination": "LHR", "departure_date": coming_day()}
        body = {"slices": [flight], "passengers": who or [{"type": "adult"}], "cabin_class": "economy", **more}
        data: dict[str, Any] = told(self.post("offer-requests", body), 201)["data"]
        self.wait(data["id"])
        return data

    def wait(self, search_id: str) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            state = self.get("offers", offer_request_id=search_id, limit=1)["meta"]["search"]["state"]
            if state != "asking":
                assert state == "done", state
                return
            time.sleep(0.05)
        raise AssertionError("the search did not end")

    def offers(self, search_id: str, **query: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get("offers", offer_request_id=search_id, **query)["data"]
        return found

    def offer(self, *, hold: bool | None = None) -> dict[str, Any]:
        """The cheapest offer of a new search for one adult; one that can, or cannot, be held where that matters."""
        for one in self.offers(self.search()["id"], limit=200):
            if hold is None or one["payment_requirements"]["requires_instant_payment"] is not hold:
                return one
        raise AssertionError("no such offer")

    def order(self, offer: dict[str, Any], key: str | None = None, **more: Any) -> httpx.Response:
        """Paid at once, for Amelia, unless said otherwise."""
        paid = {"type": "balance", "amount": offer["total_amount"], "currency": offer["total_currency"]}
        body = {"type": "instant", "selected_offers": [offer["id"]], "passengers": [AMELIA], "payments": [paid]}
        return self.post("orders", {**body, **more}, key)

    def hold(self, offer: dict[str, Any]) -> dict[str, Any]:
        held: dict[str, Any] = told(self.order(offer, type="hold", payments=[]), 201)["data"]
        return held

    def until(self, order_id: str, status: str, seconds: float = 20) -> dict[str, Any]:
        """The order, once it has come to this status."""
        until = time.monotonic() + seconds
        order: dict[str, Any] = {}
        while time.monotonic() < until:
            order = self.get(f"orders/{order_id}")["data"]
            if order["status"] == status:
                return order
            time.sleep(0.1)
        raise AssertionError(f"it is {order['status']}")


def told(answer: httpx.Response, status: int) -> Any:
    """The body of an answer that must have this status."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:600]}"
    return answer.json()


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The error of an answer that must be this one."""
    error: dict[str, Any] = told(answer, status)["error"]
    assert error["status"] == status
    assert error["code"] == code, error
    assert error["retry"] in ("safe", "never", "after_check")
    assert error["request_id"] == answer.headers["x-request-id"]
    return error
