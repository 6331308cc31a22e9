"""Searches that go on behind the scenes, for callers who come back for the offers."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from agentdesk.desk.ports import Clock
from agentdesk.desk.searching import Searching
from agentdesk.travel.errors import ConnectionLost, NeverSent, NotKept, RefusedByUpstream, TravelError
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.travel.search import Search
from agentdesk.travel.seats import SeatMap
from agentdesk.travel.sessions import (
    EMPTY_LIFE,
    Asked,
    KeptOffer,
    OfferSort,
    SearchSession,
    SessionState,
)

_log = logging.getLogger(__name__)

_AGAIN = 1.0  # seconds until a disk that has taken nothing is asked again


@dataclass(frozen=True, slots=True)
class OfferPage:
    """Offers of a search from one on; `after` asks for the next page, None on the last."""

    offers: tuple[KeptOffer, ...]
    after: str | None


class SessionStore(Protocol):
    """Searches and their offers, kept until they expire, by the service's own ids."""

    async def open(self, session: SearchSession) -> None: ...
    async def update(self, session: SearchSession) -> None:
        """Its state and counts; nothing else of it changes."""
        ...

    async def add(self, session_id: str, offers: Sequence[KeptOffer]) -> None: ...
    async def session(self, session_id: str, agent_id: str) -> SearchSession | None:
        """None when there is none, or when it is another agent's."""
        ...

    async def offers(
        self, session_id: str, sort: OfferSort, *, most: Decimal | None, after: str | None, limit: int, now: datetime
    ) -> OfferPage:
        """Those that have not ended. ValueError for an `after` that is none of this sort."""
        ...

    async def offer(self, offer_id: str, agent_id: str) -> KeptOffer | None: ...
    async def keep(self, offer: KeptOffer) -> None:
        """In place of what was kept under its id."""
        ...

    async def take_over(self) -> tuple[SearchSession, ...]:
        """From now on this program's: searches under way in programs that have ended. Each goes to one taker."""
        ...

    async def brought(self, session_id: str) -> tuple[KeptOffer, ...]:
        """All offers that have come so far, in no order."""
        ...

    async def forget(self, before: datetime) -> int:
        """Searches whose last offer ended before; how many."""
        ...


class PriceMoved(TravelError):
    """The offer is still there and costs something else; what is kept of it is the new price now."""

    def __init__(self, old: Money, new: Money) -> None:
        super().__init__("the price has changed")
        self.old = old
        self.new = new


class Gone(TravelError):
    """There is no such search or offer for this agent, or its time is over."""


