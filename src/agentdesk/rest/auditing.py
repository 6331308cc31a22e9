"""Who did what to an order, when and from where; for supervisors."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from agentdesk.rest.access import Caller, allowed
from agentdesk.rest.documented import errors
from agentdesk.rest.ordering import numbered
from agentdesk.rest.told import Data, Told
from agentdesk.travel.agents import Right

router = APIRouter(tags=["Audit"])
Auditor = Annotated[Caller, Depends(allowed(Right.AUDIT))]


class EntryTold(Told):
    """`done` is false for what was refused, or whose outcome was not known when it was written down."""

    at: datetime
    agent: str
    action: str
    order_id: str
    origin: str
    request_id: str
    done: bool


@router.get("/audit", response_model=Data[tuple[EntryTold, ...]], responses=errors(404))
async def read_audit(order_id: Annotated[str, Query()], caller: Auditor) -> Data[tuple[EntryTold, ...]]:
    """Every change of an order over this service, oldest first."""
    number = await numbered(caller, order_id)
    names = {one.id: one.name for one in await caller.office.agents.all()}
    entries = await caller.office.audit.of(number.id)
    return Data[tuple[EntryTold, ...]](
        data=tuple(
            EntryTold(
                at=one.at,
                agent=names.get(one.agent_id, ""),
                action=one.action,
                order_id=number.id,
                origin=one.origin,
                request_id=one.request_id,
                done=one.done,
            )
            for one in entries
        )
    )
