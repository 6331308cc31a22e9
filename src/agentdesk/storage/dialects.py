"""Where SQLite and PostgreSQL want other words: each sentence of ours that one of the two would not understand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import Connection, Table, TextClause, bindparam, text
from sqlalchemy.dialects import postgresql, sqlite

CHANNEL = "agentdesk"
"""What the processes of one service tell each other goes there."""

Alternatives = Sequence[Sequence[str]]
"""Words asked for: of each its forms, of which one must begin a word that is found."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """`words` make what an order is found by, under its spot: words already folded, one space between.

    `insert` can say what to do on a conflict. `hold` keeps everybody else who holds the same name waiting until the
    transaction ends. `tell` reaches the other processes once it has.

    `in_one` makes one JSON array of a sentence's spots; `among` reads one back, `:only`. `put_words`, `take_words` (of
    one spot) and `drop_words` keep what `found_by` looks in for `:match`, which `match` makes of the words asked for.
    """

    words: tuple[str, ...]
    insert: Callable[[Table], "sqlite.Insert | postgresql.Insert"]
    hold: Callable[[Connection, str], None]
    tell: Callable[[Connection, str], None]
    in_one: str
    among: str
    put_words: TextClause
    take_words: TextClause
    drop_words: TextClause
    found_by: str
    match: Callable[[Alternatives], str]


def dialect_of(connection: Connection) -> Dialect:
    """The one that the connection speaks."""
    return _DIALECTS[connection.dialect.name]


def make_words(connection: Connection) -> None:
    """The table that `put_words` fills: made by hand, since SQLAlchemy and Alembic know nothing of it."""
    for sentence in dialect_of(connection).words:
        connection.exec_driver_sql(sentence)


def lock_number(name: str) -> int:
    """A number of 64 bits for a name, the same in every process."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)


_LOCK = text("SELECT pg_advisory_xact_lock(:number)").bindparams(bindparam("number"))
_NOTIFY = text("SELECT pg_notify(:channel, :words)")


def _hold(connection: Connection, name: str) -> None:
    connection.execute(_LOCK, {"number": lock_number(name)})


def _tell(connection: Connection, words: str) -> None:
    connection.execute(_NOTIFY, {"channel": CHANNEL, "words": words})


def _nothing(connection: Connection, name: str) -> None:
    """One process has an SQLite file, and one transaction at a time."""


def _for_fts(alternatives: Alternatives) -> str:
    """For FTS5: all words, each as the beginning of one; "" when there is no word."""
    said = [" OR ".join(f'"{form}"*' for form in forms) for forms in alternatives]
    return " AND ".join(f"({one})" for one in said)


def _for_tsquery(alternatives: Alternatives) -> str:
    """The same as a `tsquery`, each form quoted, since its words are not to be looked at again."""
    quoted = (["'" + form.replace("\\", "\\\\").replace("'", "''") + "':*" for form in forms] for forms in alternatives)
    return " & ".join(f"({' | '.join(forms)})" for forms in quoted)


_SQLITE = Dialect(
    words=(
        "CREATE VIRTUAL TABLE order_words USING fts5(words, content='', contentless_delete=1, detail=none,"
        " prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 0\")",
    ),
    insert=sqlite.insert,
    hold=_nothing,
    tell=_nothing,
    in_one="SELECT json_group_array(spot) FROM ({}) AS them",
    among="SELECT value FROM json_each(:only)",
    put_words=text("INSERT OR REPLACE INTO order_words (rowid, words) VALUES (:spot, :words)"),
    take_words=text("DELETE FROM order_words WHERE rowid = :spot"),
    drop_words=text("INSERT INTO order_words (order_words) VALUES ('delete-all')"),
    found_by="SELECT rowid AS spot FROM order_words WHERE order_words MATCH :match",
    match=_for_fts,
)
_POSTGRESQL = Dialect(
    words=(
        "CREATE TABLE order_words (spot BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX order_words_by_word ON order_words USING gin (words)",
    ),
    insert=postgresql.insert,
    hold=_hold,
    tell=_tell,
    in_one="SELECT coalesce(CAST(json_agg(spot) AS text), '[]') FROM ({}) AS them",
    among="SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:only AS json)) AS one (value)",
    put_words=text(
        "INSERT INTO order_words (spot, words)"
        " VALUES (:spot, array_to_tsvector(string_to_array(CAST(:words AS text), ' ')))"
        " ON CONFLICT (spot) DO UPDATE SET words = excluded.words"
    ),
    take_words=text("DELETE FROM order_words WHERE spot = :spot"),
    drop_words=text("DELETE FROM order_words"),
    found_by="SELECT spot FROM order_words WHERE words @@ CAST(:match AS tsquery)",
    match=_for_tsquery,
)
_DIALECTS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
