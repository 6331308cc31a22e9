"""What can be asked and done once there is an order: lists, quotes, payments, cancellations, the airline's changes."""

import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar, assert_never

from agentdesk.desk.ports import OrderAnswer, OrderQuestion
from agentdesk.duffel import writing
from agentdesk.duffel.client import Answer, Client, decoded, path_part
from agentdesk.duffel.reading_after_sale import read_airline_change, read_cancellation, read_payment
from agentdesk.duffel.reading_orders import read_order
from agentdesk.duffel.refusals import Proof, outcome_of_write, words_of_refusal
from agentdesk.duffel.wire.envelopes import OneAnswer
from agentdesk.travel.airline_changes import AirlineChange, Answered
from agentdesk.travel.booking import Doubt
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedOutcome,
    DeedRefused,
    DeedSent,
    DeedUnsure,
    PayHold,
)
from agentdesk.travel.errors import NeverSent, OutcomeUnknown, Unreadable
from agentdesk.travel.payments import Payment, PaymentOutcome

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

_CANCELLATIONS = "/air/order_cancellations"
_CHANGES = "/air/airline_initiated_changes"

SILENT_SUCCESS = {
    200: "The airline has confirmed, but the details are not there yet.",
    202: "The request was accepted; its outcome is not known yet.",
}
"""Answers of creations that promise a later one (API.md 7.4, 9)."""


@dataclass(frozen=True, slots=True)
class _Request:
    """How a deed is said on the wire, and by which status it is done."""

    path: str
    body: dict[str, Any] | None
    done: int


class AfterSaleByWire:
    """The desk's `AfterSale` over the wire."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def upstream_now(self) -> datetime:
        return self._client.upstream_now()

    async def orders(self, question: OrderQuestion) -> AsyncGenerator[OrderAnswer, None]:
        async with aclosing(self._client.pages("/air/orders", _query(question))) as pages:
            async for page in pages:
                for raw in page:
                    try:
                        order = read_order(raw)
                    except Unreadable as exc:
                        _log.info("left out an order of a list: %s", exc)
                        continue
                    yield OrderAnswer(order, raw, self.upstream_now())

    async def priced_order(self, order_id: str) -> OrderAnswer:
        answer = await self._client.ask("POST", f"/air/orders/{path_part(order_id)}/actions/price")
        raw = resource(answer)
        return OrderAnswer(read_order(raw), raw, answer.at, answer.request_id)

    async def quote_cancellation(self, order_id: str) -> Cancellation:
        """A quote is worked out by the airline, which may take as long as a change."""
        body, within = writing.cancellation(order_id), self._client.limits.change
        answer = await self._client.ask("POST", _CANCELLATIONS, body=body, within=within, attempts=1)
        return read_cancellation(resource(answer))

    async def cancellation(self, cancellation_id: str) -> Cancellation:
        answer = await self._client.ask("GET", f"{_CANCELLATIONS}/{path_part(cancellation_id)}")
        return read_cancellation(resource(answer))

    async def cancellations_of(self, order_id: str) -> tuple[Cancellation, ...]:
        """Newest first. Unreadable when any of them cannot be read: it might be the confirmed one."""
        found = await self._all(_CANCELLATIONS, order_id, read_cancellation)
        return tuple(sorted(found, key=lambda one: one.created_at, reverse=True))

    async def payments_of(self, order_id: str) -> tuple[Payment, ...]:
        """Newest first. Unreadable when any of them cannot be read: it might be ours."""
        found = await self._all("/air/payments", order_id, read_payment)
        return tuple(sorted(found, key=lambda one: one.created_at, reverse=True))

    async def airline_changes_of(self, order_id: str) -> tuple[AirlineChange, ...]:
        """Oldest first. Unreadable when any of them cannot be read: it might be the one that counts."""
        found = await self._all(_CHANGES, order_id, read_airline_change)
        return tuple(sorted(found, key=lambda one: one.created_at))

    async def _all(self, path: str, order_id: str, read: Callable[[bytes], _T]) -> list[_T]:
        async with aclosing(self._client.pages(path, [("order_id", order_id)])) as pages:
            return [read(raw) async for page in pages for raw in page]

    async def carry_out(self, sent: DeedSent) -> DeedOutcome:
        """Sent exactly once. Done only when the answer proves it: a readable body that says so."""
        try:
            request = _request(sent.deed)
        except (ValueError, Unreadable) as exc:
            raise NeverSent(f"nothing was sent, since it cannot be right: {type(exc).__name__}") from exc
        try:
            answer = await self._client.change("POST", request.path, request.body)
        except OutcomeUnknown as exc:
            return DeedUnsure(sent, exc.why, exc.request_id, self.upstream_now())
        match outcome_of_write(answer.status, answer.body, done=request.done):
            case Proof.DONE:
                return _outcome(sent, answer)
            case Proof.NOTHING_HAPPENED:
                words = words_of_refusal(answer.status, answer.body, answer.request_id)
                return DeedRefused(sent, words.code, words.message, words.request_id, answer.at)
            case Proof.UNKNOWN:
                why = SILENT_SUCCESS.get(answer.status, f"The answer was {answer.status} and proves nothing.")
                doubt = Doubt.LATER if answer.status in SILENT_SUCCESS else Doubt.NO_ANSWER
                return _unsure(sent, answer, why, doubt)


def resource(answer: Answer) -> bytes:
    """The resource in an answer, as the very bytes it came as; Unreadable when there is none."""
    return bytes(decoded(answer, OneAnswer).data)


def _query(question: OrderQuestion) -> list[tuple[str, str]]:
    """In the upstream's words (API.md 7.6)."""
    flags = {"awaiting_payment": question.awaiting_payment, "requires_action": question.requires_action}
    moments = {
        "created_at[after]": question.created_after,
        "created_at[before]": question.created_before,
        "departing_at[after]": question.departs_after,
        "departing_at[before]": question.departs_before,
    }
    return [
        *((name, str(value).lower()) for name, value in flags.items() if value is not None),
        *((name, _instant(value)) for name, value in moments.items() if value is not None),
        *([("booking_reference", question.reference)] if question.reference else []),
        *([("sort", question.sort)] if question.sort else []),
    ]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _request(deed: Deed) -> _Request:
    """ValueError or Unreadable when the upstream could only refuse it."""
    match deed:
        case PayHold():
            return _Request("/air/payments", writing.payment(deed), 201)
        case CancelOrder():
            return _Request(f"{_CANCELLATIONS}/{path_part(deed.quote.id)}/actions/confirm", None, 200)
        case AcceptChange():
            return _Request(f"{_CHANGES}/{path_part(deed.change_id)}/actions/accept", None, 200)
        case _:
            assert_never(deed)


