"""Keeps what the process has in memory out of core dumps, and out of the sight of other programs of the same user."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def leave_no_dumps() -> None:
    """No core is ever written of this process. On Linux nobody but root may attach to it or read its memory either.

    Children inherit the limit for cores; whether they may be looked into is their own to say (prctl(2)). A system
    that refuses has at least been asked.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
