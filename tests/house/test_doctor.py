"""The doctor says in words what is missing, how to mend it, and by its exit code that something is."""

from pathlib import Path

import pytest

from agentdesk import doctor
from tests.needs import needs


def test_a_file_in_place_of_the_data_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    trouble = doctor.data_folder(tmp_path / "data")
    assert trouble is not None
    assert str(tmp_path / "data") in trouble.what
    assert "--data" in trouble.mend


def test_a_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    assert doctor.data_folder(tmp_path / "new") is None
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    assert doctor.disk(tmp_path / "not there yet", wanted=1) is None
    trouble = doctor.disk(tmp_path / "not there yet", wanted=10**18)
    assert trouble is not None
    assert "1000000000000 MB should be free" in trouble.mend


def test_the_display_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert doctor.display() is not None
    monkeypatch.setenv("DISPLAY", ":9")
    assert doctor.display() is None


def test_the_database_encrypts_here() -> None:
    assert doctor.database() is None


def test_qt_and_fonts_are_here() -> None:
    assert doctor.libraries() is None
    assert doctor.fonts() is None


def test_the_keyring_of_the_session_is_found() -> None:
    needs("secretservice")
    assert doctor.keyring() is None


def test_missing_parts_make_it_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert doctor.main(tmp_path) == 1
    told = capsys.readouterr().out
    assert "There is no display" in told
    assert "-> Start AgentDesk from a desktop session" in told
    assert "need mending" in told
