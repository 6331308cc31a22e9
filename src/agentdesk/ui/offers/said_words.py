"""Everything an airline said of an offer as rows of a label and a value, in chapters; ids and addresses stand last."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from agentdesk.travel.told import Empty, Leaf, Told, Value
from agentdesk.ui import words

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A heading where `value` is None; else a label, what was said, and the leaves that say it."""

    label: str
    value: str | None = None
    paths: tuple[Path, ...] = ()


HIDDEN: Mapping[str, str] = {
    "client_key": "A key to the upstream's own web pages; a secret, and nothing about the trip",
}
"""Fields that are never shown, by their last name, each with the reason."""

TECHNICAL = "Identifiers and technical facts"
_TECHNICAL_NAMES = {
    "id", "latitude", "longitude", "icao_code", "comparison_key", "live_mode", "partial", "created_at", "updated_at",
    "origin_type", "destination_type", "iata_city_code", "iata_country_code", "airports", "time_zone",
}  # fmt: skip
_TECHNICAL_ENDS = ("_id", "_ids", "_url", "_key")
_CHAPTERS: Mapping[str, str] = {
    "total_amount": "Price", "total_currency": "Price", "base_amount": "Price", "base_currency": "Price",
    "tax_amount": "Price", "tax_currency": "Price", "private_fares": "Price", "intended_payment_methods": "Price",
    "intended_services": "Price", "available_airline_credit_ids": "Price",
    "expires_at": "Deadlines", "payment_requirements": "Deadlines", "conditions": "Fare rules of the whole trip",
    "owner": "Sold by", "passengers": "Passengers", "available_services": "For sale with it",
    "passenger_identity_documents_required": "Documents and accounts",
    "supported_passenger_identity_document_types": "Documents and accounts",
    "allowed_passenger_identity_document_types": "Documents and accounts",
    "supported_loyalty_programmes": "Documents and accounts",
    "accepted_loyalty_programmes": "Documents and accounts", "total_emissions_kg": "Emissions",
}  # fmt: skip
_ORDER = ("Price", "Deadlines", "Fare rules of the whole trip", "Sold by", "Documents and accounts", "Emissions")
_LAST = ("Passengers", "For sale with it", "More")
_NAMES: Mapping[str, str] = {
    "iata_code": "IATA code", "icao_code": "ICAO code", "iata_city_code": "IATA code of the city",
    "iata_country_code": "country code", "departing_at": "departs", "arriving_at": "arrives", "id": "id",
    "baggages": "bags", "expires_at": "price holds until", "total_emissions_kg": "CO₂ for all, kg",
    "requires_instant_payment": "must be paid at once", "payment_required_by": "to be paid by",
    "price_guarantee_expires_at": "price kept until", "fare_brand_name": "fare", "wifi": "Wi-Fi",
    "refund_before_departure": "refund before departure", "fare_basis_code": "fare basis", "ngs_shelf": "comfort shelf",
    "cabin_class_marketing_name": "cabin as the airline calls it", "total_amount": "total", "base_amount": "fare",
    "tax_amount": "taxes", "penalty_amount": "penalty", "maximum_weight_kg": "weight up to, kg",
    "passenger_identity_documents_required": "identity document of each passenger needed",
    "supported_passenger_identity_document_types": "documents it takes",
    "supported_loyalty_programmes": "accounts of airlines it takes", "distance": "distance, km",
}  # fmt: skip
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_SPAN = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:0+S)?)?")
_PLAIN = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)
_NAMED_BY_CHAPTER = {"owner", "conditions", "payment_requirements"}
_WORD_FIELDS = {"type", "cabin_class", "cost", "fare_type", "content"}


def said_rows(told: Told) -> tuple[SaidRow, ...]:
    """Rows in reading order; every leaf stands in exactly one of them, unless it is `HIDDEN`."""
    values = {leaf.path: leaf.value for leaf in told.leaves}
    chapters: dict[str, list[SaidRow]] = {}
    technical: dict[str, list[SaidRow]] = {}
    for leaf in told.leaves:
        if (leaf.path and leaf.path[-1] in HIDDEN) or _is_told_with_amount(leaf, values):
            continue
        heading, rest = _place(leaf.path, values)
        is_technical = _is_technical(leaf.path)
        row = _row(leaf, (*rest,) if rest else leaf.path, values, technical=is_technical)
        (technical if is_technical else chapters).setdefault(heading, []).append(row)
    return (*_in_order(chapters), *_technical(technical), *_left_out(told))


def said_text(rows: Iterable[SaidRow]) -> str:
    """All of it as plain text, for the clipboard."""
    return "\n".join(f"\n{row.label}" if row.value is None else f"{row.label}: {row.value}" for row in rows).strip()


def holds(row: SaidRow, text: str) -> bool:
    """Whether a row answers to a text that is looked for."""
    wanted = text.casefold()
    return row.value is not None and (wanted in row.label.casefold() or wanted in row.value.casefold())


def _in_order(chapters: Mapping[str, list[SaidRow]]) -> Iterable[SaidRow]:
    first = [name for name in _ORDER if name in chapters]
    last = [name for name in chapters if name in _LAST or name.startswith(tuple(_LAST))]
    middle = [name for name in chapters if name not in first and name not in last]
    middle.sort()  # each journey before its flights
    last.sort(key=lambda name: next(place for place, one in enumerate(_LAST) if name.startswith(one)))
    for name in (*first, *middle, *last):
        yield SaidRow(name)
        yield from chapters[name]


