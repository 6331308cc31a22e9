"""Where the practice world keeps what must survive: documents by kind and id, in one SQLite file or in memory."""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from agentdesk.practice.shapes import Json

# An airline that is just ending may still hold the file.
_PATIENCE_SECONDS = 5.0


class Shelf:
    """Documents by kind and id. Every `put` is on the disk, whole, when it returns."""

    def __init__(self, file: Path | None) -> None:
        """Opens the file for itself alone. Raises OSError or sqlite3.Error when that cannot be had."""
        if file is not None:
            file.touch(mode=0o600)
        self._connection = sqlite3.connect(file or ":memory:", timeout=_PATIENCE_SECONDS, isolation_level=None)
        self._connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS document"
            " (kind TEXT, id TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )

    def put(self, kind: str, key: str, body: object) -> None:
        """Keep a document, instead of an older one of the same id."""
        self._connection.execute("INSERT OR REPLACE INTO document VALUES (?, ?, ?)", (kind, key, json.dumps(body)))

    def put_all(self, documents: Iterable[tuple[str, str, object]]) -> None:
        """Keep several documents, all or none of them."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for kind, key, body in documents:
                self.put(kind, key, body)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def drop(self, kind: str, ids: Iterable[str]) -> None:
        """Forget documents of a kind."""
        self._connection.executemany("DELETE FROM document WHERE kind = ? AND id = ?", [(kind, key) for key in ids])

    def all(self, kind: str) -> list[tuple[str, Json]]:
        """(id, document) of a kind, by id."""
        rows = self._connection.execute("SELECT id, body FROM document WHERE kind = ? ORDER BY id", (kind,))
        return [(key, json.loads(body)) for key, body in rows]

    def clear(self) -> None:
        """Forget everything."""
        self._connection.execute("DELETE FROM document")

    def close(self) -> None:
        self._connection.close()
