"""What the upstream tells by webhook is seen in the service, forged or not, late, twice and in any order."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.practice.trips import duffel_offer, order
from tests.practice_airline import Practice
from tests.rest.commands import commands
from tests.rest.service import Caller, Service, refused, told


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def told_service(tmp_path_factory: pytest.TempPathFactory, practice_for_all: Practice) -> Iterator[Caller]:
    """A caller of a service of its own, which the practice airline tells what happens; one for these tests, since
    nobody but the service knows the secret that the airline would forget with its world."""
    practice_for_all.reset(webhook_retry_seconds=0.2)
    data, port = tmp_path_factory.mktemp("told"), a_free_port()
    register = ("webhook", "register", f"http://127.0.0.1:{port}/webhooks/duffel")
    upstream = ("--upstream", practice_for_all.url)
    given, registered = commands(data, ("token", "add", "Ruth"), register, options=upstream)
    assert registered.code == 0, registered.err
    service = Service(data, practice_for_all.url, "--port", str(port))
    caller = Caller(service.url, given.token, practice_for_all)
    yield caller
    caller.close()
    assert service.end() == 0


@pytest.fixture
def told_caller(told_service: Caller) -> Iterator[Caller]:
    yield told_service
    told_service.practice.stop_scenarios()


def deliveries(practice: Practice, kind: str) -> list[int | None]:
    """How the service has answered events of a kind, the newest first."""
    found = practice.get("/air/webhooks/deliveries", type=kind)
    return [one["response_status_code"] for one in found]


def orders_in(caller: Caller) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = caller.get("orders")["data"]
    return listed


def until_delivered(practice: Practice, kind: str, answers: list[int | None]) -> None:
    ends = time.monotonic() + 8
    while deliveries(practice, kind) != answers and time.monotonic() < ends:
        time.sleep(0.05)
    assert deliveries(practice, kind) == answers


def until_listed(caller: Caller, reference: str) -> dict[str, Any]:
    ends = time.monotonic() + 8
    while time.monotonic() < ends:
        for one in orders_in(caller):
            if one["booking_reference"] == reference:
                return one
        time.sleep(0.05)
    raise AssertionError(f"{reference} is not listed")


def test_what_happens_elsewhere_is_seen_whatever_comes_of_its_delivery(told_caller: Caller) -> None:
    practice = told_caller.practice
    practice.scenario("webhook_forged")
    sold = order(practice, duffel_offer(practice, ("LHR", "JFK", 60)))
    until_delivered(practice, "order.created", [204, 401])
    seen = until_listed(told_caller, sold["booking_reference"])
    practice.scenario("webhook_double")
    practice.scenario("custom", effect={"kind": "schedule_change", "what": "moved", "minutes": 90}, times=1)
    until_delivered(practice, "order.airline_initiated_change_detected", [204, 204])
    ends = time.monotonic() + 8
    while not told_caller.get(f"orders/{seen['id']}")["data"]["airline_change_open"]:
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_an_event_that_is_quicker_than_the_answer_makes_no_second_order(told_caller: Caller) -> None:
    practice = told_caller.practice
    offer, before = told_caller.offer(), len(orders_in(told_caller))
    told_before, sent_before = deliveries(practice, "order.created"), practice.books()["order_requests_received"]
    practice.scenario("order_slow", effect={"seconds": 1.5})
    made = told(told_caller.order(offer), 201)["data"]
    until_delivered(practice, "order.created", [204, *told_before])
    assert [one["id"] for one in orders_in(told_caller)[: len(orders_in(told_caller)) - before]] == [made["id"]]
    ticketed = told_caller.until(made["id"], "ticketed")
    assert ticketed["agent"] == "Ruth"
    assert practice.books()["order_requests_received"] == sent_before + 1


def test_a_promised_order_comes_or_is_given_up_as_the_upstream_tells(told_caller: Caller) -> None:
    practice = told_caller.practice
    booked = len(practice.books()["orders"])
    practice.scenario("order_202_failed")
    never = told(told_caller.order(told_caller.offer()), 202)["data"]
    assert never["status"] == "checking"
    until_delivered(practice, "order.creation_failed", [204])
    ends = time.monotonic() + 8
    while told_caller.http.get(f"orders/{never['id']}").status_code != 404:
        assert time.monotonic() < ends
        time.sleep(0.05)
    practice.scenario("order_202")
    late = told(told_caller.order(told_caller.offer()), 202)["data"]
    told_caller.until(late["id"], "ticketed")
    assert len(practice.books()["orders"]) == booked + 1


@pytest.mark.parametrize(
    "headers", [{}, {"X-Duffel-Signature": "t=1,v1=" + "0" * 64}, {"X-Duffel-Signature": "nothing"}]
)
def test_nobody_else_is_listened_to(service: Service, headers: dict[str, str]) -> None:
    url = f"{service.url.removesuffix('/api')}/webhooks/duffel"
    refused(httpx.post(url, content=b'{"type": "order.created"}', headers=headers), 401, "wrong_signature")
    assert httpx.get(url).status_code == 405


def test_a_webhook_is_registered_listed_and_removed(tmp_path: Path, practice: Practice) -> None:
    url = "http://127.0.0.1:8000/webhooks/duffel"
    register, listing, remove = ("webhook", "register", url), ("webhook", "list"), ("webhook", "remove")
    calls = (register, register, listing, remove)
    made, again, listed, removed = commands(tmp_path, *calls, options=("--upstream", practice.url))
    assert (made.code, again.code, removed.code) == (0, 1, 0)
    assert "webhook already" in again.err
    assert listed.out == f"{url}\tof this service\tactive\n"
    assert practice.get("/air/webhooks") == []
