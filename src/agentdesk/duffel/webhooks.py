"""Webhooks of the upstream (API.md 18): registered and removed by us; what they bring is verified and read."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from agentdesk.duffel.client import Answer, Client, decoded, path_part
from agentdesk.duffel.reading import BadValue, instant
from agentdesk.duffel.refusals import refusal
from agentdesk.duffel.wire.envelopes import OneAnswer
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.upstream_events import UpstreamEvent, Webhook

WINDOW = timedelta(seconds=300)
"""How old, or how far ahead, a signature may be; the upstream names no number."""

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
"""What we ask to be told of."""

_WEBHOOKS = "/air/webhooks"
_SIGNATURE = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")
_LONGEST_ID = 200


def is_genuine(body: bytes, signature: str, secrets: Iterable[str], now: datetime) -> bool:
    """Whether `X-Duffel-Signature` was made for these very bytes, with one of our secrets, within the window.

    A secret is used as the text that it is, never decoded. `now` is by the upstream's clock.
    """
    found = _SIGNATURE.fullmatch(signature)
    if found is None or abs(now.timestamp() - int(found[1])) > WINDOW.total_seconds():
        return False
    signed = found[1].encode() + b"." + body
    digests = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    return any(hmac.compare_digest(digest, found[2]) for digest in digests)


def read_event(body: bytes, now: datetime) -> UpstreamEvent | None:
    """The event in a body; None for one that tells nothing we could look at. Unknown kinds are events too."""
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not isinstance(told, dict) or not _text(told.get("type")):
        return None
    data = told.get("data")
    about = data.get("object") if isinstance(data, dict) else None
    about = about if isinstance(about, dict) else {}
    try:
        at = instant(_text(told.get("created_at")))
    except BadValue:
        at = now
    # Old events have no id of their own that we know the name of: their bytes stand for them.
    key = _text(told.get("id")) or hashlib.sha256(body).hexdigest()
    return UpstreamEvent(key, _text(told["type"]), at, _order_in(about, told), _text(about.get("offer_id")))


def _order_in(about: dict[str, Any], told: dict[str, Any]) -> str:
    """The order that an event is about, wherever it is said; "" when it is not."""
    named = (about.get("order_id"), about.get("id"), told.get("idempotency_key"))
    return next((key for one in named if (key := _text(one)).startswith("ord_")), "")


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST_ID else ""


class WebhookCalls:
    """What is asked of the upstream about its webhooks. Raises `travel.errors` only."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def register(self, url: str) -> Webhook:
        """A new webhook for all that we can use, with its secret. RefusedByUpstream: `unsafe_unique` for a second."""
        body = {"data": {"url": url, "events": list(EVENTS)}}
        answer = _good(await self._client.change("POST", _WEBHOOKS, body))
        made = _webhook(msgspec.json.decode(decoded(answer, OneAnswer).data), answer)
        if not made.secret:
            raise Unreadable("a webhook without a secret", answer.request_id)
        return made

    async def all(self) -> tuple[Webhook, ...]:
        found: list[Webhook] = []
        async for page in self._client.pages(_WEBHOOKS):
            found.extend(_webhook(msgspec.json.decode(raw), None) for raw in page)
        return tuple(found)

    async def remove(self, webhook_id: str) -> None:
        _good(await self._client.change("DELETE", f"{_WEBHOOKS}/{path_part(webhook_id)}", None))


def _good(answer: Answer) -> Answer:
    if 200 <= answer.status < 300:
        return answer
    error = refusal(answer.status, answer.body, answer.request_id, answer.until)
    raise error or Unreadable(f"an answer that is none of the upstream's: {answer.status}", answer.request_id)


def _webhook(told: object, answer: Answer | None) -> Webhook:
    if not isinstance(told, dict) or not _text(told.get("id")):
        raise Unreadable("not a webhook", answer.request_id if answer else "")
    events = told.get("events")
    return Webhook(
        id=told["id"],
        url=str(told.get("url") or ""),
        events=tuple(one for one in events if isinstance(one, str)) if isinstance(events, list) else (),
        active=told.get("active") is not False,
        secret=str(told.get("secret") or ""),
    )
