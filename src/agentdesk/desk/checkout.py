"""Prices again, writes the intention, orders once, settles."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from agentdesk.desk.news import Board, BookingSettled, OrderChanged
from agentdesk.desk.ports import Airline, Clock, Journal, OrderAnswer, OrderBook
from agentdesk.travel.booking import (
    BagPick,
    Booked,
    Draft,
    Outcome,
    Priced,
    SeatPick,
    StruckOut,
    Unsure,
    draft_total,
    extras,
    is_open,
    send,
)
from agentdesk.travel.errors import NeverSent, OfferGone, OutcomeUnknown, TravelError
from agentdesk.travel.offers import Offer, Service
from agentdesk.travel.passengers import Traveller
from agentdesk.travel.seats import SeatMap


class ExtrasGone(TravelError):
    """Seats or bags that were picked are no longer for sale; the rest of the draft stands."""

    def __init__(self, seats: tuple[SeatPick, ...], bags: tuple[BagPick, ...]) -> None:
        super().__init__("picked extras are no longer for sale")
        self.seats = seats
        self.bags = bags


class AlreadySent(TravelError):
    """This booking was sent before and is booked or still open: it is looked for, never sent again."""


class Checkout:
    """The one way money is spent: each booking is written down first and leaves this machine once."""

    def __init__(
        self,
        airline: Airline,
        journal: Journal,
        orders: OrderBook,
        news: Board,
        *,
        clock: Clock,
        new_attempt: Callable[[], str],
        agent: Callable[[], str] = str,
    ) -> None:
        self._airline = airline
        self._journal = journal
        self._orders = orders
        self._news = news
        self._clock = clock
        self._new_attempt = new_attempt
        self._agent = agent

    async def price(self, draft: Draft, travellers: tuple[Traveller, ...]) -> Priced:
        """Read offer, seats and bags again and price them: ids and prices of services change with every read.

        OfferGone when the offer can no longer be sold, ExtrasGone when something picked cannot.
        """
        if draft.offer is None:
            raise ValueError("a draft without an offer cannot be priced")
        now = self._clock()
        if draft.offer.has_expired(now):
            raise OfferGone("offer_expired", "The offer has expired.")
        opened = await self._airline.offer(draft.offer.id)
        maps = await self._airline.seat_maps(draft.offer.id) if draft.seats else ()
        priced = await self._airline.price(draft.offer.id)
        offer = replace(priced, services=opened.services)
        seats, bags = _picked_again(draft, maps, offer)
        currency = offer.total.currency
        return Priced(
            draft_id=draft.id,
            environment=draft.environment,
            offer=offer,
            offer_request_id=draft.offer_request_id,
            travellers=travellers,
            seats=seats,
            bags=bags,
            shown_total=draft_total(draft) or offer.total,
            total=offer.total + extras(seats, bags, currency),
            at=now,
        )

    async def book(self, priced: Priced) -> Outcome:
        """Order what was priced, writing down the intention first.

        NeverSent when it did not leave, AlreadySent when this booking has an order or an open intention, NotKept when
        the intention could not be written (nothing was sent). An answer that cannot be kept leaves the outcome Unsure.
        """
        before = await self._journal.of_draft(priced.draft_id)
        if before is not None and (is_open(before) or isinstance(before, Booked)):
            raise AlreadySent
        sent = send(priced, self._new_attempt(), self._clock())
        await self._journal.write(sent)
        answer: OrderAnswer | None = None
        try:
            outcome, answer = await self._airline.book(sent)
        except NeverSent:
            await self._journal.strike_out(StruckOut(sent, self._clock()))
            raise
        except OutcomeUnknown as unknown:
            outcome = Unsure(sent, unknown.why, unknown.request_id, self._clock())
        try:
            if answer is not None:
                await self._orders.save(answer, sent, self._agent())
            await self._journal.settle(sent, outcome)
        except TravelError as trouble:  # the line stays open in the journal: looked for again, never sent again
            outcome, answer = Unsure(sent, f"the answer could not be kept: {trouble}", "", self._clock()), None
        if answer is not None:
            self._news.tell(OrderChanged(answer.order.id))
        self._news.tell(BookingSettled(priced.draft_id, sent.attempt, outcome))
        return outcome


def _picked_again(
    draft: Draft, maps: Iterable[SeatMap], offer: Offer
) -> tuple[tuple[SeatPick, ...], tuple[BagPick, ...]]:
    """The same picks with the ids and prices of the latest read."""
    by_segment = {one.segment_id: one for one in maps}
    seats = [(pick, _seat_again(pick, by_segment.get(pick.segment_id))) for pick in draft.seats]
    bags = [(pick, _bag_again(pick, offer.services)) for pick in draft.bags]
    lost_seats = tuple(old for old, new in seats if new is None)
    lost_bags = tuple(old for old, new in bags if new is None)
    if lost_seats or lost_bags:
        raise ExtrasGone(lost_seats, lost_bags)
    return tuple(new for _, new in seats if new is not None), tuple(new for _, new in bags if new is not None)


def _seat_again(pick: SeatPick, seat_map: SeatMap | None) -> SeatPick | None:
    element = seat_map.find(pick.designator) if seat_map is not None else None
    service = element.service_for(pick.passenger_id) if element is not None else None
    return None if service is None else replace(pick, price=service.price, service_id=service.id)


def _bag_again(pick: BagPick, services: Iterable[Service]) -> BagPick | None:
    wanted = pick.service
    for service in services:
        same = (
            service.kind == wanted.kind
            and service.bag == wanted.bag
            and service.passenger_ids == wanted.passenger_ids
            and set(service.segment_ids) == set(wanted.segment_ids)
        )
        if same and service.max_quantity >= pick.quantity:
            return BagPick(service, pick.quantity)
    return None
