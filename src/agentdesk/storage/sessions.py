"""Searches of the agency service and their offers in the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, false, insert, or_, select, tuple_, update

from agentdesk.desk.sessions import OfferPage
from agentdesk.storage.database import Database
from agentdesk.storage.encoding import from_json, to_json, to_micros
from agentdesk.storage.service_schema import session_offers, sessions
from agentdesk.travel.money import minor_digits
from agentdesk.travel.sessions import KeptOffer, OfferSort, SearchSession, SessionState, duration_of

_MINUTE = timedelta(minutes=1)
_SORTED_BY = {OfferSort.TOTAL: session_offers.c.total_minor, OfferSort.DURATION: session_offers.c.duration}


class SqlSessions:
    """The `SessionStore` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, session: SearchSession) -> None:
        await self._database.run(
            lambda connection: connection.execute(
                insert(sessions).values(id=session.id, holder=self._database.me, **_columns(session))
            )
        )

    async def update(self, session: SearchSession) -> None:
        """LookupError for one that was never opened."""
        change = update(sessions).where(sessions.c.id == session.id).values(**_columns(session))
        if await self._database.run(lambda connection: connection.execute(change).rowcount) != 1:
            raise LookupError(f"there is no search {session.id}")

    async def add(self, session_id: str, offers: Sequence[KeptOffer]) -> None:
        rows = [{"id": one.id, "session_id": session_id, **_offer_columns(one)} for one in offers]
        if rows:
            await self._database.run(lambda connection: connection.execute(insert(session_offers), rows))

    async def session(self, session_id: str, agent_id: str) -> SearchSession | None:
        query = select(sessions.c.payload).where(sessions.c.id == session_id, sessions.c.agent_id == agent_id)
        text = await self._database.run(lambda connection: connection.execute(query).scalar())
        return None if text is None else from_json(text, SearchSession)

    async def offers(
        self, session_id: str, sort: OfferSort, *, most: Decimal | None, after: str | None, limit: int, now: datetime
    ) -> OfferPage:
        column = _SORTED_BY[sort]
        query = (
            select(session_offers.c.payload, column.label("place"), session_offers.c.id)
            .where(session_offers.c.session_id == session_id, session_offers.c.expires_at > to_micros(now))
            .order_by(column, session_offers.c.id)
        )
        if after is not None:
            query = query.where(tuple_(column, session_offers.c.id) > tuple_(*_place(after)))

        def read(connection: Connection) -> Sequence[Any]:
            limited = query if most is None else query.where(_at_most(connection, session_id, most))
            return connection.execute(limited.limit(limit + 1)).all()

        rows = await self._database.run(read)
        last = rows[limit - 1] if len(rows) > limit else None
        kept = tuple(from_json(row.payload, KeptOffer) for row in rows[:limit])
        return OfferPage(kept, None if last is None else f"{last.place}.{last.id}")

    async def offer(self, offer_id: str, agent_id: str) -> KeptOffer | None:
        query = (
            select(session_offers.c.payload)
            .join(sessions, sessions.c.id == session_offers.c.session_id)
            .where(session_offers.c.id == offer_id, sessions.c.agent_id == agent_id)
        )
        text = await self._database.run(lambda connection: connection.execute(query).scalar())
        return None if text is None else from_json(text, KeptOffer)

    async def keep(self, offer: KeptOffer) -> None:
        change = update(session_offers).where(session_offers.c.id == offer.id).values(**_offer_columns(offer))
        await self._database.run(lambda connection: connection.execute(change))

    async def take_over(self) -> tuple[SearchSession, ...]:
        found = await self._database.run(lambda connection: _take_over(connection, self._database))
        return tuple(from_json(text, SearchSession) for text in found)

    async def brought(self, session_id: str) -> tuple[KeptOffer, ...]:
        query = select(session_offers.c.payload).where(session_offers.c.session_id == session_id)
        found = await self._database.run(lambda connection: connection.execute(query).scalars().all())
        return tuple(from_json(text, KeptOffer) for text in found)

    async def forget(self, before: datetime) -> int:
        return await self._database.run(lambda connection: _forget(connection, to_micros(before)))


def _take_over(connection: Connection, database: Database) -> Sequence[str]:
    left = or_(sessions.c.holder.is_(None), sessions.c.holder.not_in(database.alive(connection)))
    query = select(sessions.c.id).where(sessions.c.state == SessionState.ASKING.value, left)
    ids = connection.execute(query.with_for_update(skip_locked=True)).scalars().all()
    if not ids:
        return ()
    theirs = sessions.c.id.in_(ids)
    connection.execute(update(sessions).where(theirs).values(holder=database.me))
    return connection.execute(select(sessions.c.payload).where(theirs)).scalars().all()


def _columns(session: SearchSession) -> dict[str, Any]:
    return {
        "agent_id": session.agent_id,
        "state": session.state.value,
        "expires_at": to_micros(session.expires_at),
        "payload": to_json(session),
    }


def _offer_columns(kept: KeptOffer) -> dict[str, Any]:
    offer = kept.offer
    return {
        "expires_at": to_micros(offer.expires_at),
        "total_currency": offer.total.currency,
        "total_minor": offer.total.minor_units,
        "duration": duration_of(offer) // _MINUTE,
        "payload": to_json(kept),
    }


def _place(after: str) -> tuple[int, str]:
    number, dot, offer_id = after.partition(".")
    if not dot or not number.isascii() or not number.isdecimal() or not offer_id:
        raise ValueError("no page begins there")
    return int(number), offer_id


def _at_most(connection: Connection, session_id: str, most: Decimal) -> ColumnElement[bool]:
    """Offers up to a price in whatever currency they are; a search is answered in one, as a rule."""
    query = select(session_offers.c.total_currency).where(session_offers.c.session_id == session_id).distinct()
    column = session_offers.c.total_currency
    return or_(
        false(),
        *(
            (column == currency)
            & (session_offers.c.total_minor <= int(most.scaleb(minor_digits(currency)).to_integral_value(ROUND_FLOOR)))
            for currency in connection.execute(query).scalars()
        ),
    )


def _forget(connection: Connection, before: int) -> int:
    old = select(sessions.c.id).where(sessions.c.expires_at < before)
    connection.execute(delete(session_offers).where(session_offers.c.session_id.in_(old)))
    return connection.execute(delete(sessions).where(sessions.c.expires_at < before)).rowcount
