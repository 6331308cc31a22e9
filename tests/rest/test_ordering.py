"""Orders over the service: the same checkout, once, and every outcome told truly."""

from typing import Any

import pytest

from tests.rest.service import AMELIA, Caller, coming_day, refused, told

ZOE = AMELIA | {"type": "child", "given_name": "Zoe", "born_on": "2018-07-24", "title": "miss"}
BO = AMELIA | {"type": "infant", "given_name": "Bo", "born_on": coming_day(-200), "title": "mr", "gender": "m"}


def booked(caller: Caller) -> list[dict[str, Any]]:
    orders: list[dict[str, Any]] = caller.practice.books()["orders"]
    return orders


def test_the_seven_steps_from_search_to_ticket(caller: Caller) -> None:
    search = caller.search()  # 1, 2
    offers = caller.offers(search["id"], limit=200)  # 3
    can_hold = next(one for one in offers if not one["payment_requirements"]["requires_instant_payment"])
    offer = caller.get(f"offers/{can_hold['id']}")["data"]  # 4
    held = caller.hold(offer)  # 5
    assert held["status"] == "held"
    assert held["booking_reference"]
    assert held["payment_status"]["payment_required_by"]
    paid = {"type": "balance", "amount": held["total_amount"], "currency": held["total_currency"]}
    payment = told(caller.post("payments", {"order_id": held["id"], "payment": paid}), 201)["data"]  # 6
    assert payment["status"] == "succeeded"
    order = caller.until(held["id"], "ticketed")  # 7
    assert order["documents"][0]["passenger_ids"] == [order["passengers"][0]["id"]]
    assert order["agent"] == "Ruth"
    assert len(booked(caller)) == 1


def test_a_family_is_matched_to_the_search_without_ids(caller: Caller) -> None:
    search = caller.search([{"type": "infant"}, {"type": "child"}, {"type": "adult"}])
    offer = caller.offers(search["id"], limit=1)[0]
    order = told(caller.order(offer, passengers=[ZOE, BO, AMELIA]), 201)["data"]
    names = {one["given_name"]: one["type"] for one in order["passengers"]}
    assert set(names) == {"Amelia", "Zoe", "Bo"}


def test_ages_find_their_child(caller: Caller) -> None:
    search = caller.search([{"age": 40}, {"age": 12}, {"age": 8}])
    offer = caller.offers(search["id"], limit=1)[0]
    younger = ZOE | {"given_name": "Ada", "born_on": coming_day(60 - 8 * 366)}
    older = ZOE | {"given_name": "Ida", "born_on": coming_day(60 - 12 * 366)}
    for one in (younger, older):
        one.pop("type")
    order = told(caller.order(offer, passengers=[younger, AMELIA, older]), 201)["data"]
    assert {one["given_name"] for one in order["passengers"]} == {"Ada", "Ida", "Amelia"}


Told = dict[str, Any]


def with_extras(caller: Caller) -> tuple[Told, list[Told], list[Told]]:
    """An offer with seats and bags for sale, and both."""
    for listed in caller.offers(caller.search()["id"], limit=40):
        offer = caller.get(f"offers/{listed['id']}")["data"]
        maps = caller.get(f"offers/{listed['id']}/seat-maps")["data"]
        seats = [
            service
            for one in maps
            for cabin in one["cabins"]
            for row in cabin["rows"]
            for section in row["sections"]
            for element in section["elements"]
            if not element["disclosures"]
            for service in element["available_services"]
        ]
        bags = [one for one in offer["available_services"] if one["type"] == "baggage"]
        if seats and bags:
            return offer, seats, bags
    raise AssertionError("no offer has both")


def test_seats_and_bags_are_ordered_with_the_flights(caller: Caller) -> None:
    offer, seats, bags = with_extras(caller)
    total = sum(round(float(one["total_amount"]) * 100) for one in (offer, seats[0], bags[0]))
    paid = {"type": "balance", "amount": f"{total // 100}.{total % 100:02}", "currency": offer["total_currency"]}
    wanted = [{"id": seats[0]["id"], "quantity": 1}, {"id": bags[0]["id"], "quantity": 1}]
    order = told(caller.order(offer, services=wanted, payments=[paid]), 201)["data"]
    assert order["total_amount"] == paid["amount"]
    assert {one["type"] for one in booked(caller)[0]["services"]} == {"seat", "baggage"}


def test_the_amount_must_be_what_it_costs(caller: Caller) -> None:
    offer = caller.offer()
    paid = {"type": "balance", "amount": "1.00", "currency": offer["total_currency"]}
    error = refused(caller.order(offer, payments=[paid]), 422, "wrong_amount")
    assert error["field"] == "payments.0.amount"
    assert error["costs"] == {"amount": offer["total_amount"], "currency": offer["total_currency"]}
    assert booked(caller) == []


