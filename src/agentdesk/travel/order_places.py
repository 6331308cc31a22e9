"""Where an order stands in the list: which views have it, and what it is sorted by. Storage is held against this."""

from datetime import UTC, datetime, timedelta

from agentdesk.travel.deadlines import TICKETS_TAKE, WORTH_A_WARNING, deadlines_of, departure
from agentdesk.travel.order_views import FRESH, LAST_DAY, SOON, OrderRow, OrderSpot, Sort, View
from agentdesk.travel.order_words import in_latin
from agentdesk.travel.orders import Order, OrderPassenger, OrderStatus, TicketKind, status

UNPAID = (OrderStatus.HELD, OrderStatus.OVERDUE)
_FAR = datetime.max.replace(tzinfo=UTC)


def leaves_at(order: Order) -> datetime | None:
    """When the first flight leaves; by its local clock taken for UTC where the zone is not known. None without one."""
    return _leaving(order, 0)


def last_leaves_at(order: Order) -> datetime | None:
    """The same of the last slice: from then on nothing of the trip can be answered or ticketed any more."""
    return _leaving(order, -1)


def _leaving(order: Order, which: int) -> datetime | None:
    slices = [one for one in order.slices if one.segments]
    if not slices:
        return None
    return departure(slices[which]) or slices[which].departs.replace(tzinfo=UTC)


def tickets_due_at(order: Order) -> datetime:
    """By when tickets that have been paid for should be there (a rule of thumb)."""
    return (order.payment.paid_at or order.created_at) + TICKETS_TAKE


def in_view(order: Order, view: View, now: datetime) -> bool:
    """Whether the view has the order at `now` (upstream time)."""
    state = status(order, now)
    match view:
        case View.ALL:
            return True
        case View.CANCELLED:
            return state is OrderStatus.CANCELLED
        case View.HELD:
            return state in UNPAID
        case View.AWAITING_TICKETS:
            return state is OrderStatus.AWAITING_TICKETS and _is_coming(leaves_at(order), now)
        case View.DEPARTING_SOON:
            leaves, gone = leaves_at(order), state in (OrderStatus.CANCELLED, OrderStatus.LAPSED)
            return not gone and leaves is not None and now < leaves <= now + SOON
        case View.AIRLINE_CHANGES:
            return _has_open_changes(order, state, now)
        case View.ATTENTION:
            return _has_open_changes(order, state, now) or _presses(order, state, now)


def _is_coming(leaves: datetime | None, now: datetime) -> bool:
    return leaves is not None and leaves > now


def _has_open_changes(order: Order, state: OrderStatus, now: datetime) -> bool:
    return (
        order.open_airline_changes > 0 and state is not OrderStatus.CANCELLED and _is_coming(last_leaves_at(order), now)
    )


def _presses(order: Order, state: OrderStatus, now: datetime) -> bool:
    """Whether a deadline is near, or has passed within the last week."""
    pay_by = order.payment.pay_by
    match state:
        case OrderStatus.HELD | OrderStatus.OVERDUE | OrderStatus.LAPSED:
            return pay_by is not None and now - FRESH <= pay_by < now + LAST_DAY
        case OrderStatus.AWAITING_TICKETS:
            return _is_coming(leaves_at(order), now) and timedelta(0) <= now - tickets_due_at(order) <= FRESH
        case _:
            return False


def place(order: Order, sort: Sort, now: datetime) -> tuple[object, ...]:
    """What the order is sorted by; orders alike are sorted by their spots, those past or cancelled from the highest."""
    match sort:
        case Sort.NEXT:
            return _next(order, now)
        case Sort.REFERENCE:
            return (order.reference,)
        case Sort.PASSENGER:
            return (lead_key(order),)
        case Sort.DEPARTURE:
            return (leaves_at(order) or _FAR,)
        case Sort.TOTAL:
            return (order.total.currency, order.total.minor_units)
        case Sort.CREATED:
            return ()


PAST = 3
"""The last group of `Sort.NEXT`, which begins with the newest."""


def _next(order: Order, now: datetime) -> tuple[int, datetime]:
    state, leaves = status(order, now), leaves_at(order)
    if state in UNPAID:
        return 0, next_at(order, now) or order.payment.pay_by or _FAR
    if state in (OrderStatus.CANCELLED, OrderStatus.LAPSED) or leaves is None or leaves <= now:
        return PAST, _FAR
    return (1, _FAR) if state is OrderStatus.AWAITING_TICKETS else (2, leaves)


def next_at(order: Order, now: datetime) -> datetime | None:
    """The nearest deadline to come that costs money when it is missed."""
    found = [one.at for one in deadlines_of(order, now) if one.kind in WORTH_A_WARNING and one.at > now]
    return min(found, default=None)


def lead(order: Order) -> str:
    """ "Surname, Given" of the first passenger; "" without one."""
    return _listed_name(order.passengers[0]) if order.passengers else ""


def lead_key(order: Order) -> str:
    """The same for sorting: Ø beside O, whatever the script."""
    return in_latin(lead(order))


def _listed_name(passenger: OrderPassenger) -> str:
    return ", ".join(part for part in (passenger.family_name, passenger.given_name) if part)


def ticketed_passengers(order: Order) -> int:
    """How many have an electronic ticket; in old answers, which do not say whose it is, as many as there are."""
    tickets = [one for one in order.tickets if one.kind is TicketKind.TICKET]
    if any(not one.passenger_ids for one in tickets):
        return min(len(tickets), len(order.passengers))
    holders = {passenger_id for one in tickets for passenger_id in one.passenger_ids}
    return sum(one.id in holders for one in order.passengers)


def row_of(
    order: Order, spot: OrderSpot, now: datetime, seen_at: datetime, *, own_reference: str = "", agent: str = ""
) -> OrderRow:
    """What the list shows of an order."""
    slices = [one for one in order.slices if one.segments]
    return OrderRow(
        spot=spot,
        order_id=order.id,
        reference=order.reference,
        airline=order.owner.iata,
        lead=lead(order),
        others=max(len(order.passengers) - 1, 0),
        origin=order.slices[0].origin.iata if order.slices else "",
        destination=order.slices[0].destination.iata if order.slices else "",
        departs=slices[0].departs if slices else None,
        departs_at=departure(slices[0]) if slices else None,
        status=status(order, now),
        total=order.total,
        created_at=order.created_at,
        seen_at=seen_at,
        pay_by=order.payment.pay_by,
        next_at=next_at(order, now),
        tickets=ticketed_passengers(order),
        passengers=len(order.passengers),
        airline_changes=order.open_airline_changes,
        own_reference=own_reference,
        agent=agent,
    )
