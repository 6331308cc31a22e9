"""Asks for known holes in every package of the lock files; what could not be asked about counts as a failure."""

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools import ground

SERVICES = ("pypi", "osv")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """What a service said: packages it knows, and a line for each hole in them."""

    audited: frozenset[str]
    holes: tuple[str, ...]


def pinned(*lock_files: Path) -> dict[str, str]:
    """Every package with its version in these lock files, those of other systems too."""
    return {name: version for file in lock_files for name, version in _PINNED.findall(file.read_text())}


def audit() -> int:
    """Print what is known; 0 only if every package was looked up and none has a known hole."""
    packages = pinned(ground.EVERYTHING, ground.UV_LOCK)
    home = ground.tool("audit", ground.AUDIT_LOCK)
    audited: set[str] = set()
    holes: set[str] = set()
    for service in SERVICES:
        answer = _ask(home, service, {name: packages[name] for name in packages.keys() - audited})
        audited |= answer.audited
        holes |= set(answer.holes)
        if audited >= packages.keys():
            break
    return _tell(packages, audited, sorted(holes))


def _ask(home: Path, service: str, packages: dict[str, str]) -> Answer:
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "packages.txt"
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in packages.items()))
        command = [ground.program(home, "pip-audit"), "--vulnerability-service", service, "--requirement", wanted]
        command += ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
        env = ground.outward()
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, env=env)
    return read(done.stdout)


def read(report: str) -> Answer:
    """A report of pip-audit; one that is no JSON (the service did not answer) has audited nothing."""
    try:
        packages = json.loads(report)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return Answer(frozenset(), ())
    looked_up = [package for package in packages if "skip_reason" not in package]
    holes = tuple(
        f"{package['name']} {package['version']}: {hole['id']}"
        + (f", mended in {', '.join(hole['fix_versions'])}" if hole["fix_versions"] else ", not mended yet")
        for package in looked_up
        for hole in package["vulns"]
    )
    return Answer(frozenset(package["name"] for package in looked_up), holes)


def _tell(packages: dict[str, str], audited: set[str], holes: list[str]) -> int:
    for hole in holes:
        print(hole)
    missed = sorted(packages.keys() - audited)
    if not audited:
        print(f"None of the {len(packages)} packages was audited: no service for known holes answers from here.")
        print("That is not an all-clear. Run ./dev audit where the services can be reached.")
    elif missed:
        print(f"{len(missed)} of {len(packages)} packages were not audited: {', '.join(missed)}.")
    else:
        print(f"{len(packages)} packages audited, {len(holes)} known holes.")
    return 1 if holes or missed else 0
