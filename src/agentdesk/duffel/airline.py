"""What may be asked of the upstream: the desk's `Airline` over the wire."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime

from agentdesk.desk.ports import Account, Batch, OrderAnswer
from agentdesk.duffel import writing
from agentdesk.duffel.after_sale import SILENT_SUCCESS, AfterSaleByWire, resource
from agentdesk.duffel.client import Answer, Client, Query, decoded, path_part
from agentdesk.duffel.reading import read_carrier, read_place
from agentdesk.duffel.reading_offers import read_offer
from agentdesk.duffel.reading_orders import read_order
from agentdesk.duffel.reading_rows import OfferReader
from agentdesk.duffel.reading_seats import read_seat_map
from agentdesk.duffel.refusals import Proof, outcome_of_write, words_of_refusal
from agentdesk.duffel.searching import OfferSearch, read_in_slices
from agentdesk.duffel.telling import leaves
from agentdesk.duffel.wire.envelopes import ListAnswer
from agentdesk.travel.booking import Booked, Doubt, Outcome, Refused, Sent, Unsure
from agentdesk.travel.environment import Environment
from agentdesk.travel.errors import NeverSent, OutcomeUnknown, Unreadable
from agentdesk.travel.offers import Offer
from agentdesk.travel.orders import Order
from agentdesk.travel.places import Airline as Carrier
from agentdesk.travel.places import Place
from agentdesk.travel.search import Search
from agentdesk.travel.seats import SeatMap
from agentdesk.travel.told import Told

_log = logging.getLogger(__name__)


class DuffelAirline(AfterSaleByWire):
    """The upstream of one environment. Questions and changes raise `travel.errors` only."""

    def __init__(self, client: Client, environment: Environment, *, token_is_live: bool = False) -> None:
        super().__init__(client)
        self._environment = environment
        self._token_is_live = token_is_live

    @property
    def environment(self) -> Environment:
        return self._environment

    @property
    def knows_time(self) -> bool:
        return self._client.knows_time

    @property
    def calls_per_minute(self) -> int | None:
        return self._client.calls_per_minute

    def search(self, search: Search) -> AsyncGenerator[Batch, None]:
        """Offers as the airlines answer; closing the iterator ends the search."""
        return OfferSearch(self._client, search).batches()

    async def offers_of(self, request_id: str) -> tuple[Offer, ...]:
        reader = OfferReader()
        found: list[Offer] = []
        async for page in self._client.pages("/air/offers", [("offer_request_id", request_id)]):
            found.extend((await read_in_slices(reader, page))[0])
        return tuple(found)

    async def offer(self, offer_id: str) -> Offer:
        query = [("return_available_services", "true")]
        return read_offer(await self._one(f"/air/offers/{path_part(offer_id)}", query))

    async def told(self, offer_id: str) -> Told:
        raw = await self._one(f"/air/offers/{path_part(offer_id)}", [("return_available_services", "true")])
        return await asyncio.to_thread(_told, raw)

    async def price(self, offer_id: str) -> Offer:
        path = f"/air/offers/{path_part(offer_id)}/actions/price"
        answer = await self._client.ask("POST", path, body=writing.pricing())
        return replace(read_offer(resource(answer)), services=())

    async def seat_maps(self, offer_id: str) -> tuple[SeatMap, ...]:
        """One map per segment that has one. A map that cannot be read is left out: its seats are not for sale."""
        maps: list[SeatMap] = []
        for raw in await self._list("/air/seat_maps", [("offer_id", offer_id)]):
            try:
                maps.append(read_seat_map(raw))
            except Unreadable as exc:
                _log.info("left out a seat map of %s: %s", offer_id, exc)
        return tuple(maps)

    async def book(self, sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        """Order, and pay at once unless it is to be held; sent exactly once. NeverSent when it did not leave."""
        try:
            body = writing.order(sent)
        except ValueError as exc:
            raise NeverSent(f"the order was not sent, since it cannot be right: {type(exc).__name__}") from exc
        try:
            answer = await self._client.change("POST", "/air/orders", body)
        except OutcomeUnknown as exc:
            return Unsure(sent, exc.why, exc.request_id, self.upstream_now()), None
        match outcome_of_write(answer.status, answer.body):
            case Proof.DONE:
                return self._booked(sent, answer)
            case Proof.NOTHING_HAPPENED:
                return _refused(sent, answer), None
            case Proof.UNKNOWN:
                why = SILENT_SUCCESS.get(answer.status, f"The answer was {answer.status} and proves nothing.")
                doubt = Doubt.LATER if answer.status in SILENT_SUCCESS else Doubt.NO_ANSWER
                return Unsure(sent, why, answer.request_id, answer.at, doubt), None

    def _booked(self, sent: Sent, answer: Answer) -> tuple[Outcome, OrderAnswer | None]:
        try:
            raw = resource(answer)
            order = read_order(raw)
        except Unreadable as exc:
            return Unsure(sent, f"The order was created, but {exc}.", answer.request_id, answer.at), None
        booked = Booked(sent, order.id, order.reference, answer.at)
        return booked, OrderAnswer(order, raw, answer.at, answer.request_id)

    async def order(self, order_id: str) -> OrderAnswer:
        answer = await self._client.ask("GET", f"/air/orders/{path_part(order_id)}")
        raw = resource(answer)
        return OrderAnswer(read_order(raw), raw, answer.at, answer.request_id)

    async def orders_of_offer(self, offer_id: str) -> tuple[OrderAnswer, ...]:
        """Unreadable when any of them cannot be read: it might be ours."""
        raws = await self._orders([("offer_id", offer_id)])
        return tuple(self._listed(raw, read_order(raw)) for raw in raws)

    async def orders_since(self, since: datetime) -> tuple[OrderAnswer, ...]:
        """Newest first; an order that cannot be read is left out."""
        query = [("created_at[after]", since.astimezone(UTC).isoformat().replace("+00:00", "Z"))]
        found: list[OrderAnswer] = []
        for raw in await self._orders([*query, ("sort", "-created_at")]):
            try:
                found.append(self._listed(raw, read_order(raw)))
            except Unreadable as exc:
                _log.info("left out an order of a list: %s", exc)
        return tuple(found)

    async def _orders(self, query: Query) -> list[bytes]:
        return [raw async for page in self._client.pages("/air/orders", query) for raw in page]

    def _listed(self, raw: bytes, order: Order) -> OrderAnswer:
        return OrderAnswer(order, raw, self.upstream_now())

    async def carriers(self) -> tuple[Carrier, ...]:
        pages = self._client.pages("/air/airlines")
        return tuple([read_carrier(raw) async for page in pages for raw in page if _is_object(raw)])

    async def places(self, text: str) -> tuple[Place, ...]:
        """Airports and cities that a text may mean; empty when none."""
        raws = await self._list("/places/suggestions", [("query", text)])
        return tuple(read_place(raw) for raw in raws if _is_object(raw))

    async def account(self) -> Account:
        airlines = await self._list("/air/airlines", [("limit", "50")])
        return Account(live_mode=self._token_is_live, airlines_seen=len(airlines))

    async def _one(self, path: str, query: Query = ()) -> bytes:
        return resource(await self._client.ask("GET", path, query=query))

    async def _list(self, path: str, query: Query = ()) -> list[bytes]:
        answer = await self._client.ask("GET", path, query=query)
        return [bytes(one) for one in decoded(answer, ListAnswer).data]


def _told(raw: bytes) -> Told:
    return Told(read_offer(raw), *leaves(raw))


def _refused(sent: Sent, answer: Answer) -> Refused:
    words = words_of_refusal(answer.status, answer.body, answer.request_id)
    return Refused(sent, words.code, words.message, words.request_id, answer.at, words.pointer)


def _is_object(raw: bytes) -> bool:
    """Whether it is a JSON object; lists may hold anything."""
    return raw[:1] == b"{"
