"""What a page of the agency's orders costs the more there are of them, on a file and on PostgreSQL.

python -m benchmarks service-orders [MOST]
"""

import asyncio
import contextlib
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, create_engine, func, insert, literal, select, text

from agentdesk.assembly import environment_of
from agentdesk.rest.sealing import Sealing
from agentdesk.serve_desk import FOLDER, SHARED
from agentdesk.storage.database import engine_of
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.folders import folder_id
from agentdesk.storage.key_file import KeyFile
from agentdesk.storage.opening import FILE_NAME, open_storage
from agentdesk.storage.order_list import first_spot, words_text
from agentdesk.storage.schema import order_list, orders
from agentdesk.travel.environment import World
from benchmarks.order_stock import Kept, many_orders, put
from benchmarks.service import busy, timed
from benchmarks.table import Line, written
from tests.needs import postgres_programs
from tests.postgres import running
from tests.practice_airline import Practice, Process
from tests.rest.chain import QUICK
from tests.rest.commands import new_token
from tests.rest.service import Caller, Service

FIRST = 1_000
RUNS = 60
_MINUTE = 60  # seconds, of which each has room for 64 orders
_SPOTS = 64


class Shop:
    """The data of a service that does not run, on a file or behind an address."""

    def __init__(self, data: Path, upstream: str, address: str) -> None:
        self.data, self.upstream, self.address = data, upstream, address
        self.options = ("--database", address) if address else ()
        self.token = new_token(data, "Ruth", options=(*self.options, "--upstream", upstream))
        self._environment = environment_of(World.PRACTICE, upstream)
        self._keys = KeyFile(data / "keys", SHARED if address else folder_id(data / FOLDER))

    def engine(self) -> Engine:
        """As whoever fills it opens it."""
        if self.address:
            return create_engine(self.address)
        path = self.data / FOLDER / self._environment.folder / FILE_NAME
        return engine_of(path, self._keys.database_key(self._environment))

    def secret(self) -> bytes:
        return asyncio.run(self._secret())

    async def _secret(self) -> bytes:
        folder = self.data / FOLDER / self._environment.folder
        async with open_storage(folder, self._environment, self._keys, self.address) as storage:
            return await storage.secret()


def fill(connection: Connection, stock: Sequence[Kept], begin: int, end: int) -> None:
    """The stock itself first, then as many copies of it, each a minute later than the one before."""
    if not begin:
        put(connection, list(stock))
    ids = [one.order.id for one in stock]
    for number in range(max(begin, 1), end):
        suffix = literal(f"_{number}")
        its = orders.c.id + suffix
        told = func.replace(orders.c.order, orders.c.id, its)
        late = orders.c.created_at + number * _MINUTE * 1_000_000
        _copy(connection, orders, {"id": its, "order": told, "created_at": late}, orders.c.id.in_(ids))
        place = {"order_id": order_list.c.order_id + suffix, "spot": order_list.c.spot + number * _MINUTE * _SPOTS}
        _copy(connection, order_list, place, order_list.c.order_id.in_(ids))
        _put_words(connection, stock, number * _MINUTE * _SPOTS)


def _copy(
    connection: Connection, table: Table, changed: dict[str, ColumnElement[Any]], which: ColumnElement[bool]
) -> None:
    names = [column.name for column in table.columns if column.name != "sent"]
    columns = [changed.get(name, table.columns[name]) for name in names]
    connection.execute(insert(table).from_select(names, select(*columns).where(which)))


def _put_words(connection: Connection, stock: Sequence[Kept], later: int) -> None:
    rows = [
        {"spot": first_spot(one.order.created_at) + later, "words": words_text(one.order, one.own_reference, one.note)}
        for one in stock
    ]
    connection.execute(dialect_of(connection).put_words, rows)


def measured(shop: Shop, practice: Practice, kind: str, most: int) -> Iterator[Line]:
    """At a thousand orders, at the most, and between: a page from the top, from the middle, of a view and of words."""
    stock, held = list(many_orders(FIRST)), 0
    sizes = sorted({FIRST, max(most // 10, FIRST), most})
    secret = shop.secret()
    for size in sizes:
        engine = shop.engine()
        began = time.perf_counter()
        with engine.begin() as connection:
            fill(connection, stock, held, size // FIRST)
            if shop.address:
                connection.execute(text("ANALYZE"))
            half = int(connection.execute(_MIDDLE, {"half": size // 2}).scalar_one())
        engine.dispose()
        held = size // FIRST
        print(f"{kind}: {size:,} orders after {time.perf_counter() - began:.0f} s", flush=True)
        service = Service(shop.data, shop.upstream, *QUICK, *shop.options)
        caller = Caller(service.url, shop.token, practice)
        middle = Sealing(secret).seal("page", str(half))
        asked = {
            "the newest 50": {},
            "50 from the middle": {"after": middle},
            "50 cancelled ones": {"view": "cancelled"},
            "50 by a name": {"search": "smith"},
        }
        for what, query in asked.items():
            found = caller.get("orders", limit=50, **query)["data"]
            times = timed(partial(caller.get, "orders", limit=50, **query), RUNS)
            yield Line(f"{kind}, {size:,} orders: {what} ({len(found)}): median", times[0], 50)
            yield Line("    99th percentile", times[1], None)
            yield busy("    the same", service, partial(caller.get, "orders", limit=50, **query), RUNS)
        caller.close()
        service.end()


_MIDDLE = text("SELECT spot FROM order_list ORDER BY spot LIMIT 1 OFFSET :half")


def lines(most: int) -> list[Line]:
    found: list[Line] = []
    with contextlib.ExitStack() as stack:
        process = Process()
        stack.callback(process.end)
        practice = stack.enter_context(contextlib.closing(Practice(process.url)))
        practice.reset(requests_per_minute=1_000_000)
        own = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found += measured(Shop(own, process.url, ""), practice, "a file", most)
        if postgres_programs() is not None:
            cluster = stack.enter_context(running())
            shared = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            found += measured(Shop(shared, process.url, cluster.fresh()), practice, "PostgreSQL", most)
    return found


def main(most: int = 100_000) -> int:
    """Print the table."""
    Service.log = subprocess.DEVNULL
    print(written(lines(most)))
    print("\nCaller, service, airline and PostgreSQL share the machine's cores; PostgreSQL waits for no disk here.")
    return 0
