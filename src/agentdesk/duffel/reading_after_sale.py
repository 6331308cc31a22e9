"""From the wire's payments, cancellations and airline-initiated changes to values (API.md 9, 10, 12)."""

import logging
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from pydantic import ValidationError

from agentdesk.duffel.reading import BadValue, identifier, instant, instant_or_none, money, price
from agentdesk.duffel.reading_journeys import slices
from agentdesk.duffel.wire.after_sale import (
    WireAirlineChange,
    WireCancellation,
    WireCredit,
    WirePayment,
)
from agentdesk.duffel.wire.journeys import WireSlice
from agentdesk.duffel.wire.tolerant import Wire
from agentdesk.travel.airline_changes import AirlineChange, Answered
from agentdesk.travel.cancellations import Cancellation, Credit
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.journeys import Slice
from agentdesk.travel.payments import Payment, PaymentOutcome

_log = logging.getLogger(__name__)

_W = TypeVar("_W", bound=Wire)
_T = TypeVar("_T")


def read_payment(raw: bytes) -> Payment:
    """A payment from the bytes of its JSON object; Unreadable when anything that matters is missing."""
    return _read("payment", raw, WirePayment, _payment)


def read_cancellation(raw: bytes) -> Cancellation:
    """A quote or a confirmed cancellation from the bytes of its JSON object; Unreadable when it says not what."""
    return _read("cancellation", raw, WireCancellation, cancellation)


def read_airline_change(raw: bytes) -> AirlineChange:
    """A change by the airline from the bytes of its JSON object; Unreadable when its flights cannot be read."""
    return _read("airline's change", raw, WireAirlineChange, airline_change)


def _read(what: str, raw: bytes, shape: type[_W], into: Callable[[_W], _T]) -> _T:
    try:
        return into(shape.model_validate_json(raw))
    except ValidationError as exc:
        where = "; ".join(".".join(str(part) for part in error["loc"]) or error["type"] for error in exc.errors()[:3])
        raise Unreadable(f"the {what} cannot be read: {where}") from exc
    except BadValue as exc:
        raise Unreadable(f"the {what} cannot be read: {exc}") from exc


def _payment(wire: WirePayment) -> Payment:
    return Payment(
        id=identifier(wire.id),
        order_id=wire.order_id,
        kind=wire.type,
        amount=price(wire.amount, wire.currency),
        created_at=instant(wire.created_at),
        outcome=_outcome(wire.status),
        failure_reason=wire.failure_reason,
    )


def _outcome(word: str) -> PaymentOutcome:
    """A word that is not known counts as one that was not said: it proves nothing."""
    try:
        return PaymentOutcome(word or "unsaid")
    except ValueError:
        return PaymentOutcome.UNSAID


def cancellation(wire: WireCancellation, order_id: str = "") -> Cancellation:
    """`order_id` is of the order that it stands in. BadValue when what comes back cannot be read: never guessed."""
    return Cancellation(
        id=identifier(wire.id),
        order_id=identifier(wire.order_id or order_id),
        created_at=instant(wire.created_at),
        expires_at=instant_or_none(wire.expires_at),
        confirmed_at=instant_or_none(wire.confirmed_at),
        refund=None if wire.refund_amount is None else money(wire.refund_amount, wire.refund_currency),
        refund_to=wire.refund_to,
        credits=tuple(_credit(one) for one in wire.airline_credits),
    )


def cancellation_within(wire: WireCancellation | None, order_id: str) -> Cancellation | None:
    """As an order carries it; one that cannot be read does not make the order so."""
    try:
        return None if wire is None else cancellation(wire, order_id)
    except BadValue as exc:
        _log.info("left out the cancellation of %s: %s", order_id, exc)
        return None


def _credit(wire: WireCredit) -> Credit:
    return Credit(
        id=wire.id,
        name=wire.credit_name,
        code=wire.credit_code,
        amount=money(wire.credit_amount, wire.credit_currency),
        issued_on=_day(wire.issued_on),
        passenger_id=wire.passenger_id,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def airline_change(wire: WireAirlineChange) -> AirlineChange:
    return AirlineChange(
        id=identifier(wire.id),
        created_at=instant(wire.created_at),
        before=_slices(wire.removed),
        after=_slices(wire.added),
        answered=_answered(wire.action_taken),
        answered_at=instant_or_none(wire.action_taken_at or None),
        available=wire.available_actions,
        updated_at=instant_or_none(wire.updated_at or None),
    )


def airline_changes_within(wires: Iterable[WireAirlineChange | None], order_id: str) -> tuple[AirlineChange, ...]:
    """As an order carries them, oldest first; one that cannot be read is left out."""
    found: list[AirlineChange] = []
    for wire in wires:
        try:
            if wire is not None:
                found.append(airline_change(wire))
        except BadValue as exc:
            _log.info("left out an airline's change of %s: %s", order_id, exc)
    return tuple(sorted(found, key=lambda one: one.created_at))


def _slices(wires: tuple[WireSlice, ...] | None) -> tuple[Slice, ...]:
    """None at all where a flight was taken away, or nothing put in its place."""
    if wires is None:
        raise BadValue("slices that cannot be read")
    return slices(wires) if wires else ()


def _answered(word: str) -> Answered:
    try:
        return Answered(word)
    except ValueError:
        return Answered.OTHER
