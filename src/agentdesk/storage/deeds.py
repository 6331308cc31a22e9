"""What is done to orders after the sale, in the database: a line per attempt, on the disk before it leaves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias, assert_never

import msgspec
from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update

from agentdesk.desk.ports import anything_goes
from agentdesk.storage.database import Database
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_json, from_micros, to_json, to_micros
from agentdesk.storage.schema import deeds
from agentdesk.travel.booking import Doubt
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedLine,
    DeedOutcome,
    DeedRefused,
    DeedSent,
    DeedStruckOut,
    DeedUnsure,
    PayHold,
    sent_of_deed,
)
from agentdesk.travel.errors import NotKept
from agentdesk.travel.money import Money

_KINDS: dict[str, type[Deed]] = {"pay": PayHold, "cancel": CancelOrder, "accept": AcceptChange}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_STATES: dict[type[DeedLine], str] = {
    DeedSent: "sent",
    DeedDone: "done",
    DeedRefused: "refused",
    DeedUnsure: "unsure",
    DeedStruckOut: "struck_out",
}
_OPEN = ("sent", "unsure")
_NUMBERED = select(func.coalesce(func.max(deeds.c.number), 0) + 1).scalar_subquery()
_LINE = select(deeds)
_Outcome: TypeAlias = DeedOutcome | DeedStruckOut


class _Done(msgspec.Struct):
    at: datetime
    proof: str = ""
    request_id: str = ""
    cancellation: Cancellation | None = None
    amount: Money | None = None


class _Refused(msgspec.Struct):
    code: str
    message: str
    request_id: str
    at: datetime


class _Unsure(msgspec.Struct):
    why: str
    request_id: str
    since: datetime
    doubt: Doubt = Doubt.NO_ANSWER


class _StruckOut(msgspec.Struct):
    at: datetime


class SqlDeedJournal:
    """The `DeedJournal` port. A line that cannot be read is said (NotKept), never passed over: money hangs on it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, sent: DeedSent, check: Callable[[tuple[DeedLine, ...]], None] = anything_goes) -> None:
        """ValueError when this attempt is in the journal already: an attempt leaves once."""
        await self._database.run(lambda connection: _write(connection, sent, check, self._database.me))

    async def settle(self, sent: DeedSent, outcome: DeedOutcome) -> None:
        """LookupError for an attempt never written. What was found done upstream outweighs everything said before."""
        await self._database.run(lambda connection: _turn_into(connection, sent, outcome))

    async def strike_out(self, line: DeedStruckOut) -> None:
        await self._database.run(lambda connection: _turn_into(connection, line.sent, line))

    async def open_lines(self) -> tuple[DeedLine, ...]:
        return await self._lines(_LINE.where(deeds.c.state.in_(_OPEN)).order_by(deeds.c.number))

    async def to_settle(self) -> tuple[DeedLine, ...]:
        mine = _LINE.where(deeds.c.state.in_(_OPEN), deeds.c.holder == self._database.me)
        return await self._lines(mine.order_by(deeds.c.number))

    async def take_over(self) -> tuple[DeedLine, ...]:
        return await self._database.run(lambda connection: _take_over(connection, self._database))

    async def line(self, attempt: str) -> DeedLine | None:
        return await self._database.run(lambda connection: _find(connection, attempt))

    async def of_order(self, order_id: str) -> tuple[DeedLine, ...]:
        return await self._lines(_LINE.where(deeds.c.order_id == order_id).order_by(deeds.c.number.desc()))

    async def _lines(self, query: Select[Any]) -> tuple[DeedLine, ...]:
        return await self._database.run(lambda connection: tuple(_read(row) for row in connection.execute(query)))


def _write(connection: Connection, sent: DeedSent, check: Callable[[tuple[DeedLine, ...]], None], holder: int) -> None:
    dialect_of(connection).hold(connection, "deeds")
    same = _LINE.where(deeds.c.order_id == sent.deed.order_id).order_by(deeds.c.number.desc())
    check(tuple(_read(row) for row in connection.execute(same)))
    if _find(connection, sent.attempt) is not None:
        raise ValueError(f"attempt {sent.attempt} stands in the journal already")
    connection.execute(
        insert(deeds).values(
            attempt=sent.attempt,
            number=_NUMBERED,
            order_id=sent.deed.order_id,
            state="sent",
            kind=_NAMES[type(sent.deed)],
            written_at=to_micros(sent.at),
            agent=sent.agent,
            deed=to_json(sent.deed),
            holder=holder,
        )
    )


