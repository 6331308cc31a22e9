"""The same key and body give the same answer; nothing happens twice."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from agentdesk.assembly import environment_of
from agentdesk.desk.news import Board
from agentdesk.desk.people import People
from agentdesk.serve_desk import FOLDER, SHARED
from agentdesk.storage.key_file import KeyFile
from agentdesk.storage.opening import open_storage
from agentdesk.travel.environment import World
from agentdesk.travel.errors import DataFolderInUse
from agentdesk.travel.people import Fate
from tests.rest.conftest import Agency
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


def test_an_order_that_was_erased_is_no_more_and_its_key_sends_nothing(caller: Caller, agency: Agency) -> None:
    """A PostgreSQL can be worked on beside the service; a file is the service's alone."""
    offer = caller.offer()
    made = told(caller.order(offer, "key-erased"), 201)["data"]
    name = f"{made['passengers'][0]['given_name']} {made['passengers'][0]['family_name']}"

    async def erase() -> int:
        environment = environment_of(World.PRACTICE, caller.practice.url)
        folder = agency.data / FOLDER / environment.folder
        keys = KeyFile(agency.data / "keys", SHARED)
        async with open_storage(folder, environment, keys, agency.address) as storage:
            people = People(storage.people, Board(), clock=lambda: datetime.now(UTC) + timedelta(days=700))
            found = await people.find(name)
            reports = [await people.erase(one.key) for one in found.people]
        return sum(len(one.plan.of(Fate.GOES)) for one in reports)

    if not agency.address:
        with pytest.raises(DataFolderInUse):
            asyncio.run(erase())
        assert told(caller.order(offer, "key-erased"), 201)["data"] == made
        return
    assert asyncio.run(erase()) >= 1
    refused(caller.http.get(f"orders/{made['id']}"), 404, "unknown_order")
    again = caller.order(offer, "key-erased")  # the answer is kept for thirty days, without the name
    assert again.status_code == 201
    assert again.json()["data"]["id"] == made["id"]
    assert name.split()[0] not in again.text
    assert made["booking_reference"] not in again.text
    assert len(caller.practice.books()["orders"]) == 1
