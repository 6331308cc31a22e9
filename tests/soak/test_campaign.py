"""A small campaign with a fixed seed: nothing doubled, nothing lost, nothing certain that is not."""

import asyncio

from soak.__main__ import campaign
from soak.table import written

OPERATIONS = 160


def test_whatever_goes_wrong_nothing_is_doubled_lost_or_untrue() -> None:
    tally = asyncio.run(campaign(OPERATIONS, "tests", 4, part=50))
    assert tally.findings.all_wrong == []
    assert tally.operations.total() == OPERATIONS
    assert tally.starts > OPERATIONS // 40, "it was killed and started again"
    assert tally.settled_by_fact > 0
    assert tally.ended_by_person > 0
    killed = [name for name in tally.troubles if "killed" in name]
    assert len(killed) >= 4, killed
    assert "| doubled | 0 |" in written(tally, "tests", 60.0, 50)
