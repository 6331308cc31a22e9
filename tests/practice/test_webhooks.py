"""Webhooks of the practice airline: registered, signed, delivered at least once, late, doubled and forged on demand."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.practice.trips import Json, codes, duffel_offer, hold_body, order, order_body
from tests.practice_airline import Practice

ALL = [
    "order.created",
    "order.creation_failed",
    "order.airline_initiated_change_detected",
    "order_cancellation.created",
    "order_cancellation.confirmed",
    "payment.created",
    "air.payment.succeeded",
    "air.payment.failed",
    "ping.triggered",
]


class Receiver:
    """Listens on this machine; `answers` are the statuses it gives, one after the other, then 200."""

    def __init__(self) -> None:
        self.received: list[tuple[str, bytes]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append((self.headers["X-Duffel-Signature"], body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *told: Any) -> None:
                """Nothing: a test tells what was received."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhooks/duffel"
        self._thread = threading.Thread(target=lambda: self._server.serve_forever(0.02))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def events(self) -> list[Json]:
        return [json.loads(body) for _, body in self.received]

    @property
    def kinds(self) -> list[str]:
        return [str(one["type"]) for one in self.events]

    def until(self, count: int, seconds: float = 8) -> list[str]:
        """The kinds of what has come, once there are so many."""
        ends = time.monotonic() + seconds
        while len(self.received) < count and time.monotonic() < ends:
            time.sleep(0.02)
        assert len(self.received) >= count, self.kinds
        return self.kinds


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    yield one
    one.close()


def register(practice: Practice, url: str, events: list[str] | None = None) -> Json:
    answer = practice.post("/air/webhooks", {"url": url, "events": events or ALL})
    assert answer.status_code == 201, answer.text
    data: Json = answer.json()["data"]
    return data


def is_genuine(secret: str, signed: str, body: bytes) -> bool:
    stamp, _, digest = signed.partition(",")
    told = hmac.new(secret.encode(), f"{stamp.removeprefix('t=')}.".encode() + body, hashlib.sha256).hexdigest()
    return digest == f"v1={told}"


def tried_until(practice: Practice, count: int) -> list[Json]:
    """What was delivered and how it was answered, newest first, once there is so much of it."""
    tried: list[Json] = []
    ends = time.monotonic() + 8
    while len(tried) < count and time.monotonic() < ends:
        tried = practice.get("/air/webhooks/deliveries")
    assert len(tried) == count
    return tried


def booked(practice: Practice) -> Json:
    return order(practice, duffel_offer(practice, ("LHR", "JFK", 60)))


def test_a_webhook_is_told_its_secret_once_and_there_is_one(practice: Practice, receiver: Receiver) -> None:
    made = register(practice, receiver.url)
    assert made["secret"]
    (listed,) = practice.get("/air/webhooks")
    assert (listed["id"], listed["url"], listed["active"]) == (made["id"], receiver.url, True)
    assert "secret" not in listed
    second = practice.post("/air/webhooks", {"url": receiver.url, "events": ALL})
    assert (second.status_code, second.json()["errors"][0]["code"]) == (422, "unsafe_unique")
    assert practice.ask("DELETE", f"/air/webhooks/{made['id']}").status_code == 204
    assert practice.get("/air/webhooks") == []


@pytest.mark.parametrize(
    ("changed", "code", "at"),
    [
        ({"url": "https://example.com/hook"}, "validation_format", "/url"),
        ({"url": "http://192.0.2.1/hook"}, "validation_format", "/url"),
        ({"url": "http://user@127.0.0.1/hook"}, "validation_format", "/url"),
        ({"url": None}, "validation_required", "/url"),
        ({"events": []}, "validation_required", "/events"),
        ({"events": ["order.imagined"]}, "validation_inclusion", "/events/0"),
    ],
)
def test_what_is_wrong_with_a_webhook_is_told(practice: Practice, changed: Json, code: str, at: str) -> None:
    body = {"url": "http://127.0.0.1:9/hook", "events": ALL} | changed
    assert (code, at) in codes(practice.post("/air/webhooks", body))
    assert practice.get("/air/webhooks") == []


def test_a_ping_is_signed_and_tells_whether_it_was_taken(practice: Practice, receiver: Receiver) -> None:
    made = register(practice, receiver.url)
    ping = f"/air/webhooks/{made['id']}/actions/ping"
    assert practice.post(ping, {}).status_code == 204
    ((signed, body),) = receiver.received
    assert is_genuine(made["secret"], signed, body)
    assert receiver.kinds == ["ping.triggered"]
    receiver.answers = [500]
    assert codes(practice.post(ping, {}))[0][0] == "webhook_client_error"


def test_an_order_a_quote_and_its_confirmation_are_told(practice: Practice, receiver: Receiver) -> None:
    made = register(practice, receiver.url)
    sold = booked(practice)
    assert receiver.until(1) == ["order.created"]
    (event,) = receiver.events
    assert event["data"]["object"] == {"order_id": sold["id"], "offer_id": sold["offer_id"]}
    assert (event["api_version"], event["live_mode"]) == ("v2", False)
    quote = practice.post("/air/order_cancellations", {"order_id": sold["id"]}).json()["data"]
    practice.post(f"/air/order_cancellations/{quote['id']}/actions/confirm", {})
    receiver.until(3)
    assert sorted(receiver.kinds[1:]) == ["order_cancellation.confirmed", "order_cancellation.created"]
    assert {one["data"]["object"]["order_id"] for one in receiver.events} == {sold["id"]}
    assert all(is_genuine(made["secret"], *one) for one in receiver.received)
    assert all(one["delivery_success"] for one in tried_until(practice, 3))


