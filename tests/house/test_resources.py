"""What ships with the program is found by name, in a checkout and in a wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from agentdesk import resources

ROOT = Path(__file__).parents[2]


def test_a_resource_is_read_by_name() -> None:
    assert resources.read("tokens.json") == (ROOT / "resources" / "tokens.json").read_bytes()
    assert resources.path("fonts").is_dir()


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such\.svg"):
        resources.path("icons/no-such.svg")


@pytest.mark.parametrize("name", ["../pyproject.toml", "/etc/passwd", "fonts/../../README.md"])
def test_a_name_does_not_lead_out(name: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        resources.path(name)


def test_a_wheel_brings_its_resources(tmp_path: Path) -> None:
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path)]
    name = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()[-1]
    zipfile.ZipFile(tmp_path / name).extractall(tmp_path / "installed")
    look = "from agentdesk import resources as r; print(r.version(), len(r.read('tokens.json')), r.path('tokens.json'))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r}); {look}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    version, size, path = done.stdout.split()
    assert version == resources.VERSION
    assert int(size) == len(resources.read("tokens.json"))
    assert Path(path).is_relative_to(tmp_path / "installed" / "agentdesk")
