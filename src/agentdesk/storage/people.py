"""People among all that is kept: found by name, told of in full, erased piece by piece."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select

from agentdesk.storage.copies import copies_beside
from agentdesk.storage.database import Database
from agentdesk.storage.encoding import from_json, from_micros, to_micros
from agentdesk.storage.erasing import erase_attempt, erase_draft, erase_from_order
from agentdesk.storage.mentions import (
    AT_ONCE,
    mentions_at,
    mentions_in_attempts,
    mentions_in_drafts,
    mentions_in_order,
    mentions_in_searches,
    spots_of_words,
)
from agentdesk.storage.overwriting import drop_old_words, overwrite
from agentdesk.storage.reminded import put
from agentdesk.storage.schema import meta, order_list, orders, own_views, recent_searches
from agentdesk.storage.standing import draft_stays, line_stays, order_stays, read_draft, read_line
from agentdesk.storage.telling_all import told_of_attempt, told_of_draft, told_of_order
from agentdesk.travel.booking import sent_of
from agentdesk.travel.errors import NotKept
from agentdesk.travel.order_views import LEFT_OFF, OrderQuery
from agentdesk.travel.order_words import name_words, words_asked
from agentdesk.travel.orders import Order
from agentdesk.travel.past_orders import Reason, Why, ends_at, landing
from agentdesk.travel.people import (
    Copy,
    Fate,
    Mention,
    Overwritten,
    PeopleFound,
    PersonFound,
    PersonKey,
    Place,
    PlaceKind,
    answers_to,
    people_among,
)

_MOST = 300  # orders looked at for what is typed; more words find the rest
_DUE = "overwrite"  # in `meta` from the first deletion until what was freed has been overwritten
_GONE_AT_ONCE = 10  # orders
_FLIGHTLESS, _FIRST_FLIGHT = -2, -1  # in place of microseconds: where a walk begins, and where that through flights


class SqlPeople:
    """The `PeopleStore` port. `root` is the data folder, in which copies are looked for."""

    def __init__(self, database: Database, root: Path) -> None:
        self._database, self._root = database, root

    # --- finding

    async def find(self, text: str, now: datetime) -> PeopleFound:
        """Those of whose names each word typed begins one; of orders the newest three hundred that answer."""
        words = words_asked(text)
        if not words:
            return PeopleFound(())
        found, is_all = await self._in_orders(words, _MOST)
        found += await self._elsewhere(now, lost=False)
        people = await asyncio.to_thread(_answering, found, text)  # many names: the window goes on meanwhile
        return PeopleFound(people, is_all)

    async def mentions(self, key: PersonKey, now: datetime) -> tuple[PersonFound, tuple[Mention, ...]] | None:
        """Everything that names this person; None when nothing does."""
        found, _ = await self._in_orders([(word,) for word in key.names], None)
        found += await self._elsewhere(now, lost=True)
        return await asyncio.to_thread(_of_key, found, key)

    async def _in_orders(self, words: Sequence[Sequence[str]], most: int | None) -> tuple[list[Mention], bool]:
        """Of the newest orders, and whether that is all: in small pieces of work."""
        found: list[Mention] = []
        below: int | None = None
        read = 0
        while most is None or read < most:
            spots = await self._database.run(partial(spots_of_words, words=words, below=below, limit=AT_ONCE))
            if not spots:
                return found, True
            found += await self._database.run(partial(mentions_at, spots=spots))
            below, read = spots[-1], read + len(spots)
        return found, False

    async def _elsewhere(self, now: datetime, *, lost: bool) -> list[Mention]:
        found: list[Mention] = []
        after = -1
        while True:
            some, last = await self._database.run(partial(_attempts, after=after, lost=lost))
            found += some
            if last < 0:
                break
            after = last
        found += await self._database.run(partial(mentions_in_drafts, now=now))
        return found + await self._database.run(mentions_in_searches)

    # --- telling

    async def places(self, key: PersonKey, mentions: Sequence[Mention], now: datetime) -> tuple[Place, ...]:
        """Each thing that names the person, and what erasing them would do to it."""
        found: list[Place] = []
        for ident, own in _by_place(mentions):
            found += await self._database.run(partial(_place, ident=ident, mentions=own, now=now))
        return (*found, *await self._database.run(partial(_views, key=key, now=now)))

    async def tell(self, key: PersonKey, mentions: Sequence[Mention], now: datetime) -> dict[str, Any]:
        """Everything kept of the person, without what is other people's, as plain values for JSON."""
        told: dict[str, list[Any]] = {kind.value: [] for kind in PlaceKind}
        for (kind, ident), own in _by_place(mentions):
            ids = frozenset(one.passenger_id for one in own)
            told[kind.value].append(await self._database.run(partial(_told, kind=kind, ident=ident, ids=ids)))
        for view in await self._database.run(partial(_views, key=key, now=now)):
            told[PlaceKind.VIEW.value].append({"name": view.title})
        return told

    # --- erasing

    async def erase(self, place: Place, mentions: Sequence[Mention], now: datetime) -> Place:
        """One of the places, in one transaction; what became of it. What has changed since it was looked at counts."""
        ids = frozenset(one.passenger_id for one in mentions if (one.kind, one.id) == (place.kind, place.id))
        return await self._database.run(lambda connection: _erase(connection, place, ids, now))

    async def over(self, before: datetime, after: str, now: datetime) -> tuple[tuple[str, ...], str]:
        """Orders whose last flight landed before an instant and that may go, some at a time; and where to go on from,
        "" when there are no more. `after` is what the last answer said, "" at first."""
        return await self._database.run(lambda connection: _over(connection, before, after, now))

    async def count_before(self, before: datetime) -> int:
        """By the first flight, so rather too many; what is still needed is among them."""
        query = select(func.count()).select_from(order_list).where(order_list.c.leaves_at < to_micros(before))
        return await self._database.run(lambda connection: int(connection.execute(query).scalar_one()))

    async def erase_orders(self, order_ids: Sequence[str], now: datetime) -> int:
        """These orders with everybody in them; how many have gone."""
        gone = 0
        for start in range(0, len(order_ids), _GONE_AT_ONCE):
            some = order_ids[start : start + _GONE_AT_ONCE]
            gone += await self._database.run(partial(_erase_all, order_ids=some, now=now))
        return gone

    async def erase_attempts(self, before: datetime, now: datetime) -> int:
        """Whoever is named in bookings that came to nothing, whose flights landed before an instant; how many."""
        after, gone = -1, 0
        while True:
            some, after = await self._database.run(partial(_attempts, after=after, lost=True))
            names = tuple(dict.fromkeys(one.id for one in some if not _is_nobody(one)))
            gone += await self._database.run(partial(_erase_old, attempts=names, before=before, now=now))
            if after < 0:
                return gone

    async def finish(self) -> None:
        """Overwrite what an end half-way has left, or the database did not let us."""
        query = select(meta.c.value).where(meta.c.key == _DUE)
        if await self._database.run(lambda connection: connection.execute(query).scalar()) is not None:
            await self.overwrite(asked=False)

    async def overwrite(self, *, asked: bool) -> Overwritten:
        """What was freed leaves no trace in the files; small ones, and with `asked` larger ones, are written anew."""
        more = await self._database.run(partial(drop_old_words, begin=True))
        while more:
            more = await self._database.run(partial(drop_old_words, begin=False))
        done = await self._database.outside(partial(overwrite, asked=asked))
        if done is not Overwritten.LATER:
            await self._database.run(lambda connection: connection.execute(delete(meta).where(meta.c.key == _DUE)))
        return done

    async def copies(self) -> tuple[Copy, ...]:
        """Copies that this program knows of and cannot change."""
        return await asyncio.to_thread(copies_beside, self._root)


