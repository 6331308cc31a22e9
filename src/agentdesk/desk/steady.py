"""A clock that nobody can set: for waiting, never for telling the time."""

import sys
import time


def steady() -> float:
    """Seconds since some moment, also those that the machine slept, whatever its wall clock is set to."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux: its monotonic clock stands still while the machine sleeps
    if boot is not None:
        return time.clock_gettime(boot)
    if sys.platform == "darwin":  # the C clock counts sleep; Python's `monotonic` there does not
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()
