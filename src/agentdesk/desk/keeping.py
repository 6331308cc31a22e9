"""Keeps up the account's orders by what the upstream's lists can be asked for, each question at its own pace."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta

from agentdesk.desk.line import Line
from agentdesk.desk.news import AccountRead, Board, LineBack, LineLost, Notice, OrderChanged, OrdersCame
from agentdesk.desk.pace import Allowance
from agentdesk.desk.ports import AfterSale, Clock, Marks, OrderBook, OrderQuestion
from agentdesk.desk.steady import steady as steadily
from agentdesk.desk.watching import Kept, keep_answer
from agentdesk.travel.errors import ConnectionLost, NeverSent, TooManyCalls, TravelError

_log = logging.getLogger(__name__)

NEW, WHOLE, BACK = "account.new", "account.whole", "account.back"
"""Marks: up to when new orders were seen; when the whole account was; how far back a first reading has come."""
OVERLAP = timedelta(hours=3)
"""An order may come into the account's list a couple of hours after it was made (API.md 7.4)."""
PAGE = 200  # orders that one call brings
SHARE = 0.5  # of the allowance: the rest is for orders that somebody waits for
_START = 5.0  # seconds: the desk is opened first
_KNOCK = 10.0  # seconds between questions while the line is lost
_AGAIN = timedelta(minutes=10)  # after a refusal
_LONGEST_SLEEP = 20.0
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """A question that is asked over and over. `ask` is given the upstream's time and up to when new ones were seen."""

    name: str
    every: timedelta
    ask: Callable[[datetime, datetime], OrderQuestion]


def _leaving(name: str, start: timedelta, end: timedelta, every: timedelta) -> Upkeep:
    return Upkeep(
        name, every, lambda now, _: OrderQuestion(departs_after=now + start, departs_before=now + end, sort="")
    )


UPKEEP = (
    Upkeep("new", timedelta(minutes=1), lambda _, seen: OrderQuestion(created_after=seen - OVERLAP)),
    Upkeep("unpaid", timedelta(minutes=5), lambda *_: OrderQuestion(awaiting_payment=True, sort="payment_required_by")),
    Upkeep("changed", timedelta(minutes=5), lambda *_: OrderQuestion(requires_action=True)),
    _leaving("today", timedelta(0), 6 * _HOUR, timedelta(minutes=5)),
    _leaving("tomorrow", 6 * _HOUR, 24 * _HOUR, timedelta(minutes=15)),
    _leaving("in three days", 24 * _HOUR, 72 * _HOUR, _HOUR),
    _leaving("in two weeks", 72 * _HOUR, 14 * 24 * _HOUR, 4 * _HOUR),
)
"""The flights are asked for about twice as often as each of them would be looked at by itself."""
_TIMELESS = UPKEEP[1]  # asks for no instant, so it can go first, while nobody has told the time


