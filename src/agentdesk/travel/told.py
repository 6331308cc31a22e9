"""All that an airline said of one offer: every leaf of its answer, whether we know the field or not."""

from dataclasses import dataclass
from enum import Enum

from agentdesk.travel.offers import Offer


class Empty(Enum):
    """What a list or an object without anything in it says."""

    NOTHING = "nothing"


Value = str | bool | Empty | None
"""A text, a number as the text it came as, yes or no, an empty list, or explicitly nothing."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value and the names and places (counted from "0") that lead to it from the offer."""

    path: tuple[str, ...]
    value: Value


@dataclass(frozen=True, slots=True)
class Told:
    """An offer read on its own, and everything that was said with it, in the order it came.

    `left_out` counts values that were too many or too deep to be kept; 0 for any answer an airline really gives.
    """

    offer: Offer
    leaves: tuple[Leaf, ...] = ()
    left_out: int = 0
