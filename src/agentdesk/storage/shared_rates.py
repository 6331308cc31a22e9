"""How often each token has called, counted by all processes of a service together."""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select, text, update

from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.postgres import SharedDatabase
from agentdesk.storage.service_schema import rates

WINDOW = 60  # seconds


class SharedRates:
    """How often each token has called in the last minute, in whichever process: so many of the minute before as are
    still within sixty seconds if they came evenly, and those of this one."""

    def __init__(self, database: SharedDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    async def take(self, agent_id: str, what: str, most: int) -> float:
        """0 when one more may be made, and it is counted; else the seconds until it may."""
        now = self._clock()
        return await self._database.run(lambda connection: _take(connection, agent_id, what, most, now))


def _take(connection: Connection, agent_id: str, what: str, most: int, now: float) -> float:
    connection.execute(_SOON_ENOUGH)
    window, passed = divmod(now, WINDOW)
    new: dict[str, Any] = {"agent_id": agent_id, "what": what, "window": int(window), "calls": 0, "before": 0}
    row = dialect_of(connection).insert(rates).values(new).on_conflict_do_nothing(index_elements=["agent_id", "what"])
    connection.execute(row)
    its = (rates.c.agent_id == agent_id) & (rates.c.what == what)
    kept = connection.execute(select(rates).where(its).with_for_update()).one()
    count, before = (kept.calls, kept.before) if kept.window == window else (0, 0)
    if kept.window == window - 1:
        before = kept.calls
    left = 1 - passed / WINDOW
    if count + before * left + 1 > most:
        return _wait(count, before, most, passed)
    connection.execute(update(rates).where(its).values(window=int(window), calls=count + 1, before=before))
    return 0.0


def _wait(count: int, before: int, most: int, passed: float) -> float:
    """Until enough of the minute before has passed out of sight, or the next minute has begun."""
    if before and count + 1 <= most:
        return max((1 - (most - count - 1) / before) * WINDOW - passed, 1.0)
    return WINDOW - passed + WINDOW * max(0.0, 1 - (most - 1) / max(count, 1))


_SOON_ENOUGH = text("SET LOCAL synchronous_commit TO OFF")
"""A count that a power cut takes along does no harm; waiting for the disk at each call would."""
