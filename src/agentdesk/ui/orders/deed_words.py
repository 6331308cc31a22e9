"""The sentences of what is done to an order: asked, sent, refused, not known, proved."""

from collections.abc import Mapping
from datetime import UTC
from typing import assert_never

from agentdesk.desk.deed_settling import ANSWERED_OTHERWISE, NOT_CONFIRMED
from agentdesk.desk.servicing import NotCancellable
from agentdesk.desk.settling import GIVEN_UP
from agentdesk.travel.actions import Possible, Whom, WhyNot
from agentdesk.travel.booking import Doubt
from agentdesk.travel.cancellations import Cancellation, Credit
from agentdesk.travel.deeds import AcceptChange, CancelOrder, Deed, DeedDone, DeedOutcome, DeedUnsure, PayHold
from agentdesk.travel.money import Money
from agentdesk.travel.orders import Order
from agentdesk.travel.paying import (
    CancelledAlready,
    FlightsMoved,
    Lapsed,
    Overdue,
    PaidAlready,
    Payable,
    PaymentOnItsWay,
    PayReady,
    PriceMoved,
    StillOpen,
)
from agentdesk.ui import words
from agentdesk.ui.book.payment_words import seconds_clock, why_not_kept
from agentdesk.ui.orders.doing import WayOn
from agentdesk.ui.words import Explained

_AS_IT_WAS = "The order is as it was."
_REFUSALS: Mapping[str, tuple[str, str, str]] = {
    "already_paid": ("This order is paid already.", "Nothing was paid twice.", ""),
    "already_cancelled": ("This order is cancelled already.", "Nothing was charged.", ""),
    "past_payment_required_by_date": (
        "The time to pay was over.",
        "Nothing was paid.",
        "Book again: the airline lets the seats go.",
    ),
    "schedule_changed": ("The airline has moved the held flights.", "Nothing was paid.", "Book the new flights anew."),
    "price_changed": ("The price changed on the way.", "Nothing was paid.", "Look at the new total."),
    "payment_amount_does_not_match_order_amount": (
        "The price changed on the way.",
        "Nothing was paid.",
        "Look at the new total.",
    ),
    "payment_currency_does_not_match_order_currency": (
        "The airline now asks for another currency.",
        "Nothing was paid.",
        "Look at the new total.",
    ),
    "insufficient_balance": (
        "The agency's balance with Duffel is too low.",
        "Nothing was paid; the seats stay held.",
        "Top it up, then pay again.",
    ),
    "payment_declined": ("The payment was declined.", "Nothing was paid; the seats stay held.", "Pay again."),
    "payment_failed": ("The payment failed.", "Nothing was paid; the seats stay held.", "Pay again."),
    "payment_cancelled": ("The payment was taken back.", "Nothing was paid; the seats stay held.", "Pay again."),
    "order_type_not_eligible_for_payment": ("This order is not one that is paid later.", "Nothing was paid.", ""),
    "order_cancellation_stale": (
        "The quote was no longer the newest, or its time was over.",
        "Nothing was cancelled.",
        "Ask anew what comes back.",
    ),
    NOT_CONFIRMED: (
        "The cancellation never reached Duffel, and its quote is over.",
        "Nothing was cancelled.",
        "Ask anew what comes back.",
    ),
    "order_not_cancellable": ("It cannot be cancelled through Duffel.", "Nothing was cancelled.", "Ask who can."),
    "stale_airline_initiated_change_accept": (
        "The airline has changed it once more.",
        "Nothing was accepted.",
        "Look at the newest change.",
    ),
    ANSWERED_OTHERWISE: ("The change was answered elsewhere.", "Nothing was accepted here.", ""),
    "unsupported_action": ("The airline does not take this through Duffel.", _AS_IT_WAS, "Ask who can."),
    "modified_externally": ("The order was changed outside Duffel.", _AS_IT_WAS, "Ask Duffel's support."),
    "invalid_order": ("The order can no longer be worked on through Duffel.", _AS_IT_WAS, "Ask Duffel's support."),
    "not_found": ("Duffel does not know this any more.", _AS_IT_WAS, "Look again, or ask Duffel's support."),
    "no_match": ("What was agreed no longer matches the order.", _AS_IT_WAS, "Look at it again."),
    "order_change_already_actioned": (
        "The change was answered already.",
        "Nothing was accepted twice.",
        "Look at the order.",
    ),
    "validation_inclusion": (
        "Duffel does not take this way of paying for the order.",
        "Nothing was paid; the seats stay held.",
        "Ask Duffel's support.",
    ),
    "high_fraud_risk": (
        "The payment was stopped by the screening for fraud.",
        "Nothing was paid; the seats stay held.",
        "Ask Duffel's support.",
    ),
    "service_unavailable": ("Duffel is out of order for the moment.", _AS_IT_WAS, "Try again in a minute."),
    GIVEN_UP: ("Closed by you: it was not done.", _AS_IT_WAS, "It can be done anew."),
}
_TOKEN = frozenset(
    {"access_token_not_found", "expired_access_token", "insufficient_permissions", "unavailable_feature"}
)
_GONE = frozenset({"already_cancelled", "already_paid", "not_found", "order_type_not_eligible_for_payment"})
_LOST = frozenset({"past_payment_required_by_date", "schedule_changed"})
_ELSEWHERE = frozenset({"order_not_cancellable", "unsupported_action", "modified_externally", "invalid_order"})


