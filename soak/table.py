"""The campaign's result as tables in Markdown."""

from collections import Counter

from soak.episode import Tally


def written(tally: Tally, seed: str, seconds: float, part: int) -> str:
    found = tally.findings
    bounds = {
        "doubled": len(found.doubled),
        "lost": len(found.lost),
        "shown as certain that were not": len(found.untrue),
        "with a fact upstream and not settled within 60 s": len(found.unsettled),
        "other promises broken": len(found.violations),
    }
    return "\n".join(
        [
            f"{tally.operations.total():,} operations with seed {seed} in {seconds / 60:.1f} minutes; "
            f"{tally.starts:,} starts of the desk. The client's time limits are a {part}th of the usual ones.",
            "",
            *_rows("Bound", "found", Counter(bounds), keep=True),
            *_rows("Operation", "how many", tally.operations),
            *_rows("Trouble", "how often", tally.troubles),
            *_rows("What the agent was told", "how often", tally.outcomes),
            *_settling(tally),
        ]
    )


def _rows(name: str, how: str, counts: Counter[str], *, keep: bool = False) -> list[str]:
    rows = list(counts.items()) if keep else sorted(counts.items())
    return [f"| {name} | {how} |", "| --- | ---: |", *(f"| {what} | {number:,} |" for what, number in rows), ""]


def _settling(tally: Tally) -> list[str]:
    times = sorted(tally.settle_seconds)
    if not times:
        return []
    quantile = {f"{part:.0%}": times[min(int(len(times) * part), len(times) - 1)] for part in (0.5, 0.95, 0.99)}
    rows = [f"| {part} within | {value:.1f} s |" for part, value in quantile.items()]
    return [
        "| Time to settle by a fact, from the line's return | |",
        "| --- | ---: |",
        f"| settled by a fact | {tally.settled_by_fact:,} |",
        *rows,
        f"| longest | {times[-1]:.1f} s |",
        f"| without a fact, shown as open and ended by a person | {tally.ended_by_person:,} |",
        "",
    ]
