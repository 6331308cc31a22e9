"""The list is made of the orders and of nothing else: by saving, in bulk, and anew at a start."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.database import close_engine, engine_of, in_transaction
from agentdesk.storage.opening import FILE_NAME, open_storage
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.order_views import OrderQuery
from agentdesk.travel.orders import Order
from benchmarks.order_stock import NOW, many_orders, put
from tests.fakes.storage import MemoryKeys
from tests.samples import an_order

KEY = MemoryKeys().database_key(PRACTICE)


def done(folder: Path, work: str | None = None) -> list[tuple[object, ...]]:
    """Work on the file, if any; then all that the list and the search hold, and the orders beside them."""

    def look(connection: Connection) -> list[tuple[object, ...]]:
        if work:
            connection.exec_driver_sql(work)
        listed = connection.exec_driver_sql("SELECT * FROM order_list ORDER BY spot").all()
        whole = connection.exec_driver_sql(
            'SELECT id, reference, created_at, total_minor, pay_by_at, agent, note, own_reference, "order" '
            "FROM orders ORDER BY id"
        ).all()
        words = connection.exec_driver_sql("SELECT rowid FROM order_words WHERE order_words MATCH 's*'").all()
        return [tuple(row) for row in (*listed, *whole, *words)]

    engine = engine_of(folder / FILE_NAME, KEY)
    try:
        return in_transaction(engine, look)
    finally:
        close_engine(engine)


async def test_orders_put_in_at_once_are_kept_as_if_saved_one_by_one(tmp_path: Path) -> None:
    kept, saved, bulk = list(many_orders(60)), tmp_path / "saved", tmp_path / "bulk"
    async with open_storage(saved, PRACTICE, MemoryKeys()) as storage:
        for one in kept:
            answer = OrderAnswer(one.order, b'{"data": {}}', max(one.order.created_at, NOW.replace(day=22)))
            await storage.orders.save(answer, agent=one.agent)
            written = {"note": one.note, "own_reference": one.own_reference}
            await storage.orders.annotate(one.order.id, **written, agent="", at=NOW)
    async with open_storage(bulk, PRACTICE, MemoryKeys()):
        pass
    engine = engine_of(bulk / FILE_NAME, KEY)
    in_transaction(engine, lambda connection: put(connection, kept))
    close_engine(engine)
    assert done(bulk) == done(saved)


async def test_a_list_made_by_an_older_program_is_made_anew_at_the_next_start(tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        for one in many_orders(30):
            await storage.orders.save(OrderAnswer(one.order, b"{}", NOW), agent=one.agent)
    before = done(tmp_path)
    done(tmp_path, "DELETE FROM order_list WHERE owner < 'M'")
    done(tmp_path, "UPDATE meta SET value = 'as an older program did' WHERE key = 'order_list'")
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        assert len(await storage.index.spots(OrderQuery(), NOW)) == 30
    assert done(tmp_path) == before


async def test_orders_made_in_the_same_second_have_spots_of_their_own(tmp_path: Path) -> None:
    def at(number: int) -> Order:
        return replace(an_order(f"ord_{number}"), reference=f"R{number:03}")

    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        for number in range(70):
            await storage.orders.save(OrderAnswer(at(number), b"{}", NOW))
        spots = await storage.index.spots(OrderQuery(), NOW)
        assert len(set(spots)) == 70
        rows = await storage.index.rows(spots)
        assert [row.reference for row in rows] == [f"R{number:03}" for number in range(70)]