def way_on(deed: Deed, code: str) -> WayOn:
    """What the button beside a refusal does: nothing is sent by it without being asked once more."""
    match deed:
        case PayHold():
            return WayOn.LOOK if code in _GONE | _LOST | _ELSEWHERE else WayOn.PAY
        case CancelOrder():
            if code in _GONE:
                return WayOn.LOOK
            return WayOn.ASK if code in _ELSEWHERE else WayOn.QUOTE
        case AcceptChange():
            return WayOn.LOOK
        case _:
            assert_never(deed)


def refused(code: str, message: str, request_id: str) -> Explained:
    """What the upstream's no to a deed means; its own words where we have none."""
    if code in _REFUSALS:
        what, safe, then = _REFUSALS[code]
        return Explained(what, safe, then, request_id)
    said = words.refusal(code, message, request_id)
    return Explained(said.what, _AS_IT_WAS, said.next if code in _TOKEN else "", request_id)


def doing(deed: Deed) -> str:
    """'Paying £1,224.80'."""
    match deed:
        case PayHold():
            return f"Paying {words.money(deed.amount)}"
        case CancelOrder():
            return "Releasing the seats" if deed.quote.refund_to == "awaiting_payment" else "Cancelling the order"
        case AcceptChange():
            return "Accepting the new times"
        case _:
            assert_never(deed)


def _wanted(deed: Deed) -> str:
    match deed:
        case PayHold():
            return f"the payment of {words.money(deed.amount)}"
        case CancelOrder():
            return "the cancellation"
        case AcceptChange():
            return "the acceptance of the new times"
        case _:
            assert_never(deed)


# --- when nobody knows


def question(deed: Deed) -> str:
    match deed:
        case PayHold():
            return "We do not know yet whether this order is paid."
        case CancelOrder():
            return "We do not know yet whether this order is cancelled."
        case AcceptChange():
            return "We do not know yet whether the new times are accepted."
        case _:
            assert_never(deed)


def warning(deed: Deed) -> str:
    match deed:
        case PayHold():
            return "Do not pay it again elsewhere."
        case CancelOrder():
            return "Do not sell these seats anew."
        case AcceptChange():
            return "Do not tell the customer yet."
        case _:
            assert_never(deed)


def happened(unsure: DeedUnsure) -> str:
    """Why the outcome is not known."""
    at, what = seconds_clock(unsure.sent.at), _wanted(unsure.sent.deed)
    match unsure.doubt:
        case Doubt.NOT_KEPT:
            why = why_not_kept(unsure.why)
            return f"{_capital(what)} left at {at} and was answered, but that could not be written down: {why}"
        case Doubt.ENDED:
            return f"{_capital(what)} left at {at}, and the program ended before the answer came."
        case Doubt.LATER:
            return f"{_capital(what)} left at {at}. {unsure.why}"
        case Doubt.NO_ANSWER:
            return f"{_capital(what)} left at {at}; no answer told what became of it. It is sent no second time."
        case _:
            assert_never(unsure.doubt)


