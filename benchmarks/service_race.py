"""1,000 attempts at one offer, one payment and one cancellation, from 50 callers over three services on one PostgreSQL.

python -m benchmarks service-race [ATTEMPTS]: one of the three is killed and begun anew meanwhile. Ends with 1 where
anything was done twice, or was lost.
"""

import contextlib
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from tests.needs import postgres_programs
from tests.postgres import running
from tests.practice_airline import Practice, Process
from tests.rest.chain import CANCEL, Chain, at_once
from tests.rest.service import Caller, Service, told

CALLERS = 50
_KILL_AFTER = 1.0  # seconds


class Race:
    """The agency, and one of its processes that dies in the middle of things."""

    def __init__(self, chain: Chain, practice: Practice, attempts: int) -> None:
        self._chain, self._practice, self._attempts = chain, practice, attempts
        self.faults: list[str] = []

    def callers(self) -> list[Caller]:
        return [Caller(self._chain[number].url, self._chain.token, self._practice) for number in range(3)]

    def run(self, what: str, deed: Callable[[Caller], httpx.Response]) -> Counter[int]:
        """All attempts; the third process is killed meanwhile. Its callers go on with the first."""
        callers, dead = self.callers(), threading.Event()

        def kill() -> None:
            time.sleep(_KILL_AFTER)
            dead.set()
            self._chain.kill(2)

        def attempt(caller: Caller) -> httpx.Response:
            return deed(callers[0] if caller is callers[2] and dead.is_set() else caller)

        killing = threading.Thread(target=kill)
        killing.start()
        began = time.perf_counter()
        answers = at_once(callers, self._attempts, attempt, CALLERS)
        took = time.perf_counter() - began
        killing.join()
        for one in callers:
            one.close()
        said = ", ".join(f"{number} x {status or 'broken off'}" for status, number in sorted(answers.items()))
        print(f"{what}: {said}; {took:.1f} s, {self._attempts / took:.0f} a second", flush=True)
        return answers

    def expect(self, what: str, found: object, wanted: object) -> None:
        print(f"  {what}: {found}", flush=True)
        if found != wanted:
            self.faults.append(f"{what}: {found} instead of {wanted}")


def main(attempts: int = 1000) -> int:
    """0 where each thing was done once."""
    Service.log = subprocess.DEVNULL
    if postgres_programs() is None:
        print("There is no PostgreSQL here; Debian's package is called postgresql.")
        return 1
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(running())
        process = Process()
        stack.callback(process.end)
        practice = stack.enter_context(contextlib.closing(Practice(process.url)))
        practice.reset()
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        chain = Chain(data, process.url, cluster.fresh())
        stack.callback(chain.end)
        race = Race(chain, practice, attempts)
        _sold(race, practice)
        _paid_and_cancelled(race, practice)
    for fault in race.faults:
        print(f"FAULT {fault}")
    return 1 if race.faults else 0


def _sold(race: Race, practice: Practice) -> None:
    offer = race.callers()[0].offer()
    race.run("orders of one offer", lambda caller: caller.order(offer))
    until(lambda: practice.books()["orders"], 1)
    race.expect("orders at the airline", len(practice.books()["orders"]), 1)
    race.expect("requests that it got", practice.books()["order_requests_received"], 1)
    caller = race.callers()[1]
    reference = practice.books()["orders"][0]["booking_reference"]
    until(lambda: [one for one in caller.get("orders")["data"] if one["status"] == "ticketed"], 1)
    race.expect(
        "orders in the service", [one["booking_reference"] for one in caller.get("orders")["data"]], [reference]
    )


def _paid_and_cancelled(race: Race, practice: Practice) -> None:
    caller = race.callers()[0]
    held = caller.hold(caller.offer(hold=True))
    paid = {"type": "balance", "amount": held["total_amount"], "currency": held["total_currency"]}
    body = {"order_id": held["id"], "payment": paid}
    race.run("payments of one hold", lambda one: one.post("payments", body))
    race.expect("payments that the airline got", practice.books()["payment_requests_received"], 1)
    caller = race.callers()[1]
    caller.until(held["id"], "ticketed", 30)
    path = f"orders/{held['id']}/actions/cancel"
    quote = told(caller.post(path, CANCEL), 200)["data"]["quote_id"]
    race.run("cancellations of one order", lambda one: one.post(path, CANCEL | {"quote_id": quote}))
    caller.until(held["id"], "cancelled", 30)
    race.expect("the order", caller.get(f"orders/{held['id']}")["data"]["status"], "cancelled")


def until(look: Callable[[], list[Any]], count: int, seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while len(look()) < count and time.monotonic() < ends:
        time.sleep(0.2)
