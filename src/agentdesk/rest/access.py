"""Who calls, and may they: bearer tokens, roles, and the audit of every change."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from agentdesk.desk.agency import Entry
from agentdesk.rest.office import Office
from agentdesk.rest.refusing import MISSING_TOKEN, NOT_ALLOWED, WRONG_TOKEN, Refusal
from agentdesk.travel.agents import Agent, Right
from agentdesk.travel.errors import NotKept

_log = logging.getLogger(__name__)
_ASK = {"WWW-Authenticate": "Bearer"}
_bearer = HTTPBearer(auto_error=False, scheme_name="Agent", description="`agentdesk serve token add NAME`")


@dataclass(frozen=True, slots=True)
class Caller:
    """An agent at an address, in one call."""

    agent: Agent
    origin: str
    request_id: str
    office: Office

    async def audit(self, action: str, target: str, *, done: bool) -> None:
        """A line of who did what, from where. It is done: where the line cannot be kept, it stands in the log."""
        at = self.office.desk.clock()
        entry = Entry(at, self.agent.id, action, target, self.origin, self.request_id, done)
        try:
            await self.office.audit.add(entry)
        except NotKept as trouble:
            _log.error("a line of the audit could not be kept (%s): %r", trouble, entry)


def office_of(request: Request) -> Office:
    """The office behind the application."""
    office = request.app.state.office
    assert isinstance(office, Office)
    return office


def request_id_of(request: Request) -> str:
    return str(request.state.request_id)


def allowed(right: Right) -> Callable[..., Awaitable[Caller]]:
    """A dependency: the caller, who has this right. 401 or 403 otherwise."""

    async def find(
        request: Request,
        office: Annotated[Office, Depends(office_of)],
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    ) -> Caller:
        if credentials is None or not credentials.credentials:
            raise Refusal(MISSING_TOKEN, headers=_ASK)
        agent = await office.agents.by_token(credentials.credentials)
        if agent is None:
            raise Refusal(WRONG_TOKEN, headers=_ASK)
        if not agent.may(right):
            raise Refusal(NOT_ALLOWED)
        await office.limits.count(agent.id)
        office.calls_as(agent.name)
        origin = request.client.host if request.client else ""
        return Caller(agent, origin, request_id_of(request), office)

    return find
