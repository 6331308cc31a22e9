"""What is done to an order after the sale, written down before it leaves and settled after, like a booking.

The same rule as for a booking (API.md 8, end): sent once, never again by itself; what is not known is looked for.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from agentdesk.travel.booking import Doubt
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.money import Money


@dataclass(frozen=True, slots=True)
class PayHold:
    """Pay a held order from the balance: exactly `amount`, its total when read again just before."""

    order_id: str
    amount: Money


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """Confirm a quote that the agent has seen; `paid` is what the order had cost."""

    order_id: str
    quote: Cancellation
    paid: Money


@dataclass(frozen=True, slots=True)
class AcceptChange:
    """Accept what the airline has changed."""

    order_id: str
    change_id: str


Deed = PayHold | CancelOrder | AcceptChange


@dataclass(frozen=True, slots=True)
class DeedSent:
    """On disk before the request leaves. `attempt` is our own id, `agent` who does it."""

    deed: Deed
    attempt: str
    at: datetime
    agent: str = ""


@dataclass(frozen=True, slots=True)
class DeedDone:
    """The upstream said so, or it was found there. `proof` is the payment's, cancellation's or change's id.

    `cancellation` is the confirmed one of a `CancelOrder`. `amount` is what was paid, None where nothing was.
    """

    sent: DeedSent
    at: datetime
    proof: str = ""
    request_id: str = ""
    cancellation: Cancellation | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class DeedRefused:
    """The upstream said no in words that prove that nothing happened."""

    sent: DeedSent
    code: str
    message: str
    request_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeedUnsure:
    """Nobody knows yet; it is looked for upstream and never sent again."""

    sent: DeedSent
    why: str
    request_id: str
    since: datetime
    doubt: Doubt = Doubt.NO_ANSWER


@dataclass(frozen=True, slots=True)
class DeedStruckOut:
    """It never left this machine; the line stays, crossed out."""

    sent: DeedSent
    at: datetime


DeedOutcome = DeedDone | DeedRefused | DeedUnsure
DeedLine = DeedSent | DeedDone | DeedRefused | DeedUnsure | DeedStruckOut


def sent_of_deed(line: DeedLine) -> DeedSent:
    """What was written down before anything left."""
    return line if isinstance(line, DeedSent) else line.sent


def is_deed_open(line: DeedLine) -> bool:
    """Whether somebody must still look upstream for what became of it."""
    match line:
        case DeedSent() | DeedUnsure():
            return True
        case DeedDone() | DeedRefused() | DeedStruckOut():
            return False
        case _:
            assert_never(line)
