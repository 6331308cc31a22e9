from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.dialects import sqlite

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.database import in_transaction
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import to_micros
from agentdesk.storage.opening import FILE_NAME, open_storage
from agentdesk.storage.order_queries import Bounds, newest
from agentdesk.storage.orders import AWAITING
from agentdesk.storage.schema import is_kept_by_hand, tables
from agentdesk.storage.searches import KEPT
from agentdesk.storage.upgrading import current_engine
from agentdesk.travel.booking import Booked
from agentdesk.travel.deeds import DeedDone, DeedSent, PayHold
from agentdesk.travel.environment import PRACTICE
from agentdesk.travel.money import Money
from agentdesk.travel.order_views import OrderQuery, View
from agentdesk.travel.orders import PaymentState
from agentdesk.travel.passengers import Party
from tests.fakes.storage import MemoryKeys
from tests.samples import NOON, a_draft, a_search, a_sent, an_order

KEY = MemoryKeys().database_key(PRACTICE)


def looked_at(path: Path, question: str) -> list[tuple[object, ...]]:
    """The answer of the database file to a question in SQL."""
    engine = current_engine(path, KEY)
    try:
        return in_transaction(engine, lambda connection: [tuple(row) for row in connection.exec_driver_sql(question)])
    finally:
        engine.dispose()


def test_the_migrations_make_exactly_the_tables_that_the_program_knows() -> None:
    def differences(connection: Connection) -> list[object]:
        opts = {"compare_type": True, "include_name": lambda name, kind, _: not is_kept_by_hand(name, kind)}
        return list(compare_metadata(MigrationContext.configure(connection, opts=opts), tables))

    engine = current_engine(None, KEY)
    try:
        assert in_transaction(engine, differences) == []
    finally:
        engine.dispose()


async def test_every_amount_is_text_and_every_instant_a_whole_number(tmp_path: Path) -> None:
    with_fee = replace(a_sent(), priced=replace(a_sent().priced, fee=Money.of("25.00", "GBP")))
    held = replace(an_order(), payment=PaymentState(True, pay_by=NOON + timedelta(hours=72)))
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(a_sent())
        await storage.journal.settle(a_sent(), Booked(a_sent(), "ord_1", "4QK7ZB", NOON))
        await storage.orders.save(OrderAnswer(held, b"{}", NOON), with_fee)
        await storage.deeds.write(paid := DeedSent(PayHold("ord_1", Money.of("20.00", "GBP")), "deed-1", NOON))
        await storage.deeds.settle(paid, DeedDone(paid, NOON))
        await storage.drafts.save(a_draft(), 0)
        await storage.searches.add(a_search(), NOON)
        await storage.searches.found(a_search(), Money.of("1398.12", "GBP"))
    endings = {"_amount": "text", "_currency": "text", "_minor": "integer", "_at": "integer"}
    seen = set()
    for table in tables.sorted_tables:
        for column in table.columns:
            for ending, kind in endings.items():
                if column.name.endswith(ending):
                    question = f'SELECT DISTINCT typeof("{column.name}") FROM "{table.name}"'
                    kinds = looked_at(tmp_path / FILE_NAME, f'{question} WHERE "{column.name}" IS NOT NULL')
                    assert kinds in ([], [(kind,)]), f"{table.name}.{column.name}"
                    seen |= {f"{table.name}.{column.name}"} if kinds else set()
    assert {"journal.total_amount", "orders.total_amount", "orders.total_minor", "orders.seen_at"} <= seen
    assert {"orders.fee_amount", "orders.fee_minor", "orders.pay_by_at"} <= seen
    assert {"order_list.total_amount", "order_list.pay_by_at", "order_list.leaves_at", "order_list.created_at"} <= seen
    assert {"deeds.written_at", "deeds.settled_at", "order_events.happened_at"} <= seen
    assert looked_at(tmp_path / FILE_NAME, "SELECT total_amount, total_currency, total_minor FROM orders") == [
        ("1612.77", "GBP", 161277)
    ]
    assert looked_at(tmp_path / FILE_NAME, "SELECT written_at FROM journal") == [(to_micros(NOON),)]


async def test_no_number_with_a_point_is_kept_anywhere(tmp_path: Path) -> None:
    """Not even within the JSON texts: an amount there is text too."""
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(a_sent())
        await storage.orders.save(OrderAnswer(an_order(), b"{}", NOON), a_sent())
        await storage.drafts.save(a_draft(), 0)
    for table, column in [("journal", "payload"), ("orders", '"order"'), ("orders", "sent"), ("drafts", "payload")]:
        kinds = looked_at(tmp_path / FILE_NAME, f"SELECT DISTINCT j.type FROM {table}, json_tree({column}) AS j")
        assert ("text",) in kinds
        assert ("real",) not in kinds


