"""A copy of a database as it stands at one moment, taken while others may work with it."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, select

from agentdesk.storage.database import close_engine, engine_of, in_transaction
from agentdesk.storage.folders import held_folder
from agentdesk.storage.integrity import read_through
from agentdesk.storage.keys import LastingKeys
from agentdesk.storage.revision import revision_of
from agentdesk.storage.rotating import fitting_engine
from agentdesk.storage.schema import meta
from agentdesk.travel.environment import Environment
from agentdesk.travel.errors import DataFolderInUse, NotKept, WrongKey

Told = tuple[str, str, int]
"""What is to be known of a database: the folder of its environment, its revision, how many orders are in it."""


def take_snapshot(source: Path, keys: LastingKeys, environment: Environment, target: Path, key: bytes) -> Told:
    """All of the source at one moment, under another key, in a new file that was read through.

    WrongKey when the source does not open, NotKept when it is damaged or there is no room.
    """
    with _nobody_starts(source, keys, environment):
        with closing(_reader(source, _fitting(source, keys, environment))) as reader:
            _copy(reader, target, key)
    return look_at(target, key)


def copy_plain(source: Path, target: Path) -> None:
    """The same of a database without a key, such as that of the practice airline."""
    with closing(_reader(source, None)) as reader:
        _copy(reader, target, None)


def look_at(path: Path, key: bytes) -> Told:
    """Reads all of it through. NotKept when it is damaged, or no database of ours."""
    engine = engine_of(path, key)
    try:
        return in_transaction(engine, _told)
    finally:
        close_engine(engine)


def _told(connection: Connection) -> Told:
    read_through(connection)
    revision = revision_of(connection)
    if revision is None:
        raise NotKept("the database has no tables yet")
    environment = connection.execute(select(meta.c.value).where(meta.c.key == "environment")).scalar() or ""
    orders = connection.exec_driver_sql("SELECT count(*) FROM orders").scalar_one()
    return environment, revision, orders


@contextmanager
def _nobody_starts(source: Path, keys: LastingKeys, environment: Environment) -> Iterator[None]:
    """While the block lasts: either a program works there already, or none begins to.

    Nothing but a program that holds the folder replaces the file, so it is the same one to the end; what a crash left
    beside it is folded in where nobody works there.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(held_folder(source.parent))
        except DataFolderInUse:
            yield
            return
        close_engine(fitting_engine(source, keys, environment))
        try:
            yield
        finally:
            close_engine(fitting_engine(source, keys, environment))  # takes the log away that reading has made


def has_key(path: Path, keys: LastingKeys, environment: Environment) -> bool:
    """Whether a key at hand opens the database, which stays as it is. NotKept when the file cannot be read."""
    with ExitStack() as stack:
        with suppress(DataFolderInUse):
            stack.enter_context(held_folder(path.parent))
            stack.callback(_remove, [log for log in _logs(path) if not log.exists()])
        try:
            _fitting(path, keys, environment)
        except WrongKey:
            return False
        return True


def _logs(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm")]


def _remove(logs: list[Path]) -> None:
    """Those that reading has made, empty, where nobody else works."""
    for log in logs:
        log.unlink(missing_ok=True)


def _fitting(path: Path, keys: LastingKeys, environment: Environment) -> bytes:
    """The key that opens it now; nothing is changed."""
    for key in (keys.known_key(environment), keys.next_key(environment)):
        if key is None:
            continue
        try:
            _reader(path, key).close()
        except WrongKey:
            continue
        return key
    raise WrongKey("no key at hand opens the database")


def _reader(path: Path, key: bytes | None) -> sqlcipher.Connection:
    """It may look and no more, so that its end does not touch the log of whoever works there."""
    try:
        reader = sqlcipher.connect(f"file:{quote(str(path))}?mode=ro", isolation_level=None, uri=True)
    except sqlcipher.Error as error:
        raise NotKept(f"{path.name} cannot be opened: {error}") from error
    try:
        if key is not None:
            reader.execute("PRAGMA cipher_log_level = NONE")
            reader.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except sqlcipher.Error as error:
        reader.close()
        if "not a database" in str(error):
            raise WrongKey("the key does not open the database") from error
        raise NotKept(f"{path.name} cannot be read: {error}") from error
    return reader


def _copy(reader: sqlcipher.Connection, target: Path, key: bytes | None) -> None:
    target.touch(0o600, exist_ok=False)
    with closing(sqlcipher.connect(str(target), isolation_level=None)) as writer:
        try:
            if key is not None:
                writer.execute("PRAGMA cipher_log_level = NONE")
                writer.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            reader.backup(writer)  # all pages in one go: in one transaction of the source
        except sqlcipher.Error as error:
            raise NotKept(f"the database cannot be copied: {error}") from error
