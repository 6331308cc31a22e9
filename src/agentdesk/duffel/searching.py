"""A search while the airlines are still being asked: batch offer request, long poll, and what makes a lost poll good.

The upstream gives each poll's offers out once (API.md 4.3), so a poll is never repeated. When one is lost, its offers
are fetched from the list of the offer request, and those we already have are left out by their ids.
"""

import asyncio
import gc
import logging
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from time import monotonic

import msgspec

from agentdesk.desk.ports import Batch
from agentdesk.duffel import writing
from agentdesk.duffel.client import Client, decoded, path_part
from agentdesk.duffel.reading_rows import OfferReader
from agentdesk.duffel.wire.envelopes import BatchAnswer, BatchProgress, OfferRequestAnswer
from agentdesk.travel.errors import (
    NotAllowed,
    RefusedByUpstream,
    TravelError,
    UnknownThere,
)
from agentdesk.travel.offers import Offer
from agentdesk.travel.search import Search

_log = logging.getLogger(__name__)

_AT_ONCE = 20  # offers read between two breaths of the loop: about 1 ms, since two such slices may follow each other
_LARGEST_BATCH = 200
_SEARCH_ATTEMPTS = 2  # each may take as long as the slowest airline
_NO_BATCHES = frozenset({"unavailable_feature", "unavailable_in_version", "not_found", "http_404"})
_SHORTEST_POLL = 0.2  # seconds: a poll that brings nothing at once must not become a storm
_BATCH_LIFE = 60.0  # seconds until the batch resource dies


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No garbage collection meanwhile: thousands of new values that are all kept make it look through everything.

    One of those looks is a stall of 50 ms and more; without them the page costs one small one afterwards.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


async def read_in_slices(
    reader: OfferReader, raws: Sequence[bytes | msgspec.Raw], known: set[str] | None = None
) -> tuple[list[Offer], int]:
    """Offers and the number of unreadable ones, letting the loop breathe between slices.

    Offers whose ids are in `known` are left out; the ids of the others are added to it.
    """
    offers: list[Offer] = []
    unreadable = 0
    with collector_at_rest():
        for start in range(0, len(raws), _AT_ONCE):
            await asyncio.sleep(0)
            read, odd = reader.read(raws[start : start + _AT_ONCE])
            unreadable += odd
            for offer in read:
                if known is None or offer.id not in known:
                    offers.append(offer)
                if known is not None:
                    known.add(offer.id)
    return offers, unreadable


class OfferSearch:
    """One search, from the request to the last batch."""

    def __init__(self, client: Client, search: Search) -> None:
        self._client = client
        self._body = writing.offer_request(search)
        self._reader = OfferReader()
        self._known: set[str] = set()
        self._supplier = ("supplier_timeout", str(int(client.limits.supplier * 1000)))

    async def batches(self) -> AsyncGenerator[Batch, None]:
        """The batches as they come; the last one has `answered == sources`."""
        try:
            created = await self._create()
        except RefusedByUpstream as exc:
            if not _means_no_batches(exc):
                raise
            _log.info("no batch search here: the offers are paged instead")
            found = self._paged()
        else:
            found = self._polled(created)
        async with aclosing(found):
            async for batch in found:
                yield batch

    async def _create(self) -> BatchProgress:
        answer = await self._client.ask(
            "POST",
            "/air/batch_offer_requests",
            query=[self._supplier],
            body=self._body,
            within=self._client.limits.search,
            attempts=_SEARCH_ATTEMPTS,
        )
        return decoded(answer, BatchAnswer).data

    async def _polled(self, created: BatchProgress) -> AsyncGenerator[Batch, None]:
        started = monotonic()
        sources, remaining, losses = created.total_batches, created.remaining_batches, 0
        if remaining <= 0:
            for batch in await self._made_good(created.id, sources, sources):
                yield batch
            return
        while remaining > 0 and losses < 2 and monotonic() - started < _BATCH_LIFE:
            asked = monotonic()
            try:
                poll = await self._poll(created.id)
            except NotAllowed:
                raise
            except UnknownThere:
                break  # the batch resource is gone before its time: only the list is left
            except TravelError as exc:
                losses += 1
                _log.info("a poll of %s was lost (%s): reading the list instead", created.id, exc)
                for batch in await self._made_good(created.id, sources, sources - remaining):
                    yield batch
                continue
            losses = 0
            raws = poll.offers or []
            # A count that grows or turns negative is none: the search must end, and only once.
            remaining = min(remaining, max(poll.remaining_batches, 0))
            for batch in await self._read(created.id, raws, sources, sources - remaining):
                yield batch
            if not raws and remaining and monotonic() - asked < _SHORTEST_POLL:
                await asyncio.sleep(_SHORTEST_POLL)
        if remaining > 0:
            # Airlines slower than this are not waited for by the upstream either, so then the list is whole.
            await asyncio.sleep(max(0.0, started + self._client.limits.supplier - monotonic()))
            for batch in await self._made_good(created.id, sources, sources):
                yield batch

    async def _poll(self, request_id: str) -> BatchProgress:
        answer = await self._client.ask(
            "GET",
            f"/air/batch_offer_requests/{path_part(request_id)}",
            within=self._client.limits.search,
            attempts=1,
        )
        return decoded(answer, BatchAnswer).data

    async def _made_good(self, request_id: str, sources: int, answered: int) -> list[Batch]:
        """What the list has and we have not."""
        raws: list[bytes] = []
        async for page in self._client.pages("/air/offers", [("offer_request_id", request_id)]):
            raws.extend(page)
        return await self._read(request_id, raws, sources, answered)

    async def _read(
        self, request_id: str, raws: Sequence[bytes | msgspec.Raw], sources: int, answered: int
    ) -> list[Batch]:
        """At least one batch, none too large; all but the last still say that something is to come."""
        batches: list[Batch] = []
        starts = range(0, max(len(raws), 1), _LARGEST_BATCH)
        for start in starts:
            offers, unreadable = await read_in_slices(self._reader, raws[start : start + _LARGEST_BATCH], self._known)
            so_far = answered if start == starts[-1] else min(answered, sources - 1)
            batches.append(Batch(request_id, tuple(offers), sources, so_far, unreadable))
        return batches

    async def _paged(self) -> AsyncGenerator[Batch, None]:
        """Where batches are refused: a search without offers in it, then its offers page by page."""
        answer = await self._client.ask(
            "POST",
            "/air/offer_requests",
            query=[("return_offers", "false"), self._supplier],
            body=self._body,
            within=self._client.limits.search,
            attempts=_SEARCH_ATTEMPTS,
        )
        request_id = decoded(answer, OfferRequestAnswer).data.id
        async with aclosing(self._client.pages("/air/offers", [("offer_request_id", request_id)])) as pages:
            async for page in pages:
                for batch in await self._read(request_id, page, 1, 0):
                    yield batch
        yield Batch(request_id, (), 1, 1)


def _means_no_batches(exc: RefusedByUpstream) -> bool:
    return exc.code in _NO_BATCHES or exc.status in (404, 405)
