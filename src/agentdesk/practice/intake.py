"""What an order must say: every field of the body checked, then the offer, the services and the money."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from agentdesk.practice.asking import day, name_faults, required
from agentdesk.practice.bodies import ORDER, check_kinds
from agentdesk.practice.carriers import DUFFEL
from agentdesk.practice.fares import ADULT, INFANT, Fare
from agentdesk.practice.gazetteer import countries
from agentdesk.practice.offers import documents_required, documents_supported, may_hold
from agentdesk.practice.refusals import Fault, Refusal, linked_not_found, refuse
from agentdesk.practice.searches import Search
from agentdesk.practice.shapes import Json, minor_of
from agentdesk.practice.travellers import accounts

TITLES = ("mr", "ms", "mrs", "miss", "dr")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_ACCOUNT = re.compile(r"\d{10}")
_METADATA_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
_PAYMENT_TYPES = ("balance", "arc_bsp_cash")


@dataclass(frozen=True)
class Wanted:
    """An order body that says everything it must; the offer behind it may still refuse."""

    type: str
    passengers: list[Json]
    services: list[Json]
    payment: Json | None
    metadata: dict[str, str]


def selected_offer(body: Json) -> str:
    """The id of the one offer that is ordered."""
    check_kinds(body, ORDER)
    selected = body.get("selected_offers")
    if not selected:
        raise Refusal([required("selected_offers", "/selected_offers")])
    if len(selected) != 1:
        raise refuse("validation_length", "Field 'selected_offers' must have exactly one entry", "/selected_offers")
    return str(selected[0])


def checked(body: Json, search: Search, fare: Fare) -> Wanted:
    """The order a body describes; a refusal names every field that is wrong."""
    kind = body.get("type") or "instant"
    faults: list[Fault] = []
    if kind not in ("instant", "hold"):
        faults.append(Fault("validation_inclusion", "Field 'type' must be instant or hold", "/type"))
    faults += _people_faults(body.get("passengers"), search, fare)
    faults += _services_faults(body.get("services"))
    faults += metadata_faults(body.get("metadata"))
    faults += _payments_faults(kind, body.get("payments"))
    if faults:
        raise Refusal(faults)
    if kind == "hold" and not may_hold(fare):
        raise refuse("invalid_order_create_type", "The specified `type` was incorrect: this offer cannot be held.")
    payments = body.get("payments") or [None]
    return Wanted(kind, body["passengers"], body.get("services") or [], payments[0], body.get("metadata") or {})


def _people_faults(people: list[Json] | None, search: Search, fare: Fare) -> list[Fault]:
    if not people:
        return [required("passengers", "/passengers")]
    faults = _id_faults(people, search)
    for number, person in enumerate(people):
        faults += _person_faults(person, f"/passengers/{number}", search, fare)
    if faults:
        return faults
    return _infant_faults(people, search) + _same_name_faults(people)


def _id_faults(people: list[Json], search: Search) -> list[Fault]:
    known = {traveller.id for traveller in search.travellers}
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, person in enumerate(people):
        at = f"/passengers/{number}/id"
        if not person.get("id"):
            faults.append(required("id", at))
        elif person["id"] not in known:
            faults += linked_not_found(at).faults
        elif person["id"] in seen:
            faults.append(Fault("validation_unique", "Field 'id' has already been used", at))
        seen.add(str(person.get("id")))
    if not faults and len(people) != len(known):
        message = f"Field 'passengers' must have {len(known)} entries, one for each passenger of the offer"
        faults.append(Fault("validation_length", message, "/passengers"))
    return faults


def _person_faults(person: Json, at: str, search: Search, fare: Fare) -> list[Fault]:
    faults: list[Fault] = []
    for field, allowed in (("title", TITLES), ("gender", ("m", "f"))):
        if not person.get(field):
            faults.append(required(field, f"{at}/{field}"))
        elif person[field] not in allowed:
            message = f"Field '{field}' must be one of {', '.join(allowed)}"
            faults.append(Fault("validation_inclusion", message, f"{at}/{field}"))
    for field in ("given_name", "family_name"):
        faults += name_faults(person.get(field), field, at)
    faults += _birth_faults(person, at, search)
    faults += _contact_faults(person, at)
    faults += _document_faults(person, at, fare, search.last_departure)
    for airline, number in accounts(person):
        if airline == DUFFEL and not _ACCOUNT.fullmatch(number):
            faults.append(Fault("invalid_loyalty_card", "The airline does not know this account", at))
    return faults


def _birth_faults(person: Json, at: str, search: Search) -> list[Fault]:
    at = f"{at}/born_on"
    if not person.get("born_on"):
        return [required("born_on", at)]
    born = day(person["born_on"])
    if born is None:
        return [Fault("validation_format", "Field 'born_on' is not a date", at)]
    searched = next((traveller for traveller in search.travellers if traveller.id == person.get("id")), None)
    if searched is not None and not searched.fits(born, search.last_departure):
        message = "The date of birth does not give the age that was searched"
        return [Fault("order_passengers_incompatible_with_offer", message, at)]
    return []


def _contact_faults(person: Json, at: str) -> list[Fault]:
    faults: list[Fault] = []
    for field, pattern, code in (
        ("email", _EMAIL, "invalid_email_address"),
        ("phone_number", _PHONE, "invalid_phone_number"),
    ):
        value = person.get(field)
        if not value:
            faults.append(required(field, f"{at}/{field}"))
        elif not pattern.fullmatch(value):
            faults.append(Fault(code, f"Field '{field}' is not valid", f"{at}/{field}"))
    return faults


def _document_faults(person: Json, at: str, fare: Fare, last_departure: date) -> list[Fault]:
    at = f"{at}/identity_documents"
    documents = person.get("identity_documents") or []
    if not documents:
        return [required("identity_documents", at)] if documents_required(fare) else []
    if len(documents) > 1:
        return [Fault("validation_length", "Field 'identity_documents' must have one entry", at)]
    document, at = documents[0], f"{at}/0"
    faults = [
        required(field, f"{at}/{field}")
        for field in ("type", "unique_identifier", "issuing_country_code")
        if not document.get(field)
    ]
    if document.get("type") and document["type"] not in documents_supported(fare):
        faults.append(Fault("validation_inclusion", "Field 'type' is not supported by the offer", f"{at}/type"))
    if document.get("issuing_country_code") and document["issuing_country_code"] not in countries():
        message = "Field 'issuing_country_code' is not a country"
        faults.append(Fault("validation_inclusion", message, f"{at}/issuing_country_code"))
    if document.get("type") == "passport":
        expires = day(document.get("expires_on"))
        if not document.get("expires_on"):
            faults.append(required("expires_on", f"{at}/expires_on"))
        elif expires is None:
            faults.append(Fault("validation_format", "Field 'expires_on' is not a date", f"{at}/expires_on"))
        elif expires < last_departure:
            message = "The passport expires before the journey ends"
            faults.append(Fault("validation_inclusion", message, f"{at}/expires_on"))
    return faults


def _infant_faults(people: list[Json], search: Search) -> list[Fault]:
    """Every infant is tied to an adult of its own."""
    kinds = {traveller.id: traveller.kind for traveller in search.travellers}
    faults: list[Fault] = []
    carried: list[str] = []
    for number, person in enumerate(people):
        infant = person.get("infant_passenger_id")
        at = f"/passengers/{number}/infant_passenger_id"
        if infant is None:
            continue
        if kinds.get(infant) != INFANT or kinds[person["id"]] != ADULT:
            message = "Field 'infant_passenger_id' must tie an infant to an adult"
            faults.append(Fault("validation_inclusion", message, at))
        elif infant in carried:
            faults.append(Fault("validation_unique", "This infant is already tied to an adult", at))
        carried.append(infant)
    free = [
        n for n, person in enumerate(people) if kinds[person["id"]] == ADULT and not person.get("infant_passenger_id")
    ]
    for key, kind in kinds.items():
        if kind == INFANT and key not in carried:
            place = free.pop(0) if free else 0
            faults.append(required("infant_passenger_id", f"/passengers/{place}/infant_passenger_id"))
    return faults


def _same_name_faults(people: list[Json]) -> list[Fault]:
    names = [f"{person['given_name']} {person['family_name']}".casefold() for person in people]
    twice = {name for name, times in Counter(names).items() if times > 1}
    return [
        Fault("duplicate_passenger_name", "Two passengers have the same name", f"/passengers/{number}")
        for number, name in enumerate(names)
        if name in twice and name in names[:number]
    ]


def _services_faults(services: list[Json] | None) -> list[Fault]:
    if services is None:
        return []
    faults: list[Fault] = []
    for number, service in enumerate(services):
        quantity = service.get("quantity")
        if not service.get("id"):
            faults.append(required("id", f"/services/{number}/id"))
        if quantity is None:
            faults.append(required("quantity", f"/services/{number}/quantity"))
        elif quantity < 1:
            message = "Field 'quantity' must be a whole number above zero"
            faults.append(Fault("validation_type", message, f"/services/{number}/quantity"))
    return faults


def metadata_faults(metadata: Json | None) -> list[Fault]:
    """At most 50 pairs of short texts."""
    if metadata is None:
        return []
    if len(metadata) > 50:
        return [Fault("validation_length", "Field 'metadata' must have at most 50 entries", "/metadata")]
    return [
        Fault("validation_format", "A metadata key or value is too long or of the wrong kind", f"/metadata/{key}")
        for key, value in metadata.items()
        if not _METADATA_KEY.fullmatch(key) or not isinstance(value, str) or len(value) > 500
    ]


def _payments_faults(kind: str, payments: list[Json] | None) -> list[Fault]:
    if kind == "hold":
        if payments:
            message = "Payments can't be sent with an order of type hold"
            return [Fault("payments_not_allowed_for_order_type", message, "/payments")]
        return []
    if not payments:
        return [required("payments", "/payments")]
    if len(payments) != 1:
        return [Fault("validation_length", "Field 'payments' must have exactly one entry", "/payments")]
    return payment_faults(payments[0], "/payments/0")


def payment_faults(payment: Json, at: str) -> list[Fault]:
    """What is wrong with a payment, apart from its amount."""
    faults = [required(field, f"{at}/{field}") for field in ("type", "amount", "currency") if not payment.get(field)]
    if payment.get("type") == "card":
        raise refuse("unavailable_feature", "Cards are not enabled for this account.")
    if payment.get("type") and payment["type"] not in _PAYMENT_TYPES:
        faults.append(Fault("validation_inclusion", "Field 'type' is invalid", f"{at}/type"))
    return faults


def check_payment(payment: Json, total: int, currency: str, at: str) -> None:
    """The payment must be exactly what is owed, in its currency."""
    if payment["currency"] != currency:
        message = "The currency of the payment is not the currency of the order"
        raise refuse("payment_currency_does_not_match_order_currency", message, f"{at}/currency")
    if minor_of(payment["amount"], currency) != total:
        message = "The amount of the payment is not the amount of the order"
        raise refuse("payment_amount_does_not_match_order_amount", message, f"{at}/amount")


def chosen_services(wanted: Wanted, on_sale: list[Json]) -> list[Json]:
    """The services ordered, each with its quantity; refuses what cannot be had together."""
    known = {service["id"]: service for service in on_sale}
    chosen: list[Json] = []
    for number, asked in enumerate(wanted.services):
        service = known.get(asked["id"])
        if service is None:
            message = "The seat or bag has been sold meanwhile"
            raise refuse("ancillary_service_not_available", message, f"/services/{number}/id")
        if asked["quantity"] > service["maximum_quantity"]:
            message = f"Field 'quantity' must be at most {service['maximum_quantity']}"
            raise refuse("validation_inclusion", message, f"/services/{number}/quantity")
        chosen.append(service | {"quantity": asked["quantity"]})
    _check_seats(chosen)
    if len({service["id"] for service in chosen}) != len(chosen):
        raise refuse("validation_unique", "The same service is ordered twice", "/services")
    return chosen


def _check_seats(chosen: list[Json]) -> None:
    seats = [service for service in chosen if service["type"] == "seat"]
    for number, seat in enumerate(seats):
        for other in seats[:number]:
            if other["segment_ids"] != seat["segment_ids"]:
                continue
            if other["passenger_ids"] == seat["passenger_ids"]:
                raise refuse("invalid_field_sets", "A passenger has one seat on each flight", "/services")
            if other["metadata"]["designator"] == seat["metadata"]["designator"]:
                raise refuse("ancillary_service_not_available", "A seat has one passenger", "/services")
