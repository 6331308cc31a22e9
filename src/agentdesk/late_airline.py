"""The upstream while it is still being loaded: the window is usable before, and every question waits for it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime

from agentdesk.desk.ports import Account, Airline, Batch, OrderAnswer, OrderQuestion
from agentdesk.travel.airline_changes import AirlineChange
from agentdesk.travel.booking import Outcome, Sent
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import DeedOutcome, DeedSent
from agentdesk.travel.environment import Environment
from agentdesk.travel.offers import Offer
from agentdesk.travel.payments import Payment
from agentdesk.travel.places import Airline as Carrier
from agentdesk.travel.search import Search
from agentdesk.travel.seats import SeatMap
from agentdesk.travel.told import Told


class LateAirline:
    """An `Airline` that becomes another one. What the other one raises while it is opened, every method raises."""

    def __init__(self, environment: Environment, coming: "asyncio.Future[Airline]") -> None:
        self._environment, self._coming = environment, coming

    @property
    def environment(self) -> Environment:
        return self._environment

    def upstream_now(self) -> datetime:
        """This machine's clock until an answer of the upstream could set it right."""
        there = self._opened()
        return datetime.now(UTC) if there is None else there.upstream_now()

    @property
    def knows_time(self) -> bool:
        return (there := self._opened()) is not None and there.knows_time

    @property
    def calls_per_minute(self) -> int | None:
        return None if (there := self._opened()) is None else there.calls_per_minute

    def _opened(self) -> Airline | None:
        coming = self._coming
        return coming.result() if coming.done() and not coming.cancelled() and coming.exception() is None else None

    async def _there(self) -> Airline:
        return await asyncio.shield(self._coming)  # a question that is given up does not end the loading

    async def search(self, search: Search) -> AsyncGenerator[Batch, None]:
        async with aclosing((await self._there()).search(search)) as batches:
            async for batch in batches:
                yield batch

    async def offers_of(self, request_id: str) -> tuple[Offer, ...]:
        return await (await self._there()).offers_of(request_id)

    async def offer(self, offer_id: str) -> Offer:
        return await (await self._there()).offer(offer_id)

    async def told(self, offer_id: str) -> Told:
        return await (await self._there()).told(offer_id)

    async def price(self, offer_id: str) -> Offer:
        return await (await self._there()).price(offer_id)

    async def seat_maps(self, offer_id: str) -> tuple[SeatMap, ...]:
        return await (await self._there()).seat_maps(offer_id)

    async def book(self, sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        return await (await self._there()).book(sent)

    async def order(self, order_id: str) -> OrderAnswer:
        return await (await self._there()).order(order_id)

    async def orders_of_offer(self, offer_id: str) -> tuple[OrderAnswer, ...]:
        return await (await self._there()).orders_of_offer(offer_id)

    async def orders_since(self, since: datetime) -> tuple[OrderAnswer, ...]:
        return await (await self._there()).orders_since(since)

    async def carriers(self) -> tuple[Carrier, ...]:
        return await (await self._there()).carriers()

    async def account(self) -> Account:
        return await (await self._there()).account()

    async def orders(self, question: OrderQuestion) -> AsyncGenerator[OrderAnswer, None]:
        async with aclosing((await self._there()).orders(question)) as answers:
            async for answer in answers:
                yield answer

    async def priced_order(self, order_id: str) -> OrderAnswer:
        return await (await self._there()).priced_order(order_id)

    async def quote_cancellation(self, order_id: str) -> Cancellation:
        return await (await self._there()).quote_cancellation(order_id)

    async def cancellation(self, cancellation_id: str) -> Cancellation:
        return await (await self._there()).cancellation(cancellation_id)

    async def cancellations_of(self, order_id: str) -> tuple[Cancellation, ...]:
        return await (await self._there()).cancellations_of(order_id)

    async def payments_of(self, order_id: str) -> tuple[Payment, ...]:
        return await (await self._there()).payments_of(order_id)

    async def airline_changes_of(self, order_id: str) -> tuple[AirlineChange, ...]:
        return await (await self._there()).airline_changes_of(order_id)

    async def carry_out(self, sent: DeedSent) -> DeedOutcome:
        return await (await self._there()).carry_out(sent)