def saved(deed: Deed) -> str:
    return f"The intention, {_wanted(deed)}, is written down. Nothing is lost if you close the window."


def afterwards(deed: Deed) -> str:
    match deed:
        case PayHold():
            return "If it is paid, this page says so and the tickets come. Until then nothing can be paid or cancelled."
        case CancelOrder():
            return "If it is cancelled, this page shows what came back. Until then nothing else can be done to it."
        case AcceptChange():
            return "If they are accepted, the change goes from this page. Until then nothing else can be done to it."
        case _:
            assert_never(deed)


def for_support(unsure: DeedUnsure) -> str:
    """A text for the upstream's support: every id, and no person."""
    sent = unsure.sent
    deed = sent.deed
    match deed:
        case PayHold():
            what = [
                "Payment of a held order with unknown outcome",
                "Call: POST /air/payments",
                f"Amount: {deed.amount.text} {deed.amount.currency}",
            ]
        case CancelOrder():
            what = [
                "Cancellation with unknown outcome",
                f"Call: POST /air/order_cancellations/{deed.quote.id}/actions/confirm",
                f"Order cancellation: {deed.quote.id}",
            ]
        case AcceptChange():
            what = [
                "Acceptance of an airline-initiated change with unknown outcome",
                f"Call: POST /air/airline_initiated_changes/{deed.change_id}/actions/accept",
                f"Change: {deed.change_id}",
            ]
        case _:
            assert_never(deed)
    return "\n".join(
        [
            *what,
            f"Order: {deed.order_id}",
            f"Our attempt: {sent.attempt}",
            f"Sent at: {sent.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC",
            f"Request id: {unsure.request_id or 'none came'}",
            f"What happened: {unsure.why}",
        ]
    )


# --- proof


def proof(done: DeedDone) -> tuple[str, str]:
    """What was done and the proof of it: strong words, then the rest."""
    at, deed = seconds_clock(done.at), done.sent.deed
    known = [one for one in (done.proof, f"request {done.request_id}" if done.request_id else "") if one]
    ids = f" Proof: {', '.join(known)}." if known else ""
    match deed:
        case PayHold():
            amount = words.money(done.amount or deed.amount)
            return f"Paid {amount} at {at}.", f"From the agency balance.{ids}"
        case CancelOrder():
            quote = done.cancellation or deed.quote
            if quote.refund_to == "awaiting_payment":
                return f"The seats were released at {at}.", f"Nothing had been paid.{ids}"
            return f"Cancelled at {at}.", f"{comes_back(quote)} {_credits(quote.credits)}{ids}".replace("  ", " ")
        case AcceptChange():
            return f"The new times were accepted at {at}.", f"The trip is as shown below.{ids}"
        case _:
            assert_never(deed)


def settled(outcome: DeedOutcome) -> tuple[str, str]:
    """The kind of a toast and its words, for an order that is not in front."""
    deed = outcome.sent.deed
    if isinstance(outcome, DeedUnsure):
        return "warn", question(deed)
    done = isinstance(outcome, DeedDone)
    match deed:
        case PayHold():
            said = f"Paid {words.money(deed.amount)}" if done else "Not paid"
        case CancelOrder():
            released = deed.quote.refund_to == "awaiting_payment"
            said = ("Seats released" if released else "Cancelled") if done else "Not cancelled"
        case AcceptChange():
            said = "New times accepted" if done else "New times not accepted"
        case _:
            assert_never(deed)
    return "good" if done else "warn", said


def comes_back(quote: Cancellation) -> str:
    """'£53.59 goes to the agency balance.'"""
    if quote.refund is None:
        return "What comes back, the airline does not say."
    if quote.refund.is_zero:
        return "Nothing comes back."
    return f"{words.money(quote.refund)} {_GOES.get(quote.refund_to, 'comes back.')}"


def _credits(found: tuple[Credit, ...]) -> str:
    said = [
        f"{one.name or 'Credit'} {words.money(one.amount)}{f', code {one.code}' if one.code else ''}" for one in found
    ]
    return f"{'; '.join(said)}." if said else ""


