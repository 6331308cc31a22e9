"""Measures how long the UI thread is away: gaps between the ticks of a fast timer."""

import time
from dataclasses import dataclass
from statistics import quantiles

from PySide6.QtCore import QObject, Qt, QTimer

_TICK = 1  # milliseconds


@dataclass(frozen=True, slots=True)
class Stalls:
    """Gaps in milliseconds beyond the tick itself."""

    median: float
    p99: float
    longest: float
    ticks: int


class StallMeter(QObject):
    """Runs from `start` to `stop`; `pause` for what is excepted by name (a window's first paint)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0
        self._gaps: list[float] = []
        self._lap = 0

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def pause(self) -> None:
        self._timer.stop()

    def lap(self) -> float:
        """The longest gap since the last lap, in milliseconds."""
        longest = max(self._gaps[self._lap :], default=0.0)
        self._lap = len(self._gaps)
        return longest

    def stop(self) -> Stalls:
        """What was measured since the meter was made."""
        self._timer.stop()
        gaps = self._gaps or [0.0]
        cuts = quantiles(gaps, n=100, method="inclusive") if len(gaps) > 1 else [gaps[0]] * 99
        return Stalls(median=cuts[49], p99=cuts[98], longest=max(gaps), ticks=len(gaps))

    def _tick(self) -> None:
        now = time.perf_counter()
        self._gaps.append(max((now - self._last) * 1000 - _TICK, 0.0))
        self._last = now
