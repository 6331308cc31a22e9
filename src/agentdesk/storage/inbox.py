"""What the upstream has told by webhook, and the secrets of the webhooks, in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from agentdesk.desk.neighbours import Told
from agentdesk.storage.database import Database
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_json, to_json, to_micros
from agentdesk.storage.service_schema import upstream_events, webhooks
from agentdesk.travel.upstream_events import UpstreamEvent, Webhook


class SqlInbox:
    """The `Inbox` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def register(self, webhook: Webhook, at: datetime) -> None:
        row = {"id": webhook.id, "url": webhook.url, "secret": webhook.secret, "created_at": to_micros(at)}
        await self._database.run(lambda connection: connection.execute(insert(webhooks).values(row)))

    async def forget_webhook(self, webhook_id: str) -> None:
        gone = delete(webhooks).where(webhooks.c.id == webhook_id)
        await self._database.run(lambda connection: connection.execute(gone))

    async def webhooks(self) -> tuple[Webhook, ...]:
        query = select(webhooks).order_by(webhooks.c.created_at.desc())
        rows = await self._database.run(lambda connection: connection.execute(query).all())
        return tuple(Webhook(row.id, row.url, (), active=True, secret=row.secret) for row in rows)

    async def add(self, event: UpstreamEvent, at: datetime) -> bool:
        row = {"id": event.id, "received_at": to_micros(at), "payload": to_json(event)}
        return await self._database.run(lambda connection: _add(connection, row, Told(self._database.me, Told.INBOX)))

    async def waiting(self, limit: int) -> tuple[UpstreamEvent, ...]:
        query = (
            select(upstream_events.c.payload)
            .where(upstream_events.c.handled_at.is_(None))
            .order_by(upstream_events.c.number)
            .limit(limit)
        )
        found = await self._database.run(lambda connection: connection.execute(query).scalars().all())
        return tuple(from_json(text, UpstreamEvent) for text in found)

    async def handled(self, event_id: str, at: datetime) -> None:
        change = update(upstream_events).where(upstream_events.c.id == event_id).values(handled_at=to_micros(at))
        await self._database.run(lambda connection: connection.execute(change))

    async def forget(self, before: datetime) -> int:
        old = delete(upstream_events).where(upstream_events.c.received_at < to_micros(before))
        return await self._database.run(lambda connection: connection.execute(old).rowcount)


def _add(connection: Connection, row: dict[str, Any], told: Told) -> bool:
    dialect = dialect_of(connection)
    new = dialect.insert(upstream_events).values(row).on_conflict_do_nothing(index_elements=["id"])
    if connection.execute(new).rowcount != 1:
        return False
    dialect.tell(connection, told.text)
    return True
