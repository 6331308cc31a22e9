"""Trouble after the sale on demand: payments that end late or badly, odd refunds, what only the airline can cancel."""

from typing import Any

import pytest

from tests.practice.trips import Json, codes, duffel_offer, hold_body, order, ticketed
from tests.practice_airline import Practice


@pytest.fixture
def held(practice: Practice) -> Json:
    answer = practice.post("/air/orders", hold_body(duffel_offer(practice, ("LHR", "JFK", 60))))
    found: Json = answer.json()["data"]
    return found


@pytest.fixture
def booked(practice: Practice) -> Json:
    return order(practice, duffel_offer(practice, ("LHR", "JFK", 60)))


def pay(practice: Practice, held: Json) -> Any:
    payment = {"type": "balance", "amount": held["total_amount"], "currency": held["total_currency"]}
    return practice.post("/air/payments", {"order_id": held["id"], "payment": payment})


def statuses(practice: Practice, held: Json) -> list[str]:
    return [one["status"] for one in practice.get("/air/payments", order_id=held["id"])]


def awaits(practice: Practice, held: Json) -> bool:
    found: bool = practice.get(f"/air/orders/{held['id']}")["payment_status"]["awaiting_payment"]
    return found


def test_a_payment_may_be_pending_for_a_while_and_no_second_one_is_taken(practice: Practice, held: Json) -> None:
    practice.scenario("payment_pending")
    answer = pay(practice, held)
    assert (answer.status_code, answer.json()["data"]["status"]) == (201, "pending")
    assert (statuses(practice, held), awaits(practice, held)) == (["pending"], True)
    assert codes(pay(practice, held)) == [("already_paid", None)]
    practice.advance(21)
    assert (statuses(practice, held), awaits(practice, held)) == (["succeeded"], False)
    assert ticketed(practice, held["id"])["documents"]
    assert [one["paid"] for one in practice.books()["orders"]] == [True]


def test_a_pending_payment_may_fail_and_the_hold_be_paid_anew(practice: Practice, held: Json) -> None:
    practice.scenario("payment_pending_failed")
    assert pay(practice, held).status_code == 201
    practice.advance(21)
    (failed,) = practice.get("/air/payments", order_id=held["id"])
    assert (failed["status"], failed["failure_reason"]) == ("failed", "The payment was not accepted.")
    assert awaits(practice, held)
    assert [one["paid"] for one in practice.books()["orders"]] == [False]
    again = pay(practice, held).json()["data"]
    assert again["status"] == "succeeded"
    assert again["id"] != failed["id"]
    assert sorted(statuses(practice, held)) == ["failed", "succeeded"]


def test_a_payment_may_fail_at_once(practice: Practice, held: Json) -> None:
    practice.scenario("payment_failed")
    said = pay(practice, held).json()["data"]
    assert (said["status"], said["failure_reason"]) == ("failed", "The payment was not accepted.")
    assert awaits(practice, held)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("hold_lapses_at_payment", "past_payment_required_by_date"),
        ("held_flight_changes_at_payment", "schedule_changed"),
        ("payment_price_changed", "price_changed"),
        ("payment_refused", "payment_declined"),
    ],
)
def test_a_hold_may_change_between_the_last_look_and_the_payment(
    practice: Practice, held: Json, name: str, code: str
) -> None:
    practice.scenario(name)
    assert codes(pay(practice, held)) == [(code, None)]
    assert statuses(practice, held) == []


@pytest.mark.parametrize(
    ("name", "status", "paid"),
    [
        ("payment_200", 200, True),
        ("payment_202", 202, True),
        ("payment_202_failed", 202, False),
        ("payment_500_done", 500, True),
        ("payment_504_done", 504, True),
        ("payment_html_502", 502, True),
        ("payment_503", 503, False),
    ],
)
def test_an_answer_to_a_payment_may_say_anything(
    practice: Practice, held: Json, name: str, status: int, paid: bool
) -> None:
    practice.scenario(name)
    assert pay(practice, held).status_code == status
    assert (statuses(practice, held) == ["succeeded"]) == paid == (not awaits(practice, held))


@pytest.mark.parametrize(
    ("name", "amount", "to", "credits_given"),
    [
        ("refund_unknown", None, "original_form_of_payment", 0),
        ("refund_nothing", "0.00", "balance", 0),
        ("refund_voucher", "total", "voucher", 0),
        ("refund_credits", "total", "airline_credits", 1),
    ],
)
def test_a_refund_may_be_anything(
    practice: Practice, booked: Json, name: str, amount: str | None, to: str, credits_given: int
) -> None:
    practice.scenario(name)
    quote = practice.post("/air/order_cancellations", {"order_id": booked["id"]}).json()["data"]
    assert quote["refund_amount"] == (booked["total_amount"] if amount == "total" else amount)
    assert quote["refund_currency"] == (None if amount is None else booked["total_currency"])
    assert (quote["refund_to"], len(quote["airline_credits"])) == (to, credits_given)
    confirmed = practice.post(f"/air/order_cancellations/{quote['id']}/actions/confirm", {}).json()["data"]
    assert [bool(one["credit_code"]) for one in confirmed["airline_credits"]] == [True] * credits_given


def test_an_airline_may_keep_cancelling_to_itself(practice: Practice, booked: Json) -> None:
    practice.scenario("not_cancellable", whom={"order": booked["id"]})
    read = practice.get(f"/air/orders/{booked['id']}")
    assert read["available_actions"] == ["update"]
    assert codes(practice.post("/air/order_cancellations", {"order_id": booked["id"]})) == [
        ("order_not_cancellable", None)
    ]
    assert practice.get(f"/air/orders/{booked['id']}")["available_actions"] == ["update"], "and it stays so"


def test_only_what_can_be_paid_has_a_price(practice: Practice, held: Json) -> None:
    path = f"/air/orders/{held['id']}/actions/price"
    assert practice.post(path, {}).json()["data"]["total_amount"] == held["total_amount"]
    pay(practice, held)
    assert codes(practice.post(path, {})) == [("already_paid", None)]
