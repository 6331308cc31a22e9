"""A machine as the desk finds it: clocks that can be set from outside, and a user who may not do everything."""

import ctypes
import mmap
import os
import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agentdesk.desk.steady import steady

_FORM = struct.Struct("dd")
_CAPABILITIES_3 = 0x20080522  # linux/capability.h


def be_nobody_special() -> None:
    """Give up what root may do on Linux beyond others, so that a folder that is read-only is so for this process."""
    if sys.platform == "linux" and os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.capset(struct.pack("Ii", _CAPABILITIES_3, 0), bytes(24)):
            raise OSError(ctypes.get_errno(), "capset")


class Clocks:
    """A wall clock that is wrong by some seconds, and a steady one that has counted more: what a sleep does to both.

    They lie in a small file that two processes share; the machine's own clocks are only read.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_FORM.pack(0.0, 0.0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _FORM.size)

    def set_wrong(self, seconds: float) -> None:
        """Set the wall clock wrong; the steady clock does not care."""
        _FORM.pack_into(self._shared, 0, seconds, self._read()[1])

    def sleep(self, seconds: float) -> None:
        """Let this much have passed for both."""
        wrong, slept = self._read()
        _FORM.pack_into(self._shared, 0, wrong + seconds, slept + seconds)

    def _read(self) -> tuple[float, float]:
        wrong, slept = _FORM.unpack_from(self._shared)
        return float(wrong), float(slept)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._read()[0])

    def steady(self) -> float:
        return steady() + self._read()[1]
