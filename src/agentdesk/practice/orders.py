"""Orders and their life: made from an offer, paid, ticketed, lapsed; as the wire shows them."""

import copy
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from agentdesk.practice.carriers import DUFFEL, airline, carriers
from agentdesk.practice.fares import Fare
from agentdesk.practice.intake import Wanted
from agentdesk.practice.searches import Search
from agentdesk.practice.shapes import Json, amount, dice, instant, minor_of, part_id, second

_OWN_IDS = 5_000_000  # where an order's own slices and segments are counted from
_NOTHING_YET: Json = {
    "available_actions": ["update"],
    "cancelled_at": None,
    "cancellation": None,
    "airline_initiated_changes": [],
    "changes": [],
    "content": "managed",
    "void_window_ends_at": None,
    "users": [],
    "intended_payment_methods": [],
}
_VOID_WINDOW = timedelta(hours=24)
_REFERENCE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_order(search: Search, offer: Json, fare: Fare, wanted: Wanted, chosen: list[Json], now: datetime) -> Json:
    """An order as it is kept: `shown` is what the wire says; the rest is ours.

    An unpaid hold has no tickets to come; `paid` makes it a paid one.
    """
    segment_ids = {
        segment["id"]: search.id("seg", _OWN_IDS + place)
        for place, segment in enumerate(segment for part in offer["slices"] for segment in part["segments"])
    }
    services = [_service(search, place, one, segment_ids) for place, one in enumerate(chosen)]
    shown: Json = {
        "id": search.id("ord", 1),
        "live_mode": False,
        "created_at": instant(now),
        "type": wanted.type,
        "offer_id": offer["id"],
        **_references(search, fare),
        "owner": offer["owner"],
        **_money(search.currency, offer, services),
        "slices": [_slice(search, place, part, segment_ids, services) for place, part in enumerate(offer["slices"])],
        "passengers": [_passenger(search, person) for person in wanted.passengers],
        "services": services,
        "documents": [],
        "payment_status": _payment_status(offer["payment_requirements"], wanted.type == "hold", now),
        "conditions": offer["conditions"],
        "metadata": wanted.metadata,
        "synced_at": second(now),
        **_NOTHING_YET,
    }
    shown["available_actions"] = actions(shown, now)
    kept = {"id": shown["id"], "stem": search.stem, "seats": {}, "tickets_at": None, "visible_from": instant(now)}
    return kept | {"shown": copy.deepcopy(shown)}


def _references(search: Search, fare: Fare) -> Json:
    """The booking reference, and one for each airline that has a locator of its own."""
    chance = dice(search.stem, "reference")
    reference = _reference(chance, 7 if fare.seller.iata == "U2" else 6)
    others = dict.fromkeys(flight.operator for flight in fare.flights if flight.operator in carriers())
    others.pop(fare.seller.iata, None)
    return {
        "booking_reference": reference,
        "booking_references": [
            {"booking_reference": reference, "carrier": airline(fare.seller.iata)},
            *({"booking_reference": _reference(chance, 6), "carrier": airline(code)} for code in others),
        ],
    }


def _money(currency: str, offer: Json, services: list[Json]) -> Json:
    extras = sum((minor_of(one["total_amount"], currency) or 0) * one["quantity"] for one in services)
    return {
        "total_amount": _plus(offer["total_amount"], extras, currency),
        "total_currency": currency,
        "base_amount": _plus(offer["base_amount"], extras, currency),
        "base_currency": currency,
        "tax_amount": offer["tax_amount"],
        "tax_currency": offer["tax_currency"],
    }


def _payment_status(requirements: Json, held: bool, now: datetime) -> Json:
    return {
        "awaiting_payment": held,
        "payment_required_by": requirements["payment_required_by"] if held else None,
        "price_guarantee_expires_at": requirements["price_guarantee_expires_at"] if held else None,
        "paid_at": None if held else instant(now),
    }


def _plus(text: str, extras: int, currency: str) -> str:
    return amount((minor_of(text, currency) or 0) + extras, currency) if extras else text