def _answering(mentions: Sequence[Mention], text: str) -> tuple[PersonFound, ...]:
    wanted = {one.names for one in mentions if answers_to(one, text)}
    return tuple(person for person, _ in people_among(one for one in mentions if one.names in wanted))


def _of_key(mentions: Sequence[Mention], key: PersonKey) -> tuple[PersonFound, tuple[Mention, ...]] | None:
    same_name = (one for one in mentions if one.names == key.names)
    return next(((who, own) for who, own in people_among(same_name) if who.key == key), None)


def _is_nobody(mention: Mention) -> bool:
    return not people_among((mention,))


def _attempts(connection: Connection, after: int, *, lost: bool) -> tuple[list[Mention], int]:
    return mentions_in_attempts(connection, after, lost=lost)


Ident = tuple[PlaceKind, str]


def _by_place(mentions: Iterable[Mention]) -> list[tuple[Ident, list[Mention]]]:
    found: dict[Ident, list[Mention]] = {}
    for one in mentions:
        found.setdefault((one.kind, one.id), []).append(one)
    return list(found.items())


def _place(connection: Connection, ident: Ident, mentions: Sequence[Mention], now: datetime) -> list[Place]:
    """None when it has gone meanwhile."""
    kind, name = ident
    ids = {one.passenger_id for one in mentions}
    title, reason, others = name, None, False
    match kind:
        case PlaceKind.ORDER:
            row = connection.execute(select(orders.c.order, orders.c.seen_at).where(orders.c.id == name)).first()
            if row is None:
                return []
            try:
                order = from_json(row.order, Order)
                title, reason = order.reference, order_stays(connection, order, from_micros(row.seen_at), now)
                others = _others(mentions_in_order(connection, name), ids)
            except NotKept:
                reason = Reason(Why.UNREADABLE)
        case PlaceKind.ATTEMPT:
            line = read_line(connection, name)
            if line is None:
                return []
            priced = sent_of(line).priced
            title, reason = _route(priced.offer.slices), line_stays(line, now)
            others = any(one.passenger_id not in ids for one in priced.travellers)
        case PlaceKind.DRAFT:
            draft = read_draft(connection, name)
            if draft is None:
                return []
            title = _route(draft.offer.slices) if draft.offer is not None else ""
            reason = draft_stays(connection, draft)
        case PlaceKind.SEARCH | PlaceKind.VIEW:
            title = ""
    fate = Fate.STAYS if reason is not None else Fate.BLANKED if others else Fate.GOES
    return [Place(kind, name, title, mentions[0].since, fate, reason)]


