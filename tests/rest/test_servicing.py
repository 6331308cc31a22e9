"""Payments of holds, and cancelling with a quote, over the service."""

from typing import Any

from tests.rest.service import Caller, refused, told

CANCEL = {"reason": "requested_by_customer"}


def pay(caller: Caller, order: dict[str, Any], amount: str | None = None) -> Any:
    paid = {"type": "balance", "amount": amount or order["total_amount"], "currency": order["total_currency"]}
    return caller.post("payments", {"order_id": order["id"], "payment": paid})


def test_a_hold_is_paid_once(caller: Caller) -> None:
    held = caller.hold(caller.offer(hold=True))
    error = refused(pay(caller, held, "1.00"), 422, "wrong_amount")
    assert error["field"] == "payment.amount"
    assert error["costs"]["amount"] == held["total_amount"]
    told(pay(caller, held), 201)
    refused(pay(caller, held), 409, "already_paid")
    assert caller.practice.books()["payment_requests_received"] == 1


def test_a_payment_without_money_is_402(caller: Caller) -> None:
    held = caller.hold(caller.offer(hold=True))
    caller.practice.scenario("insufficient_balance")
    refused(pay(caller, held), 402, "insufficient_balance")
    caller.practice.stop_scenarios()
    told(pay(caller, held), 201)


def test_a_lost_payment_is_accepted_and_settles(caller: Caller) -> None:
    held = caller.hold(caller.offer(hold=True))
    caller.practice.scenario("payment_lost_after")
    assert told(pay(caller, held), 202)["data"]["status"] == "checking"
    caller.until(held["id"], "ticketed")
    assert caller.practice.books()["payment_requests_received"] == 1


def test_cancelling_quotes_first_and_confirms_then(caller: Caller) -> None:
    order = told(caller.order(caller.offer()), 201)["data"]
    path = f"orders/{order['id']}/actions/cancel"
    quote = told(caller.post(path, CANCEL), 200)["data"]
    assert quote["order_id"] == order["id"]
    assert quote["confirmed_at"] is None
    assert caller.get(f"orders/{order['id']}")["data"]["cancelled_at"] is None
    done = told(caller.post(path, CANCEL | {"quote_id": quote["quote_id"]}), 200)["data"]
    assert done["confirmed_at"]
    assert done["refund_amount"] == quote["refund_amount"]
    assert caller.get(f"orders/{order['id']}")["data"]["status"] == "cancelled"
    refused(caller.post(path, CANCEL), 409, "already_cancelled")


def test_an_old_quote_is_refused_with_a_new_one(caller: Caller) -> None:
    order = told(caller.order(caller.offer()), 201)["data"]
    path = f"orders/{order['id']}/actions/cancel"
    old = told(caller.post(path, CANCEL), 200)["data"]
    told(caller.post(path, CANCEL), 200)
    error = refused(caller.post(path, CANCEL | {"quote_id": old["quote_id"]}), 409, "stale_quote")
    assert error["quote"]["quote_id"] != old["quote_id"]
    confirm = CANCEL | {"quote_id": error["quote"]["quote_id"]}
    assert told(caller.post(path, confirm), 200)["data"]["confirmed_at"]


def test_a_quote_of_another_order_confirms_nothing(caller: Caller) -> None:
    one, two = (told(caller.order(caller.offer()), 201)["data"] for _ in range(2))
    quote = told(caller.post(f"orders/{one['id']}/actions/cancel", CANCEL), 200)["data"]
    answer = caller.post(f"orders/{two['id']}/actions/cancel", CANCEL | {"quote_id": quote["quote_id"]})
    refused(answer, 404, "unknown_order")
    assert caller.get(f"orders/{two['id']}")["data"]["cancelled_at"] is None


def test_a_lost_cancellation_is_accepted_and_settles(caller: Caller) -> None:
    order = told(caller.order(caller.offer()), 201)["data"]
    path = f"orders/{order['id']}/actions/cancel"
    quote = told(caller.post(path, CANCEL), 200)["data"]
    caller.practice.scenario("cancellation_lost_after")
    told(caller.post(path, CANCEL | {"quote_id": quote["quote_id"]}), 202)
    caller.until(order["id"], "cancelled")