def test_a_risen_price_is_told_with_old_and_new_and_then_it_counts(caller: Caller) -> None:
    offer = caller.offer()
    caller.practice.scenario("price_rise", times=2)
    error = refused(caller.http.get(f"offers/{offer['id']}"), 409, "price_changed")
    assert error["old"]["amount"] == offer["total_amount"]
    assert error["new"]["amount"] != offer["total_amount"]
    caller.practice.stop_scenarios()
    assert booked(caller) == []


def test_an_offer_is_sold_once(caller: Caller) -> None:
    offer = caller.offer()
    told(caller.order(offer), 201)
    refused(caller.order(offer), 409, "already_booked")
    assert len(booked(caller)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"family_name": "Иванова"}, "family_name"),
        ({"given_name": "A" * 21}, "given_name"),
        ({"born_on": coming_day(-300)}, "born_on"),
        ({"phone_number": "12"}, "phone_number"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_what_the_airline_would_refuse_is_refused_before(caller: Caller, change: dict[str, Any], field: str) -> None:
    offer = caller.offer()
    person = AMELIA | change | {"id": offer["passengers"][0]["id"]}
    assert refused(caller.order(offer, passengers=[person]), 422, "invalid_field")["field"] == f"passengers.0.{field}"
    assert caller.practice.books()["orders"] == []


def test_people_who_are_no_passengers_are_ambiguous(caller: Caller) -> None:
    offer = caller.offer()
    refused(caller.order(offer, passengers=[AMELIA, ZOE]), 422, "ambiguous_passengers")
    refused(caller.order(offer, passengers=[ZOE]), 422, "ambiguous_passengers")
    stranger = AMELIA | {"id": "pas_000000000000000000000000"}
    refused(caller.order(offer, passengers=[stranger]), 422, "ambiguous_passengers")


def test_a_service_of_nobody_is_refused(caller: Caller) -> None:
    offer = caller.offer()
    wanted = [{"id": "srv_AAAA", "quantity": 1}]
    assert refused(caller.order(offer, services=wanted), 422, "unknown_service")["field"] == "services.0.id"


def test_an_instant_order_needs_its_payment_and_a_hold_has_none(caller: Caller) -> None:
    offer = caller.offer()
    refused(caller.order(offer, payments=[]), 422, "invalid_field")
    refused(caller.order(offer, type="hold"), 422, "invalid_field")


def test_what_must_be_paid_at_once_cannot_be_held(caller: Caller) -> None:
    offer = caller.offer(hold=False)
    refused(caller.order(offer, type="hold", payments=[]), 422, "cannot_be_held")


@pytest.mark.parametrize(
    ("scenario", "status", "code"),
    [
        ("order_refused", 409, "offer_no_longer_available"),
        ("order_not_created", 502, "upstream_failed"),
        ("insufficient_balance", 402, "insufficient_balance"),
    ],
)
def test_a_refusal_is_told_in_our_words(caller: Caller, scenario: str, status: int, code: str) -> None:
    offer = caller.offer()
    caller.practice.scenario(scenario)
    refused(caller.order(offer), status, code)
    caller.practice.stop_scenarios()
    assert booked(caller) == []


@pytest.mark.parametrize(
    "scenario", ["order_lost_after", "order_cut", "order_html_502", "order_500_booked", "order_200", "order_202"]
)
def test_an_open_outcome_is_accepted_and_settles(caller: Caller, scenario: str) -> None:
    offer = caller.offer()
    caller.practice.scenario(scenario)
    order = told(caller.order(offer), 202)["data"]
    assert order["status"] == "checking"
    assert order["booking_reference"] is None
    refused(caller.order(offer), 409, "already_booked")
    settled = caller.until(order["id"], "ticketed")
    assert settled["booking_reference"]
    assert settled["agent"] == "Ruth"
    assert len(booked(caller)) == 1


def test_orders_are_listed_for_everybody_of_the_agency(caller: Caller, reader: Caller) -> None:
    order = told(caller.order(caller.offer()), 201)["data"]
    listed = reader.get("orders", limit=200)["data"]
    assert order["id"] in {one["id"] for one in listed}
    assert reader.get(f"orders/{order['id']}")["data"]["booking_reference"] == order["booking_reference"]


def test_an_order_of_nobody_is_unknown(caller: Caller) -> None:
    refused(caller.http.get("orders/ord_000000000000000000000000"), 404, "unknown_order")
