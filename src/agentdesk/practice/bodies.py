"""What kinds of values a request body may hold; whether they make sense is asked elsewhere."""

from typing import Any

from agentdesk.practice.refusals import Fault, Refusal

_ACCOUNTS = [{"airline_iata_code": str, "account_number": str}]
_WINDOW = {"from": str, "to": str}
_PAYMENT = {"type": str, "amount": str, "currency": str}
_SERVICES = [{"id": str, "quantity": int}]

SEARCH = {
    "slices": [
        {
            "origin": str,
            "destination": str,
            "departure_date": str,
            "departure_time": _WINDOW,
            "arrival_time": _WINDOW,
        }
    ],
    "passengers": [
        {
            "type": str,
            "age": int,
            "fare_type": str,
            "given_name": str,
            "family_name": str,
            "loyalty_programme_accounts": _ACCOUNTS,
        }
    ],
    "cabin_class": str,
    "max_connections": int,
    "private_fares": dict,
}
OFFER_PASSENGER = {"given_name": str, "family_name": str, "loyalty_programme_accounts": _ACCOUNTS}
PRICE = {"intended_payment_methods": [{"type": str}], "intended_services": _SERVICES}
ORDER = {
    "type": str,
    "selected_offers": [str],
    "passengers": [
        {
            "id": str,
            "title": str,
            "given_name": str,
            "family_name": str,
            "gender": str,
            "born_on": str,
            "email": str,
            "phone_number": str,
            "infant_passenger_id": str,
            "loyalty_programme_accounts": _ACCOUNTS,
            "identity_documents": [
                {"type": str, "unique_identifier": str, "issuing_country_code": str, "expires_on": str}
            ],
        }
    ],
    "payments": [_PAYMENT],
    "services": _SERVICES,
    "metadata": dict,
}
METADATA = {"metadata": dict}
CHANGE_TAKEN = {"action_taken": str}
CANCELLATION = {"order_id": str}
PAYMENT = {"order_id": str, "payment": _PAYMENT}
WEBHOOK = {"url": str, "events": [str]}

_WORDS = {str: "a string", int: "an integer", dict: "an object"}


def check_kinds(body: object, form: object) -> None:
    """Raise a refusal that names every value of the wrong kind; null stands for nothing said."""
    faults = _faults(body, form, "")
    if faults:
        raise Refusal(faults)


def _faults(value: Any, form: Any, at: str) -> list[Fault]:
    if value is None:
        return []
    if isinstance(form, dict):
        if not isinstance(value, dict):
            return [_fault("an object", at)]
        return [fault for name in form for fault in _faults(value.get(name), form[name], f"{at}/{name}")]
    if isinstance(form, list):
        if not isinstance(value, list):
            return [_fault("a list", at)]
        nothing = [_fault("something", f"{at}/{n}") for n, entry in enumerate(value) if entry is None]
        return nothing + [fault for n, entry in enumerate(value) for fault in _faults(entry, form[0], f"{at}/{n}")]
    if isinstance(value, form) and not isinstance(value, bool):
        return []
    return [_fault(_WORDS[form], at)]


def _fault(wanted: str, at: str) -> Fault:
    return Fault("validation_type", f"Field '{at.rsplit('/', 1)[-1]}' must be {wanted}", at)
