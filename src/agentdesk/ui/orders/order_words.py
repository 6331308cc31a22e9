"""What a row of the list of orders says: texts, badge, mark and one spoken sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from agentdesk.travel.booking import Sent
from agentdesk.travel.deeds import AcceptChange, CancelOrder, Deed, DeedSent, PayHold
from agentdesk.travel.money import Money
from agentdesk.travel.order_views import OrderRow
from agentdesk.travel.orders import OrderStatus
from agentdesk.ui import words
from agentdesk.ui.widgets.deadline import Urgency, urgency

_STATES: Mapping[OrderStatus, tuple[str, str, str]] = {
    **words.STATUS,
    OrderStatus.TICKETED: ("Ticketed", "check", "good"),
    OrderStatus.AWAITING_TICKETS: ("Awaiting tickets", "loader-circle", "accentText"),
}
_CHANGED = ("Airline changed", "calendar-clock", "bad")
_SETTLED = ("Settled", "check", "good")
_CHECKED = ("Being checked", "radar", "warn")
_MARKS = {"warn": "warn", "bad": "bad", "onBad": "bad"}
_UNPAID = (OrderStatus.HELD, OrderStatus.OVERDUE)
_DAY = timedelta(days=1)
_FAR = timedelta(days=335)
_DEEDS: Mapping[type[Deed], str] = {PayHold: "Paying", CancelOrder: "Cancelling", AcceptChange: "Accepting"}


@dataclass(frozen=True, slots=True)
class Checking:
    """A row above all others: nobody knows yet what became of it.

    `sent` is a booking that has no order yet, else `deed` was done to the order of `row`; `asked` is how often we have
    looked since the program began.
    """

    attempt: str
    sent: Sent | None = None
    deed: DeedSent | None = None
    row: OrderRow | None = None
    asked: int = 0
    settled: bool = False  # in the meantime; the row stays until the list is made anew

    @property
    def order_id(self) -> str:
        """Empty while there is no order."""
        return self.deed.deed.order_id if self.deed is not None else ""

    @property
    def total(self) -> Money | None:
        """What the booking or the order costs."""
        if self.row is not None:
            return self.row.total
        return self.sent.priced.total if self.sent is not None else None


@dataclass(frozen=True, slots=True)
class RowWords:
    """One row. `left` is None where nothing has to be done by a time; `mark` is a colour role, or ""."""

    reference: str
    airline: str
    lead: str
    others: str
    route: str
    leaves: str
    badge: tuple[str, str, str]
    next: str
    next_short: str
    left: Urgency | None
    total: str
    sold: str
    own_reference: str
    mark: str = ""
    settles: bool = False

    @property
    def spoken(self) -> str:
        """One sentence."""
        more = f" and {self.others.strip(' +')} more" if self.others else ""
        parts = [
            self.reference,
            self.airline,
            f"{self.lead}{more}",
            self.route.replace(" – ", " to "),
            f"leaves {self.leaves}" if self.leaves else "",
            self.badge[0],
            self.next,
            f"{self.left.words} left" if self.left is not None and not self.left.filled else "",
            self.total,
            self.own_reference,
        ]
        return ", ".join(one for one in parts if one)


def row_words(row: OrderRow, now: datetime) -> RowWords:
    """What is shown of an order at `now` by the upstream's clock."""
    left = _time_left(row, now)
    said, short = _next(row, now)
    return RowWords(
        reference=row.reference,
        airline=row.airline,
        lead=row.lead,
        others=f" +{row.others}" if row.others else "",
        route=f"{row.origin} – {row.destination}" if row.origin else "",
        leaves=_leaves(row.departs, now),
        badge=state_of(row),
        next=said,
        next_short=short,
        left=left,
        total=words.money(row.total),
        sold=_sold(row),
        own_reference=row.own_reference,
        mark=_MARKS.get(left.role, "") if left is not None else "",
    )


