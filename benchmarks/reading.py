"""How long a page of offers takes from bytes to offers, and what ten thousand of them weigh."""

import gc
import json
import statistics
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from agentdesk.duffel.reading_rows import OfferReader
from agentdesk.duffel.wire.envelopes import ListAnswer
from agentdesk.travel.offers import Offer

_RECORDED = Path(__file__).parents[1] / "tests" / "duffel" / "payloads" / "offer-request-nk-v2-first-9.json"
_FLIGHTS = 60  # different flights a day in a search; each is sold as several fares
_FARES = 12


def page(count: int, start: int = 0) -> bytes:
    """The body of a page of return trips for two, made of a recorded one: ids, prices, flights and fares differ."""
    template = json.loads(_RECORDED.read_bytes())["data"]["offers"][0]
    return json.dumps({"data": [_offer(template, start + number) for number in range(count)], "meta": None}).encode()


def _offer(template: dict[str, Any], number: int) -> dict[str, Any]:
    offer: dict[str, Any] = json.loads(json.dumps(template))
    offer |= {"id": f"off_{number:022}", "total_amount": f"{100 + number % 900}.{number % 100:02}"}
    offer["passengers"] = [one | {"id": f"pas_{who:022}"} for who in (1, 2) for one in template["passengers"]]
    for way, part in enumerate(offer["slices"]):
        part["comparison_key"] = f"{way}/{(number // _FARES) % _FLIGHTS}"
        part["id"] = f"sli_{number:021}{way}"
        part["conditions"]["change_before_departure"]["penalty_amount"] = f"{number % _FARES}0.00"
        for segment in part["segments"]:
            flight = (number // _FARES) % _FLIGHTS
            segment |= {"id": f"seg_{number:021}{way}", "marketing_carrier_flight_number": f"{1000 + flight}"}
            segment["departing_at"] = f"2026-12-{1 + way * 7:02}T{flight % 24:02}:{flight % 60:02}:00"
            segment["passengers"] = [
                one | {"passenger_id": f"pas_{who:022}", "fare_basis_code": f"Y{number % _FARES}"}
                for who in (1, 2)
                for one in segment["passengers"]
            ]
    return offer


def read(body: bytes, reader: OfferReader) -> list[Offer]:
    """What the client does with a page, without its pauses."""
    offers, unreadable = reader.read(msgspec.json.decode(body, type=ListAnswer).data)
    assert unreadable == 0
    return offers


def milliseconds(count: int = 200, runs: int = 31) -> float:
    """The median time from the bytes of a page to its offers, each run with nothing remembered."""
    body = page(count)
    times = []
    for _ in range(runs):
        started = perf_counter()
        read(body, OfferReader())
        times.append((perf_counter() - started) * 1000)
    return statistics.median(times)


def megabytes(count: int = 10_000, at_once: int = 200) -> float:
    """What this process grows by when it keeps the offers of a large search (Linux)."""
    reader, kept = OfferReader(), []
    gc.collect()
    before = resident()
    for start in range(0, count, at_once):
        kept.extend(read(page(at_once, start), reader))
    gc.collect()
    return resident() - before if len(kept) == count else float("nan")


def resident() -> float:
    """The megabytes this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6
