"""Cancelling: quotes that say what comes back, and their confirmation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from agentdesk.practice import orders
from agentdesk.practice.asking import required
from agentdesk.practice.bodies import CANCELLATION, check_kinds
from agentdesk.practice.carriers import DUFFEL, carriers
from agentdesk.practice.door import Answer, Call, refusal_of
from agentdesk.practice.paging import page
from agentdesk.practice.refusals import Refusal, linked_not_found, refuse
from agentdesk.practice.shapes import Json, amount, exchanged, instant, minor_of, part_id, second
from agentdesk.practice.world import World

_QUOTE_LIFE = timedelta(hours=1)
_CREDITS_ROUTE = "LTN-SYD"


@dataclass(frozen=True)
class Refund:
    """What comes back, in minor units of the order's currency; None when the airline does not say beforehand."""

    minor: int | None
    to: str


class Cancelling:
    """The handlers of cancellations."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def quote(self, call: Call) -> Answer:
        """POST for a quote; nothing is cancelled yet."""
        check_kinds(call.data, CANCELLATION)
        order_id, now = call.data.get("order_id"), self._world.now()
        if not order_id:
            raise Refusal([required("order_id", "/order_id")])
        order = self._world.orders.get(order_id)
        if order is None or not orders.is_visible(order, now):
            raise linked_not_found("/order_id")
        call.log["order_id"] = order["id"]
        self._world.settle(order)
        _check_cancellable(order)
        if trouble := call.trouble("airline_refuses"):
            raise refusal_of(trouble)
        number = 1 + len(self._of(order))
        refund = self._refund(order, now)
        if said := call.trouble("refund"):
            refund = _as_said(said, refund, order["shown"]["total_currency"])
        kept = self._new(order, number, refund, now)
        self._world.keep_cancellation(kept)
        self._world.tell("order_cancellation.created", kept["id"], _of_quote(kept["shown"]))
        return Answer(kept["shown"], 201)

    def _of(self, order: Json) -> list[Json]:
        """The quotes of an order, oldest first."""
        return [one for one in self._world.cancellations.values() if one["shown"]["order_id"] == order["id"]]

    def _refund(self, order: Json, now: datetime) -> Refund:
        """By API.md 10: nothing was paid, a void, an airline's change, then the fare's own rule."""
        shown = order["shown"]
        currency, whole = shown["total_currency"], minor_of(shown["total_amount"], shown["total_currency"]) or 0
        paid = self._world.payment_of(order)
        if paid is None:
            return Refund(0, "awaiting_payment")
        if self._world.route_in(order["id"]) == _CREDITS_ROUTE:
            return Refund(whole, "airline_credits")
        carrier = carriers()[shown["owner"]["iata_code"]]
        to = "voucher" if carrier.low_cost else str(paid["type"])
        if carrier.iata == DUFFEL or _is_void_free(shown, now):
            return Refund(whole, str(paid["type"]))
        if orders.needs_action(shown):
            return Refund(whole, "original_form_of_payment")
        insured = sum(
            minor_of(one["metadata"]["refund_amount"], currency) or 0
            for one in shown["services"]
            if one["type"] == "cancel_for_any_reason"
        )
        return _by_the_rule(shown["conditions"]["refund_before_departure"], whole, insured, currency, to)

    def _new(self, order: Json, number: int, refund: Refund, now: datetime) -> Json:
        shown = order["shown"]
        currency, untold = shown["total_currency"], refund.minor is None
        ends = now + _QUOTE_LIFE
        if shown["void_window_ends_at"] and _is_void_free(shown, now):
            ends = min(ends, datetime.fromisoformat(shown["void_window_ends_at"]))
        quote: Json = {
            "id": part_id("ore", order["stem"], number),
            "order_id": order["id"],
            "live_mode": False,
            "created_at": instant(now),
            "expires_at": second(ends),
            "confirmed_at": None,
            "refund_amount": None if refund.minor is None else amount(refund.minor, currency),
            "refund_currency": None if untold else currency,
            "refund_to": refund.to,
            "airline_credits": [_credit(order, number, refund, now)] if refund.to == "airline_credits" else [],
        }
        return {"id": quote["id"], "shown": quote, "basis": _basis(shown)}

    async def confirm(self, call: Call) -> Answer:
        """POST the confirmation of the newest quote: the end of an order."""
        kept, now = self._found(call), self._world.now()
        quote = kept["shown"]
        order = self._world.orders[quote["order_id"]]
        call.log["order_id"] = order["id"]
        self._world.settle(order)
        newest = self._of(order)[-1]
        if order["shown"]["cancelled_at"] is None and (
            kept is not newest
            or now >= datetime.fromisoformat(quote["expires_at"])
            or kept["basis"] != _basis(order["shown"])
        ):
            raise refuse("order_cancellation_stale", "The order cancellation is stale; create another one.")
        _check_cancellable(order)
        if trouble := call.trouble("airline_refuses"):
            raise refusal_of(trouble)
        quote["confirmed_at"] = instant(now)
        for number, credit in enumerate(quote["airline_credits"]):
            credit["credit_code"] = orders.credit_code(order, number)
        orders.cancel(order, quote, now)
        self._world.release(order)
        self._world.keep_cancellation(kept, order)
        self._world.tell("order_cancellation.confirmed", kept["id"], _of_quote(quote))
        return Answer(quote)

    def _found(self, call: Call) -> Json:
        kept = self._world.cancellations.get(call.params["id"])
        if kept is None:
            raise refuse("not_found", "The resource you are trying to access does not exist.")
        return kept

    async def one(self, call: Call) -> Answer:
        """GET a cancellation, confirmed or not."""
        return Answer(self._found(call)["shown"])

    async def many(self, call: Call) -> Answer:
        """GET the cancellations, of one order when asked, newest first."""
        order_id = call.asked("order_id")
        found = [one["shown"] for one in self._world.cancellations.values()]
        found = [one for one in found if order_id in (None, one["order_id"])]
        found.sort(key=lambda one: (one["created_at"], one["id"]), reverse=True)
        rows, meta = page(call, found, lambda one: str(one["id"]))
        return Answer(list(rows), meta=meta)


def _of_quote(quote: Json) -> Json:
    return {name: quote[name] for name in ("id", "order_id", "confirmed_at")}


def _as_said(said: Json, usual: Refund, currency: str) -> Refund:
    """By a scenario: where it goes (`to`), and how much (`amount`, null when nobody says); the rest as usual."""
    minor = usual.minor if "amount" not in said else said["amount"] and minor_of(said["amount"], currency)
    return Refund(minor, said.get("to", usual.to))


def _check_cancellable(order: Json) -> None:
    shown = order["shown"]
    if shown["cancelled_at"] is not None:
        raise refuse("already_cancelled", "The order has already been cancelled.")
    if "cancel" not in shown["available_actions"]:
        raise refuse("order_not_cancellable", "The order cannot be cancelled here; ask support.")


def _is_void_free(shown: Json, now: datetime) -> bool:
    ends = shown["void_window_ends_at"]
    return ends is not None and now < datetime.fromisoformat(ends)


def _by_the_rule(rule: Json | None, whole: int, insured: int, currency: str, to: str) -> Refund:
    """By the refund condition of the fare; what was bought to cancel for any reason is the least."""
    if rule is None:
        return Refund(insured or None, "original_form_of_payment")
    if not rule["allowed"]:
        return Refund(insured, to)
    if rule["penalty_amount"] is None:
        return Refund(None, "original_form_of_payment")
    taken = exchanged(
        minor_of(rule["penalty_amount"], rule["penalty_currency"]) or 0, rule["penalty_currency"], currency
    )
    return Refund(max(0, insured, whole - taken), to)


def _credit(order: Json, number: int, refund: Refund, now: datetime) -> Json:
    """One credit for the whole; its code is told when the cancellation is confirmed."""
    shown = order["shown"]
    return {
        "id": part_id("acd", order["stem"], number),
        "credit_name": f"{shown['owner']['name']} travel credit",
        "credit_code": None,
        "credit_amount": amount(refund.minor or 0, shown["total_currency"]),
        "credit_currency": shown["total_currency"],
        "issued_on": now.date().isoformat(),
        "passenger_id": shown["passengers"][0]["id"],
    }


def _basis(shown: Json) -> Json:
    """What a quote rests on; where this has changed, the quote is stale."""
    return {
        "total_amount": shown["total_amount"],
        "paid_at": shown["payment_status"]["paid_at"],
        "changes": [[one["id"], one["action_taken"]] for one in shown["airline_initiated_changes"]],
    }