def test_each_list_order_has_an_index(tmp_path: Path) -> None:
    """An unindexed sort would decipher every page."""
    questions = [
        "SELECT id FROM orders ORDER BY created_at DESC, id DESC LIMIT 200",
        "SELECT id FROM orders ORDER BY departs_local, id LIMIT 200",
        "SELECT id FROM orders WHERE total_currency = 'GBP' ORDER BY total_minor, id LIMIT 200",
        "SELECT id FROM orders WHERE awaiting_tickets ORDER BY created_at",
        "SELECT id FROM orders WHERE pay_by_at IS NOT NULL ORDER BY pay_by_at, id",
        "SELECT id FROM orders WHERE own_reference <> '' AND own_reference = 'K-7'",
        "SELECT attempt FROM journal WHERE offer_id = 'off_1' ORDER BY number DESC",
        "SELECT attempt FROM journal WHERE draft_id = 'd' ORDER BY number DESC LIMIT 1",
        "SELECT attempt FROM journal WHERE state IN ('sent', 'unsure') ORDER BY number",
        "SELECT id FROM drafts ORDER BY position, id",
        "SELECT search FROM recent_searches ORDER BY asked_at DESC LIMIT 4",
        "SELECT attempt FROM deeds WHERE state IN ('sent', 'unsure') ORDER BY number",
        "SELECT attempt FROM deeds WHERE order_id = 'ord_1' ORDER BY number DESC",
        "SELECT kind FROM order_events WHERE order_id = 'ord_1' ORDER BY happened_at DESC, number DESC",
    ]
    for question in questions:
        plan = " ".join(str(row[-1]) for row in looked_at(tmp_path / FILE_NAME, f"EXPLAIN QUERY PLAN {question}"))
        assert "TEMP B-TREE" not in plan, question
        assert "USING" in plan, question


def test_a_page_of_orders_is_read_from_where_the_page_before_has_ended(tmp_path: Path) -> None:
    """The file's database walks an index down from there; it neither reads nor sorts all orders."""
    walked = (View.ALL, View.AWAITING_TICKETS, View.AIRLINE_CHANGES, View.CANCELLED)
    asked = [(view, "") for view in walked] + [(view, "s") for view in (*walked, View.HELD, View.DEPARTING_SOON)]

    def plan(connection: Connection, view: View, words: str) -> str:
        one = newest(OrderQuery(view, words), (), dialect_of(connection), NOON, Bounds(50, 10**9, None))
        return "; ".join(row[-1] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {one.sentence}"), one.values))

    engine = current_engine(tmp_path / FILE_NAME, KEY)
    try:
        for view, words in asked:
            found = in_transaction(engine, partial(plan, view=view, words=words))
            assert "TEMP B-TREE" not in found
            assert "(spot<?)" in found or "M1<" in found, found
    finally:
        engine.dispose()


def test_orders_that_await_tickets_are_found_by_their_index(tmp_path: Path) -> None:
    question = str(AWAITING.compile(dialect=sqlite.dialect()))
    (plan, *_) = looked_at(tmp_path / FILE_NAME, f"EXPLAIN QUERY PLAN {question}")
    assert "orders_awaiting_tickets" in str(plan[-1])


async def test_only_the_newest_searches_are_kept(tmp_path: Path) -> None:
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        for ages in range(KEPT + 5):
            await storage.searches.add(
                replace(a_search(), party=Party(child_ages=(ages,))), NOON + timedelta(days=ages)
            )
        kept = await storage.searches.newest(1000)
    assert [search.party.child_ages[0] for search in kept] == list(range(KEPT + 4, 4, -1))


async def test_no_digit_of_an_amount_is_lost(tmp_path: Path) -> None:
    price = Money.of("90071992547409.930", "GBP")
    sent = replace(a_sent(), priced=replace(a_sent().priced, total=price))
    async with open_storage(tmp_path, PRACTICE, MemoryKeys()) as storage:
        await storage.journal.write(sent)
        await storage.orders.save(OrderAnswer(replace(an_order(), total=price), b"{}", NOON))
    for table in ("journal", "orders"):
        found = looked_at(tmp_path / FILE_NAME, f"SELECT total_amount, total_minor FROM {table}")
        assert found == [("90071992547409.930", 9007199254740993)], table


def test_amounts_beyond_any_float_keep_their_order() -> None:
    assert Money.of("90071992547409.93", "GBP").minor_units == 9007199254740993
