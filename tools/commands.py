"""What `./dev` can do, one function a command."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tools import audit, fuzzing, ground, system
from tools import package as packaging
from tools.session import private_session

Command = Callable[[list[str], bool], int]

# Left out of the quick look: what needs the window or the practice airline as a process, and what takes longest.
LONG = (
    "tests/gui",
    "tests/journeys",
    "tests/contracts/test_airline.py",
    "tests/duffel/test_hostile.py",
    "tests/duffel/test_with_practice.py",
    "tests/house/test_bench.py",
    "tests/house/test_resources.py",
    "tests/official_client",
    "tests/practice/test_airline_changes.py",
    "tests/practice/test_cancelling.py",
    "tests/practice/test_clock.py",
    "tests/practice/test_junk.py",
    "tests/practice/test_offers.py",
    "tests/practice/test_order_list.py",
    "tests/practice/test_orders.py",
    "tests/practice/test_process.py",
    "tests/practice/test_scenarios.py",
    "tests/practice/test_searching.py",
    "tests/soak",
    "tests/storage/test_crash.py",
    "tests/storage/test_encoding.py",
    "tests/storage/test_keyring.py",
    "tests/storage/test_sealed.py",
)

# One more than most machines of two cores can run at once: many tests wait for processes of their own.
_SIDE_BY_SIDE = ("--numprocesses=3", "--dist=loadfile", "--no-loadscope-reorder")


_COLLECT = [str(ground.python()), "-m", "pytest", "--collect-only", "-q", "--no-header"]
"""Compiles all tests on the way, beside the checkers of `test`, which use one core."""


def run(arguments: list[str], yes: bool) -> int:
    """open AgentDesk; what follows goes to it, such as --data DIR"""
    system.prepare(system.TO_RUN, yes=yes)
    ground.prepare()
    if system.has_display():
        return ground.run(ground.python(), "-m", "agentdesk", *arguments)
    print("There is no display here, so no window can open. AgentDesk makes its tour off-screen instead;", flush=True)
    print("pictures, itinerary and report go to tour-out/.", flush=True)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return ground.run(ground.python(), "-m", "agentdesk", "tour", "--out", "tour-out", *arguments, env=env)


def test(arguments: list[str], yes: bool) -> int:
    """prove everything: form, types, walls and all tests; what follows goes to pytest"""
    system.prepare(system.TO_TEST, yes=yes)
    ground.prepare()
    ground.prepare_client()
    compiling = None if _is_compiled() else _start(_COLLECT, _offscreen(dict(os.environ)))
    failed = [name for name, command in checks() if not _passes(name, command)]
    if compiling is not None:
        compiling.communicate()  # whatever cannot be collected is said by the tests themselves
    if failed:
        print(f"Failed before the tests: {', '.join(failed)}. The tests run all the same.", flush=True)
    with private_session() as env:
        tests = ground.run(ground.python(), "-m", "pytest", *_SIDE_BY_SIDE, *arguments, env=_offscreen(env))
    return tests or (1 if failed else 0)


def check(arguments: list[str], yes: bool) -> int:
    """the quick look, under a minute: form, types, walls and all but the longest tests"""
    system.prepare(system.PAINTING, yes=yes)
    ground.prepare()
    # The checkers work beside the tests: two cores have room for both.
    running = [(name, _start(command)) for name, command in checks()]
    quick = [f"--ignore={path}" for path in LONG] + [*_SIDE_BY_SIDE]
    with private_session() as env:
        tests = ground.run(ground.python(), "-m", "pytest", "-q", *quick, *arguments, env=_offscreen(env))
    failed = [name for name, process in running if not _finish(name, process)]
    print(f"Failed: {', '.join(failed)}." if failed else "Form, types and walls hold.", flush=True)
    return tests or (1 if failed else 0)


def bench(arguments: list[str], yes: bool) -> int:
    """measure, and print a table of numbers beside their bounds; some in a real window on a virtual screen"""
    system.prepare(system.TO_TEST, yes=yes)
    ground.prepare()
    with private_session() as env:
        return ground.run(ground.python(), "-m", "benchmarks", *arguments, env=_offscreen(env))


def soak(arguments: list[str], yes: bool) -> int:
    """book, hold, pay and cancel with trouble in each and kills between, and compare with the airline's own books"""
    if sys.platform == "win32":
        raise ground.Trouble("The soak kills, stops and forks processes as only Linux and macOS let it.")
    ground.prepare()
    return ground.run(ground.python(), "-m", "soak", *arguments)