class Keeping:
    """Reads the whole account once, politely, and its news from then on. What is not touched keeps its age."""

    def __init__(
        self,
        airline: AfterSale,
        orders: OrderBook,
        marks: Marks,
        news: Board,
        line: Line,
        allowance: Allowance,
        *,
        clock: Clock,
        knows_time: Callable[[], bool],
        steady: Callable[[], float] = steadily,
    ) -> None:
        self._airline, self._orders, self._marks = airline, orders, marks
        self._news, self._line, self._allowance = news, line, allowance
        self._clock, self._knows_time, self._steady = clock, knows_time, steady
        self._asked: dict[str, float] = {}  # when each question was answered last, on the steady clock
        self._knocked = float("-inf")
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        stop = self._news.listen(self._heard)
        try:
            await asyncio.sleep(_START)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._keep_up())
                both.create_task(self._first_reading())
        finally:
            stop()

    async def find(self, reference: str) -> int:
        """Ask the airline for a booking reference, keep what is found, and tell how many orders that is.

        The errors of a question. TooManyCalls when the limit of calls is reached.
        """
        found = 0

        async def page(number: int, _oldest: datetime) -> None:
            nonlocal found
            found += number

        await self._read(OrderQuestion(reference=reference.strip()), page)
        return found

    # --- from now on

    async def _keep_up(self) -> None:
        while True:
            self._wake.clear()
            upkeep, wait = self._next()
            if upkeep is not None:
                await self._ask(upkeep)
                continue
            try:
                async with asyncio.timeout(min(wait, _LONGEST_SLEEP)):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _next(self) -> tuple[Upkeep | None, float]:
        """The question that is due, or how long until one is. While the line is lost only the shortest knocks."""
        now = self._steady()
        knows = self._knows_time()
        if self._line.is_lost or not knows:
            left = self._knocked + _KNOCK - now
            return (UPKEEP[0] if knows else _TIMELESS, 0.0) if left <= 0 else (None, left)
        waits = [(self._asked.get(one.name, float("-inf")) + one.every.total_seconds() - now, one) for one in UPKEEP]
        left, upkeep = min(waits, key=lambda one: one[0])
        return (upkeep, 0.0) if left <= 0 else (None, left)

    async def _ask(self, upkeep: Upkeep) -> None:
        """One that goes unanswered is asked again in its turn; after a lost line, as soon as it is back."""
        began, now = self._steady(), self._clock()
        self._knocked = began
        seen = await self._marks.get(NEW) or now
        try:
            newest = await self._read(upkeep.ask(now, seen))
        except (ConnectionLost, NeverSent):
            return
        except TravelError as trouble:
            _log.info("orders %s: not read: %s", upkeep.name, type(trouble).__name__)
            self._asked[upkeep.name] = began + max(_AGAIN - upkeep.every, timedelta(0)).total_seconds()
            return
        self._asked[upkeep.name] = began
        if upkeep.name == "new":
            await self._marks.put(NEW, max(newest or seen, seen))

    # --- the first time

    async def _first_reading(self) -> None:
        if await self._marks.get(WHOLE) is not None:
            return
        while not self._knows_time():
            await asyncio.sleep(1)
        if await self._marks.get(NEW) is None:
            await self._marks.put(NEW, self._clock())
        read = 0

        async def page(number: int, oldest: datetime) -> None:
            nonlocal read
            read += number
            await self._marks.put(BACK, oldest)
            self._news.tell(AccountRead(read, is_whole=False))

        while True:
            back = await self._marks.get(BACK)
            before = None if back is None else back + timedelta(seconds=1)
            try:
                await self._read(OrderQuestion(created_before=before, sort="-created_at"), page)
            except (ConnectionLost, NeverSent, TooManyCalls):
                await asyncio.sleep(_KNOCK)
            except TravelError as trouble:
                _log.info("the account is not read: %s", type(trouble).__name__)
                await asyncio.sleep(_AGAIN.total_seconds())
            else:
                break
        await self._marks.put(WHOLE, self._clock())
        self._news.tell(AccountRead(read, is_whole=True))

    # --- reading

    async def _read(
        self, question: OrderQuestion, page_read: Callable[[int, datetime], Awaitable[None]] | None = None
    ) -> datetime | None:
        """Keep every order of a list; when the newest of them was made. `page_read` hears of each page kept."""
        newest: datetime | None = None
        came: list[str] = []
        number, kept, oldest = 0, 0, self._clock()
        await self._may_ask()
        try:
            async with aclosing(self._airline.orders(question)) as answers:
                async for answer in answers:
                    self._line.works()
                    made = answer.order.created_at
                    newest, oldest = max(newest or made, made), min(oldest, made)
                    became = await keep_answer(answer, self._orders)
                    match became:
                        case Kept.NEW:
                            came.append(answer.order.id)
                        case Kept.DIFFERENT:
                            self._news.tell(OrderChanged(answer.order.id))
                        case Kept.SAME | Kept.ERASED:
                            pass
                    number += 1
                    kept += became is not Kept.ERASED
                    if number % PAGE == 0:
                        self._tell_came(came)
                        if page_read is not None:
                            await page_read(kept, oldest)
                        kept = 0
                        await self._may_ask()
        except (ConnectionLost, NeverSent):
            self._line.lost()
            raise
        except TooManyCalls as trouble:
            until = trouble.until
            self._allowance.pause((until - self._clock()).total_seconds() if until is not None else 60.0)
            raise
        finally:
            self._tell_came(came)
        self._line.works()
        if page_read is not None and number % PAGE:
            await page_read(kept, oldest)
        return newest

    def _tell_came(self, came: list[str]) -> None:
        if came:
            self._news.tell(OrdersCame(tuple(came)))
            came.clear()

    async def _may_ask(self) -> None:
        """Wait for one's turn: a page is one call."""
        while wait := self._allowance.wait(SHARE):
            await asyncio.sleep(min(wait, _LONGEST_SLEEP))
        self._allowance.take()

    def _heard(self, notice: Notice) -> None:
        if isinstance(notice, LineBack | LineLost):  # lost, it is knocked at from now on
            self._wake.set()
