"""Everything that the calls need, handed over once by the composition root."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from agentdesk.desk.agency import AgentBook, AnswerShelf, Audit, EventLog, OrderNumbers
from agentdesk.desk.agency_selling import AgencySelling
from agentdesk.desk.desk import Desk
from agentdesk.desk.preferences import Preferences
from agentdesk.desk.sessions import Sessions
from agentdesk.rest.bell import Bell
from agentdesk.rest.limits import Limits
from agentdesk.rest.sealing import Sealing
from agentdesk.travel.places import Place


@dataclass(frozen=True, slots=True)
class Office:
    """`place` finds an airport or city by its code, None when there is none.

    `preferences` are those of the agency with the caller's name; `zone` is where it is, by its tz database name.
    `hear` takes a body and its signature from the upstream; NotGenuine, NotKept.
    """

    desk: Desk
    sessions: Sessions
    selling: AgencySelling
    agents: AgentBook
    audit: Audit
    answers: AnswerShelf
    numbers: OrderNumbers
    events: EventLog
    bell: Bell
    limits: Limits
    sealing: Sealing
    hear: Callable[[bytes, str], Awaitable[bool]]
    preferences: Callable[[], Preferences]
    zone: str
    place: Callable[[str], Place | None]
    new_id: Callable[[str], str]
    calls_as: Callable[[str], object]  # whose name what is done carries, for this call
