"""Values of `travel` as JSON text and back, exact: decimals as text, local times naive, instants in UTC."""

from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

import msgspec

from agentdesk.travel.errors import NotKept

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_decoders: dict[type, msgspec.json.Decoder[Any]] = {}
_making = Lock()


def to_json(value: object) -> str:
    """A dataclass of `travel` as JSON text. Decimals become text, so no digit is lost."""
    return msgspec.json.encode(value).decode()


def from_json(text: str, kind: type[T]) -> T:
    """The value again; NotKept when the text does not hold one of this kind."""
    try:
        found: T = _decoder(kind).decode(text.encode())
    except msgspec.MsgspecError as error:
        raise NotKept(f"a kept {kind.__name__} cannot be read: {error}") from error
    return found


def _decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Made by one thread at a time: msgspec keeps what it learns of a dataclass on the class before it is whole, and a
    second thread that reads it then ends the process.
    """
    found = _decoders.get(kind)
    if found is None:
        with _making:
            found = _decoders.get(kind) or msgspec.json.Decoder(kind)
            _decoders[kind] = found
    return found


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970 of an aware instant; ValueError for a naive one. Exact: no float on the way."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware UTC instant."""
    return _EPOCH + micros * _MICROSECOND
