"""At which schema a database stands, and the copies that wait beside it while it is brought forward."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

HEAD = "0008"
"""The newest revision; a test holds it against the scripts, which are too slow to load at every start."""


def revision_of(connection: Connection) -> str | None:
    """None for a database that has no schema yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def stamp(connection: Connection, revision: str) -> None:
    """Say in a new database what Alembic would say: at which revision it stands."""
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:revision)"), {"revision": revision})


def kept_aside(path: Path) -> Path:
    """Where the old file waits until the new one has been read."""
    return path.with_name(path.name + ".before")


def being_upgraded(path: Path) -> Path:
    """The copy that is brought forward before it takes the old one's name."""
    return path.with_name(path.name + ".upgrading")


def forget_copies(path: Path) -> None:
    kept_aside(path).unlink(missing_ok=True)
    for ending in ("", "-wal", "-shm"):
        being_upgraded(path).with_name(being_upgraded(path).name + ending).unlink(missing_ok=True)
