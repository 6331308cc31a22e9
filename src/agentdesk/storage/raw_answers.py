"""The bytes of an upstream's answer without some passengers, whatever its fields are called.

Two rules that need no knowledge of the upstream: an object whose own id is the passenger's holds what is theirs; and a
value that tells of them alone (a number of a document, an e-mail, the whole name) is theirs wherever it stands.
"""

import re
from collections.abc import Collection
from typing import Any

import msgspec

from agentdesk.travel.erasing import NO_NUMBER

_LONG = 8  # letters
_KEPT = frozenset({"id", "type", "infant_passenger_id", "passenger_type", "fare_type"})
"""Of a passenger's own object: what names nobody, and others refer to."""


def raw_without(raw: bytes, ids: Collection[str], values: Collection[str], instead: str = NO_NUMBER) -> bytes:
    """The same JSON, blanked; `{}` when the bytes are no JSON, since then nobody knows what stands in them."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        return b"{}"
    return msgspec.json.encode(_without(found, frozenset(ids), _Unwanted(values, instead)))


def without_values(text: str, values: Collection[str]) -> str:
    """A JSON text without these values; `{}` when it is no JSON and has one of them."""
    try:
        found = msgspec.json.decode(text)
    except (msgspec.MsgspecError, RecursionError):
        return "{}" if any(value.casefold() in text.casefold() for value in values if value) else text
    return msgspec.json.encode(_without(found, frozenset(), _Unwanted(values, NO_NUMBER))).decode()


class _Unwanted:
    """Values that go: a text that is one, and within a longer text those that do not stand there by chance."""

    def __init__(self, values: Collection[str], instead: str) -> None:
        self._whole = frozenset(value.casefold() for value in values if value)
        long = sorted((value for value in values if len(value) >= _LONG), key=len, reverse=True)
        self._within = re.compile("|".join(map(re.escape, long)), re.IGNORECASE) if long else None
        self._instead = instead

    def taken_out(self, text: str) -> str:
        if text.strip().casefold() in self._whole:
            return self._instead
        return self._within.sub(self._instead, text) if self._within is not None else text


def _without(value: Any, ids: frozenset[str], unwanted: _Unwanted) -> Any:
    match value:
        case {"id": str(own), **_rest} if own in ids:
            return {key: inside if key in _KEPT else _emptied(inside) for key, inside in value.items()}
        case dict():
            return {key: _without(inside, ids, unwanted) for key, inside in value.items()}
        case list():
            return [_without(inside, ids, unwanted) for inside in value]
        case str():
            return unwanted.taken_out(value)
        case _:
            return value


def _emptied(value: Any) -> Any:
    match value:
        case dict():
            return {key: _emptied(inside) for key, inside in value.items()}
        case list():
            return []
        case bool() | None:
            return value
        case str():
            return ""
        case _:
            return None
