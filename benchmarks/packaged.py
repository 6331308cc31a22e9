"""How long the packaged program takes to start beside the same from source, each in a real window.

python -m benchmarks packaged PROGRAM [RUNS]: by turns, from the process's birth until its window stands on the screen,
and from the answer to the question about the keyring until the search is there for the keyboard. Without a keyring,
since a private one differs from start to start; what a screen reader costs is in both.
"""

import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

from benchmarks.table import Line, written
from tests.journeys.real_desk import FROM_SOURCE, real_desk
from tests.practice_airline import Practice, Process

_LOOK_AGAIN = 0.005  # seconds
_PATIENCE = 30


def main(program: str, runs: int = 7) -> int:
    ways: dict[str, Sequence[str]] = {"from source": FROM_SOURCE, "packaged": (program,)}
    seen: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    process = Process()
    with closing(Practice(process.url)) as practice:
        try:
            practice.reset()
            for command in ways.values():
                _start(command, practice.url)  # fills the system's file cache
            for _ in range(runs):
                for way, command in ways.items():
                    seen[way].append(_start(command, practice.url))
        finally:
            process.end()
    lines = []
    for number, what in enumerate(("the window on the screen", "everything loaded after it")):
        lines += [Line(f"{what}, {way}", median(one[number] for one in seen[way]), None) for way in ways]
    print(written(lines))
    return 0


def _start(program: Sequence[str], upstream: str) -> tuple[float, float]:
    """Milliseconds until the window is there, and from the answer until the search is."""
    with tempfile.TemporaryDirectory(prefix="agentdesk-bench-") as folder:
        born: list[float] = []
        with real_desk(Path(folder), upstream, program, started=lambda env: born.extend(_shown(env))) as desk:
            answered = time.monotonic()
            desk.press("This session only")
            desk.until_focus("From")
            return born[0], (time.monotonic() - answered) * 1000


def _shown(env: dict[str, str]) -> list[float]:
    """Milliseconds from now until the window is on the screen."""
    began = time.monotonic()
    look = ["xdotool", "search", "--onlyvisible", "--name", "^AgentDesk"]
    while subprocess.run(look, env=env, capture_output=True, check=False).returncode:
        if time.monotonic() - began > _PATIENCE:
            raise TimeoutError("the window has not come")
        time.sleep(_LOOK_AGAIN)
    return [(time.monotonic() - began) * 1000]
