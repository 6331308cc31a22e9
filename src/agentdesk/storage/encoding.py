"""Values of `travel` as JSON text and back, exact: decimals as text, local times naive, instants in UTC."""

from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec

from agentdesk.travel.errors import NotKept

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_json(value: object) -> str:
    """A dataclass of `travel` as JSON text. Decimals become text, so no digit is lost."""
    return msgspec.json.encode(value).decode()


def from_json(text: str, kind: type[T]) -> T:
    """The value again; NotKept when the text does not hold one of this kind."""
    try:
        return msgspec.json.decode(text.encode(), type=kind)
    except msgspec.MsgspecError as error:
        raise NotKept(f"a kept {kind.__name__} cannot be read: {error}") from error


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970 of an aware instant; ValueError for a naive one. Exact: no float on the way."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware UTC instant."""
    return _EPOCH + micros * _MICROSECOND
