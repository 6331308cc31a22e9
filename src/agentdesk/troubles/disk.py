"""A disk that takes nothing, as the operating system says it to each write of this process."""

import signal
import sys

if sys.platform != "win32":
    import resource


class Disk:
    """`is_full` until it is freed. Windows has no such limit: there `can_be_full` is False."""

    can_be_full = sys.platform != "win32"

    def __init__(self) -> None:
        self.is_full = False

    def fill(self) -> None:
        """From now on no file of this process grows."""
        if sys.platform != "win32":
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
            self.is_full = True

    def free(self) -> None:
        if sys.platform != "win32" and self.is_full:
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        self.is_full = False
