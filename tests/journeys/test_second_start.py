"""A second start on one data folder: it raises the first window, and opens nothing beside one that hangs."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.test_restart import Wired
from tests.practice_airline import Practice


@contextmanager
def started(data: Path, upstream: str) -> Iterator["tuple[Wired, subprocess.Popen[str]]"]:
    """The program without a keyring, killed at the end."""
    command = [sys.executable, "-m", "tests.journeys.hands_by_wire", str(data), upstream]
    env = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "QT_QPA_PLATFORM": "offscreen"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=env, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield Wired(process), process
        finally:
            process.kill()


def test_beside_a_window_that_hangs_nothing_is_opened_and_once_it_answers_it_is_raised(
    practice: Practice, tmp_path: Path
) -> None:
    with started(tmp_path, practice.url) as (first, running):
        first.do("click", "This session only")
        first.do("find", "From")
        first.do("minimise")
        running.send_signal(signal.SIGSTOP)
        with started(tmp_path, practice.url) as (second, other):
            second.do("click", "This session only")
            said = second.do("begins", "The desk cannot be opened.")
            assert "Another AgentDesk works on this data folder, and its window does not answer." in str(said)
            assert "From" not in list(second.do("names"))  # type: ignore[call-overload]
            running.send_signal(signal.SIGCONT)
            second.do("click", "Try again")
            assert other.stdin is not None
            other.stdin.close()  # the hands wait there for the next order
            assert other.wait(20) == 0
        first.do("raised")
