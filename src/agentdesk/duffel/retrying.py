"""May we ask again, and after how long? Pure: no clock, no chance, no network (API.md 1.7, 2.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

REPEATABLE = frozenset({429, 502, 503, 504})
"""Statuses after which a question may be asked again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long we try. `longest` caps any single wait, also one the server asks for."""

    attempts: int = 3
    first_wait: timedelta = timedelta(milliseconds=400)
    longest: timedelta = timedelta(seconds=20)


def http_date(text: str | None) -> datetime | None:
    """An HTTP date as a UTC instant; None when it is none."""
    if not text:
        return None
    try:
        read = parsedate_to_datetime(text)
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def server_says_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """When the server wants to be asked again: `Retry-After` (seconds or date), else `ratelimit-reset` (date).

    `now` is by the server's clock, so that a wrong clock of ours does not matter.
    """
    after = headers.get("retry-after", "").strip()
    if after.isascii() and after.isdigit() and len(after) < 7:
        return now + timedelta(seconds=int(after))
    return http_date(after) or http_date(headers.get("ratelimit-reset"))


def wait_before(
    attempt: int,
    status: int | None,
    *,
    until: datetime | None,
    now: datetime,
    jitter: float,
    patience: Patience,
) -> timedelta | None:
    """How long to wait before asking a question again, or None when it must not be.

    attempt: how many times it was asked so far (1, 2, ...). status: of the answer, None when there was none.
    until: what the server said of it. jitter: 0 to 1, stretches our own waits by up to half.
    A server that wants more time than `patience.longest` is not asked again: better to say so than to sit and wait.
    """
    if attempt >= patience.attempts or (status is not None and status not in REPEATABLE):
        return None
    if until is not None and status in (429, 503):
        asked = max(until - now, timedelta(0))
        return None if asked > patience.longest else asked + timedelta(milliseconds=100) * jitter
    own = patience.first_wait * float(2 ** (attempt - 1)) * (1 + jitter / 2)
    return min(own, patience.longest)
