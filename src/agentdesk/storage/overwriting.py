"""What was deleted leaves no trace in the files of the database.

SQLite: freed room is zeroes already (`secure_delete`); the search drops its old words, the log goes into the file, and
the file is written anew. PostgreSQL: dead rows are given up; its logs and backups are its operator's.
"""

import logging

from sqlalchemy import Connection, Engine, text

from agentdesk.storage.database import in_transaction, outside_transaction
from agentdesk.travel.errors import NotKept
from agentdesk.travel.people import Overwritten

LARGEST = 512 * 1024 * 1024
"""Bytes of a file that is written anew when somebody asks for it: that takes as much memory, some twenty seconds, and
whoever asks the database for something waits meanwhile."""
LARGEST_UNASKED = 16 * 1024 * 1024
"""The same where nobody has asked: no wait that anybody would notice."""
_STEP = 200  # pages of the search's index that are merged in one piece of work
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


def drop_old_words(connection: Connection, *, begin: bool) -> bool:
    """A piece of it: the search's index without what was taken out. Whether there is more to do."""
    if connection.dialect.name != "sqlite":
        return False
    count = text("SELECT total_changes()")
    before = int(connection.execute(count).scalar_one())
    connection.execute(_MERGE, {"pages": -_STEP if begin else _STEP})
    return int(connection.execute(count).scalar_one()) - before >= 2  # fewer: nothing was merged (FTS5, 6.8)


def overwrite(engine: Engine, *, asked: bool) -> Overwritten:
    """Outside any transaction. What the database does not let us do now is said, and done the next time."""
    try:
        return _of_sqlite(engine, LARGEST if asked else LARGEST_UNASKED) if is_file(engine) else _of_postgresql(engine)
    except NotKept as trouble:
        _log.warning("what was freed could not be overwritten yet: %s", trouble)
        return Overwritten.LATER


def is_file(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _of_sqlite(engine: Engine, largest: int) -> Overwritten:
    outside_transaction(engine, _CHECKPOINT)
    if in_transaction(engine, _size) > largest:
        return Overwritten.ZEROED
    outside_transaction(engine, "VACUUM")
    outside_transaction(engine, _CHECKPOINT)
    return Overwritten.REWRITTEN


def _size(connection: Connection) -> int:
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())


_MERGE = text("INSERT INTO order_words (order_words, rank) VALUES ('merge', :pages)")
_CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"


def _of_postgresql(engine: Engine) -> Overwritten:
    """Each table by itself: one that belongs to somebody else is passed over by PostgreSQL, with a warning."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in _TABLES:
            connection.exec_driver_sql(f"VACUUM {table}")
    return Overwritten.OPERATOR
