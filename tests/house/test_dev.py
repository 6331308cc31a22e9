"""The commands of the project: the ground they stand on, the private session, the audit that does not look away."""

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from tests.needs import needs
from tools import audit, commands, ground

ROOT = Path(__file__).parents[2]
NO_HOSTS = ("pyproject.toml", "dev", "dev.cmd", ".ci/run", "README.md", "CONTRIBUTING.md")
ADDRESS = re.compile(r"https?://([\w.-]+)")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    locked = {_normal(name): version for name, version in audit.pinned(ground.EVERYTHING).items()}
    for requirement in asked:
        name, version = re.match(r"([\w.-]+)(?:\[[\w,]+\])?==([^;\s]+)", requirement).groups()  # type: ignore[union-attr]
        assert locked.get(_normal(name)) == version, f"{requirement}: run ./dev lock"


@pytest.mark.parametrize("lock", [ground.EVERYTHING, ground.UV_LOCK, ground.AUDIT_LOCK], ids=lambda path: path.name)
def test_every_locked_package_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert not ADDRESS.search(text)
    assert "index-url" not in text
    packages = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(packages) == len(audit.pinned(lock))
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("name", NO_HOSTS)
def test_no_package_index_is_named(name: str) -> None:
    hosts = set(ADDRESS.findall((ROOT / name).read_text("utf-8")))
    assert not {host for host in hosts if "pypi" in host or "pythonhosted" in host or host == "localhost"}


def test_unknown_command_is_told() -> None:
    done = subprocess.run([sys.executable, "dev", "fly"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert "'fly'" in done.stderr
    assert "audit" in done.stderr


def test_help_names_every_command() -> None:
    done = subprocess.run([sys.executable, "dev", "help"], capture_output=True, text=True, check=True, cwd=ROOT)
    for name in commands.COMMANDS:
        assert f"  {name} " in done.stdout


def test_standing_ground_is_known_at_once() -> None:
    since = time.monotonic()
    assert ground.stands(), "run ./dev check: .venv is not in step with the lock file"
    assert time.monotonic() - since < 0.1


REPORT = {
    "dependencies": [
        {"name": "sound", "version": "1", "vulns": []},
        {"name": "holed", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"], "aliases": []}]},
        {"name": "unknown", "skip_reason": "not found, could not be audited"},
    ]
}


def test_audit_counts_only_what_was_looked_up() -> None:
    answer = audit.read(json.dumps(REPORT))
    assert answer.audited == {"sound", "holed"}
    assert answer.holes == ("holed 2: CVE-1, mended in 3",)


def test_audit_without_an_answer_has_audited_nothing() -> None:
    assert audit.read("") == audit.Answer(frozenset(), ())


@pytest.mark.parametrize(
    ("audited", "holes", "code", "words"),
    [
        ({"a", "b"}, [], 0, "2 packages audited, 0 known holes"),
        ({"a", "b"}, ["a 1: CVE-1"], 1, "CVE-1"),
        ({"a"}, [], 1, "1 of 2 packages were not audited: b"),
        (set(), [], 1, "not an all-clear"),
    ],
)
def test_audit_fails_for_holes_and_for_what_it_missed(
    audited: set[str], holes: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit._tell({"a": "1", "b": "2"}, audited, holes) == code
    assert words in capsys.readouterr().out


def test_the_session_keeps_a_secret_and_leaves_nothing() -> None:
    needs("secretservice")
    code = "import keyring as k, os; k.set_password('a', 'b', 'c'); print(k.get_password('a', 'b'), os.environ['HOME'])"
    command = [sys.executable, "-m", "tools.session", sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    secret, home = done.stdout.split()
    assert secret == "c"
    assert home != os.environ["HOME"]
    assert not Path(home).exists()


@pytest.mark.parametrize(("required", "outcome"), [("", "Skipped"), ("poppler,xvfb", "Failed")])
def test_a_missing_part_skips_unless_it_is_required(tmp_path: Path, required: str, outcome: str) -> None:
    bare = {**os.environ, "PATH": str(tmp_path), "AGENTDESK_REQUIRE": required}
    command = [sys.executable, "-c", "from tests.needs import needs; needs('xvfb')"]
    told = subprocess.run(command, capture_output=True, text=True, check=False, env=bare, cwd=ROOT).stderr.splitlines()[
        -1
    ]
    assert told.startswith(outcome)
    assert "xvfb is missing here" in told
