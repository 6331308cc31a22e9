"""Offers, their prices and services, and seat maps, held against the recorded answers and the tables of the API."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.practice.trips import Json, codes, duffel_offer, offers, order, seats_on_sale
from tests.practice_airline import Practice

PAYLOADS = Path(__file__).parent.parent / "duffel" / "payloads"
FAMILY = (34, 36, 7, 1)
RETURN = (("LHR", "JFK", 60), ("JFK", "LHR", 67))
# Names that only the old version had.
GONE = {"allowed_passenger_identity_document_types", "changeable", "departure_datetime", "arrival_datetime"}
OFFER_KEYS = {
    "id", "live_mode", "created_at", "updated_at", "expires_at", "owner", "total_amount", "total_currency",
    "base_amount", "base_currency", "tax_amount", "tax_currency", "total_emissions_kg", "partial", "passengers",
    "slices", "payment_requirements", "conditions", "available_services", "passenger_identity_documents_required",
    "supported_passenger_identity_document_types", "supported_loyalty_programmes", "private_fares",
    "available_airline_credit_ids", "intended_payment_methods", "intended_services",
}  # fmt: skip
SLICE_KEYS = {
    "id", "origin", "destination", "origin_type", "destination_type", "duration", "fare_brand_name", "segments",
    "conditions", "ngs_shelf", "comparison_key",
}  # fmt: skip
SEGMENT_KEYS = {
    "id", "origin", "destination", "origin_terminal", "destination_terminal", "departing_at", "arriving_at",
    "duration", "distance", "marketing_carrier", "marketing_carrier_flight_number", "operating_carrier",
    "operating_carrier_flight_number", "aircraft", "stops", "passengers",
}  # fmt: skip
SEGMENT_PASSENGER_KEYS = {
    "passenger_id", "cabin_class", "cabin_class_marketing_name", "fare_basis_code", "baggages", "cabin",
}  # fmt: skip
PASSENGER_KEYS = {"id", "type", "age", "fare_type", "given_name", "family_name", "loyalty_programme_accounts"}
SERVICE_KEYS = {
    "id", "type", "total_amount", "total_currency", "maximum_quantity", "passenger_ids", "segment_ids", "metadata",
}  # fmt: skip


def recorded(name: str) -> Json:
    data: Json = json.loads((PAYLOADS / name).read_text())["data"]
    return data


def test_an_offer_has_exactly_the_fields_of_the_api(practice: Practice) -> None:
    for offer in offers(practice, *RETURN, ages=FAMILY):
        assert offer.keys() == OFFER_KEYS
        for part in offer["slices"]:
            assert part.keys() == SLICE_KEYS
            for segment in part["segments"]:
                assert segment.keys() == SEGMENT_KEYS
                assert all(one.keys() == SEGMENT_PASSENGER_KEYS for one in segment["passengers"])
        assert all(one.keys() == PASSENGER_KEYS for one in offer["passengers"])


def test_an_offer_has_every_field_a_recorded_one_has(practice: Practice) -> None:
    old = recorded("offer-zz-2pax-return-services.json")
    offer = duffel_offer(practice, *RETURN, ages=(30, 31))
    fresh = practice.get(f"/air/offers/{offer['id']}", return_available_services="true")

    def missing(a: object, b: object, at: str = "") -> list[str]:
        if isinstance(a, dict) and isinstance(b, dict):
            gone = [f"{at}/{key}" for key in a if key not in b and key not in GONE and a[key] is not None]
            return gone + [name for key in a if key in b for name in missing(a[key], b[key], f"{at}/{key}")]
        if isinstance(a, list) and isinstance(b, list) and a and b:
            return missing(a[0], b[0], f"{at}/0")
        return []

    assert missing(old, fresh) == []
    assert fresh["expires_at"][:16] > fresh["created_at"][:16]


def test_services_are_told_only_when_asked_for(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN, ages=FAMILY)
    assert offer["available_services"] is None
    assert practice.get(f"/air/offers/{offer['id']}")["available_services"] is None
    fresh = practice.get(f"/air/offers/{offer['id']}", return_available_services="true")
    services = fresh["available_services"]
    assert len(services) == 6
    for service in services:
        assert service.keys() == SERVICE_KEYS
        assert service["metadata"].keys() == {
            "type", "maximum_weight_kg", "maximum_length_cm", "maximum_height_cm", "maximum_depth_cm",
        }  # fmt: skip
        assert (service["total_amount"], service["metadata"]["maximum_weight_kg"]) == ("20.00", 23)
    infant = next(one["id"] for one in offer["passengers"] if one["type"] == "infant_without_seat")
    assert infant not in {service["passenger_ids"][0] for service in services}


def test_airlines_sell_bags_of_several_sizes_and_one_the_right_to_cancel(practice: Practice) -> None:
    found = offers(practice, *RETURN) + offers(practice, ("STN", "DUB", 40))
    one_each = {offer["owner"]["iata_code"]: offer for offer in found}
    sizes = {}
    kinds = set()
    for code, offer in one_each.items():
        services = practice.get(f"/air/offers/{offer['id']}", return_available_services="true")["available_services"]
        sizes[code] = {service["metadata"].get("maximum_weight_kg") for service in services}
        kinds |= {service["id"][:3] + " " + service["type"] for service in services}
    assert max(len(each) for each in sizes.values()) >= 4
    assert kinds == {"ase baggage", "cfa cancel_for_any_reason"}


def test_duffel_can_be_held_three_days_with_a_price_for_two(practice: Practice) -> None:
    rules = duffel_offer(practice, *RETURN)["payment_requirements"]
    assert rules["requires_instant_payment"] is False
    assert rules["payment_required_by"].endswith("Z")
    found = offers(practice, *RETURN)
    instant = [o["payment_requirements"] for o in found if o["payment_requirements"]["requires_instant_payment"]]
    assert instant
    assert {rules["payment_required_by"] for rules in instant} == {None}
    held = [o["payment_requirements"] for o in found if not o["payment_requirements"]["requires_instant_payment"]]
    assert None in {rules["price_guarantee_expires_at"] for rules in held}


def test_a_price_names_what_each_way_to_pay_costs(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN)
    services = practice.get(f"/air/offers/{offer['id']}", return_available_services="true")["available_services"]
    asked = {
        "intended_payment_methods": [{"type": "balance"}],
        "intended_services": [{"id": services[0]["id"], "quantity": 1}],
    }
    priced = practice.post(f"/air/offers/{offer['id']}/actions/price", asked).json()["data"]
    assert priced["total_amount"] == offer["total_amount"]
    assert priced["intended_services"] == asked["intended_services"]
    [method] = priced["intended_payment_methods"]
    assert Decimal(method["charge_amount"]) == Decimal(offer["total_amount"]) + 20
    unknown = {"intended_services": [{"id": "ase_x", "quantity": 1}]}
    answer = practice.post(f"/air/offers/{offer['id']}/actions/price", unknown)
    assert codes(answer) == [("not_found", "/intended_services/0/id")]
    card = {"intended_payment_methods": [{"type": "card", "card_id": "tcd_1"}]}
    assert practice.post(f"/air/offers/{offer['id']}/actions/price", card).status_code == 403


def test_duffel_does_not_upsell(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN)
    answer = practice.post(f"/air/offers/{offer['id']}/upsell_offers", {})
    assert (answer.status_code, codes(answer)) == (422, [("unsupported_action", "duffel_airways")])


def test_a_frequent_flyer_pays_a_tenth_less(practice: Practice) -> None:
    offer = duffel_offer(practice, ("LHR", "JFK", 60))
    named = {
        "given_name": "Amelia",
        "family_name": "Earhart",
        "loyalty_programme_accounts": [{"airline_iata_code": "ZZ", "account_number": "1234567890"}],
    }
    path = f"/air/offers/{offer['id']}/passengers/{offer['passengers'][0]['id']}"
    answer = practice.ask("PATCH", path, json={"data": named})
    assert answer.status_code == 200
    assert answer.json()["data"].keys() == PASSENGER_KEYS
    after = practice.get(f"/air/offers/{offer['id']}")
    assert Decimal(after["base_amount"]) < Decimal(offer["base_amount"]) * Decimal("0.91")
    assert after["passengers"][0]["given_name"] == "Amelia"
    booked = order(practice, after)
    assert booked["passengers"][0]["loyalty_programme_accounts"] == named["loyalty_programme_accounts"]
    wrong = practice.ask("PATCH", path, json={"data": {"given_name": "Amelia2"}})
    assert codes(wrong) == [("validation_format", "/given_name")]


def test_an_offer_is_gone_after_half_an_hour(practice: Practice) -> None:
    offer = duffel_offer(practice, *RETURN)
    practice.advance(29 * 60)
    assert practice.get(f"/air/offers/{offer['id']}")
    practice.advance(2 * 60)
    answer = practice.ask("GET", f"/air/offers/{offer['id']}")
    assert (answer.status_code, codes(answer)) == (422, [("offer_no_longer_available", None)])


def elements(maps: list[Json]) -> list[Json]:
    return [
        element
        for one in maps
        for cabin in one["cabins"]
        for row in cabin["rows"]
        for section in row["sections"]
        for element in section["elements"]
    ]


def test_a_seat_map_has_the_fields_of_the_recorded_ones(practice: Practice) -> None:
    old = recorded("seat-map-docs-sample-3-4-3.json")[0]  # type: ignore[index]
    offer = duffel_offer(practice, *RETURN, ages=FAMILY)
    maps = practice.get("/air/seat_maps", offer_id=offer["id"])
    segment_ids = [segment["id"] for part in offer["slices"] for segment in part["segments"]]
    assert [one["segment_id"] for one in maps] == segment_ids
    assert {one["slice_id"] for one in maps} == {part["id"] for part in offer["slices"]}
    assert maps[0].keys() == {"id", "slice_id", "segment_id", "cabins"}
    assert maps[0]["cabins"][0].keys() == old["cabins"][0].keys()
    seat = next(one for one in elements(maps) if one["type"] == "seat")
    assert seat.keys() == {"type", "designator", "name", "disclosures", "available_services"}
    service = next(one for one in elements(maps) if one.get("available_services"))["available_services"][0]
    assert service.keys() == {"id", "passenger_id", "total_amount", "total_currency"}


def test_the_duffel_cabin_looks_like_the_recorded_one(practice: Practice) -> None:
    maps = practice.get("/air/seat_maps", offer_id=duffel_offer(practice, ("LHR", "JFK", 60))["id"])
    [cabin] = maps[0]["cabins"]
    assert (cabin["deck"], cabin["cabin_class"], cabin["aisles"]) == (0, "economy", 2)
    kinds = {element["type"] for element in elements(maps)}
    assert kinds == {
        "seat", "empty", "bassinet", "lavatory", "exit_row", "galley", "restricted_seat_general",
    }  # fmt: skip
    assert cabin["wings"]["first_row_index"] < cabin["wings"]["last_row_index"] < len(cabin["rows"])
    seats = [one for one in elements(maps) if one["type"] == "seat"]
    sold_by = {service["total_amount"] for seat in seats for service in seat["available_services"]}
    assert sold_by == {"20.00"}
    assert 0.3 < sum(bool(seat["available_services"]) for seat in seats) / len(seats) < 0.75
    assert not [seat for seat in seats if "I" in seat["designator"] or seat["designator"].startswith("13")]


def test_availability_of_a_flight_is_the_same_in_every_offer(practice: Practice) -> None:
    first, second, *_ = [o for o in offers(practice, ("LHR", "JFK", 60)) if o["owner"]["iata_code"] == "ZZ"]
    assert first["slices"][0]["comparison_key"] == second["slices"][0]["comparison_key"]

    def free(offer: Json) -> set[str]:
        maps = practice.get("/air/seat_maps", offer_id=offer["id"])
        return {designator for _, designator, _ in seats_on_sale(maps, offer["passengers"][0]["id"])}

    assert free(first) == free(second) == free(first)


def test_a_sold_seat_is_gone_from_the_flight_in_later_searches(practice: Practice) -> None:
    offer = duffel_offer(practice, ("LHR", "JFK", 60))
    maps = practice.get("/air/seat_maps", offer_id=offer["id"])
    _, designator, service = seats_on_sale(maps, offer["passengers"][0]["id"])[3]
    order(practice, offer, (service,))
    later = duffel_offer(practice, ("LHR", "JFK", 60))
    assert later["slices"][0]["comparison_key"] == offer["slices"][0]["comparison_key"]
    maps = practice.get("/air/seat_maps", offer_id=later["id"])
    assert designator not in {name for _, name, _ in seats_on_sale(maps, later["passengers"][0]["id"])}


def test_children_may_not_sit_by_an_exit_and_infants_have_no_seat(practice: Practice) -> None:
    offer = duffel_offer(practice, ("LHR", "JFK", 60), ages=FAMILY)
    maps = practice.get("/air/seat_maps", offer_id=offer["id"])
    adult, _, child, infant = (one["id"] for one in offer["passengers"])
    exits = {
        one["designator"]
        for one in elements(maps)
        if one["type"] == "seat" and "Passenger must be an adult" in one["disclosures"]
    }
    assert exits
    assert {name for _, name, _ in seats_on_sale(maps, adult)} & exits
    assert not {name for _, name, _ in seats_on_sale(maps, child)} & exits
    assert seats_on_sale(maps, infant) == []


def test_the_world_has_many_kinds_of_cabins(practice: Practice) -> None:
    found = (
        offers(practice, ("FRA", "LAX", 40), cabin_class="business")
        + offers(practice, ("DXB", "LHR", 40), cabin_class="economy")
        + offers(practice, ("GLA", "AMS", 40))
        + offers(practice, ("ZRH", "VIE", 40))
    )
    widths, decks, missing, prices = set(), set(), 0, set()
    seen: set[str] = set()
    for offer in found:
        types = [segment["aircraft"]["iata_code"] for segment in offer["slices"][0]["segments"]]
        key = f"{offer['owner']['iata_code']} {types}"
        if key in seen:
            continue
        seen.add(key)
        maps = practice.get("/air/seat_maps", offer_id=offer["id"])
        missing += len(types) - len(maps)
        for one in maps:
            for cabin in one["cabins"]:
                decks.add(cabin["deck"])
                widest = max(
                    ([len(section["elements"]) for section in row["sections"]] for row in cabin["rows"]), key=sum
                )
                widths.add("-".join(map(str, widest)))
        prices |= {
            service["total_amount"]
            for one in elements(maps)
            if one["type"] == "seat"
            for service in one["available_services"]
        }
    assert widths >= {"3-3", "2-2", "2-3", "3-3-3", "3-4-3", "2-2-2"}
    assert decks == {0, 1}
    assert missing > 0
    assert "0.00" in prices
    assert len(prices) >= 4


@pytest.mark.parametrize("query", [{}, {"offer_id": "off_x"}])
def test_seat_maps_need_an_offer(practice: Practice, query: dict[str, str]) -> None:
    assert practice.ask("GET", "/air/seat_maps", params=query).status_code in (404, 422)
