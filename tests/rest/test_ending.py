"""A service that is asked to end finishes what has been sent, and says meanwhile that it is not ready."""

import threading
import time
from pathlib import Path

import httpx

from tests.practice_airline import Practice
from tests.rest.commands import new_token
from tests.rest.held_line import LONGEST, held_line
from tests.rest.service import Caller, Service, told


def readiness(service: Service) -> tuple[int, str]:
    answer = httpx.get(service.url.removesuffix("/api") + "/ready")
    return answer.status_code, answer.json()["status"]


def test_what_has_been_sent_is_finished_and_known_to_the_next_process(tmp_path: Path, practice: Practice) -> None:
    token = new_token(tmp_path, "Ruth")
    with held_line(practice.url) as line:
        service = Service(tmp_path, line.url)
        caller = Caller(service.url, token, practice)
        offer = caller.offer()
        answers: list[httpx.Response] = []
        ordering = threading.Thread(target=lambda: answers.append(caller.order(offer, "key-end")))
        ordering.start()
        assert line.arrived.wait(LONGEST)
        assert readiness(service) == (200, "ready")
        service.ask_to_end()
        until = time.monotonic() + LONGEST
        while readiness(service) != (503, "ending"):
            assert time.monotonic() < until
        later = Caller(service.url, token, practice)
        assert later.get("orders")["data"] == []
        later.close()
        line.let_go()
        ordering.join()
        order = told(answers[0], 201)["data"]
        assert service.end() == 0
        caller.close()
        service = Service(tmp_path, line.url)
        caller = Caller(service.url, token, practice)
        assert caller.get(f"orders/{order['id']}")["data"]["booking_reference"] == order["booking_reference"]
        assert told(caller.order(offer, "key-end"), 201)["data"] == order
        caller.close()
        assert service.end() == 0
    assert len(practice.books()["orders"]) == 1
