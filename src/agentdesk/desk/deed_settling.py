"""Finds out upstream what became of a payment, a cancellation or an acceptance; it never does one again."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar, assert_never

from agentdesk.desk.deed_keeping import DeedKeeping
from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, DeedSettled, Notice
from agentdesk.desk.ports import Airline, Clock, DeedJournal
from agentdesk.desk.settling import LOST, FindingOut
from agentdesk.travel.airline_changes import Answered
from agentdesk.travel.booking import Doubt
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedLine,
    DeedRefused,
    DeedSent,
    DeedUnsure,
    PayHold,
    sent_of_deed,
)
from agentdesk.travel.errors import UnknownThere, Unreadable
from agentdesk.travel.orders import Order
from agentdesk.travel.payments import Payment, PaymentOutcome

_T = TypeVar("_T")

LONGEST = timedelta(minutes=3)
"""After this nothing of a request is still on its way: a supplier may take 120 s (API.md 1.8), we wait for 140."""

CLOCKS_APART = timedelta(seconds=5)
"""By how much two readings of the upstream's clock may differ: its `Date` header has whole seconds."""

NOT_CONFIRMED = "expired_unconfirmed"
"""The code of a refusal that was found: the quote was never confirmed and no longer can be."""

_FAILED = (PaymentOutcome.FAILED, PaymentOutcome.CANCELLED)

ANSWERED_OTHERWISE = "answered_otherwise"
"""The code of a refusal that was found: somebody has answered the airline's change in another way."""


