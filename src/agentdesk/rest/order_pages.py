"""The agency's orders in pages, newest first: by view, by words, and from a day on."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator

from agentdesk.desk.ports import OrderRecord
from agentdesk.rest.access import Caller
from agentdesk.rest.refusing import BAD_FIELD, Refusal
from agentdesk.rest.sealing import Sealing
from agentdesk.travel.order_views import OrderQuery, OrderSpot, View

_CURSOR = "page"
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
    """The orders of a page, and where the next one begins; None at the end.

    It goes on below the place of the last order, whether that is still in the view or not.
    """
    office = caller.office
    below = None if asked.after is None else _place(office.sealing, asked.after)
    query, now = OrderQuery(asked.view, asked.search), office.desk.clock()
    rows = await office.desk.index.newest(query, now, asked.limit + 1, below=below, since=asked.created_after)
    shown = rows[: asked.limit]
    records = await office.desk.orders.many([row.order_id for row in shown])
    return records, _cursor(office.sealing, shown[-1].spot) if len(rows) > len(shown) else None


def _cursor(sealing: Sealing, spot: OrderSpot) -> str:
    """It tells nobody how many orders there are."""
    return sealing.seal(_CURSOR, str(spot))


def _place(sealing: Sealing, cursor: str) -> OrderSpot:
    spot = sealing.open(_CURSOR, cursor)
    if spot is None:
        raise Refusal(BAD_FIELD, field="after")
    return int(spot)
