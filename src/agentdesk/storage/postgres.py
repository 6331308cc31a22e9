"""One PostgreSQL for several processes of the service: connections, who is there, what they tell each other."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, LiteralString

import psycopg
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from agentdesk.desk.neighbours import Told
from agentdesk.storage.columns import Seal, seal_with
from agentdesk.storage.database import Database
from agentdesk.storage.dialects import CHANNEL
from agentdesk.travel.errors import NotKept

THREADS = 8
"""Connections for work of one process, beside the one that listens and the one that says that it is there."""

_PRESENT = 1_094_996_843
"""The class of the advisory locks by which processes are known to be there; their numbers are `Database.me`."""
_ALIVE = text(
    "SELECT CAST(objid AS bigint) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
    " AND CAST(classid AS bigint) = :present"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_BEAT = 1.0  # seconds; a connection that is gone without a word is noticed after a few
_PATIENT = {
    "connect_timeout": 5,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
    "application_name": "agentdesk",
}
_LONGEST_WAIT = 30.0  # seconds
_SETTINGS: tuple[LiteralString, ...] = (
    # So that the server, too, lets go soon of what a machine without power held.
    "SET tcp_keepalives_idle = 3",
    "SET tcp_keepalives_interval = 1",
    "SET tcp_keepalives_count = 3",
    "SET idle_in_transaction_session_timeout = 0",
)
_log = logging.getLogger(__name__)


def shared_engine(address: str, seal: Seal) -> Engine:
    """An engine on a database of a PostgreSQL; NotKept when that is no address, or nobody answers there."""
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise NotKept("that is no address of a database") from error
    if url.drivername != "postgresql+psycopg":
        raise NotKept("the address of a database begins with postgresql+psycopg://")
    engine = create_engine(
        url, pool_size=THREADS, max_overflow=0, pool_pre_ping=True, pool_timeout=30, connect_args=_PATIENT
    )
    seal_with(engine, seal)
    try:
        with engine.connect():
            pass
    except DBAPIError as error:
        engine.dispose()
        raise NotKept(f"the database cannot be opened: {error.orig}") from error
    return engine


class SharedDatabase(Database):
    """A database that other processes have open too. `run` works in one of several threads, each with a connection."""

    is_alone = False

    def __init__(self) -> None:
        super().__init__(THREADS)

    def alive(self, connection: Connection) -> tuple[int, ...]:
        return tuple(connection.execute(_ALIVE, {"present": _PRESENT}).scalars())

    def _end(self, engine: Engine) -> None:
        engine.dispose()


class Wire:
    """Two connections of their own: in one transaction that lasts, a lock says that this process is there; the other
    one listens. When either breaks, both are made anew."""

    def __init__(self, address: str, me: int) -> None:
        url = make_url(address)
        self._options: dict[str, Any] = {**url.translate_connect_args(username="user", database="dbname"), **url.query}
        self._me = me
        self._there = asyncio.Event()

    async def present(self) -> None:
        """Once the lock is held; NotKept when that takes too long."""
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                await self._there.wait()
        except TimeoutError as error:
            raise NotKept("the database does not answer") from error

    async def run(self, heard: Callable[[Told], None]) -> None:
        """Until cancelled."""
        while True:
            try:
                async with asyncio.TaskGroup() as both:
                    both.create_task(self._be_there())
                    both.create_task(self._listen(heard))
            except* psycopg.Error as broken:
                _log.info("the database does not answer: %s", type(broken.exceptions[0]).__name__)
            await asyncio.sleep(_BEAT)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator["psycopg.AsyncConnection[Any]"]:
        connection = await psycopg.AsyncConnection.connect(**{**_PATIENT, **self._options}, autocommit=True)
        try:
            for setting in _SETTINGS:
                await connection.execute(setting)
            yield connection
        finally:
            await connection.close()

    async def _be_there(self) -> None:
        async with self._connected() as connection:
            await connection.execute("BEGIN")
            await connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (_PRESENT, self._me))
            self._there.set()
            while True:
                await asyncio.sleep(_BEAT)
                await connection.execute("SELECT 1")

    async def _listen(self, heard: Callable[[Told], None]) -> None:
        async with self._connected() as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            heard(Told(0, Told.ANYTHING))
            async for notice in connection.notifies():
                told = Told.read(notice.payload)
                if told is not None and told.sender != self._me:
                    heard(told)
