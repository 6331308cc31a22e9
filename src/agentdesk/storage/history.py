"""The history of orders in the database: what was done here and what was seen, in the order in which it was kept."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from agentdesk.storage.database import Database
from agentdesk.storage.encoding import from_micros, to_micros
from agentdesk.storage.schema import order_events
from agentdesk.travel.order_events import EventKind, OrderEvent


class SqlHistory:
    """The `History` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, event: OrderEvent) -> None:
        await self._database.run(lambda connection: add_events(connection, (event,)))

    async def of_order(self, order_id: str) -> tuple[OrderEvent, ...]:
        """Newest first; of those of one moment the one kept last."""
        query = select(order_events).where(order_events.c.order_id == order_id)
        query = query.order_by(order_events.c.happened_at.desc(), order_events.c.number.desc())
        rows = await self._database.run(lambda connection: connection.execute(query).all())
        return tuple(
            OrderEvent(
                row.order_id, from_micros(row.happened_at), EventKind(row.kind), row.who, row.detail, row.request_id
            )
            for row in rows
        )


def add_events(connection: Connection, events: Sequence[OrderEvent]) -> None:
    """In the transaction in which what they tell is kept."""
    if events:
        connection.execute(insert(order_events), [_row(event) for event in events])


def take_back(connection: Connection, order_id: str, kind: EventKind) -> None:
    """What turned out not to be so."""
    connection.execute(
        delete(order_events).where(order_events.c.order_id == order_id, order_events.c.kind == kind.value)
    )


def _row(event: OrderEvent) -> dict[str, Any]:
    return {
        "order_id": event.order_id,
        "happened_at": to_micros(event.at),
        "kind": event.kind.value,
        "who": event.who,
        "detail": event.detail,
        "request_id": event.request_id,
    }
