"""Opens a database of a PostgreSQL: makes the schema or brings it forward, one process at a time."""

from collections.abc import Callable

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, select

from agentdesk.storage.columns import Seal
from agentdesk.storage.database import in_transaction
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.postgres import shared_engine
from agentdesk.storage.revision import HEAD, revision_of, stamp
from agentdesk.storage.schema import meta, tables
from agentdesk.storage.upgrading import MIGRATIONS, upgrade
from agentdesk.travel.errors import NotKept, WrongKey

_MARK = "mark of the key"


def open_shared(address: str, key: bytes, prepare: Callable[[Connection], None]) -> Engine:
    """An engine on it. NotKept when it cannot be reached or is a newer program's, WrongKey when another key seals it.

    `prepare` does the rest that must be done once, in the same transaction: nobody else opens it meanwhile.
    """
    seal = Seal(key)
    engine = shared_engine(address, seal)

    def opened(connection: Connection) -> None:
        dialect_of(connection).hold(connection, "schema")
        _make_current(connection)
        _check_key(connection, seal.mark())
        prepare(connection)

    try:
        in_transaction(engine, opened)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _make_current(connection: Connection) -> None:
    revision = revision_of(connection)
    if revision == HEAD:
        return
    if revision is None:
        tables.create_all(connection)
        stamp(connection, HEAD)
        return
    scripts = ScriptDirectory(MIGRATIONS, version_locations=[MIGRATIONS / "versions"])
    if revision not in {one.revision for one in scripts.walk_revisions()}:
        raise NotKept("the database was made by a newer AgentDesk")
    upgrade(connection, scripts)


def _check_key(connection: Connection, mark: str) -> None:
    found = connection.execute(select(meta.c.value).where(meta.c.key == _MARK)).scalar()
    if found is None:
        connection.execute(insert(meta).values(key=_MARK, value=mark))
    elif found != mark:
        raise WrongKey("another key seals what is in the database: every process needs the same one")
