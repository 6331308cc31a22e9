"""The list of orders from the database: spots in order, the rows of some of them, how many each view has."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, text

from agentdesk.storage.database import Database
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_json, from_micros, to_json, to_micros
from agentdesk.storage.order_queries import Bounds, in_view, newest, ordered, picked
from agentdesk.storage.order_standing import Standing, answer, answer_all
from agentdesk.storage.schema import order_list, own_views
from agentdesk.travel.errors import NotKept
from agentdesk.travel.money import Money
from agentdesk.travel.order_views import FirstSpots, OrderQuery, OrderRow, OrderSpot, OwnView, View
from agentdesk.travel.orders import OrderStatus

_log = logging.getLogger(__name__)

_AT_ONCE = 200  # rows in one piece of work
_FEW = 1_000  # that are sorted by themselves; more are picked from all that are sorted
_MANY = 5  # times as many as are wanted: then it is quicker to go through all from the top


class SqlOrderIndex:
    """The `OrderIndex` port."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._now: datetime | None = None
        self._standing = Standing(alone=database.is_alone)

    async def spots(self, query: OrderQuery, now: datetime) -> tuple[OrderSpot, ...]:
        self._now = now
        return await self._database.run(lambda connection: _spots(connection, self._standing, query, now))

    async def first(self, query: OrderQuery, now: datetime, limit: int) -> FirstSpots:
        self._now = now
        return await self._database.run(lambda connection: _first(connection, self._standing, query, now, limit))

    async def newest(
        self,
        query: OrderQuery,
        now: datetime,
        limit: int,
        *,
        below: OrderSpot | None = None,
        since: datetime | None = None,
    ) -> tuple[OrderRow, ...]:
        bounds = Bounds(limit, below, since)
        return tuple(await self._database.run(lambda connection: _newest(connection, query, now, bounds)))

    async def rows(self, spots: tuple[OrderSpot, ...], now: datetime | None = None) -> tuple[OrderRow, ...]:
        """Without `now` as of the last question that had one; ValueError when there was none."""
        at = now or self._now
        if at is None:
            raise ValueError("nobody has said what time it is")
        found: list[OrderRow] = []
        for start in range(0, len(spots), _AT_ONCE):
            some = spots[start : start + _AT_ONCE]
            found += await self._database.run(partial(_rows, spots=some, now=at))
        return tuple(found)

    async def counts(self, now: datetime) -> dict[str, int]:
        self._now = now
        return await self._database.run(lambda connection: _counts(connection, now))

    async def own_views(self) -> tuple[OwnView, ...]:
        """In the order in which they were made; one that a newer program has made is left out."""
        return await self._database.run(_own_views)

    async def keep_view(self, view: OwnView) -> None:
        await self._database.run(lambda connection: _keep_view(connection, view))

    async def drop_view(self, view_id: str) -> None:
        row = delete(own_views).where(own_views.c.id == view_id)
        await self._database.run(lambda connection: connection.execute(row))


def _spots(connection: Connection, standing: Standing, query: OrderQuery, now: datetime) -> tuple[OrderSpot, ...]:
    found = _found(connection, standing, query, now, _picks(connection, query))
    return tuple(reversed(found)) if query.descending else tuple(found)


def _first(connection: Connection, standing: Standing, query: OrderQuery, now: datetime, limit: int) -> FirstSpots:
    picks = _picks(connection, query)
    if picks is not None and query.view is View.ALL and len(picks) > _MANY * limit:
        spots = standing.top(connection, query, now, picks, limit)
        return FirstSpots(spots, len(picks) - len(spots))
    found = _found(connection, standing, query, now, picks)
    top = found[: -limit - 1 : -1] if query.descending else found[:limit]
    return FirstSpots(tuple(top), len(found) - len(top))


def _newest(connection: Connection, query: OrderQuery, now: datetime, bounds: Bounds) -> list[OrderRow]:
    agents = _agents(connection) if query.agent else ()
    question = newest(query, agents, dialect_of(connection), now, bounds)
    spots = connection.execute(text(question.sentence), question.values).scalars().all()
    return _rows(connection, tuple(spots), now)


def _found(
    connection: Connection, standing: Standing, query: OrderQuery, now: datetime, picks: Sequence[OrderSpot] | None
) -> Sequence[OrderSpot]:
    """In the query's order, from its top when it is not turned around."""
    if picks is None:
        return standing.of(connection, query.view, query.sort, now)
    if len(picks) > _FEW:
        return standing.picked(connection, query, now, picks)
    if not picks:
        return ()
    among = dialect_of(connection).among
    return answer_all(connection, ordered(query.view, query.sort, now, to_json(picks), among))


