"""One desk, one airline, the line between them: a few dozen operations, each with its trouble, and then the truth."""

import asyncio
import contextlib
import logging
import signal
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from soak.airline import Airline
from soak.desk import Dead, DeskProcess, Nursery, Refused
from soak.driver import limits
from soak.faults import CLEAN, Fault, Kind, read_fault, write_fault
from soak.hands import AtTheDesk, ByService, Hands, Press
from soak.judge import Findings, judge
from soak.machine import Clocks
from soak.points import Point, Strike
from soak.proxy import Proxy
from soak.wishes import Wish, family

DAY = 86_400.0
SETTLE_SECONDS = 60.0
_PATIENT_SECONDS = 20.0
_TAIL = 4000  # bytes of a log


@dataclass(slots=True)
class Tally:
    """What was done and met, for the table."""

    operations: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    settle_seconds: list[float] = field(default_factory=list)
    starts: int = 0
    settled_by_fact: int = 0
    ended_by_person: int = 0
    findings: Findings = field(default_factory=Findings)


@dataclass(frozen=True, slots=True)
class Plan:
    """One operation's trouble, drawn before it begins."""

    fault: Fault = CLEAN
    point: str = ""
    strike: str = ""
    kill_after: float = -1.0  # seconds after the command; less than nothing for never
    presses: int = 1
    full: bool = False  # the disk is full from the moment in which the line is cut
    twin: bool = False  # a second draft on the same offer, pressed at the same time


def plan(chance: Random, limit: float) -> Plan:
    """`limit` is how long the client waits for a change, in seconds."""
    presses = 2 if chance.random() < 0.1 else 1
    twin = chance.random() < 0.05
    match chance.random():
        case luck if luck < 0.14:
            return Plan(presses=presses, twin=twin)
        case luck if luck < 0.26:
            return Plan(point=chance.choice(tuple(Point)), strike=Strike.KILL, presses=presses, twin=twin)
        case luck if luck < 0.33:
            return Plan(point=chance.choice(tuple(Point)), strike=Strike.FILL, presses=presses)
        case luck if luck < 0.37:
            return Plan(kill_after=chance.random() * 0.15)
        case luck if luck < 0.43:
            return Plan(
                write_fault(chance, limit), point=Point.BETWEEN, strike=chance.choice((Strike.KILL, Strike.FILL))
            )
        case _:
            fault = write_fault(chance, limit)
            if fault.kind in (Kind.REFUSED, Kind.CONNECT_TIMEOUT):  # cut just before it leaves
                full = chance.random() < 0.2
                return Plan(fault, point=Point.AFTER_JOURNAL, strike=Strike.PAUSE, full=full)
            return Plan(fault, presses=presses, twin=twin)


