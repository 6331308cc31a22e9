import stat
from pathlib import Path

import pytest

from agentdesk.storage.sealed import MAGIC, SealedFileKeys
from agentdesk.travel.environment import PRACTICE, Environment, World
from agentdesk.travel.errors import NotKept, WrongPassphrase

WORDS = "correct horse battery staple"
TEST = Environment(World.TEST, "https://api.duffel.com")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with a token and a database key in it."""
    path = tmp_path / "data" / "keys.sealed"
    keys = SealedFileKeys(path, WORDS, "folder")
    keys.keep_token(TEST, "duffel_test_one")
    keys.database_key(TEST)
    return path


def test_the_passphrase_opens_it_at_the_next_start(path: Path) -> None:
    keys = SealedFileKeys(path, WORDS, "folder")
    keys.open()
    assert keys.token(TEST) == "duffel_test_one"
    assert keys.database_key(TEST) == SealedFileKeys(path, WORDS, "folder").database_key(TEST)


def test_a_key_belongs_to_one_data_folder(path: Path) -> None:
    assert SealedFileKeys(path, WORDS, "other").database_key(TEST) != SealedFileKeys(
        path, WORDS, "folder"
    ).database_key(TEST)


@pytest.mark.parametrize("words", ["", "correct horse battery stapl", WORDS + " ", WORDS.upper()])
def test_a_wrong_passphrase_is_said_and_changes_nothing(path: Path, words: str) -> None:
    before = path.read_bytes()
    keys = SealedFileKeys(path, words)
    for deed in (keys.open, lambda: keys.keep_token(PRACTICE, "x"), lambda: keys.database_key(TEST)):
        with pytest.raises(WrongPassphrase):
            deed()
    assert path.read_bytes() == before


def test_the_same_words_typed_on_another_keyboard_open_it(tmp_path: Path) -> None:
    SealedFileKeys(tmp_path / "keys", "Zu\u0308rich").keep_token(TEST, "one")
    assert SealedFileKeys(tmp_path / "keys", "Z\u00fcrich").token(TEST) == "one"


def test_only_its_owner_may_read_it_and_no_secret_stands_in_it(path: Path) -> None:
    content = path.read_bytes()
    key = SealedFileKeys(path, WORDS, "folder").database_key(TEST)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for secret in (b"duffel_test_one", key, key.hex().encode(), WORDS.encode(), b"duffel.com"):
        assert secret not in content
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_seal_is_another_at_each_change(path: Path) -> None:
    before = path.read_bytes()
    SealedFileKeys(path, WORDS).keep_token(TEST, "duffel_test_one")
    assert path.read_bytes().split(b"\n")[2] != before.split(b"\n")[2]
    assert path.read_bytes().split(b"\n")[1] != before.split(b"\n")[1]


def test_any_changed_byte_is_noticed(path: Path) -> None:
    content = path.read_bytes()
    for place in (0, len(MAGIC) + 12, len(content) - 40, len(content) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        with pytest.raises((NotKept, WrongPassphrase)):
            SealedFileKeys(path, WORDS).open()


@pytest.mark.parametrize("content", [b"", b"duffel_test_one", MAGIC, MAGIC + b"{}\n", MAGIC + b"[" * 10_000])
def test_a_file_that_is_none_of_ours_is_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "keys").write_bytes(content)
    with pytest.raises(NotKept, match="damaged"):
        SealedFileKeys(tmp_path / "keys", WORDS).token(TEST)


def test_a_file_cannot_make_us_use_gigabytes(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"n":65536', b'"n":4294967296'))
    with pytest.raises(NotKept, match="damaged"):
        SealedFileKeys(path, WORDS).open()


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    keys = SealedFileKeys(tmp_path / "keys", WORDS)
    keys.open()
    keys.forget_token(TEST)
    assert keys.token(TEST) is None
    assert list(tmp_path.iterdir()) == []
