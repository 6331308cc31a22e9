"""Trouble: the test routes, and what can be switched on and off."""

import asyncio
import time
from decimal import Decimal

import httpx
import pytest

from tests.practice.trips import (
    Json,
    codes,
    duffel_offer,
    hold_body,
    offers,
    order,
    order_body,
    search_body,
)
from tests.practice_airline import HEADERS, Practice

RETURN = (("LHR", "JFK", 60), ("JFK", "LHR", 67))


def test_pvd_rai_has_no_offers(practice: Practice) -> None:
    assert offers(practice, ("PVD", "RAI", 40)) == []


def test_every_offer_jfk_ewr_can_be_held(practice: Practice) -> None:
    found = offers(practice, ("JFK", "EWR", 40))
    assert found
    assert {offer["payment_requirements"]["requires_instant_payment"] for offer in found} == {False}


def test_duffel_changes_between_lhr_and_dxb(practice: Practice) -> None:
    assert len(duffel_offer(practice, ("LHR", "DXB", 40))["slices"][0]["segments"]) == 2


def test_duffel_stops_once_between_dxb_and_ams(practice: Practice) -> None:
    [segment] = duffel_offer(practice, ("DXB", "AMS", 40), max_connections=0)["slices"][0]["segments"]
    [stop] = segment["stops"]
    assert stop.keys() == {"id", "airport", "arriving_at", "departing_at", "duration"}
    assert segment["departing_at"] < stop["arriving_at"] < stop["departing_at"]


def test_bts_mru_includes_no_bags(practice: Practice) -> None:
    for offer in offers(practice, ("BTS", "MRU", 40)):
        for segment in offer["slices"][0]["segments"]:
            assert [one["baggages"] for one in segment["passengers"]] == [[]]


def test_bts_abv_sells_no_services(practice: Practice) -> None:
    offer = duffel_offer(practice, ("BTS", "ABV", 40))
    assert practice.get(f"/air/offers/{offer['id']}", return_available_services="true")["available_services"] == []
    assert practice.get("/air/seat_maps", offer_id=offer["id"]) == []


@pytest.mark.parametrize("path", ["/air/offer_requests", "/air/batch_offer_requests"])
def test_searching_stn_lhr_times_out(practice: Practice, path: str) -> None:
    answer = practice.post(path, search_body(("STN", "LHR", 40)))
    assert (answer.status_code, codes(answer)) == (504, [("gateway_timeout_error", None)])


def test_an_offer_lgw_lhr_is_gone_when_read(practice: Practice) -> None:
    offer = duffel_offer(practice, ("LGW", "LHR", 40))
    for answer in (
        practice.ask("GET", f"/air/offers/{offer['id']}"),
        practice.post(f"/air/offers/{offer['id']}/actions/price", {}),
        practice.post("/air/orders", order_body(offer)),
    ):
        assert (answer.status_code, codes(answer)) == (422, [("offer_no_longer_available", None)])


def test_the_price_lhr_stn_rises_with_every_read(practice: Practice) -> None:
    offer = duffel_offer(practice, ("LHR", "STN", 40))
    once, twice = (Decimal(practice.get(f"/air/offers/{offer['id']}")["total_amount"]) for _ in range(2))
    assert (once - Decimal(offer["total_amount"]), twice - once) == (10, 10)
    answer = practice.post("/air/orders", order_body(offer))
    assert codes(answer) == [("payment_amount_does_not_match_order_amount", "/payments/0/amount")]
    priced = practice.post(f"/air/offers/{offer['id']}/actions/price", {}).json()["data"]
    assert Decimal(priced["total_amount"]) == twice + 10
    order(practice, priced)


@pytest.mark.parametrize(
    ("route", "status", "code"), [("LHR-LGW", 502, "airline_unknown"), ("LGW-STN", 422, "insufficient_balance")]
)
def test_some_orders_fail(practice: Practice, route: str, status: int, code: str) -> None:
    origin, destination = route.split("-")
    offer = duffel_offer(practice, (origin, destination, 40))
    answer = practice.post("/air/orders", order_body(offer))
    assert (answer.status_code, codes(answer)) == (status, [(code, None)])
    assert practice.get("/air/orders", offer_id=offer["id"]) == []
    wrong = order_body(offer)
    wrong["passengers"][0]["title"] = "sir"
    assert codes(practice.post("/air/orders", wrong)) == [("validation_inclusion", "/passengers/0/title")]


def wait_for_orders(practice: Practice, offer_id: str, seconds: float) -> list[Json]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found: list[Json] = practice.get("/air/orders", offer_id=offer_id)
        if found:
            return found
        time.sleep(0.02)
    return []


