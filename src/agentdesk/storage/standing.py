"""Whether something that names people may go: its time is over, and nothing of it is still open."""

from datetime import datetime

from sqlalchemy import Connection, exists, or_, select

from agentdesk.storage.encoding import from_json
from agentdesk.storage.schema import deeds, drafts, journal, orders
from agentdesk.travel.booking import ATTEMPT_KEY, Booked, Draft, JournalLine, Refused, Sent, StruckOut, Unsure, is_open
from agentdesk.travel.errors import NotKept
from agentdesk.travel.orders import Order
from agentdesk.travel.past_orders import Reason, Why, landing, still_needed

_OPEN = ("sent", "unsure")
KINDS: dict[str, type[JournalLine]] = {
    "sent": Sent,
    "booked": Booked,
    "refused": Refused,
    "unsure": Unsure,
    "struck_out": StruckOut,
}


def order_stays(connection: Connection, order: Order, seen_at: datetime, now: datetime) -> Reason | None:
    """Why an order must stay; None when it may go."""
    needed = still_needed(order, seen_at, now)
    if needed is not None:
        return needed
    attempts = attempts_of(connection, order)
    under_way = select(
        exists().where(deeds.c.order_id == order.id, deeds.c.state.in_(_OPEN))
        | exists().where(
            journal.c.state.in_(_OPEN), or_(journal.c.attempt.in_(attempts), journal.c.offer_id == order.offer_id)
        )
    )
    return Reason(Why.OPEN) if connection.execute(under_way).scalar() else None


def attempts_of(connection: Connection, order: Order) -> tuple[str, ...]:
    """The lines of the journal that led to the order, by each way in which that is known."""
    kept = connection.execute(select(orders.c.attempt).where(orders.c.id == order.id)).scalar()
    found = dict.fromkeys(one for one in (kept, dict(order.metadata).get(ATTEMPT_KEY)) if one)
    if order.offer_id:
        query = select(journal.c.attempt, journal.c.payload)
        for row in connection.execute(query.where(journal.c.offer_id == order.offer_id, journal.c.state == "booked")):
            if from_json(row.payload, Booked).order_id == order.id:
                found[row.attempt] = None
    return tuple(found)


def line_stays(line: JournalLine, now: datetime) -> Reason | None:
    """Why a line of the journal that has no order here must stay as it is."""
    if is_open(line):
        return Reason(Why.OPEN)
    if isinstance(line, Booked):
        lands = landing(line.sent.priced.offer.slices)
        return Reason(Why.FLIES, lands) if lands is not None and now < lands else None
    return None


def draft_stays(connection: Connection, draft: Draft) -> Reason | None:
    """Why an unfinished booking must stay: it was sent, and nobody knows what became of it."""
    if not draft.attempt:
        return None
    state = connection.execute(select(journal.c.state).where(journal.c.attempt == draft.attempt)).scalar()
    return Reason(Why.OPEN) if state in _OPEN else None


def read_line(connection: Connection, attempt: str) -> JournalLine | None:
    """NotKept when the line cannot be read."""
    row = connection.execute(
        select(journal.c.state, journal.c.payload).where(journal.c.attempt == attempt).with_for_update()
    ).first()
    return None if row is None else from_json(row.payload, KINDS[row.state])


def read_draft(connection: Connection, draft_id: str) -> Draft | None:
    """None also for one that cannot be read."""
    payload = connection.execute(select(drafts.c.payload).where(drafts.c.id == draft_id)).scalar()
    try:
        return None if payload is None else from_json(payload, Draft)
    except NotKept:
        return None
