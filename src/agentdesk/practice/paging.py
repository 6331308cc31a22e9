"""Lists in pages: limits, and cursors that nobody should read."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from agentdesk.practice.door import Call
from agentdesk.practice.refusals import refuse
from agentdesk.practice.shapes import Json

_T = TypeVar("_T")
_LIMIT, _MOST = 50, 200
_CURSOR_BYTES = 240


def page(call: Call, items: Sequence[_T], id_of: Callable[[_T], str]) -> tuple[Sequence[_T], Json]:
    """The page asked for with `limit`, `after` and `before`, and its `meta`."""
    limit = _limit(call.asked("limit"))
    after, before = call.asked("after"), call.asked("before")
    if after is not None and before is not None:
        raise refuse("invalid_field_sets", "Only one of 'after' and 'before' can be given.", "/after")
    start = 0
    if after is not None:
        start = _place(items, _read(after), id_of) + 1
    elif before is not None:
        start = max(0, _place(items, _read(before), id_of) - limit)
    shown = items[start : start + limit]
    return shown, {
        "limit": limit,
        "before": _cursor(id_of(shown[0])) if shown and start > 0 else None,
        "after": _cursor(id_of(shown[-1])) if start + limit < len(items) else None,
    }


def _limit(asked: str | None) -> int:
    if asked is None:
        return _LIMIT
    if not asked.isdigit() or not 1 <= int(asked) <= _MOST:
        raise refuse("validation_inclusion", f"Field 'limit' must be between 1 and {_MOST}", "/limit")
    return int(asked)


def _cursor(key: str) -> str:
    filling = hashlib.shake_256(key.encode()).digest(_CURSOR_BYTES - len(key))
    return base64.urlsafe_b64encode(bytes([len(key)]) + key.encode() + filling).decode()


def _read(cursor: str) -> str:
    try:
        raw = base64.urlsafe_b64decode(cursor)
        key = raw[1 : 1 + raw[0]].decode()
    except (ValueError, IndexError) as error:
        raise refuse("bad_request", "The cursor is not one of ours.") from error
    if _cursor(key) != cursor:
        raise refuse("bad_request", "The cursor is not one of ours.")
    return key


def _place(items: Sequence[_T], key: str, id_of: Callable[[_T], str]) -> int:
    for place, item in enumerate(items):
        if id_of(item) == key:
            return place
    raise refuse("bad_request", "The cursor belongs to another list.")
