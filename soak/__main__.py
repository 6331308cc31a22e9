"""`./dev soak`: many operations with trouble in each, against the practice airline, and what became of them."""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import Callable
from math import inf
from pathlib import Path
from time import monotonic

from soak.airline import open_airline
from soak.desk import open_nursery
from soak.episode import Episode, Tally
from soak.table import written

EPISODE = 40  # operations; then a fresh world and a fresh folder
PART = 50
"""The client's time limits are those of the product divided by this."""


async def campaign(
    operations: int,
    seed: str,
    lanes: int,
    *,
    part: int = PART,
    only: int | None = None,
    minutes: float = inf,
    so_far: Callable[[Tally], None] = lambda _: None,
    left: Callable[[Path], None] = lambda _: None,
) -> Tally:
    """So many operations in episodes, `lanes` side by side. `only` plays that one episode.

    After `minutes` no new episode is begun. `so_far` is shown the tally after each, and `left` the
    folder in which its desk has kept all it had.
    """
    tally = Tally()
    count = -(-operations // EPISODE)
    numbers = iter([only] if only is not None else range(count))
    nursery = await open_nursery()

    until = monotonic() + minutes * 60

    async def lane() -> None:
        airline = await open_airline()
        try:
            for number in numbers:
                if monotonic() > until:
                    break
                size = min(EPISODE, operations - number * EPISODE) if only is None else EPISODE
                with tempfile.TemporaryDirectory(prefix="agentdesk-soak-") as folder:
                    by_service = number % 3 == 2
                    one = Episode(
                        f"{seed}/{number}", size, Path(folder), nursery, airline, tally, service=by_service, part=part
                    )
                    (trouble,) = await asyncio.gather(one.run(), return_exceptions=True)
                    left(Path(folder))
                    if isinstance(trouble, Exception):  # of the campaign's own: the others go on, and it is told
                        logging.error("episode %s/%d has broken off", seed, number, exc_info=trouble)
                        tally.findings.violations.append(f"{seed}/{number}: has broken off: {trouble!r}")
                    so_far(tally)
                    done, wrong = tally.operations.total(), len(tally.findings.all_wrong)
                    print(f"{seed}/{number}: {done:,} operations so far, {wrong} wrong", file=sys.stderr, flush=True)
        finally:
            await airline.close()

    try:
        await asyncio.gather(*(lane() for _ in range(min(lanes, count))))
    finally:
        await nursery.close()
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev soak", description=__doc__)
    parser.add_argument("--operations", type=int, default=400, help="how many (400)")
    parser.add_argument("--seed", default="1", help="what they are drawn from (1)")
    parser.add_argument("--episode", type=int, help="only this one, to see again what went wrong in it")
    parser.add_argument("--lanes", type=int, default=4, help="how many desks side by side (4)")
    parser.add_argument("--minutes", type=float, default=inf, help="begin nothing new after so many")
    parser.add_argument("--table", type=Path, help="where to write the table, too")
    asked = parser.parse_args()
    started = monotonic()

    def keep(tally: Tally) -> None:
        if asked.table is not None:
            asked.table.write_text(written(tally, asked.seed, monotonic() - started, PART), encoding="utf-8")

    tally = asyncio.run(
        campaign(asked.operations, asked.seed, asked.lanes, only=asked.episode, minutes=asked.minutes, so_far=keep)
    )
    table = written(tally, asked.seed, monotonic() - started, PART)
    print(table)
    keep(tally)
    for one in tally.findings.all_wrong:
        print(f"WRONG {one}", file=sys.stderr)
    return 1 if tally.findings.all_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
