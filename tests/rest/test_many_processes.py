"""Three processes on one PostgreSQL: nothing is sold twice, and what one leaves behind the others take up."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.postgres import Cluster
from tests.practice_airline import Practice, Process
from tests.rest.chain import CANCEL, Chain, at_once
from tests.rest.service import Caller, coming_day, refused, told
from tests.rest.test_events import events

SEARCH = {
    "slices": [{"origin": "JFK", "destination": "LHR", "departure_date": coming_day()}],
    "passengers": [{"type": "adult"}],
}


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory, practice_process: Process, postgres: Cluster) -> Iterator[Chain]:
    one = Chain(tmp_path_factory.mktemp("chain"), practice_process.url, postgres.fresh())
    yield one
    codes = one.end()
    assert codes == [0] * len(codes)


@pytest.fixture
def callers(chain: Chain, practice: Practice) -> Iterator[list[Caller]]:
    """The same agent at each of the three."""
    found = [Caller(chain[number].url, chain.token, practice) for number in range(3)]
    yield found
    practice.stop_scenarios()
    for one in found:
        one.close()


def test_an_offer_is_sold_once_over_all_processes(callers: list[Caller]) -> None:
    offer = callers[0].offer()
    assert at_once(callers, 75, lambda caller: caller.order(offer)) == {201: 1, 409: 74}
    books = callers[0].practice.books()
    assert (len(books["orders"]), books["order_requests_received"]) == (1, 1)


def test_a_key_makes_one_order_over_all_processes(callers: list[Caller]) -> None:
    offer = callers[0].offer()
    assert set(at_once(callers, 30, lambda caller: caller.order(offer, "key-of-all"))) <= {201, 409}
    again = [told(caller.order(offer, "key-of-all"), 201)["data"]["id"] for caller in callers]
    assert len(set(again)) == 1
    assert callers[0].practice.books()["order_requests_received"] == 1


def test_a_hold_is_paid_once_over_all_processes(callers: list[Caller]) -> None:
    held = callers[0].hold(callers[0].offer(hold=True))
    paid = {"type": "balance", "amount": held["total_amount"], "currency": held["total_currency"]}
    body = {"order_id": held["id"], "payment": paid}
    assert at_once(callers, 30, lambda caller: caller.post("payments", body)) == {201: 1, 409: 29}
    assert callers[0].practice.books()["payment_requests_received"] == 1


def test_an_order_is_cancelled_once_over_all_processes(callers: list[Caller]) -> None:
    order = told(callers[0].order(callers[0].offer()), 201)["data"]
    path = f"orders/{order['id']}/actions/cancel"
    quote = told(callers[1].post(path, CANCEL), 200)["data"]["quote_id"]
    assert at_once(callers, 30, lambda caller: caller.post(path, CANCEL | {"quote_id": quote})) == {200: 1, 409: 29}
    assert callers[2].get(f"orders/{order['id']}")["data"]["status"] == "cancelled"


def test_what_one_process_begins_another_goes_on_with(callers: list[Caller]) -> None:
    """There is no sticky session: each step at the next process, and the events at yet another."""
    one, two, three = callers
    search = one.search()
    offer = two.get(f"offers/{two.offers(search['id'], limit=1)[0]['id']}")["data"]
    with one.http.stream("GET", "events") as stream:
        order = told(three.order(offer), 201)["data"]
        assert next(events(stream))[2]["id"] == order["id"]
    assert one.until(order["id"], "ticketed")["agent"] == "Ruth"
    assert two.http.get(f"orders/{order['id']}/documents/itinerary.pdf").content.startswith(b"%PDF")


def test_a_search_goes_on_when_its_process_dies(chain: Chain, callers: list[Caller]) -> None:
    callers[0].practice.scenario("hold_last_batch")
    search = told(callers[0].post("offer-requests", SEARCH), 201)["data"]["id"]
    ends = time.monotonic() + 10
    while not (some := callers[1].offers(search, limit=200)):
        assert time.monotonic() < ends
        time.sleep(0.05)
    chain.kill(0)
    callers[0].practice.stop_scenarios()
    callers[1].wait(search)
    whole = callers[1].offers(search, limit=200)
    assert {one["id"] for one in some} <= {one["id"] for one in whole}
    assert len({one["id"] for one in whole}) == len(whole) > len(some)


def test_an_order_on_its_way_is_found_when_its_process_dies(chain: Chain, callers: list[Caller]) -> None:
    offer = callers[0].offer()
    callers[0].practice.scenario("order_slow", effect={"seconds": 2})
    broken: list[Exception] = []

    def order() -> None:
        try:
            callers[0].order(offer, "key-of-the-dead")
        except httpx.HTTPError as error:
            broken.append(error)

    asking = threading.Thread(target=order)
    asking.start()
    ends = time.monotonic() + 10
    while not callers[0].practice.books()["order_requests_received"]:
        assert time.monotonic() < ends
        time.sleep(0.05)
    chain.kill(0)
    asking.join()
    assert broken
    again = settled(callers[1], lambda: callers[1].order(offer, "key-of-the-dead"))
    assert callers[2].until(again["id"], "ticketed")["agent"] == "Ruth"
    assert callers[0].practice.books()["order_requests_received"] == 1


def settled(caller: Caller, call: Callable[[], httpx.Response]) -> dict[str, Any]:
    """The answer, once the key is no longer busy."""
    ends = time.monotonic() + 10
    while (answer := call()).status_code == 409:
        assert time.monotonic() < ends, answer.text
        time.sleep(0.1)
    assert answer.status_code in (201, 202), answer.text
    data: dict[str, Any] = answer.json()["data"]
    return data


def test_tickets_are_awaited_whoever_of_them_dies(chain: Chain, callers: list[Caller]) -> None:
    """Whichever process has the watch: all but one are killed while tickets are due."""
    callers[0].practice.reset(ticket_seconds=1.5)
    order = told(callers[0].order(callers[0].offer()), 201)["data"]
    chain.kill(0)
    chain.kill(1)
    assert callers[2].until(order["id"], "ticketed")


def test_tokens_are_given_and_revoked_while_all_processes_run(chain: Chain, practice: Practice) -> None:
    token = chain.tokens("add", "Bob").split()[-1]
    caller = Caller(chain[1].url, token, practice)
    assert isinstance(caller.get("orders")["data"], list)
    chain.tokens("revoke", "Bob")
    refused(caller.http.get("orders"), 401, "wrong_token")
    caller.close()
