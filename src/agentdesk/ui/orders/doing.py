"""How far something that is done to an order is, as frozen states without any widget; the page shows exactly one."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import assert_never

from agentdesk.travel.actions import Action
from agentdesk.travel.deeds import AcceptChange, CancelOrder, Deed, DeedDone, DeedUnsure, PayHold
from agentdesk.travel.orders import Order
from agentdesk.ui.words import Explained


class WayOn(Enum):
    """What the button beside a trouble does."""

    NONE = auto()
    PAY = auto()  # read the total again
    QUOTE = auto()  # ask anew what comes back
    LOOK = auto()  # read the order again
    ASK = auto()  # a text for who can do it


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the last try met, and the way on. `kind` is the banner's."""

    said: Explained
    way_on: WayOn = WayOn.NONE
    kind: str = "bad"
    about: Action | None = None


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is under way; `trouble` is what the last try met."""

    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Looking:
    """Something is read before the agent is asked; can be stopped."""

    words: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """A sheet wants an answer."""


@dataclass(frozen=True, slots=True)
class Doing:
    """It has left or is about to; cannot be stopped any more."""

    deed: Deed
    since: datetime


@dataclass(frozen=True, slots=True)
class Checking:
    """Nobody knows yet; it is looked for upstream."""

    unsure: DeedUnsure


@dataclass(frozen=True, slots=True)
class Proved:
    """It was done; the proof stays until the agent goes on."""

    done: DeedDone


Standing = Idle | Looking | Asking | Doing | Checking | Proved


def is_busy(state: Standing) -> bool:
    """Whether nothing new may be begun."""
    return isinstance(state, Looking | Asking | Doing | Checking)


def is_ahead_of(state: Standing, order: Order) -> bool:
    """Whether it was done and the order, as it was read last, does not show it yet: nothing may be begun upon that."""
    if not isinstance(state, Proved):
        return False
    deed = state.done.sent.deed
    match deed:
        case PayHold():
            return order.payment.awaiting_payment
        case CancelOrder():
            return order.cancelled_at is None
        case AcceptChange():
            return any(one.id == deed.change_id for one in order.open_changes)
        case _:
            assert_never(deed)


def may_stop(state: Standing) -> bool:
    return isinstance(state, Looking)
