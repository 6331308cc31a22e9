"""Webhooks as the wire knows them (API.md 18): registered, listed, changed, tried, and what was delivered."""

import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from agentdesk.practice.bodies import WEBHOOK, check_kinds
from agentdesk.practice.delivering import Delivering
from agentdesk.practice.door import Answer, Call
from agentdesk.practice.outbox import EVENTS, new_key
from agentdesk.practice.paging import page
from agentdesk.practice.refusals import Fault, Refusal, refuse
from agentdesk.practice.shapes import Json, instant
from agentdesk.practice.world import World


class Webhooks:
    """The handlers of webhooks, their events and deliveries."""

    def __init__(self, world: World, delivering: Delivering) -> None:
        self._world = world
        self._delivering = delivering

    async def register(self, call: Call) -> Answer:
        """POST a webhook; the only answer that tells its secret."""
        _check(call.data, whole=True)
        if self._world.outbox.webhooks:
            raise refuse("unsafe_unique", "There is a webhook already; each mode has one.", "/live_mode")
        now = instant(self._world.now())
        webhook: Json = {
            "id": new_key("end"),
            "url": call.data["url"],
            "events": list(dict.fromkeys(call.data["events"])),
            "active": True,
            "live_mode": False,
            "created_at": now,
            "updated_at": now,
            "secret": secrets.token_urlsafe(24) + "==",
        }
        self._world.outbox.keep(webhook)
        return Answer(webhook, 201)

    async def many(self, call: Call) -> Answer:
        """GET the webhooks, without their secrets."""
        found = [_shown(one) for one in self._world.outbox.webhooks.values()]
        rows, meta = page(call, found, lambda one: str(one["id"]))
        return Answer(list(rows), meta=meta)

    async def update(self, call: Call) -> Answer:
        """PATCH the address, the events, or whether it is told at all."""
        webhook = self._found(call)
        _check(call.data, whole=False)
        for name in ("url", "events", "active"):
            if call.data.get(name) is not None:
                webhook[name] = call.data[name]
        webhook["updated_at"] = instant(self._world.now())
        self._world.outbox.keep(webhook)
        return Answer(_shown(webhook))

    async def remove(self, call: Call) -> Answer:
        """DELETE a webhook; what it has not been told yet it never will be."""
        self._world.outbox.drop(self._found(call)["id"])
        return Answer(status=204)

    async def ping(self, call: Call) -> Answer:
        """POST a try: one event, delivered while the caller waits."""
        webhook, now = self._found(call), self._world.now()
        kept = self._world.outbox.tell("ping.triggered", webhook["id"], {}, now)
        if kept is None or not await self._delivering.deliver(kept):
            raise refuse("webhook_client_error", "The receiver did not answer with a status of 2xx.")
        return Answer(status=204)

    async def events(self, call: Call) -> Answer:
        """GET the events, newest first."""
        kind = call.asked("type")
        shown = [one["shown"] for one in self._world.outbox.events.values() if kind in (None, one["shown"]["type"])]
        shown.sort(key=lambda one: (one["created_at"], one["id"]), reverse=True)
        rows, meta = page(call, shown, lambda one: str(one["id"]))
        return Answer(list(rows), meta=meta)

    async def event(self, call: Call) -> Answer:
        """GET one event."""
        return Answer(self._event(call)["shown"])

    async def redeliver(self, call: Call) -> Answer:
        """POST to have an event delivered again, whatever came of it."""
        self._world.outbox.send_again(self._event(call), self._world.now())
        return Answer(status=204)

    async def deliveries(self, call: Call) -> Answer:
        """GET what was delivered and how it was answered, newest first."""
        kind, good = call.asked("type"), call.asked("delivery_success")
        whom = call.asked("endpoint_id") or call.asked("webhook_id")
        found = [
            one
            for kept in self._world.outbox.events.values()
            for one in kept["deliveries"]
            if kind in (None, one["type"])
            and good in (None, str(one["delivery_success"]).lower())
            and whom in (None, one["endpoint_id"])
        ]
        found.sort(key=lambda one: (one["created_at"], one["id"]), reverse=True)
        rows, meta = page(call, found, lambda one: str(one["id"]))
        return Answer(list(rows), meta=meta)

    def _found(self, call: Call) -> Json:
        webhook = self._world.outbox.webhooks.get(call.params["id"])
        if webhook is None:
            raise refuse("not_found", "The resource you are trying to access does not exist.")
        return webhook

    def _event(self, call: Call) -> Json:
        kept = self._world.outbox.events.get(call.params["id"])
        if kept is None:
            raise refuse("not_found", "The resource you are trying to access does not exist.")
        return kept


def _shown(webhook: Json) -> Json:
    return {name: value for name, value in webhook.items() if name != "secret"}


def _check(data: Json, *, whole: bool) -> None:
    """Raise a refusal that names every fault; `whole` when nothing may be left out."""
    check_kinds(data, WEBHOOK)
    missing = [name for name in ("url", "events") if whole and not data.get(name)]
    faults = [Fault("validation_required", f"Field '{name}' can't be blank", f"/{name}") for name in missing]
    if data.get("active") not in (None, True, False):
        faults.append(Fault("validation_type", "Field 'active' must be true or false", "/active"))
    if data.get("url") and not _is_here(data["url"]):
        message = "The practice airline delivers to this machine only, as http://127.0.0.1:8000/webhooks/duffel"
        faults.append(Fault("validation_format", message, "/url"))
    for place, kind in enumerate(data.get("events") or []):
        if kind not in EVENTS:
            message = f"Field 'events' must be of {', '.join(EVENTS)}"
            faults.append(Fault("validation_inclusion", message, f"/events/{place}"))
    if faults:
        raise Refusal(faults)


def _is_here(url: str) -> bool:
    """Whether an address is on this machine; the practice airline speaks plain HTTP, and to nobody else."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "http" or parts.username is not None or port == 0:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
