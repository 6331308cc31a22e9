"""Agents, audit, answers by key and order numbers of the agency service, in the database."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from agentdesk.desk.agency import Entry, Kept, NameTaken, NumberedOrder, OtherBody, ServiceEvent
from agentdesk.desk.neighbours import Told
from agentdesk.storage.database import Database
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_micros, to_micros
from agentdesk.storage.orders import hold_order
from agentdesk.storage.schema import meta, orders
from agentdesk.storage.service_schema import agents, audit, idempotency, service_events, service_orders
from agentdesk.travel.agents import Agent, Role

TOKEN_MARK = "agentdesk_"
_SECRET = "service secret"
_LONGEST_CALL = timedelta(minutes=5)


TOKEN_GIVEN = "token_given"
TOKEN_REVOKED = "token_revoked"


def digest_of(token: str) -> str:
    """A token has 256 random bits, so that a plain digest gives nothing away and needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


class SqlAgents:
    """The `AgentBook` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, name: str, role: Role, at: datetime, origin: str = "") -> tuple[Agent, str]:
        token = TOKEN_MARK + secrets.token_urlsafe(32)
        agent = Agent(f"agt_{secrets.token_hex(8)}", name, role, at)
        row = {
            "id": agent.id,
            "name": name,
            "role": role.value,
            "digest": digest_of(token),
            "created_at": to_micros(at),
        }
        noted = _entry_row(Entry(at, "", TOKEN_GIVEN, agent.id, origin, "", True))
        await self._database.run(lambda connection: _add_agent(connection, row, noted))
        return agent, token

    async def by_token(self, token: str) -> Agent | None:
        query = select(agents).where(agents.c.digest == digest_of(token), agents.c.revoked_at.is_(None))
        row = await self._database.run(lambda connection: connection.execute(query).first())
        return None if row is None else _agent(row)

    async def secret(self) -> bytes:
        return await self._database.run(_secret)

    async def all(self) -> tuple[Agent, ...]:
        query = select(agents).order_by(agents.c.created_at, agents.c.id)
        rows = await self._database.run(lambda connection: connection.execute(query).all())
        return tuple(_agent(row) for row in rows)

    async def revoke(self, name: str, at: datetime, origin: str = "") -> bool:
        return await self._database.run(lambda connection: _revoke(connection, name, at, origin))


def _secret(connection: Connection) -> bytes:
    query = select(meta.c.value).where(meta.c.key == _SECRET)
    found = connection.execute(query).scalar()
    if found is None:  # another process may be making one too: the first counts
        new = dialect_of(connection).insert(meta).values(key=_SECRET, value=secrets.token_hex(32))
        connection.execute(new.on_conflict_do_nothing(index_elements=["key"]))
        found = connection.execute(query).scalar_one()
    return bytes.fromhex(found)


def _add_agent(connection: Connection, row: dict[str, Any], noted: dict[str, Any]) -> None:
    try:
        connection.execute(insert(agents).values(row))
    except IntegrityError as error:
        raise NameTaken(row["name"]) from error
    connection.execute(insert(audit).values(noted))


def _revoke(connection: Connection, name: str, at: datetime, origin: str) -> bool:
    working = select(agents.c.id).where(agents.c.name == name, agents.c.revoked_at.is_(None))
    agent_id = connection.execute(working.with_for_update()).scalar()
    if agent_id is None:
        return False
    connection.execute(update(agents).where(agents.c.id == agent_id).values(revoked_at=to_micros(at)))
    connection.execute(insert(audit).values(_entry_row(Entry(at, "", TOKEN_REVOKED, agent_id, origin, "", True))))
    return True


def _agent(row: Row[Any]) -> Agent:
    revoked = None if row.revoked_at is None else from_micros(row.revoked_at)
    return Agent(row.id, row.name, Role(row.role), from_micros(row.created_at), revoked)


class SqlAudit:
    """The `Audit` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, entry: Entry) -> None:
        row = _entry_row(entry)
        await self._database.run(lambda connection: connection.execute(insert(audit).values(row)))

    async def of(self, target: str) -> tuple[Entry, ...]:
        query = select(audit).where(audit.c.target == target).order_by(audit.c.number)
        rows = await self._database.run(lambda connection: connection.execute(query).all())
        return tuple(
            Entry(from_micros(row.at), row.agent_id, row.action, row.target, row.origin, row.request_id, row.done)
            for row in rows
        )


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {
        "at": to_micros(entry.at),
        "agent_id": entry.agent_id,
        "action": entry.action,
        "target": entry.target,
        "origin": entry.origin,
        "request_id": entry.request_id,
        "done": entry.done,
    }


