"""Airline-initiated changes as the wire lists them, and the agent's answer."""

from agentdesk.practice import orders
from agentdesk.practice.bodies import CHANGE_TAKEN, check_kinds
from agentdesk.practice.door import Answer, Call, refusal_of
from agentdesk.practice.order_scenarios import strike
from agentdesk.practice.paging import page
from agentdesk.practice.refusals import refuse
from agentdesk.practice.shapes import Json, instant, second
from agentdesk.practice.world import World

_TAKEN = ("accepted", "cancelled", "changed")


class AirlineChanges:
    """The handlers of airline-initiated changes."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def many(self, call: Call) -> Answer:
        """GET the changes, of one order when asked, newest first."""
        now, order_id, found = self._world.now(), call.asked("order_id"), []
        for order in self._world.orders.values():
            if order_id in (None, order["id"]) and orders.is_visible(order, now):
                self._world.settle(order)
                strike(self._world, order, call.path)
                found += order["shown"]["airline_initiated_changes"]
        found.sort(key=lambda change: (change["created_at"], change["id"]), reverse=True)
        rows, meta = page(call, found, lambda change: str(change["id"]))
        return Answer(list(rows), meta=meta)

    async def accept(self, call: Call) -> Answer:
        """POST the agent's yes to the newest change of an order."""
        order, change = self._found(call)
        shown = order["shown"]
        call.log["order_id"] = order["id"]
        if change is not shown["airline_initiated_changes"][-1] or change["action_taken"] is not None:
            raise refuse("stale_airline_initiated_change_accept", "Only the newest change can be accepted, once.")
        if "accept" not in change["available_actions"]:
            raise refuse("unsupported_action", "This change cannot be accepted.")
        if trouble := call.trouble("airline_refuses"):
            raise refusal_of(trouble)
        return self._taken(order, "accepted", change)

    async def update(self, call: Call) -> Answer:
        """PATCH what was done about a change outside."""
        check_kinds(call.data, CHANGE_TAKEN)
        order, change = self._found(call)
        taken = call.data.get("action_taken")
        if taken not in _TAKEN:
            message = f"Field 'action_taken' must be one of {', '.join(_TAKEN)}"
            raise refuse("validation_inclusion", message, "/action_taken")
        if change is not order["shown"]["airline_initiated_changes"][-1] or "update" not in change["available_actions"]:
            raise refuse("stale_airline_initiated_change_update", "The change can no longer be updated.")
        return self._taken(order, taken, change)

    def _taken(self, order: Json, taken: str, change: Json) -> Answer:
        """The answer counts for the older changes too, which nobody can answer any more."""
        now = self._world.now()
        for one in order["shown"]["airline_initiated_changes"]:
            if one["action_taken"] is None:
                one |= {"action_taken": taken, "action_taken_at": instant(now), "updated_at": instant(now)}
                one["available_actions"] = []
        order["shown"]["synced_at"] = second(now)
        self._world.keep_order(order)
        return Answer(change)

    def _found(self, call: Call) -> tuple[Json, Json]:
        """(order, change) of an id."""
        for order in self._world.orders.values():
            for change in order["shown"]["airline_initiated_changes"]:
                if change["id"] == call.params["id"]:
                    self._world.settle(order)
                    return order, change
        raise refuse("not_found", "The resource you are trying to access does not exist.")
