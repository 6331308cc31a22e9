"""Watches orders that something may happen to soon, and says what has changed."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from agentdesk.desk.line import Line
from agentdesk.desk.news import Board, BookingSettled, LineBack, Notice, OrderChanged, OrdersCame, OrderSeen
from agentdesk.desk.pace import FLIGHT_PACE, LONGEST, SHARES, TICKET_PACE, Allowance, pace, rank
from agentdesk.desk.ports import Airline, Clock, OrderAnswer, OrderBook, OrderRecord
from agentdesk.desk.steady import steady as steadily
from agentdesk.travel.booking import Booked
from agentdesk.travel.errors import ConnectionLost, NeverSent, TooManyCalls, TravelError
from agentdesk.travel.orders import Order, OrderPassenger

_AT_ONCE = 4  # looks
_PROBE = 5.0  # seconds between looks while the line is lost
_COUNT_AGAIN = 1.0  # seconds for which what was found due stays so
_LONGEST_SLEEP = 10.0  # seconds: a machine that slept finds out soon after
_FLIGHTS_EVERY = 60.0
_FLIGHTS = 50  # orders of each row of the table
_LONGEST_HOLD = timedelta(days=7)  # between making an order and paying it


@dataclass(slots=True)
class _Watched:
    """An order in mind. `looked` is when it was looked at last in this run, by the steady and the upstream's clock."""

    record: OrderRecord
    looked: tuple[float, datetime] | None = None
    failures: int = 0


