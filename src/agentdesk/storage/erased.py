"""Who and what was erased, known by keyed hashes alone: enough not to keep it again when the upstream tells of it.

HMAC-SHA256 (RFC 2104) of the order's id, and for one traveller among others of the order's id with the passenger's id
or with name and birth date. The key is made once for each database and lies in it; on a PostgreSQL it is sealed.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from agentdesk.desk.ports import OrderAnswer
from agentdesk.storage.columns import opened_there, sealed_there
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import to_micros
from agentdesk.storage.raw_answers import raw_without
from agentdesk.storage.schema import erased, meta
from agentdesk.travel.erasing import MARK, Leaving, order_without, personal_values
from agentdesk.travel.order_words import name_words
from agentdesk.travel.orders import Order, OrderPassenger

_KEY = "erasure key"
_PLACE = "meta.erasure key"


def order_mark(connection: Connection, order_id: str) -> str:
    """What an erased order is known by; also stands where its id stood."""
    return _mark(_key_to_write(connection), "order", order_id)


def remember_order(connection: Connection, order_id: str, at: datetime) -> str:
    """From now on it is not kept again; its mark."""
    mark = order_mark(connection, order_id)
    _add(connection, (mark,), at)
    return mark


def remember_passengers(connection: Connection, order_id: str, gone: Sequence[OrderPassenger], at: datetime) -> None:
    """From now on these travellers are blanked in each answer about the order."""
    key = _key_to_write(connection)
    _add(connection, [mark for one in gone for mark in _marks_of(key, order_id, one)], at)


def as_kept(connection: Connection, answer: OrderAnswer) -> OrderAnswer | None:
    """The answer without whom was erased from it; None when the whole order was."""
    key = _key_there(connection)
    if key is None:
        return answer
    order = answer.order
    whole = _mark(key, "order", order.id)
    by_mark = {mark: one.id for one in order.passengers for mark in _marks_of(key, order.id, one)}
    asked = select(erased.c.mark).where(erased.c.mark.in_([whole, *by_mark]))
    known = set(connection.execute(asked).scalars())
    if whole in known:
        return None
    gone = frozenset(by_mark[mark] for mark in known)
    if not gone:
        return answer
    raw = raw_without(answer.raw, gone, personal_values(order, None, gone))
    return replace(answer, order=order_without(order, Leaving(gone)), raw=raw)


def already_gone(connection: Connection, order: Order) -> frozenset[str]:
    """The passengers of a kept order who were erased before."""
    key = _key_there(connection)
    if key is None:
        return frozenset()
    by_mark = {_mark(key, "passenger", order.id, one.id): one.id for one in order.passengers}
    known = connection.execute(select(erased.c.mark).where(erased.c.mark.in_(list(by_mark)))).scalars()
    return frozenset(by_mark[mark] for mark in known)


def _marks_of(key: bytes, order_id: str, one: OrderPassenger) -> tuple[str, ...]:
    """By the passenger's id, which stays; and by name and birth date, should the airline give another id."""
    by_id = _mark(key, "passenger", order_id, one.id)
    names = " ".join(name_words(one.full_name))
    return (by_id, _mark(key, "person", order_id, names, one.born)) if names and one.born else (by_id,)


def _mark(key: bytes, *said: str) -> str:
    return MARK + hmac.digest(key, "\0".join(said).encode(), "sha256").hex()


def _add(connection: Connection, marks: Sequence[str], at: datetime) -> None:
    rows = [{"mark": mark, "erased_at": to_micros(at)} for mark in marks]
    new = dialect_of(connection).insert(erased).values(rows)
    connection.execute(new.on_conflict_do_nothing(index_elements=["mark"]))


def _key_there(connection: Connection) -> bytes | None:
    """None while nothing was ever erased. Only a key is remembered: another process may be making it just now."""
    known: bytes | None = connection.info.get(_KEY)
    if known is None:
        text = connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar()
        if text is None:
            return None
        known = connection.info[_KEY] = bytes.fromhex(opened_there(connection, text, _PLACE))
    return known


def _key_to_write(connection: Connection) -> bytes:
    found = _key_there(connection)
    if found is None:
        text = sealed_there(connection, secrets.token_hex(32), _PLACE)
        new = dialect_of(connection).insert(meta).values(key=_KEY, value=text)
        connection.execute(new.on_conflict_do_nothing(index_elements=["key"]))  # another process's key counts
        found = _key_there(connection)
    assert found is not None
    return found
