"""`agentdesk key`, `backup` and `restore`, as typed: what they say, and what they leave."""

import getpass
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentdesk import safekeeping
from agentdesk.cli import main
from agentdesk.desk.passphrases import SHORTEST
from agentdesk.safekeeping import CANNOT_COME_BACK, LOST
from agentdesk.storage.folders import folder_id, held_folder
from agentdesk.storage.key_file import KeyFile
from agentdesk.storage.keys import database_entry
from agentdesk.storage.opening import FILE_NAME, open_storage
from agentdesk.storage.sealed import SealedFileKeys
from agentdesk.travel.booking import Booked
from agentdesk.travel.environment import PRACTICE
from tests.fakes.storage import MemoryKeys

KEY = MemoryKeys().database_key(PRACTICE)
KEPT = Path(__file__).parents[1] / "storage" / "kept" / "schema-0007.db"
WORDS = "correct horse battery"


class Shell:
    """Types commands about the service's data, whose keys lie in a file."""

    def __init__(self, folder: Path, said: pytest.CaptureFixture[str]) -> None:
        self.data, self.key_file, self._said = folder / "data", folder / "keys", said
        self.root = self.data / "service"
        self.words = folder / "words"
        self.words.write_text(f"{WORDS}\n")
        self.file = folder / "agency.backup"

    def types(self, *words: object, service: bool = True) -> str:
        """What was said; exit code 1 when it went to standard error."""
        shared = ["--data", str(self.data), *(["--key-file", str(self.key_file)] if service else [])]
        typed = [str(one) for one in words]
        code = main([typed[0], *shared, *typed[1:]] if typed[0] == "serve" else [*typed, *shared])
        said = self._said.readouterr()
        assert code == (1 if said.err else 0)
        return said.err or said.out

    def fill(self) -> Path:
        folder = self.root / PRACTICE.folder
        folder.mkdir(parents=True)
        self.key_file.touch(0o600)
        self.key_file.write_text(json.dumps({database_entry(PRACTICE, folder_id(self.root)): KEY.hex()}))
        return Path(shutil.copy(KEPT, folder / FILE_NAME))

    @property
    def keys(self) -> KeyFile:
        return KeyFile(self.key_file, folder_id(self.root))

    async def opens(self) -> bool:
        async with open_storage(self.root / PRACTICE.folder, PRACTICE, self.keys) as storage:
            return isinstance(await storage.journal.line("attempt-1"), Booked)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setattr(safekeeping, "leave_no_dumps", lambda: None)  # it would last for all tests of this process
    monkeypatch.setattr(safekeeping, "COST", 2**10)  # of scrypt, which is slow by design
    return Shell(tmp_path, capsys)


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a person types when asked, in order."""
    answers: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda _question: answers.pop(0))
    yield answers
    assert answers == []


async def test_the_keys_are_changed(shell: Shell) -> None:
    shell.fill()
    assert "practice-main: has a new key" in shell.types("key", "rotate")
    assert shell.keys.known_key(PRACTICE) != KEY
    assert await shell.opens()


def test_data_at_work_is_left_alone(shell: Shell) -> None:
    shell.fill()
    with held_folder(shell.root / PRACTICE.folder):
        for words in (("key", "rotate"), ("restore", _made(shell), "--passphrase-file", shell.words)):
            assert shell.types(*words).startswith("AgentDesk is at work on this data. Close its window")
    assert shell.keys.known_key(PRACTICE) == KEY


def _made(shell: Shell) -> Path:
    assert "Backed up to" in shell.types("backup", shell.file, "--passphrase-file", shell.words)
    return shell.file


async def test_a_lost_key_is_said_with_the_way_back_and_the_data_put_aside(shell: Shell) -> None:
    path = shell.fill()
    before = path.read_bytes()
    assert "opens with the key at hand" in shell.types("key", "lost")
    lost_keys = shell.key_file.read_bytes()
    shell.key_file.write_text("{}")
    for words in (("key", "rotate"), ("backup", shell.file, "--passphrase-file", shell.words)):
        said = shell.types(*words)
        assert LOST in said
        assert CANNOT_COME_BACK in said
    assert shell.key_file.read_text() == "{}"  # nor is there a new key to data that has one
    said = shell.types("key", "lost")
    assert "Put aside, and not deleted: practice-main" in said
    assert CANNOT_COME_BACK in said
    (kept,) = shell.root.glob("kept-*")
    assert (kept / PRACTICE.folder / FILE_NAME).read_bytes() == before
    assert not await shell.opens()  # the next start begins anew

    shutil.rmtree(shell.root / PRACTICE.folder)
    shutil.move(kept / PRACTICE.folder, shell.root / PRACTICE.folder)
    shell.key_file.write_bytes(lost_keys)
    assert await shell.opens()


def test_the_service_says_the_same_of_a_lost_key(shell: Shell) -> None:
    shell.fill()
    shell.key_file.write_text("{}")
    said = shell.types("serve", "token", "list")
    assert LOST in said
    assert f"--key-file {shell.key_file}" in said


async def test_a_backup_is_made_and_brought_back_with_typed_words(shell: Shell, typing: list[str]) -> None:
    shell.fill()
    typing += [WORDS, WORDS, WORDS]
    assert "practice-main (1 order). It was read again" in shell.types("backup", shell.file)
    shutil.rmtree(shell.data)
    shell.key_file.unlink()
    said = shell.types("restore", shell.file)
    assert "practice-main (1 order)" in said
    assert "Duffel token is in no backup" in said
    assert await shell.opens()


def test_what_cannot_be_a_passphrase_is_said_and_nothing_made(shell: Shell, typing: list[str]) -> None:
    shell.fill()
    typing += [WORDS, WORDS + "x"]
    assert "the two passphrases differ" in shell.types("backup", shell.file).lower()
    for words, said in (("short", f"needs {SHORTEST} characters"), ("", "no passphrase in the first line")):
        shell.words.write_text(words)
        assert said in shell.types("backup", shell.file, "--passphrase-file", shell.words)
    assert "cannot be read" in shell.types("backup", shell.file, "--passphrase-file", shell.words.with_name("none"))
    assert not shell.file.exists()


def test_nobody_is_asked_where_nobody_is(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.fill()
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    assert "--passphrase-file" in shell.types("backup", shell.file)


def test_a_file_that_is_no_backup_is_said_before_words_are_asked_for(shell: Shell) -> None:
    assert "no backup of AgentDesk" in shell.types("restore", shell.words)
    assert "No such file" in shell.types("restore", shell.file)


def test_the_desk_without_a_keyring_is_asked_for_its_passphrase(shell: Shell, typing: list[str]) -> None:
    folder = shell.data / PRACTICE.folder
    folder.mkdir(parents=True)
    keys = SealedFileKeys(shell.data / "keys.sealed", "words of each start", folder_id(shell.data))
    keys.keep_next_key(PRACTICE, KEY)
    keys.use_next_key(PRACTICE)
    shutil.copy(KEPT, folder / FILE_NAME)
    typing += ["other words"]
    assert "does not open" in shell.types("key", "rotate", service=False)
    typing += ["words of each start"]
    assert "has a new key" in shell.types("key", "rotate", service=False)
    assert keys.known_key(PRACTICE) != KEY
    unlock = shell.words.with_name("unlock")
    unlock.write_text("words of each start")
    said = shell.types("backup", shell.file, "--unlock-file", unlock, "--passphrase-file", shell.words, service=False)
    assert "It was read again" in said
    assert b"words of each start" not in shell.file.read_bytes()
    assert "a backup of the desk" in shell.types("restore", shell.file, "--passphrase-file", shell.words)
