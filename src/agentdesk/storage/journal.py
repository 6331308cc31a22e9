"""Intentions and their outcomes in the database: a line per attempt, on the disk before the order leaves."""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from agentdesk.desk.ports import anything_goes
from agentdesk.storage.database import Database
from agentdesk.storage.dialects import dialect_of
from agentdesk.storage.encoding import from_json, to_json, to_micros
from agentdesk.storage.schema import journal
from agentdesk.travel.booking import Booked, JournalLine, Outcome, Refused, Sent, StruckOut, Unsure
from agentdesk.travel.erasing import MARK

_KINDS: dict[str, type[JournalLine]] = {
    "sent": Sent,
    "booked": Booked,
    "refused": Refused,
    "unsure": Unsure,
    "struck_out": StruckOut,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_OPEN = ("sent", "unsure")
_LINE = select(journal.c.state, journal.c.payload)


class SqlJournal:
    """The `Journal` port. A line that cannot be read is said (NotKept), never passed over: money hangs on it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, sent: Sent, check: Callable[[tuple[JournalLine, ...]], None] = anything_goes) -> None:
        """ValueError when this attempt is in the journal already: an attempt leaves once."""
        await self._database.run(lambda connection: _write(connection, sent, check, self._database.me))

    async def settle(self, sent: Sent, outcome: Outcome) -> None:
        """LookupError for an attempt never written. An order found upstream outweighs everything said before."""
        await self._database.run(lambda connection: _turn_into(connection, sent, outcome))

    async def strike_out(self, line: StruckOut) -> None:
        await self._database.run(lambda connection: _turn_into(connection, line.sent, line))

    async def open_lines(self) -> tuple[JournalLine, ...]:
        """Those that somebody must still look for upstream, oldest first."""
        query = _LINE.where(journal.c.state.in_(_OPEN)).order_by(journal.c.number)
        return await self._database.run(lambda connection: tuple(_read(row) for row in connection.execute(query)))

    async def to_settle(self) -> tuple[JournalLine, ...]:
        query = _LINE.where(journal.c.state.in_(_OPEN), journal.c.holder == self._database.me)
        query = query.order_by(journal.c.number)
        return await self._database.run(lambda connection: tuple(_read(row) for row in connection.execute(query)))

    async def take_over(self) -> tuple[JournalLine, ...]:
        return await self._database.run(lambda connection: _take_over(connection, self._database))

    async def line(self, attempt: str) -> JournalLine | None:
        return await self._database.run(lambda connection: _find(connection, attempt))

    async def of_draft(self, draft_id: str) -> JournalLine | None:
        query = _LINE.where(journal.c.draft_id == draft_id).order_by(journal.c.number.desc()).limit(1)
        rows = await self._database.run(lambda connection: connection.execute(query).all())
        return _read(rows[0]) if rows else None

    async def of_offer(self, offer_id: str) -> tuple[JournalLine, ...]:
        query = _LINE.where(journal.c.offer_id == offer_id).order_by(journal.c.number.desc())
        return await self._database.run(lambda connection: tuple(_read(row) for row in connection.execute(query)))


def _write(connection: Connection, sent: Sent, check: Callable[[tuple[JournalLine, ...]], None], holder: int) -> None:
    dialect_of(connection).hold(connection, "journal")
    same = or_(journal.c.draft_id == sent.priced.draft_id, journal.c.offer_id == sent.priced.offer.id)
    check(tuple(_read(row) for row in connection.execute(_LINE.where(same).order_by(journal.c.number.desc()))))
    if _find(connection, sent.attempt) is not None:
        raise ValueError(f"attempt {sent.attempt} stands in the journal already")
    amount = sent.priced.total
    number = select(func.coalesce(func.max(journal.c.number), 0) + 1).scalar_subquery()
    connection.execute(
        insert(journal).values(
            attempt=sent.attempt,
            number=number,
            state="sent",
            draft_id=sent.priced.draft_id,
            offer_id=sent.priced.offer.id,
            written_at=to_micros(sent.at),
            total_amount=str(amount.amount),
            total_currency=amount.currency,
            total_minor=amount.minor_units,
            payload=to_json(sent),
            holder=holder,
        )
    )


def _take_over(connection: Connection, database: Database) -> tuple[JournalLine, ...]:
    left = or_(journal.c.holder.is_(None), journal.c.holder.not_in(database.alive(connection)))
    query = select(journal.c.attempt).where(journal.c.state.in_(_OPEN), left)
    attempts = connection.execute(query.with_for_update(skip_locked=True)).scalars().all()
    if not attempts:
        return ()
    connection.execute(update(journal).where(journal.c.attempt.in_(attempts)).values(holder=database.me))
    query_them = _LINE.where(journal.c.attempt.in_(attempts)).order_by(journal.c.number)
    return tuple(_read(row) for row in connection.execute(query_them))


def _turn_into(connection: Connection, sent: Sent, new: Outcome | StruckOut) -> None:
    if new.sent.attempt != sent.attempt:
        raise ValueError(f"the outcome is that of {new.sent.attempt}, not of {sent.attempt}")
    old = _find(connection, sent.attempt, to_change=True)
    if old is None:
        raise LookupError(f"attempt {sent.attempt} was never written")
    if not _changes(old, new):
        return
    connection.execute(
        update(journal)
        .where(journal.c.attempt == sent.attempt)
        .values(state=_NAMES[type(new)], settled_at=to_micros(_instant(new)), payload=to_json(new))
    )


def _changes(old: JournalLine, new: Outcome | StruckOut) -> bool:
    """Whether `new` is to stand in place of `old`; ValueError when the two cannot both be true."""
    match old, new:
        case (Sent() | Unsure(), _):
            return True
        case (Booked(), Booked()) if old.order_id.startswith(MARK):
            return False  # the order was erased: what the line proves stays, and whom it named stays out
        case (Booked(), Booked()) if old.order_id == new.order_id:
            return True
        case (Refused() | StruckOut(), Booked()):
            return True
        case (_, Unsure()):
            return False
        case _ if type(old) is type(new) and not isinstance(old, Booked):
            return False
    raise ValueError(f"attempt {new.sent.attempt} is {_NAMES[type(old)]} and cannot become {_NAMES[type(new)]}")


def _instant(line: Outcome | StruckOut) -> datetime:
    match line:
        case Booked() | Refused() | StruckOut():
            return line.at
        case Unsure():
            return line.since
        case _:
            assert_never(line)


def _find(connection: Connection, attempt: str, *, to_change: bool = False) -> JournalLine | None:
    query = _LINE.where(journal.c.attempt == attempt)
    row = connection.execute(query.with_for_update() if to_change else query).first()
    return None if row is None else _read(row)


def _read(row: Row[str, str]) -> JournalLine:
    return from_json(row.payload, _KINDS[row.state])
