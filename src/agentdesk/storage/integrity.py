"""Whether a database is whole."""

from sqlalchemy import Connection

from agentdesk.travel.errors import NotKept


def read_through(connection: Connection) -> None:
    """Every page deciphered and every index looked at; NotKept with what is wrong."""
    trouble = list(connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars())
    trouble += [found for found in connection.exec_driver_sql("PRAGMA integrity_check").scalars() if found != "ok"]
    trouble += [str(row) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    if trouble:
        raise NotKept(f"the database is damaged: {trouble[0]}")
