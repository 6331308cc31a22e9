"""Cancelling: quotes, confirmations, refusals, and what the books say afterwards."""

from decimal import Decimal
from typing import Any

import pytest

from tests.practice.trips import (
    Json,
    codes,
    duffel_offer,
    hold_body,
    offers,
    order,
    passport,
    people,
    seats_on_sale,
    ticketed,
)
from tests.practice_airline import Practice

RETURN = (("LHR", "JFK", 60), ("JFK", "LHR", 67))


def quoted(practice: Practice, order_id: str) -> Json:
    answer = practice.post("/air/order_cancellations", {"order_id": order_id})
    assert answer.status_code == 201, answer.text
    data: Json = answer.json()["data"]
    return data


def confirm(practice: Practice, quote: Json) -> Any:
    return practice.ask("POST", f"/air/order_cancellations/{quote['id']}/actions/confirm")


def booked_with(practice: Practice, refund: str) -> Json:
    """An order of another airline whose refund condition is of a kind, its void window over."""
    for offer in offers(practice, *RETURN):
        rule = offer["conditions"]["refund_before_departure"]
        kind = "silent" if rule is None else "no" if not rule["allowed"] else "fee"
        if kind == "fee" and not Decimal(rule["penalty_amount"] or 0):
            kind = "free" if rule["penalty_amount"] else "untold"
        if kind == refund and offer["owner"]["iata_code"] != "ZZ":
            papers = [passport(offer)] if offer["passenger_identity_documents_required"] else []
            booked = order(practice, offer, passengers=[people(offer)[0] | {"identity_documents": papers}])
            practice.advance(25 * 3600)
            return booked
    raise AssertionError(f"no offer with a refund of the kind {refund}")


def test_a_cancellation_is_quoted_then_confirmed_and_ends_the_order(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN)
    seat = seats_on_sale(practice.get("/air/seat_maps", offer_id=offer["id"]), offer["passengers"][0]["id"])[0]
    booked = ticketed(practice, order(practice, offer, (seat[2],))["id"])
    assert booked["available_actions"] == ["cancel", "update"]
    quote = quoted(practice, booked["id"])
    assert quote.keys() == {
        "id", "order_id", "live_mode", "created_at", "expires_at", "confirmed_at", "refund_amount", "refund_currency",
        "refund_to", "airline_credits",
    }  # fmt: skip
    assert quote["id"].startswith("ore_")
    assert (quote["refund_amount"], quote["refund_currency"]) == (booked["total_amount"], "GBP")
    assert (quote["refund_to"], quote["confirmed_at"], quote["airline_credits"]) == ("balance", None, [])
    assert practice.get(f"/air/orders/{booked['id']}")["cancelled_at"] is None, "a quote cancels nothing"
    answer = confirm(practice, quote)
    assert answer.status_code == 200
    confirmed = answer.json()["data"]
    assert confirmed == quote | {"confirmed_at": confirmed["confirmed_at"]}
    cancelled = practice.get(f"/air/orders/{booked['id']}")
    assert (cancelled["cancelled_at"], cancelled["cancellation"]) == (confirmed["confirmed_at"], confirmed)
    assert cancelled["available_actions"] == ["update"]
    assert practice.get(f"/air/order_cancellations/{quote['id']}") == confirmed
    assert practice.get("/air/order_cancellations", order_id=booked["id"]) == [confirmed]
    assert practice.get("/air/order_cancellations", order_id="ord_other") == []


def test_the_books_show_voided_documents_and_free_seats(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN)
    seat = seats_on_sale(practice.get("/air/seat_maps", offer_id=offer["id"]), offer["passengers"][0]["id"])[0]
    booked = ticketed(practice, order(practice, offer, (seat[2],))["id"])
    [entry] = practice.books()["orders"]
    assert {one["status"] for one in entry["documents"]} == {"open"}
    quote = quoted(practice, booked["id"])
    confirm(practice, quote)
    books = practice.books()
    [entry] = books["orders"]
    assert [one["type"] for one in entry["documents"]] == [one["type"] for one in booked["documents"]]
    assert {one["status"] for one in entry["documents"]} == {"voided"}
    assert (entry["cancelled"], entry["cancellation"]["refund_amount"]) == (True, booked["total_amount"])
    assert [one["id"] for one in books["cancellations"]] == [quote["id"]]
    assert [one["path"].rsplit("/", 1)[-1] for one in books["requests"]] == ["orders", "order_cancellations", "confirm"]
    assert books["payment_requests_received"] == 0
    again = duffel_offer(practice, *RETURN)
    on_sale = seats_on_sale(practice.get("/air/seat_maps", offer_id=again["id"]), again["passengers"][0]["id"])
    assert seat[1] in [designator for _, designator, _ in on_sale], "the seat is on sale again"


def test_an_order_is_cancelled_once(practice: Practice) -> None:
    booked = order(practice, duffel_offer(practice, *RETURN))
    quote = quoted(practice, booked["id"])
    confirm(practice, quote)
    assert codes(confirm(practice, quote)) == [("already_cancelled", None)]
    again = practice.post("/air/order_cancellations", {"order_id": booked["id"]})
    assert (again.status_code, codes(again)) == (422, [("already_cancelled", None)])
    practice.advance(0.5)
    assert practice.get(f"/air/orders/{booked['id']}")["documents"] == [], "no ticket comes after the end"


