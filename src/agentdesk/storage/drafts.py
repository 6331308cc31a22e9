"""Booking tabs in the database, so that a restart finds them as they were."""

import logging

from sqlalchemy import Connection, delete, select

from agentdesk.storage.database import Database
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_json, to_json
from agentdesk.storage.schema import drafts
from agentdesk.travel.booking import Draft
from agentdesk.travel.errors import NotKept

_log = logging.getLogger(__name__)


class SqlDrafts:
    """The `Drafts` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, draft: Draft, position: int) -> None:
        payload = to_json(draft)
        await self._database.run(lambda connection: _save(connection, draft.id, position, payload))

    async def remove(self, draft_id: str) -> None:
        await self._database.run(lambda connection: connection.execute(delete(drafts).where(drafts.c.id == draft_id)))

    async def all(self) -> tuple[Draft, ...]:
        """By position, then by id."""
        return await self._database.run(_all)


def _save(connection: Connection, draft_id: str, position: int, payload: str) -> None:
    row = dialect_of(connection).insert(drafts).values(id=draft_id, position=position, payload=payload)
    row = row.on_conflict_do_update(index_elements=["id"], set_={"position": position, "payload": payload})
    connection.execute(row)


def _all(connection: Connection) -> tuple[Draft, ...]:
    found: list[Draft] = []
    for row in connection.execute(select(drafts).order_by(drafts.c.position, drafts.c.id)):
        try:
            found.append(from_json(row.payload, Draft))
        except NotKept as error:
            _log.error("draft %s left closed: %s", row.id, error)  # its row stays; the other tabs open
    return tuple(found)
