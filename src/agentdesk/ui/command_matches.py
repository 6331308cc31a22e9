"""How typed words find a command or an order: every word counts, its beginning most, a slip of letters least."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

_WHOLE, _BEGINS, _INSIDE, _LETTERS = 0, 1, 3, 6
_FEWEST_FOR_LETTERS = 3  # letters; fewer are found in order in nearly every text


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the command list: what it says and what Enter does. `keys` does the same without the list.

    `completes` is put behind what is typed instead; a line with neither a deed nor that is only read.
    """

    kind: str  # heading, echo, wrong, extend, entry, order, action, nothing
    strong: str
    text: str = ""
    icon: str = ""
    keys: str = ""
    role: str = ""
    deed: Callable[[], None] | None = None
    completes: str = ""
    refills: str = ""

    @property
    def can_run(self) -> bool:
        return self.deed is not None or bool(self.completes or self.refills)

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.strong, self.text, self.keys) if part)


def score(typed: str, text: str) -> int | None:
    """How far a text is from what was typed, smaller is nearer; None when a word is not in it at all."""
    words = [word for word in re.split(r"[^\w]+", text.casefold()) if word]
    total = 0
    for part in typed.casefold().split():
        best = min((one for one in (_word_score(part, word) for word in words) if one is not None), default=None)
        if best is None and part in "".join(words):
            best = _INSIDE
        if best is None and len(part) >= _FEWEST_FOR_LETTERS and _in_order(part, "".join(words)):
            best = _LETTERS
        if best is None:
            return None
        total += best
    return total


def ranked(typed: str, things: Iterable[T], said: Callable[[T], str]) -> list[T]:
    """Those that fit, nearest first; equally near ones in their own order."""
    found = [(near, thing) for thing in things if (near := score(typed, said(thing))) is not None]
    return [thing for _, thing in sorted(found, key=lambda one: one[0])]


def _word_score(part: str, word: str) -> int | None:
    if part == word:
        return _WHOLE
    if word.startswith(part):
        return _BEGINS
    return _INSIDE if len(part) > 1 and part in word else None


def _in_order(part: str, text: str) -> bool:
    """Whether the letters come in this order, others between them."""
    rest = iter(text)
    return all(letter in rest for letter in part)
