"""The practice airline as a process: start, end, and what it remembers."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.practice.trips import duffel_offer, hold_body, order, order_body, seats_on_sale
from tests.practice_airline import Practice, Process

ROUTE = ("LHR", "JFK", 60)
Starting = Callable[..., tuple[Process, Practice]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Starting]:
    """Start a practice airline that keeps its world in a file."""
    running: list[tuple[Process, Practice]] = []

    def started(*options: str) -> tuple[Process, Practice]:
        process = Process("--state", str(tmp_path / "practice.db"), *options)
        running.append((process, Practice(process.url)))
        return running[-1]

    yield started
    for process, practice in running:
        practice.close()
        if process.running:
            process.end()


def test_it_starts_within_a_second_or_so_and_ends_with_its_input(start: Starting) -> None:
    process, practice = start()
    assert process.start_seconds < 4  # half a second alone; tests share the machine
    assert practice.books()["orders"] == []
    assert process.end() == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(start: Starting, number: signal.Signals) -> None:
    process, _ = start()
    assert process.signal(number) == 0


def test_a_waiting_poll_does_not_keep_it_from_ending(start: Starting) -> None:
    process, practice = start()
    practice.scenario("slow_answer", effect={"seconds": 30})
    with pytest.raises(httpx.ReadTimeout):
        practice.ask("GET", "/air/airlines", timeout=0.2)
    assert process.end() == 0


def test_a_taken_port_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "agentdesk", "practice", "--port", port]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 1
    assert port in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_file_that_is_no_world_is_told_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database at all, but long enough to be taken for one by mistake\n" * 40)
    command = [sys.executable, "-m", "agentdesk", "practice", "--state", str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert file.read_text().startswith("not a database")


def test_one_file_belongs_to_one_airline(start: Starting, tmp_path: Path) -> None:
    start()
    command = [sys.executable, "-m", "agentdesk", "practice", "--state", str(tmp_path / "practice.db")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 1
    assert "practice.db" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such bits")
def test_only_its_owner_can_read_the_file(start: Starting, tmp_path: Path) -> None:
    start()
    assert (tmp_path / "practice.db").stat().st_mode & 0o777 == 0o600


def test_a_killed_airline_remembers_everything_it_sold(start: Starting) -> None:
    process, practice = start()
    practice.reset()
    offer = duffel_offer(practice, ROUTE)
    kept = duffel_offer(practice, ROUTE, ages=(30, 1))
    held = practice.post("/air/orders", hold_body(duffel_offer(practice, ROUTE))).json()["data"]
    seat = seats_on_sale(practice.get("/air/seat_maps", offer_id=offer["id"]), offer["passengers"][0]["id"])[0]
    booked = order(practice, offer, (seat[2],))
    practice.advance(10)
    ticketed = practice.get(f"/air/orders/{booked['id']}")
    process.kill()

    _, practice = start()
    assert practice.get(f"/air/orders/{booked['id']}") == ticketed
    assert ticketed["documents"]
    assert practice.get(f"/air/offers/{kept['id']}") == kept
    later = duffel_offer(practice, ROUTE)
    maps = practice.get("/air/seat_maps", offer_id=later["id"])
    assert seat[1] not in {name for _, name, _ in seats_on_sale(maps, later["passengers"][0]["id"])}
    assert later["id"] not in {offer["id"], kept["id"]}
    payment = {"type": "balance", "amount": held["total_amount"], "currency": held["total_currency"]}
    assert practice.post("/air/payments", {"order_id": held["id"], "payment": payment}).status_code == 201
    assert practice.post("/air/orders", order_body(kept)).status_code == 201
    assert practice.post("/air/orders", order_body(offer)).json()["errors"][0]["code"] == "offer_request_already_booked"
    books = practice.books()
    assert books["order_requests_received"] == 4
    assert len(books["orders"]) == 3


def test_the_clock_stays_ahead_after_a_restart(start: Starting) -> None:
    process, practice = start()
    practice.reset()
    offer = duffel_offer(practice, ROUTE)
    practice.advance(3600)
    process.end()
    _, practice = start()
    answer = practice.ask("GET", f"/air/offers/{offer['id']}")
    assert answer.json()["errors"][0]["code"] == "offer_no_longer_available"


def test_the_clock_can_be_set(practice: Practice) -> None:
    practice.post("/practice/clock", {"to": "2030-01-02T03:04:05Z"})
    assert practice.get("/practice/clock")["now"].startswith("2030-01-02T03:04:")
    assert practice.ask("GET", "/air/airlines").headers["date"].startswith("Wed, 02 Jan 2030 03:04:")
    assert practice.post("/practice/clock", {"to": "later"}).status_code == 400


def test_a_reset_forgets_everything_and_takes_settings(practice: Practice) -> None:
    offer = duffel_offer(practice, ROUTE)
    booked = order(practice, offer)
    practice.reset(seed="other", currency="EUR")
    assert practice.books()["orders"] == []
    assert practice.ask("GET", f"/air/orders/{booked['id']}").status_code == 404
    assert practice.ask("GET", f"/air/offers/{offer['id']}").status_code == 404
    assert duffel_offer(practice, ROUTE)["total_currency"] == "EUR"


@pytest.mark.parametrize("wrong", [{"colour": "red"}, {"currency": "XXX"}, {"offers": 1001}, {"ticket_seconds": "x"}])
def test_wrong_settings_are_told(practice: Practice, wrong: dict[str, object]) -> None:
    assert practice.post("/practice/reset", wrong).status_code == 400
