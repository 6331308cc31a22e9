"""What an agent does at the desk, as the window would: one method for each command of the campaign."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from agentdesk.desk.desk import Desk
from agentdesk.desk.servicing import NotCancellable
from agentdesk.travel.booking import (
    BagPick,
    Booked,
    Draft,
    JournalLine,
    Outcome,
    Refused,
    SeatPick,
    Unsure,
    Way,
    sent_of,
)
from agentdesk.travel.deeds import DeedDone, DeedLine, DeedRefused, DeedUnsure, sent_of_deed
from agentdesk.travel.offers import Offer
from agentdesk.travel.passengers import Party, PassengerKind, Traveller
from agentdesk.travel.paying import Payable, PriceMoved
from agentdesk.travel.places import Place
from agentdesk.travel.search import Cabin as Class
from agentdesk.travel.search import Leg, Search
from agentdesk.travel.seats import SeatMap
from soak.points import Trap, fill_disk, free_disk

GIVEN = ("Ann", "Bob", "Cleo")


def _place(code: str) -> Place:
    return Place(code, code, code, "", False)


class Clerk:
    """Does what it is told; what the desk refuses is raised."""

    def __init__(self, desk: Desk, trap: Trap) -> None:
        self._desk = desk
        self._trap = trap

    async def prepare(self, draft: str, hold: bool, adults: int, seat: bool, bag: bool) -> dict[str, Any]:
        """Search, choose, pick and keep the draft."""
        day = datetime.now(UTC).date() + timedelta(days=40)
        search = Search((Leg(_place("LHR"), _place("JFK"), day),), Party(adults), Class.ECONOMY)
        found: list[Offer] = []
        request_id = ""
        async with aclosing(self._desk.searching.find(search)) as batches:
            async for batch in batches:
                request_id = batch.request_id
                found += [one for one in batch.offers if not hold or one.terms.allow_hold(self._desk.clock())]
        if not found:
            raise LookupError("no offer has come")
        offer = await self._desk.searching.open(min(found, key=lambda one: one.total.amount).id)
        seats: tuple[SeatPick, ...] = ()
        if seat:
            seats = _first_seat(await self._desk.searching.seat_maps(offer.id), offer.passengers[0].id)
        bags = tuple(BagPick(one, 1) for one in offer.services if one.kind == "baggage")[:1] if bag else ()
        made = Draft(
            id=draft,
            environment=self._desk.environment,
            offer_request_id=request_id,
            offer=offer,
            seats=seats,
            bags=bags,
            way=Way.HOLD if hold else Way.PAY,
        )
        await self._desk.drafts.save(made, 0)
        return {"offer": offer.id, "seats": len(seats), "bags": len(bags)}

    async def book(self, draft: str, name: str, point: str, strike: str, presses: int, other: str) -> dict[str, Any]:
        """Price and book, so many times at once; `other` is the id of a second draft on the same offer, if any."""
        kept = next((one for one in await self._desk.drafts.all() if one.id == draft), None)
        if kept is None or kept.offer is None:
            raise LookupError("the draft is not kept")
        who = _travellers(kept.offer, name)
        priced = await self._desk.checkout.price(kept, who)
        self._trap.arm(point, strike)
        wanted = [priced] * presses + ([replace(priced, draft_id=other)] if other else [])
        done = await asyncio.gather(*(self._desk.checkout.book(one) for one in wanted), return_exceptions=True)
        outcomes = [one for one in done if not isinstance(one, BaseException)]
        if outcomes:
            return told_line(outcomes[0])
        raise next(one for one in done if isinstance(one, BaseException))

    async def pay(self, order: str, point: str, strike: str, presses: int) -> dict[str, Any]:
        ready = await self._desk.servicing.ready_to_pay(order)
        if not isinstance(ready, Payable | PriceMoved):
            raise LookupError(type(ready).__name__)
        self._trap.arm(point, strike)
        total = ready.order.total
        wanted = (self._desk.servicing.pay(order, total) for _ in range(presses))
        return await self._first(await asyncio.gather(*wanted, return_exceptions=True))

    async def cancel(self, order: str, point: str, strike: str, presses: int) -> dict[str, Any]:
        quote = await self._desk.servicing.quote(order)
        if isinstance(quote, NotCancellable):
            raise LookupError(f"not cancellable: {quote.possible.why}")
        record = await self._desk.orders.get(order)
        if record is None:
            raise LookupError("the order is not kept")
        self._trap.arm(point, strike)
        wanted = (self._desk.servicing.cancel(quote, record.order.total) for _ in range(presses))
        return await self._first(await asyncio.gather(*wanted, return_exceptions=True))

    async def _first(self, done: list[Any]) -> dict[str, Any]:
        for one in done:
            if not isinstance(one, BaseException):
                return told_deed(one)
        raise next(one for one in done if isinstance(one, BaseException))

    async def arm(self, point: str, strike: str) -> None:
        self._trap.arm(point, strike)

    async def fill(self) -> None:
        """From now on nothing can be written."""
        fill_disk()

    async def free(self) -> None:
        """The disk has room again, and nothing is armed any more."""
        self._trap.arm("", "")
        free_disk()

    async def look(self) -> None:
        """'Check again'."""
        self._desk.settling.check_now()
        self._desk.deed_settling.check_now()

    async def give_up(self, attempt: str, deed: bool) -> bool:
        finding = self._desk.deed_settling if deed else self._desk.settling
        return await finding.give_up(attempt)

    async def state(self, attempts: list[str], orders: list[str]) -> dict[str, Any]:
        """All that the desk shows: every open line, the line of each attempt, and the orders as kept."""
        desk = self._desk
        for one in orders:  # as an order's page does when it is opened, and a draft's when it is priced
            await desk.servicing.open_deed(one)
        for offer in {sent_of(one).priced.offer.id for one in await desk.journal.open_lines()}:
            await desk.checkout.taken("", offer)
        lines = [line for one in attempts if (line := await desk.journal.line(one)) is not None]
        lines += [one for one in await desk.journal.open_lines() if sent_of(one).attempt not in attempts]
        deeds = [line for one in orders for line in await desk.deeds.of_order(one)]
        kept = await desk.orders.many(orders)
        return {
            "lines": [told_line(one) | self._shown(sent_of(one).attempt, deed=False) for one in lines],
            "deeds": [told_deed(one) | self._shown(sent_of_deed(one).attempt, deed=True) for one in deeds],
            "orders": {
                one.order.id: {
                    "paid": one.order.payment.paid_at is not None,
                    "cancelled": one.order.cancelled_at is not None,
                }
                for one in kept
            },
        }

    def _shown(self, attempt: str, *, deed: bool) -> dict[str, Any]:
        """What stands beside an open line: how often it was looked for, and when it is next."""
        looks = self._desk.deed_settling.looks(attempt) if deed else self._desk.settling.looks(attempt)
        return {"looks": looks.count, "next": looks.next.isoformat() if looks.next else ""}


def told_line(line: JournalLine | Outcome) -> dict[str, Any]:
    """A line of the journal, as the campaign reads it."""
    sent = sent_of(line)
    found = {
        "kind": "booking",
        "what": type(line).__name__,
        "attempt": sent.attempt,
        "draft": sent.priced.draft_id,
        "offer": sent.priced.offer.id,
        "family": sent.priced.travellers[0].family_name,
        "at": sent.at.isoformat(),
        "order": line.order_id if isinstance(line, Booked) else "",
        "code": line.code if isinstance(line, Refused) else "",
    }
    if isinstance(line, Unsure):
        found |= {"request_id": line.request_id, "why": line.why, "doubt": line.doubt.value}
    return found


def told_deed(line: DeedLine) -> dict[str, Any]:
    """A line of the journal of deeds, as the campaign reads it."""
    sent = sent_of_deed(line)
    found = {
        "kind": type(sent.deed).__name__,
        "what": type(line).__name__.removeprefix("Deed"),
        "attempt": sent.attempt,
        "order": sent.deed.order_id,
        "at": sent.at.isoformat(),
        "code": line.code if isinstance(line, DeedRefused) else "",
        "proof": line.proof if isinstance(line, DeedDone) else "",
    }
    if isinstance(line, DeedUnsure):
        found |= {"request_id": line.request_id, "why": line.why, "doubt": line.doubt.value}
    return found


def _travellers(offer: Offer, name: str) -> tuple[Traveller, ...]:
    return tuple(
        Traveller(
            one.id,
            one.kind or PassengerKind.ADULT,
            "ms",
            GIVEN[place],
            name,
            "f",
            date(1987, 7, 24),
            "soak@example.com",
            "+442080160508",
        )
        for place, one in enumerate(offer.passengers)
    )


def _first_seat(maps: tuple[SeatMap, ...], passenger_id: str) -> tuple[SeatPick, ...]:
    for map_ in maps:
        for cabin in map_.cabins:
            for element in (one for row in cabin.rows for section in row.sections for one in section):
                service = element.service_for(passenger_id)
                if service is not None:
                    return (SeatPick(map_.segment_id, passenger_id, element.designator, service.price, service.id),)
    return ()
