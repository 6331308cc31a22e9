"""The keys of an order's page, the line at its foot, and what is said by itself of a change."""

from datetime import datetime

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.orders import OrderStatus, is_ticketed, status
from agentdesk.ui import words
from agentdesk.ui.book.page import KeyHelp

ORDER_PAGE_KEYS = (
    KeyHelp("Ctrl+P", "Papers"),
    KeyHelp("P", "Pay a hold: the total is read again and shown first"),
    KeyHelp("C", "Copy the booking reference; while checking, the ids for a support call"),
    KeyHelp("N", "Copy the ticket numbers"),
    KeyHelp("A", "Ask for other flights"),
    KeyHelp("H", "Next, history and note, where they are folded"),
    KeyHelp("R", "Look again, or check again what is not known"),
    KeyHelp("Alt+↑ ↓", "Previous and next order"),
    KeyHelp("Esc", "Stop what is being read, close what is open, or back to the list"),
)


def foot(record: OrderRecord) -> str:
    """Who sold it when, its id, how old the answer is."""
    order = record.order
    by = f" by {record.agent}" if record.agent else ""
    seen = words.moment(record.seen_at)
    return f"Order {order.id}, made {words.moment(order.created_at)}{by}. As the airline said {seen}."


def ended(record: OrderRecord, now: datetime) -> tuple[str, str]:
    """What happened to a hold that can no longer be paid, what is safe and what to do; ("", "") for any other order."""
    by = record.order.payment.pay_by
    at = f" {words.moment(by)} was the last moment." if by is not None else ""
    match status(record.order, now):
        case OrderStatus.LAPSED:
            said = "Nothing was paid, and nothing has to be cancelled. Search the trip anew (Ctrl+T)."
            return "The airline has let the seats go.", f"{at} {said}".strip()
        case OrderStatus.OVERDUE:
            said = "Nothing was paid. The airline may let the seats go at any moment; ask it, or search the trip anew."
            return "The time to pay is over.", f"{at} {said}".strip()
        case _:
            return "", ""


def news(before: OrderRecord, now: OrderRecord) -> str:
    """What a screen reader says by itself of a change; "" for nothing worth it."""
    old, new = before.order, now.order
    if new.cancelled_at is not None and old.cancelled_at is None:
        return f"Order {new.reference} is cancelled."
    if new.open_airline_changes > old.open_airline_changes:
        return f"{new.owner.name} changed the flights of {new.reference}."
    if is_ticketed(new) and not is_ticketed(old):
        return f"The tickets of {new.reference} are there."
    if new.payment.paid_at is not None and old.payment.paid_at is None:
        return f"Order {new.reference} is paid."
    return ""
