"""Which warnings were said, and up to where the account was read: small marks that outlive the program."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from agentdesk.storage.database import Database
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_micros, to_micros
from agentdesk.storage.schema import meta
from agentdesk.travel.deadlines import Deadline

_REMINDED, _MARK = "reminded:", "mark:"


class SqlReminded:
    """The `Reminded` port. The key begins with the deadline's instant, so that old ones go in one stroke."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, deadline: Deadline) -> datetime | None:
        return await _read(self._database, _key(deadline))

    async def keep(self, deadline: Deadline, due: datetime) -> None:
        await _write(self._database, _key(deadline), due)

    async def forget(self, before: datetime) -> None:
        old = delete(meta).where(meta.c.key >= _REMINDED, meta.c.key < _REMINDED + _instant(before))
        await self._database.run(lambda connection: connection.execute(old))


class SqlMarks:
    """The `Marks` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> datetime | None:
        return await _read(self._database, _MARK + name)

    async def put(self, name: str, at: datetime) -> None:
        await _write(self._database, _MARK + name, at)


def _key(deadline: Deadline) -> str:
    return f"{_REMINDED}{_instant(deadline.at)}:{deadline.kind.value}:{deadline.order_id}"


def _instant(at: datetime) -> str:
    """Text that sorts as the instants do."""
    return f"{to_micros(at):020}"


async def _read(database: Database, key: str) -> datetime | None:
    query = select(meta.c.value).where(meta.c.key == key)
    found = await database.run(lambda connection: connection.execute(query).scalar())
    return None if found is None else from_micros(int(found))


async def _write(database: Database, key: str, at: datetime) -> None:
    await database.run(lambda connection: put(connection, key, str(to_micros(at))))


def put(connection: Connection, key: str, value: str) -> None:
    """In place of what stood under the key."""
    row = dialect_of(connection).insert(meta).values(key=key, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
