"""Orders: what must be said, what is refused, and what comes back."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.practice.trips import (
    Json,
    born,
    codes,
    duffel_offer,
    offers,
    order,
    order_body,
    passport,
    people,
    seats_on_sale,
    ticketed,
)
from tests.practice_airline import Practice

PAYLOADS = Path(__file__).parent.parent / "duffel" / "payloads"
FAMILY = (34, 36, 7, 1)
RETURN = (("LHR", "JFK", 60), ("JFK", "LHR", 67))
ORDER_KEYS = {
    "id", "live_mode", "created_at", "type", "offer_id", "booking_reference", "booking_references", "owner",
    "total_amount", "total_currency", "base_amount", "base_currency", "tax_amount", "tax_currency", "slices",
    "passengers", "services", "documents", "payment_status", "conditions", "available_actions", "cancelled_at",
    "cancellation", "airline_initiated_changes", "changes", "content", "metadata", "synced_at",
    "void_window_ends_at", "users", "intended_payment_methods",
}  # fmt: skip


@pytest.fixture
def offer(practice: Practice) -> Json:
    return duffel_offer(practice, *RETURN)


@pytest.fixture
def family(practice: Practice) -> Json:
    return duffel_offer(practice, *RETURN, ages=FAMILY)


def test_an_order_has_exactly_the_fields_of_the_api(practice: Practice, offer: Json) -> None:
    booked = order(practice, offer)
    assert booked.keys() == ORDER_KEYS
    assert (booked["type"], booked["offer_id"], booked["total_amount"]) == (
        "instant",
        offer["id"],
        offer["total_amount"],
    )
    assert booked["metadata"] == {"agentdesk_attempt": "attempt-1"}
    assert booked["payment_status"].keys() == {
        "awaiting_payment", "payment_required_by", "price_guarantee_expires_at", "paid_at",
    }  # fmt: skip
    assert booked["payment_status"]["paid_at"]
    assert len(booked["booking_reference"]) == 6
    assert "update" in booked["available_actions"]
    old = {part["id"] for part in offer["slices"]}
    assert not old & {part["id"] for part in booked["slices"]}


def test_an_order_has_every_field_a_recorded_one_has(practice: Practice, offer: Json) -> None:
    recorded = json.loads((PAYLOADS / "order-zz-bag-and-seat.json").read_text())["data"]
    booked = order(practice, offer)
    assert recorded.keys() <= booked.keys()
    assert recorded["passengers"][0].keys() <= booked["passengers"][0].keys()
    gone = {"arrival_datetime", "arrival_terminal", "departure_datetime", "departure_terminal"}
    old_segment, segment = (one["slices"][0]["segments"][0] for one in (recorded, booked))
    assert old_segment.keys() - gone <= segment.keys()
    assert old_segment["passengers"][0].keys() <= segment["passengers"][0].keys()


def test_tickets_come_a_while_after_payment_one_for_each_passenger(practice: Practice, family: Json) -> None:
    practice.reset(ticket_seconds=600)
    offer = duffel_offer(practice, *RETURN, ages=FAMILY)
    booked = order(practice, offer)
    assert booked["documents"] == []
    assert practice.get(f"/air/orders/{booked['id']}")["documents"] == []
    practice.advance(601)
    documents = practice.get(f"/air/orders/{booked['id']}")["documents"]
    assert [one["type"] for one in documents] == ["electronic_ticket"] * 4
    assert [one["passenger_ids"] for one in documents] == [[one["id"]] for one in booked["passengers"]]


def test_tickets_of_other_airlines_carry_their_number_and_some_issue_none(practice: Practice) -> None:
    british = next(o for o in offers(practice, ("LHR", "JFK", 60)) if o["owner"]["iata_code"] == "BA")
    [ticket] = ticketed(practice, order(practice, british)["id"])["documents"]
    assert ticket["unique_identifier"].startswith("125-")
    ryanair = next(o for o in offers(practice, ("STN", "DUB", 60)) if o["owner"]["iata_code"] == "FR")
    booked = order(practice, ryanair)
    practice.advance(3600)
    assert practice.get(f"/air/orders/{booked['id']}")["documents"] == []


def test_seats_and_bags_are_paid_echoed_and_documented(practice: Practice, family: Json) -> None:
    first = family["passengers"][0]["id"]
    maps = practice.get("/air/seat_maps", offer_id=family["id"])
    segment, designator, seat = seats_on_sale(maps, first)[0]
    bag = practice.get(f"/air/offers/{family['id']}", return_available_services="true")["available_services"][0]
    booked = order(practice, family, (seat, bag))
    assert Decimal(booked["total_amount"]) == Decimal(family["total_amount"]) + 40
    assert Decimal(booked["base_amount"]) + Decimal(booked["tax_amount"]) == Decimal(booked["total_amount"])
    assert [one["type"] for one in booked["services"]] == ["seat", "baggage"]
    assert booked["services"][0]["metadata"]["designator"] == designator
    legs = [leg for part in booked["slices"] for leg in part["segments"]]
    place = [leg["id"] for part in family["slices"] for leg in part["segments"]].index(segment)
    seated = {one["passenger_id"]: one["seat"] for one in legs[place]["passengers"]}
    assert seated[first]["designator"] == designator
    assert {one["seat"] for one in legs[1 - place]["passengers"]} == {None}
    assert booked["services"][0]["segment_ids"] == [legs[place]["id"]]
    documents = ticketed(practice, booked["id"])["documents"]
    assert [one["type"] for one in documents].count("electronic_miscellaneous_document_associated") == 2


def test_the_infant_stays_tied_to_its_adult(practice: Practice, family: Json) -> None:
    booked = order(practice, family)
    infant = family["passengers"][3]["id"]
    assert [one["infant_passenger_id"] for one in booked["passengers"]] == [infant, None, None, None]
    assert [one["type"] for one in booked["passengers"]] == ["adult", "adult", "child", "infant_without_seat"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"id": None}, "validation_required", "id"),
        ({"id": "pas_00009hj8USM7Ncg31cBCLL"}, "not_found", "id"),
        ({"title": None}, "validation_required", "title"),
        ({"title": "sir"}, "validation_inclusion", "title"),
        ({"gender": "x"}, "validation_inclusion", "gender"),
        ({"given_name": ""}, "validation_required", "given_name"),
        ({"given_name": "A" * 21}, "validation_length", "given_name"),
        ({"given_name": "Łukasz"}, None, None),
        ({"given_name": "Zoë-Marie O'Neil"}, None, None),
        ({"family_name": "Æbelø"}, "validation_format", "family_name"),
        ({"family_name": "山田"}, "validation_format", "family_name"),
        ({"family_name": "Smith3"}, "validation_format", "family_name"),
        ({"born_on": None}, "validation_required", "born_on"),
        ({"born_on": "01/02/1990"}, "validation_format", "born_on"),
        ({"born_on": "2015-01-01"}, "order_passengers_incompatible_with_offer", "born_on"),
        ({"email": None}, "validation_required", "email"),
        ({"email": "nobody"}, "invalid_email_address", "email"),
        ({"phone_number": "020 8016 0508"}, "invalid_phone_number", "phone_number"),
        ({"phone_number": None}, "validation_required", "phone_number"),
        (
            {"loyalty_programme_accounts": [{"airline_iata_code": "ZZ", "account_number": "12"}]},
            "invalid_loyalty_card",
            "loyalty_programme_accounts",
        ),
    ],
)
def test_a_passenger_must_be_complete(
    practice: Practice, offer: Json, change: Json, code: str | None, field: str | None
) -> None:
    body = order_body(offer)
    body["passengers"][0] |= change
    answer = practice.post("/air/orders", body)
    if code is None:
        assert answer.status_code == 201, answer.text
        return
    assert answer.status_code == 422
    [(told, at)] = codes(answer)
    assert told == code
    assert str(at).startswith("/passengers/0")
    if field != "loyalty_programme_accounts":
        assert at == f"/passengers/0/{field}"
    assert practice.books()["orders"] == []


def test_two_passengers_with_one_name_are_refused(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN, ages=(30, 31))
    body = order_body(offer)
    body["passengers"][1]["given_name"] = "AMELIA"
    assert codes(practice.post("/air/orders", body)) == [("duplicate_passenger_name", "/passengers/1")]


def test_a_passenger_cannot_be_left_out_or_named_twice(practice: Practice, family: Json) -> None:
    body = order_body(family)
    del body["passengers"][1]
    assert codes(practice.post("/air/orders", body)) == [("validation_length", "/passengers")]
    body = order_body(family)
    body["passengers"][1]["id"] = body["passengers"][0]["id"]
    assert ("validation_unique", "/passengers/1/id") in codes(practice.post("/air/orders", body))


def test_every_infant_needs_an_adult_of_its_own(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN, ages=(30, 31, 8, 1, 0))
    alone = order_body(offer)
    del alone["passengers"][1]["infant_passenger_id"]
    assert codes(practice.post("/air/orders", alone)) == [("validation_required", "/passengers/1/infant_passenger_id")]
    twice = order_body(offer)
    twice["passengers"][1]["infant_passenger_id"] = twice["passengers"][3]["id"]
    assert ("validation_unique", "/passengers/1/infant_passenger_id") in codes(practice.post("/air/orders", twice))
    by_child = order_body(offer)
    by_child["passengers"][2]["infant_passenger_id"] = by_child["passengers"][1].pop("infant_passenger_id")
    assert ("validation_inclusion", "/passengers/2/infant_passenger_id") in codes(
        practice.post("/air/orders", by_child)
    )
    assert practice.post("/air/orders", order_body(offer)).status_code == 201


def emirates(practice: Practice) -> Json:
    return next(o for o in offers(practice, ("LHR", "DXB", 60)) if o["passenger_identity_documents_required"])


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({}, None, ""),
        ({"type": "tax_id"}, "validation_inclusion", "/0/type"),
        ({"issuing_country_code": "XX"}, "validation_inclusion", "/0/issuing_country_code"),
        ({"expires_on": None}, "validation_required", "/0/expires_on"),
        ({"expires_on": "2020-01-01"}, "validation_inclusion", "/0/expires_on"),
        ({"unique_identifier": ""}, "validation_required", "/0/unique_identifier"),
        (None, "validation_required", ""),
    ],
)
def test_a_passport_is_checked_where_the_offer_wants_one(
    practice: Practice, change: Json | None, code: str | None, field: str
) -> None:
    offer = emirates(practice)
    assert offer["supported_passenger_identity_document_types"] == ["passport"]
    body = order_body(offer)
    if change is not None:
        body["passengers"][0]["identity_documents"] = [passport(offer) | change]
    answer = practice.post("/air/orders", body)
    if code is None:
        assert answer.status_code == 201
    else:
        assert codes(answer) == [(code, f"/passengers/0/identity_documents{field}")]


@pytest.mark.parametrize(
    ("payment", "code", "pointer"),
    [
        ({"amount": "1.00"}, "payment_amount_does_not_match_order_amount", "/payments/0/amount"),
        ({"currency": "EUR"}, "payment_currency_does_not_match_order_currency", "/payments/0/currency"),
        ({"type": "cash"}, "validation_inclusion", "/payments/0/type"),
        ({"amount": 12}, "validation_type", "/payments/0/amount"),
        ({"amount": None}, "validation_required", "/payments/0/amount"),
        ({"type": "card"}, "unavailable_feature", None),
    ],
)
def test_the_payment_must_be_exactly_what_is_owed(
    practice: Practice, offer: Json, payment: Json, code: str, pointer: str | None
) -> None:
    body = order_body(offer)
    body["payments"][0] |= payment
    assert codes(practice.post("/air/orders", body)) == [(code, pointer)]
    assert practice.books()["orders"] == []


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"payments": []}, "validation_required", "/payments"),
        ({"payments": [{}, {}]}, "validation_length", "/payments"),
        ({"type": "later"}, "validation_inclusion", "/type"),
        ({"type": "hold"}, "payments_not_allowed_for_order_type", "/payments"),
        ({"selected_offers": []}, "validation_required", "/selected_offers"),
        ({"selected_offers": ["a", "b"]}, "validation_length", "/selected_offers"),
        ({"selected_offers": ["off_00009htYpSCXrwaB9DnUm0"]}, "not_found", "/selected_offers/0"),
        ({"passengers": []}, "validation_required", "/passengers"),
        ({"metadata": {"a b": "c"}}, "validation_format", "/metadata/a b"),
        ({"metadata": {"a": 1}}, "validation_format", "/metadata/a"),
        ({"metadata": {"a": "x" * 501}}, "validation_format", "/metadata/a"),
        ({"metadata": {str(n): "x" for n in range(51)}}, "validation_length", "/metadata"),
        ({"services": [{"id": "ase_x", "quantity": 0}]}, "validation_type", "/services/0/quantity"),
        ({"services": [{"id": "ase_x", "quantity": 1}]}, "ancillary_service_not_available", "/services/0/id"),
    ],
)
def test_a_wrong_order_is_refused(practice: Practice, offer: Json, change: Json, code: str, pointer: str) -> None:
    assert codes(practice.post("/air/orders", order_body(offer) | change)) == [(code, pointer)]
    assert practice.books()["orders"] == []


def test_services_that_exclude_each_other_are_refused(practice: Practice) -> None:
    offer = duffel_offer(practice, ("LHR", "JFK", 60), ages=(30, 31))
    maps = practice.get("/air/seat_maps", offer_id=offer["id"])
    first, second = (one["id"] for one in offer["passengers"])
    mine = seats_on_sale(maps, first)
    yours = {designator: service for _, designator, service in seats_on_sale(maps, second)}
    two_seats = order_body(offer, (mine[0][2], mine[1][2]))
    assert codes(practice.post("/air/orders", two_seats)) == [("invalid_field_sets", "/services")]
    one_seat = order_body(offer, (mine[0][2], yours[mine[0][1]]))
    assert codes(practice.post("/air/orders", one_seat)) == [("ancillary_service_not_available", "/services")]
    bag = practice.get(f"/air/offers/{offer['id']}", return_available_services="true")["available_services"][0]
    many = order_body(offer, (bag,))
    many["services"][0]["quantity"] = 2
    assert codes(practice.post("/air/orders", many)) == [("validation_inclusion", "/services/0/quantity")]


def test_a_seat_sold_meanwhile_is_not_available(practice: Practice) -> None:
    first, second = (duffel_offer(practice, ("LHR", "JFK", 60)) for _ in range(2))
    seats = [
        seats_on_sale(practice.get("/air/seat_maps", offer_id=o["id"]), o["passengers"][0]["id"])
        for o in (first, second)
    ]
    order(practice, first, (seats[0][0][2],))
    answer = practice.post("/air/orders", order_body(second, (seats[1][0][2],)))
    assert codes(answer) == [("ancillary_service_not_available", "/services/0/id")]


def test_one_offer_request_gives_one_order(practice: Practice) -> None:
    first, second, *_ = offers(practice, *RETURN)
    order(practice, first)
    assert codes(practice.post("/air/orders", order_body(second))) == [("offer_request_already_booked", None)]
    assert len(practice.books()["orders"]) == 1


def test_an_expired_offer_cannot_be_ordered(practice: Practice, offer: Json) -> None:
    practice.advance(31 * 60)
    assert codes(practice.post("/air/orders", order_body(offer))) == [("offer_expired", None)]


def test_the_age_may_be_said_by_type_too(practice: Practice) -> None:
    body: dict[str, Any] = {"passengers": [{"type": "adult"}, {"type": "infant_without_seat"}]}
    offer = duffel_offer(practice, *RETURN, **body)
    wrong = order_body(offer)
    last = offer["slices"][-1]["segments"][0]["departing_at"][:10]
    wrong["passengers"][1]["born_on"] = born(3, last)
    assert codes(practice.post("/air/orders", wrong)) == [
        ("order_passengers_incompatible_with_offer", "/passengers/1/born_on")
    ]
    wrong["passengers"][1]["born_on"] = born(1, last)
    assert practice.post("/air/orders", wrong).status_code == 201


def test_orders_are_found_by_what_one_knows(practice: Practice) -> None:
    booked = [order(practice, duffel_offer(practice, ("LHR", to, days))) for to, days in (("JFK", 60), ("EDI", 40))]
    first, second = booked

    def ids(**query: Any) -> list[str]:
        return [one["id"] for one in practice.get("/air/orders", **query)]

    assert ids() == [second["id"], first["id"]]
    assert ids(offer_id=first["offer_id"]) == [first["id"]]
    assert ids(booking_reference=second["booking_reference"].lower()) == [second["id"]]
    assert ids(**{"passenger_name[]": "EARH"}) == [second["id"], first["id"]]
    assert ids(**{"passenger_name[]": "nobody"}) == []
    assert ids(**{"destination_id[]": "arp_edi_gb"}) == [second["id"]]
    assert ids(**{"owner_id[]": first["owner"]["id"]}) == [second["id"], first["id"]]
    assert ids(awaiting_payment="true") == []
    assert ids(requires_action="true") == []
    assert ids(**{"created_at[after]": first["created_at"]}) == [second["id"]]
    assert ids(**{"created_at[before]": second["created_at"]}) == [first["id"]]
    assert ids(**{"departing_at[before]": first["slices"][0]["segments"][0]["departing_at"][:10]}) == [second["id"]]
    assert ids(sort="next_departure") == [second["id"], first["id"]]
    assert ids(sort="-total_amount") == [first["id"], second["id"]]
    assert ids(sort="created_at", limit=1) == [first["id"]]
    assert practice.ask("GET", "/air/orders", params={"sort": "luck"}).status_code == 422
    assert practice.ask("GET", "/air/orders", params={"created_at[after]": "x"}).status_code == 422


def test_metadata_is_all_that_can_be_edited(practice: Practice, offer: Json) -> None:
    booked = order(practice, offer)
    changed = practice.ask("PATCH", f"/air/orders/{booked['id']}", json={"data": {"metadata": {"seen": "yes"}}})
    assert changed.json()["data"]["metadata"] == {"seen": "yes"}
    assert practice.get(f"/air/orders/{booked['id']}")["metadata"] == {"seen": "yes"}


def test_nothing_can_be_added_to_a_booked_order(practice: Practice, offer: Json) -> None:
    booked = order(practice, offer)
    assert practice.get(f"/air/orders/{booked['id']}/available_services") == []
    answer = practice.post(f"/air/orders/{booked['id']}/services", {"add_services": []})
    [entry] = answer.json()["errors"]
    assert (answer.status_code, entry["code"], entry["title"]) == (400, 400, "Unsupported operation")


def test_the_books_tell_what_is_really_sold(practice: Practice, family: Json) -> None:
    refused = order_body(family)
    refused["passengers"][0]["title"] = "sir"
    practice.post("/air/orders", refused)
    booked = ticketed(practice, order(practice, family)["id"])
    books = practice.books()
    assert books["order_requests_received"] == 2
    assert [(one["status"], one["code"]) for one in books["requests"]] == [(422, "validation_inclusion"), (201, None)]
    [entry] = books["orders"]
    assert entry["booking_reference"] == booked["booking_reference"]
    assert entry["passengers"][0] == "Amelia Earhart"
    assert entry["tickets"] == [one["unique_identifier"] for one in booked["documents"]]
    assert (entry["paid"], entry["total_amount"]) == (True, booked["total_amount"])
    assert [one["amount"] for one in entry["payments"]] == [booked["total_amount"]]
    assert entry["metadata"] == {"agentdesk_attempt": "attempt-1"}
    assert len(people(family)) == 4
