"""Keeps the background work of a service going: some of it in every process, the rest in whichever has the duty."""

import asyncio
import logging
from collections.abc import Mapping

from agentdesk.desk.going_on import Work, kept_going
from agentdesk.desk.neighbours import Neighbours
from agentdesk.travel.errors import TravelError

_log = logging.getLogger(__name__)

_TICK = 1.0  # seconds between looks at who does what
_ADOPT_EVERY = 5  # looks; at once where another process is gone that was there at the last one


class Shifts:
    """`everywhere` is work for each process, `once` work that one of them does, by the name of the duty.

    `adopt` takes over what processes that have ended left under way. Work that fails is begun again after a pause.
    """

    def __init__(
        self, neighbours: Neighbours, *, once: Mapping[str, Work], everywhere: Mapping[str, Work], adopt: Work
    ) -> None:
        self._neighbours = neighbours
        self._once, self._everywhere, self._adopt = once, everywhere, adopt
        self._running: dict[str, asyncio.Task[None]] = {}
        self._alive: frozenset[int] = frozenset()
        self._looks = 0

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await self._round()
                await asyncio.sleep(_TICK)
        finally:
            await self._end(list(self._running))

    def begin_anew(self) -> None:
        """What happened elsewhere was not heard for a while: each duty of ours is begun again."""
        for name in self._once.keys() & self._running.keys():
            self._running[name].cancel()

    async def _round(self) -> None:
        try:
            share = await self._neighbours.share(tuple(self._once))
            if self._alive - share.alive or self._looks % _ADOPT_EVERY == 0:
                await self._adopt()
            self._alive, self._looks = share.alive, self._looks + 1
        except TravelError as trouble:  # while nothing can be kept, what runs goes on as well as it can
            _log.info("the duties are not known: %s", trouble)
            return
        except Exception:  # noqa: BLE001  # the work that runs must not end with it; it is tried again
            _log.exception("the duties could not be shared out")
            return
        wanted = {name: work for name, work in self._once.items() if name in share.mine} | dict(self._everywhere)
        await self._end([name for name, task in self._running.items() if name not in wanted or task.done()])
        for name in wanted.keys() - self._running.keys():
            self._running[name] = asyncio.ensure_future(kept_going(name, wanted[name], _say_failed))

    async def _end(self, names: list[str]) -> None:
        tasks = [self._running.pop(name) for name in names]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _say_failed(name: str, bug: Exception) -> None:
    """A bug in one kind of work must not end the others."""
    _log.error("%s has failed", name, exc_info=bug)