def _others(mentions: Sequence[Mention], ids: set[str]) -> bool:
    """Whether somebody else of an order has not been erased yet."""
    return any(one.passenger_id not in ids and not _is_nobody(one) for one in mentions)


def _route(slices: Sequence[Any]) -> str:
    return " ".join(f"{part.origin.iata}-{part.destination.iata}" for part in slices)


def _views(connection: Connection, key: PersonKey, now: datetime) -> list[Place]:
    """Searches of the list of orders that hold one of the names: saved ones, and the place that was left."""
    found: list[Place] = []
    for row in connection.execute(select(own_views)):
        try:
            text = from_json(row.query, OrderQuery).text
        except NotKept:
            text = row.query
        is_place = row.id == LEFT_OFF
        if _is_about(text, key, begun=is_place) or (not is_place and _is_about(row.name, key)):
            found.append(Place(PlaceKind.VIEW, row.id, "" if is_place else row.name, now, Fate.GOES))
    return found


def _is_about(text: str, key: PersonKey, *, begun: bool = False) -> bool:
    """Whether a text has one of the names, or nothing but beginnings of them; with `begun` one beginning is enough."""
    words = name_words(text)
    beginnings = [len(word) > 2 and any(name.startswith(word) for name in key.names) for word in words]
    return bool(set(key.names) & set(words)) or (any(beginnings) if begun else bool(words) and all(beginnings))


