"""The bytes of an upstream's answer without some passengers, whatever its fields are called.

Two rules that need no knowledge of the upstream: an object whose own id is the passenger's holds what is theirs; and a
value that tells of them alone (a number of a document, an e-mail, the whole name) is theirs wherever it stands.
"""

from collections.abc import Collection
from typing import Any

import msgspec

from agentdesk.travel.erasing import NO_NUMBER

_KEPT = frozenset({"id", "type", "infant_passenger_id", "passenger_type", "fare_type"})
"""Of a passenger's own object: what names nobody, and others refer to."""


def raw_without(raw: bytes, ids: Collection[str], values: Collection[str]) -> bytes:
    """The same JSON, blanked; `{}` when the bytes are no JSON, since then nobody knows what stands in them."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError):
        return b"{}"
    unwanted = frozenset(value.casefold() for value in values if value)
    return msgspec.json.encode(_without(found, frozenset(ids), unwanted))


def without_values(text: str, values: Collection[str]) -> str:
    """A JSON text without these values; as it is when it is no JSON and has none of them."""
    try:
        found = msgspec.json.decode(text)
    except (msgspec.MsgspecError, RecursionError):
        return "{}" if any(value.casefold() in text.casefold() for value in values if value) else text
    unwanted = frozenset(value.casefold() for value in values if value)
    return msgspec.json.encode(_without(found, frozenset(), unwanted)).decode()


def _without(value: Any, ids: frozenset[str], unwanted: frozenset[str]) -> Any:
    match value:
        case {"id": str(own), **_rest} if own in ids:
            return {key: inside if key in _KEPT else _emptied(inside) for key, inside in value.items()}
        case dict():
            return {key: _without(inside, ids, unwanted) for key, inside in value.items()}
        case list():
            return [_without(inside, ids, unwanted) for inside in value]
        case str() if value.strip().casefold() in unwanted:
            return NO_NUMBER
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