def _reference(chance: Random, length: int) -> str:
    return "".join(chance.choice(_REFERENCE_LETTERS) for _ in range(length))


def _service(search: Search, place: int, chosen: Json, segment_ids: dict[str, str]) -> Json:
    return {
        "id": search.id("ser", place),
        "type": chosen["type"],
        "quantity": chosen["quantity"],
        "total_amount": chosen["total_amount"],
        "total_currency": chosen["total_currency"],
        "passenger_ids": chosen["passenger_ids"],
        "segment_ids": [segment_ids[key] for key in chosen["segment_ids"]],
        "metadata": chosen["metadata"],
    }


def _slice(search: Search, place: int, part: Json, segment_ids: dict[str, str], services: list[Json]) -> Json:
    kept = {key: value for key, value in part.items() if key not in ("comparison_key", "ngs_shelf")}
    return kept | {
        "id": search.id("sli", _OWN_IDS + place),
        "conditions": {"change_before_departure": part["conditions"]["change_before_departure"]},
        "segments": [_segment(segment, segment_ids[segment["id"]], services) for segment in part["segments"]],
    }


def _segment(segment: Json, key: str, services: list[Json]) -> Json:
    seats = {
        service["passenger_ids"][0]: service["metadata"]
        for service in services
        if service["type"] == "seat" and key in service["segment_ids"]
    }
    return segment | {
        "id": key,
        "passengers": [
            {key: value for key, value in person.items() if key != "cabin"}
            | {"seat": seats.get(person["passenger_id"])}
            for person in segment["passengers"]
        ],
    }


def _passenger(search: Search, person: Json) -> Json:
    booked = next(traveller for traveller in search.travellers if traveller.id == person["id"])
    return {
        "id": person["id"],
        "title": person["title"],
        "given_name": person["given_name"],
        "family_name": person["family_name"],
        "gender": person["gender"],
        "born_on": person["born_on"],
        "email": person["email"],
        "phone_number": person["phone_number"],
        "type": booked.kind,
        "infant_passenger_id": person.get("infant_passenger_id"),
        "loyalty_programme_accounts": person.get("loyalty_programme_accounts")
        or booked.on_offer()["loyalty_programme_accounts"],
        "user_id": None,
    }


def paid(order: Json, now: datetime, ticket_seconds: float | None) -> None:
    """Note that an order is paid; tickets follow after a while, or never when None."""
    status = order["shown"]["payment_status"]
    status["awaiting_payment"] = False
    status["paid_at"] = instant(now)
    carrier = carriers()[order["shown"]["owner"]["iata_code"]]
    if not carrier.low_cost and carrier.iata != DUFFEL:
        ends = min(now + _VOID_WINDOW, *departures(order["shown"]))
        order["shown"]["void_window_ends_at"] = second(ends.astimezone(UTC))
    order["shown"]["available_actions"] = _able(order, now)
    order["tickets_at"] = None if ticket_seconds is None else instant(now + timedelta(seconds=ticket_seconds))


def cancel(order: Json, quote: Json, now: datetime) -> None:
    """Note that an order is cancelled as quoted: its documents are void, and none will come any more."""
    shown = order["shown"]
    shown["cancelled_at"] = instant(now)
    shown["cancellation"] = copy.deepcopy(quote)
    shown["payment_status"]["awaiting_payment"] = False
    for change in shown["airline_initiated_changes"]:
        if change["action_taken"] is None:
            change |= {"action_taken": "cancelled", "action_taken_at": instant(now), "available_actions": []}
    shown["available_actions"] = _able(order, now)
    shown["synced_at"] = second(now)
    order["tickets_at"] = None


def actions(shown: Json, now: datetime) -> list[str]:
    """What can be done with an order here. Airlines without tickets cancel what is paid only themselves."""
    status = shown["payment_status"]
    lapsed = shown["type"] == "hold" and not status["awaiting_payment"] and status["paid_at"] is None
    away = "ticketless" in carriers()[shown["owner"]["iata_code"]].flags and status["paid_at"] is not None
    if shown["cancelled_at"] is not None or lapsed or away or min(departures(shown)) <= now:
        return ["update"]
    return ["cancel", "update"]


