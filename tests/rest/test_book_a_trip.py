"""The script of the documentation books a trip, and the examples of the specification are taken as they stand."""

import subprocess
import sys
from pathlib import Path

from tests.rest.service import AMELIA, Caller, Service, coming_day, told

SCRIPT = Path(__file__).parents[2] / "docs" / "examples" / "book_a_trip.py"


def test_the_script_of_the_documentation_books_a_trip(
    service: Service, service_tokens: dict[str, str], caller: Caller
) -> None:
    command = [sys.executable, str(SCRIPT), service.url, service_tokens["agent"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    reference, status, ticket = done.stdout.split()
    assert status == "ticketed"
    (booked,) = caller.practice.books()["orders"]
    assert booked["booking_reference"] == reference
    assert ticket
    assert len(SCRIPT.read_text().splitlines()) < 40


def test_the_search_of_the_specification(caller: Caller) -> None:
    body = {
        "slices": [{"origin": "JFK", "destination": "LHR", "departure_date": coming_day()}],
        "passengers": [{"type": "adult"}, {"type": "child"}, {"type": "infant"}],
        "cabin_class": "economy",
        "max_connections": 0,
    }
    data = told(caller.post("offer-requests", body), 201)["data"]
    assert data["id"].startswith("orq_")
    assert data["slices"][0]["origin"]["iata_code"] == "JFK"
    assert "John F. Kennedy" in data["slices"][0]["origin"]["name"]
    assert "Heathrow" in data["slices"][0]["destination"]["name"]
    caller.wait(data["id"])
    offers = caller.offers(data["id"], limit=200)
    assert all(len(way["segments"]) == 1 for one in offers for way in one["slices"])


def test_the_order_and_the_cancellation_of_the_specification(caller: Caller) -> None:
    offer = caller.offer()
    body = {
        "type": "instant",
        "selected_offers": [offer["id"]],
        "passengers": [AMELIA],
        "payments": [{"type": "balance", "amount": offer["total_amount"], "currency": offer["total_currency"]}],
    }
    order = told(caller.post("orders", body), 201)["data"]
    path = f"orders/{order['id']}/actions/cancel"
    quote = told(caller.post(path, {"reason": "requested_by_customer"}), 200)["data"]
    body = {"reason": "requested_by_customer", "quote_id": quote["quote_id"]}
    assert told(caller.post(path, body), 200)["data"]["confirmed_at"]
