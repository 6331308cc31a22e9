"""Delivers events to the webhook: signed, at least once, again after growing pauses; late or twice when asked to."""

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from agentdesk.practice.order_scenarios import strike
from agentdesk.practice.outbox import signature
from agentdesk.practice.shapes import Json
from agentdesk.practice.world import World

if TYPE_CHECKING:
    import httpx

_LOOK_SECONDS = 0.1
_ANSWER_SECONDS = 10.0
_STALE = timedelta(minutes=10)
_CHANGED = "order.airline_initiated_change_detected"


class Delivering:
    """The postman. An event is sent to whoever is registered when it is due."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._http: httpx.AsyncClient | None = None
        self._under_way: set[str] = set()

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                outbox = self._world.outbox
                outbox.changed.clear()
                if outbox.webhooks:
                    self._let_things_happen()
                    due = [kept for kept in outbox.due(self._world.now()) if kept["id"] not in self._under_way]
                    await asyncio.gather(*(self._send(kept) for kept in due))
                try:
                    async with asyncio.timeout(_LOOK_SECONDS if outbox.webhooks else None):
                        await outbox.changed.wait()
                except TimeoutError:
                    continue
        finally:
            if self._http is not None:
                await self._http.aclose()

    def _let_things_happen(self) -> None:
        """Payments end, and airlines change flights, without anybody who looks."""
        running = {one.effect["kind"] for one in self._world.scenarios.running}
        changes = "schedule_change" in running and self._world.outbox.wanted(_CHANGED)
        for order in list(self._world.orders.values()):
            if order.get("payment_due"):
                self._world.settle(order)
            if changes and order["shown"]["payment_status"]["paid_at"]:
                strike(self._world, order, f"/air/orders/{order['id']}")

    async def _send(self, kept: Json) -> None:
        """One event that is due, with the trouble that was asked for."""
        kind, now = kept["shown"]["type"], self._world.now()
        trouble = self._world.scenarios.take(frozenset({"webhook"}), "POST", f"/webhook/{kind}", None) or {}
        if trouble.get("how") == "late":
            self._world.outbox.postpone(kept, now + timedelta(seconds=trouble.get("seconds", 2)))
            return
        await self.deliver(kept, trouble.get("how", ""))
        if trouble.get("how") == "double":
            await self.deliver(kept)

    async def deliver(self, kept: Json, how: str = "") -> bool:
        """Whether it was taken. `how` is "forged" or "stale" for a signature that nobody should believe."""
        webhook, now = self._world.outbox.wanted(kept["shown"]["type"]), self._world.now()
        if webhook is None:
            return False
        body = json.dumps(kept["shown"], separators=(",", ":")).encode()
        secret = webhook["secret"] + ("forged" if how == "forged" else "")
        signed = signature(secret, body, now - _STALE if how == "stale" else now)
        self._under_way.add(kept["id"])
        try:
            status = await self._post(webhook["url"], body, signed)
        finally:
            self._under_way.discard(kept["id"])
        self._world.outbox.delivered(
            kept, webhook, status, self._world.now(), self._world.settings.webhook_retry_seconds
        )
        return status is not None and 200 <= status < 300

    async def _post(self, url: str, body: bytes, signed: str) -> int | None:
        """The status of the answer; None when there was none."""
        # Most practice airlines never deliver anything, and loading this takes longer than all the rest of their start.
        import httpx

        if self._http is None:
            # Neither the machine's proxies nor its certificates: it is this machine that is called.
            self._http = httpx.AsyncClient(trust_env=False, verify=False, timeout=_ANSWER_SECONDS)
        headers = {"Content-Type": "application/json", "X-Duffel-Signature": signed, "User-Agent": "Practice/1"}
        try:
            answer = await self._http.post(url, content=body, headers=headers, follow_redirects=False)
        except httpx.HTTPError:
            return None
        return answer.status_code
