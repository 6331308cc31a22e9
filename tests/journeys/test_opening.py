"""From the painted window to the desk: usable before the upstream is loaded, closed at any moment, and honest."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.test_restart import Wired
from tests.practice_airline import Practice


@contextmanager
def opened(data: Path, upstream: str) -> Iterator[Wired]:
    """The program on its way to a desk without a keyring; its window is closed at the end, and so the program ends."""
    command = [sys.executable, "-m", "tests.journeys.hands_by_wire", str(data), upstream]
    env = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "QT_QPA_PLATFORM": "offscreen"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=env, text=True, **pipes) as process:  # type: ignore[call-overload]
        wired = Wired(process)
        wired.do("click", "This session only")
        yield wired
        said = process.communicate(timeout=20)[1]
        assert process.returncode == 0, said
        assert "Traceback" not in said, said


def test_the_search_can_be_typed_at_once_and_the_line_comes(practice: Practice, tmp_path: Path) -> None:
    with opened(tmp_path, practice.url) as desk:
        desk.do("fill", "From", "LHR")
        desk.do("begins", "Practice airline")


def test_an_upstream_that_would_show_the_token_is_refused_in_words(tmp_path: Path) -> None:
    with opened(tmp_path, "http://airline.example") as desk:
        said = desk.do("begins", "The desk cannot be opened.")
        assert "The address must be https" in str(said)


def test_a_window_closed_while_the_upstream_loads_ends_the_program(tmp_path: Path) -> None:
    with opened(tmp_path, "") as desk:
        desk.do("find", "From")
    assert not [line for line in _processes() if str(tmp_path) in line], "the practice airline ends with the desk"


def _processes() -> list[str]:
    return [
        path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if os.access(path, os.R_OK)
    ]
