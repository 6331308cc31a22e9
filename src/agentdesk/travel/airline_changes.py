"""Changes that the airline has made to a booked trip, and whether somebody has answered them (API.md 12)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agentdesk.travel.journeys import Slice


class Answered(StrEnum):
    """What was done about a change. OTHER: a word that this program does not know."""

    NOT_YET = ""
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AirlineChange:
    """Slices as they were and as they are. The order's own slices show the new times already before an answer.

    `available` holds the upstream's words (accept, cancel, change, update): the only thing to gate buttons on. Ids of
    slices and segments before and after differ. Only the newest change of an order can be accepted.
    """

    id: str
    created_at: datetime
    before: tuple[Slice, ...]
    after: tuple[Slice, ...]
    answered: Answered = Answered.NOT_YET
    answered_at: datetime | None = None
    available: tuple[str, ...] = ()
    updated_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.answered is Answered.NOT_YET
