"""What was deleted leaves no trace in the files of the database.

SQLite: freed room is zeroes already (`secure_delete`); the search drops its old words, the log goes into the file, and
the file is written anew. PostgreSQL: dead rows are given up; its logs and backups are its operator's.
"""

import logging

from sqlalchemy import Engine, text

from agentdesk.storage.database import in_transaction, outside_transaction
from agentdesk.travel.errors import NotKept
from agentdesk.travel.people import Overwritten

LARGEST = 512 * 1024 * 1024
"""Bytes of a file that is written anew at once: that takes as much memory, and whoever asks for something waits."""
_TABLES = (
    "orders",
    "order_list",
    "order_words",
    "order_events",
    "journal",
    "deeds",
    "drafts",
    "recent_searches",
    "own_views",
    "meta",
    "idempotency",
    "upstream_events",
    "service_orders",
)
_log = logging.getLogger(__name__)


def overwrite(engine: Engine, *, wholly: bool) -> Overwritten:
    """Outside any transaction. What the database does not let us do now is said, and done the next time."""
    try:
        return _of_sqlite(engine, wholly=wholly) if engine.dialect.name == "sqlite" else _of_postgresql(engine)
    except NotKept as trouble:
        _log.warning("what was freed could not be overwritten yet: %s", trouble)
        return Overwritten.LATER


def _of_sqlite(engine: Engine, *, wholly: bool) -> Overwritten:
    in_transaction(engine, lambda connection: connection.execute(text(_OPTIMIZE)))
    outside_transaction(engine, _CHECKPOINT)
    size = in_transaction(
        engine,
        lambda connection: (
            int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
            * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
        ),
    )
    if not wholly or size > LARGEST:
        return Overwritten.ZEROED
    outside_transaction(engine, "VACUUM")
    outside_transaction(engine, _CHECKPOINT)
    return Overwritten.REWRITTEN


_OPTIMIZE = "INSERT INTO order_words (order_words) VALUES ('optimize')"
_CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"


def _of_postgresql(engine: Engine) -> Overwritten:
    """Each table by itself: one that belongs to somebody else is passed over by PostgreSQL, with a warning."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in _TABLES:
            connection.exec_driver_sql(f"VACUUM {table}")
    return Overwritten.OPERATOR
