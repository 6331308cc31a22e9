"""Judges the tour by the practice airline's own books, read over HTTP, and by the text of the paper."""

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx


def judged(upstream: str, facts: dict[str, Any], pdf: Path) -> list[str]:
    """Every disagreement, in words; adds what the books say to the facts."""
    with httpx.Client(base_url=upstream, timeout=30, trust_env=False) as client:
        books = client.get("/practice/books").raise_for_status().json()
    orders = [one for one in _orders(books) if one["booking_reference"] == facts["booking_reference"]]
    if len(orders) != 1:
        return [f"the books have {len(orders)} orders with the reference {facts['booking_reference']}"]
    order = orders[0]
    tickets = sorted(one["unique_identifier"] for one in order["documents"] if one["type"] == "electronic_ticket")
    facts |= {
        "total": order["total_amount"],
        "currency": order["total_currency"],
        "paid": [one["amount"] for one in order["payments"]],
        "tickets": tickets,
        "services": [{"type": one["type"], "amount": one["total_amount"]} for one in order["services"]],
    }
    return (
        _money(order, facts)
        + _people(order, tickets)
        + _paper(pdf, order, tickets, Decimal(facts.get("fee", "0")))
        + _second_trip(_orders(books), facts.get("second_trip", {}), pdf.parent)
    )


def _orders(books: dict[str, Any]) -> list[dict[str, Any]]:
    found = books.get("data", books)["orders"]
    return list(found)


def _money(order: dict[str, Any], facts: dict[str, Any]) -> list[str]:
    total = Decimal(order["total_amount"])
    shown = Decimal("".join(letter for letter in facts["total_shown"] if letter.isdigit() or letter == "."))
    paid = sum((Decimal(one["amount"]) for one in order["payments"]), Decimal(0))
    found = []
    if shown != total:
        found.append(f"the button said {shown}, the books say {total}")
    if paid != total:
        found.append(f"{paid} was paid for an order of {total}")
    if not order["services"]:
        found.append("no seat and no bag was bought")
    return found


def _second_trip(orders: list[dict[str, Any]], seen: dict[str, str], folder: Path) -> list[str]:
    """What the window and the papers said of the hold, its payment and its end, against the books."""
    order = next((one for one in orders if one["booking_reference"] == seen.get("booking_reference")), None)
    if order is None:
        return ["the second trip is not in the books"]
    paid = [Decimal(one["amount"]) for one in order["payments"] if one["status"] == "succeeded"]
    changes = [one["action_taken"] for one in order["airline_initiated_changes"]]
    back = order["cancellation"]["refund_amount"] if order["cancellation"] else None
    wanted = {
        "it was held": (order["type"], "hold"),
        "it was held for": (Decimal(seen["held_for"]), Decimal(order["total_amount"])),
        "it was paid once": (paid, [Decimal(seen["paid"])]),
        "the airline's change was": (changes, ["accepted"]),
        "it is cancelled": (order["cancelled"], True),
        "it gives back": (Decimal(seen["refund"]), Decimal(back) if back is not None else None),
    }
    found = [f"second trip: {what} {ours}, not {theirs}" for what, (ours, theirs) in wanted.items() if ours != theirs]
    price = f"{Decimal(order['total_amount']):,.2f}"
    said = [order["booking_reference"], "PRACTICE", *(name.split()[-1] for name in order["passengers"])]
    return (
        found
        + _lacking(folder / seen["hold"], [*said, price])
        + _lacking(folder / seen["receipt"], [*said, price, *order["tickets"]])
        + _lacking(folder / seen["cancellation"], [*said, f"{Decimal(seen['refund']):,.2f}"])
    )


def _people(order: dict[str, Any], tickets: list[str]) -> list[str]:
    if len(order["passengers"]) != 4:
        return [f"{len(order['passengers'])} passengers are booked, not 4"]
    return [] if len(tickets) >= 4 else [f"{len(tickets)} tickets for 4 passengers"]


def _paper(pdf: Path, order: dict[str, Any], tickets: list[str], fee: Decimal) -> list[str]:
    """What the customer can copy out of the PDF, the agency's fee in its total."""
    amount = f"{Decimal(order['total_amount']) + fee:,.2f}"
    wanted = [order["booking_reference"], *tickets, amount, "PRACTICE"]
    wanted += [name.split()[-1] for name in order["passengers"]]
    return _lacking(pdf, wanted)


def _lacking(pdf: Path, wanted: list[str]) -> list[str]:
    """What a paper does not say, read as a customer would copy it out. Without poppler that is said."""
    reader = shutil.which("pdftotext")
    if reader is None:
        return [f"pdftotext is missing, so {pdf.name} was not read back"]
    text = subprocess.run([reader, "-layout", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return [f"{pdf.name} lacks {one!r}" for one in wanted if one not in text]
