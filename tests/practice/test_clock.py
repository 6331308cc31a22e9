"""The world's own clock: where it starts, how fast it runs, and what happens by it."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.practice.trips import Json, codes, hold_body, order, people, ticketed
from tests.practice_airline import Practice, Process

Starting = Callable[..., tuple[Process, Practice]]


@pytest.fixture
def start() -> Iterator[Starting]:
    """Starts a practice airline with options; all are ended with the test."""
    ends: list[Callable[[], object]] = []

    def starting(*options: str) -> tuple[Process, Practice]:
        process = Process(*options)
        practice = Practice(process.url)
        ends.extend((practice.close, process.end if process.running else process.kill))
        return process, practice

    yield starting
    for end in ends:
        end()


def now(practice: Practice) -> datetime:
    return datetime.fromisoformat(practice.get("/practice/clock")["now"])


def offer_on(practice: Practice, day: str) -> Json:
    body = {
        "slices": [{"origin": "JFK", "destination": "EWR", "departure_date": day}],
        "passengers": [{"age": 35}],
    }
    made = practice.post("/air/offer_requests", body, return_offers="false")
    found: Json = practice.get("/air/offers", offer_request_id=made.json()["data"]["id"], limit=1)[0]
    return found


def test_a_world_starts_where_it_is_told_and_everything_goes_by_it(start: Starting) -> None:
    _, practice = start("--now", "2031-05-01T10:00:00+02:00", "--speed", "0")
    assert practice.get("/practice/clock") == {"now": "2031-05-01T08:00:00.000000Z", "speed": 0.0}
    assert practice.ask("GET", "/air/airlines").headers["date"] == "Thu, 01 May 2031 08:00:00 GMT"
    offer = offer_on(practice, "2031-06-01")
    assert (offer["created_at"][:19], offer["expires_at"][:19]) == ("2031-05-01T08:00:00", "2031-05-01T08:30:00")
    held = practice.post("/air/orders", hold_body(offer)).json()["data"]
    assert held["payment_status"]["payment_required_by"] == "2031-05-04T08:00:00Z"
    practice.post("/practice/clock", {"to": "2031-05-04T07:59:59Z"})
    assert practice.get(f"/air/orders/{held['id']}")["payment_status"]["awaiting_payment"] is True
    practice.advance(1)
    assert practice.get(f"/air/orders/{held['id']}")["payment_status"]["awaiting_payment"] is False
    practice.reset()
    assert now(practice).isoformat() == "2031-05-01T08:00:00+00:00"


def test_offers_expire_and_tickets_come_by_a_clock_that_stands(start: Starting) -> None:
    _, practice = start("--now", "2031-05-01T08:00Z", "--speed", "0")
    offer, late = offer_on(practice, "2031-06-01"), offer_on(practice, "2031-06-02")
    booked = order(practice, offer, passengers=people(offer))
    practice.advance(3)
    assert practice.get(f"/air/orders/{booked['id']}")["documents"] == []
    practice.advance(1)
    assert ticketed(practice, booked["id"])["synced_at"] == "2031-05-01T08:00:04Z"
    practice.advance(1800)
    gone = practice.ask("GET", f"/air/offers/{late['id']}")
    assert codes(gone)[0][0] == "offer_no_longer_available"


def test_a_fast_clock_runs_fast(start: Starting) -> None:
    _, practice = start("--speed", "3600")
    before, began = now(practice), time.monotonic()
    time.sleep(0.3)
    passed, real = (now(practice) - before).total_seconds(), time.monotonic() - began
    assert 0.2 * 3600 < passed < (real + 1) * 3600
    told = practice.post("/practice/clock", {"speed": 0}).json()["data"]
    assert told["speed"] == 0
    assert now(practice) == datetime.fromisoformat(told["now"])


def test_a_kept_world_goes_on_with_its_time(start: Starting, tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "world.db"))
    process, practice = start(*state, "--now", "2031-05-01T08:00Z", "--speed", "100000")
    time.sleep(0.1)
    before = now(practice)
    assert process.end() == 0
    _, practice = start(*state)
    assert before <= now(practice)
    assert now(practice).year == 2031


@pytest.mark.parametrize("wrong", [{"speed": -1}, {"speed": "fast"}, {"to": "1066-10-14T09:00:00Z"}, {"speed": 1e9}])
def test_what_no_clock_can_do_is_told(practice: Practice, wrong: dict[str, object]) -> None:
    assert practice.post("/practice/clock", wrong).status_code == 400
