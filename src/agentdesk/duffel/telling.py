"""Walks an answer of the upstream down to every leaf, so that fields nobody has met are told too."""

import json
from collections.abc import Iterator

from agentdesk.travel.errors import Unreadable
from agentdesk.travel.told import Empty, Leaf, Value

MOST = 20_000
"""Leaves that are kept. An offer with 380 services (API.md 5.2) has some 5,000."""
DEEPEST = 24
LONGEST = 4_000
"""Characters of one text that are kept."""
_LARGEST = 8 * 1024 * 1024  # bytes; an offer with 155 services has 100,000


def leaves(raw: bytes) -> tuple[tuple[Leaf, ...], int]:
    """Every leaf of a JSON object in the order it came, and how many were left out. Unreadable when it is none."""
    if len(raw) > _LARGEST:
        raise Unreadable("the offer is too large to be told")
    try:
        found = json.loads(raw, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as exc:
        raise Unreadable("the offer is no JSON") from exc
    kept: list[Leaf] = []
    left_out = 0
    for leaf in _walk(found):
        if leaf is None or len(kept) >= MOST:
            left_out += 1
        else:
            kept.append(leaf)
    return tuple(kept), left_out


def _walk(root: object) -> Iterator[Leaf | None]:
    """Depth first without recursion; None for what lies too deep."""
    waiting: list[tuple[tuple[str, ...], object]] = [((), root)]
    while waiting:
        path, value = waiting.pop()
        inside = _inside(value)
        if inside is None:
            yield Leaf(path, _bounded(value))
        elif not inside:
            yield Leaf(path, Empty.NOTHING)
        elif len(path) >= DEEPEST:
            yield None
        else:
            waiting.extend(((*path, _bounded_text(name, 200)), one) for name, one in reversed(inside))


def _inside(value: object) -> list[tuple[str, object]] | None:
    """What a list or an object holds, by name or place; None for a leaf."""
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list):
        return [(str(place), one) for place, one in enumerate(value)]
    return None


def _bounded(value: object) -> Value:
    if value is None or isinstance(value, bool):
        return value
    return _bounded_text(str(value), LONGEST)


def _bounded_text(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}… ({len(text) - most} more characters)"
