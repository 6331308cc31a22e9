"""The searches asked last, newest first, each once; and how many were asked in a month."""

import logging
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection, Integer, Row, Text, case, cast, delete, func, select, update

from agentdesk.desk.ports import RecentSearch
from agentdesk.desk.search_budget import SearchBudget, month_of, next_month
from agentdesk.storage.database import Database
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_json, from_micros, to_json, to_micros
from agentdesk.storage.schema import meta, orders, recent_searches
from agentdesk.travel.errors import NotKept
from agentdesk.travel.money import Money
from agentdesk.travel.search import Search

KEPT = 50

_log = logging.getLogger(__name__)
_NEWEST_FIRST = (recent_searches.c.asked_at.desc(), recent_searches.c.search)


class SqlRecentSearches:
    """The `RecentSearches` port; asking the same again moves it to the front."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, search: Search, at: datetime) -> None:
        await self._database.run(lambda connection: _add(connection, search, to_micros(at)))

    async def newest(self, limit: int = 4) -> tuple[Search, ...]:
        return tuple(one.search for one in await self.lately(limit))

    async def lately(self, limit: int = 50) -> tuple[RecentSearch, ...]:
        return await self._database.run(lambda connection: _newest(connection)[:limit])

    async def found(self, search: Search, cheapest: Money) -> None:
        row = update(recent_searches).where(recent_searches.c.search == to_json(search))
        row = row.values(cheapest_amount=cheapest.text, cheapest_currency=cheapest.currency)
        await self._database.run(lambda connection: connection.execute(row))

    async def count(self, at: datetime, by: int = 1) -> None:
        await self._database.run(lambda connection: _count(connection, month_of(at), by))

    async def month(self, at: datetime) -> SearchBudget:
        return await self._database.run(lambda connection: _month(connection, month_of(at)))


def _newest(connection: Connection) -> tuple[RecentSearch, ...]:
    found: list[RecentSearch] = []
    for row in connection.execute(select(recent_searches).order_by(*_NEWEST_FIRST)):
        try:
            found.append(RecentSearch(from_json(row.search, Search), from_micros(row.asked_at), _cheapest(row)))
        except NotKept as error:
            _log.error("a recent search is left out: %s", error)
    return tuple(found)


def _cheapest(row: Row[Any]) -> Money | None:
    return Money.of(row.cheapest_amount, row.cheapest_currency) if row.cheapest_amount else None


def _add(connection: Connection, search: Search, asked_at: int) -> None:
    """The same search may stand there in the words of an older program: it is found by what it asks."""
    text, dialect = to_json(search), dialect_of(connection)
    dialect.hold(connection, "recent searches")
    for row in connection.execute(select(recent_searches.c.search).where(recent_searches.c.search != text)).scalars():
        if _asks(row, search):
            connection.execute(delete(recent_searches).where(recent_searches.c.search == row))
    new = dialect.insert(recent_searches).values(search=text, asked_at=asked_at)
    asked_again = {"asked_at": asked_at, "cheapest_amount": None, "cheapest_currency": None}
    connection.execute(new.on_conflict_do_update(index_elements=["search"], set_=asked_again))
    kept = select(recent_searches.c.search).order_by(*_NEWEST_FIRST).limit(KEPT)
    connection.execute(delete(recent_searches).where(recent_searches.c.search.not_in(kept)))


def _asks(text: str, search: Search) -> bool:
    try:
        return from_json(text, Search) == search
    except NotKept:
        return False


def _key(month: date) -> str:
    return f"searches {month:%Y-%m}"


def _count(connection: Connection, month: date, by: int) -> None:
    row = dialect_of(connection).insert(meta).values(key=_key(month), value=str(max(by, 0)))
    count = cast(meta.c.value, Integer) + by
    more = case((count > 0, count), else_=0)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": cast(more, Text)}))


def _month(connection: Connection, month: date) -> SearchBudget:
    searches = connection.execute(select(meta.c.value).where(meta.c.key == _key(month))).scalar()
    made = select(func.count()).select_from(orders)
    made = made.where(orders.c.created_at >= _start(month), orders.c.created_at < _start(next_month(month)))
    return SearchBudget(month, int(searches or 0), connection.execute(made).scalar_one())


def _start(month: date) -> int:
    return to_micros(datetime.combine(month, time(), UTC))
