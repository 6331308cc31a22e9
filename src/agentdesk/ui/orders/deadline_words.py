"""Words for deadlines: what ends, when by the agent's clock and by the airport's, and what passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.deadlines import Deadline, DeadlineKind
from agentdesk.ui import words
from agentdesk.ui.book.payment_words import both

NAMES = {
    DeadlineKind.PAY: "Pay by",
    DeadlineKind.PRICE: "Price held until",
    DeadlineKind.VOID: "Can be voided until",
    DeadlineKind.TICKETS: "Tickets usually there by",
    DeadlineKind.CHECK_IN: "Check-in usually opens",
    DeadlineKind.DEPARTURE: "Leaves",
    DeadlineKind.QUOTE: "Cancellation quote holds until",
    DeadlineKind.OFFER: "Price of the offer holds until",
}
_NEAR = {
    DeadlineKind.PAY: "{left} left to pay {reference}",
    DeadlineKind.PRICE: "{left} until the price of {reference} may move",
    DeadlineKind.VOID: "{left} left to void {reference}",
}
_PASSED = {
    DeadlineKind.PAY: ("The hold of {reference} has ended", "The airline may let the seats go at any time."),
    DeadlineKind.PRICE: ("The price of {reference} may move now", "The seats are still held."),
    DeadlineKind.VOID: ("{reference} can no longer be voided", "Cancelling now follows the fare's conditions."),
}
_WHILE_CLOSED = {
    DeadlineKind.PAY: ("hold", "holds", "ended"),
    DeadlineKind.PRICE: ("price guarantee", "price guarantees", "ended"),
    DeadlineKind.VOID: ("void window", "void windows", "closed"),
}
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Told:
    """A notice of two lines."""

    title: str
    text: str


def about(left: timedelta) -> str:
    """To the nearest minute: '24 h', '2 h 15 min', '30 min'; in the last minute 'less than a minute'."""
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def brief(kind: DeadlineKind, at: datetime, now: datetime) -> str:
    """For the strip: 'pay by 16:00', 'price held until Fri 27 Nov 12:00'."""
    local = at.astimezone()
    same_day = local.date() == now.astimezone().date()
    return f"{NAMES[kind][0].lower()}{NAMES[kind][1:]} {words.clock(local) if same_day else words.moment(at)}"


def near(kind: DeadlineKind, at: datetime, left: timedelta, record: OrderRecord) -> Told:
    """'30 min left to pay 4QK7ZB', 'Earhart, by Fri 27 Nov 12:00 London (07:00 New York)'."""
    title = _NEAR.get(kind, "{left} left for {reference}").format(left=about(left), reference=record.order.reference)
    until = both(at, record.order.slices)
    return Told(title[0].upper() + title[1:], ", ".join(part for part in (lead(record), f"by {until}") if part))


def passed(deadline: Deadline, record: OrderRecord) -> Told:
    """What is over, and what that means."""
    title, text = _PASSED.get(deadline.kind, ("A deadline of {reference} has passed", ""))
    who = lead(record)
    return Told(title.format(reference=record.order.reference), f"{who}. {text}".strip(". ") + ("." if text else ""))


def while_closed(deadlines: Sequence[Deadline], records: Sequence[OrderRecord]) -> Told:
    """'2 holds ended while AgentDesk was closed', 'Okafor IXK4SC, Lindqvist 4QK7ZB'."""
    said = []
    for kind, (one, many, how) in _WHILE_CLOSED.items():
        number = sum(deadline.kind is kind for deadline in deadlines)
        if number:
            said.append(f"{words.count(number, one, many)} {how}")
    named = [f"{lead(record)} {record.order.reference}".strip() for record in records]
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return Told(f"{' and '.join(said)} while AgentDesk was closed", ", ".join(named[:_NAMED]) + more)


def lead(record: OrderRecord) -> str:
    return record.order.passengers[0].family_name if record.order.passengers else ""