class Episode:
    """`operations` operations drawn from `seed`; the airline has a fresh world, the desk a fresh folder."""

    def __init__(
        self,
        seed: str,
        operations: int,
        folder: Path,
        nursery: Nursery,
        airline: Airline,
        tally: Tally,
        *,
        service: bool,
        part: int,
    ) -> None:
        self._seed = seed
        self._service = service
        self._part = part
        self._operations = operations
        self._folder = folder
        self._nursery = nursery
        self._airline = airline
        self._tally = tally
        self._chance = Random(seed)
        self._reads = Random(f"{seed} reads")
        self._rough = 0.0  # how many questions in one go wrong
        self._fault = CLEAN
        self._wishes: list[Wish] = []
        self._news: list[dict[str, Any]] = []
        self._open_since: dict[str, float] = {}  # by attempt: since when only the desk is to blame
        self._late: dict[str, float] = {}
        self._clocks = Clocks(folder / "clocks")
        self._proxy = Proxy(airline.port, self._on_change, self._on_question, lambda: self._desk.kill(), self._sleep)

    async def run(self) -> None:
        await self._airline.reset(self._seed)
        await self._proxy.up()
        url = f"http://127.0.0.1:{self._proxy.port}"
        self._desk = DeskProcess(self._nursery, self._folder, url, self._heard, service=self._service, part=self._part)
        by_service = ByService(self._desk)
        self._hands: Hands = by_service if self._service else AtTheDesk(self._desk)
        try:
            await self._desk.start()
            for number in range(self._operations):
                await self._operation(number)
            await self._end()
        finally:
            await by_service.close()
            await self._desk.close()
            await self._proxy.close()
        self._tally.starts += self._desk.starts

    # What the line does.

    def _on_change(self, path: str) -> Fault:
        fault, self._fault = self._fault, CLEAN
        if fault.is_deadly:
            self._tally.troubles[fault.kind] += 1
        elif fault.kind is not Kind.NONE:
            self._tally.troubles[f"{fault.kind}, acts {fault.acts}"] += 1
        return fault

    def _on_question(self, path: str) -> Fault:
        if self._rough and self._reads.random() < self._rough:
            fault = read_fault(self._reads, limits(self._part).read)
            self._tally.troubles[f"question: {fault.kind}"] += 1
            return fault
        return CLEAN

    async def _sleep(self) -> None:
        """The desk's machine sleeps for a day while the world goes on."""
        self._desk.signal(signal.SIGSTOP)
        await self._airline.advance(DAY)
        self._clocks.sleep(DAY)
        await asyncio.sleep(0.05)
        self._desk.signal(signal.SIGCONT)

    def _heard(self, news: dict[str, Any]) -> None:
        self._news.append(news)
        attempt = news["attempt"]
        for wish in self._wishes:
            if not self._service and (
                wish.family == news.get("family") or (wish.order and wish.order == news["order"])
            ):
                wish.heard(news)
        if news["what"] == "Unsure":
            self._open_since.setdefault(attempt, monotonic())
        elif attempt in self._open_since:
            since = max(self._open_since.pop(attempt), self._line_back())
            self._tally.settle_seconds.append(max(monotonic() - since, 0.0))
            self._tally.settled_by_fact += 1

    def _line_back(self) -> float:
        """When the last thing that was promised has happened."""
        return max((one.over_at for one in self._proxy.passages), default=0.0)

    # What the agent does.

    async def _operation(self, number: int) -> None:
        wish = self._next_wish(number)
        what = wish.next_step(self._chance)
        self._tally.operations[f"{what} {'by service' if self._service else 'at the desk'}"] += 1
        planned = plan(self._chance, limits(self._part).change)
        self._rough = self._chance.choice((0.0, 0.0, 0.0, 0.1))
        try:
            told = await self._do(wish, what, planned)
        except Dead:
            self._tally.outcomes[f"{what}: killed"] += 1
        except Refused as refused:
            self._tally.outcomes[f"{what}: {refused.name}"] += 1
        else:
            self._tally.outcomes[f"{what}: {told['what']}"] += 1
            wish.heard(told)
        self._rough = 0.0
        await self._recover()

    def _next_wish(self, number: int) -> Wish:
        going = [one for one in self._wishes if one.goes_on]
        if going and self._chance.random() < 0.6:
            return self._chance.choice([one for one in going if one.order] or going)
        wish = Wish(f"{self._seed} {number}", family(number), self._chance)
        self._wishes.append(wish)
        return wish

    async def _do(self, wish: Wish, what: str, planned: Plan) -> dict[str, Any]:
        desk = self._desk
        if not wish.is_prepared:
            await self._hands.prepare(wish)
            wish.is_prepared = True
        self._fault = planned.fault
        if planned.strike:
            self._tally.troubles[f"{_WORDS[Strike(planned.strike)]} {planned.point}"] += 1
            if planned.strike == Strike.KILL:
                desk.expect_death()
        press = Press(planned.point, planned.strike, planned.presses, planned.twin)
        deed = {
            "book": self._hands.book,
            "hold": self._hands.book,
            "pay": self._hands.pay,
            "cancel": self._hands.cancel,
        }
        doing = asyncio.ensure_future(deed[what](wish, press))
        try:
            if planned.strike == Strike.PAUSE:
                await self._cut(doing, planned)
            if planned.kill_after >= 0:
                await asyncio.wait([doing], timeout=planned.kill_after)
                self._tally.troubles["killed at any time"] += 1
                desk.kill()
            return await doing
        finally:
            self._fault = CLEAN

    async def _cut(self, doing: "asyncio.Future[Any]", planned: Plan) -> None:
        """Cut the line in the moment in which the change is written down and has not left."""
        pausing = asyncio.ensure_future(self._desk.paused.wait())
        await asyncio.wait([doing, pausing], return_when=asyncio.FIRST_COMPLETED)
        if not pausing.done():
            pausing.cancel()
            return
        self._fault = CLEAN
        fault = planned.fault
        self._tally.troubles[fault.kind] += 1
        if planned.full:
            self._tally.troubles["disk full and nothing left"] += 1
            await self._desk.ask("fill")
        await (self._proxy.down() if fault.kind is Kind.REFUSED else self._proxy.deaf())
        self._desk.go()
        await asyncio.wait([doing])
        await self._proxy.up()

    async def _recover(self) -> None:
        """Room on the disk, and a desk that runs; now and then with a wrong clock or a key that cannot be had."""
        if not self._desk.is_dead:
            with contextlib.suppress(Dead):
                await self._desk.ask("free")
                self._desk.expect_death(False)
        if self._desk.is_dead:
            await self._restart()

    async def _restart(self) -> None:
        chance = self._chance
        if chance.random() < 0.3:
            self._clocks.set_wrong(chance.choice((-400 * DAY, -6 * 3600.0, 6 * 3600.0, 400 * DAY)))
            self._tally.troubles["wrong clock"] += 1
        if chance.random() < 0.1:
            await self._refused_start("keyring locked", locked=True)
        if chance.random() < 0.1:
            await self._refused_start("started on a full disk", full="before")
        if chance.random() < 0.1:
            await self._refused_start("started in a read-only folder", read_only=True)
        full = "opened" if chance.random() < 0.15 and not self._service else ""
        await self._desk.start(full=full)
        if full:
            self._tally.troubles["disk full once opened"] += 1
            await asyncio.sleep(0.1)
            await self._desk.ask("free")
        for attempt in self._open_since:
            self._open_since[attempt] = max(self._open_since[attempt], monotonic())

    async def _refused_start(self, name: str, *, locked: bool = False, full: str = "", read_only: bool = False) -> None:
        keys = self._folder / "keys"
        self._tally.troubles[name] += 1
        data = self._folder / "data"
        if locked:
            keys.chmod(0o644)
        if read_only:
            _shut(data, file=0o400, folder=0o500)
        try:
            await self._desk.start(full=full)
        except Refused as refused:
            self._tally.outcomes[f"start: {refused.name}"] += 1
        else:
            self._tally.outcomes[f"start: opens ({name})"] += 1
            self._desk.kill()
            await self._desk.gone()
        finally:
            keys.chmod(0o600)
            _shut(data, file=0o600, folder=0o700)

    # What it comes to.

    async def _end(self) -> None:
        """The line is good: what has a fact upstream is found within a minute; what has none is shown, then ended."""
        await self._proxy.quiet()
        since = monotonic()
        while True:
            books, state = await self._airline.books(), await self._state()
            findings = judge(self._wishes, books, state, self._news, self._proxy.passages, is_over=False)
            waiting = [line for line in findings.open_lines if findings.has_fact(line)]
            if (not waiting and not findings.unseen) or monotonic() - since > SETTLE_SECONDS:
                break
            await asyncio.sleep(0.25)
        findings.late(waiting)
        findings.not_looked_for()
        self._tally.findings.add(findings, self._seed)
        for line in findings.open_lines:
            if line not in waiting:
                await self._end_by_hand(line)
        await asyncio.sleep(0.1)
        books, state = await self._airline.books(), await self._state()
        last = judge(self._wishes, books, state, self._news, self._proxy.passages, is_over=True)
        last.ends_by_itself = self._desk.ended_by_itself
        if last.ends_by_itself:
            tail = (self._folder / "log").read_bytes()[-_TAIL:].decode(errors="replace")
            logging.error("episode %s: a desk has ended by itself; its log ends with\n%s", self._seed, tail)
        last.trapped = self._proxy.trapped
        self._tally.findings.add(last, self._seed)

    async def _state(self) -> dict[str, Any]:
        books = await self._airline.books()
        arrived = {(one.get("metadata") or {}).get("agentdesk_attempt", "") for one in books["requests"]} - {""}
        attempts = sorted(arrived | {one["attempt"] for one in self._news if one["kind"] == "booking"})
        orders = sorted({one["id"] for one in books["orders"]})
        state: dict[str, Any] = await self._desk.ask("state", attempts=attempts, orders=orders)
        return state

    async def _end_by_hand(self, line: dict[str, Any]) -> None:
        """Support has told that nothing came of it, as the books say."""
        self._open_since.pop(line["attempt"], None)
        since = monotonic()
        while monotonic() - since < _PATIENT_SECONDS:
            if await self._desk.ask("give_up", attempt=line["attempt"], deed=line["kind"] != "booking"):
                self._tally.ended_by_person += 1
                return
            await asyncio.sleep(0.2)  # no answer came to the last look: a person tries again
        self._tally.findings.violations.append(f"{self._seed}: {line} could not be ended by a person")


def _shut(data: Path, *, file: int, folder: int) -> None:
    data.chmod(0o700)
    for one in data.iterdir():
        one.chmod(file)
    data.chmod(folder)


_WORDS = {Strike.KILL: "killed", Strike.FILL: "disk full", Strike.PAUSE: "line cut"}
