"""Nonsense in a body is refused, and never breaks the airline."""

import copy
from collections.abc import Iterator

import pytest

from tests.practice.trips import Json, duffel_offer, order_body, passport, search_body, seats_on_sale
from tests.practice_airline import Practice

JUNK = (None, [], {}, "x", "", 0, -1, 10**30, 1.5, True, ["x"], {"a": "b"}, "x" * 5000, "2026-02-30", "\u0000", [[]])
RETURN = (("LHR", "JFK", 60), ("JFK", "LHR", 67))


def places(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every node of a body."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


def spoilt(body: Json) -> Iterator[tuple[tuple[str | int, ...], object, Json]]:
    """The body with one node after the other replaced by junk."""
    for path in places(body):
        for junk in JUNK:
            changed = copy.deepcopy(body)
            node: object = changed
            for key in path[:-1]:
                node = node[key]  # type: ignore[index]
            node[path[-1]] = junk  # type: ignore[index]
            yield path, junk, changed


def test_junk_in_a_search_is_refused(practice: Practice) -> None:
    body = search_body(("LHR", "JFK", 60), ages=(30, 1), cabin_class="economy", max_connections=1)
    body["slices"][0]["departure_time"] = {"from": "08:00", "to": "20:00"}
    body["passengers"][0] |= {
        "given_name": "Amelia",
        "family_name": "Earhart",
        "loyalty_programme_accounts": [{"airline_iata_code": "ZZ", "account_number": "1234567890"}],
    }
    for path, junk, changed in spoilt(body):
        answer = practice.post("/air/batch_offer_requests", changed)
        assert answer.status_code in (201, 422), (path, junk, answer.text[:300])


@pytest.mark.time_limit(60)
def test_junk_in_an_order_is_refused(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN, ages=(30, 1))
    seat = seats_on_sale(practice.get("/air/seat_maps", offer_id=offer["id"]), offer["passengers"][0]["id"])[0][2]
    body = order_body(offer, (seat,))
    body["passengers"][0]["identity_documents"] = [passport(offer)]
    body["passengers"][0]["loyalty_programme_accounts"] = [{"airline_iata_code": "ZZ", "account_number": "1234567890"}]
    del body["metadata"]
    body["payments"][0]["amount"] = "1.00"  # checked last, so that no body is good
    for path, junk, changed in spoilt(body):
        answer = practice.post("/air/orders", changed)
        assert answer.status_code in (403, 422), (path, junk, answer.text[:300])
    assert practice.books()["orders"] == []


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_other_bodies_is_refused(practice: Practice, junk: object) -> None:
    offer = duffel_offer(practice, *RETURN)
    passenger = offer["passengers"][0]["id"]
    priced = f"/air/offers/{offer['id']}/actions/price"
    answers = [
        practice.post("/air/payments", {"order_id": junk, "payment": junk}),
        practice.post(
            "/air/payments", {"order_id": "ord_x", "payment": {"type": junk, "amount": junk, "currency": junk}}
        ),
        practice.post(priced, {"intended_services": junk}),
        practice.post(priced, {"intended_services": [junk]}),
        practice.post(priced, {"intended_payment_methods": junk}),
        practice.post(priced, {"intended_payment_methods": [junk]}),
        practice.post("/practice/scenarios", {"name": junk, "times": junk, "effect": junk}),
        practice.post("/practice/clock", {"advance_seconds": junk, "to": junk}),
        practice.post("/practice/reset", {"offers": junk, "seed": junk, "ticket_seconds": junk}),
    ]
    practice.reset()
    offer = duffel_offer(practice, *RETURN)
    passenger = offer["passengers"][0]["id"]
    for field in ("given_name", "family_name", "loyalty_programme_accounts"):
        path = f"/air/offers/{offer['id']}/passengers/{passenger}"
        answers.append(practice.ask("PATCH", path, json={"data": {field: junk}}))
    answers.append(practice.ask("GET", f"/air/offers/{offer['id']}"))
    broken = [(answer.request.url.path, answer.request.content) for answer in answers if answer.status_code >= 500]
    assert not broken
