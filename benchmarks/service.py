"""What the agency service adds to a call, on a file and on PostgreSQL, and with one to three processes.

python -m benchmarks service [SEARCHES]
"""

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.table import Line, written
from tests.needs import postgres_programs
from tests.postgres import running
from tests.practice_airline import Practice, Process
from tests.rest.chain import QUICK, Chain
from tests.rest.commands import new_token
from tests.rest.service import Caller, Service, coming_day, told

RUNS = 150
SECONDS = 4.0  # of each throughput
_FLIGHT = {"origin": "JFK", "destination": "LHR", "departure_date": coming_day()}
_SEARCH = {"slices": [_FLIGHT], "passengers": [{"type": "adult"}]}


def timed(call: Callable[[], Any], runs: int = RUNS, rest: Callable[[Any], None] | None = None) -> tuple[float, float]:
    """Median and 99th percentile (ms). `rest` is done with each answer before the next call, and not counted."""
    call()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        answer = call()
        times.append((time.perf_counter() - began) * 1000)
        if rest is not None:
            rest(answer)
    return median(times), quantiles(times, n=100)[98]


def each(
    what: str, call: Callable[[], Any], bound: float | None = None, rest: Callable[[Any], None] | None = None
) -> Iterator[Line]:
    middle, late = timed(call, rest=rest)
    yield Line(f"{what}: median", middle, bound)
    yield Line(f"{what}: 99th percentile", late, None)


def busy(what: str, service: Service, call: Callable[[], object], runs: int = RUNS) -> Line:
    """What a call costs the service in time of a processor: the same however busy the machine is with other things."""
    began = service.busy()
    for _ in range(runs):
        call()
    return Line(f"{what}: processor's time", (service.busy() - began) / runs * 1000, None)


def calls(kind: str, service: Service, caller: Caller, practice: Practice) -> Iterator[Line]:
    """What callers do most; what goes upstream beside what the upstream takes alone."""
    search = caller.search()["id"]
    offer = caller.offers(search, limit=1)[0]["id"]
    upstream = practice.get("/air/offers", offer_request_id=_one_search(practice), limit=1)[0]["id"]
    alone = timed(lambda: practice.get(f"/air/offers/{upstream}"))
    through = timed(lambda: caller.get(f"offers/{offer}"))
    yield Line(f"{kind}: an offer read again, beyond the airline's own time: median", through[0] - alone[0], 10)
    yield Line(f"{kind}: the same, 99th percentile", through[1] - alone[1], None)
    yield busy("    the same", service, lambda: caller.get(f"offers/{offer}"))
    yield Line(f"{kind}: the airline's own time for it: median", alone[0], None)
    yield Line(f"{kind}: the same, 99th percentile", alone[1], None)
    begun = partial(_begun, caller)
    yield from each(f"{kind}: a search begun", begun, 50, lambda one: caller.wait(one["data"]["id"]))
    cached = partial(caller.offers, search, limit=50)
    yield from each(f"{kind}: 50 offers from the cache", cached, 50)
    yield busy("    the same", service, cached)
    order = told(caller.order(caller.offer()), 201)["data"]["id"]
    known = partial(caller.get, f"orders/{order}")
    yield from each(f"{kind}: an order as last known", known, 20)
    yield busy("    the same", service, known)
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        count += len(caller.offers(search, limit=200))
    yield Line(f"{kind}: cached offers a second, one caller", count / (time.perf_counter() - began), None, "/s")
    yield from each(f"{kind}: a search begun while {RUNS} others run", begun)


def _begun(caller: Caller) -> Any:
    return told(caller.post("offer-requests", _SEARCH), 201)


def _one_search(practice: Practice) -> str:
    body = {"slices": [_FLIGHT], "passengers": [{"type": "adult"}]}
    answer = practice.post("/air/offer_requests", body, return_offers="true")
    return str(answer.json()["data"]["id"])


def memory(service: Service, caller: Caller, searches: int) -> Iterator[Line]:
    """Of the process, before and with so many searches that can still be listed."""
    before = service.memory()
    with ThreadPoolExecutor(8) as some:
        begun = list(some.map(lambda _: _begun(caller)["data"]["id"], range(searches)))
    for one in begun[-8:]:
        caller.wait(one)
    yield Line("memory of the process", before, None, "MB")
    yield Line(f"the same with {searches:,} searches alive", service.memory(), None, "MB")


def side_by_side(chain: Chain, practice: Practice) -> Iterator[Line]:
    """Orders read a second by 12 callers, who need the same two cores."""
    first = Caller(chain[0].url, chain.token, practice)
    order = told(first.order(first.offer()), 201)["data"]["id"]
    for processes in (1, 2, 3):
        callers = [Caller(chain[number % processes].url, chain.token, practice) for number in range(12)]
        ends, counts = time.perf_counter() + SECONDS, [0] * len(callers)

        def read(number: int, caller: Caller, ends: float, counts: list[int]) -> None:
            while time.perf_counter() < ends:
                caller.get(f"orders/{order}")
                counts[number] += 1

        threads = [threading.Thread(target=read, args=(n, one, ends, counts)) for n, one in enumerate(callers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        name = f"{processes} process{'es' if processes > 1 else ''} on PostgreSQL: orders read a second, 12 callers"
        yield Line(name, sum(counts) / SECONDS, None, "/s")
        for one in callers:
            one.close()
    first.close()


def lines(searches: int = 1000) -> list[Line]:
    found: list[Line] = []
    with contextlib.ExitStack() as stack:
        process = Process()
        stack.callback(process.end)
        practice = stack.enter_context(contextlib.closing(Practice(process.url)))
        practice.reset(searches_per_minute=1_000_000, requests_per_minute=1_000_000)
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        token = new_token(data, "Ruth")
        service = Service(data, process.url, *QUICK[:2], "--searches-per-minute", "1000000")
        stack.callback(service.end)
        caller = stack.enter_context(contextlib.closing(Caller(service.url, token, practice)))
        found += calls("a file", service, caller, practice)
        found += memory(service, caller, searches)
        if postgres_programs() is None:
            return found
        cluster = stack.enter_context(running())
        shared = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        chain = Chain(shared, process.url, cluster.fresh())
        stack.callback(chain.end)
        one = stack.enter_context(contextlib.closing(Caller(chain[0].url, chain.token, practice)))
        found += calls("PostgreSQL", chain[0], one, practice)
        found += side_by_side(chain, practice)
    return found


def main(searches: int = 1000) -> int:
    """Print the table."""
    Service.log = subprocess.DEVNULL
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(written(lines(searches)))
    print("\nCallers, services, airline and PostgreSQL share the machine's cores; PostgreSQL waits for no disk here.")
    return 0
