"""Small shapes of the wire: JSON objects, amounts, instants, durations, fixed ids."""

import hashlib
import random
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

Json = dict[str, Any]

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MINOR_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "VND": 0, "KWD": 3, "BHD": 3, "TND": 3}
# What one pound is worth, in thousandths: prices are thought out in pence and told in the billing currency.
_PER_POUND = {"GBP": 1000, "EUR": 1160, "USD": 1310, "AUD": 2010, "CAD": 1830, "CHF": 1080, "JPY": 198_000, "KWD": 402}

CURRENCIES = tuple(_PER_POUND)


def base62(number: int, width: int) -> str:
    """A number in sixty-two digits, padded on the left."""
    out = ""
    while number:
        number, digit = divmod(number, 62)
        out = _DIGITS[digit] + out
    return out.rjust(width, "0")


def fixed_id(prefix: str, key: str) -> str:
    """The id of something that is the same in every world, an airline or an aircraft type."""
    number = int.from_bytes(hashlib.sha256(f"{prefix}/{key}".encode()).digest()[:13], "big")
    return f"{prefix}_0000{base62(number, 18)[-18:]}"


def part_id(prefix: str, stem: str, number: int) -> str:
    """The id of a part of a search, or of what was sold from it; all of them share its stem."""
    return f"{prefix}_0000{stem}{base62(number, 6)}"


def dice(*parts: object) -> random.Random:
    """A source of chance that always falls the same way for the same parts."""
    return random.Random("/".join(map(str, parts)))


@lru_cache(maxsize=200_000)
def share(*parts: object) -> int:
    """A number from 0 to 999 that belongs to these parts; cheaper than dice."""
    digest = hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % 1000


def minor_digits(currency: str) -> int:
    """How many decimals the currency is written with."""
    return _MINOR_DIGITS.get(currency, 2)


def from_pence(pence: int, currency: str) -> int:
    """Pence turned into minor units of the billing currency."""
    units: int = 10 ** minor_digits(currency)
    return (pence * _PER_POUND[currency] * units + 50_000) // 100_000


def exchanged(minor: int, currency: str, into: str) -> int:
    """Minor units of one currency as minor units of another, at the rates of this world."""
    here: int = minor * _PER_POUND[into] * 10 ** minor_digits(into)
    there: int = _PER_POUND.get(currency, 1000) * 10 ** minor_digits(currency)
    return (2 * here + there) // (2 * there)


def amount(minor: int, currency: str) -> str:
    """Minor units as the decimal text of the wire."""
    digits = minor_digits(currency)
    if digits == 0:
        return str(minor)
    sign = "-" if minor < 0 else ""
    whole, rest = divmod(abs(minor), 10**digits)
    return f"{sign}{whole}.{rest:0{digits}d}"


def minor_of(text: str, currency: str) -> int | None:
    """The decimal text of the wire as minor units; None when it is not an amount of this currency."""
    whole, _, rest = text.partition(".")
    digits = minor_digits(currency)
    if not whole.lstrip("-").isdigit() or (rest and not rest.isdigit()) or rest[digits:].strip("0"):
        return None
    value: int = int(whole.lstrip("-")) * 10**digits + int((rest[:digits] or "0").ljust(digits, "0") if digits else 0)
    return -value if text.startswith("-") else value


def instant(moment: datetime) -> str:
    """An instant with microseconds, as most of the wire writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def second(moment: datetime) -> str:
    """An instant without a fraction, as deadlines are written."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def duration(span: timedelta) -> str:
    """An ISO 8601 duration in days, hours and minutes."""
    minutes = int(span.total_seconds() // 60)
    days, minutes = divmod(minutes, 1440)
    hours, minutes = divmod(minutes, 60)
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes or not (hours or days) else "")
    return "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
