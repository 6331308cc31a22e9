"""The encrypted database file of one environment, with a thread of its own.

SQLCipher with a raw key, write-ahead log, and a sync at every commit: what was written survives a power cut. One thread
does all the work in the order in which it was asked for, so the window never waits for the disk.
"""

import asyncio
import logging
import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import StaticPool

from agentdesk.travel.errors import NotKept, WrongKey

KEY_LENGTH = 32
_CACHE = 64 * 1024  # KiB of pages that need not be deciphered again: the list of 100,000 orders is in it

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Database:
    """One connection in one thread. `open` comes first, `close` last; work that was asked for is done even when nobody
    waits for it any more, since half of it may stand on paper elsewhere.

    `me` is a number of this opening, by which it holds what is under way. `is_alone` says that nobody else writes.
    """

    is_alone = True

    def __init__(self, threads: int = 1) -> None:
        self._thread = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="storage")
        self._engine: Engine | None = None
        self.me = secrets.randbits(31)

    def alive(self, connection: Connection) -> tuple[int, ...]:
        """Who has the database open: numbers such as `me`."""
        return (self.me,)

    async def open(self, connect: Callable[[], Engine]) -> None:
        """`connect` runs in the database's thread, since a connection belongs to the thread that made it."""
        self._engine = await self._in_thread(connect)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """The work, in one transaction: on disk as a whole once this returns. NotKept when the disk refuses."""
        engine = self._engine
        if engine is None:
            raise RuntimeError("the database is not open")
        return await self._in_thread(lambda: in_transaction(engine, work))

    async def outside(self, work: Callable[[Engine], T]) -> T:
        """Work that is no transaction, such as writing the whole file anew."""
        engine = self._engine
        if engine is None:
            raise RuntimeError("the database is not open")
        return await self._in_thread(lambda: work(engine))

    async def close(self) -> None:
        """Ends the work that was asked for, folds the log into the file and ends the thread."""
        engine, self._engine = self._engine, None
        try:
            if engine is not None:
                await self._in_thread(lambda: self._end(engine))
        finally:
            self._thread.shutdown(wait=True)

    def _end(self, engine: Engine) -> None:
        close_engine(engine)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        done = asyncio.wrap_future(self._thread.submit(work))
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            done.add_done_callback(_say_failure)
            raise


def engine_of(path: Path | None, key: bytes) -> Engine:
    """An engine on an encrypted file, made if it is not there; None keeps everything in memory.

    WrongKey when the key does not open it, NotKept when the file cannot be reached.
    """
    if len(key) != KEY_LENGTH:
        raise ValueError(f"a database key has {KEY_LENGTH} bytes")
    if path is not None:
        _make_private(path)
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: _connection(path, key),
        poolclass=StaticPool,
    )
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except DBAPIError as error:
        engine.dispose()
        if "not a database" in str(error.orig):
            raise WrongKey("the key does not open the database") from error
        raise NotKept(f"the database cannot be opened: {error.orig}") from error
    return engine


def in_transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    """The work between BEGIN and COMMIT. Rows that break a rule of the schema are a bug and stay one."""
    try:
        with engine.begin() as connection:
            return work(connection)
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise NotKept(f"the database refused: {error.orig}") from error


def outside_transaction(engine: Engine, sentence: str) -> None:
    """For the few things that the database does not do within a transaction."""
    borrowed = engine.raw_connection()
    try:
        borrowed.driver_connection.execute(sentence).fetchall()  # type: ignore[union-attr]  # it is open
    except sqlcipher.Error as error:
        raise NotKept(f"the database refused: {error}") from error
    finally:
        borrowed.close()


def close_engine(engine: Engine) -> None:
    """Leaves one file behind: the log is folded in first."""
    try:
        outside_transaction(engine, "PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()


def sync_folder(folder: Path) -> None:
    """Makes names made or changed in the folder survive a power cut, where the system lets one ask."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _say_failure(done: "asyncio.Future[T]") -> None:
    """Of work that nobody waits for any more."""
    if not done.cancelled() and (error := done.exception()) is not None:
        _log.error("what nobody waited for could not be kept: %s", error)


def _make_private(path: Path) -> None:
    """An empty file that only its owner may open, before the first byte is in it."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise NotKept(f"the database cannot be made: {error}") from error
    sync_folder(path.parent)


def _connection(path: Path | None, key: bytes) -> sqlcipher.Connection:
    connection = sqlcipher.connect(":memory:" if path is None else str(path), isolation_level=None)
    try:
        if path is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone leaves data in the drive's memory
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON").fetchall()  # what is freed is zeroes from then on
    except sqlcipher.Error:
        connection.close()
        raise
    return connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
