"""Who of the processes on one database does what."""

import asyncio
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, or_, select, update

from agentdesk.desk.neighbours import Share, Told
from agentdesk.storage.database import Database
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.service_schema import duties

if TYPE_CHECKING:
    from agentdesk.storage.postgres import Wire


class SqlNeighbours:
    """The `Neighbours` port. Over a database that is this process's alone every duty is its own."""

    def __init__(self, database: Database, wire: "Wire | None" = None) -> None:
        self._database = database
        self._wire = wire

    async def listen(self, heard: Callable[[Told], None]) -> None:
        if self._wire is not None:
            await self._wire.run(heard)
        await asyncio.Event().wait()

    async def present(self) -> None:
        if self._wire is not None:
            await self._wire.present()

    async def share(self, names: Sequence[str]) -> Share:
        return await self._database.run(lambda connection: _share(connection, self._database, names))


def _share(connection: Connection, database: Database, names: Sequence[str]) -> Share:
    me, alive = database.me, frozenset(database.alive(connection))
    if me not in alive:  # the connection that says so is broken: others do the work meanwhile
        return Share(frozenset(), alive)
    known = set(connection.execute(select(duties.c.name)).scalars())
    for name in names:
        if name not in known:
            new = dialect_of(connection).insert(duties).values(name=name)
            connection.execute(new.on_conflict_do_nothing(index_elements=["name"]))
    wanted, room = duties.c.name.in_(names), math.ceil(len(names) / len(alive))
    mine = select(duties.c.name).where(wanted, duties.c.holder == me).order_by(duties.c.name).with_for_update()
    held = list(connection.execute(mine).scalars())
    if held[room:]:
        connection.execute(update(duties).where(duties.c.name.in_(held[room:])).values(holder=None))
    elif len(held) < room:
        free = or_(duties.c.holder.is_(None), duties.c.holder.not_in(alive))
        query = select(duties.c.name).where(wanted, free).order_by(duties.c.name).limit(room - len(held))
        taken = list(connection.execute(query.with_for_update(skip_locked=True)).scalars())
        connection.execute(update(duties).where(duties.c.name.in_(taken)).values(holder=me))
        held += taken
    return Share(frozenset(held[:room]), alive)
