"""The command line starts the right thing, and answers a wrong option with one sentence and exit code 2."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agentdesk.app import NO_DISPLAY
from agentdesk.cli import main, parser
from agentdesk.options import data_folder
from agentdesk.resources import VERSION

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
WRONG = {
    ("fly",): "invalid choice: 'fly'",
    ("--upstream", "ftp://x"): "'ftp://x' is not an address",
    ("--upstream", "https://"): "is not an address",
    ("--upstream", "http://[::1"): "is not an address",
    ("--upstream", "http://localhost:99999"): "is not an address",
    ("--upstream", "https://user:word@host"): "is not an address",
    ("--upstream", "http://api.example.com"): "must begin with https://",
    ("--data",): "expected one argument",
    ("--data", ""): "it needs a name",
    ("tour", "--size", "wide"): "'wide' is not a size",
    ("tour", "--size", "99999x3"): "outside 640x480",
    ("tour", "--theme", "blue"): "invalid choice: 'blue'",
    ("practice", "--port", "70000"): "'70000' is not a port",
    ("practice", "--port", "-1"): "'-1' is not a port",
    ("practice", "--seed", "x"): "invalid int value",
    ("doctor", "--frobnicate"): "unrecognized arguments: --frobnicate",
}


@pytest.mark.parametrize(("arguments", "sentence"), WRONG.items(), ids=[" ".join(words) for words in WRONG])
def test_wrong_option_gets_one_sentence(
    arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"AgentDesk {VERSION}\n"


@pytest.mark.parametrize("words", [["--data", "a", "tour"], ["tour", "--data", "a"]])
def test_shared_options_stand_before_or_after_the_command(words: list[str]) -> None:
    assert parser().parse_args(words).data == Path("a").absolute()


def test_no_command_means_the_desk() -> None:
    given = parser().parse_args(["--upstream", "http://127.0.0.1:8080/"])
    assert given.command is None
    assert given.upstream == "http://127.0.0.1:8080"


def test_data_lies_where_the_system_keeps_data(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("the XDG folders are Linux' own")
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    assert data_folder() == Path("/somewhere/agentdesk")


def test_starting_loads_neither_qt_nor_a_server() -> None:
    heavy = ("PySide6", "asyncio", "httpx", "starlette")
    code = f"import sys, agentdesk.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_python_m_agentdesk_is_the_same() -> None:
    command = [sys.executable, "-m", "agentdesk", "--version"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"AgentDesk {VERSION}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_it_says_so_and_what_to_do(tmp_path: Path) -> None:
    blind = {name: value for name, value in os.environ.items() if name not in SCREENS}
    command = [sys.executable, "-m", "agentdesk", "desk", "--data", str(tmp_path / "desk")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=blind)
    assert done.returncode == 1
    assert done.stderr.strip() == NO_DISPLAY
    assert not (tmp_path / "desk").exists()
