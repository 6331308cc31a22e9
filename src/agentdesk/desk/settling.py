"""Finds out upstream what became of intentions whose outcome is not known; it never sends anything again."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, BookingSettled, LineBack, Notice, OrderChanged
from agentdesk.desk.ports import Airline, Clock, Journal, OrderAnswer, OrderBook
from agentdesk.desk.steady import steady
from agentdesk.travel.booking import ATTEMPT_KEY, Booked, Doubt, JournalLine, Outcome, Refused, Sent, Unsure, sent_of
from agentdesk.travel.errors import ConnectionLost, NeverSent, TravelError

_log = logging.getLogger(__name__)

# How long to wait between looks, by how long this run has known of it (API.md 8: soon, then slower, for hours).
PACE = (
    (timedelta(minutes=2), timedelta(seconds=3)),
    (timedelta(minutes=10), timedelta(seconds=15)),
    (timedelta(hours=1), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=5)),
    (timedelta.max, timedelta(minutes=30)),
)
_LONGEST_SLEEP = timedelta(seconds=15)  # the loop's own clock stands still while the machine sleeps
EARLIER = timedelta(minutes=10)  # the upstream's clock may stand before ours
LOST = "The program ended before the answer came."
GIVEN_UP = "given_up"
"""The code of a refusal that a person has said, after the upstream's support has told that nothing came of it."""


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


class _Intention(Protocol):
    @property
    def attempt(self) -> str: ...


class _InDoubt(Protocol):
    @property
    def sent(self) -> _Intention: ...
    @property
    def since(self) -> datetime: ...
    @property
    def doubt(self) -> Doubt: ...


_LineT = TypeVar("_LineT")  # what a journal gives back
_InDoubtT = TypeVar("_InDoubtT", bound=_InDoubt)
_FoundT = TypeVar("_FoundT")