@pytest.mark.parametrize(("origin", "status"), [("LTN", 200), ("SEN", 202)])
def test_some_orders_appear_later(practice: Practice, origin: str, status: int) -> None:
    offer = duffel_offer(practice, (origin, "STN", 40))
    answer = practice.post("/air/orders", order_body(offer))
    assert answer.status_code == status
    assert "id" not in answer.json()["data"]
    assert practice.get("/air/orders", offer_id=offer["id"]) == []
    assert [entry["visible"] for entry in practice.books()["orders"]] == [False]
    [found] = wait_for_orders(practice, offer["id"], 5)
    assert found["metadata"] == {"agentdesk_attempt": "attempt-1"}


def test_an_order_lcy_stn_is_accepted_and_never_made(practice: Practice) -> None:
    offer = duffel_offer(practice, ("LCY", "STN", 40))
    assert practice.post("/air/orders", order_body(offer)).status_code == 202
    practice.advance(3600)
    assert practice.get("/air/orders", offer_id=offer["id"]) == []
    assert practice.books()["orders"] == []
    assert practice.books()["order_requests_received"] == 1


def test_a_hold_ltn_stn_is_paid_with_a_bare_200(practice: Practice) -> None:
    offer = duffel_offer(practice, ("SEN", "STN", 40))
    practice.post("/air/orders", hold_body(offer))
    [held] = wait_for_orders(practice, offer["id"], 5)
    payment = {"type": "balance", "amount": held["total_amount"], "currency": "GBP"}
    answer = practice.post("/air/payments", {"order_id": held["id"], "payment": payment})
    assert (answer.status_code, answer.json()) == (202, {"data": {}})
    assert practice.get(f"/air/orders/{held['id']}")["payment_status"]["paid_at"]


# Scenarios --------------------------------------------------------------------------------------------------------


def test_an_order_lost_before_it_arrives_is_not_made(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN)
    practice.scenario("order_lost_before")
    with pytest.raises(httpx.RemoteProtocolError):
        practice.post("/air/orders", order_body(offer))
    books = practice.books()
    assert (books["orders"], books["order_requests_received"], books["requests"][0]["status"]) == ([], 1, None)
    order(practice, offer)


def test_an_order_whose_answer_is_lost_is_made(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN)
    practice.scenario("order_lost_after")
    with pytest.raises(httpx.RemoteProtocolError):
        practice.post("/air/orders", order_body(offer))
    assert [one["offer_id"] for one in practice.books()["orders"]] == [offer["id"]]
    assert len(practice.get("/air/orders", offer_id=offer["id"])) == 1


def test_an_answer_can_be_cut_in_the_middle(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN)
    practice.scenario("order_cut")
    with pytest.raises(httpx.RemoteProtocolError):
        practice.post("/air/orders", order_body(offer))
    assert len(practice.books()["orders"]) == 1


@pytest.mark.parametrize(
    ("name", "status", "kind", "made"),
    [
        ("order_html_502", 502, "text/html", 1),
        ("order_500_booked", 500, "application/json", 1),
        ("order_504_booked", 504, "application/json", 1),
        ("order_503", 503, "application/json", 0),
        ("order_not_created", 502, "application/json", 0),
        ("order_refused", 422, "application/json", 0),
        ("seat_gone", 422, "application/json", 0),
        ("order_200", 200, "application/json", 1),
        ("order_202", 202, "application/json", 1),
        ("order_202_failed", 202, "application/json", 0),
        ("plain_403", 403, "text/plain", 0),
        ("html_502", 502, "text/html", 0),
        ("rate_limited", 429, "application/json", 0),
        ("insufficient_balance", 422, "application/json", 0),
    ],
)
def test_orders_can_end_in_every_way(practice: Practice, name: str, status: int, kind: str, made: int) -> None:
    offer = duffel_offer(practice, *RETURN)
    practice.scenario(name)
    answer = practice.post("/air/orders", order_body(offer))
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith(kind)
    assert len(practice.books()["orders"]) == made
    practice.stop_scenarios()
    if not made:
        order(practice, offer)


def test_tickets_can_come_late_or_never(practice: Practice) -> None:
    practice.scenario("late_tickets", times=1, effect={"seconds": 300})
    late = order(practice, duffel_offer(practice, *RETURN))
    practice.scenario("no_tickets", times=1)
    never = order(practice, duffel_offer(practice, *RETURN))
    practice.advance(290)
    assert practice.get(f"/air/orders/{late['id']}")["documents"] == []
    practice.advance(20)
    assert practice.get(f"/air/orders/{late['id']}")["documents"]
    assert practice.get(f"/air/orders/{never['id']}")["documents"] == []


