"""Trouble that strikes an order when somebody looks: the airline lets a hold go, or changes flights."""

from agentdesk.practice.flight_changes import change_flights
from agentdesk.practice.orders import departures
from agentdesk.practice.shapes import Json, second
from agentdesk.practice.world import World


def strike(world: World, order: Json, path: str, method: str = "GET") -> None:
    """Let scenarios for a call of this path strike an order that has been brought up to date.

    A hold is released at once, whatever its deadline was. Flights of a paid order change openly, those of an unpaid
    one unseen: that comes out when it is paid (API.md 7.2). An airline may keep cancelling to itself.
    """
    shown, now = order["shown"], world.now()
    route, facts = world.route_in(order["id"]), world.facts(order)

    def taken(kind: str) -> Json | None:
        return world.scenarios.take(frozenset({kind}), method, path, route, facts)

    if not order.get("no_cancel") and taken("no_cancel"):
        order["no_cancel"] = True
        world.settle(order)
    if shown["payment_status"]["awaiting_payment"]:
        if taken("lapse"):
            shown["payment_status"]["payment_required_by"] = second(now)
            world.settle(order)
        elif not order.get("schedule_changed") and taken("schedule_change"):
            order["schedule_changed"] = True
            world.keep_order(order)
    elif shown["payment_status"]["paid_at"] and not shown["cancelled_at"] and min(departures(shown)) > now:
        effect = taken("schedule_change")
        if effect:
            change_flights(order, effect, now)
            world.keep_order(order)
            told = {"id": order["id"], "aic_id": shown["airline_initiated_changes"][-1]["id"]}
            world.tell("order.airline_initiated_change_detected", told["aic_id"], told)