def test_a_payment_that_ends_later_is_told_twice_without_anybody_looking(
    practice: Practice, receiver: Receiver
) -> None:
    held = practice.post("/air/orders", hold_body(duffel_offer(practice, ("LHR", "JFK", 60)))).json()["data"]
    register(practice, receiver.url, ["payment.created", "air.payment.failed", "air.payment.succeeded"])
    practice.scenario("payment_pending_failed")
    payment = {"type": "balance", "amount": held["total_amount"], "currency": held["total_currency"]}
    practice.post("/air/payments", {"order_id": held["id"], "payment": payment})
    assert receiver.until(1) == ["payment.created"]
    practice.advance(21)
    assert receiver.until(2) == ["payment.created", "air.payment.failed"]


def test_an_order_that_comes_late_or_never_is_told_when_it_has(practice: Practice, receiver: Receiver) -> None:
    register(practice, receiver.url)
    practice.scenario("order_202")
    late = duffel_offer(practice, ("LHR", "JFK", 60))
    assert practice.post("/air/orders", order_body(late)).status_code == 202
    practice.scenario("order_202_failed")
    never = duffel_offer(practice, ("LHR", "JFK", 60))
    assert practice.post("/air/orders", order_body(never)).status_code == 202
    assert sorted(receiver.until(2)) == ["order.created", "order.creation_failed"]
    told = {one["type"]: one["data"]["object"] for one in receiver.events}
    assert told["order.creation_failed"] == {"offer_id": never["id"]}
    assert practice.get(f"/air/orders/{told['order.created']['order_id']}")["offer_id"] == late["id"]


def test_changed_flights_are_told_without_anybody_looking(practice: Practice, receiver: Receiver) -> None:
    sold = booked(practice)
    register(practice, receiver.url)
    practice.scenario("custom", effect={"kind": "schedule_change", "what": "moved", "minutes": 90}, times=1)
    receiver.until(1)
    (event,) = receiver.events
    assert event["type"] == "order.airline_initiated_change_detected"
    (change,) = practice.get("/air/airline_initiated_changes", order_id=sold["id"])
    assert event["data"]["object"] == {"id": sold["id"], "aic_id": change["id"]}


def test_what_nobody_takes_comes_again_after_growing_pauses(practice: Practice, receiver: Receiver) -> None:
    practice.reset(webhook_retry_seconds=60)
    register(practice, receiver.url)
    receiver.answers = [500, 302]
    booked(practice)
    tried_until(practice, 1)
    practice.advance(61)
    tried_until(practice, 2)
    practice.advance(61)
    time.sleep(0.3)
    assert len(receiver.received) == 2
    practice.advance(61)
    tried = tried_until(practice, 3)
    assert receiver.kinds == ["order.created"] * 3
    assert len({one["id"] for one in receiver.events}) == 1
    assert [one["response_status_code"] for one in tried] == [200, 302, 500]
    assert len(practice.get("/air/webhooks/deliveries", delivery_success="true")) == 1


def test_events_come_late_twice_or_forged_when_asked_to(practice: Practice, receiver: Receiver) -> None:
    made = register(practice, receiver.url, ["order.created"])
    practice.scenario("webhook_late", effect={"seconds": 1})
    practice.scenario("webhook_double", skip=1)
    first, second = booked(practice), booked(practice)
    receiver.until(4)
    told = [one["data"]["object"]["order_id"] for one in receiver.events]
    assert told == [second["id"], second["id"], first["id"], first["id"]]
    tried_until(practice, 4)
    practice.stop_scenarios()
    receiver.received.clear()
    receiver.answers = [401]
    practice.reset(webhook_retry_seconds=0.1)
    made = register(practice, receiver.url, ["order.created"])
    practice.scenario("webhook_forged")
    booked(practice)
    receiver.until(2)
    assert [is_genuine(made["secret"], *one) for one in receiver.received] == [False, True]


def test_an_event_is_delivered_again_on_request(practice: Practice, receiver: Receiver) -> None:
    register(practice, receiver.url)
    booked(practice)
    receiver.until(1)
    (event,) = practice.get("/air/webhooks/events")
    assert practice.get(f"/air/webhooks/events/{event['id']}") == receiver.events[0]
    assert practice.post(f"/air/webhooks/events/{event['id']}/actions/redeliver", {}).status_code == 204
    receiver.until(2)
    assert receiver.received[0][1] == receiver.received[1][1]


def test_a_webhook_that_is_switched_off_hears_nothing(practice: Practice, receiver: Receiver) -> None:
    made = register(practice, receiver.url)
    answer = practice.ask("PATCH", f"/air/webhooks/{made['id']}", json={"data": {"active": False}})
    assert answer.json()["data"]["active"] is False
    booked(practice)
    time.sleep(0.3)
    assert receiver.received == []
    assert practice.get("/air/webhooks/events") == []
