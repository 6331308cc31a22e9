"""The practice world's own clock: it can start anywhere, run at another pace, and jump."""

from datetime import UTC, datetime, timedelta

FASTEST = 1_000_000.0
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class Clock:
    """World time at a pace; 1 is that of the machine, 0 stands still. Aware instants in UTC."""

    def __init__(self, start: datetime | None = None, speed: float = 1.0) -> None:
        """Starts at an instant, or with the machine's clock. ValueError as for `jump` and `run_at`."""
        self._seen = datetime.now(UTC)
        self._shown = self._seen if start is None else _sensible(start)
        self._speed = _pace(speed)

    @property
    def speed(self) -> float:
        return self._speed

    @property
    def ahead(self) -> timedelta:
        """How far it is ahead of the machine's clock now."""
        return self.now() - datetime.now(UTC)

    def now(self) -> datetime:
        """The world's time."""
        return self._shown + (datetime.now(UTC) - self._seen) * self._speed

    def jump(self, to: datetime) -> None:
        """Go to an instant, ahead or back. ValueError outside this century."""
        to = _sensible(to)
        self._seen, self._shown = datetime.now(UTC), to

    def run_at(self, speed: float) -> None:
        """Go on from here at another pace. ValueError when it is none from 0 to FASTEST."""
        speed = _pace(speed)
        self.jump(self.now())
        self._speed = speed


def _sensible(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if not _EARLIEST <= moment <= _LATEST:
        raise ValueError("the clock can show 2000 to 2100")
    return moment.astimezone(UTC)


def _pace(speed: float) -> float:
    if not 0 <= speed <= FASTEST:
        raise ValueError(f"the clock can run at 0 to {FASTEST:.0f} times the usual pace")
    return float(speed)