def _technical(chapters: Mapping[str, list[SaidRow]]) -> Iterable[SaidRow]:
    for name, rows in chapters.items():
        yield SaidRow(f"{TECHNICAL}: {name[:1].lower()}{name[1:]}" if name else TECHNICAL)
        yield from rows


def _left_out(told: Told) -> Iterable[SaidRow]:
    if told.left_out:
        yield SaidRow("Not shown")
        yield SaidRow("Too much or too deep", words.count(told.left_out, "value"))


# --- where a leaf stands


def _place(path: Path, values: Mapping[Path, Value]) -> tuple[str, Path]:
    """The chapter of a leaf, and what of its path is left to say."""
    if len(path) > 2 and path[0] == "slices":
        return _place_in_slice(path, values)
    if len(path) > 2 and path[0] == "passengers":
        return f"Passengers, number {_number(path[1])}", path[2:]
    if len(path) > 2 and path[0] == "available_services":
        kind = clean(values.get((*path[:2], "type"))).replace("_", " ")
        return f"For sale with it, {kind or 'service'} {_number(path[1])}", path[2:]
    return _CHAPTERS.get(path[0] if path else "", "More"), path[1:] if path[1:] and path[
        0
    ] in _NAMED_BY_CHAPTER else path


def _place_in_slice(path: Path, values: Mapping[Path, Value]) -> tuple[str, Path]:
    start = path[:2]
    ends = [clean(values.get((*start, end, "iata_code"))) for end in ("origin", "destination")]
    route = f", {ends[0]} – {ends[1]}" if all(ends) else ""
    heading = f"Journey {_number(path[1])}{route}"
    if len(path) <= 4 or path[2] != "segments":
        return heading, path[2:]
    start = path[:4]
    code = clean(values.get((*start, "marketing_carrier", "iata_code")))
    number = clean(values.get((*start, "marketing_carrier_flight_number")))
    flight = f"{heading}, flight {_number(path[3])}" + (f", {code} {number}".rstrip() if code or number else "")
    if len(path) > 6 and path[4] == "passengers":
        return f"{flight}, passenger {_number(path[5])}", path[6:]
    return flight, path[4:]


def _is_technical(path: Path) -> bool:
    names = [name for name in path if not name.isdecimal()]
    last = names[-1] if names else ""
    if "city" in names[:-1] and last not in ("name",):
        return True
    in_place = len(names) > 1 and names[-2] in ("origin", "destination", "airport", "city")
    return last in _TECHNICAL_NAMES or last.endswith(_TECHNICAL_ENDS) or (in_place and last == "type")


# --- words


def _row(leaf: Leaf, rest: Path, values: Mapping[Path, Value], *, technical: bool) -> SaidRow:
    label = _label(rest)
    last = next((name for name in reversed(leaf.path) if not name.isdecimal()), "")
    currency = (*leaf.path[:-1], leaf.path[-1].replace("_amount", "_currency")) if leaf.path else ()
    if last.endswith("_amount") and currency in values:
        return SaidRow(label, _amount(leaf.value, values[currency]), (leaf.path, currency))
    return SaidRow(label, clean(leaf.value) if technical else _value(last, leaf.value), (leaf.path,))


def _is_told_with_amount(leaf: Leaf, values: Mapping[Path, Value]) -> bool:
    """A currency is said with its amount."""
    last = leaf.path[-1] if leaf.path else ""
    return last.endswith("_currency") and (*leaf.path[:-1], last.replace("_currency", "_amount")) in values


def _amount(amount: Value, currency: Value) -> str:
    said = [clean(one) for one in (amount, currency) if one is not None]
    if isinstance(amount, str) and _PLAIN.fullmatch(amount):
        said[0] = f"{Decimal(amount):,f}"
    return " ".join(said) or "not said"


def _label(path: Path) -> str:
    said = [f"number {_number(name)}" if name.isdecimal() else _name(name) for name in path]
    text = ", ".join(said) or "value"
    return text[:1].upper() + text[1:]


def _name(name: str) -> str:
    return _NAMES.get(name, clean(name).replace("_", " "))


def _number(place: str) -> str:
    return str(int(place) + 1) if place.isdecimal() and place.isascii() and len(place) < 9 else clean(place)


def _value(name: str, value: Value) -> str:
    if not isinstance(value, str):
        return clean(value)
    if _INSTANT.fullmatch(value) and (moment := _moment(value)):
        return moment
    if value.startswith("P") and (span := _SPAN.fullmatch(value)) and any(span.groups()):
        days, hours, minutes = (int(part or 0) for part in span.groups())
        return words.duration(timedelta(days=days, hours=hours, minutes=minutes))
    if name == "distance":
        return _whole(value)
    if name in _WORD_FIELDS and re.fullmatch(r"[a-z_]+", value):
        return value.replace("_", " ").capitalize()
    return clean(value)


def _moment(value: str) -> str:
    """Instants in the agent's time; local times of airports, which name no zone, as they are."""
    try:
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            return f"{words.full_day(found.date())} {words.clock(found)}, local time"
        local = found.astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{words.full_day(local.date())} {words.clock(local)}"


def _whole(value: str) -> str:
    return f"{Decimal(value):,.0f}" if _PLAIN.fullmatch(value) else clean(value)


def clean(value: Value) -> str:
    """Plain words on one line: signs that steer a text or hide in it are shown as a mark."""
    match value:
        case None:
            return "not said"
        case Empty():
            return "none"
        case bool():
            return "yes" if value else "no"
        case str():
            spaced = " ".join(value.split())
            shown = "".join(
                "\ufffd" if unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs") else one for one in spaced
            )
            return shown or "(empty)"
