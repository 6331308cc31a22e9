import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from agentdesk.storage.folders import data_root, folder_id, held_folder
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import DataFolderInUse, NotKept

HOLD = """
import sys
from pathlib import Path
from agentdesk.storage.folders import held_folder
with held_folder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_chosen_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    assert data_root(tmp_path / "desk") == tmp_path / "desk"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other places")
def test_data_lies_where_the_system_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_root() == tmp_path / "agentdesk"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert data_root() == tmp_path / ".local" / "share" / "agentdesk"


def test_a_folder_keeps_its_id_and_no_two_share_one(tmp_path: Path) -> None:
    first = folder_id(tmp_path / "one")
    assert folder_id(tmp_path / "one") == first
    assert folder_id(tmp_path / "two") != first
    assert len(first) == 16
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["id"]


def test_a_held_folder_is_private_even_if_it_was_not(tmp_path: Path) -> None:
    folder = tmp_path / "data" / PRACTICE.folder
    folder.mkdir(parents=True, mode=0o755)
    with held_folder(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_is_held_once_and_free_afterwards(tmp_path: Path) -> None:
    folder = tmp_path / "practice-main"
    with held_folder(folder):
        with pytest.raises(DataFolderInUse, match="practice-main"), held_folder(folder):
            pass
        with held_folder(tmp_path / "test-main"):
            pass
    with held_folder(folder):
        pass


def test_another_process_holds_the_folder_until_it_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(DataFolderInUse), held_folder(tmp_path):
            pass
        other.kill()
        other.wait()
        with held_folder(tmp_path):
            pass


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(NotKept, match="a file"), held_folder(tmp_path / "a file" / "practice-main"):
        pass
    with pytest.raises(NotKept):
        folder_id(Path(os.devnull))
