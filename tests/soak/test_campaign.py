"""A small campaign with a fixed seed: nothing doubled, nothing lost, nothing certain that is not, nothing leaked."""

import asyncio
import os
from pathlib import Path

from soak.__main__ import campaign
from soak.driver import TOKEN
from soak.table import written
from tests.security.leaks import Leak, Search, Wanted, family

OPERATIONS = 240
WANTED = (
    Wanted("the upstream's token", TOKEN),
    Wanted("an e-mail", "soak@example.com"),
    Wanted("a phone", "+442080160508"),
    Wanted("a birth date", "1987-07-24"),
)


def test_whatever_goes_wrong_nothing_is_doubled_lost_or_untrue() -> None:
    search, leaks, looked = Search(WANTED), set[Leak](), list[str]()

    def look(folder: Path) -> None:
        leaks.update(search.in_folder(folder), search.in_processes(family(os.getpid())))
        looked.extend(path.name for path in folder.rglob("*.db"))

    tally = asyncio.run(campaign(OPERATIONS, "tests", 6, part=50, left=look))
    assert not leaks
    assert looked, "the databases were among what was searched"
    assert tally.findings.all_wrong == []
    assert tally.operations.total() == OPERATIONS
    assert tally.starts > OPERATIONS // 40, "it was killed and started again"
    assert tally.settled_by_fact > 0
    assert tally.ended_by_person > 0
    killed = [name for name in tally.troubles if "killed" in name]
    assert len(killed) >= 4, killed
    assert "| doubled | 0 |" in written(tally, "tests", 60.0, 50)
