"""Who did what to an order or to an agent's token, when and from where; for supervisors."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from agentdesk.desk.agency import Entry
from agentdesk.rest.access import Caller, allowed
from agentdesk.rest.documented import errors
from agentdesk.rest.ordering import numbered
from agentdesk.rest.refusing import BAD_FIELD, UNKNOWN_AGENT, Answer, Refusal
from agentdesk.rest.told import Data, EntryTold
from agentdesk.travel.agents import Right

router = APIRouter(tags=["Audit"])
Auditor = Annotated[Caller, Depends(allowed(Right.AUDIT))]
_ONE_OF_BOTH = Answer(BAD_FIELD.status, BAD_FIELD.code, "Ask for either an order or an agent.")


@router.get("/audit", response_model=Data[tuple[EntryTold, ...]], responses=errors(404))
async def read_audit(
    caller: Auditor,
    order_id: Annotated[str | None, Query(max_length=100)] = None,
    agent: Annotated[str | None, Query(max_length=200, description="by name: what was done to their tokens")] = None,
) -> Data[tuple[EntryTold, ...]]:
    """Every change of an order over this service, or of an agent's tokens; oldest first."""
    if (order_id is None) == (agent is None):
        raise Refusal(_ONE_OF_BOTH, field="order_id")
    office = caller.office
    agents = await office.agents.all()
    if order_id is not None:
        own_id = (await numbered(caller, order_id)).id
        found: Sequence[Entry] = await office.audit.of(own_id)
    else:
        own_id, ids = None, [one.id for one in agents if one.name == agent]
        if not ids:
            raise Refusal(UNKNOWN_AGENT)
        found = [entry for one in ids for entry in await office.audit.of(one)]
    names = {one.id: one.name for one in agents}
    return Data[tuple[EntryTold, ...]](data=tuple(_told(one, names.get(one.agent_id, ""), own_id) for one in found))


def _told(entry: Entry, agent: str, order_id: str | None) -> EntryTold:
    return EntryTold(
        at=entry.at,
        agent=agent,
        action=entry.action,
        order_id=order_id,
        origin=entry.origin,
        request_id=entry.request_id,
        done=entry.done,
    )
