"""A disk that is full: before an order has left nothing has happened, and after it nobody hears that."""

import sys
import threading
import time

import httpx
import pytest

from tests.rest.service import Caller, Service, coming_day, refused, told

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets one fill another's disk")
SLOW = {"kind": "delay", "after": True, "seconds": 1}


def until_asked(caller: Caller) -> None:
    """Until the airline has an order, though not yet its answer."""
    until = time.monotonic() + 20
    while not caller.practice.books()["orders"]:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_an_order_that_has_left_is_not_called_unsent_when_nothing_can_be_kept(caller: Caller, service: Service) -> None:
    offer = caller.offer()
    caller.practice.scenario("order_slow", effect=SLOW)
    answers: list[httpx.Response] = []
    ordering = threading.Thread(target=lambda: answers.append(caller.order(offer, "key-full")))
    ordering.start()
    until_asked(caller)
    with service.full_disk():
        ordering.join()
    order = told(answers[0], 202)["data"]
    assert order["status"] == "checking"
    settled = caller.until(order["id"], "ticketed")
    assert settled["booking_reference"]
    assert len(caller.practice.books()["orders"]) == 1


def test_an_order_that_cannot_be_written_down_is_not_sent_and_its_key_is_free(caller: Caller, service: Service) -> None:
    offer = caller.offer()
    with service.full_disk():
        assert refused(caller.order(offer, "key-room"), 503, "cannot_be_kept")["retry"] == "safe"
    assert caller.practice.books()["orders"] == []
    told(caller.order(offer, "key-room"), 201)
    assert len(caller.practice.books()["orders"]) == 1


def test_a_search_that_could_not_be_kept_ends_once_there_is_room(caller: Caller, service: Service) -> None:
    caller.practice.scenario("hold_last_batch")
    flight = {"origin": "JFK", "destination": "LHR", "departure_date": coming_day()}
    body = {"slices": [flight], "passengers": [{"type": "adult"}]}
    asked = {"offer_request_id": told(caller.post("offer-requests", body), 201)["data"]["id"], "limit": "1"}
    state = "asking"
    with service.full_disk():
        caller.practice.stop_scenarios()
        for _ in range(30):
            state = caller.get("offers", **asked)["meta"]["search"]["state"]
    until = time.monotonic() + 30
    while state == "asking":
        assert time.monotonic() < until
        time.sleep(0.05)
        state = caller.get("offers", **asked)["meta"]["search"]["state"]
    assert state in ("failed", "done")