def _outcome(sent: DeedSent, answer: Answer) -> DeedOutcome:
    """What the body of a good answer proves."""
    try:
        match sent.deed:
            case PayHold():
                return _paid(sent, sent.deed, answer, read_payment(resource(answer)))
            case CancelOrder():
                return _cancelled(sent, sent.deed, answer, read_cancellation(resource(answer)))
            case AcceptChange():
                return _accepted(sent, sent.deed, answer, read_airline_change(resource(answer)))
            case _:
                assert_never(sent.deed)
    except Unreadable as exc:
        return _unsure(sent, answer, f"The answer was {answer.status}, but {exc}.")


def _paid(sent: DeedSent, deed: PayHold, answer: Answer, payment: Payment) -> DeedOutcome:
    if payment.order_id not in ("", deed.order_id):
        return _unsure(sent, answer, "The answer is about another order.")
    match payment.outcome:
        case PaymentOutcome.SUCCEEDED:
            return replace(_done(sent, answer, payment.id), amount=payment.amount)
        case PaymentOutcome.FAILED | PaymentOutcome.CANCELLED:
            code = f"payment_{payment.outcome.value}"
            return DeedRefused(sent, code, payment.failure_reason, answer.request_id, answer.at)
        case PaymentOutcome.PENDING:
            return _unsure(sent, answer, "The payment is on its way.", Doubt.LATER)
        case PaymentOutcome.UNSAID:
            return _unsure(sent, answer, "The answer does not say whether the payment succeeded.")


def _cancelled(sent: DeedSent, deed: CancelOrder, answer: Answer, confirmed: Cancellation) -> DeedOutcome:
    if confirmed.id != deed.quote.id or confirmed.confirmed_at is None:
        return _unsure(sent, answer, "The answer does not say that the cancellation is confirmed.")
    return replace(_done(sent, answer, confirmed.id), cancellation=confirmed)


def _accepted(sent: DeedSent, deed: AcceptChange, answer: Answer, change: AirlineChange) -> DeedOutcome:
    if change.id != deed.change_id or change.answered is not Answered.ACCEPTED:
        return _unsure(sent, answer, "The answer does not say that the change is accepted.")
    return _done(sent, answer, change.id)


def _done(sent: DeedSent, answer: Answer, proof: str) -> DeedDone:
    return DeedDone(sent, answer.at, proof, answer.request_id)


def _unsure(sent: DeedSent, answer: Answer, why: str, doubt: Doubt = Doubt.NO_ANSWER) -> DeedUnsure:
    return DeedUnsure(sent, why, answer.request_id, answer.at, doubt)