_GOES: Mapping[str, str] = {
    "balance": "goes to the agency balance.",
    "arc_bsp_cash": "comes back through BSP or ARC.",
    "card": "goes back to the card.",
    "voucher": "comes as a voucher of the airline.",
    "airline_credits": "comes as credits of the airline.",
    "original_form_of_payment": "goes back the way it was paid.",
}
_WHERE: Mapping[str, str] = {
    "balance": "To the agency balance. You then refund the customer.",
    "arc_bsp_cash": "Through BSP or ARC, to the agency. You then refund the customer.",
    "card": "To the card that it was paid with.",
    "voucher": "As a voucher of the airline, for the travellers.",
    "airline_credits": "As credits of the airline, for the travellers; their codes come with the cancellation.",
    "awaiting_payment": "Nothing was paid, so nothing comes back.",
    "original_form_of_payment": "Back the way it was paid.",
    "": "Where it goes, the airline does not say beforehand.",
}


def where_to(quote: Cancellation) -> str:
    """Where the money goes, in words for every answer the upstream gives, also those that nobody knows yet."""
    return _WHERE.get(quote.refund_to, f"As {quote.refund_to.replace('_', ' ')}.")


def cancel_deed(quote: Cancellation) -> str:
    """'Cancel, get £53.59 back'."""
    if quote.refund_to == "awaiting_payment":
        return "Release the seats"
    if quote.refund is None:
        return "Cancel, refund not known"
    return "Cancel, get nothing back" if quote.refund.is_zero else f"Cancel, get {words.money(quote.refund)} back"


# --- what stands in the way


def not_payable(ready: PayReady) -> tuple[str, Explained] | None:
    """Kind of the banner and what it says; None where it can be paid."""
    match ready:
        case Payable() | PriceMoved() | FlightsMoved(refused=False):
            return None
        case FlightsMoved():
            what = "The airline has moved the held flights; this hold can no longer be paid."
            return "bad", Explained(what, "Nothing was paid.", "Book the new flights anew.")
        case PaidAlready():
            at = f" {seconds_clock(ready.payment.created_at)}" if ready.payment is not None else ""
            return "good", Explained(f"It is paid already{at}.", "Nothing was paid twice.", "")
        case PaymentOnItsWay():
            return "note", Explained("A payment is on its way.", "Nothing was paid twice.", "Wait for its end.")
        case Overdue():
            what = "The time to pay is over."
            return "bad", Explained(what, "Nothing was paid.", "The airline may let the seats go at any moment.")
        case Lapsed():
            return "bad", Explained("The airline has let the seats go.", "Nothing was paid.", "Book again.")
        case CancelledAlready():
            return "bad", Explained("The order is cancelled.", "Nothing was paid.", "")
        case StillOpen():
            return "warn", Explained(
                "Something is still being done to this order.", "Nothing was paid.", "Wait for it."
            )
        case _:
            assert_never(ready)


_WHY: Mapping[WhyNot, str] = {
    WhyNot.CANCELLED: "It is cancelled already.",
    WhyNot.LAPSED: "The airline has let the seats go already.",
    WhyNot.OVERDUE: "The time to pay is over.",
    WhyNot.PAID: "It is paid already.",
    WhyNot.FLOWN: "The first flight has left.",
    WhyNot.NOT_OFFERED: "The airline does not offer this through Duffel.",
    WhyNot.UNPAID: "It must be paid first.",
    WhyNot.NOT_HERE: "AgentDesk cannot do this.",
}
_WHOM: Mapping[Whom, str] = {
    Whom.HERE: "",
    Whom.DUFFEL: "Duffel's support can.",
    Whom.AIRLINE: "The airline can.",
    Whom.NOBODY: "",
}


def why_not(can: Possible) -> str:
    """'The airline does not offer this through Duffel. Duffel's support can.'"""
    return f"{_WHY.get(can.why, '')} {_WHOM[can.whom]}".strip()


def not_cancellable(found: NotCancellable) -> Explained:
    what = "It cannot be cancelled here." if found.possible.whom is not Whom.NOBODY else "There is nothing to cancel."
    return Explained(what, why_not(found.possible), "", found.request_id)


def kept(quote: Cancellation, paid: Money, order: Order) -> str:
    """'Kept by Lufthansa'."""
    amount = quote.kept_of(paid)
    return "" if amount is None or amount.is_zero else f"Kept by {order.owner.name}"


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
