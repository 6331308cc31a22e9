"""Searches and orders as a client would send them, for the tests of the practice airline."""

import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.practice_airline import Practice

Json = dict[str, Any]


def ahead(days: int) -> str:
    """A date some days from now."""
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def search_body(*legs: tuple[str, str, int], ages: tuple[int, ...] = (35,), **more: Any) -> Json:
    """A search for legs of (origin, destination, days ahead)."""
    return {
        "slices": [{"origin": origin, "destination": to, "departure_date": ahead(days)} for origin, to, days in legs],
        "passengers": [{"age": age} for age in ages],
        **more,
    }


def search(practice: Practice, *legs: tuple[str, str, int], ages: tuple[int, ...] = (35,), **more: Any) -> Json:
    """An offer request, answered at once with its offers inline."""
    answer = practice.post("/air/offer_requests", search_body(*legs, ages=ages, **more))
    assert answer.status_code == 201, answer.text[:500]
    data: Json = answer.json()["data"]
    return data


def offers(practice: Practice, *legs: tuple[str, str, int], ages: tuple[int, ...] = (35,), **more: Any) -> list[Json]:
    """The offers of a search."""
    found: list[Json] = search(practice, *legs, ages=ages, **more)["offers"]
    return found


def duffel_offer(practice: Practice, *legs: tuple[str, str, int], ages: tuple[int, ...] = (35,), **more: Any) -> Json:
    """The first offer of Duffel Airways, which can always be held; Duffel's offers stand first."""
    answer = practice.post("/air/offer_requests", search_body(*legs, ages=ages, **more), return_offers="false")
    assert answer.status_code == 201, answer.text[:500]
    first: Json = practice.get("/air/offers", offer_request_id=answer.json()["data"]["id"], limit=1)[0]
    assert first["owner"]["iata_code"] == "ZZ"
    return first


def born(age: int, on: str) -> str:
    """A date of birth that gives an age on a day."""
    day = date.fromisoformat(on) - timedelta(days=100)
    return day.replace(year=day.year - age, day=min(day.day, 28)).isoformat()


def people(offer: Json) -> list[Json]:
    """Complete passengers for an offer, each infant with its own adult."""
    last = offer["slices"][-1]["segments"][0]["departing_at"][:10]
    found = [
        {
            "id": passenger["id"],
            "title": "ms",
            "gender": "f",
            "given_name": ("Amelia", "Bessie", "Chloë", "Dóra", "Élise", "Flo", "Gwen", "Hana", "Inès")[number],
            "family_name": "Earhart",
            "born_on": born(passenger["age"] if passenger["age"] is not None else 35, last),
            "email": "amelia@example.com",
            "phone_number": "+442080160508",
        }
        for number, passenger in enumerate(offer["passengers"])
    ]
    kinds = [passenger["type"] for passenger in offer["passengers"]]
    adults = [number for number, kind in enumerate(kinds) if kind == "adult"]
    infants = [number for number, kind in enumerate(kinds) if kind == "infant_without_seat"]
    for adult, infant in zip(adults, infants, strict=False):
        found[adult]["infant_passenger_id"] = found[infant]["id"]
    return found


def passport(offer: Json) -> Json:
    """An identity document that outlives the journey."""
    last = date.fromisoformat(offer["slices"][-1]["segments"][-1]["departing_at"][:10])
    return {
        "type": "passport",
        "unique_identifier": "123456789",
        "issuing_country_code": "GB",
        "expires_on": last.replace(year=last.year + 3, day=1).isoformat(),
    }


def order_body(offer: Json, services: tuple[Json, ...] = (), **changes: Any) -> Json:
    """An instant order for an offer, paid from the balance."""
    total = Decimal(offer["total_amount"]) + sum((Decimal(one["total_amount"]) for one in services), Decimal(0))
    body: Json = {
        "type": "instant",
        "selected_offers": [offer["id"]],
        "passengers": people(offer),
        "services": [{"id": service["id"], "quantity": 1} for service in services],
        "payments": [{"type": "balance", "amount": str(total), "currency": offer["total_currency"]}],
        "metadata": {"agentdesk_attempt": "attempt-1"},
    }
    return body | changes


def hold_body(offer: Json, **changes: Any) -> Json:
    """A held order for an offer."""
    body = order_body(offer, type="hold") | changes
    del body["payments"]
    return body


def order(practice: Practice, offer: Json, services: tuple[Json, ...] = (), **changes: Any) -> Json:
    """An order that must succeed."""
    answer = practice.post("/air/orders", order_body(offer, services, **changes))
    assert answer.status_code == 201, answer.text
    data: Json = answer.json()["data"]
    return data


def codes(answer: Any) -> list[tuple[str, str | None]]:
    """(code, pointer) of every entry of an error answer."""
    found = []
    for entry in answer.json()["errors"]:
        source = entry.get("source")
        found.append((entry["code"], source["pointer"] if isinstance(source, dict) else source))
    return found


def seats_on_sale(maps: list[Json], passenger_id: str) -> list[tuple[str, str, Json]]:
    """(segment, designator, service) of every seat a passenger may buy."""
    return [
        (one["segment_id"], seat["designator"], service)
        for one in maps
        for cabin in one["cabins"]
        for row in cabin["rows"]
        for section in row["sections"]
        for seat in section["elements"]
        if seat["type"] == "seat"
        for service in seat["available_services"]
        if service["passenger_id"] == passenger_id
    ]


def ticketed(practice: Practice, order_id: str) -> Json:
    """The order as soon as it has documents."""
    for _ in range(100):
        found: Json = practice.get(f"/air/orders/{order_id}")
        if found["documents"]:
            return found
        time.sleep(0.02)
    raise AssertionError("no tickets came")