def checking_words(one: Checking, now: datetime) -> RowWords:
    """What is shown while we ask the airline what became of it."""
    asked = "Asking now" if not one.asked else "Asked once" if one.asked == 1 else f"Asked {one.asked} times"
    settling = None if one.settled else Urgency("settling", "accentText", "")
    badge = _SETTLED if one.settled else _CHECKED
    asked = "Look at what became of it" if one.settled else asked
    if one.deed is not None and one.row is not None:
        what = asked if one.settled else f"{_DEEDS[type(one.deed.deed)]}, {asked[0].lower()}{asked[1:]}"
        said = row_words(one.row, now)
        return replace(said, badge=badge, next=what, next_short=asked, left=settling, mark="", settles=True)
    if one.sent is None:
        raise ValueError(f"nothing was sent for {one.attempt}")
    priced = one.sent.priced
    first, way = priced.travellers[0], priced.offer.slices[0]
    others = len(priced.travellers) - 1
    return RowWords(
        reference="none yet",
        airline=priced.offer.owner.iata,
        lead=f"{first.family_name}, {first.given_name}",
        others=f" +{others}" if others else "",
        route=f"{way.origin.iata} – {way.destination.iata}",
        leaves=_leaves(way.departs, now),
        badge=badge,
        next=asked,
        next_short=asked,
        left=settling,
        total=words.money(priced.total),
        sold=words.moment(one.sent.at),
        own_reference=priced.own_reference,
        settles=True,
    )


def until_words(until: datetime, now: datetime) -> str:
    """'16:00 today', '09:00 tomorrow', 'Tue 24 Nov 12:00'."""
    local, today = until.astimezone(), now.astimezone().date()
    if local.date() == today:
        return f"{words.clock(local)} today"
    return f"{words.day(local.date(), today)} {words.clock(local)}"


def state_of(row: OrderRow) -> tuple[str, str, str]:
    """Word, icon and colour role of its badge."""
    changed = row.airline_changes > 0 and row.status is not OrderStatus.CANCELLED
    return _CHANGED if changed else _STATES[row.status]


def deadline_of(row: OrderRow, now: datetime) -> datetime | None:
    """What of the order has to be done by when: pay the hold, or before that keep its price; None where nothing has."""
    if row.status not in _UNPAID:
        return None
    if row.next_at is not None and now < row.next_at and (row.pay_by is None or row.next_at < row.pay_by):
        return row.next_at
    return row.pay_by


def _time_left(row: OrderRow, now: datetime) -> Urgency | None:
    until = deadline_of(row, now)
    return urgency(until - now, "passed") if until is not None else None


def _next(row: OrderRow, now: datetime) -> tuple[str, str]:
    """What has to be done or will happen, and the same for a narrow column."""
    match row.status:
        case OrderStatus.CANCELLED:
            return "", ""
        case OrderStatus.LAPSED:
            by = f"Seats went back {words.moment(row.pay_by)}" if row.pay_by is not None else "Seats went back"
            return by, "Seats went back"
        case OrderStatus.OVERDUE if row.pay_by is not None:
            by = until_words(row.pay_by, now)
            return f"Payment was due {by}", f"Due {by}"
        case _ if row.airline_changes > 0:
            many = f"{row.airline_changes} changes" if row.airline_changes > 1 else "the change"
            return f"Answer {many}", f"Answer {many}"
        case OrderStatus.HELD if (until := deadline_of(row, now)) is not None:
            by = until_words(until, now)
            what = "Pay by" if until == row.pay_by else "Price until"
            return f"{what} {by}", f"{what} {by}" if by.endswith("today") else by
        case OrderStatus.HELD | OrderStatus.OVERDUE:
            return "To be paid", "To be paid"
        case OrderStatus.AWAITING_TICKETS:
            said = f"{row.tickets} of {words.count(row.passengers, 'ticket')}"
            return said, said
        case OrderStatus.TICKETED:
            return _departure(row, now)
        case _:
            assert_never(row.status)


def _departure(row: OrderRow, now: datetime) -> tuple[str, str]:
    if row.departs is None:
        return "", ""
    leaves = row.departs_at or row.departs.replace(tzinfo=UTC)
    if leaves <= now:
        said = f"Left {words.day(row.departs.date(), now.date())}"
        return said, f"Left {words.short_day(row.departs.date())}"
    if leaves - now <= _DAY:
        return "Check-in usually open", "Check-in open"
    days = (row.departs.date() - now.astimezone().date()).days
    said = f"Leaves {words.days_ahead(max(days, 1))}"
    return said, said


def _leaves(departs: datetime | None, now: datetime) -> str:
    """'4 Jan'; the month with its year where that is more than eleven months away."""
    if departs is None:
        return ""
    far = abs(departs.date() - now.date()) > _FAR
    month = words.month(departs.date())
    return f"{month[:3]} {departs.year}" if far else words.short_day(departs.date())


def _sold(row: OrderRow) -> str:
    """'Fri 20 Nov 16:40, RA'."""
    initials = "".join(part[0].upper() for part in row.agent.split()[:3])
    return f"{words.moment(row.created_at)}, {initials}" if initials else words.moment(row.created_at)
