import asyncio
import random
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection

from agentdesk.storage.database import engine_of, in_transaction
from agentdesk.storage.opening import FILE_NAME, Storage, open_storage
from agentdesk.storage.schema import tables
from agentdesk.travel.booking import Sent, Unsure
from agentdesk.travel.environment import PRACTICE
from tests.fakes.storage import MemoryKeys
from tests.storage.every_write import WRITES
from tests.storage.writing_process import ALL

ROOT = Path(__file__).parents[2]


def killed_while_writing(folder: Path, prefix: str, after: float, *, all_kinds: bool = False) -> list[str]:
    """What the process said it had done before it was killed, `after` seconds from its first word.

    With `all_kinds` it has done each kind of write once before those seconds begin.
    """
    command = [sys.executable, "-m", "tests.storage.writing_process", str(folder), prefix]
    said: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        while all_kinds and not (said and said[-1].startswith(ALL)):
            said.append(process.stdout.readline())
        time.sleep(after)
        process.kill()
        rest = process.stdout.read()
    said += rest[: rest.rfind("\n") + 1].splitlines()
    return [line.strip() for line in said if not line.startswith(ALL)]


async def assert_all_is_there(storage: Storage, said: list[str]) -> None:
    for line in said:
        word, name = line.split()
        assert await WRITES[word][1](storage, name), line


@pytest.mark.time_limit(60)
async def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    """Round upon round on the same file, each killed at a point of its own; every kind of write is among them."""
    chance = random.Random()
    said: list[str] = []
    for number in range(5):
        new = killed_while_writing(tmp_path, f"round{number}", chance.uniform(0, 0.2), all_kinds=number == 0)
        said += new
        async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
            await assert_all_is_there(storage, new)
            drafted = [line.split()[1] for line in new if line.startswith("drafted")]
            (draft,) = [one for one in await storage.drafts.all() if one.id == "open"]
            assert not drafted or _number(draft.attempt) >= _number(drafted[-1])
        assert_sound(tmp_path)
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        await assert_all_is_there(storage, said)
    assert {line.split()[0] for line in said} == set(WRITES)


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])


def test_every_table_is_among_what_is_written(tmp_path: Path) -> None:
    """So that a new one is thought of here; these two are of services that share a PostgreSQL."""
    asyncio.run(_write_all(tmp_path))
    engine = engine_of(tmp_path / FILE_NAME, MemoryKeys().database_key(PRACTICE))
    try:
        empty = {name for name in tables.tables if not in_transaction(engine, partial(_rows, table=name))}
    finally:
        engine.dispose()
    assert empty == {"duties", "rates"}


def _rows(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


async def _write_all(folder: Path) -> None:
    async with open_storage(folder, PRACTICE, MemoryKeys()) as storage:
        for write, check in WRITES.values():
            await write(storage, "once")
            assert await check(storage, "once")


def assert_sound(folder: Path) -> None:
    answers: dict[str, list[str]] = {"integrity_check": ["ok"], "cipher_integrity_check": [], "foreign_key_check": []}
    engine = engine_of(folder / FILE_NAME, MemoryKeys().database_key(PRACTICE))
    try:
        for question, answer in answers.items():
            found = in_transaction(engine, partial(_asked, question=question))
            assert found == answer, question
    finally:
        engine.dispose()


def _asked(connection: Connection, question: str) -> list[str]:
    return list(connection.exec_driver_sql(f"PRAGMA {question}").scalars())


async def test_a_killed_process_leaves_the_folder_free(tmp_path: Path) -> None:
    killed_while_writing(tmp_path, "round", 0.05)
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        for line in await storage.journal.open_lines():
            assert isinstance(line, Sent | Unsure)
