"""`./dev fuzz`: each reader of tests/fuzzing under atheris for a while, one after the other."""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

from tools import ground

FINDINGS = ground.ROOT / "build" / "fuzz"
_RUNS = re.compile(r"stat::number_of_executed_units: (\d+)")
_NAMES = "from tests.fuzzing.targets import TARGETS; print(*TARGETS)"


def fuzz(arguments: list[str]) -> int:
    """Print how often each reader was asked; 1 where one did what it may not. What it was asked then is kept."""
    asked = argparse.ArgumentParser(prog="./dev fuzz")
    asked.add_argument("--minutes", type=float, default=2.0, help="for each reader (2)")
    asked.add_argument("reader", nargs="*", help="only these")
    given = asked.parse_args(arguments)
    if sys.platform != "linux":
        raise ground.Trouble("atheris, which fuzzes here, ships for Linux only; ./dev test has the quick part of it.")
    home = ground.tool("fuzz", ground.FUZZ_LOCK)
    libraries = next(home.glob("lib/python*/site-packages"))
    env = {**os.environ, "PYTHONPATH": f"{libraries}{os.pathsep}{ground.ROOT}"}
    known = _said([str(ground.python()), "-c", _NAMES], env).split()
    if strange := set(given.reader) - set(known):
        raise ground.Trouble(f"There is no reader called {', '.join(sorted(strange))}; there are {', '.join(known)}.")
    found = [name for name in given.reader or known if not _is_good(name, round(given.minutes * 60), env)]
    if found:
        print(f"Found something in {', '.join(found)}: the inputs lie below {FINDINGS.relative_to(ground.ROOT)}/.")
        print("Mend the reader, and put the input into tests/fuzzing/found/, where ./dev test asks it again.")
    return 1 if found else 0


def _is_good(name: str, seconds: int, env: dict[str, str]) -> bool:
    folder = FINDINGS / name
    folder.mkdir(parents=True, exist_ok=True)
    command = [str(ground.python()), "-m", "tests.fuzzing", name, "--seconds", str(seconds), "--findings", str(folder)]
    log = folder / "log"
    with log.open("w") as taken:
        ended = subprocess.run(command, cwd=ground.ROOT, env=env, stdout=taken, stderr=subprocess.STDOUT, check=False)
    runs = _RUNS.search(log.read_text("utf-8", "replace"))
    told = f"{int(runs[1]):,} inputs" if runs else f"ended early, see {_below(log)}"
    print(f"· {name}: {told}, {'good' if not ended.returncode else 'FAILED'}", flush=True)
    return ended.returncode == 0


def _said(command: list[str], env: dict[str, str]) -> str:
    return subprocess.run(command, cwd=ground.ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout


def _below(path: Path) -> str:
    return str(path.relative_to(ground.ROOT))
