"""Held orders and their payments."""

import pytest

from tests.practice.trips import (
    Json,
    codes,
    duffel_offer,
    hold_body,
    offers,
    order,
    seats_on_sale,
    ticketed,
)
from tests.practice_airline import Practice

RETURN = (("LHR", "JFK", 60), ("JFK", "LHR", 67))


@pytest.fixture
def offer(practice: Practice) -> Json:
    return duffel_offer(practice, *RETURN)


@pytest.fixture
def family(practice: Practice) -> Json:
    return duffel_offer(practice, *RETURN, ages=(34, 36, 7, 1))


def test_a_hold_waits_for_its_payment(practice: Practice, family: Json) -> None:
    answer = practice.post("/air/orders", hold_body(family))
    assert answer.status_code == 201
    held = answer.json()["data"]
    status = held["payment_status"]
    assert (status["awaiting_payment"], status["paid_at"]) == (True, None)
    assert status["payment_required_by"] == family["payment_requirements"]["payment_required_by"]
    assert status["price_guarantee_expires_at"]
    assert [one["id"] for one in practice.get("/air/orders", awaiting_payment="true")] == [held["id"]]
    payment = {"type": "balance", "amount": held["total_amount"], "currency": "GBP"}
    wrong = practice.post("/air/payments", {"order_id": held["id"], "payment": payment | {"amount": "1.00"}})
    assert codes(wrong) == [("payment_amount_does_not_match_order_amount", "/payment/amount")]
    paid = practice.post("/air/payments", {"order_id": held["id"], "payment": payment})
    assert paid.status_code == 201
    assert paid.json()["data"].keys() == {
        "id", "order_id", "type", "status", "amount", "currency", "failure_reason", "airline_credit_id",
        "created_at", "live_mode",
    }  # fmt: skip
    assert paid.json()["data"]["status"] == "succeeded"
    assert len(ticketed(practice, held["id"])["documents"]) == 4
    again = practice.post("/air/payments", {"order_id": held["id"], "payment": payment})
    assert codes(again) == [("already_paid", None)]
    assert [one["id"] for one in practice.get("/air/payments", order_id=held["id"])] == [paid.json()["data"]["id"]]
    assert practice.get(f"/air/payments/{paid.json()['data']['id']}") == paid.json()["data"]


def test_a_hold_lapses_at_its_deadline_and_gives_its_seats_back(practice: Practice, offer: Json) -> None:
    seat = seats_on_sale(practice.get("/air/seat_maps", offer_id=offer["id"]), offer["passengers"][0]["id"])[0]
    held = practice.post("/air/orders", hold_body(offer, services=[{"id": seat[2]["id"], "quantity": 1}])).json()[
        "data"
    ]
    practice.advance(73 * 3600)
    lapsed = practice.get(f"/air/orders/{held['id']}")
    assert lapsed["payment_status"]["awaiting_payment"] is False
    assert (lapsed["payment_status"]["paid_at"], lapsed["cancelled_at"], lapsed["documents"]) == (None, None, [])
    payment = {"type": "balance", "amount": held["total_amount"], "currency": "GBP"}
    answer = practice.post("/air/payments", {"order_id": held["id"], "payment": payment})
    assert codes(answer) == [("past_payment_required_by_date", None)]


def test_what_cannot_be_held_is_refused(practice: Practice) -> None:
    instant = next(o for o in offers(practice, *RETURN) if o["payment_requirements"]["requires_instant_payment"])
    assert codes(practice.post("/air/orders", hold_body(instant))) == [("invalid_order_create_type", None)]


def test_an_instant_order_is_not_paid_twice(practice: Practice, offer: Json) -> None:
    booked = order(practice, offer)
    payment = {"type": "balance", "amount": booked["total_amount"], "currency": "GBP"}
    answer = practice.post("/air/payments", {"order_id": booked["id"], "payment": payment})
    assert codes(answer) == [("order_type_not_eligible_for_payment", "/order_id")]
    credit = {"order_id": booked["id"], "payment": payment | {"type": "airline_credit"}}
    assert codes(practice.post("/air/payments", credit)) == [("validation_inclusion", "/payment/type")]
    assert codes(practice.post("/air/payments", {})) == [
        ("validation_required", "/order_id"),
        ("validation_required", "/payment"),
    ]


def test_an_airline_may_refuse_seats_and_bags_with_a_hold_and_nothing_is_held(practice: Practice, offer: Json) -> None:
    practice.scenario("no_services_with_hold")
    seat = seats_on_sale(practice.get("/air/seat_maps", offer_id=offer["id"]), offer["passengers"][0]["id"])[0]
    wanted = [{"id": seat[2]["id"], "quantity": 1}]
    answer = practice.post("/air/orders", hold_body(offer, services=wanted))
    assert codes(answer) == [("services_not_allowed_for_order_type", "/services")]
    assert practice.get("/air/orders", offer_id=offer["id"]) == []
    held = practice.post("/air/orders", hold_body(offer))
    assert held.status_code == 201
    assert held.json()["data"]["payment_status"]["awaiting_payment"] is True


def test_a_hold_with_a_payment_is_refused(practice: Practice, offer: Json) -> None:
    body = hold_body(offer) | {
        "payments": [{"type": "balance", "amount": offer["total_amount"], "currency": offer["total_currency"]}]
    }
    assert codes(practice.post("/air/orders", body)) == [("payments_not_allowed_for_order_type", "/payments")]
