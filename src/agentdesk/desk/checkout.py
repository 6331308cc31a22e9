"""Prices again, writes the intention, orders once, settles."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, BookingSettled, OrderChanged
from agentdesk.desk.ports import Airline, Clock, Journal, OrderAnswer, OrderBook
from agentdesk.travel.basket import same_service
from agentdesk.travel.booking import (
    BagPick,
    Booked,
    Doubt,
    Draft,
    JournalLine,
    Outcome,
    Priced,
    SeatPick,
    Sent,
    StruckOut,
    Unsure,
    Way,
    draft_total,
    extras,
    is_open,
    send,
    sent_of,
)
from agentdesk.travel.errors import NeverSent, OfferGone, OutcomeUnknown, TravelError
from agentdesk.travel.fees import read_fee
from agentdesk.travel.offers import Offer, Service
from agentdesk.travel.passengers import Traveller
from agentdesk.travel.seats import SeatMap

_log = logging.getLogger(__name__)


class ExtrasGone(TravelError):
    """Seats or bags that were picked are no longer for sale; the rest of the draft stands."""

    def __init__(self, seats: tuple[SeatPick, ...], bags: tuple[BagPick, ...]) -> None:
        super().__init__("picked extras are no longer for sale")
        self.seats = seats
        self.bags = bags


class AlreadySent(TravelError):
    """This booking was sent before and is booked or still open: it is looked for, never sent again."""


class OfferTaken(TravelError):
    """Another booking on this desk has the same offer: it was sold there, or its outcome is not known yet."""

    def __init__(self, line: JournalLine) -> None:
        super().__init__("another booking has this offer")
        self.line = line


class CannotBeHeld(TravelError):
    """The offer wants payment at once, or the time to hold it is over."""


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
        line: Line | None = None,
    ) -> None:
        self._airline = airline
        self._journal = journal
        self._orders = orders
        self._news = news
        self._clock = clock
        self._new_attempt = new_attempt
        self._agent = agent
        self._line = line or Line(news)
        self._never_left: dict[str, StruckOut] = {}  # what the journal could not take yet, by attempt

    async def taken(self, draft_id: str, offer_id: str) -> JournalLine | None:
        """The line by which another draft has bought, held or tried to buy this offer; None when it is free.

        The upstream makes one order of an offer (API.md 5.3), so a second attempt could only fail or sell twice.
        """
        await self._strike_out_again()
        return _taken(await self._journal.of_offer(offer_id), draft_id, offer_id)

    async def price(self, draft: Draft, travellers: tuple[Traveller, ...]) -> Priced:
        """Read offer, seats and bags again and price them: ids and prices of services change with every read.

        AlreadySent when this booking has an order or an open intention, OfferGone when the offer can no longer be
        sold, ExtrasGone when something picked cannot, CannotBeHeld when it is to be held and must be paid at once,
        OfferTaken when another booking here has it.
        """
        if draft.offer is None:
            raise ValueError("a draft without an offer cannot be priced")
        await self._strike_out_again()
        before = await self._journal.of_draft(draft.id)
        if before is not None and _bars(before):
            raise AlreadySent
        now = self._clock()
        if draft.offer.has_expired(now):
            raise OfferGone("offer_expired", "The offer has expired.")
        if (line := await self.taken(draft.id, draft.offer.id)) is not None:
            raise OfferTaken(line)
        opened = await self._line.carrying(self._airline.offer(draft.offer.id))
        maps = await self._airline.seat_maps(draft.offer.id) if draft.ordered_seats else ()
        priced = await self._airline.price(draft.offer.id)
        offer = replace(priced, services=opened.services)
        if draft.way is Way.HOLD and not offer.terms.allow_hold(now):
            raise CannotBeHeld
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
            way=draft.way,
            fee=read_fee(draft.fee, offer.total),
            own_reference=draft.own_reference.strip(),
            note=draft.note.strip(),
        )

    async def book(self, priced: Priced, *, attempt: str = "") -> Outcome:
        """Order what was priced, writing down the intention first.

        NeverSent when it did not leave, AlreadySent when this booking has an order or an open intention, OfferTaken
        when another one has this offer, NotKept when the intention could not be written (nothing was sent). An answer
        that cannot be kept leaves the outcome Unsure.
        """
        sent = await self._written(priced, attempt)
        answer: OrderAnswer | None = None
        try:
            outcome, answer = await self._airline.book(sent)
        except NeverSent:
            self._never_left[sent.attempt] = StruckOut(sent, self._clock())
            await self._strike_out_again()
            raise
        except OutcomeUnknown as unknown:
            outcome = Unsure(sent, unknown.why, unknown.request_id, self._clock())
        try:
            if answer is not None:
                await self._orders.save(answer, sent, self._agent())
            await self._journal.settle(sent, outcome)
        except TravelError as trouble:  # the line stays open in the journal: looked for again, never sent again
            request_id = answer.request_id if answer is not None else ""
            outcome, answer = Unsure(sent, str(trouble), request_id, self._clock(), Doubt.NOT_KEPT), None
        if answer is not None:
            self._news.tell(OrderChanged(answer.order.id))
        self._news.tell(BookingSettled(priced.draft_id, sent.attempt, outcome))
        return outcome

    async def _strike_out_again(self) -> None:
        """Nothing of these is on its way; a disk that is full now is asked again the next time."""
        for attempt, line in tuple(self._never_left.items()):
            try:
                await self._journal.strike_out(line)
            except TravelError as trouble:
                _log.info("%s could not be struck out yet: %s", attempt, trouble)
            else:
                self._never_left.pop(attempt, None)

    async def _written(self, priced: Priced, attempt: str) -> Sent:
        """The intention on paper; two bookings cannot both find the same offer free."""

        def is_free(lines: tuple[JournalLine, ...]) -> None:
            before = next((line for line in lines if sent_of(line).priced.draft_id == priced.draft_id), None)
            if before is not None and _bars(before):
                raise AlreadySent
            if (line := _taken(lines, priced.draft_id, priced.offer.id)) is not None:
                raise OfferTaken(line)

        await self._strike_out_again()
        sent = send(priced, attempt or self._new_attempt(), self._clock(), self._agent())
        await self._journal.write(sent, is_free)
        return sent


def _bars(line: JournalLine) -> bool:
    """Whether it was sold, or its outcome is not known yet."""
    return is_open(line) or isinstance(line, Booked)


def _taken(lines: Iterable[JournalLine], draft_id: str, offer_id: str) -> JournalLine | None:
    for line in lines:
        priced = sent_of(line).priced
        if priced.offer.id == offer_id and priced.draft_id != draft_id and _bars(line):
            return line
    return None


def _picked_again(
    draft: Draft, maps: Iterable[SeatMap], offer: Offer
) -> tuple[tuple[SeatPick, ...], tuple[BagPick, ...]]:
    """The same picks with the ids and prices of the latest read."""
    by_segment = {one.segment_id: one for one in maps}
    seats = [(pick, _seat_again(pick, by_segment.get(pick.segment_id))) for pick in draft.ordered_seats]
    bags = [(pick, _bag_again(pick, offer.services)) for pick in draft.ordered_bags]
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
    enough = (one for one in services if same_service(one, pick.service) and one.max_quantity >= pick.quantity)
    service = next(enough, None)
    return None if service is None else BagPick(service, pick.quantity)
