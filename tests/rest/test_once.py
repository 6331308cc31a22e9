"""The same key and body give the same answer; nothing happens twice."""

import threading

import httpx

from tests.rest.service import Caller, refused, told


def test_the_same_key_gives_the_same_answer(caller: Caller) -> None:
    offer = caller.offer()
    first = caller.order(offer, "key-1")
    again = caller.order(offer, "key-1")
    assert told(first, 201) == told(again, 201)
    assert len(caller.practice.books()["orders"]) == 1


def test_a_key_is_for_one_body(caller: Caller) -> None:
    told(caller.order(caller.offer(), "key-2"), 201)
    refused(caller.order(caller.offer(), "key-2"), 422, "idempotency_key_reused")


def test_a_key_belongs_to_its_agent(caller: Caller, other: Caller) -> None:
    told(caller.order(caller.offer(), "key-3"), 201)
    told(other.order(other.offer(), "key-3"), 201)


def test_a_final_refusal_is_remembered_too(caller: Caller) -> None:
    offer = caller.offer()
    paid = {"type": "balance", "amount": "1.00", "currency": offer["total_currency"]}
    refused(caller.order(offer, "key-4", payments=[paid]), 422, "wrong_amount")
    again = caller.order(offer, "key-4", payments=[paid])
    assert again.json()["error"]["code"] == "wrong_amount"


def test_an_odd_key_is_refused(caller: Caller) -> None:
    refused(caller.order(caller.offer(), "x" * 201), 422, "invalid_field")


def test_one_key_racing_makes_one_order(caller: Caller) -> None:
    offer = caller.offer()
    answers: list[httpx.Response] = []

    def order() -> None:
        answers.append(caller.order(offer, "key-5"))

    threads = [threading.Thread(target=order) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = {answer.json()["data"]["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    busy = [answer for answer in answers if answer.status_code == 409]
    assert all(answer.json()["error"]["code"] == "idempotency_key_busy" for answer in busy)
    assert len(caller.practice.books()["orders"]) == 1


def test_a_key_may_be_sent_again_when_nothing_has_happened(caller: Caller) -> None:
    offer = caller.offer()
    caller.practice.scenario("order_not_created", times=2)
    for _ in range(2):
        assert refused(caller.order(offer, "key-6"), 502, "upstream_failed")["retry"] == "safe"
    made = told(caller.order(offer, "key-6"), 201)
    assert told(caller.order(offer, "key-6"), 201) == made
    assert len(caller.practice.books()["orders"]) == 1