class SqlAnswers:
    """The `AnswerShelf` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, agent_id: str, key: str, digest: str, at: datetime) -> Kept | bool:
        return await self._database.run(
            lambda connection: _begin(connection, self._database, agent_id, key, digest, at)
        )

    async def finish(self, agent_id: str, key: str, kept: Kept) -> None:
        change = update(idempotency).where(idempotency.c.agent_id == agent_id, idempotency.c.key == key)
        change = change.values(status=kept.status, answer=kept.answer)
        await self._database.run(lambda connection: connection.execute(change))

    async def give_back(self, agent_id: str, key: str) -> None:
        free = delete(idempotency).where(
            idempotency.c.agent_id == agent_id,
            idempotency.c.key == key,
            idempotency.c.status.is_(None),
            idempotency.c.holder == self._database.me,  # another process may have begun anew meanwhile
        )
        await self._database.run(lambda connection: connection.execute(free))

    async def forget(self, before: datetime) -> int:
        old = delete(idempotency).where(idempotency.c.kept_at < to_micros(before))
        return await self._database.run(lambda connection: connection.execute(old).rowcount)


def _begin(
    connection: Connection, database: Database, agent_id: str, key: str, digest: str, at: datetime
) -> Kept | bool:
    dialect_of(connection).hold(connection, f"key {agent_id} {key}")
    its = (idempotency.c.agent_id == agent_id) & (idempotency.c.key == key)
    row = connection.execute(select(idempotency).where(its)).first()
    held = {"kept_at": to_micros(at), "holder": database.me}
    if row is None:
        connection.execute(insert(idempotency).values(agent_id=agent_id, key=key, digest=digest, **held))
        return True
    if row.digest != digest:
        raise OtherBody(key)
    if row.status is not None:
        return Kept(row.status, row.answer)
    if row.kept_at > to_micros(at - _LONGEST_CALL) and row.holder in database.alive(connection):
        return False
    connection.execute(update(idempotency).where(its).values(held))
    return True


class SqlOrderNumbers:
    """The `OrderNumbers` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, own_id: str, attempt: str, agent_id: str, at: datetime) -> str:
        row = {"id": own_id, "attempt": attempt, "agent_id": agent_id, "created_at": to_micros(at)}
        return await self._database.run(lambda connection: _begin_number(connection, row))

    async def found(self, attempt: str, order_id: str) -> None:
        await self._database.run(lambda connection: _found(connection, attempt, order_id))

    async def of(self, own_id: str) -> NumberedOrder | None:
        query = select(service_orders).where(service_orders.c.id == own_id)
        row = await self._database.run(lambda connection: connection.execute(query).first())
        return None if row is None else _numbered(row)

    async def of_attempt(self, attempt: str) -> NumberedOrder | None:
        query = select(service_orders).where(service_orders.c.attempt == attempt)
        row = await self._database.run(lambda connection: connection.execute(query).first())
        return None if row is None else _numbered(row)

    async def known(self, order_ids: Sequence[str]) -> Mapping[str, NumberedOrder]:
        query = select(service_orders).where(service_orders.c.order_id.in_(order_ids))
        rows = await self._database.run(lambda connection: connection.execute(query).all())
        return {row.order_id: _numbered(row) for row in rows}

    async def of_upstream(self, order_id: str, at: datetime, attempt: str = "") -> NumberedOrder:
        return await self._database.run(lambda connection: _numbered_or_new(connection, order_id, at, attempt))


def _begin_number(connection: Connection, row: Mapping[str, Any]) -> str:
    new = dialect_of(connection).insert(service_orders).values(row)
    connection.execute(new.on_conflict_do_nothing(index_elements=["attempt"]))
    its = select(service_orders.c.id).where(service_orders.c.attempt == row["attempt"])
    return str(connection.execute(its).scalar_one())


def _found(connection: Connection, attempt: str, order_id: str) -> None:
    hold_order(connection, order_id)
    foreign = (service_orders.c.order_id == order_id) & service_orders.c.attempt.is_(None)
    connection.execute(delete(service_orders).where(foreign))
    connection.execute(update(service_orders).where(service_orders.c.attempt == attempt).values(order_id=order_id))


def _numbered_or_new(connection: Connection, order_id: str, at: datetime, attempt: str) -> NumberedOrder:
    hold_order(connection, order_id)
    query = select(service_orders).where(service_orders.c.order_id == order_id)
    row = connection.execute(query).first()
    if row is None:  # sold here, and nobody has written down yet what became of it
        kept = select(orders.c.attempt).where(orders.c.id == order_id).scalar_subquery()
        ours = (service_orders.c.attempt == (attempt or kept)) & service_orders.c.order_id.is_(None)
        connection.execute(update(service_orders).where(ours).values(order_id=order_id))
        row = connection.execute(query).first()
    if row is None:
        new = {"id": f"ord_{secrets.token_hex(12)}", "order_id": order_id, "agent_id": "", "created_at": to_micros(at)}
        connection.execute(insert(service_orders).values(new))
        row = connection.execute(query).one()
    return _numbered(row)


def _numbered(row: Row[Any]) -> NumberedOrder:
    return NumberedOrder(row.id, row.agent_id, row.attempt or "", row.order_id or "", from_micros(row.created_at))


class SqlEvents:
    """The `EventLog` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, kind: str, target: str, at: datetime, order_id: str = "") -> None:
        row = {"kind": kind, "target": target, "at": to_micros(at)}
        told = Told(self._database.me, Told.ORDER, order_id)
        await self._database.run(lambda connection: _add_event(connection, row, told))

    async def after(self, number: int, limit: int = 500) -> tuple[ServiceEvent, ...]:
        query = select(service_events).where(service_events.c.number > number).order_by(service_events.c.number)
        rows = await self._database.run(lambda connection: connection.execute(query.limit(limit)).all())
        return tuple(ServiceEvent(row.number, from_micros(row.at), row.kind, row.target) for row in rows)

    async def last(self) -> int:
        query = select(func.max(service_events.c.number))
        return await self._database.run(lambda connection: connection.execute(query).scalar()) or 0

    async def forget(self, before: datetime) -> int:
        old = delete(service_events).where(service_events.c.at < to_micros(before))
        return await self._database.run(lambda connection: connection.execute(old).rowcount)


def _add_event(connection: Connection, row: dict[str, Any], told: Told) -> None:
    """One after the other, so that whoever has read up to a number has seen all before it."""
    dialect = dialect_of(connection)
    dialect.hold(connection, "service events")
    connection.execute(insert(service_events).values(row))
    dialect.tell(connection, told.text)
