"""An airline that answers from what a test has put into it, and remembers what it was asked."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from agentdesk.desk.ports import Account, Batch, OrderAnswer
from agentdesk.travel.booking import Booked, Outcome, Sent, Way
from agentdesk.travel.environment import PRACTICE, Environment
from agentdesk.travel.errors import TravelError, UnknownThere
from agentdesk.travel.offers import Offer
from agentdesk.travel.orders import Order, PaymentState
from agentdesk.travel.places import Airline as Carrier
from agentdesk.travel.search import Search
from agentdesk.travel.seats import SeatMap
from agentdesk.travel.told import Leaf, Told
from tests.samples import NOON, an_order


class FakeAirline:
    """Set `trouble` to make every question fail; set `on_book` to decide what becomes of an order."""

    def __init__(self, *offers: Offer) -> None:
        self.offers = {offer.id: offer for offer in offers}
        self.maps: tuple[SeatMap, ...] = ()
        self.orders: dict[str, Order] = {}
        self.batches: list[Batch] = []
        self.sent: list[Sent] = []
        self.asked: list[str] = []
        self.leaves: tuple[Leaf, ...] = ()
        self.trouble: TravelError | None = None
        self.now = NOON
        self.knows_time = True
        self.calls_per_minute: int | None = 4000
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
        order = an_order(attempt=sent.attempt, ticketed=False)
        if sent.priced.way is Way.HOLD:
            terms = sent.priced.offer.terms
            payment = PaymentState(True, pay_by=terms.pay_by, price_held_until=terms.price_held_until)
            order = replace(order, kind="hold", payment=payment)
        self.orders[order.id] = order
        return Booked(sent, order.id, order.reference, self.now), self._answer(order)

    async def order(self, order_id: str) -> OrderAnswer:
        self._asked("order")
        if order_id not in self.orders:
            raise UnknownThere("not_found")
        return self._answer(self.orders[order_id])

    async def orders_of_offer(self, offer_id: str) -> tuple[OrderAnswer, ...]:
        self._asked("orders_of_offer")
        return tuple(self._answer(order) for order in self.orders.values() if order.offer_id == offer_id)

    async def orders_since(self, since: datetime) -> tuple[OrderAnswer, ...]:
        self._asked("orders_since")
        return tuple(self._answer(order) for order in self.orders.values() if order.created_at >= since)

    async def carriers(self) -> tuple[Carrier, ...]:
        return ()

    async def account(self) -> Account:
        self._asked("account")
        return Account(live_mode=False, airlines_seen=1)

    def _answer(self, order: Order) -> OrderAnswer:
        return OrderAnswer(order, b"{}", self.now)
