"""`agentdesk person find`, `export` and `erase`, as typed: what they say, and what they leave."""

import asyncio
import builtins
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from agentdesk import people_commands, safekeeping
from agentdesk.cli import main
from agentdesk.storage.copies import remember_backup
from agentdesk.storage.folders import folder_id, held_folder
from agentdesk.storage.key_file import KeyFile
from agentdesk.storage.opening import open_storage
from agentdesk.travel.environment import PRACTICE
from tests.samples import NOON
from tests.storage.people_values import AFTER, SECRETS, ZELDA, answer_for, bare_bytes, fill, left_of, order_for


class _Clock:
    """In place of `datetime` in the commands: it is after the flights."""

    now = staticmethod(lambda _zone: AFTER)


class Shell:
    """Types commands about the service's data, whose keys lie in a file."""

    def __init__(self, folder: Path, said: pytest.CaptureFixture[str]) -> None:
        self.data, self.key_file, self._said = folder / "data", folder / "keys", said
        self.root = self.data / "service"

    def types(self, *words: object) -> str:
        code = main([*map(str, words), "--data", str(self.data), "--key-file", str(self.key_file)])
        said = self._said.readouterr()
        assert code == (1 if said.err else 0)
        return said.err or said.out

    @property
    def keys(self) -> KeyFile:
        return KeyFile(self.key_file, folder_id(self.root))

    async def fill(self) -> None:
        async with open_storage(self.root / PRACTICE.folder, PRACTICE, self.keys) as storage:
            await fill(storage)

    async def add_namesake(self) -> None:
        other = replace(ZELDA, born="2001-01-31", email="young@quetzal.example")
        async with open_storage(self.root / PRACTICE.folder, PRACTICE, self.keys) as storage:
            await storage.orders.save(answer_for(order_for("young", "YOUNG1", other)))

    def left(self) -> list[str]:
        return left_of(bare_bytes(self.root / PRACTICE.folder, self.keys.database_key(PRACTICE)))


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setattr(safekeeping, "leave_no_dumps", lambda: None)  # it would last for all tests of this process
    monkeypatch.setattr(people_commands, "datetime", _Clock)
    shell = Shell(tmp_path, capsys)
    shell.root.mkdir(parents=True)
    asyncio.run(shell.fill())
    return shell


def test_a_person_is_found_exported_and_erased(shell: Shell, tmp_path: Path) -> None:
    found = shell.types("person", "find", "quetz")
    assert "practice-main: Zeldamira Quetzalcoatl, born 24 July 1987, zelda@quetzal.example: 2 orders, 3" in found
    assert "nobody" in shell.types("person", "find", "somebody else")

    out = tmp_path / "hers.json"
    assert "readable to you alone" in shell.types("person", "export", "zeldamira quetz", "--out", out)
    assert out.stat().st_mode & 0o777 == 0o600
    told = json.loads(out.read_text("utf-8"))["practice-main"]
    assert [one["booking_reference"] for one in told["order"]] == ["QUETZ1", "BOTH22"]
    assert "exists already" in shell.types("person", "export", "zeldamira", "--out", out)

    remember_backup(shell.root, tmp_path / "agency.backup", NOON)
    (shell.root / "kept-2026-11-22").mkdir()
    said = shell.types("person", "erase", "zeldamira", "--yes")
    assert "Order QUETZ1 of 23 November 2026 goes as a whole." in said
    assert "Order BOTH22 of 23 November 2026 stays for those who travel along, without this person." in said
    assert "erased from 6 of 6. The database was written anew" in said
    assert f"still names them: {tmp_path / 'agency.backup'}, of 23 November 2026 (no longer there" in said
    assert f"still names them: {shell.root / 'kept-2026-11-22'}, of 22 November 2026" in said
    assert shell.left() == []
    assert "nobody of that name" in shell.types("person", "erase", "zeldamira", "--yes").lower()


def test_nothing_is_erased_before_somebody_has_said_so(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    said = shell.types("person", "erase", "zeldamira")
    assert "add --yes" in said
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(builtins, "input", lambda _question: "no")
    assert "Nothing was changed." in shell.types("person", "erase", "zeldamira")
    assert set(shell.left()) == set(SECRETS)
    monkeypatch.setattr(builtins, "input", lambda _question: "Erase ")
    assert "erased from 6 of 6" in shell.types("person", "erase", "zeldamira")


def test_who_is_meant_has_to_be_clear_and_nobody_else_at_work(shell: Shell) -> None:
    def refused(*words: str) -> str:
        said = shell.types("person", "erase", "zeldamira", "--yes", *words).lower()
        assert set(shell.left()) == set(SECRETS)
        return said

    asyncio.run(shell.add_namesake())
    assert "more than one person" in refused()
    assert "nobody of that name" in refused("--born", "1999-01-01")
    assert "nobody of that name" in refused("--email", "a@b.example")
    assert "there is no data" in refused("--world", "live")
    with held_folder(shell.root / PRACTICE.folder):
        assert "agentdesk is at work" in refused()
    assert "2001" not in shell.types("person", "erase", "zeldamira", "--born", "1987-07-24", "--yes")
    assert "born 31 January 2001" in shell.types("person", "find", "zeldamira")
