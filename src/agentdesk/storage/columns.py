"""Kinds of columns that are not the same in SQLite and in PostgreSQL, and the sealing of those that hold documents.

SQLite files are encrypted as a whole; of a PostgreSQL the program seals itself what names people's documents.
"""

import os
from typing import Any, TypedDict
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, Dialect, Engine, TextClause
from sqlalchemy.types import TypeDecorator

from agentdesk.travel.errors import NotKept

_NONCE = 16
_KEY = 64  # bytes: AES-256 in SIV mode (RFC 5297)


class Seal:
    """Texts under a key made of the database's: altered, moved to another column, or under another key, none opens."""

    def __init__(self, key: bytes) -> None:
        made = HKDF(SHA256(), length=_KEY, salt=None, info=b"agentdesk sealed columns").derive(key)
        self._cipher = AESSIV(made)

    def close(self, text: str, place: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(text.encode(), [place.encode(), nonce])

    def open(self, sealed: bytes, place: str) -> str:
        """NotKept when it was not sealed with this key at this place."""
        nonce, rest = sealed[:_NONCE], sealed[_NONCE:]
        try:
            return self._cipher.decrypt(rest, [place.encode(), nonce]).decode()
        except (InvalidTag, ValueError) as error:
            raise NotKept(f"what is sealed in {place} does not open with this key") from error

    def mark(self) -> str:
        """The same for the same key, and of no use without it: how a database knows the key it was begun with."""
        return self._cipher.encrypt(b"AgentDesk", [b"mark"]).hex()


_SEALS: WeakKeyDictionary[Dialect, Seal] = WeakKeyDictionary()


def seal_with(engine: Engine, seal: Seal) -> None:
    """From now on the sealed columns of this engine are written and read with it."""
    _SEALS[engine.dialect] = seal


def sealed_there(connection: Connection, text: str, place: str) -> str:
    """A short secret as it may stand in a text column: as it is in an encrypted file, sealed on a PostgreSQL."""
    seal = _SEALS.get(connection.dialect)
    return text if seal is None else seal.close(text, place).hex()


def opened_there(connection: Connection, text: str, place: str) -> str:
    """The secret again. NotKept when another key sealed it."""
    seal = _SEALS.get(connection.dialect)
    return text if seal is None else seal.open(bytes.fromhex(text), place)


class _Plain(TypeDecorator[str]):
    """Text in the order of its bytes, as SQLite has it, without the one character that PostgreSQL takes nowhere."""

    impl = sa.Text(collation="C")
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value.replace("\0", "\ufffd") if value is not None else None


class _Sealed(TypeDecorator[str]):
    """Text that only this program can read; `place` is its table and column."""

    impl = sa.LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _SEALS[dialect].close(value, self.place)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _SEALS[dialect].open(bytes(value), self.place)


Text = sa.Text().with_variant(_Plain(), "postgresql")
Integer = sa.Integer().with_variant(sa.BigInteger(), "postgresql")
"""A whole number of any size: SQLite numbers its rows by a column of this kind."""


def sealed(place: str) -> sa.Text:
    """Text with documents in it: `place` is its table and column, such as "journal.payload"."""
    return sa.Text().with_variant(_Sealed(place), "postgresql")


class Where(TypedDict):
    sqlite_where: TextClause
    postgresql_where: TextClause


def only(condition: str) -> Where:
    """For an index of some of the rows: `Index(..., **only("stage = 'unpaid'"))`."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
