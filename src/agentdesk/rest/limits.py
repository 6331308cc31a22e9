"""How often a token may call: so many in a minute, in a sliding window."""

import math
import time
from collections import deque
from collections.abc import Callable

from agentdesk.desk.neighbours import Rates
from agentdesk.rest.refusing import TOO_MANY, Refusal

WINDOW = 60.0  # seconds
CALLS, SEARCHES = 600, 30
_MOST_CALLERS = 10_000


class Limits:
    """Refuses with 429 and `Retry-After`; a call that is refused does not count."""

    def __init__(self, rates: Rates, calls: int = CALLS, searches: int = SEARCHES) -> None:
        self._rates = rates
        self._most = {"call": calls, "search": searches}

    async def count(self, agent_id: str, what: str = "call") -> None:
        """One more call of this kind ("call" or "search")."""
        wait = await self._rates.take(agent_id, what, self._most[what])
        if wait > 0:
            raise Refusal(TOO_MANY, headers={"Retry-After": str(max(math.ceil(wait), 1))})


class OwnRates:
    """The `Rates` of a process that works alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, str], deque[float]] = {}

    async def take(self, agent_id: str, what: str, most: int) -> float:
        now = self._clock()
        if len(self._seen) > _MOST_CALLERS:
            self._seen = {who: times for who, times in self._seen.items() if times and times[-1] > now - WINDOW}
        times = self._seen.setdefault((agent_id, what), deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) >= most:
            return times[0] + WINDOW - now
        times.append(now)
        return 0.0
