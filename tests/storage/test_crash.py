import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agentdesk.storage.database import engine_of, in_transaction
from agentdesk.storage.opening import FILE_NAME, Storage, open_storage
from agentdesk.travel.booking import Booked, Sent
from agentdesk.travel.deeds import DeedDone, DeedSent
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.order_events import EventKind
from agentdesk.travel.order_views import OrderQuery
from tests.fakes.storage import MemoryKeys
from tests.samples import NOON

ROOT = Path(__file__).parents[2]


def killed_while_writing(folder: Path, prefix: str, after: float) -> list[str]:
    """What the process said it had done before it was killed, `after` seconds from its first word."""
    command = [sys.executable, "-m", "tests.storage.writing_process", str(folder), prefix]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(after)
        process.kill()
        rest = process.stdout.read()
    assert first == "open\n"
    return rest[: rest.rfind("\n") + 1].splitlines()


async def assert_all_is_there(storage: Storage, said: list[str]) -> None:
    for line in said:
        deed, name = line.split()
        match deed:
            case "written":
                assert isinstance(await storage.journal.line(name), Sent | Booked), line
            case "settled":
                assert isinstance(await storage.journal.line(name), Booked), line
            case "saved":
                assert await storage.orders.get(name) is not None, line
                spots = await storage.index.spots(OrderQuery(text=name), NOON)
                assert name in [row.order_id for row in await storage.index.rows(spots)], line
                assert EventKind.BOOKED in {one.kind for one in await storage.history.of_order(name)}, line
            case "intended":
                assert isinstance(await storage.deeds.line(name), DeedSent | DeedDone), line
            case "done":
                assert isinstance(await storage.deeds.line(name), DeedDone), line


@pytest.mark.time_limit(60)
async def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    """Round upon round on the same file, each killed at a point of its own."""
    chance = random.Random()
    said: list[str] = []
    for number in range(5):
        new = killed_while_writing(tmp_path, f"round{number}", chance.uniform(0, 0.4))
        said += new
        async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
            await assert_all_is_there(storage, said)
            drafts = {draft.id: draft.attempt for draft in await storage.drafts.all()}
            kept = [line.split()[1] for line in new if line.startswith("draft")]
            assert not kept or int(drafts[f"round{number}"].split("-")[1]) >= int(kept[-1].split("-")[1])
        assert_sound(tmp_path)
    assert any(line.startswith("done") for line in said)
    assert len(said) > 20, "the process was killed before it did anything"


def assert_sound(folder: Path) -> None:
    answers: dict[str, list[str]] = {"integrity_check": ["ok"], "cipher_integrity_check": [], "foreign_key_check": []}
    engine = engine_of(folder / FILE_NAME, MemoryKeys().database_key(PRACTICE))
    try:
        for question, answer in answers.items():
            found = in_transaction(engine, lambda c, q=question: list(c.exec_driver_sql(f"PRAGMA {q}").scalars()))
            assert found == answer, question
    finally:
        engine.dispose()


async def test_a_killed_process_leaves_the_folder_free(tmp_path: Path) -> None:
    killed_while_writing(tmp_path, "round", 0.05)
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        for line in await storage.journal.open_lines():
            assert isinstance(line, Sent)