def _told(connection: Connection, kind: PlaceKind, ident: str, ids: frozenset[str]) -> Any:
    match kind:
        case PlaceKind.ORDER:
            return told_of_order(connection, ident, ids)
        case PlaceKind.ATTEMPT:
            return told_of_attempt(connection, ident, ids)
        case PlaceKind.DRAFT:
            return told_of_draft(connection, ident, ids)
        case _:
            return {"search": ident}


def _erase(connection: Connection, place: Place, ids: frozenset[str], now: datetime) -> Place:
    fate, reason = Fate.GOES, None
    match place.kind:
        case PlaceKind.ORDER:
            fate, reason = erase_from_order(connection, place.id, ids, now)
        case PlaceKind.ATTEMPT | PlaceKind.DRAFT:
            (seen,) = _place(connection, (place.kind, place.id), [_stand_in(place, one) for one in ids], now) or [place]
            fate, reason = seen.fate, seen.reason
            if fate is not Fate.STAYS and place.kind is PlaceKind.ATTEMPT:
                erase_attempt(connection, place.id, ids)
            elif fate is not Fate.STAYS:
                erase_draft(connection, place.id)
        case PlaceKind.SEARCH:
            connection.execute(recent_searches.delete().where(recent_searches.c.search == place.id))
        case PlaceKind.VIEW:
            connection.execute(own_views.delete().where(own_views.c.id == place.id))
    if fate is not Fate.STAYS:
        put(connection, _DUE, "yes")
    return Place(place.kind, place.id, place.title, place.since, fate, reason)


def _stand_in(place: Place, passenger_id: str) -> Mention:
    return Mention(place.kind, place.id, passenger_id, "", "", "", "", place.since)


def _erase_all(connection: Connection, order_ids: Sequence[str], now: datetime) -> int:
    fates = [erase_from_order(connection, one, None, now)[0] for one in order_ids]
    gone = sum(1 for one in fates if one is Fate.GOES)
    if gone:
        put(connection, _DUE, "yes")
    return gone


def _erase_old(connection: Connection, attempts: Sequence[str], before: datetime, now: datetime) -> int:
    gone = 0
    for attempt in attempts:
        line = read_line(connection, attempt)
        if line is None or line_stays(line, now) is not None:
            continue
        sent = sent_of(line)
        if (landing(sent.priced.offer.slices) or sent.at) < before:
            put(connection, _DUE, "yes")
            erase_attempt(connection, attempt, None)
            gone += 1
    return gone


def _over(connection: Connection, before: datetime, after: str, now: datetime) -> tuple[tuple[str, ...], str]:
    """By the first flight, which has an index: what has landed has left before. Orders without flights come first."""
    left, spot = (int(part) for part in after.split(".")) if after else (_FLIGHTLESS, -1)
    row, limit = order_list.c, to_micros(before)
    walk = select(row.order_id, row.leaves_at, row.spot)
    if left == _FLIGHTLESS:
        walk = walk.where(row.leaves_at.is_(None), row.spot > spot).order_by(row.spot)
    else:
        further = or_(row.leaves_at > left, row.spot > spot)
        walk = walk.where(row.leaves_at >= left, row.leaves_at < limit, further).order_by(row.leaves_at, row.spot)
    rows = connection.execute(walk.limit(AT_ONCE)).all()
    if not rows:
        return (), f"{_FIRST_FLIGHT}.-1" if left == _FLIGHTLESS else ""
    query = select(orders.c.id, orders.c.order, orders.c.seen_at)
    kept = {one.id: one for one in connection.execute(query.where(orders.c.id.in_([one.order_id for one in rows])))}
    there = [kept[one.order_id] for one in rows if one.order_id in kept]
    last = rows[-1]
    found = tuple(one.id for one in there if _is_over(connection, one, before, now))
    return found, f"{_FLIGHTLESS if last.leaves_at is None else last.leaves_at}.{last.spot}"


def _is_over(connection: Connection, row: Any, before: datetime, now: datetime) -> bool:
    try:
        order = from_json(row.order, Order)
        return ends_at(order) < before and order_stays(connection, order, from_micros(row.seen_at), now) is None
    except NotKept:
        return False
