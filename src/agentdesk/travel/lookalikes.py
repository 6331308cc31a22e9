"""Orders that look like what is about to be sold: the same traveller on the same days, or held on the same route."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from agentdesk.travel.journeys import Slice
from agentdesk.travel.order_words import name_words
from agentdesk.travel.orders import Order, OrderPassenger, OrderStatus, status
from agentdesk.travel.passengers import Traveller

_A_DAY = timedelta(days=1)  # local times of two airports may be so far apart


class Likeness(StrEnum):
    """The first that is true of the two."""

    HELD_ROUTE = "held_route"  # a hold that waits for payment, between the same places
    SAME_DAYS = "same_days"


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An order that a traveller of the one to be sold is in already."""

    order: Order
    likeness: Likeness
    who: str


def likeness(travellers: Sequence[Traveller], slices: Sequence[Slice], order: Order, now: datetime) -> Lookalike | None:
    """How a kept order is like what is about to be sold; None when it is not, is cancelled or has flown.

    The same traveller is the same name without accents and case, born the same day; a birthday that the airline did
    not give back tells nobody apart.
    """
    if not slices or not order.slices or status(order, now) is OrderStatus.CANCELLED:
        return None
    if _last_day(order.slices) < now.date() - _A_DAY:
        return None
    same = next((one for one in travellers if any(_is_same(one, other) for other in order.passengers)), None)
    if same is None:
        return None
    if order.payment.awaiting_payment and _routes(slices) & _routes(order.slices):
        return Lookalike(order, Likeness.HELD_ROUTE, same.full_name)
    if _first_day(slices) <= _last_day(order.slices) and _first_day(order.slices) <= _last_day(slices):
        return Lookalike(order, Likeness.SAME_DAYS, same.full_name)
    return None


def _is_same(one: Traveller, other: OrderPassenger) -> bool:
    if other.born and other.born != one.born.isoformat():
        return False
    return name_words(one.full_name) == name_words(other.full_name)


def _routes(slices: Sequence[Slice]) -> set[tuple[str, str]]:
    return {(one.origin.iata, one.destination.iata) for one in slices if one.origin.iata}


def _first_day(slices: Sequence[Slice]) -> date:
    return min(one.departs for one in slices).date()


def _last_day(slices: Sequence[Slice]) -> date:
    return max(one.arrives for one in slices).date()
