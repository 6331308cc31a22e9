"""Searches go on in the background, and everything but one opened offer comes from the cache."""

from decimal import Decimal
from typing import Any

import pytest

from tests.rest.service import Caller, coming_day, refused, told

FAMILY = [{"type": "adult"}, {"type": "child"}, {"type": "infant"}]


def test_a_search_answers_at_once_and_tells_its_passengers(caller: Caller) -> None:
    caller.practice.scenario("hold_last_batch")
    flight = {"origin": "JFK", "destination": "LHR", "departure_date": coming_day()}
    data = told(caller.post("offer-requests", {"slices": [flight], "passengers": FAMILY}), 201)["data"]
    assert data["id"].startswith("orq_")
    assert data["live_mode"] is False
    assert [part["origin"]["iata_code"] for part in data["slices"]] == ["JFK"]
    assert [one["type"] for one in data["passengers"]] == ["adult", "child", "infant_without_seat"]
    state = caller.get("offers", offer_request_id=data["id"], limit=1)["meta"]["search"]["state"]
    assert state == "asking"
    caller.practice.stop_scenarios()
    caller.wait(data["id"])


def test_offers_are_sorted_and_paged_and_none_is_lost(caller: Caller) -> None:
    search = caller.search()
    whole = caller.offers(search["id"], limit=200)
    by_duration = caller.offers(search["id"], limit=200, sort="total_duration")
    assert [Decimal(one["total_amount"]) for one in whole] == sorted(Decimal(one["total_amount"]) for one in whole)
    assert {one["id"] for one in by_duration} >= {one["id"] for one in whole[:20]}
    seen: list[str] = []
    after: str | None = None
    for _ in range(40):
        page = caller.get("offers", offer_request_id=search["id"], limit=7, **({"after": after} if after else {}))
        seen += [one["id"] for one in page["data"]]
        after = page["meta"]["after"]
        if after is None:
            break
    assert len(seen) == len(set(seen))
    assert seen[: len(whole)] == [one["id"] for one in whole]


