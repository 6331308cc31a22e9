"""The practice calls: what is really booked, trouble on and off, the clock, and a fresh start."""

from datetime import datetime, timedelta

from agentdesk.practice import orders, scenarios
from agentdesk.practice.door import Answer, Call, Door
from agentdesk.practice.refusals import refuse
from agentdesk.practice.shapes import Json, instant
from agentdesk.practice.shopping import Shopping
from agentdesk.practice.world import World


class Backstage:
    """The handlers behind the scenes."""

    def __init__(self, world: World, shopping: Shopping, door: Door) -> None:
        self._world = world
        self._shopping = shopping
        self._door = door

    async def books(self, call: Call) -> Answer:
        """GET everything that is really booked and paid, hidden or not, and every order request that came in."""
        world, now = self._world, self._world.now()
        for order in world.orders.values():
            world.settle(order)
        entries = [self._entry(order, now) for order in world.orders.values()]
        received = [request for request in world.requests if request["path"] == "/air/orders"]
        return Answer(
            {
                "now": instant(now),
                "settings": {"seed": world.settings.seed, "currency": world.settings.currency},
                "order_requests_received": len(received),
                "payment_requests_received": sum(one["path"] == "/air/payments" for one in world.requests),
                "cancellations": [one["shown"] for one in world.cancellations.values()],
                "orders": entries,
                "requests": world.requests,
            }
        )

    def _entry(self, order: Json, now: datetime) -> Json:
        shown = order["shown"]
        paid = [payment for payment in self._world.payments.values() if payment["order_id"] == order["id"]]
        return {
            "id": order["id"],
            "offer_id": shown["offer_id"],
            "booking_reference": shown["booking_reference"],
            "owner": shown["owner"]["iata_code"],
            "type": shown["type"],
            "route": [f"{part['origin']['iata_code']}-{part['destination']['iata_code']}" for part in shown["slices"]],
            "passengers": [f"{person['given_name']} {person['family_name']}" for person in shown["passengers"]],
            "total_amount": shown["total_amount"],
            "total_currency": shown["total_currency"],
            "paid": any(payment["status"] == "succeeded" for payment in paid),
            "awaiting_payment": shown["payment_status"]["awaiting_payment"],
            "payments": [
                {name: payment[name] for name in ("id", "type", "amount", "currency", "status")} for payment in paid
            ],
            "services": [
                {name: service[name] for name in ("type", "quantity", "total_amount", "metadata", "passenger_ids")}
                for service in shown["services"]
            ],
            "tickets": [
                document["unique_identifier"]
                for document in shown["documents"]
                if document["type"] == "electronic_ticket"
            ],
            "documents": [
                document | {"status": "voided" if shown["cancelled_at"] else "open"} for document in shown["documents"]
            ],
            "cancellation": shown["cancellation"],
            "airline_initiated_changes": shown["airline_initiated_changes"],
            "schedule_changed_unseen": bool(order.get("schedule_changed")),
            "cancelled_at": shown["cancelled_at"],
            "metadata": shown["metadata"],
            "cancelled": shown["cancelled_at"] is not None,
            "visible": orders.is_visible(order, now),
            "created_at": shown["created_at"],
        }

    async def reset(self, call: Call) -> Answer:
        """POST a fresh start, with other settings when asked."""
        try:
            settings = self._world.first_settings.changed(call.data)
        except ValueError as error:
            raise refuse("bad_request", str(error)) from error
        self._shopping.forget()
        self._door.limits.clear()
        self._world.reset(settings)
        return Answer({"seed": settings.seed, "now": instant(self._world.now())})

    async def clock(self, call: Call) -> Answer:
        """GET the world's time and pace, or POST a jump (`advance_seconds`, or `to` an instant) or a `speed`."""
        world, advance, to, speed = self._world, *(call.data.get(name) for name in ("advance_seconds", "to", "speed"))
        if call.method == "POST":
            try:
                if to is not None:
                    world.jump(datetime.fromisoformat(to))
                elif advance is not None:
                    world.jump(world.now() + timedelta(seconds=float(advance)))
                if speed is not None:
                    world.run_at(float(speed))
            except (TypeError, ValueError, OverflowError) as error:
                message = "Say 'advance_seconds', or 'to' with an instant of this century, or a 'speed'."
                raise refuse("bad_request", message) from error
        return Answer({"now": instant(world.now()), "speed": world.speed})

    async def scenarios(self, call: Call) -> Answer:
        """GET what can be switched on and what is on."""
        running = [one.shown() for one in self._world.scenarios.running]
        return Answer({"named": scenarios.named(), "running": running})

    async def start_scenario(self, call: Call) -> Answer:
        """POST a scenario to switch on."""
        try:
            started = self._world.scenarios.start(call.data)
        except ValueError as error:
            raise refuse("bad_request", str(error)) from error
        return Answer(started.shown(), 201)

    async def stop_scenarios(self, call: Call) -> Answer:
        """DELETE one scenario by name, or all."""
        self._world.scenarios.stop(call.asked("name"))
        return Answer(status=204)
