"""A forgotten passphrase of the desk: only the token, or data that begins empty, takes the lock off."""

from pathlib import Path

import pytest

from agentdesk import lock_commands
from agentdesk.assembly import environment_of
from agentdesk.desk.locking import new_rule, written
from agentdesk.options import KeepingOptions
from agentdesk.storage.keys import SessionKeys
from agentdesk.storage.opening import FILE_NAME
from agentdesk.storage.sealed import FILE_NAME as SEALED
from agentdesk.storage.sealed import SealedFileKeys
from agentdesk.travel.environment import World

TOKEN = "duffel_test_kept"


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> SessionKeys:
    keys = SessionKeys()
    keys.keep_lock_record(written(new_rule(5, "forgotten words", n=2**10)))
    monkeypatch.setattr(lock_commands, "keys_of", lambda _options: keys)
    return keys


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(lock_commands, "_asked", lambda _question, **_how: answer)


def some_data(root: Path, name: str) -> Path:
    (root / name).mkdir()
    file = root / name / FILE_NAME
    file.write_bytes(b"encrypted")
    return file


def test_the_token_that_is_kept_takes_it_off_and_no_other(
    tmp_path: Path, keys: SessionKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.keep_token(environment_of(World.TEST, ""), TOKEN)
    answering(monkeypatch, "duffel_test_guess")
    assert lock_commands.forget_main(KeepingOptions(tmp_path)) == 1
    assert keys.lock_record() is not None
    answering(monkeypatch, TOKEN)
    assert lock_commands.forget_main(KeepingOptions(tmp_path)) == 0
    assert keys.lock_record() is None


def test_a_test_token_opens_no_desk_that_has_live_orders(
    tmp_path: Path, keys: SessionKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.keep_token(environment_of(World.TEST, ""), TOKEN)
    some_data(tmp_path, environment_of(World.LIVE, "").folder)
    answering(monkeypatch, TOKEN)
    assert lock_commands.forget_main(KeepingOptions(tmp_path)) == 1
    assert keys.lock_record() is not None


def test_without_a_token_the_data_is_moved_aside_first(
    tmp_path: Path, keys: SessionKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = some_data(tmp_path, environment_of(World.PRACTICE, "").folder)
    answering(monkeypatch, "no")
    assert lock_commands.forget_main(KeepingOptions(tmp_path)) == 1
    assert file.exists()
    assert keys.lock_record() is not None
    answering(monkeypatch, "begin empty")
    assert lock_commands.forget_main(KeepingOptions(tmp_path)) == 0
    assert not file.exists()
    assert [one.read_bytes() for one in tmp_path.glob(f"kept-*/*/{FILE_NAME}")] == [b"encrypted"]
    assert keys.lock_record() is None


def test_the_rule_is_sealed_with_the_other_secrets_and_goes_alone(tmp_path: Path) -> None:
    file = tmp_path / SEALED
    keys = SealedFileKeys(file, "the passphrase of each start", "folder")
    keys.forget_lock_record()  # there is none, and no file is made for it
    assert not file.exists()
    key = keys.database_key(environment_of(World.TEST, ""))
    keys.keep_lock_record('{"minutes": 5}')
    assert b"minutes" not in file.read_bytes()
    assert keys.lock_record() == '{"minutes": 5}'
    keys.forget_lock_record()
    assert keys.lock_record() is None
    assert keys.database_key(environment_of(World.TEST, "")) == key
