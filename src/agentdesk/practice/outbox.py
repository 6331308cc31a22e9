"""What the practice airline has to tell to a webhook: events, when each is due, and what came of every delivery."""

import asyncio
import hashlib
import hmac
import os
from datetime import datetime, timedelta

from agentdesk.practice.shapes import Json, base62, instant
from agentdesk.practice.shelf import Shelf

ORGANISATION = "org_0000PracticeTravel00001"
EVENTS = (
    "order.created",
    "order.creation_failed",
    "order.airline_initiated_change_detected",
    "order_cancellation.created",
    "order_cancellation.confirmed",
    "payment.created",
    "air.payment.succeeded",
    "air.payment.failed",
    "ping.triggered",
)
LONGEST = timedelta(hours=72)
_LONGEST_PAUSE = timedelta(hours=1)


def new_key(prefix: str) -> str:
    """An id of nothing that was searched for or sold."""
    return f"{prefix}_0000{base62(int.from_bytes(os.urandom(14), 'big'), 18)[-18:]}"


def signature(secret: str, body: bytes, at: datetime) -> str:
    """The `X-Duffel-Signature` of a body (API.md 18): the secret is plain text, whatever it looks like."""
    stamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"


class Outbox:
    """Webhooks and the events that they are told, each at least once, by the world's clock."""

    def __init__(self, shelf: Shelf) -> None:
        """Goes on with what the shelf holds."""
        self._shelf = shelf
        self.changed = asyncio.Event()
        self.webhooks: dict[str, Json] = {}
        self.events: dict[str, Json] = {}
        self.recall()

    def recall(self) -> None:
        """What the shelf holds, and nothing else."""
        self.webhooks = dict(self._shelf.all("webhook"))
        self.events = dict(self._shelf.all("event"))
        self.changed.set()

    # Webhooks -------------------------------------------------------------------------------------------------------

    def keep(self, webhook: Json) -> None:
        self.webhooks[webhook["id"]] = webhook
        self._shelf.put("webhook", webhook["id"], webhook)
        self.changed.set()

    def drop(self, key: str) -> None:
        del self.webhooks[key]
        self._shelf.drop("webhook", [key])
        for kept in self.events.values():
            kept["due"] = None
            self._keep_event(kept)

    # Events ---------------------------------------------------------------------------------------------------------

    def wanted(self, kind: str) -> Json | None:
        """The webhook that is told of this kind; a ping reaches every one."""
        for webhook in self.webhooks.values():
            if webhook["active"] and (kind in webhook["events"] or kind == "ping.triggered"):
                return webhook
        return None

    def tell(self, kind: str, key: str, told: Json, at: datetime) -> Json | None:
        """Something happens at an instant, which may be to come; None when nobody wants to hear of it."""
        if self.wanted(kind) is None:
            return None
        event: Json = {
            "id": new_key("wev"),
            "type": kind,
            "api_version": "v2",
            "live_mode": False,
            "idempotency_key": key,
            "created_at": instant(at),
            "identity_organisation_id": ORGANISATION,
            "data": {"object": told},
        }
        kept = {"id": event["id"], "shown": event, "due": instant(at), "tries": 0, "deliveries": []}
        self._keep_event(kept)
        return kept

    def due(self, now: datetime) -> list[Json]:
        """The events that are to be delivered now, oldest first."""
        waiting = [one for one in self.events.values() if one["due"] and datetime.fromisoformat(one["due"]) <= now]
        return sorted(waiting, key=lambda one: str(one["due"]))

    def postpone(self, kept: Json, until: datetime) -> None:
        kept["due"] = instant(until)
        self._keep_event(kept)

    def delivered(self, kept: Json, webhook: Json, status: int | None, now: datetime, pause: float) -> None:
        """Note a delivery; one without a 2xx comes again after a pause that doubles, for 72 hours.

        `pause` is the first, in seconds of the world's clock. A status of None means that nobody answered.
        """
        if kept["id"] not in self.events:
            return  # of a world that has ended
        good = status is not None and 200 <= status < 300
        kept["deliveries"].append(
            {
                "id": new_key("del"),
                "type": kept["shown"]["type"],
                "event_id": kept["id"],
                "endpoint_id": webhook["id"],
                "url": webhook["url"],
                "live_mode": False,
                "created_at": instant(now),
                "response_status_code": status,
                "delivery_success": good,
            }
        )
        kept["tries"] += 1
        wait = min(timedelta(seconds=pause * 2.0 ** min(kept["tries"] - 1, 30)), _LONGEST_PAUSE)
        again = not good and now + wait < datetime.fromisoformat(kept["shown"]["created_at"]) + LONGEST
        kept["due"] = instant(now + wait) if again else None
        self._keep_event(kept)

    def send_again(self, kept: Json, now: datetime) -> None:
        """Whatever came of it before."""
        kept["tries"] = 0
        self.postpone(kept, now)

    def _keep_event(self, kept: Json) -> None:
        self.events[kept["id"]] = kept
        self._shelf.put("event", kept["id"], kept)
        self.changed.set()
