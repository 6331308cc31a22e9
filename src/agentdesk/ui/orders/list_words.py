"""What the list of orders says of itself: its order, and why there is nothing in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from agentdesk.travel.order_views import OrderQuery, Sort, View

_ORDERS: Mapping[Sort, tuple[str, str]] = {
    Sort.NEXT: ("next deadline first", "next deadline first"),
    Sort.REFERENCE: ("by reference", "by reference, from Z"),
    Sort.PASSENGER: ("by passenger", "by passenger, from Z"),
    Sort.DEPARTURE: ("next departure first", "last departure first"),
    Sort.TOTAL: ("smallest total first", "largest total first"),
    Sort.CREATED: ("oldest first", "newest first"),
}


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why a list is empty."""

    icon: str
    title: str
    text: str


_EMPTY: Mapping[View, Nothing] = {
    View.ATTENTION: Nothing(
        "check",
        "Nothing needs attention",
        "No change of an airline is unanswered, no hold ends within a day, no tickets are overdue.",
    ),
    View.HELD: Nothing(
        "hand", "Nothing is held", "Orders that wait for their payment stand here, nearest deadline first."
    ),
    View.AWAITING_TICKETS: Nothing("check", "Every paid order has its tickets", "New ones stand here until they come."),
    View.DEPARTING_SOON: Nothing(
        "plane-takeoff", "Nobody leaves within 14 days", "Trips stand here as they come near."
    ),
    View.AIRLINE_CHANGES: Nothing(
        "check", "No airline has changed anything", "Orders stand here until their changes are answered."
    ),
    View.CANCELLED: Nothing("ban", "Nothing was cancelled", "Cancelled orders stay here, with what came back."),
    View.ALL: Nothing(
        "clipboard-list",
        "No orders yet",
        "What you sell or hold stands here, and what the account has sold elsewhere, once it is read. "
        "Ctrl+T begins a booking.",
    ),
}


def order(sort: Sort, descending: bool) -> str:
    """'next deadline first'."""
    return _ORDERS[sort][descending]


def nothing(query: OrderQuery, searched: str, *, any_orders: bool) -> Nothing:
    """Why there is no order in the list."""
    if searched:
        where = "No order" if query.view is View.ALL else "No order of this view"
        text = "Accents and the order of words do not matter; part of a name, reference or ticket number is enough."
        return Nothing("search", f"{where} answers to “{searched}”", text)
    return _EMPTY[View.ALL] if not any_orders else _EMPTY[query.view]
