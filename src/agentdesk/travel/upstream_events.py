"""What the upstream says has happened, and the webhook by which it says so (API.md 18)."""

from dataclasses import dataclass
from datetime import datetime

CREATION_FAILED = "order.creation_failed"


@dataclass(frozen=True, slots=True)
class UpstreamEvent:
    """A hint that something is to be looked at again; what it says of the thing itself is never believed.

    `id` is the event's own, the same each time it is delivered. Ids of order and offer are "" where none is told.
    """

    id: str
    kind: str
    at: datetime
    order_id: str = ""
    offer_id: str = ""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where the upstream sends events. `secret` is told once, when it is registered, and "" afterwards."""

    id: str
    url: str
    events: tuple[str, ...]
    active: bool
    secret: str = ""
