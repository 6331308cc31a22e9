"""The table of what was measured beside what it may be."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One number; a bound of None where there is none to hold."""

    what: str
    measured: float
    bound: float | None
    unit: str = "ms"

    @property
    def verdict(self) -> str:
        if self.bound is None:
            return ""
        return "holds" if self.measured <= self.bound else "falls short"


def written(lines: Sequence[Line]) -> str:
    wide = max(len(line.what) for line in lines)
    rows = [f"{'':{wide}}  {'measured':>11}  {'bound':>11}"]
    for line in lines:
        bound = f"{line.bound:.1f} {line.unit}" if line.bound is not None else "–"
        measured = f"{line.measured:.1f} {line.unit}"
        rows.append(f"{line.what:{wide}}  {measured:>11}  {bound:>11}  {line.verdict}".rstrip())
    return "\n".join(rows)