class Sessions:
    """Starts searches and answers from what they have brought; only opening one offer goes upstream again."""

    def __init__(
        self, searching: Searching, store: SessionStore, *, clock: Clock, new_id: Callable[[str], str]
    ) -> None:
        self._searching = searching
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def start(self, agent_id: str, search: Search, passengers: Sequence[Asked]) -> SearchSession:
        """Write the search down and ask the airlines meanwhile."""
        now = self._clock()
        session = SearchSession(self._new_id("orq"), agent_id, search, tuple(passengers), now, now + EMPTY_LIFE)
        await self._store.open(session)
        self._run(session, self._ask(session))
        return session

    async def get(self, session_id: str, agent_id: str) -> SearchSession:
        """Gone for one that is not there, not this agent's, or over."""
        session = await self._store.session(session_id, agent_id)
        if session is None or session.has_expired(self._clock()):
            raise Gone("search")
        return session

    async def offers(
        self, session: SearchSession, sort: OfferSort, *, most: Decimal | None, after: str | None, limit: int
    ) -> OfferPage:
        """What has arrived."""
        return await self._store.offers(session.id, sort, most=most, after=after, limit=limit, now=self._clock())

    async def offer(self, offer_id: str, agent_id: str) -> KeptOffer:
        """As kept. Gone for one that is not there, not this agent's, or over."""
        kept = await self._store.offer(offer_id, agent_id)
        if kept is None or kept.offer.has_expired(self._clock()):
            raise Gone("offer")
        return kept

    async def remember(self, kept: KeptOffer) -> None:
        """What has just been learnt of an offer."""
        await self._store.keep(kept)

    async def read_again(self, offer_id: str, agent_id: str) -> KeptOffer:
        """The offer from the airline, with what can be added. PriceMoved once when it costs something else now."""
        kept = await self.offer(offer_id, agent_id)
        fresh = await self._searching.open(kept.offer.id)
        await self._store.keep(renewed := replace(kept, offer=fresh))
        if fresh.total != kept.offer.total:
            raise PriceMoved(kept.offer.total, fresh.total)
        return renewed

    async def seat_maps(self, offer_id: str, agent_id: str) -> tuple[KeptOffer, tuple[SeatMap, ...]]:
        """The offer and its maps as just read; they are kept, since seats are ordered by what they were."""
        kept = await self.offer(offer_id, agent_id)
        maps = await self._searching.seat_maps(kept.offer.id)
        await self._store.keep(kept := replace(kept, maps=maps))
        return kept, maps

    def running(self) -> int:
        """How many searches airlines are still answering."""
        return len(self._tasks)

    async def close(self) -> None:
        """End the searches that are under way; another process, or the next start, goes on with them."""
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def adopt(self) -> None:
        """Go on with searches that a program has left behind. One that has expired meanwhile is over."""
        for session in await self._store.take_over():
            if session.has_expired(self._clock()):
                await self._store.update(replace(session, state=SessionState.FAILED, trouble="interrupted"))
            else:
                self._run(session, self._go_on(session))

    def _run(self, session: SearchSession, asking: Coroutine[Any, Any, SearchSession]) -> None:
        task = asyncio.ensure_future(self._to_the_end(session, asking))
        self._tasks[session.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(session.id, None))

    async def _to_the_end(self, session: SearchSession, asking: Coroutine[Any, Any, SearchSession]) -> None:
        """Whatever comes of it, callers hear that it is over; a full disk is asked again until it takes that."""
        try:
            ended = await asking
        except TravelError as trouble:
            ended = replace(session, state=SessionState.FAILED, trouble=_code(trouble))
        except Exception:  # noqa: BLE001  # whatever it is, nobody waits for ever and the log has all of it
            _log.exception("the search %s has failed", session.id)
            ended = replace(session, state=SessionState.FAILED, trouble="internal_error")
        while True:
            try:
                await self._store.update(ended)
                return
            except NotKept as trouble:
                if ended.has_expired(self._clock()):
                    return
                _log.info("the end of the search %s could not be kept yet: %s", session.id, trouble)
                await asyncio.sleep(_AGAIN)

    async def _ask(self, session: SearchSession) -> SearchSession:
        """Batches go to the store as they come; expected trouble becomes part of the search."""
        try:
            async with aclosing(self._searching.find(session.search)) as batches:
                async for batch in batches:
                    await self._store.add(session.id, self._kept(session, batch.offers, batch.request_id))
                    session = replace(
                        session,
                        sources=batch.sources,
                        answered=batch.answered,
                        unreadable=session.unreadable + batch.unreadable,
                        expires_at=max([session.expires_at, *(one.expires_at for one in batch.offers)]),
                    )
                    await self._store.update(session)
        except TravelError as trouble:
            return replace(session, state=SessionState.FAILED, trouble=_code(trouble))
        return replace(session, state=SessionState.DONE)

    async def _go_on(self, session: SearchSession) -> SearchSession:
        """What some airlines have answered is read again, with what came meanwhile; else all are asked anew."""
        brought = await self._store.brought(session.id)
        if not brought:
            return await self._ask(session)
        known = {one.offer.id for one in brought}
        request_id = brought[0].request_id
        try:
            found = [one for one in await self._searching.found_before(request_id) if one.id not in known]
            await self._store.add(session.id, self._kept(session, found, request_id))
            expires_at = max([session.expires_at, *(one.expires_at for one in found)])
        except TravelError as trouble:
            return replace(session, state=SessionState.FAILED, trouble=_code(trouble))
        return replace(session, state=SessionState.DONE, expires_at=expires_at)

    def _kept(self, session: SearchSession, offers: Sequence[Offer], request_id: str) -> list[KeptOffer]:
        return [KeptOffer(self._new_id("off"), session.id, session.agent_id, offer, request_id) for offer in offers]


def _code(trouble: TravelError) -> str:
    match trouble:
        case RefusedByUpstream():
            return trouble.code
        case ConnectionLost() | NeverSent():
            return "upstream_unreachable"
        case NotKept():
            return "cannot_be_kept"
        case _:
            return "upstream_unreadable"