def _picks(connection: Connection, query: OrderQuery) -> list[OrderSpot] | None:
    """The spots of all that answer to the query's words and conditions, rising; None when it has none."""
    asked = picked(query, _agents(connection) if query.agent else (), dialect_of(connection))
    answers = [answer(connection, question) for question in asked]
    if len(answers) <= 1:
        return sorted(answers[0]) if answers else None
    return sorted(set(answers[0]).intersection(*answers[1:]))


def _agents(connection: Connection) -> list[str]:
    """Everybody whose name stands in the list."""
    found: list[str] = []
    while True:  # from name to name through the index, not through all orders
        after = select(func.min(order_list.c.agent))
        if found:
            after = after.where(order_list.c.agent > found[-1])
        name = connection.execute(after).scalar()
        if name is None:
            return found
        found.append(name)


def _rows(connection: Connection, spots: tuple[OrderSpot, ...], now: datetime) -> list[OrderRow]:
    query = select(order_list).where(order_list.c.spot.in_(spots))
    found = {row.spot: row for row in connection.execute(query)}
    return [_row(found[spot], now) for spot in spots if spot in found]


def _row(row: Row[Any], now: datetime) -> OrderRow:
    state = _status(row.stage, row.pay_by_at, to_micros(now))
    departs = datetime.fromisoformat(row.departs_local) if row.departs_local else None
    return OrderRow(
        spot=row.spot,
        order_id=row.order_id,
        reference=row.reference,
        airline=row.owner,
        lead=row.lead,
        others=max(row.passengers - 1, 0),
        origin=row.origin,
        destination=row.destination,
        departs=departs,
        departs_at=from_micros(row.leaves_at) if row.knows_zone else None,
        status=state,
        total=Money.of(row.total_amount, row.total_currency),
        created_at=from_micros(row.created_at),
        seen_at=from_micros(row.seen_at),
        pay_by=_instant(row.pay_by_at),
        next_at=_instant(_next_at(row, state, to_micros(now))),
        tickets=row.tickets,
        passengers=row.passengers,
        airline_changes=row.airline_changes,
        own_reference=row.own_reference,
        agent=row.agent,
    )


def _status(stage: str, pay_by_at: int | None, now: int) -> OrderStatus:
    passed = pay_by_at is not None and now >= pay_by_at
    match stage:
        case "cancelled":
            return OrderStatus.CANCELLED
        case "unpaid":
            return OrderStatus.OVERDUE if passed else OrderStatus.HELD
        case "lapsing" if passed:
            return OrderStatus.LAPSED
        case "ticketed":
            return OrderStatus.TICKETED
        case _:
            return OrderStatus.AWAITING_TICKETS


def _next_at(row: Row[Any], state: OrderStatus, now: int) -> int | None:
    """Of what is kept only of orders that have it: see `order_list.columns_of`."""
    if state is OrderStatus.LAPSED:
        return None
    kept = (row.price_until_at, row.pay_by_at if row.stage == "unpaid" else None, row.void_until_at)
    return min((at for at in kept if at is not None and at > now), default=None)


def _instant(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def _counts(connection: Connection, now: datetime) -> dict[str, int]:
    asked = {view.value: OrderQuery(view) for view in View}
    asked |= {f"own:{one.id}": one.query for one in _own_views(connection)}
    return {key: _count(connection, query, now) for key, query in asked.items()}


def _count(connection: Connection, query: OrderQuery, now: datetime) -> int:
    question, picks = in_view(query.view, now), _picks(connection, query)
    if picks is None:
        return int(connection.execute(text(question.counted), question.values).scalar_one())
    if query.view is View.ALL:
        return len(picks)
    return len(set(picks).intersection(answer(connection, question)))


def _own_views(connection: Connection) -> tuple[OwnView, ...]:
    found: list[OwnView] = []
    for row in connection.execute(select(own_views).order_by(own_views.c.number)):
        try:
            found.append(OwnView(row.id, row.name, from_json(row.query, OrderQuery)))
        except NotKept as error:
            _log.error("the view %s is left out: %s", row.id, error)
    return tuple(found)


def _keep_view(connection: Connection, view: OwnView) -> None:
    """The same id again changes the view and leaves it where it stands."""
    number = select(func.coalesce(func.max(own_views.c.number), 0) + 1).scalar_subquery()
    said = {"name": view.name, "query": to_json(view.query)}
    row = dialect_of(connection).insert(own_views).values(id=view.id, number=number, **said)
    connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=said))
