"""People among all that is kept: found, told of in full, erased for good; and orders that were kept long enough."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from agentdesk.desk.news import Board, OrderChanged, PersonErased
from agentdesk.desk.ports import Clock
from agentdesk.travel.errors import NotKept
from agentdesk.travel.past_orders import months_before
from agentdesk.travel.people import (
    Copy,
    ErasurePlan,
    ErasureReport,
    Fate,
    Mention,
    Overwritten,
    PeopleFound,
    PersonFound,
    PersonKey,
    Place,
    PlaceKind,
)

_log = logging.getLogger(__name__)

_DAY = 24 * 3600.0  # seconds between two looks for what is too old
_START = 60.0  # seconds: the desk is opened and the list shown first
_BREATH = 0.2  # seconds between two pieces of work
_AGAIN = 3600.0  # seconds after the disk has refused


class PeopleStore(Protocol):
    """All that is kept, by the people in it. Instants are the upstream's."""

    async def find(self, text: str, now: datetime) -> PeopleFound:
        """Whoever has, for each word typed, a name that begins with it."""
        ...

    async def mentions(self, key: PersonKey, now: datetime) -> tuple[PersonFound, tuple[Mention, ...]] | None:
        """Everything that names somebody; None when nothing does."""
        ...

    async def places(self, key: PersonKey, mentions: Sequence[Mention], now: datetime) -> tuple[Place, ...]:
        """Each thing that names them, with what erasing them would do to it."""
        ...

    async def tell(self, key: PersonKey, mentions: Sequence[Mention], now: datetime) -> Mapping[str, Any]:
        """Everything that is kept of them, as plain values; other people in it have no names there."""
        ...

    async def erase(self, place: Place, mentions: Sequence[Mention], now: datetime) -> Place:
        """One place at once and for good; what became of it. What is still needed stays."""
        ...

    async def over(self, before: datetime, after: str, now: datetime) -> tuple[tuple[str, ...], str]:
        """Some orders whose last flight landed before, and where to go on; "" at the end."""
        ...

    async def count_before(self, before: datetime) -> int:
        """How many orders at most have landed before: quickly, without reading them."""
        ...

    async def erase_orders(self, order_ids: Sequence[str], now: datetime) -> int: ...
    async def erase_attempts(self, before: datetime, now: datetime) -> int:
        """Travellers of bookings that came to nothing, of flights before."""
        ...

    async def overwrite(self, *, asked: bool) -> Overwritten:
        """Leave no trace of what was erased in the files. With `asked` somebody waits, so it may take a while."""
        ...

    async def finish(self) -> None:
        """The same, where an erasure ended half-way."""
        ...

    async def copies(self) -> tuple[Copy, ...]:
        """Backups, and what was put aside: nothing here can change those."""
        ...


class People:
    """What is kept of people, for whoever asks for it or wants to be forgotten."""

    def __init__(self, store: PeopleStore, news: Board, *, clock: Clock) -> None:
        self._store, self._news, self._clock = store, news, clock

    async def find(self, text: str) -> PeopleFound:
        return await self._store.find(text, self._clock())

    async def tell(self, key: PersonKey) -> Mapping[str, Any]:
        """Everything kept of somebody, as plain values. LookupError when nothing is."""
        now = self._clock()
        person, mentions = await self._mentions(key, now)
        copies = await self._store.copies()
        return {
            "what_this_is": _ABOUT,
            "made_at": now,
            "person": {
                "names_as_written": person.names,
                "born": person.born or None,
                "e_mails": person.emails,
                "kept_since": person.first,
                "last_booking": person.last,
            },
            **await self._store.tell(key, mentions, now),
            "copies_elsewhere": [{"path": one.path, "made_at": one.made_at} for one in copies],
        }

    async def plan(self, key: PersonKey) -> ErasurePlan:
        """What erasing would do, before it is done. LookupError when nothing is kept of them."""
        now = self._clock()
        person, mentions = await self._mentions(key, now)
        return ErasurePlan(person, await self._store.places(key, mentions, now), await self._store.copies())

    async def erase(self, key: PersonKey) -> ErasureReport:
        """Everything that may go, for good; what stays is told with the reason. LookupError as of `plan`.

        Each place goes in one stroke, so an end half-way leaves whole things, and doing it again goes on from there.
        """
        now = self._clock()
        person, mentions = await self._mentions(key, now)
        planned = await self._store.places(key, mentions, now)
        done = []
        for place in planned:
            became = await self._store.erase(place, mentions, now)
            done.append(became)
            if became.fate is not Fate.STAYS:
                self._tell(became)
        gone = [one for one in done if one.fate is not Fate.STAYS]
        overwritten = await self._store.overwrite(asked=True) if gone else Overwritten.NOTHING
        _log.info("erased on request: %d, still needed: %d, %s", len(gone), len(done) - len(gone), overwritten.value)
        return ErasureReport(ErasurePlan(person, tuple(done), await self._store.copies()), now, overwritten)

    async def _mentions(self, key: PersonKey, now: datetime) -> tuple[PersonFound, tuple[Mention, ...]]:
        found = await self._store.mentions(key, now)
        if found is None:
            raise LookupError("nothing is kept of this person")
        return found

    def _tell(self, place: Place) -> None:
        if place.kind is PlaceKind.ORDER:
            self._news.tell(OrderChanged(place.id))
        self._news.tell(PersonErased(place.kind, place.id))