def test_a_price_rises_once_by_what_is_said(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN)
    practice.scenario("price_rise", effect={"amount": "7.50"})
    first, second = (practice.get(f"/air/offers/{offer['id']}")["total_amount"] for _ in range(2))
    assert first == second == str(Decimal(offer["total_amount"]) + Decimal("7.50"))


def test_a_held_price_may_rise_until_it_is_paid(practice: Practice) -> None:
    held = practice.post("/air/orders", hold_body(duffel_offer(practice, *RETURN))).json()["data"]
    practice.scenario("held_price_rise")
    dearer = practice.get(f"/air/orders/{held['id']}")
    assert Decimal(dearer["total_amount"]) == Decimal(held["total_amount"]) + Decimal("12.40")
    payment = {"type": "balance", "amount": held["total_amount"], "currency": "GBP"}
    answer = practice.post("/air/payments", {"order_id": held["id"], "payment": payment})
    assert codes(answer) == [("price_changed", None)]


def test_the_last_batch_can_be_held_back_and_let_go(practice: Practice) -> None:
    practice.scenario("hold_last_batch", route="LHR-JFK")
    batch = practice.post("/air/batch_offer_requests", search_body(*RETURN)).json()["data"]
    path = f"/air/batch_offer_requests/{batch['id']}"

    async def waited() -> tuple[Json, bool, set[str]]:
        async with httpx.AsyncClient(base_url=practice.url, headers=HEADERS, timeout=30) as client:
            now = batch
            while now["remaining_batches"] > 1:
                now = (await client.get(path)).json()["data"]
            poll = asyncio.create_task(client.get(path))
            await asyncio.sleep(0.6)
            early = poll.done()
            listed = (await client.get("/air/offers", params={"offer_request_id": batch["id"], "limit": 200})).json()
            await client.delete("/practice/scenarios")
            last = (await poll).json()["data"]
            return last, early, {offer["id"] for offer in listed["data"]}

    last, early, listed = asyncio.run(waited())
    assert not early
    assert listed
    assert last["offers"]
    assert not listed & {offer["id"] for offer in last["offers"]}
    assert last["remaining_batches"] == 0


def test_a_lost_poll_loses_its_offers_for_the_batch_but_not_for_the_list(practice: Practice) -> None:
    practice.scenario("poll_lost")
    batch = practice.post("/air/batch_offer_requests", search_body(*RETURN)).json()["data"]
    path = f"/air/batch_offer_requests/{batch['id']}"
    with pytest.raises(httpx.RemoteProtocolError):
        practice.get(path)
    found: set[str] = set()
    while batch["remaining_batches"]:
        batch = practice.get(path)
        found |= {offer["id"] for offer in batch["offers"]}
    listed = {
        offer["id"]
        for sort in ("total_amount", "-total_amount")
        for offer in practice.get("/air/offers", offer_request_id=batch["id"], sort=sort, limit=200)
    }
    assert found < listed


def test_a_delay_holds_only_who_is_meant(practice: Practice) -> None:
    practice.scenario("slow_answer", path="/air/aircraft", times=1, effect={"seconds": 0.4})
    started = time.monotonic()
    practice.get("/air/airlines", limit=1)
    assert time.monotonic() - started < 0.3
    practice.get("/air/aircraft", limit=1)
    assert time.monotonic() - started >= 0.4


def test_a_scenario_of_ones_own_strikes_where_and_as_often_as_said(practice: Practice) -> None:
    practice.scenario(
        "mine", method="GET", path="/air/airlines", skip=1, times=2, effect={"kind": "refuse", "code": "bad_request"}
    )
    answers = [practice.ask("GET", "/air/airlines").status_code for _ in range(4)]
    assert answers == [200, 400, 400, 200]
    shown = practice.get("/practice/scenarios")
    assert [(one["name"], one["struck"]) for one in shown["running"]] == [("mine", 2)]
    assert "order_lost_after" in shown["named"]


def test_wrong_scenarios_are_told(practice: Practice) -> None:
    for wrong in (
        {"name": "nothing"},
        {"name": "x", "effect": {"kind": "boom"}},
        {"name": "x", "effect": {}, "times": "a"},
    ):
        assert practice.post("/practice/scenarios", wrong).status_code in (400, 422)


def test_a_line_lost_for_good_loses_every_call(practice: Practice) -> None:
    practice.scenario("line_lost")
    for _ in range(3):
        with pytest.raises(httpx.RemoteProtocolError):
            practice.ask("GET", "/air/airlines")
    practice.stop_scenarios("line_lost")
    assert practice.ask("GET", "/air/airlines").status_code == 200
