"""An airline that answers from what a test has put into it, and remembers what it was asked."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from agentdesk.desk.ports import Account, Batch, OrderAnswer, OrderQuestion
from agentdesk.travel.airline_changes import AirlineChange, Answered
from agentdesk.travel.booking import Booked, Outcome, Sent, Way
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedOutcome,
    DeedRefused,
    DeedSent,
    PayHold,
)
from agentdesk.travel.environment import PRACTICE, Environment
from agentdesk.travel.errors import RefusedByUpstream, TravelError, UnknownThere
from agentdesk.travel.journeys import instant
from agentdesk.travel.offers import Offer
from agentdesk.travel.orders import Order, PaymentState
from agentdesk.travel.payments import Payment, PaymentOutcome
from agentdesk.travel.places import Airline as Carrier
from agentdesk.travel.search import Search
from agentdesk.travel.seats import SeatMap
from agentdesk.travel.told import Leaf, Told
from tests.samples import NOON, an_order


class FakeAirline:
    """Set `trouble` to make every question fail; set `on_book` and `on_deed` to decide what becomes of what is sent.

    `effects` are the deeds that have really changed something, in order.
    """

    def __init__(self, *offers: Offer) -> None:
        self.offers = {offer.id: offer for offer in offers}
        self.maps: tuple[SeatMap, ...] = ()
        self.booked: dict[str, Order] = {}
        self.batches: list[Batch] = []
        self.sent: list[Sent] = []
        self.asked: list[str] = []
        self.leaves: tuple[Leaf, ...] = ()
        self.trouble: TravelError | None = None
        self.now = NOON
        self.knows_time = True
        self.calls_per_minute: int | None = 4000
        self.payments: list[Payment] = []
        self.quotes: dict[str, Cancellation] = {}
        self.deeds_sent: list[DeedSent] = []
        self.effects: list[Deed] = []
        self.on_deed: Callable[[DeedSent], Awaitable[DeedOutcome]] = self.do_it
        self.on_book: Callable[[Sent], Awaitable[tuple[Outcome, OrderAnswer | None]]] = self.book_it

    @property
    def environment(self) -> Environment:
        return PRACTICE

    def upstream_now(self) -> datetime:
        return self.now

    def _asked(self, what: str) -> None:
        self.asked.append(what)
        if self.trouble is not None:
            raise self.trouble

    async def search(self, search: Search) -> AsyncGenerator[Batch, None]:
        self._asked("search")
        for batch in self.batches:
            yield batch

    async def offers_of(self, request_id: str) -> tuple[Offer, ...]:
        self._asked("offers_of")
        return tuple(self.offers.values())

    async def offer(self, offer_id: str) -> Offer:
        self._asked("offer")
        if offer_id not in self.offers:
            raise UnknownThere("not_found")
        return self.offers[offer_id]

    async def told(self, offer_id: str) -> Told:
        self._asked("told")
        if offer_id not in self.offers:
            raise UnknownThere("not_found")
        offer = self.offers[offer_id]
        return Told(offer, self.leaves or (Leaf(("id",), offer.id),))

    async def price(self, offer_id: str) -> Offer:
        self._asked("price")
        return replace(self.offers[offer_id], services=())

    async def seat_maps(self, offer_id: str) -> tuple[SeatMap, ...]:
        self._asked("seat_maps")
        return self.maps

    async def book(self, sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        self.asked.append("book")
        self.sent.append(sent)
        return await self.on_book(sent)

    async def book_it(self, sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        order = replace(an_order(attempt=sent.attempt, ticketed=False), available_actions=("cancel", "update"))
        if sent.priced.way is Way.HOLD:
            terms = sent.priced.offer.terms
            payment = PaymentState(True, pay_by=terms.pay_by, price_held_until=terms.price_held_until)
            order = replace(order, kind="hold", payment=payment)
        self.booked[order.id] = order
        return Booked(sent, order.id, order.reference, self.now), self._answer(order)

    async def order(self, order_id: str) -> OrderAnswer:
        self._asked("order")
        if order_id not in self.booked:
            raise UnknownThere("not_found")
        return self._answer(self.booked[order_id])

    async def orders_of_offer(self, offer_id: str) -> tuple[OrderAnswer, ...]:
        self._asked("orders_of_offer")
        return tuple(self._answer(order) for order in self.booked.values() if order.offer_id == offer_id)

    async def orders_since(self, since: datetime) -> tuple[OrderAnswer, ...]:
        self._asked("orders_since")
        return tuple(self._answer(order) for order in self.booked.values() if order.created_at >= since)

    async def carriers(self) -> tuple[Carrier, ...]:
        return ()

    async def account(self) -> Account:
        self._asked("account")
        return Account(live_mode=False, airlines_seen=1)

    def _answer(self, order: Order) -> OrderAnswer:
        return OrderAnswer(order, b"{}", self.now)

    # After the sale -----------------------------------------------------------------------------------------------

    async def orders(self, question: OrderQuestion) -> AsyncGenerator[OrderAnswer, None]:
        self._asked("orders")
        found = [order for order in self.booked.values() if _is_meant(order, question)]
        if question.sort == "-created_at":
            found.sort(key=lambda order: order.created_at, reverse=True)
        for order in found:
            yield self._answer(order)

    async def priced_order(self, order_id: str) -> OrderAnswer:
        self._asked("priced_order")
        order = self._booked(order_id)
        if not order.payment.awaiting_payment:
            raise RefusedByUpstream("already_paid" if order.payment.paid_at else "past_payment_required_by_date")
        return self._answer(order)

    async def quote_cancellation(self, order_id: str) -> Cancellation:
        self._asked("quote_cancellation")
        order = self._booked(order_id)
        if (code := self._not_cancellable(order)) is not None:
            raise RefusedByUpstream(code)
        to = "awaiting_payment" if order.payment.awaiting_payment else "balance"
        refund = order.total * (0 if order.payment.awaiting_payment else 1)
        ident, expires = f"ore_{len(self.quotes) + 1}", self.now + timedelta(hours=1)
        self.quotes[ident] = Cancellation(ident, order_id, self.now, expires, refund=refund, refund_to=to)
        return self.quotes[ident]

    async def cancellation(self, cancellation_id: str) -> Cancellation:
        self._asked("cancellation")
        if cancellation_id not in self.quotes:
            raise UnknownThere("not_found")
        return self.quotes[cancellation_id]

    async def cancellations_of(self, order_id: str) -> tuple[Cancellation, ...]:
        self._asked("cancellations_of")
        return tuple(reversed([one for one in self.quotes.values() if one.order_id == order_id]))

    async def payments_of(self, order_id: str) -> tuple[Payment, ...]:
        self._asked("payments_of")
        return tuple(reversed([one for one in self.payments if one.order_id == order_id]))

    async def airline_changes_of(self, order_id: str) -> tuple[AirlineChange, ...]:
        self._asked("airline_changes_of")
        return self.booked[order_id].airline_changes if order_id in self.booked else ()

    async def carry_out(self, sent: DeedSent) -> DeedOutcome:
        self.asked.append("carry_out")
        self.deeds_sent.append(sent)
        return await self.on_deed(sent)

    async def do_it(self, sent: DeedSent) -> DeedOutcome:
        """As the upstream does: what cannot be is refused, what can is done and proved."""
        order = self.booked.get(sent.deed.order_id)
        code = "not_found" if order is None else self._refusal(order, sent.deed)
        if order is None or code is not None:
            return DeedRefused(sent, code or "not_found", "", "req-no", self.now)
        self.effects.append(sent.deed)
        match sent.deed:
            case PayHold():
                return self._pay(sent, order, sent.deed)
            case CancelOrder():
                return self._cancel(sent, order, sent.deed)
            case AcceptChange():
                return self._accept(sent, order, sent.deed)

    def _pay(self, sent: DeedSent, order: Order, deed: PayHold) -> DeedDone:
        ident = f"pay_{len(self.payments) + 1}"
        self.payments.append(Payment(ident, order.id, "balance", deed.amount, self.now, PaymentOutcome.SUCCEEDED))
        payment = replace(order.payment, awaiting_payment=False, paid_at=self.now)
        self.booked[order.id] = replace(order, payment=payment)
        return DeedDone(sent, self.now, ident, "req-yes", amount=deed.amount)

    def _cancel(self, sent: DeedSent, order: Order, deed: CancelOrder) -> DeedDone:
        confirmed = replace(self.quotes[deed.quote.id], confirmed_at=self.now)
        self.quotes[confirmed.id] = confirmed
        self.booked[order.id] = replace(
            order,
            cancelled_at=self.now,
            cancellation=confirmed,
            available_actions=("update",),
            payment=replace(order.payment, awaiting_payment=False),
        )
        return DeedDone(sent, self.now, confirmed.id, "req-yes", cancellation=confirmed)

    def _accept(self, sent: DeedSent, order: Order, deed: AcceptChange) -> DeedDone:
        changes = tuple(
            replace(one, answered=Answered.ACCEPTED, answered_at=self.now, available=()) if one.is_open else one
            for one in order.airline_changes
        )
        self.booked[order.id] = replace(order, airline_changes=changes, open_airline_changes=0)
        return DeedDone(sent, self.now, deed.change_id, "req-yes")

    def _refusal(self, order: Order, deed: Deed) -> str | None:
        """The code by which a deed is refused; None when it can be done."""
        match deed:
            case PayHold():
                if order.cancelled_at or order.payment.paid_at:
                    return "already_cancelled" if order.cancelled_at else "already_paid"
                if not order.payment.awaiting_payment:
                    return "past_payment_required_by_date"
                return None if deed.amount == order.total else "payment_amount_does_not_match_order_amount"
            case CancelOrder():
                newest = [one for one in self.quotes.values() if one.order_id == order.id][-1:]
                if not order.cancelled_at and (deed.quote.id not in {one.id for one in newest} or self._late(deed)):
                    return "order_cancellation_stale"
                return self._not_cancellable(order)
            case AcceptChange():
                newest_change = order.airline_changes[-1:]
                open_ids = {one.id for one in newest_change if one.is_open}
                return None if deed.change_id in open_ids else "stale_airline_initiated_change_accept"

    def _late(self, deed: CancelOrder) -> bool:
        quote = self.quotes[deed.quote.id]
        return quote.is_stale(self.now)

    def _not_cancellable(self, order: Order) -> str | None:
        if order.cancelled_at is not None:
            return "already_cancelled"
        return None if "cancel" in order.available_actions else "order_not_cancellable"

    def _booked(self, order_id: str) -> Order:
        if order_id not in self.booked:
            raise UnknownThere("not_found")
        return self.booked[order_id]


def _is_meant(order: Order, question: OrderQuestion) -> bool:
    """By the filters of API.md 7.6."""
    leaves = [one for part in order.slices if (one := instant(part.departs, part.origin.time_zone)) is not None]
    return (
        (question.created_after is None or order.created_at > question.created_after)
        and (question.created_before is None or order.created_at < question.created_before)
        and question.awaiting_payment in (None, order.payment.awaiting_payment)
        and question.reference.upper() in ("", order.reference.upper())
        and question.requires_action in (None, order.open_airline_changes > 0)
        and (question.departs_after is None or any(one > question.departs_after for one in leaves))
        and (question.departs_before is None or any(one < question.departs_before for one in leaves))
    )