def test_a_highest_price_drops_what_is_dearer(caller: Caller) -> None:
    search = caller.search()
    whole = caller.offers(search["id"], limit=200)
    middle = whole[len(whole) // 2]["total_amount"]
    cheap = caller.offers(search["id"], limit=200, max_price=middle)
    assert [one["id"] for one in cheap] == [
        one["id"] for one in whole if Decimal(one["total_amount"]) <= Decimal(middle)
    ]
    assert 0 < len(cheap) < len(whole)


def test_listing_never_asks_the_airlines_again(caller: Caller) -> None:
    search = caller.search()
    caller.practice.scenario("rate_limited")
    assert caller.offers(search["id"], limit=200, sort="total_duration")
    caller.practice.stop_scenarios()


def test_one_offer_is_read_again_with_its_services(caller: Caller) -> None:
    listed = caller.offer()
    assert listed["available_services"] is None
    opened = caller.get(f"offers/{listed['id']}")["data"]
    assert opened["total_amount"] == listed["total_amount"]
    assert isinstance(opened["available_services"], list)
    who = {one["id"] for one in opened["passengers"]}
    assert {name for one in opened["available_services"] for name in one["passenger_ids"]} <= who


def test_seats_are_told_with_whom_they_are_for(caller: Caller) -> None:
    offer = caller.offer()
    maps = caller.get(f"offers/{offer['id']}/seat-maps")["data"]
    segments = {part["id"] for way in offer["slices"] for part in way["segments"]}
    assert {one["segment_id"] for one in maps} <= segments
    elements = [
        element
        for one in maps
        for cabin in one["cabins"]
        for row in cabin["rows"]
        for section in row["sections"]
        for element in section["elements"]
    ]
    for_sale = [service for element in elements for service in element["available_services"]]
    assert {service["passenger_id"] for service in for_sale} <= {one["id"] for one in offer["passengers"]}


def test_no_id_of_the_upstream_leaves(caller: Caller) -> None:
    offer = caller.offer()
    answers = (
        caller.http.get("offers", params={"offer_request_id": caller.search()["id"]}).text,
        caller.http.get(f"offers/{offer['id']}").text,
        caller.http.get(f"offers/{offer['id']}/seat-maps").text,
        caller.order(offer).text,
    )
    for text in answers:
        for upstream in ("off_0000", "orq_0000", "pas_0000", "seg_0000", "ord_0000", "ase_0000", "sli_0000"):
            assert upstream not in text


def test_a_search_belongs_to_the_agent_who_asked(caller: Caller, other: Caller) -> None:
    search = caller.search()
    offer = caller.offers(search["id"], limit=1)[0]
    refused(other.http.get("offers", params={"offer_request_id": search["id"]}), 404, "search_gone")
    refused(other.http.get(f"offers/{offer['id']}"), 404, "offer_gone")
    refused(other.http.get(f"offers/{offer['id']}/seat-maps"), 404, "offer_gone")
    refused(other.order(offer), 404, "offer_gone")


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"slices": []}, 422, "invalid_field", "slices"),
        ({"slices": [{"origin": "JFK", "destination": "LHR"}]}, 422, "invalid_field", "slices.0.departure_date"),
        ({"passengers": []}, 422, "invalid_field", "passengers"),
        ({"passengers": [{"type": "adult"}] * 10}, 422, "invalid_field", "passengers"),
        ({"passengers": [{"type": "adult", "age": 40}]}, 422, "invalid_field", "passengers.0"),
        ({"passengers": [{"type": "dog"}]}, 422, "invalid_field", "passengers.0.type"),
        ({"passengers": [{"type": "child"}]}, 400, "impossible_search", "passengers"),
        ({"passengers": [{"type": "adult"}] + [{"type": "infant"}] * 2}, 400, "impossible_search", "passengers"),
        ({"cabin_class": "roof"}, 422, "invalid_field", "cabin_class"),
        ({"max_connections": 9}, 422, "invalid_field", "max_connections"),
        ({"colour": "red"}, 422, "invalid_field", "colour"),
    ],
)
def test_what_cannot_be_searched_is_refused_at_its_field(
    caller: Caller, change: dict[str, Any], status: int, code: str, field: str
) -> None:
    flight = {"origin": "JFK", "destination": "LHR", "departure_date": coming_day()}
    body = {"slices": [flight], "passengers": [{"type": "adult"}]} | change
    assert refused(caller.post("offer-requests", body), status, code)["field"] == field


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"departure_date": "2020-01-01"}, 400, "impossible_search", "departure_date"),
        ({"departure_date": coming_day(800)}, 400, "impossible_search", "departure_date"),
        ({"destination": "JFK"}, 400, "impossible_search", "destination"),
        ({"origin": "QQQ"}, 422, "unknown_place", "origin"),
        ({"destination": "QQQ"}, 422, "unknown_place", "destination"),
        ({"origin": "jfk"}, 422, "invalid_field", "origin"),
    ],
)
def test_a_flight_that_cannot_be_is_refused_at_its_field(
    caller: Caller, change: dict[str, Any], status: int, code: str, field: str
) -> None:
    flight = {"origin": "JFK", "destination": "LHR", "departure_date": coming_day()} | change
    body = {"slices": [flight], "passengers": [{"type": "adult"}]}
    assert refused(caller.post("offer-requests", body), status, code)["field"] == f"slices.0.{field}"


def test_a_return_before_its_departure_is_refused(caller: Caller) -> None:
    there = {"origin": "JFK", "destination": "LHR", "departure_date": coming_day(60)}
    back = {"origin": "LHR", "destination": "JFK", "departure_date": coming_day(59)}
    answer = caller.post("offer-requests", {"slices": [there, back], "passengers": [{"type": "adult"}]})
    assert refused(answer, 400, "impossible_search")["field"] == "slices.1.departure_date"


def test_an_odd_page_is_refused(caller: Caller) -> None:
    search = caller.search()
    query = {"offer_request_id": search["id"], "after": "nonsense"}
    assert refused(caller.http.get("offers", params=query), 422, "invalid_field")["field"] == "after"
    query = {"offer_request_id": search["id"], "sort": "beauty"}
    assert refused(caller.http.get("offers", params=query), 422, "invalid_field")["field"] == "sort"