def _take_over(connection: Connection, database: Database) -> tuple[DeedLine, ...]:
    left = or_(deeds.c.holder.is_(None), deeds.c.holder.not_in(database.alive(connection)))
    query = select(deeds.c.attempt).where(deeds.c.state.in_(_OPEN), left)
    attempts = connection.execute(query.with_for_update(skip_locked=True)).scalars().all()
    if not attempts:
        return ()
    connection.execute(update(deeds).where(deeds.c.attempt.in_(attempts)).values(holder=database.me))
    them = _LINE.where(deeds.c.attempt.in_(attempts)).order_by(deeds.c.number)
    return tuple(_read(row) for row in connection.execute(them))


def _turn_into(connection: Connection, sent: DeedSent, new: _Outcome) -> None:
    if new.sent.attempt != sent.attempt:
        raise ValueError(f"the outcome is that of {new.sent.attempt}, not of {sent.attempt}")
    old = _find(connection, sent.attempt, to_change=True)
    if old is None:
        raise LookupError(f"attempt {sent.attempt} was never written")
    if not _changes(old, new):
        return
    outcome, at = _said(new)
    connection.execute(
        update(deeds)
        .where(deeds.c.attempt == sent.attempt)
        .values(state=_STATES[type(new)], settled_at=to_micros(at), outcome=to_json(outcome))
    )


def _changes(old: DeedLine, new: _Outcome) -> bool:
    """Whether `new` is to stand in place of `old`; ValueError when the two cannot both be true."""
    match old, new:
        case (DeedSent() | DeedUnsure(), _):
            return True
        case (DeedRefused() | DeedStruckOut(), DeedDone()):
            return True
        case (_, DeedUnsure()):
            return False
        case _ if type(old) is type(new):
            return False
    raise ValueError(f"attempt {new.sent.attempt} is {_STATES[type(old)]} and cannot become {_STATES[type(new)]}")


def lines_of_order(connection: Connection, order_id: str) -> tuple[DeedLine, ...]:
    """Every line of an order."""
    return tuple(_read(row) for row in connection.execute(_LINE.where(deeds.c.order_id == order_id)))


def change_deed(connection: Connection, attempt: str, line: DeedLine) -> None:
    """What the line of an attempt tells, in other words: that it was tried, and how it ended, stays as it is."""
    deed = sent_of_deed(line).deed
    told = None if isinstance(line, DeedSent) else to_json(_said(line)[0])
    row = update(deeds).where(deeds.c.attempt == attempt)
    connection.execute(row.values(order_id=deed.order_id, deed=to_json(deed), outcome=told))


def _said(line: _Outcome) -> tuple[msgspec.Struct, datetime]:
    """All of it but what was sent, and when it was so."""
    match line:
        case DeedDone():
            return _Done(line.at, line.proof, line.request_id, line.cancellation, line.amount), line.at
        case DeedRefused():
            return _Refused(line.code, line.message, line.request_id, line.at), line.at
        case DeedUnsure():
            return _Unsure(line.why, line.request_id, line.since, line.doubt), line.since
        case DeedStruckOut():
            return _StruckOut(line.at), line.at
        case _:
            assert_never(line)


def _find(connection: Connection, attempt: str, *, to_change: bool = False) -> DeedLine | None:
    query = _LINE.where(deeds.c.attempt == attempt)
    row = connection.execute(query.with_for_update() if to_change else query).first()
    return None if row is None else _read(row)


def _read(row: Row[Any]) -> DeedLine:
    sent = DeedSent(from_json(row.deed, _KINDS[row.kind]), row.attempt, from_micros(row.written_at), row.agent)
    match row.state:
        case "sent":
            return sent
        case "done":
            done = from_json(row.outcome, _Done)
            return DeedDone(sent, done.at, done.proof, done.request_id, done.cancellation, done.amount)
        case "refused":
            refused = from_json(row.outcome, _Refused)
            return DeedRefused(sent, refused.code, refused.message, refused.request_id, refused.at)
        case "unsure":
            unsure = from_json(row.outcome, _Unsure)
            return DeedUnsure(sent, unsure.why, unsure.request_id, unsure.since, unsure.doubt)
        case "struck_out":
            return DeedStruckOut(sent, from_json(row.outcome, _StruckOut).at)
        case state:
            raise NotKept(f"the line of {row.attempt} is {state!r}, which this program does not know")
