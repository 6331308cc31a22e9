"""The agency's orders in pages, newest first: by view, by words, and from a day on."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator

from agentdesk.desk.ports import OrderIndex, OrderRecord
from agentdesk.rest.access import Caller
from agentdesk.rest.refusing import BAD_FIELD, Refusal
from agentdesk.travel.order_views import OrderQuery, OrderRow, OrderSpot, Sort, View

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _written(value: object) -> object:
    """Only what is written as an instant; a bare number would be one too for whoever reads it next."""
    if isinstance(value, str) and not _INSTANT.fullmatch(value):
        raise ValueError("an instant is written as 2026-05-04T10:00:00Z")
    return value


Instant = Annotated[AwareDatetime, BeforeValidator(_written)]
"""RFC 3339, with its offset from UTC."""


@dataclass(frozen=True, slots=True)
class OrdersAsked:
    """What a page is wanted of. `after` is where the page before has ended."""

    view: View
    search: str
    created_after: datetime | None
    after: str | None
    limit: int


async def page_of(caller: Caller, asked: OrdersAsked) -> tuple[tuple[OrderRecord, ...], str | None]:
    """The orders of a page, and where the next one begins; None at the end."""
    office = caller.office
    query = OrderQuery(asked.view, asked.search, Sort.CREATED, descending=True)
    now = office.desk.clock()
    spots = await office.desk.index.spots(query, now)
    start = 0 if asked.after is None else await _behind(office.desk.index, spots, asked.after, now)
    rows = await office.desk.index.rows(spots[start : start + asked.limit], now)
    since = asked.created_after
    young = tuple(row for row in rows if since is None or row.created_at > since)
    ended = len(young) < len(rows) or start + asked.limit >= len(spots)
    records = await office.desk.orders.many([row.order_id for row in young])
    return records, None if ended or not young else _cursor(young[-1])


def _cursor(row: OrderRow) -> str:
    return f"{row.created_at.timestamp():.6f}.{row.spot}"


def _place(cursor: str) -> tuple[str, OrderSpot]:
    seconds, _, spot = cursor.rpartition(".")
    digits = seconds.replace(".", "", 1)
    if not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (digits, spot)):
        raise Refusal(BAD_FIELD, field="after")
    return seconds, int(spot)


async def _behind(index: OrderIndex, spots: tuple[OrderSpot, ...], cursor: str, now: datetime) -> int:
    """Where the page after a cursor begins, though its order may have left the view since."""
    seconds, spot = _place(cursor)
    if spot in spots:
        return spots.index(spot) + 1
    low, high = 0, len(spots)
    while low < high:
        middle = (low + high) // 2
        found = await index.rows(spots[middle : middle + 1], now)
        if found and (found[0].created_at.timestamp(), found[0].spot) >= (float(seconds), spot):
            low = middle + 1
        else:
            high = middle
    return low
