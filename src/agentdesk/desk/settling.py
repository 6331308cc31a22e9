"""Finds out upstream what became of intentions whose outcome is not known; it never sends anything again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, BookingSettled, LineBack, Notice, OrderChanged
from agentdesk.desk.ports import Airline, Clock, Journal, OrderAnswer, OrderBook
from agentdesk.travel.booking import ATTEMPT_KEY, Booked, Doubt, JournalLine, Refused, Sent, Unsure
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
GIVEN_UP = "given_up"
"""The code of a refusal that a person has said, after the upstream's support has told that there is no booking."""


@dataclass(frozen=True, slots=True)
class Looks:
    """How often one attempt was looked for, when last and when next; `answered` says whether the last got an answer."""

    count: int = 0
    last: datetime | None = None
    answered: bool = True
    next: datetime | None = None


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
        self._looks: dict[str, Looks] = {}
        self._unkept: dict[str, Unsure] = {}  # outcomes that the journal could not take: their lines still say `Sent`

    def next_look_at(self, attempt: str) -> datetime | None:
        """When this attempt is looked for again; None when it is not waiting."""
        return self._next.get(attempt)

    def looks(self, attempt: str) -> Looks:
        """What was done so far, in this run of the program, to find out."""
        done = self._looks.get(attempt, Looks())
        return Looks(done.count, done.last, done.answered, self._next.get(attempt))

    def open_outcome(self, line: JournalLine) -> Unsure | None:
        """What is known of a line that is looked for; None for one that is settled or still on its way."""
        return self._open(line)

    async def give_up(self, attempt: str) -> bool:
        """A person knows from the upstream that there is no booking: the line is closed, the trip may be sold anew.

        It is looked for once more first; False when it was found, or when no answer came to that look.
        """
        line = await self._journal.line(attempt)
        unsure = self._open(line) if line is not None else None
        if unsure is None or await self.look(unsure) or not self.looks(attempt).answered:
            return False
        refused = Refused(unsure.sent, GIVEN_UP, "", unsure.request_id, self._clock())
        await self._journal.settle(unsure.sent, refused)
        self._unkept.pop(attempt, None)
        self._next.pop(attempt, None)
        self._news.tell(BookingSettled(unsure.sent.priced.draft_id, attempt, refused))
        return True

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
                unsure = Unsure(line, _LOST, "", self._clock(), Doubt.ENDED)
                await self._journal.settle(line, unsure)
                self._news.tell(BookingSettled(line.priced.draft_id, line.attempt, unsure))

    def _heard(self, notice: Notice) -> None:
        match notice:
            case LineBack():
                self.check_now()
            case BookingSettled(outcome=Unsure() as unsure):
                if unsure.doubt is Doubt.NOT_KEPT:
                    self._unkept[notice.attempt] = unsure
                self._wake.set()
            case _:
                pass

    async def _round(self) -> timedelta:
        """Look at all that are due; how long until the next is."""
        lines = await self._open_lines()
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

    async def _open_lines(self) -> list[Unsure]:
        """What is to be looked for. A line that only says `Sent` is under way, unless its answer was not kept."""
        try:
            lines = await self._journal.open_lines()
        except TravelError:  # the disk gives nothing back at the moment: what we remember is still looked for
            return list(self._unkept.values())
        return [unsure for line in lines if (unsure := self._open(line)) is not None]

    def _open(self, line: JournalLine) -> Unsure | None:
        match line:
            case Unsure():
                return line
            case Sent():
                return self._unkept.get(line.attempt)
            case _:
                return None

    async def look(self, line: Unsure) -> bool:
        """Whether the order was found upstream and kept. Nothing found proves nothing (API.md 8.5)."""
        attempt = line.sent.attempt
        try:
            ours = await self._find(line.sent)
        except TravelError as trouble:
            self._note(attempt, answered=False)
            if isinstance(trouble, ConnectionLost | NeverSent):
                self._line.lost()
            return False
        self._note(attempt, answered=True)
        self._line.works()
        if len(ours) != 1:
            return False
        answer = ours[0]
        booked = Booked(line.sent, answer.order.id, answer.order.reference, self._clock())
        try:
            await self._orders.save(answer, line.sent, self._agent())
            await self._journal.settle(line.sent, booked)
        except TravelError:  # the disk does not take it yet; it stays open
            return False
        self._unkept.pop(attempt, None)
        self._news.tell(OrderChanged(answer.order.id))
        self._news.tell(BookingSettled(line.sent.priced.draft_id, line.sent.attempt, booked))
        return True

    def _note(self, attempt: str, *, answered: bool) -> None:
        self._looks[attempt] = Looks(self._looks.get(attempt, Looks()).count + 1, self._clock(), answered)

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
