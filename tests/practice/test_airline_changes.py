"""What airlines change after the sale, and the agent's answer."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.practice.trips import Json, codes, duffel_offer, hold_body, order, people, seats_on_sale
from tests.practice_airline import Practice

RETURN = (("LHR", "JFK", 60), ("JFK", "LHR", 67))


@pytest.fixture
def booked(practice: Practice) -> Json:
    """A paid return trip with a seat on the first flight."""
    offer = duffel_offer(practice, *RETURN)
    seat = seats_on_sale(practice.get("/air/seat_maps", offer_id=offer["id"]), offer["passengers"][0]["id"])[0]
    return order(practice, offer, (seat[2],))


def read(practice: Practice, booked: Json) -> Json:
    found: Json = practice.get(f"/air/orders/{booked['id']}")
    return found


def accept(practice: Practice, change: Json) -> Any:
    return practice.ask("POST", f"/air/airline_initiated_changes/{change['id']}/actions/accept")


def moved(local: str, minutes: int) -> str:
    return (datetime.fromisoformat(local) + timedelta(minutes=minutes)).isoformat()


def test_a_moved_flight_shows_in_the_order_at_once_and_waits_for_an_answer(practice: Practice, booked: Json) -> None:
    practice.scenario("flight_moved")
    now = read(practice, booked)
    [change] = now["airline_initiated_changes"]
    assert change.keys() == {
        "id", "order_id", "created_at", "updated_at", "action_taken", "action_taken_at", "available_actions", "added",
        "removed", "travel_agent_ticket",
    }  # fmt: skip
    assert change["id"].startswith("aic_")
    assert (change["order_id"], change["action_taken"]) == (booked["id"], None)
    assert change["available_actions"] == ["accept", "cancel"]
    assert (change["removed"], change["added"]) == ([booked["slices"][0]], [now["slices"][0]])
    before, after = booked["slices"][0]["segments"][0], now["slices"][0]["segments"][0]
    assert after["departing_at"] == moved(before["departing_at"], 95)
    assert after["arriving_at"] == moved(before["arriving_at"], 95)
    assert (after["duration"], after["passengers"]) == (before["duration"], before["passengers"])
    assert after["id"] != before["id"]
    assert now["services"][0]["segment_ids"] == [after["id"]], "the seat goes along"
    assert now["slices"][1] == booked["slices"][1]
    assert [one["id"] for one in practice.get("/air/orders", requires_action="true")] == [booked["id"]]
    assert practice.get("/air/airline_initiated_changes", order_id=booked["id"]) == [change]
    assert practice.get("/air/airline_initiated_changes", order_id="ord_other") == []


def test_an_accepted_change_needs_no_more(practice: Practice, booked: Json) -> None:
    practice.scenario("flight_renumbered")
    [change] = read(practice, booked)["airline_initiated_changes"]
    before, after = change["removed"][0]["segments"][0], change["added"][0]["segments"][0]
    assert after["marketing_carrier_flight_number"] != before["marketing_carrier_flight_number"]
    assert after["departing_at"] == before["departing_at"]
    answer = accept(practice, change)
    assert answer.status_code == 200
    taken = answer.json()["data"]
    assert (taken["action_taken"], taken["available_actions"]) == ("accepted", [])
    assert taken["action_taken_at"]
    assert read(practice, booked)["airline_initiated_changes"] == [taken]
    assert practice.get("/air/orders", requires_action="true") == []
    assert codes(accept(practice, change)) == [("stale_airline_initiated_change_accept", None)]
    [entry] = practice.books()["orders"]
    assert [one["action_taken"] for one in entry["airline_initiated_changes"]] == ["accepted"]
    assert practice.books()["requests"][-1]["path"].endswith("/actions/accept")


def test_only_the_newest_change_can_be_accepted_and_counts_for_all(practice: Practice, booked: Json) -> None:
    practice.scenario("flight_moved", times=2)
    read(practice, booked)
    first, second = read(practice, booked)["airline_initiated_changes"]
    assert first["available_actions"] == []
    assert codes(accept(practice, first)) == [("stale_airline_initiated_change_accept", None)]
    assert accept(practice, second).status_code == 200
    assert practice.get("/air/orders", requires_action="true") == []
    leaves = booked["slices"][0]["segments"][0]["departing_at"]
    assert read(practice, booked)["slices"][0]["segments"][0]["departing_at"] == moved(leaves, 190)


def test_a_cancelled_flight_cannot_be_accepted_and_all_money_comes_back(practice: Practice, booked: Json) -> None:
    practice.scenario("flight_cancelled")
    now = read(practice, booked)
    [change] = now["airline_initiated_changes"]
    assert (change["added"], change["removed"]) == ([], [booked["slices"][0]])
    assert change["available_actions"] == ["cancel", "update"]
    assert codes(accept(practice, change)) == [("unsupported_action", None)]
    quote = practice.post("/air/order_cancellations", {"order_id": booked["id"]}).json()["data"]
    assert quote["refund_amount"] == booked["total_amount"]
    practice.ask("POST", f"/air/order_cancellations/{quote['id']}/actions/confirm")
    assert read(practice, booked)["airline_initiated_changes"][0]["action_taken"] == "cancelled"


def test_what_was_done_outside_can_be_told(practice: Practice, booked: Json) -> None:
    practice.scenario("flight_cancelled")
    [change] = read(practice, booked)["airline_initiated_changes"]
    path = f"/air/airline_initiated_changes/{change['id']}"
    assert codes(practice.ask("PATCH", path, json={"data": {"action_taken": "ignored"}})) == [
        ("validation_inclusion", "/action_taken")
    ]
    answer = practice.ask("PATCH", path, json={"data": {"action_taken": "changed"}})
    assert (answer.status_code, answer.json()["data"]["action_taken"]) == (200, "changed")
    again = practice.ask("PATCH", path, json={"data": {"action_taken": "changed"}})
    assert codes(again) == [("stale_airline_initiated_change_update", None)]
    unknown = practice.ask("POST", "/air/airline_initiated_changes/aic_unknown/actions/accept")
    assert (unknown.status_code, codes(unknown)) == (404, [("not_found", None)])


def test_a_connection_can_break_a_day_pass_seats_go_and_airports_change(practice: Practice) -> None:
    connecting = order(practice, duffel_offer(practice, ("LHR", "DXB", 45)))
    practice.scenario("connection_broken")
    before, after = connecting["slices"][0], read(practice, connecting)["slices"][0]
    assert after["segments"][0]["arriving_at"] == moved(before["segments"][0]["arriving_at"], 240)
    assert after["segments"][1]["departing_at"] == before["segments"][1]["departing_at"]
    practice.stop_scenarios()
    offer = duffel_offer(practice, ("LHR", "JFK", 60))
    seat = seats_on_sale(practice.get("/air/seat_maps", offer_id=offer["id"]), offer["passengers"][0]["id"])[0]
    seated = order(practice, offer, (seat[2],))
    practice.scenario("flight_to_next_day", whom={"order": seated["id"]}, effect={"destination": "EWR"})
    [segment] = read(practice, seated)["slices"][0]["segments"]
    [old] = seated["slices"][0]["segments"]
    assert old["passengers"][0]["seat"]["designator"] == seat[1]
    assert segment["passengers"][0]["seat"] is None
    assert (segment["departing_at"], segment["destination"]["iata_code"]) == (moved(old["departing_at"], 1440), "EWR")


def test_luton_flights_move_an_hour_with_every_look_at_the_changes(practice: Practice) -> None:
    booked = order(practice, duffel_offer(practice, ("LHR", "LTN", 40)))
    leaves = booked["slices"][0]["segments"][0]["departing_at"]
    for count in (1, 2):
        found = practice.get("/air/airline_initiated_changes", order_id=booked["id"])
        assert len(found) == count
        assert found[0]["added"][0]["segments"][0]["departing_at"] == moved(leaves, 60 * count), "newest first"


def test_a_held_flight_changes_unseen_until_it_is_paid(practice: Practice) -> None:
    held = practice.post("/air/orders", hold_body(duffel_offer(practice, *RETURN))).json()["data"]
    practice.scenario("held_flight_changes")
    assert read(practice, held)["airline_initiated_changes"] == []
    payment = {"type": "balance", "amount": held["total_amount"], "currency": "GBP"}
    answer = practice.post("/air/payments", {"order_id": held["id"], "payment": payment})
    assert (answer.status_code, codes(answer)) == (422, [("schedule_changed", None)])
    assert practice.books()["orders"][0]["schedule_changed_unseen"] is True


def test_a_scenario_strikes_only_whom_it_means_and_only_when_its_time_has_come(practice: Practice) -> None:
    one = order(practice, duffel_offer(practice, *RETURN))
    offer = duffel_offer(practice, *RETURN)
    other = order(practice, offer, passengers=[people(offer)[0] | {"family_name": "Okonkwo"}])
    practice.scenario("flight_moved", whom={"passenger": "okonk", "airline": "ZZ"}, after_seconds=3600)
    assert read(practice, other)["airline_initiated_changes"] == []
    practice.advance(3601)
    assert read(practice, one)["airline_initiated_changes"] == []
    assert len(read(practice, other)["airline_initiated_changes"]) == 1
    practice.scenario("flight_moved", whom={"reference": one["booking_reference"].lower()})
    assert [len(found["airline_initiated_changes"]) for found in practice.get("/air/orders", sort="created_at")] == [
        1,
        1,
    ]


def test_a_hold_can_lapse_before_its_time(practice: Practice) -> None:
    held = practice.post("/air/orders", hold_body(duffel_offer(practice, *RETURN))).json()["data"]
    practice.scenario("hold_lapses")
    lapsed = read(practice, held)
    assert lapsed["payment_status"]["awaiting_payment"] is False
    assert lapsed["payment_status"]["payment_required_by"] < held["payment_status"]["payment_required_by"]
    assert lapsed["available_actions"] == ["update"]
    payment = {"type": "balance", "amount": held["total_amount"], "currency": "GBP"}
    answer = practice.post("/air/payments", {"order_id": held["id"], "payment": payment})
    assert codes(answer) == [("past_payment_required_by_date", None)]


def test_the_price_of_a_hold_can_jump_in_the_moment_of_paying(practice: Practice) -> None:
    held = practice.post("/air/orders", hold_body(duffel_offer(practice, *RETURN))).json()["data"]
    practice.scenario("payment_price_changed")
    payment = {"type": "balance", "amount": held["total_amount"], "currency": "GBP"}
    answer = practice.post("/air/payments", {"order_id": held["id"], "payment": payment})
    assert codes(answer) == [("price_changed", None)]
    now = read(practice, held)
    assert float(now["total_amount"]) == pytest.approx(float(held["total_amount"]) + 12.40)
    assert now["payment_status"]["price_guarantee_expires_at"] is None
    paid = practice.post(
        "/air/payments", {"order_id": held["id"], "payment": payment | {"amount": now["total_amount"]}}
    )
    assert paid.status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"effect": {"kind": "schedule_change", "what": "eaten"}},
        {"effect": {"kind": "schedule_change", "minutes": "many"}},
        {"effect": {"kind": "schedule_change", "destination": "ZZZ"}},
        {"effect": {"kind": "lapse"}, "whom": "everybody"},
        {"effect": {"kind": "lapse"}, "after_seconds": -1},
    ],
)
def test_what_no_scenario_can_be_is_told(practice: Practice, wrong: Json) -> None:
    assert practice.post("/practice/scenarios", wrong).status_code in (400, 422)


@pytest.mark.parametrize(("name", "happened"), [("cancellation_lost_after", True), ("cancellation_lost_before", False)])
def test_a_lost_confirmation_is_told_by_the_cancellation(practice: Practice, name: str, happened: bool) -> None:
    booked = order(practice, duffel_offer(practice, *RETURN))
    quote = practice.post("/air/order_cancellations", {"order_id": booked["id"]}).json()["data"]
    practice.scenario(name)
    with pytest.raises(httpx.RemoteProtocolError):
        practice.ask("POST", f"/air/order_cancellations/{quote['id']}/actions/confirm")
    assert (practice.get(f"/air/order_cancellations/{quote['id']}")["confirmed_at"] is not None) is happened
    assert practice.books()["orders"][0]["cancelled"] is happened
