"""The table of numbers: its functions measure, and its verdict follows the bound."""

import json
import subprocess
import sys

from benchmarks.table import Line, written

SMALL = """
import json
from benchmarks import listing, papering, seating
painted, picked = seating.seats(seating.cabin(8, ("AB", "CD")), 1)
print(json.dumps([listing.batch(10, 1), *listing.many(200, 1)[:2], painted, picked, papering.itinerary(1)]))
"""


def test_every_function_measures_something() -> None:
    done = subprocess.run([sys.executable, "-c", SMALL], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert all(0 < one < 10_000 for one in json.loads(done.stdout))


def test_a_number_beyond_its_bound_falls_short() -> None:
    table = written([Line("quick", 9.0, 10), Line("slow", 11.0, 10), Line("bare", 5.0, None)])
    assert [line.split()[-1] for line in table.splitlines()[1:]] == ["holds", "short", "–"]