class Watching:
    """Keeps the last answer of each watched order and tells the board when it differs."""

    def __init__(
        self,
        airline: Airline,
        orders: OrderBook,
        news: Board,
        line: Line,
        *,
        clock: Clock,
        allowance: Allowance | None = None,
        steady: Callable[[], float] = steadily,
    ) -> None:
        self._airline, self._orders, self._news, self._line = airline, orders, news, line
        self._clock, self._steady = clock, steady
        self._allowance = allowance or Allowance(lambda: airline.calls_per_minute, steady)
        self._wake = asyncio.Event()
        self._watched: dict[str, _Watched] = {}
        self._shown: dict[str, int] = {}  # how often each order is open on screen
        self._changed: set[str] = set()
        self._looking: dict[str, asyncio.Task[None]] = {}
        self._broken: BaseException | None = None
        self._due: deque[tuple[int, str]] = deque()  # by rank; as counted at `_counted`
        self._counted, self._wait = float("-inf"), 0.0
        self._probed = self._flights_read = float("-inf")

    # --- on screen

    def show(self, order_id: str) -> None:
        """An order is open on screen from now on; each call is ended by one of `hide`."""
        self._shown[order_id] = self._shown.get(order_id, 0) + 1
        self._changed.add(order_id)
        self._wake.set()

    def hide(self, order_id: str) -> None:
        left = self._shown.get(order_id, 0) - 1
        if left > 0:
            self._shown[order_id] = left
        else:
            self._shown.pop(order_id, None)

    # --- looking

    async def run(self) -> None:
        """Until cancelled."""
        stop = self._news.listen(self._heard)
        try:
            for record in await self._waiting():
                self._keep(record)
            while True:
                self._wake.clear()
                await self._learn()
                await self._read_flights()
                wait = self._start_looks()
                if self._broken is not None:
                    raise self._broken
                try:
                    async with asyncio.timeout(wait):
                        await self._wake.wait()
                except TimeoutError:
                    continue
        finally:
            stop()
            for task in self._looking.values():
                task.cancel()
            await asyncio.gather(*self._looking.values(), return_exceptions=True)
            self._looking.clear()

    async def look(self, order_id: str) -> bool:
        """Read one order again; whether it was different. A failure keeps the last answer."""
        try:
            return await self.read(order_id)
        except TravelError:
            return False

    async def read(self, order_id: str) -> bool:
        """As `look`, but a failure is raised."""
        try:
            answer = await self._airline.order(order_id)
        except (ConnectionLost, NeverSent):
            self._line.lost()
            raise
        except TooManyCalls as trouble:
            until = trouble.until
            self._allowance.pause((until - self._clock()).total_seconds() if until is not None else 60.0)
            raise
        except TravelError:
            self._line.works()
            raise
        self._line.works()
        return await take_in(answer, self._orders, self._news)

    async def _waiting(self) -> tuple[OrderRecord, ...]:
        since = self._clock() - TICKET_PACE[-1][0] - _LONGEST_HOLD
        return (*await self._orders.awaiting_tickets(since), *await self._orders.awaiting_payment())

    async def _learn(self) -> None:
        """Know what the book says of orders that have changed or come on screen."""
        if self._changed:
            self._due.clear()
        while self._changed:
            order_id = self._changed.pop()
            record = await self._orders.get(order_id)
            if record is not None:
                self._keep(record)
            elif order_id not in self._looking:
                self._watched.pop(order_id, None)

    def _keep(self, record: OrderRecord) -> None:
        order = record.order
        known = self._watched.get(order.id)
        if known is not None:
            known.record = record
        elif order.id in self._shown or pace(order, self._clock()) is not None:
            self._watched[order.id] = _Watched(record)

    async def _read_flights(self) -> None:
        """Which orders that leave soon have not been seen for longer than their pace."""
        if self._steady() - self._flights_read < _FLIGHTS_EVERY:
            return
        self._flights_read = self._steady()
        self._due.clear()
        now = self._clock()
        start = timedelta(0)
        for limit, wait in FLIGHT_PACE:
            for record in await self._orders.departing(now + start, now + limit, now - wait, _FLIGHTS):
                self._keep(record)
            start = limit

    def _start_looks(self) -> float:
        """Look at what is due, the most urgent first; seconds until something else may be."""
        at = self._steady()
        if not self._due or at - self._counted >= _COUNT_AGAIN:
            self._count(at)
        wait = self._wait
        if self._line.is_lost:
            return min(wait, self._knock(self._due[0][1], at)) if self._due and not self._looking else wait
        while self._due and len(self._looking) < _AT_ONCE:
            place, order_id = self._due[0]
            if not self._allowance.room(SHARES[place]):
                wait = min(wait, self._allowance.wait(SHARES[place]))
                break
            self._due.popleft()
            self._start(order_id)
        return max(wait, 0.01)

    def _count(self, at: float) -> None:
        """What is due now, the most urgent first and of one rank the most overdue; and when the next will be.

        Many come due at once, at a start above all: all of them are gone through once, not after each look.
        """
        now = self._clock()
        due: list[tuple[int, float, str]] = []
        self._counted, self._wait = at, _LONGEST_SLEEP
        for order_id, one in list(self._watched.items()):
            if order_id in self._looking:
                continue
            left = self._due_in(one, now, at)
            if left is None:
                del self._watched[order_id]
            elif left <= 0:
                due.append((rank(one.record.order, now, on_screen=order_id in self._shown), left, order_id))
            else:
                self._wait = min(self._wait, left)
        due.sort()
        self._due = deque((place, order_id) for place, _, order_id in due)

    def _knock(self, order_id: str, at: float) -> float:
        """Ask whether the line is back, by one order at a time; seconds until it may be asked again."""
        since = at - self._probed
        if since < _PROBE:
            return _PROBE - since
        self._probed = at
        self._due.clear()
        self._start(order_id)
        return _LONGEST_SLEEP

    def _due_in(self, one: _Watched, now: datetime, at: float) -> float | None:
        """Seconds until it is to be looked at; None when it need not be any more.

        By the time since the last look, never by a date worked out then: the clock may have been set right since. The
        pace is that of the last look, so that a wait for a deadline is not cut shorter and shorter.
        """
        order, on_screen = one.record.order, one.record.order.id in self._shown
        wanted = pace(order, now, on_screen=on_screen)
        if wanted is None:
            return None
        counted, told = one.looked or (at, one.record.seen_at)
        since = max(at - counted, (now - told).total_seconds())
        seconds = (pace(order, now - timedelta(seconds=since), on_screen=on_screen) or wanted).total_seconds()
        if one.failures:
            seconds = max(min(seconds * 2.0 ** min(one.failures, 12), LONGEST.total_seconds()), seconds)
        return seconds - since

    def _start(self, order_id: str) -> None:
        self._allowance.take()
        self._watched[order_id].looked = (self._steady(), self._clock())
        task = asyncio.get_running_loop().create_task(self._look_once(order_id))
        self._looking[order_id] = task
        task.add_done_callback(lambda done: self._looked(order_id, done))

    async def _look_once(self, order_id: str) -> None:
        one = self._watched[order_id]
        try:
            different = await self.read(order_id)
        except TravelError as trouble:
            # A lost line is nobody's fault: the look is made good when it is back.
            one.failures += 0 if isinstance(trouble, ConnectionLost | NeverSent | TooManyCalls) else 1
            if isinstance(trouble, ConnectionLost | NeverSent):
                one.looked = None
            return
        one.failures = 0
        if not different and order_id in self._shown:
            self._news.tell(OrderSeen(order_id))

    def _looked(self, order_id: str, task: "asyncio.Task[None]") -> None:
        self._looking.pop(order_id, None)
        if not task.cancelled() and (bug := task.exception()) is not None:
            self._broken = bug
        self._wake.set()

    # --- heard

    def _heard(self, notice: Notice) -> None:
        match notice:
            case LineBack():
                self._probed = float("-inf")
            case OrderChanged(order_id=order_id):
                self._changed.add(order_id)
            case OrdersCame(order_ids=order_ids):
                self._changed |= set(order_ids)
            case BookingSettled(outcome=Booked(order_id=order_id)):
                self._changed.add(order_id)
            case _:
                return
        self._wake.set()


