"""The upstream's clock: the `Date` header last seen, carried on by a clock that nobody can set."""

from collections.abc import Callable
from datetime import datetime, timedelta

_SMALL = timedelta(seconds=2)  # a Date header has whole seconds, and took its time on the way


class UpstreamClock:
    """This machine's clock until the upstream has told its own; afterwards it may be set to anything.

    `clock` is the machine's wall clock, `steady` counts seconds that pass.
    """

    def __init__(self, clock: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._clock, self._steady = clock, steady
        self._told: tuple[datetime, float] | None = None

    @property
    def is_known(self) -> bool:
        """Whether the upstream has told its time yet."""
        return self._told is not None

    def now(self) -> datetime:
        if self._told is None:
            return self._clock()
        at, counted = self._told
        return at + timedelta(seconds=self._steady() - counted)

    def hear(self, said: datetime | None, asked: float) -> None:
        """What an answer says to what was asked at `asked`, on the steady clock.

        A difference that says nothing new leaves the clock alone, and so does an answer that was overtaken: what was
        asked before the clock was set last may tell the time from before.
        """
        if said is None or (self._told is not None and asked < self._told[1]):
            return
        now = self.now()
        if abs(said - now) > _SMALL:
            self._told = (said, self._steady())
        elif self._told is None:
            self._told = (now, self._steady())
