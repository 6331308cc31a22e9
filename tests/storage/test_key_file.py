import os
import stat
from pathlib import Path

import pytest

from agentdesk.storage.key_file import KeyFile
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import NoKeyring

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes of files are another thing there")


def test_a_key_is_made_once_and_readable_to_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    key = KeyFile(path, "here").database_key(PRACTICE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert KeyFile(path, "here").database_key(PRACTICE) == key
    assert KeyFile(path, "there").database_key(PRACTICE) != key


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    KeyFile(path, "here").database_key(PRACTICE)
    path.chmod(0o640)
    with pytest.raises(NoKeyring, match="0600"):
        KeyFile(path, "here")


def test_a_credential_of_systemd_is_taken_as_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read through a list of who may, whose mask stands where the group's mode does; its folder is private."""
    path = tmp_path / "keys"
    key = KeyFile(path, "here").database_key(PRACTICE)
    path.chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert KeyFile(path, "here").database_key(PRACTICE) == key
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path.parent))
    with pytest.raises(NoKeyring):
        KeyFile(path, "here")


@pytest.mark.parametrize("content", ["", "[]", '{"database practice main here": 7}', "no json"])
def test_what_is_no_file_of_keys_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys"
    path.touch(0o600)
    path.write_text(content)
    with pytest.raises(NoKeyring):
        KeyFile(path, "here").database_key(PRACTICE)
