"""Who is named in what is kept: read without the rest of it, since names are looked for in many places."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, exists, func, or_, select, text

from agentdesk.storage.dialects import Alternatives, dialect_of
from agentdesk.storage.encoding import from_json, from_micros
from agentdesk.storage.schema import drafts, journal, orders, recent_searches
from agentdesk.travel.dates import read_birthday
from agentdesk.travel.errors import NotKept
from agentdesk.travel.people import Mention, PlaceKind

_log = logging.getLogger(__name__)

AT_ONCE = 50  # orders looked at in one piece of work
_LATEST = 1 << 62


class _Passenger(msgspec.Struct):
    id: str
    given_name: str
    family_name: str
    born: str = ""
    email: str = ""


class _Order(msgspec.Struct):
    passengers: list[_Passenger]


class _Traveller(msgspec.Struct):
    passenger_id: str
    given_name: str = ""
    family_name: str = ""
    born: str = ""
    email: str = ""


class _Priced(msgspec.Struct):
    travellers: list[_Traveller]


class _Sent(msgspec.Struct):
    priced: _Priced


class _Line(msgspec.Struct):
    """A line of the journal: one that has only left is what was sent itself."""

    sent: _Sent | None = None
    priced: _Priced | None = None

    @property
    def travellers(self) -> list[_Traveller]:
        told = self.sent.priced if self.sent is not None else self.priced
        return [] if told is None else told.travellers


class _Named(msgspec.Struct):
    given_name: str = ""
    family_name: str = ""


class _Search(msgspec.Struct):
    members: list[_Named] = []


class _Form(msgspec.Struct):
    accounts: list[_Named] = []


class _Draft(msgspec.Struct):
    travellers: list[_Traveller] = []
    search: _Search | None = None
    form: _Form | None = None


_SPOTS = "SELECT spot FROM ({found_by}) AS said WHERE spot < :below ORDER BY spot DESC LIMIT :limit"


def spots_of_words(connection: Connection, words: Alternatives, below: int | None, limit: int) -> list[int]:
    """Orders in which each of the words begins one, the newest first; `below` is the last spot read before."""
    dialect = dialect_of(connection)
    values = {"match": dialect.match(words), "below": _LATEST if below is None else below, "limit": limit}
    return list(connection.execute(text(_SPOTS.format(found_by=dialect.found_by)), values).scalars())


_IDS = text("SELECT order_id FROM order_list WHERE spot IN :spots").bindparams(bindparam("spots", expanding=True))


def mentions_at(connection: Connection, spots: Sequence[int]) -> list[Mention]:
    """Everybody named in these orders."""
    if not spots:
        return []
    ids = connection.execute(_IDS, {"spots": list(spots)}).scalars().all()
    query = select(orders.c.id, orders.c.order, orders.c.sent, orders.c.created_at).where(orders.c.id.in_(ids))
    return [one for row in connection.execute(query) for one in _of_order(row)]


def mentions_in_order(connection: Connection, order_id: str) -> list[Mention]:
    """The same of one order; none when it is not kept."""
    query = select(orders.c.id, orders.c.order, orders.c.sent, orders.c.created_at).where(orders.c.id == order_id)
    return [one for row in connection.execute(query) for one in _of_order(row)]


_UNSOLD = text("state <> 'booked'")  # in the very words of its index: else SQLite reads all lines
_LINES = 50  # unsold lines of the journal in one piece of work
_NUMBERS = 500  # lines gone through in one piece of work


def mentions_in_attempts(connection: Connection, after: int, *, lost: bool) -> tuple[list[Mention], int]:
    """Everybody named in some lines of the journal that led to no order here, and the number up to which it was read.

    That is -1 when there are no more. With `lost` also lines that say booked while the order is not kept: nobody has an
    index for those, so that costs going through the whole journal.
    """
    query = select(journal.c.attempt, journal.c.number, journal.c.payload, journal.c.written_at)
    query = query.where(journal.c.number > after).order_by(journal.c.number)
    if lost:
        gone = ~exists().where(orders.c.attempt == journal.c.attempt)
        rows = connection.execute(query.where(journal.c.number <= after + _NUMBERS, or_(_UNSOLD, gone))).all()
        highest = connection.execute(select(func.max(journal.c.number))).scalar() or 0
        last = after + _NUMBERS if after + _NUMBERS < highest else -1
    else:
        rows = connection.execute(query.where(_UNSOLD).limit(_LINES)).all()
        last = rows[-1].number if rows else -1
    found: list[Mention] = []
    for row in rows:
        line = _read(row.payload, _Line, f"attempt {row.attempt}")
        if line is not None:
            found += _of_travellers(PlaceKind.ATTEMPT, row.attempt, line.travellers, from_micros(row.written_at))
    return found, last


def mentions_in_drafts(connection: Connection, now: datetime) -> list[Mention]:
    """Everybody who stands in an unfinished booking, in a tab or in one that was closed."""
    found: list[Mention] = []
    for row in connection.execute(select(drafts.c.id, drafts.c.payload)):
        draft = _read(row.payload, _Draft, f"draft {row.id}")
        if draft is None:
            continue
        typed = [_as_dated(one, now) for one in draft.travellers]
        found += _of_travellers(PlaceKind.DRAFT, row.id, typed, now)
        named = [*(draft.search.members if draft.search else []), *(draft.form.accounts if draft.form else [])]
        known = {(one.given_name.casefold(), one.family_name.casefold()) for one in draft.travellers}
        strangers = [one for one in named if (one.given_name.casefold(), one.family_name.casefold()) not in known]
        found += _of_members(PlaceKind.DRAFT, row.id, strangers, now)
    return found


def mentions_in_searches(connection: Connection) -> list[Mention]:
    """Everybody who was named for a frequent flyer fare in a search that is remembered."""
    found: list[Mention] = []
    for row in connection.execute(select(recent_searches.c.search, recent_searches.c.asked_at)):
        search = _read(row.search, _Search, "a recent search")
        if search is not None:
            found += _of_members(PlaceKind.SEARCH, row.search, search.members, from_micros(row.asked_at))
    return found


def _read(content: str, kind: type[Any], name: str) -> Any:
    """None for what a newer program has written, or is damaged."""
    try:
        return from_json(content, kind)
    except NotKept:
        _log.error("%s cannot be searched for people", name.partition(" ")[0])
        return None


def _of_order(row: Any) -> Iterator[Mention]:
    """What the answer leaves out of somebody (API.md 7.5) is known from what we sent."""
    order = _read(row.order, _Order, f"order {row.id}")
    if order is None:
        return
    sent = None if row.sent is None else _read(row.sent, _Sent, f"order {row.id}")
    known = {} if sent is None else {one.passenger_id: one for one in sent.priced.travellers}
    for one in order.passengers:
        ours = known.get(one.id)
        yield Mention(
            PlaceKind.ORDER,
            row.id,
            one.id,
            one.given_name,
            one.family_name,
            one.born or (ours.born if ours is not None else ""),
            one.email or (ours.email if ours is not None else ""),
            from_micros(row.created_at),
        )


def _of_travellers(kind: PlaceKind, ident: str, travellers: Sequence[_Traveller], at: datetime) -> list[Mention]:
    return [
        Mention(kind, ident, one.passenger_id, one.given_name, one.family_name, one.born, one.email, at)
        for one in travellers
        if (one.given_name + one.family_name).strip()
    ]


def _of_members(kind: PlaceKind, ident: str, members: Sequence[_Named], at: datetime) -> list[Mention]:
    return [
        Mention(kind, ident, "", one.given_name, one.family_name, "", "", at)
        for one in members
        if (one.given_name + one.family_name).strip()
    ]


def _as_dated(one: _Traveller, now: datetime) -> _Traveller:
    """The birth date as typed, where it is one."""
    born = read_birthday(one.born, now.date())
    return msgspec.structs.replace(one, born=born.isoformat() if isinstance(born, date) else "")
