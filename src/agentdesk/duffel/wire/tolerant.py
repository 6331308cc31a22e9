"""The building blocks of the wire models: unknown keys are ignored, null and odd types do no harm.

Prices are never softened here: they stay as they came and are judged by `reading.money`.
"""

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidatorFunctionWrapHandler, WrapValidator


class Wire(BaseModel):
    """Part of an answer. Only what we use is named; the upstream may add anything (API.md 1.9)."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


LONGEST = 10_000  # letters of a text; what is longer is cut, since no window and no paper could show it
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, and what turns the direction of the text behind it: a name with one can rewrite the line it stands in."""


def plain(text: str) -> str:
    """A text as it may be shown: of bounded length, without what steers a terminal or turns the text around it."""
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    return text if text.isprintable() else _STEERING.sub("", text)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [plain(one) for one in _list(value) if isinstance(one, str)]


def _texts_by_key(value: Any) -> dict[str, str]:
    return {plain(key): _text(one) for key, one in value.items()} if isinstance(value, dict) else {}


def _or_none(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    if not isinstance(value, dict):
        return None
    try:
        return validate(value)
    except ValueError:
        return None


def _list_or_none(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    try:
        return validate(_list(value))
    except ValueError:
        return None


Text = Annotated[str, BeforeValidator(_text)]
"""A text; "" for null and for what is no text."""

Flag = Annotated[bool | None, BeforeValidator(_flag)]
"""True, false, or None for everything else."""

Number = Annotated[int | None, BeforeValidator(_number)]
"""A whole number, or None."""

Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
"""The texts of a list; () for null."""

TextsByKey = Annotated[dict[str, str], BeforeValidator(_texts_by_key)]
"""An object of texts; {} for null."""

AsList = BeforeValidator(_list)
"""Put on a tuple of models: null counts as an empty list."""

OrNone = WrapValidator(_or_none)
"""Put on an optional model: what cannot be read counts as not said."""

ListOrNone = WrapValidator(_list_or_none)
"""Put on an optional tuple of models: null counts as an empty list, None when one of them cannot be read."""
