"""From wire texts to values: amounts, instants, local times, durations, places and permissions.

What a person would pay or miss a flight by is never guessed: `BadValue` says that it cannot be read.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from pydantic import ValidationError

from agentdesk.duffel.wire.journeys import WireAirline, WirePermission, WirePlace
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.journeys import Penalty, Permission
from agentdesk.travel.money import Money
from agentdesk.travel.passengers import PassengerKind
from agentdesk.travel.places import Airline, Airport, Place

_AMOUNT = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,8})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,4})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,7})(?:\.\d{1,9})?S)?)?",
    re.ASCII,
)


class BadValue(ValueError):
    """Something that must be there is missing or cannot be read."""


@lru_cache(maxsize=8192)
def money(amount: str | None, currency: str | None) -> Money:
    """A decimal text and an ISO 4217 code (API.md 1.5). BadValue for anything else, so never a wrong price."""
    if amount is None or currency is None or not _AMOUNT.fullmatch(amount) or not _CURRENCY.fullmatch(currency):
        raise BadValue(f"not a price: {amount!r} {currency!r}")
    return Money(Decimal(amount), currency)


def price(amount: str | None, currency: str | None) -> Money:
    """What somebody pays: an amount that is not below nothing."""
    cost = money(amount, currency)
    if cost.amount < 0:
        raise BadValue(f"a price below nothing: {amount}")
    return cost


def money_or_none(amount: str | None, currency: str | None) -> Money | None:
    """As `money`, None where the upstream says nothing (null)."""
    return None if amount is None else money(amount, currency)


@lru_cache(maxsize=4096)
def instant(text: str) -> datetime:
    """An instant in UTC; without a zone it is UTC (API.md 1.6)."""
    if text[10:11] not in ("T", " "):
        raise BadValue(f"not an instant: {text!r}")
    try:
        read = datetime.fromisoformat(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadValue(f"not an instant: {text!r}") from None


def instant_or_none(text: str | None) -> datetime | None:
    return None if text is None else instant(text)


@lru_cache(maxsize=4096)
def local_time(text: str) -> datetime:
    """A local time at an airport, naive. With an offset it would not be one: BadValue."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise BadValue(f"not a local time: {text!r}") from None
    if read.tzinfo is not None or text[10:11] != "T":
        raise BadValue(f"not a local time: {text!r}")
    return read


@lru_cache(maxsize=4096)
def duration(text: str | None) -> timedelta | None:
    """An ISO 8601 duration of weeks, days, hours, minutes, seconds; None when not said or not understood."""
    match = _DURATION.fullmatch(text) if text else None
    if match is None or not any(match.groups()):
        return None
    return timedelta(**{unit: int(count) for unit, count in match.groupdict().items() if count})


def identifier(text: str) -> str:
    """An id of the upstream: opaque, but never empty."""
    if not text:
        raise BadValue("an id is missing")
    return text


def passenger_kind(word: str | None) -> PassengerKind | None:
    """None for a word we do not know, and where the upstream says nothing."""
    try:
        return PassengerKind(word or "")
    except ValueError:
        return None


def permission(wire: WirePermission | None) -> Permission | None:
    """None where the airline says nothing. A penalty that cannot be read counts as not known, never as free."""
    if wire is None:
        return None
    amount, currency = wire.penalty_amount, wire.penalty_currency
    if amount is None or currency is None or not _AMOUNT.fullmatch(amount) or not _CURRENCY.fullmatch(currency):
        return Permission(wire.allowed)
    return Permission(wire.allowed, Penalty(amount, currency))


def airport(wire: WirePlace) -> Airport:
    city = wire.city
    return Airport(
        iata=wire.iata_code,
        name=wire.name,
        city=wire.city_name or (city.name if city else ""),
        country=wire.iata_country_code,
        time_zone=wire.time_zone,
        city_iata=wire.iata_city_code or (city.iata_code if city else ""),
    )


def airline(wire: WireAirline) -> Airline:
    return Airline(
        iata=wire.iata_code,
        name=wire.name,
        id=wire.id,
        logo_url=wire.logo_symbol_url,
        conditions_url=wire.conditions_of_carriage_url,
    )


def place(wire: WirePlace) -> Place:
    """A suggestion: an airport, or a city with the codes of its airports."""
    is_city = wire.type == "city"
    return Place(
        iata=wire.iata_code,
        name=wire.name,
        city=wire.city_name or (wire.city.name if wire.city else "") or (wire.name if is_city else ""),
        country=wire.iata_country_code,
        is_city=is_city,
        time_zone=wire.time_zone,
        airports=tuple(one.iata_code for one in wire.airports if one and one.iata_code) if is_city else (),
    )


def read_carrier(raw: bytes) -> Airline:
    """An airline from the bytes of its JSON object. Unreadable when they are none."""
    with _readable("an airline"):
        return airline(WireAirline.model_validate_json(raw))


def read_place(raw: bytes) -> Place:
    """A suggestion from the bytes of its JSON object. Unreadable when they are none."""
    with _readable("a place"):
        return place(WirePlace.model_validate_json(raw))


@contextmanager
def _readable(what: str) -> Iterator[None]:
    try:
        yield
    except (ValidationError, RecursionError) as exc:
        raise Unreadable(f"{what} that cannot be read") from exc