def _able(order: Json, now: datetime) -> list[str]:
    """What can be done with an order that is kept; a scenario may have left it to the airline alone."""
    able = actions(order["shown"], now)
    return [one for one in able if one != "cancel"] if order.get("no_cancel") else able


def departures(shown: Json) -> list[datetime]:
    """The instants at which an order's flights leave."""
    return [moment(one["departing_at"], one["origin"]) for part in shown["slices"] for one in part["segments"]]


def arrivals(shown: Json) -> list[datetime]:
    """The instants at which an order's flights arrive."""
    return [moment(one["arriving_at"], one["destination"]) for part in shown["slices"] for one in part["segments"]]


def moment(local: str, place: Json) -> datetime:
    """An airport's local time as an instant."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(place["time_zone"] or "UTC"))


def needs_action(shown: Json) -> bool:
    """Whether the airline changed something that nobody has answered yet."""
    return any(change["action_taken"] is None for change in shown["airline_initiated_changes"])


def credit_code(order: Json, number: int) -> str:
    """The thirteen digits of an airline credit."""
    prefix = carriers()[order["shown"]["owner"]["iata_code"]].ticket_prefix or "000"
    return f"{prefix}{dice(order['stem'], 'credit', number).randint(10**9, 10**10 - 1)}"


def settle(order: Json, now: datetime) -> bool:
    """Bring an order up to date; whether anything changed."""
    shown = order["shown"]
    status = shown["payment_status"]
    changed = False
    if order["tickets_at"] and _passed(order["tickets_at"], now):
        shown["documents"] = _documents(order)
        order["tickets_at"] = None
        changed = True
    if status["awaiting_payment"] and _passed(status["payment_required_by"], now):
        status["awaiting_payment"] = False
        changed = True
    allowed = _able(order, now)
    if shown["available_actions"] != allowed:
        shown["available_actions"] = allowed
        changed = True
    if changed:
        shown["synced_at"] = second(now)
    return changed


def _passed(text: str, now: datetime) -> bool:
    return datetime.fromisoformat(text) <= now


def is_visible(order: Json, now: datetime) -> bool:
    """Whether the order can be read yet: those answered with 200 or 202 come later."""
    return order["visible_from"] is not None and _passed(order["visible_from"], now)


def _documents(order: Json) -> list[Json]:
    """An electronic ticket for each passenger, and a document for each paid service."""
    shown = order["shown"]
    carrier = carriers()[shown["owner"]["iata_code"]]
    if "ticketless" in carrier.flags:
        return []
    chance = dice(order["stem"], "tickets")
    documents: list[Json] = []

    def issue(kind: str, passenger_ids: list[str]) -> None:
        number = str(len(documents) + 1)
        if carrier.iata != DUFFEL:
            number = f"{carrier.ticket_prefix}-{chance.randint(2_100_000_000, 2_499_999_999)}"
        documents.append({"type": kind, "unique_identifier": number, "passenger_ids": passenger_ids})

    for person in shown["passengers"]:
        issue("electronic_ticket", [person["id"]])
    for service in shown["services"]:
        if minor_of(service["total_amount"], service["total_currency"]):
            issue("electronic_miscellaneous_document_associated", service["passenger_ids"])
    return documents


def new_payment(number: int, order: Json, payment: Json, now: datetime) -> Json:
    """A payment as the wire shows it, the `number`th of its order from 1 on."""
    return {
        "id": part_id("pay", order["stem"], number),
        "order_id": order["id"],
        "live_mode": False,
        "created_at": instant(now),
        "type": payment["type"],
        "status": "succeeded",
        "amount": payment["amount"],
        "currency": payment["currency"],
        "failure_reason": None,
        "airline_credit_id": None,
    }
