"""What comes next for an order: deadlines, the airline's change, check-in, passports, nearest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.deadlines import CHECK_IN_OPENS, Deadline, DeadlineKind, deadlines_of, departure
from agentdesk.travel.journeys import last_departure
from agentdesk.travel.orders import Order, OrderStatus, status
from agentdesk.ui import words
from agentdesk.ui.book.payment_words import both

_SIX_MONTHS = 183  # days: many countries want a passport to hold so long after the trip


@dataclass(frozen=True, slots=True)
class Coming:
    """`until` counts down where it is something to be missed; `text` says when, in words."""

    icon: str
    role: str
    strong: str
    text: str
    until: datetime | None = None


def coming(record: OrderRecord, now: datetime) -> tuple[Coming, ...]:
    """All that is still to come or to be done; never empty."""
    order, what = record.order, status(record.order, now)
    if what is OrderStatus.CANCELLED:
        at = order.cancelled_at
        return (Coming("ban", "text2", "Cancelled", words.moment(at) if at is not None else "Nothing is to be done"),)
    if what is OrderStatus.LAPSED:
        by = order.payment.pay_by
        return (Coming("alarm-clock-off", "bad", "Hold expired", f"Unpaid at {words.moment(by)}" if by else "Unpaid"),)
    found = list(_to_answer(order))
    if what is OrderStatus.OVERDUE:
        found.append(Coming("alarm-clock-off", "bad", "Payment overdue", "The airline may let the seats go any moment"))
    for deadline in _first_of_each(deadlines_of(order, now), now):
        if (said := _deadline(deadline, order, now)) is not None:
            found.append(said)
    found.extend(_passports(record))
    return tuple(found) or (Coming("check", "good", "Nothing to do", "All flights have left"),)


def _to_answer(order: Order) -> Iterator[Coming]:
    changes = len(order.open_changes) or order.open_airline_changes
    if changes:
        many = "" if changes == 1 else f", {changes} times"
        yield Coming("calendar-clock", "warn", "Answer the airline", f"{order.owner.name} changed the flights{many}")


def _first_of_each(deadlines: Sequence[Deadline], now: datetime) -> list[Deadline]:
    """Of check-in and departure only the next ones; the departure before its check-in, as one asks for it."""
    found: dict[DeadlineKind, Deadline] = {}
    for one in deadlines:
        if one.at > now or one.kind is DeadlineKind.TICKETS:
            found.setdefault(one.kind, one)
    return sorted(found.values(), key=lambda one: (one.kind is DeadlineKind.CHECK_IN, one.at))


def _deadline(one: Deadline, order: Order, now: datetime) -> Coming | None:
    """None for what has passed and for what is said in another way."""
    if one.at <= now:
        is_late = one.kind is DeadlineKind.TICKETS
        return Coming("ticket", "warn", "Tickets overdue", "Ask for them with the order's id") if is_late else None
    when = both(one.at, order.slices)
    match one.kind:
        case DeadlineKind.PAY:
            return Coming("alarm-clock", "warn", "Pay by", when, one.at)
        case DeadlineKind.PRICE:
            return Coming("lock", "text2", "Price kept until", when, one.at)
        case DeadlineKind.VOID:
            return Coming("undo-2", "text2", "Cancel with all back until", when, one.at)
        case DeadlineKind.TICKETS:
            return Coming("ticket", "text2", "Tickets, at the latest", f"usually by {words.moment(one.at)}")
        case DeadlineKind.CHECK_IN | DeadlineKind.DEPARTURE:
            departs = _departs(one, order)
            if departs is None:
                return None
            if one.kind is DeadlineKind.CHECK_IN:
                opens = _by_the_airport(departs - CHECK_IN_OPENS, one, now)
                return Coming("log-in", "text2", "Check-in usually opens", opens)
            ahead = words.days_ahead((departs.date() - now.astimezone().date()).days)
            return Coming("calendar-clock", "text2", f"Departs {ahead}", _by_the_airport(departs, one, now))
        case _:
            return None


def _departs(one: Deadline, order: Order) -> datetime | None:
    """The local departure that a deadline is about."""
    lead = CHECK_IN_OPENS if one.kind is DeadlineKind.CHECK_IN else timedelta(0)
    return next((part.departs for part in order.slices if departure(part) == one.at + lead), None)


def _by_the_airport(local: datetime, one: Deadline, now: datetime) -> str:
    """'Mon 8 Feb 09:30, Frankfurt': by the clock of the airport that one leaves from."""
    where = f", {one.airport.city or one.airport.iata}" if one.airport is not None else ""
    return f"{words.day(local.date(), now.date())} {words.clock(local)}{where}"


def _passports(record: OrderRecord) -> Iterator[Coming]:
    """Only what we sent with the booking; the upstream does not echo documents."""
    sent = record.sent
    if sent is None or not record.order.slices:
        return
    last, several = last_departure(record.order.slices), len(sent.priced.travellers) > 1
    for one in sent.priced.travellers:
        if one.document is None or one.document.expires is None:
            continue
        whose = f" of {one.given_name}" if several else ""
        soon = (one.document.expires - last).days < _SIX_MONTHS
        strong = f"Passport{whose}{' ends soon after' if soon else ''}"
        role = "warn" if soon else "text2"
        yield Coming("badge-check", role, strong, f"valid to {words.full_date(one.document.expires)}")
