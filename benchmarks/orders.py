"""The list of orders at 100,000 of them in the encrypted database: opened, searched, kept up, beside a living window.

python -m benchmarks.orders [COUNT]
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.database import Database, engine_of
from agentdesk.storage.opening import FILE_NAME, Storage, open_storage
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.order_views import OrderQuery, Sort, View
from benchmarks.order_stock import NOW, many_orders, put
from benchmarks.table import Line, written
from tests.fakes.storage import MemoryKeys

SCREEN = 50  # rows in sight
TOP = 1_000  # of a search, shown before the rest is known
_AT_ONCE = 2_000

SEARCHES = {
    "one letter": ("s", "a", "m"),
    "two letters": ("sm", "an", "la"),
    "a surname that many have": ("smith", "patel", "müller"),
    "name and route": ("smith lhr", "okafor jfk", "østervig gva"),
    "a ticket number": ("125-2000050000", "1252000123450", "125-20000771"),
    "nothing": ("zzqx", "qqqqqq", "smith xyzzy"),
    "other scripts": ("山田", "иванов", "παπα"),
}


async def build(folder: Path, count: int) -> float:
    """Fill a new database; how many seconds that took."""
    started = time.perf_counter()
    async with open_storage(folder, PRACTICE, MemoryKeys()):
        pass
    database, key = Database(), MemoryKeys().database_key(PRACTICE)
    await database.open(lambda: engine_of(folder / FILE_NAME, key))
    stock = many_orders(count)
    while some := list(islice(stock, _AT_ONCE)):
        await database.run(partial(put, kept=some))
    await database.close()
    return time.perf_counter() - started


async def timed(deed: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await deed()
    return (time.perf_counter() - started) * 1000


async def opened(folder: Path, runs: int = 5) -> list[float]:
    """From a database just opened, nothing read yet, to the first rows of the list (ms)."""
    times = []
    for _ in range(runs):
        async with open_storage(folder, PRACTICE, MemoryKeys()) as storage:
            times.append(await timed(partial(_first_rows, storage)))
    return times


async def _first_rows(storage: Storage) -> None:
    first = await storage.index.first(OrderQuery(), NOW, TOP)
    await storage.index.rows(first.spots[:SCREEN])


async def searches(storage: Storage, runs: int = 7) -> dict[str, tuple[float, float]]:
    """By kind: the top of what is found, and all of it (median ms over texts and orders of rows)."""
    found = {}
    for kind, texts in SEARCHES.items():
        tops, wholes = [], []
        for text in texts:
            for sort in (Sort.NEXT, Sort.DEPARTURE):
                query = OrderQuery(text=text, sort=sort)
                await storage.index.spots(query, NOW)
                tops += [await timed(partial(storage.index.first, query, NOW, TOP)) for _ in range(runs)]
                wholes += [await timed(partial(storage.index.spots, query, NOW)) for _ in range(runs)]
        found[kind] = median(tops), median(wholes)
    return found


async def saves(storage: Storage, count: int = 200) -> tuple[float, float]:
    """An answer that has changed, with the list and the history: first without, then with another word (median ms)."""
    spots = (await storage.index.spots(OrderQuery(View.DEPARTING_SOON), NOW))[:count]
    ids = [row.order_id for row in await storage.index.rows(spots)]
    plain, worded = [], []
    for record in await storage.orders.many(ids):
        order = replace(record.order, open_airline_changes=record.order.open_airline_changes + 1)
        plain.append(await timed(partial(storage.orders.save, OrderAnswer(order, b"{}", NOW))))
        order = replace(order, reference=order.reference[::-1])
        worded.append(await timed(partial(storage.orders.save, OrderAnswer(order, b"{}", NOW))))
    return median(plain), median(worded)


async def longest_gap(deed: Callable[[], Awaitable[object]]) -> float:
    """For how long at most the thread that asks could not go on, while the database's thread works (ms)."""
    gaps: list[float] = []
    ready = asyncio.Event()

    async def beat() -> None:
        last = time.perf_counter()
        while not ready.is_set():
            await asyncio.sleep(0)
            now = time.perf_counter()
            gaps.append((now - last) * 1000)
            last = now

    beating = asyncio.create_task(beat())
    await deed()
    ready.set()
    await beating
    return max(gaps)


async def worked(storage: Storage) -> None:
    """What costs most: all orders in another order, all that a letter finds, and the counts."""
    for sort in (Sort.PASSENGER, Sort.TOTAL, Sort.REFERENCE):
        await storage.index.spots(OrderQuery(sort=sort), NOW)
        await storage.index.spots(OrderQuery(text="s", sort=sort), NOW)
    await storage.index.counts(NOW)


async def measured(count: int) -> list[Line]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = await build(folder, count)
        opening = await opened(folder)
        async with open_storage(folder, PRACTICE, MemoryKeys()) as storage:
            await storage.index.counts(NOW)
            counting = median([await timed(partial(storage.index.counts, NOW)) for _ in range(7)])
            found = await searches(storage)
            idle = await longest_gap(partial(asyncio.sleep, 1.0))
            gap = await longest_gap(partial(worked, storage))
            plain, worded = await saves(storage)
    many = f"{count:,} orders"
    return [
        Line(f"{many} made and put in", built, 60, "s"),
        Line(f"{many}: database opened to the first rows of the list, median", median(opening), 100),
        Line(f"{many}: what each view has, counted", counting, 10),
        *(Line(f"{many}: {kind} searched, the top", top, 10) for kind, (top, _) in found.items()),
        *(Line(f"{many}: {kind} searched, all that is found", whole, None) for kind, (_, whole) in found.items()),
        Line(f"{many}: one saved, with its history", plain, 5),
        Line(f"{many}: one saved that is found by other words now", worded, 5),
        Line("longest pause of the window's thread with nothing to do", idle, None),
        Line(f"{many}: the same while they are listed, searched and counted", gap, idle + 8),
    ]


def lines(count: int = 100_000) -> list[Line]:
    return asyncio.run(measured(count))


if __name__ == "__main__":
    print(written(lines(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)))
