"""Temporary files: for this user alone, gone with the process, and what a killed one left goes at the next start."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from agentdesk import scratch
from agentdesk.storage.replacing import replace_file, sweep_drafts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and signals of POSIX")

_CHILD = """
import os, sys
from agentdesk import scratch
os.umask(0)
inner = scratch.new_folder()
scratch.write(inner / "paper.pdf", b"Amelia Earhart")
print(inner, flush=True)
sys.stdin.read()
"""
OLD = 3600.0  # seconds from now


def a_process(runtime: Path) -> tuple["subprocess.Popen[str]", Path]:
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(runtime)}
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    return child, Path(child.stdout.readline().strip())


def end(child: "subprocess.Popen[str]") -> None:
    child.communicate()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_they_are_private_gone_at_the_end_and_swept_only_when_their_process_was_killed(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    lives, of_living = a_process(tmp_path)
    killed, of_killed = a_process(tmp_path)
    assert of_living.parent.parent == tmp_path
    assert [mode(of_living.parent), mode(of_living), mode(of_living / "paper.pdf")] == [0o700, 0o700, 0o600]
    killed.send_signal(signal.SIGKILL)
    end(killed)
    assert (of_killed / "paper.pdf").exists()
    assert scratch.sweep(tmp_path) == 1
    assert not of_killed.parent.exists()
    assert (of_living / "paper.pdf").exists()  # its process is at work
    end(lives)
    assert list(tmp_path.iterdir()) == []


def test_a_link_or_what_is_not_ours_is_never_followed_nor_removed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter").write_text("kept")
    where = tmp_path / "run"
    where.mkdir()
    (where / f"agentdesk-tmp-{'a' * 16}").symlink_to(precious)
    open_to_all = where / f"agentdesk-tmp-{'b' * 16}"
    open_to_all.mkdir(mode=0o755)
    another = where / "agentdesk-tmp-notes"
    another.mkdir(mode=0o700)
    left = where / f"agentdesk-tmp-{'c' * 16}"
    left.mkdir(mode=0o700)
    (left / "in-use").touch()
    (left / "letter").symlink_to(precious / "letter")
    linked = where / f"agentdesk-tmp-{'d' * 16}"
    linked.mkdir(mode=0o700)
    (linked / "in-use").symlink_to(precious / "letter")
    assert scratch.sweep(where) == 1
    assert not left.exists()
    assert (precious / "letter").read_text() == "kept"
    assert open_to_all.exists()
    assert another.exists()
    assert linked.exists()


def test_one_that_is_just_being_made_has_time_to_take_its_lock(tmp_path: Path) -> None:
    made = tmp_path / f"agentdesk-tmp-{'e' * 16}"
    made.mkdir(mode=0o700)
    assert scratch.sweep(tmp_path) == 0
    assert scratch.sweep(tmp_path, now=made.stat().st_mtime + OLD) == 1


def test_a_runtime_folder_that_others_may_enter_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    tmp_path.chmod(0o700)
    assert scratch.base() == tmp_path
    tmp_path.chmod(0o755)
    assert scratch.base() != tmp_path
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(link))
    assert scratch.base() != link


def test_a_link_where_a_file_is_written_is_replaced_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_text("kept")
    (tmp_path / "paper.pdf").symlink_to(target)
    scratch.write(tmp_path / "paper.pdf", b"ours")
    assert target.read_text() == "kept"
    assert (tmp_path / "paper.pdf").read_bytes() == b"ours"
    assert mode(tmp_path / "paper.pdf") == 0o600


def test_drafts_of_replaced_files_are_private_and_swept(tmp_path: Path) -> None:
    replace_file(tmp_path / "settings.json", b"{}")
    assert mode(tmp_path / "settings.json") == 0o600
    left = tmp_path / ".settings.json.ab12_xyz"
    left.write_bytes(b"half")
    other = tmp_path / ".settings.json.mine-by-hand"
    other.write_bytes(b"kept")
    assert sweep_drafts(tmp_path) == 0  # another process may be about to put it in its place
    assert sweep_drafts(tmp_path, now=left.stat().st_mtime + OLD) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [".settings.json.mine-by-hand", "settings.json"]