class DeedSettling(FindingOut[DeedLine, DeedUnsure, DeedDone | DeedRefused]):
    """Resolves deeds: `DeedSent` lines left by a crash and every `DeedUnsure`, for as long as one is open."""

    def __init__(
        self, airline: Airline, deeds: DeedJournal, keeping: DeedKeeping, news: Board, line: Line, *, clock: Clock
    ) -> None:
        super().__init__(news, line, clock=clock)
        self._airline = airline
        self._deeds = deeds
        self._keeping = keeping

    async def _written(self) -> tuple[DeedLine, ...]:
        return await self._deeds.to_settle()

    async def _left_behind(self) -> tuple[DeedLine, ...]:
        return await self._deeds.take_over()

    async def _line_of(self, attempt: str) -> DeedLine | None:
        return await self._deeds.line(attempt)

    def _attempt_under_way(self, line: DeedLine) -> str | None:
        return line.attempt if isinstance(line, DeedSent) else None

    def _in_doubt(self, line: DeedLine) -> DeedUnsure | None:
        return line if isinstance(line, DeedUnsure) else None

    def _doubt_in(self, notice: Notice) -> DeedUnsure | None:
        match notice:
            case DeedSettled(outcome=DeedUnsure() as unsure):
                return unsure
            case _:
                return None

    async def _left_by_a_crash(self, line: DeedLine) -> None:
        sent = sent_of_deed(line)
        await self._keeping.settle(DeedUnsure(sent, LOST, "", sent.at, Doubt.ENDED))

    async def _find(self, doubt: DeedUnsure) -> DeedDone | DeedRefused | None:
        deed = doubt.sent.deed
        match deed:
            case PayHold():
                return await self._find_payment(doubt, deed)
            case CancelOrder():
                return await self._find_cancellation(doubt, deed)
            case AcceptChange():
                return await self._find_acceptance(doubt, deed)
            case _:
                assert_never(deed)

    async def _keep(self, doubt: DeedUnsure, found: DeedDone | DeedRefused) -> None:
        await self._keeping.settle(found)

    async def _close(self, doubt: DeedUnsure, code: str) -> None:
        await self._keeping.settle(self._never(doubt, code))

    async def _find_payment(self, doubt: DeedUnsure, deed: PayHold) -> DeedDone | DeedRefused | None:
        """The payments of the order, then its own word. No payment proves nothing, except where none can be any more.

        An order takes one payment (API.md 9), so one that succeeded is what was wanted, whoever made it.
        """
        payments = await _told(self._airline.payments_of(deed.order_id)) or ()
        paid = _of(payments, PaymentOutcome.SUCCEEDED)
        if paid is not None:
            return DeedDone(doubt.sent, self._clock(), paid.id, doubt.request_id, amount=paid.amount)
        order = await self._order(deed)
        if order is not None and _is_paid(order):
            paid = _of(payments, PaymentOutcome.UNSAID)
            amount = paid.amount if paid else deed.amount
            return DeedDone(doubt.sent, self._clock(), paid.id if paid else "", doubt.request_id, amount=amount)
        if order is not None and _was_released_unpaid(order):
            return self._never(doubt, "already_cancelled")
        ours = [one for one in payments if one.created_at >= doubt.sent.at - CLOCKS_APART]
        if len(ours) == 1 and ours[0].outcome in _FAILED and self._is_over(doubt.sent):
            return self._never(doubt, f"payment_{ours[0].outcome.value}", ours[0].failure_reason)
        return None

    async def _find_cancellation(self, doubt: DeedUnsure, deed: CancelOrder) -> DeedDone | DeedRefused | None:
        """What the order says of its end, then the quote itself.

        Unconfirmed, a quote proves something once it can be confirmed no more: when nothing of the request can be under
        way, and it has expired or the order was cancelled by another one.
        """
        order = await self._order(deed)
        ended_by = order.cancellation if order is not None else None
        found = await _told(self._airline.cancellation(deed.quote.id))
        for one in (found, ended_by):
            if one is not None and one.id == deed.quote.id and one.confirmed_at is not None:
                return DeedDone(doubt.sent, self._clock(), one.id, doubt.request_id, cancellation=one)
        if not self._is_over(doubt.sent):
            return None
        if ended_by is not None and ended_by.id != deed.quote.id:
            return self._never(doubt, "already_cancelled")
        if found is not None and found.expires_at is not None and self._clock() >= found.expires_at + LONGEST:
            return self._never(doubt, NOT_CONFIRMED)
        return None

    async def _find_acceptance(self, doubt: DeedUnsure, deed: AcceptChange) -> DeedDone | DeedRefused | None:
        """The change itself. Unanswered, it proves something only when a newer one has taken its place."""
        changes = await _told(self._airline.airline_changes_of(deed.order_id))
        if changes is None:  # one of them cannot be read: the order carries those that can
            order = await self._order(deed)
            changes = order.airline_changes if order is not None else ()
        ours = next((one for one in changes if one.id == deed.change_id), None)
        if ours is None:
            return None
        if ours.answered is Answered.ACCEPTED:
            return DeedDone(doubt.sent, self._clock(), ours.id, doubt.request_id)
        if not ours.is_open:
            return self._never(doubt, ANSWERED_OTHERWISE, ours.answered.value)
        if ours.id != changes[-1].id and self._is_over(doubt.sent):
            return self._never(doubt, "stale_airline_initiated_change_accept")
        return None

    async def _order(self, deed: Deed) -> Order | None:
        answer = await _told(self._airline.order(deed.order_id))
        return None if answer is None else answer.order

    def _is_over(self, sent: DeedSent) -> bool:
        """Whether nothing of the request can still be under way."""
        return self._clock() >= sent.at + LONGEST

    def _never(self, doubt: DeedUnsure, code: str, message: str = "") -> DeedRefused:
        return DeedRefused(doubt.sent, code, message, doubt.request_id, self._clock())


async def _told(question: Awaitable[_T]) -> _T | None:
    """None where the answer cannot be read, or nothing is there any more: no proof, but an answer all the same.

    So a person can end what nobody will ever be able to read.
    """
    try:
        return await question
    except (Unreadable, UnknownThere):
        return None


def _of(payments: tuple[Payment, ...], outcome: PaymentOutcome) -> Payment | None:
    return next((one for one in payments if one.outcome is outcome), None)


def _is_paid(order: Order) -> bool:
    """By the order's own word: it says when it was paid, or has documents (API.md 7.5)."""
    return not order.payment.awaiting_payment and (order.payment.paid_at is not None or bool(order.tickets))


def _was_released_unpaid(order: Order) -> bool:
    return order.cancellation is not None and order.cancellation.refund_to == "awaiting_payment"
