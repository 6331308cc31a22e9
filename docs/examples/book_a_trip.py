"""Books a trip over the agency service: python book_a_trip.py http://127.0.0.1:8000/api TOKEN"""

import sys
import time
from datetime import date, timedelta

import httpx

base, token = sys.argv[1:3]
desk = httpx.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=150)
day = (date.today() + timedelta(days=60)).isoformat()  # noqa: DTZ011  # the traveller's own calendar
wanted = {"slices": [{"origin": "JFK", "destination": "LHR", "departure_date": day}], "passengers": [{"type": "adult"}]}
search = desk.post("offer-requests", json=wanted).raise_for_status().json()["data"]

while True:  # offers arrive while the airlines answer
    page = desk.get("offers", params={"offer_request_id": search["id"]}).raise_for_status().json()
    if page["meta"]["search"]["state"] != "asking":
        break
    time.sleep(0.5)
offer = page["data"][0]  # the cheapest stands first

amelia = {"type": "adult", "title": "ms", "given_name": "Amelia", "family_name": "Earhart", "gender": "f"}
amelia |= {"born_on": "1987-07-24", "email": "amelia@example.com", "phone_number": "+442080160508"}
paid = {"type": "balance", "amount": offer["total_amount"], "currency": offer["total_currency"]}
body = {"type": "instant", "selected_offers": [offer["id"]], "passengers": [amelia], "payments": [paid]}
order = desk.post("orders", json=body, headers={"Idempotency-Key": search["id"]}).raise_for_status().json()["data"]

while order["status"] in ("checking", "awaiting_tickets"):  # never sent again: the order is looked at
    time.sleep(0.5)
    order = desk.get(f"orders/{order['id']}").raise_for_status().json()["data"]
print(order["booking_reference"], order["status"], *(one["unique_identifier"] for one in order["documents"]))
