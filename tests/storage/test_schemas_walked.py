"""From every schema that was released: what stood in a column stands there afterwards."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from agentdesk.storage.database import close_engine, engine_of, in_transaction, outside_transaction
from agentdesk.storage.integrity import read_through
from agentdesk.storage.order_list import make_if_old
from agentdesk.storage.revision import HEAD, revision_of
from agentdesk.storage.schema import is_kept_by_hand
from agentdesk.storage.upgrading import MIGRATIONS, upgrade
from agentdesk.travel.environment import PRACTICE
from tests.fakes.storage import MemoryKeys

KEPT = Path(__file__).parent / "kept"
KEY = MemoryKeys().database_key(PRACTICE)
SCRIPTS = ScriptDirectory(MIGRATIONS, version_locations=[MIGRATIONS / "versions"])
REVISIONS = sorted(one.revision for one in SCRIPTS.walk_revisions())
MADE_AGAIN = {"order_list", "order_names", "alembic_version"}  # of what is in the other tables
WORDS = {"role": "agent", "state": "done"}
"""Where only some words may stand; "x" elsewhere."""

Tables = dict[str, list[dict[str, Any]]]


def contents(connection: Connection) -> Tables:
    """Every row of every table that is not made of others."""
    found: Tables = {}
    for name in inspect(connection).get_table_names():
        if name not in MADE_AGAIN and not is_kept_by_hand(name, "table"):
            rows = connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY 1').mappings()
            found[name] = [dict(row) for row in rows]
    return found


def fill(connection: Connection) -> None:
    """A row in each table that the program of that day left empty."""
    for name, rows in contents(connection).items():
        if not rows:
            columns = [(one["name"], str(one["type"])) for one in inspect(connection).get_columns(name)]
            values = ["x" if "TEXT" in kind else 7 for _, kind in columns]
            row = [WORDS.get(column, value) for (column, _), value in zip(columns, values, strict=True)]
            marks = ", ".join("?" * len(row))
            connection.exec_driver_sql(f'INSERT INTO "{name}" VALUES ({marks})', tuple(row))


def lost(before: Tables, after: Tables) -> list[str]:
    """What is no longer as it was; columns and tables that a schema has given up are for its own test."""
    gone = []
    for name, rows in before.items():
        if name not in after or len(rows) != len(after[name]):
            gone.append(f"{name}: {len(rows)} rows")
            continue
        for old, new in zip(rows, after[name], strict=True):
            gone += [f"{name}.{column}" for column in old.keys() & new.keys() if old[column] != new[column]]
    return gone


@pytest.mark.parametrize("first", REVISIONS)
def test_each_step_from_a_released_schema_keeps_what_is_there(first: str, tmp_path: Path) -> None:
    path = Path(shutil.copy(KEPT / f"schema-{first}.db", tmp_path / "desk.db"))
    engine = engine_of(path, KEY)
    try:
        outside_transaction(engine, "PRAGMA foreign_keys = OFF")
        in_transaction(engine, fill)
        before = in_transaction(engine, contents)
        assert all(before.values())
        in_transaction(engine, lambda connection: upgrade(connection, SCRIPTS))
        after = in_transaction(engine, contents)
        assert lost(before, after) == []
        assert in_transaction(engine, revision_of) == HEAD
        in_transaction(engine, make_if_old)
        in_transaction(engine, read_through)
        listed = in_transaction(engine, lambda c: c.exec_driver_sql("SELECT count(*) FROM order_list").scalar())
        assert listed == len(after["orders"])
    finally:
        close_engine(engine)


def test_what_a_step_loses_is_named() -> None:
    before: Tables = {"orders": [{"id": 1, "note": "Window"}], "drafts": [{"id": 2}]}
    assert lost(before, {"orders": [{"id": 1, "note": "", "new": 7}], "drafts": []}) == [
        "orders.note",
        "drafts: 1 rows",
    ]
