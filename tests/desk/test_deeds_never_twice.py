"""Whatever is answered at each step and wherever the program ends: no deed leaves twice, and none is lost.

The upstream here takes everything it is sent, as often as it is sent: only the desk stands between an agent and paying
twice.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.desk.checkout import AlreadySent
from agentdesk.desk.deed_settling import LONGEST
from agentdesk.desk.ports import anything_goes
from agentdesk.desk.servicing import NotCancellable
from agentdesk.travel.booking import Doubt
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedLine,
    DeedOutcome,
    DeedRefused,
    DeedSent,
    DeedStruckOut,
    DeedUnsure,
    PayHold,
    is_deed_open,
    sent_of_deed,
)
from agentdesk.travel.errors import NeverSent, NotKept, OutcomeUnknown, TravelError
from agentdesk.travel.orders import Order
from tests.desk.servicing_room import Room, a_change, a_hold, changed
from tests.fakes.airline import FakeAirline
from tests.fakes.deeds import ListDeedJournal
from tests.samples import gbp

TOTAL = gbp("1612.77")
LATE = timedelta(minutes=1)
"""After which an effect shows that the upstream had promised for later."""


class Ended(BaseException):
    """The program was killed at this very place."""


class What(StrEnum):
    PAY = "pay"
    CANCEL = "cancel"
    ACCEPT = "accept"


class Way(StrEnum):
    """What becomes of a deed on its way to the upstream and back."""

    DONE = "done"
    DONE_ANSWER_LOST = "done, answer lost"
    DONE_ANSWER_RAISED = "done, answer raised"
    DONE_LATER = "done later"
    DONE_THEN_KILLED = "done, then killed"
    LOST_ON_THE_WAY = "lost on the way"
    NEVER_DONE_THOUGH_PROMISED = "promised and never done"
    REFUSED = "refused"
    NOT_LEFT = "not left"
    KILLED_BEFORE = "killed before"


class Disk(StrEnum):
    """What becomes of what is written down of it."""

    GOOD = "good"
    FULL_BEFORE = "full before"
    FULL_AFTER = "full after"
    KILLED_AFTER = "killed after"


@dataclass(frozen=True, slots=True)
class Press:
    """An agent wants something done."""

    what: What
    way: Way
    disk: Disk


class Other(StrEnum):
    LOOK = "look"
    WAIT = "wait"
    RESTART = "restart"
    GIVE_UP = "give up"


class Journal(ListDeedJournal):
    """A journal whose disk may be full, or be the last thing that the program saw."""

    disk = Disk.GOOD

    async def write(self, sent: DeedSent, check: Callable[[tuple[DeedLine, ...]], None] = anything_goes) -> None:
        if self.disk is Disk.FULL_BEFORE:
            raise NotKept("the disk is full")
        await super().write(sent, check)

    async def settle(self, sent: DeedSent, outcome: DeedOutcome) -> None:
        self._turn_of_the_disk()
        await super().settle(sent, outcome)

    async def strike_out(self, line: DeedStruckOut) -> None:
        self._turn_of_the_disk()
        await super().strike_out(line)

    def _turn_of_the_disk(self) -> None:
        if self.disk is Disk.KILLED_AFTER:
            raise Ended
        if self.disk is Disk.FULL_AFTER:
            raise NotKept("the disk is full")


class Greedy(FakeAirline):
    """Does whatever it is told as often as it is told; `effects` counts."""

    def _refusal(self, order: Order, deed: Deed) -> str | None:
        return None


class Day:
    """A room with one order that can be paid, cancelled and accepted, and an upstream that does as it is told."""

    def __init__(self) -> None:
        self.airline = Greedy()
        self.room = Room(self.airline)
        self.journal = self.room.journal = Journal()
        self.room.start()
        self.way = Way.DONE
        self.promised: list[DeedSent] = []
        self.wrong: list[str] = []
        self.airline.on_deed = self._upstream
        self._finding: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        await self.room.has(changed(a_hold(), a_change()))
        self._find_out()

    async def end(self) -> None:
        if self._finding is not None:
            self._finding.cancel()
            with suppress(asyncio.CancelledError):
                await self._finding

    def _find_out(self) -> None:
        self._finding = asyncio.create_task(self.room.settling.run())

    async def _upstream(self, sent: DeedSent) -> DeedOutcome:
        await self._check_at_the_door(sent)
        match self.way:
            case Way.DONE:
                return await self.airline.do_it(sent)
            case Way.DONE_ANSWER_LOST:
                await self.airline.do_it(sent)
                return DeedUnsure(sent, "lost", "", self.airline.now)
            case Way.DONE_ANSWER_RAISED:
                await self.airline.do_it(sent)
                raise OutcomeUnknown("lost")
            case Way.DONE_THEN_KILLED:
                await self.airline.do_it(sent)
                raise Ended
            case Way.DONE_LATER:
                self.promised.append(sent)
                return DeedUnsure(sent, "later", "", self.airline.now, Doubt.LATER)
            case Way.NEVER_DONE_THOUGH_PROMISED:
                return DeedUnsure(sent, "later", "", self.airline.now, Doubt.LATER)
            case Way.LOST_ON_THE_WAY:
                return DeedUnsure(sent, "lost", "", self.airline.now)
            case Way.REFUSED:
                return DeedRefused(sent, "insufficient_balance", "", "", self.airline.now)
            case Way.NOT_LEFT:
                raise NeverSent("refused")
            case Way.KILLED_BEFORE:
                raise Ended

    async def _check_at_the_door(self, sent: DeedSent) -> None:
        """What must be so in the moment in which something leaves."""
        lines = await self.journal.of_order(sent.deed.order_id)
        others = [line for line in lines if sent_of_deed(line).attempt != sent.attempt]
        if await self.journal.line(sent.attempt) != sent:
            self.wrong.append("it left without standing in the journal")
        if any(is_deed_open(line) for line in others):
            self.wrong.append("it left while another was open")
        if any(isinstance(line, DeedDone) and type(line.sent.deed) is type(sent.deed) for line in others):
            self.wrong.append("it left though it was done before")

    async def play(self, step: Press | Other) -> None:
        match step:
            case Press():
                await self._press(step)
            case Other.LOOK:
                self.room.settling.check_now()
            case Other.WAIT:
                await self._wait(LATE)
            case Other.RESTART:
                await self._restart()
            case Other.GIVE_UP:
                await self._give_up()
        await self._quiet()

    async def _press(self, press: Press) -> None:
        self.way, self.journal.disk = press.way, press.disk
        try:
            await self._do(press.what)
        except Ended:
            self.journal.disk = Disk.GOOD
            await self._restart()
        except (AlreadySent, TravelError):
            pass  # told to the agent, who may try anything again
        finally:
            self.journal.disk = Disk.GOOD

    async def _do(self, what: What) -> None:
        servicing = self.room.servicing
        match what:
            case What.PAY:
                await servicing.pay("ord_1", TOTAL)
            case What.ACCEPT:
                await servicing.accept("ord_1", "aic_1")
            case What.CANCEL:
                quote = await servicing.quote("ord_1")
                if isinstance(quote, Cancellation):
                    await servicing.cancel(quote, TOTAL)
                else:
                    assert isinstance(quote, NotCancellable)

    async def _wait(self, by: timedelta) -> None:
        self.airline.now += by
        for sent in self.promised:
            await self.airline.do_it(sent)
        self.promised.clear()
        self.room.settling.check_now()

    async def _restart(self) -> None:
        await self.end()
        self.room.start()
        self._find_out()
        await self._quiet()

    async def _give_up(self) -> None:
        """Support has told that nothing came of it, and support knows: nothing is promised any more."""
        if self.promised:
            return
        for line in await self.journal.open_lines():
            await self.room.settling.give_up(sent_of_deed(line).attempt)

    async def _quiet(self) -> None:
        for _ in range(80):
            await asyncio.sleep(0)

    async def at_the_end(self) -> list[str]:
        """Once the line and the disk are good and time has passed, everything is as it was."""
        await self._wait(LATE)
        await self._restart()
        await self._wait(timedelta(hours=2) + LONGEST)
        await self._quiet()
        told = Counter(one.attempt for one in self.airline.deeds_sent)
        wrong = [*self.wrong, *(f"{attempt} left {times} times" for attempt, times in told.items() if times > 1)]
        for what, times in Counter(type(one) for one in self.airline.effects).items():
            if times > 1:
                wrong.append(f"{what.__name__} was done {times} times")
        lines = await self.journal.of_order("ord_1")
        kept = {sent_of_deed(line).attempt for line in lines}
        wrong += [f"{one.attempt} is nowhere written" for one in self.airline.deeds_sent if one.attempt not in kept]
        return wrong + [f"{what} is told otherwise" for what in self._told_otherwise(lines)]

    def _told_otherwise(self, lines: tuple[DeedLine, ...]) -> list[str]:
        """What was done and is not told as done, or is told and was not done."""
        done = [type(line.sent.deed) for line in lines if isinstance(line, DeedDone)]
        was: list[type[Deed]] = [type(one) for one in self.airline.effects]
        kinds: tuple[type[Deed], ...] = (PayHold, CancelOrder, AcceptChange)
        return [kind.__name__ for kind in kinds if done.count(kind) != was.count(kind)]


presses = st.builds(Press, st.sampled_from(What), st.sampled_from(Way), st.sampled_from(Disk))
steps = st.lists(presses | st.sampled_from(Other), max_size=9)


async def _live(day: Day, play: list[Press | Other]) -> list[str]:
    await day.begin()
    try:
        for step in play:
            await day.play(step)
        return await day.at_the_end()
    finally:
        await day.end()


def lived(play: list[Press | Other], day: Callable[[], Day] = Day) -> list[str]:
    return asyncio.run(_live(day(), play))


@settings(max_examples=300, deadline=None)
@given(steps)
def test_no_deed_leaves_twice_and_none_is_lost(play: list[Press | Other]) -> None:
    assert lived(play) == []


def test_every_way_through_every_disk_and_then_once_more() -> None:
    """All of them, one after the other, each followed by a second attempt and a restart."""
    for what in What:
        for way in Way:
            for disk in Disk:
                again = Press(what, Way.DONE, Disk.GOOD)
                for between in ([], [Other.LOOK], [Other.RESTART], [Other.WAIT], [Other.GIVE_UP]):
                    play: list[Press | Other] = [Press(what, way, disk), *between, again]
                    assert lived(play) == [], play


class Forgetful(Day):
    """A desk that does not look into its journal before it sends."""

    def __init__(self) -> None:
        super().__init__()
        self.journal.of_order = self._nothing  # type: ignore[method-assign]

    async def _nothing(self, order_id: str) -> tuple[DeedLine, ...]:
        return ()

    async def at_the_end(self) -> list[str]:
        del self.journal.of_order
        return await super().at_the_end()


def test_this_test_sees_a_deed_that_leaves_twice() -> None:
    twice = Press(What.PAY, Way.DONE_ANSWER_LOST, Disk.GOOD)
    assert "PayHold was done 2 times" in lived([twice, replace(twice, way=Way.DONE)], Forgetful)
