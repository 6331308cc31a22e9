"""What travellers want of the desk: each wish is one journey, named so that the books tell it from all others."""

from random import Random
from typing import Any

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def family(number: int) -> str:
    """A family name for a number; the airline takes letters only."""
    text = ""
    while True:
        number, rest = divmod(number, 26)
        text = _LETTERS[rest] + text
        if not number:
            return f"Soak{text}"


class Wish:
    """One journey of somebody: booked or held, paid for, given up again."""

    def __init__(self, draft: str, name: str, chance: Random) -> None:
        self.draft = draft
        self.family = name
        self.hold = chance.random() < 0.6
        self.adults = 2 if chance.random() < 0.2 else 1
        self.seat, self.bag = chance.random() < 0.4, chance.random() < 0.4
        self.is_prepared = False
        self.order = ""
        self.is_paid = False
        self.is_cancelled = False
        self.tries = 0

    @property
    def goes_on(self) -> bool:
        """Whether something can still be wanted of it; after a few tries its traveller gives up asking."""
        return not self.is_cancelled and self.tries < (7 if self.order else 3)

    def next_step(self, chance: Random) -> str:
        self.tries += 1
        if not self.order:
            return "hold" if self.hold else "book"
        if self.hold and not self.is_paid:
            return "pay" if chance.random() < 0.75 else "cancel"
        return "cancel"

    def heard(self, told: dict[str, Any]) -> None:
        """What the desk has said of it."""
        match told["kind"], told["what"]:
            case "booking", "Booked":
                self.order = told["order"]
            case "PayHold", "Done":
                self.is_paid = True
            case "CancelOrder", "Done":
                self.is_cancelled = True
