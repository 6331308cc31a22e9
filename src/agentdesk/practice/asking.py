"""What may be searched for: a search body, checked field by field."""

import re
from datetime import date

from agentdesk.practice.agreements import agreement_faults
from agentdesk.practice.bodies import SEARCH, check_kinds
from agentdesk.practice.fares import CABINS
from agentdesk.practice.refusals import Fault, Refusal
from agentdesk.practice.searches import known_place
from agentdesk.practice.shapes import Json
from agentdesk.practice.travellers import Traveller

MOST_SLICES, MOST_PASSENGERS = 6, 9
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_TYPES = ("adult", "child", "infant_without_seat")
_FARE_TYPES = frozenset(
    [
        "accompanying_adult",
        "contract_bulk",
        "contract_bulk_child",
        "contract_bulk_infant_with_seat",
        "contract_bulk_infant_without_seat",
        "frequent_flyer",
        "group_inclusive_tour",
        "group_inclusive_tour_child",
        "humanitarian",
        "individual_inclusive_tour_child",
        "marine",
        "seat_only",
        "student",
        "teacher",
        "tour_operator_inclusive",
        "tour_operator_inclusive_infant",
        "unaccompanied_child",
        "visiting_friends_and_family",
    ]
)
# Space, hyphen, apostrophe, ASCII letters, Latin-1 letters and Latin Extended-A, without ligatures and runic letters.
NAME = re.compile(r"[A-Za-zÀ-ÖØ-öø-ſ '\-]+")
NOT_IN_NAMES = frozenset("ÆæĲĳŒœÞð")
LONGEST_NAME = 20


def required(field: str, at: str) -> Fault:
    return Fault("validation_required", f"Field '{field}' can't be blank", at)


def check_search(body: Json, today: date) -> None:
    """Raise a refusal that names everything wrong with a search."""
    check_kinds(body, SEARCH)
    faults: list[Fault] = []
    slices, passengers = body.get("slices"), body.get("passengers")
    faults += _list_faults("slices", slices, MOST_SLICES) or _slices_faults(slices or [], today)
    faults += _list_faults("passengers", passengers, MOST_PASSENGERS) or _passengers_faults(passengers or [])
    cabin, connections = body.get("cabin_class"), body.get("max_connections")
    if cabin is not None and cabin not in CABINS:
        faults.append(Fault("validation_inclusion", "Field 'cabin_class' is invalid", "/cabin_class"))
    if connections is not None and connections not in (0, 1, 2):
        faults.append(Fault("validation_inclusion", "Field 'max_connections' must be 0, 1 or 2", "/max_connections"))
    faults += agreement_faults(body.get("private_fares") or {})
    if faults:
        raise Refusal(faults)


def _list_faults(field: str, value: list[Json] | None, most: int) -> list[Fault]:
    if value is None or value == []:
        return [required(field, f"/{field}")]
    if len(value) > most:
        return [Fault("validation_length", f"Field '{field}' must have at most {most} entries", f"/{field}")]
    return []


def _slices_faults(slices: list[Json], today: date) -> list[Fault]:
    faults: list[Fault] = []
    earliest = today
    for number, part in enumerate(slices):
        at = f"/slices/{number}"
        for end in ("origin", "destination"):
            if not part.get(end):
                faults.append(required(end, f"{at}/{end}"))
            elif not known_place(part[end]):
                faults.append(Fault("validation_inclusion", f"Field '{end}' is not a known place", f"{at}/{end}"))
        if part.get("origin") and part.get("origin") == part.get("destination"):
            faults.append(Fault("invalid_field_sets", "Origin and destination are the same", f"{at}/destination"))
        leaves = day(part.get("departure_date"))
        if not part.get("departure_date"):
            faults.append(required("departure_date", f"{at}/departure_date"))
        elif leaves is None:
            faults.append(Fault("validation_format", "Field 'departure_date' is not a date", f"{at}/departure_date"))
        elif leaves < earliest:
            message = "Field 'departure_date' must not be in the past or before the slice it follows"
            faults.append(Fault("validation_inclusion", message, f"{at}/departure_date"))
        else:
            earliest = leaves
        for name in ("departure_time", "arrival_time"):
            if part.get(name) is not None and not _is_window(part[name]):
                faults.append(Fault("validation_format", f"Field '{name}' is not a time window", f"{at}/{name}"))
    return faults


def day(text: object) -> date | None:
    """A date of the wire, or None."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_window(value: Json) -> bool:
    return all(_CLOCK.fullmatch(value.get(end) or "") for end in ("from", "to"))


def _passengers_faults(passengers: list[Json]) -> list[Fault]:
    faults: list[Fault] = []
    for number, passenger in enumerate(passengers):
        faults += _passenger_faults(passenger, f"/passengers/{number}")
    if faults:
        return faults
    kinds = [Traveller.asked("", passenger).kind for passenger in passengers]
    if kinds.count("infant_without_seat") > kinds.count("adult"):
        return [Fault("invalid_field_sets", "Every infant needs an adult to sit with", "/passengers")]
    return []


def _passenger_faults(passenger: Json, at: str) -> list[Fault]:
    kind, age, fare_type = (passenger.get(name) for name in ("type", "age", "fare_type"))
    faults: list[Fault] = []
    if kind is None and age is None and fare_type is None:
        faults.append(required("type", f"{at}/type"))
    if kind is not None and (age is not None or fare_type is not None):
        faults.append(Fault("invalid_field_sets", "Only one of 'type' and 'age' can be given", f"{at}/type"))
    if kind is not None and kind not in _TYPES:
        faults.append(Fault("validation_inclusion", "Field 'type' is invalid", f"{at}/type"))
    if age is not None and not 0 <= age <= 130:
        faults.append(Fault("validation_inclusion", "Field 'age' must be between 0 and 130", f"{at}/age"))
    if fare_type is not None and fare_type not in _FARE_TYPES:
        faults.append(Fault("validation_inclusion", "Field 'fare_type' is invalid", f"{at}/fare_type"))
    for name in ("given_name", "family_name"):
        if passenger.get(name) is not None:
            faults += name_faults(passenger[name], name, at)
        elif passenger.get("loyalty_programme_accounts"):
            faults.append(required(name, f"{at}/{name}"))
    for place, account in enumerate(passenger.get("loyalty_programme_accounts") or []):
        for name in ("airline_iata_code", "account_number"):
            if not account.get(name):
                faults.append(required(name, f"{at}/loyalty_programme_accounts/{place}/{name}"))
    return faults


def name_faults(value: str | None, field: str, at: str) -> list[Fault]:
    """What is wrong with a given or family name."""
    if not value or not value.strip():
        return [required(field, f"{at}/{field}")]
    if len(value) > LONGEST_NAME:
        message = f"Field '{field}' must be at most {LONGEST_NAME} characters"
        return [Fault("validation_length", message, f"{at}/{field}")]
    if not NAME.fullmatch(value) or NOT_IN_NAMES & set(value):
        return [Fault("validation_format", f"Field '{field}' has characters that tickets cannot show", f"{at}/{field}")]
    return []
