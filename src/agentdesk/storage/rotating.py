"""Gives a database another key, so that whoever learnt the old one reads nothing any more.

The new key waits beside the old one until the database has been opened with it; only then does the old one go. Whatever
ends the program meanwhile, one of the two opens the file, and `fitting_key` finds out which.
"""

from pathlib import Path

from sqlalchemy import Engine

from agentdesk.desk.ports import Keys
from agentdesk.storage.database import KEY_LENGTH, close_engine, engine_of, in_transaction, outside_transaction
from agentdesk.storage.integrity import read_through
from agentdesk.storage.keys import LastingKeys, new_key
from agentdesk.travel.environment import Environment
from agentdesk.travel.errors import NotKept, WrongKey


def fitting_engine(path: Path, keys: Keys, environment: Environment) -> Engine:
    """An engine on the file with the key in use, or with the one that waits beside it since a change was cut short.

    WrongKey when neither opens it. A new key is made for a new file only.
    """
    if not isinstance(keys, LastingKeys) or not has_contents(path):
        return engine_of(path, keys.database_key(environment))
    known = keys.known_key(environment)
    if known is not None:
        try:
            return engine_of(path, known)
        except WrongKey:
            pass  # a change of the key may have been cut short
    waiting = keys.next_key(environment)
    if waiting is None:
        raise WrongKey("no key at hand opens the database")
    engine = engine_of(path, waiting)
    keys.use_next_key(environment)
    return engine


def has_contents(path: Path) -> bool:
    """Whether anything was ever written into the database."""
    return path.exists() and path.stat().st_size > 0


def change_key(path: Path, keys: LastingKeys, environment: Environment) -> None:
    """Encrypt the file anew, with a key of its own that nobody has seen; nobody else may have it open.

    WrongKey when the file does not open, NotKept when it cannot be written; the file then opens with the old key.
    """
    close_engine(fitting_engine(path, keys, environment))
    key = new_key()
    keys.keep_next_key(environment, key)
    try:
        rekey(path, keys.database_key(environment), key)
    except WrongKey as error:
        raise NotKept("the database has not taken its new key, and opens with the old one") from error
    keys.use_next_key(environment)


def rekey(path: Path, old: bytes, new: bytes) -> None:
    """As one step of the file's own log: until it ends the old key opens the file, from then on the new one alone.

    The file is read through from the first page to the last before and afterwards. NotKept when it is damaged, WrongKey
    when it does not open with the new key.
    """
    if len(new) != KEY_LENGTH:
        raise ValueError(f"a database key has {KEY_LENGTH} bytes")
    engine = engine_of(path, old)
    try:
        in_transaction(engine, read_through)
        # Not within a transaction: there SQLCipher may answer "ok" and change nothing.
        outside_transaction(engine, f"PRAGMA rekey = \"x'{new.hex()}'\"")
    finally:
        close_engine(engine)
    engine = engine_of(path, new)
    try:
        in_transaction(engine, read_through)
    finally:
        close_engine(engine)