def fuzz(arguments: list[str], yes: bool) -> int:
    """feed nonsense to whatever reads bytes or typed text; --minutes N for each reader (2), or names of readers"""
    ground.prepare()
    return fuzzing.fuzz(arguments)


def package(arguments: list[str], yes: bool) -> int:
    """build wheel, sdist, program folder and .deb into dist/; --wheel stops early, --prove [OLDER.deb] tries it"""
    packaging.package(only_wheel="--wheel" in arguments)
    older = [Path(one) for one in arguments if one.endswith(".deb")]
    return packaging.prove(older) if "--prove" in arguments else 0


def look_for_holes(arguments: list[str], yes: bool) -> int:
    """look for known holes in every package; fails where one could not be looked up"""
    return audit.audit()


def lock(arguments: list[str], yes: bool) -> int:
    """write the lock files anew after pyproject.toml has changed; --upgrade takes the newest versions"""
    ground.lock(upgrade="--upgrade" in arguments)
    return 0


def tell(arguments: list[str], yes: bool) -> int:
    """this text"""
    print("./dev COMMAND [--yes]\n")
    for name, command in COMMANDS.items():
        print(f"  {name:7} {command.__doc__}")
    print("\n--yes installs what the system lacks without a question.")
    return 0


COMMANDS: dict[str, Command] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "soak": soak,
    "fuzz": fuzz,
    "package": package,
    "audit": look_for_holes,
    "lock": lock,
    "help": tell,
}


def checks() -> list[tuple[str, list[str]]]:
    """The checkers with their commands, the quick ones first."""
    python = str(ground.python())
    return [
        ("ruff format", [python, "-m", "ruff", "format", "--check", "--quiet"]),
        ("ruff check", [python, "-m", "ruff", "check", "--quiet", "--output-format=concise"]),
        ("licences", [python, "-m", "tools.licences"]),
        ("import contracts", [str(ground.program(ground.VENV, "lint-imports")), "--no-logo"]),
        ("mypy --strict", [python, "-m", "mypy", "--strict"]),
    ]


def _passes(name: str, command: list[str]) -> bool:
    return _finish(name, _start(command))


def _start(command: list[str], env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, cwd=ground.ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )


def _is_compiled() -> bool:
    """Whether the tests have been collected here before: each worker would compile all of them for itself."""
    return any(ground.ROOT.glob("tests/*/__pycache__"))


def _finish(name: str, process: subprocess.Popen[str]) -> bool:
    said, _ = process.communicate()
    if process.returncode:
        print(said)
    print(f"· {name}: {'FAILED' if process.returncode else 'good'}", flush=True)
    return process.returncode == 0


def _offscreen(env: dict[str, str]) -> dict[str, str]:
    """Without a screen, and every module compiled once, as an agent has it: tests start many processes."""
    kept = {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "", "PYTHONUTF8": "1"}


def main(arguments: list[str]) -> int:
    """Carry out one command; 0 where all is well, 2 for a word that is no command."""
    name = arguments[0] if arguments else "help"
    command = COMMANDS.get({"-h": "help", "--help": "help"}.get(name, name))
    if command is None:
        print(f"./dev does not know {name!r}; it knows {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    rest = [argument for argument in arguments[1:] if argument != "--yes"]
    try:
        return command(rest, "--yes" in arguments)
    except ground.Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
