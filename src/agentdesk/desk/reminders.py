"""Warns before deadlines pass, each time once, and says what passed while nobody was there. By the upstream's clock."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from agentdesk.desk.line import Line
from agentdesk.desk.news import (
    Board,
    BookingSettled,
    DeadlineNear,
    DeadlinesPassed,
    LineLost,
    Notice,
    OrderChanged,
    OrdersCame,
)
from agentdesk.desk.ports import Clock, OrderBook, OrderRecord, Reminded
from agentdesk.desk.preferences import Alerts
from agentdesk.travel.booking import Booked
from agentdesk.travel.deadlines import Deadline, DeadlineKind, deadlines_of, nearest_first, warning_times
from agentdesk.travel.orders import Order, OrderStatus, status

_LONGEST_SLEEP = 20.0  # seconds: a machine that slept, or a clock that was set, is noticed soon after
_VOID_RUNS = timedelta(days=4)  # no airline voids a ticket that is older
_FORGOTTEN_AFTER = timedelta(days=60)
_CLOCKS_APART = timedelta(seconds=5)  # ours may be so far behind the one by which the airline lets seats go


_Key = tuple[str, DeadlineKind, datetime]


class Reminders:
    """Tells `DeadlineNear` and `DeadlinesPassed`; what has been said is kept before it is said.

    `knows_time` tells whether `clock` is the upstream's yet. Until then nothing is said, unless the line is lost: then
    warnings come by this machine's clock, and nothing is called passed or kept as said. `look` reads an order again.
    """

    def __init__(
        self,
        orders: OrderBook,
        reminded: Reminded,
        news: Board,
        line: Line,
        *,
        clock: Clock,
        knows_time: Callable[[], bool],
        look: Callable[[str], Awaitable[bool]],
        alerts: Callable[[], Alerts],
    ) -> None:
        self._orders, self._reminded, self._news, self._line = orders, reminded, news, line
        self._clock, self._knows_time, self._look, self._alerts = clock, knows_time, look, alerts
        self._running: dict[str, tuple[Deadline, ...]] = {}
        self._said: dict[_Key, datetime] = {}
        self._said_by_guess: dict[_Key, datetime] = {}
        self._changed: set[str] = set()
        self._wake = asyncio.Event()
        self._kinds: tuple[DeadlineKind, ...] = ()

    async def run(self) -> None:
        """Until cancelled."""
        stop = self._news.listen(self._heard)
        try:
            kept = await self._known()  # as the last session left it, before anything new is seen
            caught_up = False
            while True:
                self._wake.clear()
                wait = _LONGEST_SLEEP
                if self._knows_time():
                    if not caught_up:
                        caught_up = True
                        await self._catch_up(kept)
                    await self._choose()
                    await self._learn()
                    wait = await self._round()
                elif self._line.is_lost:
                    await self._guess(kept)
                else:
                    wait = 0.25  # the first answer of this session is on its way
                await self._sleep(wait)
        finally:
            stop()

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(min(max(seconds, 0.01), _LONGEST_SLEEP)):
                await self._wake.wait()
        except TimeoutError:
            return

    # --- what runs

    async def _known(self) -> tuple[OrderRecord, ...]:
        held = {one.order.id: one for one in await self._orders.awaiting_payment()}
        self._kinds = self._alerts().kinds
        if DeadlineKind.VOID not in self._kinds:
            return tuple(held.values())
        sold = await self._orders.sold_since(self._clock() - _VOID_RUNS)
        return (*held.values(), *(one for one in sold if one.order.id not in held and one.order.void_until))

    async def _catch_up(self, kept: Sequence[OrderRecord]) -> None:
        """Say in one what passed since the last session; what is still to come runs from now on."""
        now = self._clock()
        await self._reminded.forget(now - _FORGOTTEN_AFTER)
        passed: list[Deadline] = []
        for record in kept:
            found = [one for one in self._chosen(record, record.seen_at) if one.at <= now]
            unsaid = [one for one in found if not await self._was_said(one, one.at)]
            if unsaid:
                passed += await self._still_true(record.order.id, unsaid)
                for one in unsaid:
                    await self._keep(one, one.at)
            self._changed.add(record.order.id)
        self._tell_passed(passed, while_closed=True)

    async def _choose(self) -> None:
        """Other kinds may have been chosen meanwhile."""
        if self._alerts().kinds != self._kinds:
            self._changed |= {*self._running, *(one.order.id for one in await self._known())}

    async def _learn(self) -> None:
        """Know the deadlines of orders that have changed. One that was let go is told, whoever saw it first."""
        while self._changed:
            order_id = self._changed.pop()
            record = await self._orders.get(order_id)
            now = self._clock()
            before = self._running.pop(order_id, ())
            if record is None:
                continue
            if status(record.order, now) is OrderStatus.LAPSED:
                due = [one for one in before if one.kind is DeadlineKind.PAY and one.at <= now]
                await self._pass(due)
                continue
            known = {(one.kind, one.at) for one in before}
            running = self._chosen(record, now)
            # What was over when it was first seen is nobody's news.
            kept = tuple(one for one in running if one.at > now or (one.kind, one.at) in known)
            self._running[order_id] = (*kept, *_undecided(record.order, before, now))

    def _chosen(self, record: OrderRecord, now: datetime) -> tuple[Deadline, ...]:
        """Those of the order that are warned of; as the order stood at `now`."""
        kinds = self._alerts().kinds
        return tuple(one for one in deadlines_of(record.order, now) if one.kind in kinds)

    # --- saying

    async def _round(self) -> float:
        """Say what is due; seconds until the next is."""
        now = self._clock()
        leads = self._leads()
        passed: list[Deadline] = []
        wait = _LONGEST_SLEEP
        for deadline in nearest_first([one for running in self._running.values() for one in running]):
            if deadline.at <= now:
                passed.append(deadline)
                continue
            times = [*warning_times(deadline, leads), deadline.at]
            due = [at for at in times if at <= now]
            if due and not await self._was_said(deadline, due[-1]):
                await self._keep(deadline, due[-1])
                self._warn(deadline, now)
            wait = min(wait, (next(at for at in times if at > now) - now).total_seconds())
        for order_id in {one.order_id for one in passed}:
            await self._pass(await self._still_true(order_id, [one for one in passed if one.order_id == order_id]))
            self._running[order_id] = tuple(one for one in self._running.get(order_id, ()) if one not in passed)
        return wait

    async def _guess(self, kept: Sequence[OrderRecord]) -> None:
        """No answer has come yet in this session: warn by this machine's clock, better early than never."""
        now, leads = self._clock(), self._leads()
        for deadline in nearest_first([one for record in kept for one in self._chosen(record, now)]):
            due = [at for at in warning_times(deadline, leads) if at <= now < deadline.at]
            key = _key(deadline)
            if due and self._said_by_guess.get(key, due[0] - timedelta(days=1)) < due[-1]:
                self._said_by_guess[key] = due[-1]
                if not await self._was_said(deadline, due[-1]):
                    self._warn(deadline, now)

    async def _still_true(self, order_id: str, passed: Sequence[Deadline]) -> list[Deadline]:
        """Those that passed indeed: somebody may have paid or cancelled elsewhere in the last moment."""
        await self._look(order_id)
        record = await self._orders.get(order_id)
        if record is None:
            return []
        state = status(record.order, self._clock())
        if state is OrderStatus.LAPSED:
            return [one for one in passed if one.kind is DeadlineKind.PAY]
        now_known = {(one.kind, one.at) for one in deadlines_of(record.order, self._clock())}
        return [one for one in passed if (one.kind, one.at) in now_known]

    async def _pass(self, deadlines: Sequence[Deadline]) -> None:
        unsaid = [one for one in deadlines if not await self._was_said(one, one.at)]
        for one in unsaid:
            await self._keep(one, one.at)
        self._tell_passed(unsaid, while_closed=False)

    def _warn(self, deadline: Deadline, now: datetime) -> None:
        self._news.tell(DeadlineNear(deadline.order_id, deadline.kind, deadline.at, deadline.left(now)))

    def _tell_passed(self, deadlines: Sequence[Deadline], *, while_closed: bool) -> None:
        if deadlines:
            self._news.tell(DeadlinesPassed(nearest_first(deadlines), while_closed))

    def _leads(self) -> tuple[timedelta, ...]:
        return tuple(timedelta(minutes=one) for one in self._alerts().minutes)

    async def _was_said(self, deadline: Deadline, due: datetime) -> bool:
        key = _key(deadline)
        if key not in self._said:
            known = await self._reminded.last(deadline)
            if known is None:
                return False
            self._said[key] = known
        return self._said[key] >= due

    async def _keep(self, deadline: Deadline, due: datetime) -> None:
        await self._reminded.keep(deadline, due)
        self._said[_key(deadline)] = due

    # --- heard

    def _heard(self, notice: Notice) -> None:
        match notice:
            case OrderChanged(order_id=order_id):
                self._changed.add(order_id)
            case OrdersCame(order_ids=order_ids):
                self._changed |= set(order_ids)
            case BookingSettled(outcome=Booked(order_id=order_id)):
                self._changed.add(order_id)
            case LineLost():
                pass
            case _:
                return
        self._wake.set()


def _undecided(order: Order, before: Sequence[Deadline], now: datetime) -> list[Deadline]:
    """The end of a hold that seconds before it is neither unpaid any more nor paid: paid, or let go by another clock.

    It is looked at again once it has passed by ours as well.
    """
    payment = order.payment
    if payment.awaiting_payment or payment.paid_at is not None or order.cancelled_at is not None or order.tickets:
        return []
    return [one for one in before if one.kind is DeadlineKind.PAY and now < one.at <= now + _CLOCKS_APART]


def _key(deadline: Deadline) -> _Key:
    """One that moves is another."""
    return deadline.order_id, deadline.kind, deadline.at
