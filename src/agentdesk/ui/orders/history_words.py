"""The history of an order in sentences: what was done to it, what was seen of it, and by whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from agentdesk.travel.booking import Doubt
from agentdesk.travel.money import Money
from agentdesk.travel.order_events import EventKind, OrderEvent
from agentdesk.ui import words
from agentdesk.ui.orders.deed_words import refused


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history: icon, colour role, sentence."""

    icon: str
    role: str
    text: str


def tell(event: OrderEvent, airline: str) -> Told:
    """`airline` is the owner's name: sentences say who did what. What the detail does not say is left out."""
    saying = _SAYINGS[event.kind]
    detail = saying.read(event.detail) if event.detail else ""
    by = f" by {event.who}" if event.who else ""
    text = saying.full if detail and saying.full else saying.plain
    return Told(saying.icon, saying.role, text.format(detail=detail, airline=airline, by=by))


def _amount(detail: str) -> str:
    """'£90.80' of '90.80 GBP'; as it stands where it is no amount."""
    amount, _, currency = detail.partition(" ")
    try:
        return words.money(Money.of(amount, currency)) if currency else detail
    except ValueError:
        return detail


def _amounts(detail: str) -> str:
    """'from £90.80 to £103.20' of '90.80 GBP 103.20 GBP', whatever stands between the two."""
    parts = [one.strip(",;>-") for one in detail.split()]
    parts = [one for one in parts if one]
    said = [_amount(f"{one} {two}") for one, two in zip(parts[::2], parts[1::2], strict=False)]
    return f"from {said[0]} to {said[1]}" if len(said) == 2 else f"to {detail}"


def _moment(detail: str) -> str:
    """An instant as it is kept (ISO 8601), in the agent's time; as it stands where it is none."""
    try:
        return words.moment(datetime.fromisoformat(detail))
    except ValueError:
        return detail


def _able(detail: str) -> str:
    return ", ".join(_ABLE.get(one, one) for one in detail.replace(",", " ").split())


def _answer(detail: str) -> str:
    return _ANSWERS.get(detail, detail)


def _doubt(detail: str) -> str:
    return _DOUBTS.get(detail, "no answer came")


def _refused(detail: str) -> str:
    return refused(detail, "", "").what


def _capital(detail: str) -> str:
    return f"{detail[:1].upper()}{detail[1:]}"


_ANSWERS: Mapping[str, str] = {"accepted": "accepted", "cancelled": "cancelled", "changed": "other flights taken"}
_ABLE: Mapping[str, str] = {"cancel": "cancel", "change": "change flights", "update": "own data"}
_DOUBTS: Mapping[str, str] = {
    Doubt.NOT_KEPT: "the answer could not be written down",
    Doubt.ENDED: "the program ended before the answer came",
    Doubt.LATER: "Duffel will tell later",
}


@dataclass(frozen=True, slots=True)
class _Saying:
    """How a kind looks and reads: `plain` without a detail, `full` with it, as `read` puts it into words."""

    icon: str
    role: str
    plain: str
    full: str = ""
    read: Callable[[str], str] = str


_SAYINGS: Mapping[EventKind, _Saying] = {
    EventKind.FOUND: _Saying("search", "text2", "Found in the account, not sold on this desk"),
    EventKind.TICKETED: _Saying("ticket", "text2", "Tickets received", "Ticket {detail} received"),
    EventKind.PAID_UPSTREAM: _Saying("wallet", "text2", "Paid, but not on this desk"),
    EventKind.LAPSED: _Saying("alarm-clock-off", "bad", "Hold expired; {airline} let the seats go"),
    EventKind.PRICE_MOVED: _Saying(
        "circle-alert", "warn", "{airline} changed the price", "{airline} changed the price {detail}", _amounts
    ),
    EventKind.GUARANTEE_MOVED: _Saying(
        "lock", "text2", "Price no longer kept; it may rise", "Price now kept until {detail}", _moment
    ),
    EventKind.DEADLINE_MOVED: _Saying(
        "alarm-clock", "warn", "No payment deadline is named any more", "Now to be paid by {detail}", _moment
    ),
    EventKind.AIRLINE_CHANGED: _Saying("plane", "warn", "{airline} changed the flights"),
    EventKind.AIRLINE_CHANGE_ANSWERED: _Saying(
        "check", "text2", "The airline's change was answered", "The airline's change was answered: {detail}", _answer
    ),
    EventKind.FLIGHTS_MOVED: _Saying("plane", "warn", "The flights are others now"),
    EventKind.CANCELLED_UPSTREAM: _Saying("ban", "warn", "Cancelled, but not on this desk"),
    EventKind.ACTIONS_CHANGED: _Saying(
        "info", "text2", "Nothing can be done through Duffel any more", "Possible now: {detail}", _able
    ),
    EventKind.BOOKED: _Saying("check", "text2", "Booked{by}"),
    EventKind.HELD: _Saying("hand", "text2", "Held{by}"),
    EventKind.PAY_ASKED: _Saying("wallet", "text2", "Payment sent{by}", "Payment of {detail} sent{by}", _amount),
    EventKind.PAID: _Saying(
        "wallet", "good", "Paid from the agency balance", "Paid {detail} from the agency balance", _amount
    ),
    EventKind.CANCEL_QUOTED: _Saying(
        "refresh-cw",
        "text2",
        "Asked{by} what cancelling gives back; the airline does not say",
        "Asked{by} what cancelling gives back: {detail}",
        _amount,
    ),
    EventKind.CANCEL_ASKED: _Saying("ban", "text2", "Cancellation sent{by}"),
    EventKind.CANCELLED: _Saying("ban", "good", "Cancelled", "Cancelled, {detail} back", _amount),
    EventKind.ACCEPT_ASKED: _Saying("calendar-clock", "text2", "Acceptance of the new times sent{by}"),
    EventKind.ACCEPTED: _Saying("check", "good", "New times of {airline} accepted"),
    EventKind.REFUSED: _Saying("circle-x", "bad", "Refused", "Refused. {detail}", _refused),
    EventKind.NOT_SENT: _Saying("wifi-off", "warn", "Not sent: the airline could not be reached"),
    EventKind.UNKNOWN: _Saying("circle-help", "warn", "Outcome not known", "Outcome not known: {detail}", _doubt),
    EventKind.NOTED: _Saying("pencil", "text2", "Note written{by}"),
    EventKind.PRINTED: _Saying("printer", "text2", "Paper made{by}", "{detail} made{by}", _capital),
}