class FindingOut(ABC, Generic[_LineT, _InDoubtT, _FoundT]):
    """Looks for what is in doubt, soon and then ever slower, until it is found or a person ends it.

    What is looked for, where it is written down and what is told stand in the classes made of it. When to look is
    counted by `steady`: at a start nobody knows yet how wrong the machine's wall clock is.
    """

    def __init__(self, news: Board, line: Line, *, clock: Clock, steady: Callable[[], float] = steady) -> None:
        self._news = news
        self._line = line
        self._clock = clock
        self._steady = steady
        self._wake = asyncio.Event()
        self._next: dict[str, float] = {}  # by `steady`
        self._known_since: dict[str, float] = {}  # by `steady`
        self._looks: dict[str, Looks] = {}
        self._adopting: list[str] = []  # attempts taken over, and not yet written down as in doubt
        self._adoption = asyncio.Lock()
        self._unkept: dict[str, _InDoubtT] = {}  # what the journal could not take: their lines still say that they left

    @abstractmethod
    async def _written(self) -> tuple[_LineT, ...]:
        """The open lines of the journal that are this program's, oldest first."""

    @abstractmethod
    async def _left_behind(self) -> tuple[_LineT, ...]:
        """Those of programs that have ended: this one's from now on."""

    @abstractmethod
    async def _line_of(self, attempt: str) -> _LineT | None: ...

    @abstractmethod
    def _attempt_under_way(self, line: _LineT) -> str | None:
        """The attempt of a line that only says that it has left; None for any other."""

    @abstractmethod
    def _in_doubt(self, line: _LineT) -> _InDoubtT | None: ...

    @abstractmethod
    def _doubt_in(self, notice: Notice) -> _InDoubtT | None:
        """What a notice says to be in doubt."""

    @abstractmethod
    async def _left_by_a_crash(self, line: _LineT) -> None:
        """Write down and tell that nobody knows what became of a line that was under way."""

    @abstractmethod
    async def _find(self, doubt: _InDoubtT) -> _FoundT | None:
        """What the upstream says; None while it says nothing that proves anything. Raises TravelError."""

    @abstractmethod
    async def _keep(self, doubt: _InDoubtT, found: _FoundT) -> None:
        """Write down and tell what was found; TravelError when the disk does not take it yet."""

    @abstractmethod
    async def _close(self, doubt: _InDoubtT, code: str) -> None:
        """Write down and tell that a person, or the upstream, has ended it."""

    def next_look_at(self, attempt: str) -> datetime | None:
        """When this attempt is looked for again; None when it is not waiting."""
        due = self._next.get(attempt)
        return None if due is None else self._clock() + timedelta(seconds=due - self._steady())

    def looks(self, attempt: str) -> Looks:
        """What was done so far, in this run of the program, to find out."""
        done = self._looks.get(attempt, Looks())
        return Looks(done.count, done.last, done.answered, self.next_look_at(attempt))

    def open_outcome(self, line: _LineT) -> _InDoubtT | None:
        """What is known of a line that is looked for; None for one that is settled or still on its way."""
        doubt = self._in_doubt(line)
        if doubt is not None:
            return doubt
        attempt = self._attempt_under_way(line)
        return None if attempt is None else self._unkept.get(attempt)

    async def give_up(self, attempt: str, code: str = GIVEN_UP) -> bool:
        """It is known from the upstream that nothing came of it: the line is closed, it may be done anew.

        A person has said so, or with another `code` the upstream itself.

        It is looked for once more first; False when it was found, or when no answer came to that look.
        """
        line = await self._line_of(attempt)
        doubt = self.open_outcome(line) if line is not None else None
        if doubt is None or await self.look(doubt) or not self.looks(attempt).answered:
            return False
        await self._close(doubt, code)
        self._unkept.pop(attempt, None)
        self._next.pop(attempt, None)
        return True

    def check_now(self) -> None:
        """Look for all open ones at once, as when the agent presses 'Check again' or the line is back."""
        self._next.clear()
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled: adopt what a crash left, then look whenever something is due."""
        stop = self._news.listen(self._heard)
        try:
            is_adopted = False
            while True:
                self._wake.clear()
                is_adopted = is_adopted or await self._try_to_adopt()
                wait = await self._round()
                await _wait(self._wake, min(wait, _LONGEST_SLEEP) if self._next or not is_adopted else wait)
        finally:
            stop()

    async def adopt(self) -> None:
        """A line of an ended program that only says that it has left was in flight when that ended: nobody knows.

        What is taken over is looked for at once.
        """
        async with self._adoption:
            left = await self._left_behind()
            self._adopting += [attempt for line in left if (attempt := self._attempt_under_way(line)) is not None]
            while self._adopting:
                line = await self._line_of(self._adopting[0])
                if line is not None and self._attempt_under_way(line) is not None:
                    await self._left_by_a_crash(line)
                self._adopting.pop(0)
        if left:
            self.check_now()

    async def _try_to_adopt(self) -> bool:
        """False while the disk takes nothing: what is in doubt already is looked for all the same."""
        try:
            await self.adopt()
        except TravelError as trouble:
            _log.info("what was left behind cannot be taken over yet: %s", trouble)
            return False
        return True

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, LineBack):
            self.check_now()
            return
        doubt = self._doubt_in(notice)
        if doubt is not None:
            if doubt.doubt is Doubt.NOT_KEPT:
                self._unkept[doubt.sent.attempt] = doubt
            self._wake.set()

    async def _round(self) -> timedelta:
        """Look at all that are due; how long until the next is."""
        doubts = await self._doubts()
        began = self._steady()
        self._next = {one.sent.attempt: self._next.get(one.sent.attempt, began) for one in doubts}
        self._known_since = {attempt: self._known_since.get(attempt, began) for attempt in self._next}
        for doubt in doubts:
            attempt = doubt.sent.attempt
            if self._next.get(attempt, began) > self._steady():
                continue
            if await self.look(doubt):
                self._next.pop(attempt, None)
            else:
                now = self._steady()
                open_for = timedelta(seconds=now - self._known_since[attempt])
                self._next[attempt] = now + next_look(open_for).total_seconds()
        now = self._steady()
        return min((timedelta(seconds=due - now) for due in self._next.values()), default=timedelta(days=1))

    async def _doubts(self) -> list[_InDoubtT]:
        """What is to be looked for. A line that has only left is under way, unless its answer was not kept."""
        try:
            lines = await self._written()
        except TravelError:  # the disk gives nothing back at the moment: what we remember is still looked for
            return list(self._unkept.values())
        return [doubt for line in lines if (doubt := self.open_outcome(line)) is not None]

    async def look(self, doubt: _InDoubtT) -> bool:
        """Whether it was found out upstream and kept. Nothing found proves nothing (API.md 8.5)."""
        attempt = doubt.sent.attempt
        try:
            found = await self._find(doubt)
        except TravelError as trouble:
            self._note(attempt, answered=False)
            if isinstance(trouble, ConnectionLost | NeverSent):
                self._line.lost()
            return False
        self._note(attempt, answered=True)
        self._line.works()
        if found is None:
            return False
        try:
            await self._keep(doubt, found)
        except TravelError:  # the disk does not take it yet; it stays open
            return False
        self._unkept.pop(attempt, None)
        return True

    def _note(self, attempt: str, *, answered: bool) -> None:
        self._looks[attempt] = Looks(self._looks.get(attempt, Looks()).count + 1, self._clock(), answered)


class Settling(FindingOut[JournalLine, Unsure, OrderAnswer]):
    """Resolves bookings: `Sent` lines left by a crash and every `Unsure`, for as long as one is open."""

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
        super().__init__(news, line, clock=clock)
        self._airline = airline
        self._journal = journal
        self._orders = orders
        self._agent = agent

    async def _written(self) -> tuple[JournalLine, ...]:
        return await self._journal.to_settle()

    async def _left_behind(self) -> tuple[JournalLine, ...]:
        return await self._journal.take_over()

    async def _line_of(self, attempt: str) -> JournalLine | None:
        return await self._journal.line(attempt)

    def _attempt_under_way(self, line: JournalLine) -> str | None:
        return line.attempt if isinstance(line, Sent) else None

    def _in_doubt(self, line: JournalLine) -> Unsure | None:
        return line if isinstance(line, Unsure) else None

    def _doubt_in(self, notice: Notice) -> Unsure | None:
        match notice:
            case BookingSettled(outcome=Unsure() as unsure):
                return unsure
            case _:
                return None

    async def _left_by_a_crash(self, line: JournalLine) -> None:
        sent = sent_of(line)
        # in doubt since it left: at a start nobody knows what time it is
        await self._settle(sent, Unsure(sent, LOST, "", sent.at, Doubt.ENDED))

    async def _find(self, doubt: Unsure) -> OrderAnswer | None:
        """The one order that carries our attempt id: by the offer first, then among the newest, as a filter may lag."""
        sent = doubt.sent
        found = _ours(await self._airline.orders_of_offer(sent.priced.offer.id), sent.attempt)
        if not found:
            found = _ours(await self._airline.orders_since(sent.at - EARLIER), sent.attempt)
        by_id = {answer.order.id: answer for answer in found}
        return next(iter(by_id.values())) if len(by_id) == 1 else None

    async def _keep(self, doubt: Unsure, found: OrderAnswer) -> None:
        booked = Booked(doubt.sent, found.order.id, found.order.reference, self._clock())
        await self._orders.save(found, doubt.sent, doubt.sent.agent or self._agent())
        await self._journal.settle(doubt.sent, booked)
        self._news.tell(OrderChanged(found.order.id))
        self._tell(booked)

    async def _close(self, doubt: Unsure, code: str) -> None:
        await self._settle(doubt.sent, Refused(doubt.sent, code, "", doubt.request_id, self._clock()))

    async def _settle(self, sent: Sent, outcome: Unsure | Refused) -> None:
        await self._journal.settle(sent, outcome)
        self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        self._news.tell(BookingSettled(outcome.sent.priced.draft_id, outcome.sent.attempt, outcome))


def _ours(answers: tuple[OrderAnswer, ...], attempt: str) -> list[OrderAnswer]:
    return [answer for answer in answers if (ATTEMPT_KEY, attempt) in answer.order.metadata]


async def _wait(event: asyncio.Event, longest: timedelta) -> None:
    try:
        async with asyncio.timeout(max(longest.total_seconds(), 0.05)):
            await event.wait()
    except TimeoutError:
        return