def test_only_the_newest_quote_counts_and_only_for_an_hour(practice: Practice) -> None:
    booked = order(practice, duffel_offer(practice, *RETURN))
    first, second = quoted(practice, booked["id"]), quoted(practice, booked["id"])
    assert codes(confirm(practice, first)) == [("order_cancellation_stale", None)]
    practice.advance(3601)
    assert codes(confirm(practice, second)) == [("order_cancellation_stale", None)]
    assert confirm(practice, quoted(practice, booked["id"])).status_code == 200


def test_an_unpaid_hold_is_let_go_for_nothing(practice: Practice) -> None:
    held = practice.post("/air/orders", hold_body(duffel_offer(practice, *RETURN))).json()["data"]
    assert held["available_actions"] == ["cancel", "update"]
    quote = quoted(practice, held["id"])
    assert (quote["refund_amount"], quote["refund_to"]) == ("0.00", "awaiting_payment")
    assert confirm(practice, quote).status_code == 200
    payment = {"type": "balance", "amount": held["total_amount"], "currency": "GBP"}
    answer = practice.post("/air/payments", {"order_id": held["id"], "payment": payment})
    assert codes(answer) == [("already_cancelled", None)]
    assert practice.get("/air/orders", awaiting_payment="true") == []


def test_a_quote_for_a_hold_is_stale_once_the_hold_is_paid(practice: Practice) -> None:
    held = practice.post("/air/orders", hold_body(duffel_offer(practice, *RETURN))).json()["data"]
    quote = quoted(practice, held["id"])
    payment = {"type": "balance", "amount": held["total_amount"], "currency": "GBP"}
    assert practice.post("/air/payments", {"order_id": held["id"], "payment": payment}).status_code == 201
    assert codes(confirm(practice, quote)) == [("order_cancellation_stale", None)]
    assert quoted(practice, held["id"])["refund_amount"] == held["total_amount"]


def test_what_has_lapsed_or_flown_cannot_be_cancelled(practice: Practice) -> None:
    held = practice.post("/air/orders", hold_body(duffel_offer(practice, *RETURN))).json()["data"]
    flown = order(practice, duffel_offer(practice, *RETURN))
    practice.advance(61 * 24 * 3600)
    for one in (held, flown):
        assert practice.get(f"/air/orders/{one['id']}")["available_actions"] == ["update"]
        answer = practice.post("/air/order_cancellations", {"order_id": one["id"]})
        assert codes(answer) == [("order_not_cancellable", None)]


@pytest.mark.parametrize("refund", ["no", "fee", "free", "silent"])
def test_the_fares_own_rule_says_what_comes_back(practice: Practice, refund: str) -> None:
    booked = booked_with(practice, refund)
    quote, total = quoted(practice, booked["id"]), Decimal(booked["total_amount"])
    if refund == "silent":
        assert (quote["refund_amount"], quote["refund_currency"]) == (None, None)
        return
    back = Decimal(quote["refund_amount"])
    assert quote["refund_currency"] == booked["total_currency"]
    if refund == "no":
        assert quote["refund_amount"] == "0.00"
    elif refund == "free":
        assert back == total
    else:
        assert 0 <= back < total


def test_a_day_after_ticketing_everything_comes_back(practice: Practice) -> None:
    offer = next(
        one
        for one in offers(practice, *RETURN)
        if one["owner"]["iata_code"] == "BA" and one["conditions"]["refund_before_departure"] is not None
        and not one["conditions"]["refund_before_departure"]["allowed"]
    )  # fmt: skip
    booked = order(practice, offer)
    assert booked["void_window_ends_at"] is not None
    quote = quoted(practice, booked["id"])
    assert (quote["refund_amount"], quote["refund_to"]) == (booked["total_amount"], "balance")
    practice.advance(24 * 3600)
    assert quoted(practice, booked["id"])["refund_amount"] == "0.00"


def test_london_luton_to_sydney_gives_credits(practice: Practice) -> None:
    booked = order(practice, duffel_offer(practice, ("LTN", "SYD", 50)))
    quote = quoted(practice, booked["id"])
    assert quote["refund_to"] == "airline_credits"
    [credit] = quote["airline_credits"]
    assert (credit["credit_amount"], credit["credit_code"]) == (booked["total_amount"], None)
    assert credit["passenger_id"] == booked["passengers"][0]["id"]
    [credit] = confirm(practice, quote).json()["data"]["airline_credits"]
    assert credit["credit_code"].isdigit()
    assert len(credit["credit_code"]) == 13


def test_what_cannot_be_asked_is_refused(practice: Practice) -> None:
    ask = "/air/order_cancellations"
    assert codes(practice.post(ask, {})) == [("validation_required", "/order_id")]
    assert codes(practice.post(ask, {"order_id": "ord_unknown"})) == [("not_found", "/order_id")]
    assert codes(practice.post(ask, {"order_id": 7})) == [("validation_type", "/order_id")]
    unknown = practice.ask("POST", f"{ask}/ore_unknown/actions/confirm")
    assert (unknown.status_code, codes(unknown)) == (404, [("not_found", None)])
    assert practice.ask("GET", f"{ask}/ore_unknown").status_code == 404


def test_ticketless_airlines_cancel_only_themselves(practice: Practice) -> None:
    found = offers(practice, ("BCN", "CDG", 40))
    offer = next(one for one in found if one["owner"]["iata_code"] == "VY")
    booked = order(practice, offer)
    assert booked["available_actions"] == ["update"]
    answer = practice.post("/air/order_cancellations", {"order_id": booked["id"]})
    assert codes(answer) == [("order_not_cancellable", None)]
