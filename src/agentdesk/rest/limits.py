"""How often a token may call: so many in a minute, counted in a sliding window by each process."""

import math
import time
from collections import deque
from collections.abc import Callable

from agentdesk.rest.refusing import TOO_MANY, Refusal

WINDOW = 60.0  # seconds
CALLS, SEARCHES = 600, 30
_MOST_CALLERS = 10_000


class Limits:
    """Refuses with 429 and `Retry-After`; a call that is refused does not count."""

    def __init__(
        self, calls: int = CALLS, searches: int = SEARCHES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = {"call": calls, "search": searches}
        self._clock = clock
        self._seen: dict[tuple[str, str], deque[float]] = {}

    def count(self, agent_id: str, what: str = "call") -> None:
        """One more call of this kind ("call" or "search")."""
        now = self._clock()
        if len(self._seen) > _MOST_CALLERS:
            self._seen = {who: times for who, times in self._seen.items() if times and times[-1] > now - WINDOW}
        times = self._seen.setdefault((agent_id, what), deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) >= self._most[what]:
            wait = math.ceil(times[0] + WINDOW - now)
            raise Refusal(TOO_MANY, headers={"Retry-After": str(max(wait, 1))})
        times.append(now)
