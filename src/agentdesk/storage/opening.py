"""Opens all that is kept for one environment, and closes it again in order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, inspect, select

from agentdesk.desk.neighbours import Rates
from agentdesk.desk.ports import Keys
from agentdesk.storage.agency import SqlAgents, SqlAnswers, SqlAudit, SqlEvents, SqlOrderNumbers
from agentdesk.storage.database import Database, close_engine, engine_of, in_transaction
from agentdesk.storage.deeds import SqlDeedJournal
from agentdesk.storage.drafts import SqlDrafts
from agentdesk.storage.folders import held_folder, make_private
from agentdesk.storage.history import SqlHistory
from agentdesk.storage.inbox import SqlInbox
from agentdesk.storage.journal import SqlJournal
from agentdesk.storage.keys import SessionKeys, new_key
from agentdesk.storage.order_index import SqlOrderIndex
from agentdesk.storage.order_list import make_if_old
from agentdesk.storage.orders import SqlOrderBook
from agentdesk.storage.people import SqlPeople
from agentdesk.storage.reminded import SqlMarks, SqlReminded
from agentdesk.storage.revision import HEAD, forget_copies, revision_of, stamp
from agentdesk.storage.rotating import fitting_engine
from agentdesk.storage.schema import meta, tables
from agentdesk.storage.searches import SqlRecentSearches
from agentdesk.storage.service_schema import agents as _service_tables  # noqa: F401  # they belong to the one schema
from agentdesk.storage.sessions import SqlSessions
from agentdesk.storage.shared_work import SqlNeighbours
from agentdesk.travel.environment import PRACTICE, Environment
from agentdesk.travel.errors import NotKept

FILE_NAME = "desk.db"


@dataclass(frozen=True, slots=True)
class Storage:
    """What is kept for one environment, by port."""

    environment: Environment
    folder: Path
    journal: SqlJournal
    deeds: SqlDeedJournal
    orders: SqlOrderBook
    index: SqlOrderIndex
    history: SqlHistory
    drafts: SqlDrafts
    searches: SqlRecentSearches
    reminded: SqlReminded
    marks: SqlMarks
    sessions: SqlSessions
    agents: SqlAgents
    audit: SqlAudit
    answers: SqlAnswers
    numbers: SqlOrderNumbers
    events: SqlEvents
    inbox: SqlInbox
    neighbours: SqlNeighbours
    people: SqlPeople
    rates: Rates | None = None
    """Where several processes count together how often a token has called; None where one counts by itself."""

    async def secret(self) -> bytes:
        """32 random bytes of this database, made at first use; what the service seals ids with."""
        return await self.agents.secret()


@asynccontextmanager
async def open_storage(folder: Path, environment: Environment, keys: Keys, address: str = "") -> AsyncIterator[Storage]:
    """The storage in the environment's own folder, held and open while the block lasts; the folder is made if need be.

    DataFolderInUse when another program, or an earlier block, works there. With `SessionKeys` no data is written to
    disk. NoKeyring, WrongKey, WrongPassphrase or NotKept when it cannot be opened; what is there is left as it is.

    `address` is that of a database on a PostgreSQL, which others may have open too; then the folder is held only where
    the practice airline's own orders lie in it.
    """
    shared = address and environment.address != PRACTICE.address
    with nullcontext(make_private(folder)) if shared else held_folder(folder):
        async with _opened(folder, environment, keys, address) as storage:
            yield storage


@asynccontextmanager
async def _opened(folder: Path, environment: Environment, keys: Keys, address: str) -> AsyncIterator[Storage]:
    kept = _SharedKept(address) if address else _OwnKept(None if isinstance(keys, SessionKeys) else folder / FILE_NAME)
    database = kept.database
    try:
        await database.open(lambda: kept.open(environment, keys))
        yield Storage(
            environment=environment,
            folder=folder,
            journal=SqlJournal(database),
            deeds=SqlDeedJournal(database),
            orders=SqlOrderBook(database, environment),
            index=SqlOrderIndex(database),
            history=SqlHistory(database),
            drafts=SqlDrafts(database),
            searches=SqlRecentSearches(database),
            reminded=SqlReminded(database),
            marks=SqlMarks(database),
            sessions=SqlSessions(database),
            agents=SqlAgents(database),
            audit=SqlAudit(database),
            answers=SqlAnswers(database),
            numbers=SqlOrderNumbers(database),
            events=SqlEvents(database),
            inbox=SqlInbox(database),
            neighbours=kept.neighbours,
            people=SqlPeople(database, folder.parent),
            rates=kept.rates,
        )
    finally:
        await database.close()


class _OwnKept:
    """An SQLite file, or memory, of this process alone."""

    rates: Rates | None = None

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.database = Database()
        self.neighbours = SqlNeighbours(self.database)

    def open(self, environment: Environment, keys: Keys) -> Engine:
        return _open(self._path, environment, keys)


class _SharedKept:
    """A database of a PostgreSQL. Its modules are loaded only where there is one."""

    def __init__(self, address: str) -> None:
        from agentdesk.storage.postgres import SharedDatabase, Wire
        from agentdesk.storage.shared_rates import SharedRates

        self._address = address
        self.database = SharedDatabase()
        self.neighbours = SqlNeighbours(self.database, Wire(address, self.database.me))
        self.rates: Rates | None = SharedRates(self.database)

    def open(self, environment: Environment, keys: Keys) -> Engine:
        from agentdesk.storage.shared_opening import open_shared

        return open_shared(self._address, keys.database_key(environment), lambda one: _prepared(one, environment))


def _prepared(connection: Connection, environment: Environment) -> None:
    _belongs_to(connection, environment)
    make_if_old(connection)


def _open(path: Path | None, environment: Environment, keys: Keys) -> Engine:
    engine = _engine(path, environment, keys)
    try:
        in_transaction(engine, lambda connection: _prepared(connection, environment))
    except NotKept:
        close_engine(engine)
        raise
    return engine


def _engine(path: Path | None, environment: Environment, keys: Keys) -> Engine:
    engine = engine_of(None, new_key()) if path is None else fitting_engine(path, keys, environment)
    try:
        revision = in_transaction(engine, _made_if_empty)
    except NotKept:
        engine.dispose()
        raise
    if revision == HEAD:
        if path is not None:
            forget_copies(path)
        return engine
    engine.dispose()
    # Loading Alembic takes as long as all the rest of the start, and is needed once for every change of the schema.
    from agentdesk.storage.upgrading import current_engine

    return current_engine(path, keys.database_key(environment))


def _made_if_empty(connection: Connection) -> str | None:
    """The revision; a new database gets the newest schema at once, the same that the migrations lead to."""
    if not inspect(connection).get_table_names():
        tables.create_all(connection)
        stamp(connection, HEAD)
    return revision_of(connection)


def _belongs_to(connection: Connection, environment: Environment) -> None:
    """Nothing of one world can reach another, even when files are moved about by hand."""
    found = connection.execute(select(meta.c.value).where(meta.c.key == "environment")).scalar()
    if found is None:
        connection.execute(insert(meta).values(key="environment", value=environment.folder))
    elif found != environment.folder:
        raise NotKept(f"this database belongs to {found}, not to {environment.folder}")
