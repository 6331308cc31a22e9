"""After the sale: cancelling with a quote, and paying a hold."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from agentdesk.desk.agency import NumberedOrder
from agentdesk.desk.servicing import DeedOpen, NotCancellable, QuoteStale
from agentdesk.rest.access import Caller, allowed
from agentdesk.rest.asked import CancelBody, PaymentBody
from agentdesk.rest.documented import errors
from agentdesk.rest.once import Key, once
from agentdesk.rest.ordering import numbered, record_of
from agentdesk.rest.refusing import (
    BUSY_ORDER,
    CANCELLED,
    CANNOT,
    LATE,
    MOVED,
    PAID,
    STALE_QUOTE,
    UNKNOWN_ORDER,
    WRONG_AMOUNT,
    Refusal,
    of_upstream,
)
from agentdesk.rest.teller import Teller
from agentdesk.rest.told import Data, PaymentTold, QuoteTold
from agentdesk.travel.actions import WhyNot
from agentdesk.travel.agents import Right
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import DeedDone, DeedRefused, DeedUnsure
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

router = APIRouter()
Servicer = Annotated[Caller, Depends(allowed(Right.SERVICE))]


@router.post(
    "/orders/{order_id}/actions/cancel",
    tags=["Booking and orders"],
    response_model=Data[QuoteTold],
    responses={
        **errors(402, 404, 409),
        202: {"model": Data[QuoteTold], "description": "not known yet: read the order"},
    },
)
async def cancel_order(
    order_id: str, body: CancelBody, caller: Servicer, request: Request, key: Key = None
) -> Response:
    """A refund quote; with its `quote_id`, the cancellation. A quote that has ended is 409 with a new one."""

    async def deed() -> tuple[int, Data[QuoteTold]]:
        number, order = await _known(caller, order_id)
        if body.quote_id is None:
            return 200, _quoted(caller, await _quote(caller, order), number)
        return await _confirmed(caller, number, order, body.quote_id)

    return await once(caller, request, key, deed)


@router.post(
    "/payments",
    status_code=201,
    tags=["Payments"],
    response_model=Data[PaymentTold],
    responses={
        **errors(402, 404, 409),
        202: {"model": Data[PaymentTold], "description": "not known yet: read the order"},
    },
)
async def pay_order(body: PaymentBody, caller: Servicer, request: Request, key: Key = None) -> Response:
    """Pays a held order from the balance: exactly its total, read again just before."""

    async def deed() -> tuple[int, Data[PaymentTold]]:
        number, order = await _known(caller, body.order_id)
        agreed = Money(body.payment.decimal, body.payment.currency)
        _payable(await caller.office.desk.servicing.ready_to_pay(order.id, agreed), agreed)
        try:
            outcome = await caller.office.desk.servicing.pay(order.id, agreed)
        except DeedOpen as open_deed:
            raise Refusal(BUSY_ORDER) from open_deed
        await caller.audit("pay", number.id, done=isinstance(outcome, DeedDone))
        if isinstance(outcome, DeedRefused):
            raise Refusal(of_upstream(outcome.code))
        status, word = (201, "succeeded") if isinstance(outcome, DeedDone) else (202, "checking")
        at = outcome.at if isinstance(outcome, DeedDone) else outcome.sent.at
        told = PaymentTold(order_id=number.id, amount=agreed.text, currency=agreed.currency, status=word, created_at=at)
        return status, Data[PaymentTold](data=told)

    return await once(caller, request, key, deed)


async def _known(caller: Caller, order_id: str) -> tuple[NumberedOrder, Order]:
    number = await numbered(caller, order_id)
    record = await record_of(caller, number)
    if record is None:
        raise Refusal(UNKNOWN_ORDER)
    return number, record.order


async def _quote(caller: Caller, order: Order) -> Cancellation:
    try:
        found = await caller.office.desk.servicing.quote(order.id)
    except DeedOpen as open_deed:
        raise Refusal(BUSY_ORDER) from open_deed
    if isinstance(found, NotCancellable):
        raise Refusal(CANCELLED if found.possible.why is WhyNot.CANCELLED else CANNOT)
    return found


def _quoted(caller: Caller, quote: Cancellation, number: NumberedOrder) -> Data[QuoteTold]:
    return Data[QuoteTold](data=Teller(caller.office.sealing).quote(quote, number.id))


async def _confirmed(caller: Caller, number: NumberedOrder, order: Order, quote_id: str) -> tuple[int, Data[QuoteTold]]:
    upstream_id = caller.office.sealing.open("quo", quote_id)
    if upstream_id is None:
        raise Refusal(UNKNOWN_ORDER, field="quote_id")
    quote = await caller.office.desk.airline.cancellation(upstream_id)
    if quote.order_id != order.id:
        raise Refusal(UNKNOWN_ORDER, field="quote_id")
    try:
        outcome = await caller.office.desk.servicing.cancel(quote, order.total)
    except QuoteStale as stale:
        raise await _anew(caller, number, order) from stale
    except DeedOpen as open_deed:
        done = isinstance(open_deed.line, DeedDone)
        raise Refusal(CANCELLED if done else BUSY_ORDER) from open_deed
    await caller.audit("cancel", number.id, done=isinstance(outcome, DeedDone))
    match outcome:
        case DeedDone():
            return 200, _quoted(caller, outcome.cancellation or quote, number)
        case DeedUnsure():
            return 202, _quoted(caller, quote, number)
        case DeedRefused(code="order_cancellation_stale"):
            raise await _anew(caller, number, order)
        case DeedRefused():
            raise Refusal(of_upstream(outcome.code))


async def _anew(caller: Caller, number: NumberedOrder, order: Order) -> Refusal:
    """The refusal of a stale quote, with a new one in its body."""
    quote = _quoted(caller, await _quote(caller, order), number)
    return Refusal(STALE_QUOTE, extra={"quote": quote.data.model_dump(mode="json")})


def _payable(ready: PayReady, agreed: Money) -> None:
    """Each reason why it cannot be paid, or not at this amount."""
    match ready:
        case Payable() | PriceMoved():
            if ready.order.total != agreed:
                costs = {"amount": ready.order.total.text, "currency": ready.order.total.currency}
                raise Refusal(WRONG_AMOUNT, field="payment.amount", extra={"costs": costs})
        case PaidAlready():
            raise Refusal(PAID)
        case CancelledAlready():
            raise Refusal(CANCELLED)
        case Lapsed() | Overdue():
            raise Refusal(LATE)
        case FlightsMoved():
            raise Refusal(MOVED)
        case PaymentOnItsWay() | StillOpen():
            raise Refusal(BUSY_ORDER)
