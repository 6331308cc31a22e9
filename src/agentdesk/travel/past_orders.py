"""Whether an order's time is over, so that it may be erased; and since when. Pure."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from agentdesk.travel.journeys import Flight, Slice, instant
from agentdesk.travel.orders import Order, OrderStatus, status

MONTHS = (0, 12, 24, 36, 84, 120)
"""How long orders may be kept after the last flight; 0 is for ever."""
REFUNDS_TAKE = timedelta(days=30)
"""A cancelled order is still needed for so long: what comes back may be on its way."""
BEFORE_LEAVING = timedelta(days=3)
"""Flights are moved until they leave: an order last seen longer before than this may not have flown yet."""
NEWS_TAKES = timedelta(days=30)
"""After so long it has flown, whenever it was seen."""
_UNTIMED = timedelta(days=365)  # of an order without flights: airlines sell no more than a year ahead
_WESTMOST = timedelta(hours=12)  # where a zone is not known: no clock is further behind UTC


class Why(StrEnum):
    """Why an order is still needed, or a booking that nobody knows the outcome of."""

    FLIES = "flies"
    UNSEEN = "unseen"
    TO_PAY = "to_pay"
    VOIDABLE = "voidable"
    REFUND = "refund"
    OPEN = "open"  # something was sent and nobody knows what became of it
    UNREADABLE = "unreadable"  # kept by another version, or damaged: nobody can tell


@dataclass(frozen=True, slots=True)
class Reason:
    """`until` is None where nobody can tell."""

    why: Why
    until: datetime | None = None


def still_needed(order: Order, seen_at: datetime, now: datetime) -> Reason | None:
    """Why the order must stay at `now` (upstream time), by what was seen of it; None when its time is over.

    A change of the airline can be answered until the flights have left, so it needs no reason of its own. A hold that
    has lapsed is needed for nothing; a cancelled order until what comes back is there or its flights would be over.
    """
    lands = ends_at(order)
    match status(order, now):
        case OrderStatus.LAPSED:
            return None
        case OrderStatus.CANCELLED:
            assert order.cancelled_at is not None
            until = min(order.cancelled_at + REFUNDS_TAKE, lands)
            return Reason(Why.REFUND, until) if now < until else None
        case OrderStatus.HELD if now < max(order.payment.pay_by or lands, lands):
            return Reason(Why.TO_PAY, max(order.payment.pay_by or lands, lands))
        case _:
            pass
    if now < lands:
        return Reason(Why.FLIES, lands)
    if order.void_until is not None and now < order.void_until:
        return Reason(Why.VOIDABLE, order.void_until)
    if seen_at < _last_leaves(order) - BEFORE_LEAVING and now < lands + NEWS_TAKES:
        return Reason(Why.UNSEEN, lands + NEWS_TAKES)
    return None


def ends_at(order: Order) -> datetime:
    """When the last flight lands."""
    return landing(order.slices) or order.created_at + _UNTIMED


def landing(slices: Iterable[Slice]) -> datetime | None:
    """When the last of all flights lands, rather too late than too early; None without flights."""
    return max((_lands(flight) for part in slices for flight in part.flights), default=None)


def _last_leaves(order: Order) -> datetime:
    leaving = (_leaves(flight) for part in order.slices for flight in part.flights)
    return max(leaving, default=order.created_at)


def _leaves(flight: Flight) -> datetime:
    known = instant(flight.departs, flight.origin.time_zone)
    return known if known is not None else flight.departs.replace(tzinfo=UTC)


def _lands(flight: Flight) -> datetime:
    known = instant(flight.arrives, flight.destination.time_zone)
    return known if known is not None else flight.arrives.replace(tzinfo=UTC) + _WESTMOST


def months_before(now: datetime, months: int) -> datetime:
    """The same day and time so many months earlier, or the last day of that month."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))
