"""Hears what the upstream says has happened, and looks at it: webhooks and polling lead to the same state."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from agentdesk.desk.deed_settling import DeedSettling
from agentdesk.desk.ports import Clock, Journal
from agentdesk.desk.settling import Settling
from agentdesk.desk.steady import steady as steadily
from agentdesk.desk.watching import Watching
from agentdesk.travel.booking import Doubt, Sent, Unsure, sent_of
from agentdesk.travel.errors import ConnectionLost, TravelError
from agentdesk.travel.upstream_events import CREATION_FAILED, UpstreamEvent, Webhook

_log = logging.getLogger(__name__)

LONGEST = timedelta(hours=72)
"""After this the upstream sends an event no more (API.md 18), and we look for what it told no more either."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0  # seconds
_AT_ONCE = 100


class NotGenuine(Exception):
    """The signature is missing, wrong or too old."""


class Inbox(Protocol):
    """Events as they came, each once, and the secrets that they are signed with."""

    async def register(self, webhook: Webhook, at: datetime) -> None:
        """Keep its secret."""
        ...

    async def forget_webhook(self, webhook_id: str) -> None: ...
    async def webhooks(self) -> tuple[Webhook, ...]:
        """Those that this service has registered, with their secrets, the newest first."""
        ...

    async def add(self, event: UpstreamEvent, at: datetime) -> bool:
        """False for one that has come before."""
        ...

    async def waiting(self, limit: int) -> tuple[UpstreamEvent, ...]:
        """Those that nobody has looked at yet, in the order in which they came."""
        ...

    async def handled(self, event_id: str, at: datetime) -> None: ...
    async def forget(self, before: datetime) -> int: ...


Verify = Callable[[bytes, str, tuple[str, ...], datetime], bool]
Read = Callable[[bytes, datetime], UpstreamEvent | None]


class Hearing:
    """Takes events in at once, and looks at what they are about afterwards, until that has succeeded."""

    def __init__(
        self,
        inbox: Inbox,
        settling: Settling,
        deed_settling: DeedSettling,
        watching: Watching,
        journal: Journal,
        *,
        clock: Clock,
        verify: Verify,
        read: Read,
        steady: Callable[[], float] = steadily,
    ) -> None:
        self._inbox, self._journal = inbox, journal
        self._settling, self._deed_settling, self._watching = settling, deed_settling, watching
        self._clock, self._verify, self._read, self._steady = clock, verify, read, steady
        self._wake = asyncio.Event()
        self._paused: dict[str, tuple[float, float]] = {}  # event -> when next, by the steady clock, and the pause

    async def hear(self, body: bytes, signature: str) -> bool:
        """Take in what came; whether it is new. NotGenuine; NotKept when it must be sent again."""
        now = self._clock()
        secrets = tuple(one.secret for one in await self._inbox.webhooks())
        if not self._verify(body, signature, secrets, now):
            raise NotGenuine
        event = self._read(body, now)
        if event is None:
            _log.info("a signed event that cannot be read was left out")
            return False
        new = await self._inbox.add(event, now)
        if new:
            self._wake.set()
        return new

    def look_now(self) -> None:
        """Another process has taken in an event."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; what an earlier run left is looked at first."""
        while True:
            self._wake.clear()
            wait = await self._round()
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _round(self) -> float | None:
        """Look at all that is due; seconds until something else is, None when nothing waits."""
        try:
            events = await self._inbox.waiting(_AT_ONCE)
        except TravelError:  # the disk gives nothing at the moment
            return _FIRST_PAUSE
        self._paused = {one.id: self._paused[one.id] for one in events if one.id in self._paused}
        for event in events:
            if self._paused.get(event.id, (0.0, 0.0))[0] <= self._steady():
                await self._look(event)
        if len(events) == _AT_ONCE and len(self._paused) < _AT_ONCE:
            return 0.0
        return min((max(at - self._steady(), 0.01) for at, _ in self._paused.values()), default=None)

    async def _look(self, event: UpstreamEvent) -> None:
        """Once; what does not succeed comes again after a pause that doubles."""
        try:
            await self._follow(event)
            await self._inbox.handled(event.id, self._clock())
        except TravelError as trouble:
            if self._clock() - event.at > LONGEST:
                _log.warning("gave up looking at what %s told: %s", event.kind, type(trouble).__name__)
                await self._inbox.handled(event.id, self._clock())
                return
            pause = min(2 * self._paused.get(event.id, (0.0, _FIRST_PAUSE / 2))[1], _LONGEST_PAUSE)
            self._paused[event.id] = (self._steady() + pause, pause)
        else:
            self._paused.pop(event.id, None)

    async def _follow(self, event: UpstreamEvent) -> None:
        """The event says where to look; what is seen there is what counts, so order and repetition do no harm."""
        if event.kind == CREATION_FAILED:
            await self._end(event)
        self._settling.check_now()
        self._deed_settling.check_now()
        if event.order_id:
            await self._watching.read(event.order_id)

    async def _end(self, event: UpstreamEvent) -> None:
        """An order that the upstream was to make later will never be: no look could tell (API.md 8).

        Only one that was promised, before the event, from this offer; and it is looked for once more.
        """
        for line in await self._journal.open_lines():
            sent = sent_of(line)
            if sent.at > event.at or sent.priced.offer.id != event.offer_id:
                continue
            if isinstance(line, Sent):
                raise ConnectionLost("the event came before the answer")
            if isinstance(line, Unsure) and line.doubt is Doubt.LATER:
                ended = await self._settling.give_up(sent.attempt, CREATION_FAILED)
                if not ended and not self._settling.looks(sent.attempt).answered:
                    raise ConnectionLost("no answer to the last look")