class Retention:
    """Lets orders go once their last flight is longer ago than the agency wants to keep them."""

    def __init__(
        self,
        store: PeopleStore,
        news: Board,
        *,
        clock: Clock,
        knows_time: Callable[[], bool],
        months: Callable[[], int],
    ) -> None:
        self._store, self._news, self._clock = store, news, clock
        self._knows_time, self._months = knows_time, months
        self._wake = asyncio.Event()

    def look_now(self) -> None:
        """The rule has changed."""
        self._wake.set()

    async def would_go(self, months: int) -> int:
        """How many orders a rule would let go now, at most."""
        return await self._store.count_before(months_before(self._clock(), months))

    async def run(self) -> None:
        """Soon after the start, then daily, until cancelled. Nothing goes before the upstream has told the time."""
        await asyncio.sleep(_START)
        while True:
            self._wake.clear()
            wait = await self._round()
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _round(self) -> float:
        """Seconds until the next."""
        try:
            await self._store.finish()
        except NotKept as trouble:
            _log.warning("what was freed could not be overwritten yet: %s", trouble)
        if not self._months():
            return _DAY
        if not self._knows_time():
            return _START
        try:
            await self.apply()
        except NotKept as trouble:
            _log.warning("what is too old could not go yet: %s", trouble)
            return _AGAIN
        return _DAY

    async def apply(self) -> int:
        """How many orders have gone. In small pieces, so that nobody waits for it."""
        months, now = self._months(), self._clock()
        if not months:
            return 0
        before = months_before(now, months)
        gone, after = 0, ""
        while True:
            order_ids, after = await self._store.over(before, after, now)
            if order_ids:
                gone += await self._store.erase_orders(order_ids, now)
                for order_id in order_ids:
                    self._news.tell(OrderChanged(order_id))
                    self._news.tell(PersonErased(PlaceKind.ORDER, order_id))
            if not after:
                break
            await asyncio.sleep(_BREATH)
        lines = await self._store.erase_attempts(before, now)
        if gone or lines:
            overwritten = await self._store.overwrite(asked=False)
            _log.info("kept long enough: %d orders and %d attempts have gone, %s", gone, lines, overwritten.value)
        return gone


def as_json(told: Mapping[str, Any]) -> bytes:
    """What is told of somebody as the file that is handed over: UTF-8, instants as ISO 8601."""
    return json.dumps(told, ensure_ascii=False, indent=2, default=_as_text).encode() + b"\n"


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


_ABOUT = (
    "Everything that this AgentDesk keeps of one person: orders as last read from the airline and as they were sent, "
    "the airline's own answers, what was noted and done, bookings that came to nothing, and searches. Other travellers "
    "stand there without a name. Instants are UTC. Notes are free text of the agency: read them before you hand this "
    "over. What the airline, Duffel, printed papers and mails hold is not part of it."
)