class Kept(StrEnum):
    """How an answer stands to the one that was kept before."""

    NEW = "new"
    DIFFERENT = "different"
    SAME = "same"
    ERASED = "erased"  # the order was erased here for good: nothing is kept


async def keep_answer(answer: OrderAnswer, orders: OrderBook) -> Kept:
    """Keep an answer; how it stands to the last."""
    known = await orders.get(answer.order.id)
    if known is None:
        return Kept.ERASED if await orders.save(answer) is None else Kept.NEW
    kept = await orders.save(replace(answer, order=fuller(answer.order, known.order)))
    if kept is None:
        return Kept.ERASED
    if kept.at < known.seen_at or same(known.order, kept.order):
        return Kept.SAME
    return Kept.DIFFERENT


async def take_in(answer: OrderAnswer, orders: OrderBook, news: Board) -> bool:
    """Keep an answer and say when it differs from the last; whether it did. An unknown order is different."""
    if await keep_answer(answer, orders) in (Kept.SAME, Kept.ERASED):
        return False
    news.tell(OrderChanged(answer.order.id))
    return True


def same(old: Order, new: Order) -> bool:
    """Whether nothing has happened to it; when the upstream last asked the airline is not a thing that happens."""
    return old == replace(new, synced_at=old.synced_at)


def fuller(new: Order, old: Order) -> Order:
    """The new answer; what an answer may leave out of passengers (API.md 7.5) stays as it was known."""
    known = {one.id: one for one in old.passengers}
    return replace(new, passengers=tuple(_filled(one, known.get(one.id)) for one in new.passengers))


def _filled(new: OrderPassenger, old: OrderPassenger | None) -> OrderPassenger:
    if old is None:
        return new
    return replace(
        new,
        title=new.title or old.title,
        gender=new.gender or old.gender,
        born=new.born or old.born,
        email=new.email or old.email,
        phone=new.phone or old.phone,
        kind=new.kind or old.kind,
        infant_id=new.infant_id or old.infant_id,
    )
