"""The walls between the rooms hold, and each falls with a sentence when it is broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREACHES = {
    "agentdesk/travel/breach.py": ("from agentdesk.desk import news", "Imports run downstairs only"),
    "agentdesk/ui/breach.py": ("from agentdesk.storage import opening", "Imports run downstairs only"),
    "agentdesk/breach.py": ("", "Imports run downstairs only"),
    "agentdesk/travel/clock.py": ("import random", "travel knows nothing of ours"),
    "agentdesk/practice/breach.py": ("from agentdesk.travel import money", "shares no code with the desk"),
    "agentdesk/desk/breach.py": ("from PySide6 import QtCore", "Qt lives in ui"),
    "agentdesk/papers/breach.py": ("import httpx", "Only duffel speaks HTTP"),
    "agentdesk/duffel/breach.py": ("import keyring", "Only storage keeps"),
}


def _contracts(sources: Path, cache: Path) -> str:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(config_filename=sys.argv[1], "
    code += "cache_dir=sys.argv[2]))"
    command = [sys.executable, "-c", code, str(ROOT / "pyproject.toml"), str(cache)]
    env = {**os.environ, "PYTHONPATH": str(sources)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=sources, env=env)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_walls_hold(tmp_path: Path) -> None:
    assert _contracts(ROOT / "src", tmp_path / "cache") == ""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the contracts say to a house with every breach at once."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "src" / "agentdesk", folder / "agentdesk", ignore=shutil.ignore_patterns("__pycache__"))
    for path, (line, _) in BREACHES.items():
        (folder / path).write_text(f'"""A breach."""\n\n{line}\n')
    return _contracts(folder, folder / "cache")


@pytest.mark.parametrize(("path", "sentence"), [(path, said) for path, (_, said) in BREACHES.items()])
def test_a_breach_is_named(broken: str, path: str, sentence: str) -> None:
    module = path.removesuffix(".py").replace("/", ".")
    told = broken.partition("Broken contracts")[2]
    assert sentence in told
    assert module in told or f"- {module.rpartition('.')[2]}" in told


def test_rooms_have_no_faces() -> None:
    full = [path for path in (ROOT / "src").rglob("__init__.py") if path.stat().st_size]
    assert full == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        p for p in (ROOT / "src").rglob("*.py") if p.stat().st_size and not p.read_text("utf-8").startswith('"""')
    ]
    assert silent == []
