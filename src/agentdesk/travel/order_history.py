"""What happened to an order, told by the difference between two answers. Pure."""

from collections.abc import Iterator
from datetime import datetime

from agentdesk.travel.booking import Way
from agentdesk.travel.money import Money
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.travel.orders import Order, OrderStatus, status
from agentdesk.travel.paying import flights_differ

_Fact = tuple[EventKind, str]


def events_between(old: Order | None, new: Order, at: datetime, request_id: str = "") -> tuple[OrderEvent, ...]:
    """What `new`, read at `at` (upstream time), tells that `old` did not. Without `old` the order was found."""
    facts = [(EventKind.FOUND, "")] if old is None else list(_facts(old, new, at))
    return tuple(OrderEvent(new.id, at, kind, detail=detail, request_id=request_id) for kind, detail in facts)


def sale_events(order: Order, way: Way, at: datetime, agent: str, request_id: str = "") -> tuple[OrderEvent, ...]:
    """Of an order that was sold here: how, by whom, and the documents that came with the answer."""
    kind = EventKind.HELD if way is Way.HOLD else EventKind.BOOKED
    sold = OrderEvent(order.id, order.created_at, kind, agent, _amount(order.total), request_id)
    came = (OrderEvent(order.id, at, EventKind.TICKETED, "", one.number, request_id) for one in order.tickets)
    return (sold, *came)


def _facts(old: Order, new: Order, at: datetime) -> Iterator[_Fact]:
    if old.payment.awaiting_payment and new.payment.awaiting_payment:
        yield from _moved(old, new)
    if is_paid(new) and not is_paid(old):
        yield EventKind.PAID_UPSTREAM, ""
    if _has_lapsed(new, at) and not _has_lapsed(old, at):
        yield EventKind.LAPSED, ""
    known = {one.number for one in old.tickets}
    for number in dict.fromkeys(one.number for one in new.tickets):
        if number not in known:
            yield EventKind.TICKETED, number
    yield from _airline_changes(old, new)
    if flights_differ(old, new) and not _brings_new_change(old, new):
        yield EventKind.FLIGHTS_MOVED, ""
    if new.cancelled_at is not None and old.cancelled_at is None:
        yield EventKind.CANCELLED_UPSTREAM, ""
    elif set(new.available_actions) != set(old.available_actions):
        yield EventKind.ACTIONS_CHANGED, ",".join(new.available_actions)


def _moved(old: Order, new: Order) -> Iterator[_Fact]:
    """Of a hold before it is paid: its price, until when that is kept, and until when it must be paid."""
    if old.total != new.total:
        yield EventKind.PRICE_MOVED, f"{_amount(old.total)} {_amount(new.total)}"
    if old.payment.price_held_until != new.payment.price_held_until:
        yield EventKind.GUARANTEE_MOVED, _moment(new.payment.price_held_until)
    if old.payment.pay_by != new.payment.pay_by:
        yield EventKind.DEADLINE_MOVED, _moment(new.payment.pay_by)


def is_paid(order: Order) -> bool:
    """Whether the answer itself says so; one that says neither that nor the contrary does not (API.md 7.5)."""
    payment = order.payment
    if payment.awaiting_payment:
        return False
    was_hold = order.kind == "hold" or payment.pay_by is not None
    return not was_hold or payment.paid_at is not None or bool(order.tickets)


def _has_lapsed(order: Order, at: datetime) -> bool:
    return status(order, at) is OrderStatus.LAPSED


def _airline_changes(old: Order, new: Order) -> Iterator[_Fact]:
    before = {one.id: one for one in old.airline_changes}
    for change in new.airline_changes:
        known = before.get(change.id)
        if known is None:
            yield EventKind.AIRLINE_CHANGED, change.id
        if not change.is_open and (known is None or known.is_open):
            yield EventKind.AIRLINE_CHANGE_ANSWERED, change.answered.value


def _brings_new_change(old: Order, new: Order) -> bool:
    """A change of the airline tells itself that the flights have moved."""
    known = {one.id for one in old.airline_changes}
    return any(one.id not in known for one in new.airline_changes)


def _amount(money: Money) -> str:
    return f"{money.text} {money.currency}"


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()
