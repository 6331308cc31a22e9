"""How far a payment is, as frozen states without any widget; the page shows exactly one of them."""

from dataclasses import dataclass

from agentdesk.travel.booking import Draft, Priced, Refused, Unsure
from agentdesk.travel.flow import is_sold
from agentdesk.ui.words import Explained


@dataclass(frozen=True, slots=True)
class Open:
    """Nothing is under way; `trouble` is what the last try met, if it met any."""

    trouble: Explained | None = None
    search_again: bool = False  # the only way on
    pick_again: bool = False  # seats or bags have to be picked again


@dataclass(frozen=True, slots=True)
class CheckingPrice:
    """Offer, seats and bags are read again; can be stopped."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The price has changed, or the first live sale wants a word; the agent decides."""

    priced: Priced


@dataclass(frozen=True, slots=True)
class Sending:
    """The order has left or is about to; cannot be stopped any more."""

    priced: Priced


@dataclass(frozen=True, slots=True)
class Checking:
    """Nobody knows yet; we look upstream."""

    unsure: Unsure | None  # None while the journal is being read


Paying = Open | CheckingPrice | Asking | Sending | Checking

STEPS = ("Check price and seats", "Write the intention down", "Reserve and pay", "Tickets")


def first_state(draft: Draft) -> Paying:
    """What a page that comes on screen starts from."""
    return Checking(None) if is_sold(draft) else Open()


def may_pay(state: Paying) -> bool:
    return isinstance(state, Open) and not state.search_again


def steps_done(state: Paying) -> int:
    """How many of the STEPS lie behind; the next one is under way."""
    match state:
        case Open() | CheckingPrice():
            return 0
        case Asking():
            return 1
        case Sending() | Checking():
            return 2


def refused(outcome: Refused, explained: Explained) -> Open:
    """Back to where the agent can act; nothing was booked or charged."""
    gone = {
        "offer_no_longer_available",
        "offer_expired",
        "offer_request_already_booked",
        "order_not_created",
        "price_changed",
        "payment_amount_does_not_match_order_amount",
    }
    return Open(
        explained,
        search_again=outcome.code in gone - {"price_changed", "payment_amount_does_not_match_order_amount"},
        pick_again=outcome.code == "ancillary_service_not_available",
    )
