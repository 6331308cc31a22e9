import json
import shutil
from pathlib import Path

import pytest

from agentdesk.storage import rotating
from agentdesk.storage.database import engine_of
from agentdesk.storage.key_file import GivenToken, KeyFile
from agentdesk.storage.keys import KeyringKeys, LastingKeys, SessionKeys, database_entry
from agentdesk.storage.opening import FILE_NAME, open_storage
from agentdesk.storage.rotating import change_key, rekey
from agentdesk.storage.sealed import SealedFileKeys
from agentdesk.travel.booking import Booked
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.errors import NotKept, WrongKey
from tests.fakes.storage import MemoryKeys
from tests.needs import needs

KEPT = Path(__file__).parent / "kept" / "schema-0007.db"
KEY = MemoryKeys().database_key(PRACTICE)
OTHER = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / PRACTICE.folder
    folder.mkdir()
    return Path(shutil.copy(KEPT, folder / FILE_NAME))


def opens(path: Path, key: bytes) -> bool:
    try:
        engine_of(path, key).dispose()
    except WrongKey:
        return False
    return True


async def assert_changed(path: Path, keys: LastingKeys, old: bytes) -> None:
    rekey(path, KEY, old)
    change_key(path, keys, PRACTICE)
    new = keys.known_key(PRACTICE)
    assert new is not None
    assert new != old
    assert keys.next_key(PRACTICE) is None
    assert (opens(path, old), opens(path, new)) == (False, True)
    async with open_storage(path.parent, PRACTICE, keys) as storage:
        assert isinstance(await storage.journal.line("attempt-1"), Booked)


async def test_a_key_in_a_file_is_changed_and_the_token_stays(path: Path, tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys", "folder")
    keys.keep_token(PRACTICE, "a token")
    await assert_changed(path, GivenToken(keys, "another"), keys.database_key(PRACTICE))
    assert keys.token(PRACTICE) == "a token"


async def test_a_key_sealed_with_a_passphrase_is_changed(path: Path, tmp_path: Path) -> None:
    keys = SealedFileKeys(tmp_path / "keys.sealed", "correct horse battery staple", "folder")
    await assert_changed(path, keys, keys.database_key(PRACTICE))


async def test_a_key_in_the_keyring_is_changed(path: Path, tmp_path: Path) -> None:
    needs("secretservice")
    keys = KeyringKeys(f"rotating-{tmp_path}")
    await assert_changed(path, keys, keys.database_key(PRACTICE))


def test_keys_of_a_session_only_are_none_that_last() -> None:
    assert not isinstance(SessionKeys(), LastingKeys)


def test_a_change_that_did_nothing_is_noticed(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the cipher does within a transaction: it answers "ok", and the old key stays."""
    keys = SealedFileKeys(tmp_path / "keys.sealed", "correct horse battery staple", "folder")
    rekey(path, KEY, old := keys.database_key(PRACTICE))
    monkeypatch.setattr(rotating, "outside_transaction", lambda _engine, _sentence: None)
    with pytest.raises(NotKept, match="opens with the old one"):
        change_key(path, keys, PRACTICE)
    assert keys.known_key(PRACTICE) == old
    assert opens(path, old)


def test_a_damaged_database_keeps_its_key(path: Path, tmp_path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    kept = tmp_path / "keys"
    kept.touch(0o600)
    kept.write_text(json.dumps({database_entry(PRACTICE, "folder"): KEY.hex()}))
    with pytest.raises(NotKept, match=r"malformed|damaged"):
        change_key(path, KeyFile(kept, "folder"), PRACTICE)
    assert path.read_bytes() == bytes(content)
    assert KeyFile(kept, "folder").known_key(PRACTICE) == KEY


def test_a_key_that_fits_neither_way_is_said(path: Path, tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys", "folder")
    keys.keep_next_key(PRACTICE, OTHER)
    with pytest.raises(WrongKey):
        change_key(path, keys, PRACTICE)
    assert opens(path, KEY)
