"""What has changed, as a stream of server-sent events that goes on where it broke off."""

import json
import re
from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from fastapi.responses import StreamingResponse

from agentdesk.desk.agency import EventLog, ServiceEvent
from agentdesk.rest.access import Caller, allowed
from agentdesk.rest.bell import Bell
from agentdesk.rest.documented import errors
from agentdesk.rest.refusing import BAD_FIELD, Refusal
from agentdesk.travel.agents import Right

router = APIRouter(tags=["Live"])
Reader = Annotated[Caller, Depends(allowed(Right.READ_ORDERS))]
_NUMBER = re.compile(r"[0-9]{1,18}")
_HEARTBEAT = 15.0  # seconds; keeps proxies from closing a quiet stream


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={**errors(), 200: {"content": {"text/event-stream": {}}, "description": "one event a change, endless"}},
)
async def stream_events(
    caller: Reader, last_event_id: Annotated[str | None, Header(description="go on after this one")] = None
) -> StreamingResponse:
    """Order changes as they are seen. `data` is `{"id": "ord_...", "at": "..."}`: read that order again."""
    if last_event_id is not None and not _NUMBER.fullmatch(last_event_id):
        raise Refusal(BAD_FIELD, field="Last-Event-ID")
    office = caller.office
    begin = int(last_event_id) if last_event_id else await office.events.last()
    return StreamingResponse(_stream(office.events, office.bell, begin), media_type="text/event-stream")


async def _stream(log: EventLog, bell: Bell, number: int) -> AsyncGenerator[str, None]:
    yield ": AgentDesk\n\n"
    while not bell.closed:
        heard = bell.rings
        found = await log.after(number)
        for one in found:
            number = one.number
            yield _told(one)
        if not found:
            await bell.wait(heard, _HEARTBEAT)
            yield ": \n\n"


def _told(one: ServiceEvent) -> str:
    said = json.dumps({"id": one.target, "at": one.at.isoformat()})
    return f"id: {one.number}\nevent: {one.kind}\ndata: {said}\n\n"
