"""Finds out upstream what became of intentions whose outcome is not known; it never sends anything again."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, BookingSettled, LineBack, Notice, OrderChanged
from agentdesk.desk.ports import Airline, Clock, Journal, OrderAnswer, OrderBook
from agentdesk.travel.booking import ATTEMPT_KEY, Booked, Sent, Unsure
from agentdesk.travel.errors import ConnectionLost, NeverSent, TravelError

# How long to wait between looks, by how long the outcome has been unknown (API.md 8: soon, then slower, for hours).
PACE = (
    (timedelta(minutes=2), timedelta(seconds=3)),
    (timedelta(minutes=10), timedelta(seconds=15)),
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=5)),
    (timedelta.max, timedelta(minutes=30)),
)
_EARLIER = timedelta(minutes=10)  # the upstream's clock may stand before ours
_LOST = "The program ended before the answer came."


def next_look(open_for: timedelta) -> timedelta:
    """How long to wait before looking again."""
    return next(pace for age, pace in PACE if open_for <= age)


class Settling:
    """Resolves `Sent` lines left by a crash and every `Unsure`, at start and for as long as one is open."""

    def __init__(
        self,
        airline: Airline,
        journal: Journal,
        orders: OrderBook,
        news: Board,
        line: Line,
        *,
        clock: Clock,
        agent: Callable[[], str] = str,
    ) -> None:
        self._airline = airline
        self._journal = journal
        self._orders = orders
        self._news = news
        self._line = line
        self._clock = clock
        self._agent = agent
        self._wake = asyncio.Event()
        self._next: dict[str, datetime] = {}

    def next_look_at(self, attempt: str) -> datetime | None:
        """When this attempt is looked for again; None when it is not waiting."""
        return self._next.get(attempt)

    def check_now(self) -> None:
        """Look for all open ones at once, as when the agent presses 'Check again' or the line is back."""
        self._next.clear()
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled: adopt what a crash left, then look whenever something is due."""
        stop = self._news.listen(self._heard)
        try:
            await self.adopt()
            while True:
                self._wake.clear()
                wait = await self._round()
                await _wait(self._wake, wait)
        finally:
            stop()

    async def adopt(self) -> None:
        """A line still `Sent` at start was in flight when the program ended: nobody knows."""
        for line in await self._journal.open_lines():
            if isinstance(line, Sent):
                unsure = Unsure(line, _LOST, "", self._clock())
                await self._journal.settle(line, unsure)
                self._news.tell(BookingSettled(line.priced.draft_id, line.attempt, unsure))

    def _heard(self, notice: Notice) -> None:
        match notice:
            case LineBack():
                self.check_now()
            case BookingSettled(outcome=Unsure()):
                self._wake.set()
            case _:
                pass

    async def _round(self) -> timedelta:
        """Look at all that are due; how long until the next is."""
        lines = [line for line in await self._journal.open_lines() if isinstance(line, Unsure)]
        self._next = {line.sent.attempt: self._next.get(line.sent.attempt, self._clock()) for line in lines}
        for line in lines:
            attempt = line.sent.attempt
            if self._next.get(attempt, self._clock()) > self._clock():
                continue
            if await self.look(line):
                self._next.pop(attempt, None)
            else:
                now = self._clock()
                self._next[attempt] = now + next_look(now - line.since)
        now = self._clock()
        return min((due - now for due in self._next.values()), default=timedelta(days=1))

    async def look(self, line: Unsure) -> bool:
        """Whether the order was found upstream. Nothing found proves nothing (API.md 8.5)."""
        try:
            ours = await self._find(line.sent)
        except TravelError as trouble:
            if isinstance(trouble, ConnectionLost | NeverSent):
                self._line.lost()
            return False
        self._line.works()
        if len(ours) != 1:
            return False
        answer = ours[0]
        booked = Booked(line.sent, answer.order.id, answer.order.reference, self._clock())
        await self._orders.save(answer, line.sent, self._agent())
        await self._journal.settle(line.sent, booked)
        self._news.tell(OrderChanged(answer.order.id))
        self._news.tell(BookingSettled(line.sent.priced.draft_id, line.sent.attempt, booked))
        return True

    async def _find(self, sent: Sent) -> list[OrderAnswer]:
        """Orders that carry our attempt id: by the offer first, then among the newest, as the filter may lag."""
        found = _ours(await self._airline.orders_of_offer(sent.priced.offer.id), sent.attempt)
        if not found:
            found = _ours(await self._airline.orders_since(sent.at - _EARLIER), sent.attempt)
        return list({answer.order.id: answer for answer in found}.values())


def _ours(answers: tuple[OrderAnswer, ...], attempt: str) -> list[OrderAnswer]:
    return [answer for answer in answers if (ATTEMPT_KEY, attempt) in answer.order.metadata]


async def _wait(event: asyncio.Event, longest: timedelta) -> None:
    try:
        async with asyncio.timeout(max(longest.total_seconds(), 0.05)):
            await event.wait()
    except TimeoutError:
        return
