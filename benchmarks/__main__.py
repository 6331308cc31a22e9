"""`./dev bench`: every number beside its bound; `service`, `service-orders`, `service-race` and `packaged` by name."""

import contextlib
import os
import sys

from benchmarks import (
    keying,
    listing,
    orders,
    packaged,
    papering,
    searching,
    seating,
    service,
    service_orders,
    service_race,
    starting,
)
from benchmarks.table import Line, written
from tests.practice_airline import Practice, Process


def starts(practice: Practice, runs: int = 7) -> list[Line]:
    bare, painted, loaded = starting.starts(practice.url, runs)
    return [
        Line("a bare window painted, from its process's start", bare, None),
        Line("the desk's window painted", painted, 1.5 * bare),
        Line("the desk loaded, search on screen", loaded, 3 * bare),
    ]


def lists(count: int = 10_000, runs: int = 7) -> list[Line]:
    batch = listing.batch(200, 3 * runs)
    sorts, filters, kept = listing.many(count, runs)
    return [
        Line("200 offers, bytes to rows on screen", batch, 20),
        Line(f"{count:,} offers sorted and repainted", sorts, 50),
        Line(f"{count:,} offers filtered, counted and repainted", filters, 50),
        Line(f"{count:,} offers kept in memory", kept, 120, "MB"),
    ]


def seats(runs: int = 7) -> list[Line]:
    lines = []
    for rows, sections, bound in ((32, ("ABC", "DEF"), 60), (60, ("ABC", "DEFG", "HJK"), None)):
        drawn = seating.cabin(rows, sections)
        count = rows * sum(map(len, sections))
        painted, picked = seating.seats(drawn, runs)
        lines.append(Line(f"{count} seats, data in hand to painted", painted, bound))
        lines.append(Line(f"{count} seats, one picked and shown", picked, 10))
    return lines


def stalls(practice: Practice, offers: int = 1000) -> list[Line]:
    practice.reset(offers=offers, first_batch_seconds=0.3, last_batch_seconds=3.0)
    seen = searching.stalls(practice.url)
    said = f"UI thread away while {seen['offers']:.0f} offers come"
    return [Line(f"{said}: 99th percentile", seen["p99"], 16), Line(f"{said}: longest", seen["longest"], 50)]


def keys(practice: Practice, offers: int = 1000) -> list[Line]:
    practice.reset(offers=offers, first_batch_seconds=0.1, last_batch_seconds=0.5)
    lines = []
    for what, (middle, late) in keying.keys(practice.url).items():
        lines.append(Line(f"{what}, key to pixel: median", middle, 50))
        lines.append(Line(f"{what}, key to pixel: 95th percentile", late, 100))
    return lines


def papers(runs: int = 11) -> list[Line]:
    return [
        Line("a family's itinerary as PDF", papering.itinerary(runs), 100),
        Line("the slowest other paper, in six languages", papering.slowest(), 100),
    ]


def main() -> int:
    """Print the table; 0 even where a bound is not held, since machines differ."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    process = Process()
    with contextlib.closing(Practice(process.url)) as practice:
        try:
            practice.reset()
            lines = [*starts(practice), *stalls(practice), *keys(practice), *lists(), *seats(), *papers()]
        finally:
            process.end()
    lines += orders.lines()
    print(written(lines))
    print(
        "\nMedians off-screen, the stalls of one search, and keys in a real window on a virtual screen.\n"
        "At a start the practice airline is already running: its own start is left out.\n"
        "Bounds are meant for a quiet machine with two cores."
    )
    return 0


def _asked(words: list[str]) -> int:
    """All of the table, or the one thing that is named."""
    match words:
        case []:
            return main()
        case ["service-race", *rest]:
            return service_race.main(*map(int, rest))
        case ["service-orders", *rest]:
            return service_orders.main(*map(int, rest))
        case ["packaged", program, *rest]:
            return packaged.main(program, *map(int, rest))
        case ["service", *rest]:
            return service.main(*map(int, rest))
        case _:
            known = "packaged PROGRAM, service, service-orders, service-race, or nothing for the table"
            print(f"There is no benchmark {' '.join(words)!r}: {known}.")
            return 2


if __name__ == "__main__":
    sys.exit(_asked(sys.argv[1:]))
