"""The searches asked last, newest first, each once."""

from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from agentdesk.storage.database import Database
from agentdesk.storage.encoding import from_json, to_json, to_micros
from agentdesk.storage.schema import recent_searches
from agentdesk.travel.search import Search

KEPT = 50

_NEWEST_FIRST = (recent_searches.c.asked_at.desc(), recent_searches.c.search)


class SqlRecentSearches:
    """The `RecentSearches` port; asking the same again moves it to the front."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, search: Search, at: datetime) -> None:
        await self._database.run(lambda connection: _add(connection, to_json(search), to_micros(at)))

    async def newest(self, limit: int = 4) -> tuple[Search, ...]:
        query = select(recent_searches.c.search).order_by(*_NEWEST_FIRST).limit(limit)
        found = await self._database.run(lambda connection: connection.execute(query).scalars().all())
        return tuple(from_json(one, Search) for one in found)


def _add(connection: Connection, search: str, asked_at: int) -> None:
    row = insert(recent_searches).values(search=search, asked_at=asked_at)
    connection.execute(row.on_conflict_do_update(index_elements=["search"], set_={"asked_at": asked_at}))
    kept = select(recent_searches.c.search).order_by(*_NEWEST_FIRST).limit(KEPT)
    connection.execute(delete(recent_searches).where(recent_searches.c.search.not_in(kept)))
