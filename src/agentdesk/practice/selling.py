"""Booking and paying: orders, payments, and lists of both."""

from datetime import datetime, timedelta

from agentdesk.practice import bodies, intake, orders
from agentdesk.practice.bodies import check_kinds
from agentdesk.practice.door import Answer, Call, refusal_of
from agentdesk.practice.offers import OFFER_LIFE, Mark, offer
from agentdesk.practice.order_list import filters, in_order
from agentdesk.practice.order_scenarios import strike
from agentdesk.practice.paging import page
from agentdesk.practice.refusals import Fault, Refusal, linked_not_found, refuse
from agentdesk.practice.searches import Search
from agentdesk.practice.shapes import Json, amount, instant, minor_of
from agentdesk.practice.shopping import Shopping
from agentdesk.practice.world import World


class Selling:
    """The handlers of the cash desk."""

    def __init__(self, world: World, shopping: Shopping) -> None:
        self._world = world
        self._shopping = shopping

    async def order(self, call: Call) -> Answer:
        """POST an order."""
        offer_id = intake.selected_offer(call.data)
        found = self._world.part_of(offer_id, "off")
        if found is None or found[1] >= len(found[0].fares):
            raise linked_not_found("/selected_offers/0")
        search, index = found
        fare, now = search.fares[index], self._world.now()
        wanted = intake.checked(call.data, search, fare)
        self._check_on_sale(search, now)
        self._refuse_if_asked(call)
        if wanted.type == "hold" and wanted.services and call.trouble("bare_hold"):
            message = "Services can't be sent with an order of type hold"
            raise refuse("services_not_allowed_for_order_type", message, "/services")
        chosen = intake.chosen_services(wanted, self._shopping.services(search, index))
        shown = offer(search, index, self._world.marks.get(offer_id, Mark()))
        order = orders.new_order(search, shown, fare, wanted, chosen, now)
        if wanted.payment is not None:
            total = minor_of(order["shown"]["total_amount"], search.currency) or 0
            intake.check_payment(wanted.payment, total, search.currency, "/payments/0")
        return self._keep(call, search, order, wanted.payment, self._seats(search, index, chosen))

    def _check_on_sale(self, search: Search, now: datetime) -> None:
        if search.stem in self._world.booked:
            raise refuse("offer_request_already_booked", "An offer of this offer request has already been booked.")
        if now > search.created + OFFER_LIFE:
            raise refuse("offer_expired", "The offer has expired; search again.")

    def _refuse_if_asked(self, call: Call) -> None:
        trouble = call.trouble("airline_refuses")
        if trouble:
            raise refusal_of(trouble)

    def _seats(self, search: Search, index: int, chosen: list[Json]) -> dict[str, list[str]]:
        """Seats taken, by flight."""
        flights = {
            search.id("seg", index * 100 + n): flight.key for n, flight in enumerate(search.fares[index].flights)
        }
        taken: dict[str, list[str]] = {}
        for service in chosen:
            if service["type"] == "seat":
                taken.setdefault(flights[service["segment_ids"][0]], []).append(service["metadata"]["designator"])
        return taken

    def _keep(
        self, call: Call, search: Search, order: Json, payment: Json | None, seats: dict[str, list[str]]
    ) -> Answer:
        """Keep the order and answer for it, now or, where trouble was asked for, later or never."""
        now, outcome = self._world.now(), call.trouble("outcome")
        call.log["order_id"] = order["id"]
        late = now + timedelta(seconds=self._world.settings.late_order_seconds)
        told = {"offer_id": order["shown"]["offer_id"]}
        if outcome and outcome["order"] == "never":
            call.log["order_id"] = None
            self._world.tell("order.creation_failed", told["offer_id"], told, late)
            return Answer({}, outcome["status"])
        made = None
        if payment is not None:
            made = orders.new_payment(1, order, payment, now)
            orders.paid(order, now, self._ticket_seconds(call))
        if outcome:
            order["visible_from"] = instant(late)
        self._world.keep_order(order, made, seats)
        self._world.tell("order.created", order["id"], {"order_id": order["id"]} | told, late if outcome else now)
        return Answer({}, outcome["status"]) if outcome else Answer(order["shown"], 201)

    def _ticket_seconds(self, call: Call) -> float | None:
        late = call.trouble("late_tickets")
        if late is None:
            return self._world.settings.ticket_seconds
        seconds = late.get("seconds")
        return None if seconds is None else float(seconds)

    async def one(self, call: Call) -> Answer:
        """GET an order."""
        return Answer(self._seen(call.params["id"], call)["shown"])

    async def price(self, call: Call) -> Answer:
        """POST for the price of a hold as it is now; one that cannot be paid has none."""
        order = self._seen(call.params["id"], call)
        return Answer(self._payable(order))

    def _seen(self, key: str, call: Call | None = None) -> Json:
        """An order that can be read by now, brought up to date."""
        order = self._world.orders.get(key)
        now = self._world.now()
        if order is None or not orders.is_visible(order, now):
            raise refuse("not_found", "The resource you are trying to access does not exist.")
        self._world.settle(order)
        strike(self._world, order, f"/air/orders/{order['id']}")
        if call is not None and order["shown"]["payment_status"]["awaiting_payment"]:
            self._raise_held_price(call, order)
        return order

    def _raise_held_price(self, call: Call, order: Json) -> None:
        trouble = call.trouble("raise_price")
        if not trouble:
            return
        shown = order["shown"]
        currency = shown["total_currency"]
        by = minor_of(str(trouble.get("amount", "10.00")), currency) or 0
        for name in ("total_amount", "base_amount"):
            shown[name] = amount((minor_of(shown[name], currency) or 0) + by, currency)
        shown["payment_status"]["price_guarantee_expires_at"] = None
        order["repriced"] = True
        self._world.keep_order(order)

    async def available_services(self, call: Call) -> Answer:
        """GET what can be added to an order: nothing, with the airlines of this world."""
        self._seen(call.params["id"])
        return Answer([])

    async def add_services(self, call: Call) -> Answer:
        """POST more services; refused with a number for a code, as the real sandbox does."""
        order = self._seen(call.params["id"])
        if order["shown"]["payment_status"]["awaiting_payment"] and call.data.get("payment"):
            code = "pay_later_order_no_payment_for_ancillaries"
            raise refuse(code, "Services of an unpaid order are paid with the order.", status=422)
        raise Refusal([Fault("400", "Unsupported operation", type="airline_error")], 400)

    async def update(self, call: Call) -> Answer:
        """PATCH an order's metadata, the only thing that can be edited."""
        check_kinds(call.data, bodies.METADATA)
        order = self._seen(call.params["id"])
        faults = intake.metadata_faults(call.data.get("metadata"))
        if faults:
            raise Refusal(faults)
        order["shown"]["metadata"] = call.data.get("metadata") or {}
        self._world.keep_order(order)
        return Answer(order["shown"])

    async def many(self, call: Call) -> Answer:
        """GET orders, filtered, sorted, in pages."""
        now = self._world.now()
        shown = [self._seen(key)["shown"] for key, order in self._world.orders.items() if orders.is_visible(order, now)]
        for takes in filters(call):
            shown = [order for order in shown if takes(order)]
        rows, meta = page(call, in_order(call, shown, now), lambda order: str(order["id"]))
        return Answer(list(rows), meta=meta)

    async def pay(self, call: Call) -> Answer:
        """POST a payment for a held order."""
        check_kinds(call.data, bodies.PAYMENT)
        payment, order_id = call.data.get("payment"), call.data.get("order_id")
        faults = [] if order_id else [Fault("validation_required", "Field 'order_id' can't be blank", "/order_id")]
        if payment is None:
            faults.append(Fault("validation_required", "Field 'payment' can't be blank", "/payment"))
        else:
            faults += intake.payment_faults(payment, "/payment")
        if faults or payment is None:
            raise Refusal(faults)
        now = self._world.now()
        order = self._world.orders.get(str(order_id))
        if order is None or not orders.is_visible(order, now):
            raise linked_not_found("/order_id")
        self._world.settle(order)
        strike(self._world, order, call.path, "POST")
        shown = self._payable(order)
        self._refuse_if_asked(call)
        self._raise_held_price(call, order)
        total = minor_of(shown["total_amount"], shown["total_currency"]) or 0
        if order.get("repriced") and minor_of(payment["amount"], shown["total_currency"]) != total:
            raise refuse("price_changed", "The price of the order has changed; read it again.")
        intake.check_payment(payment, total, shown["total_currency"], "/payment")
        call.log["order_id"] = order["id"]
        outcome = call.trouble("outcome")
        if outcome and outcome["order"] == "never":
            return Answer({}, outcome["status"])
        made = orders.new_payment(1 + len(self._world.payments_of(order)), order, payment, now)
        if ending := call.trouble("payment"):
            return self._not_yet_paid(order, made, ending, now)
        orders.paid(order, now, self._ticket_seconds(call))
        self._world.keep_order(order, made)
        self._world.tell_of_new_payment(made)
        return Answer({}, outcome["status"]) if outcome else Answer(made, 201)

    def _not_yet_paid(self, order: Json, made: Json, ending: Json, now: datetime) -> Answer:
        """A payment that fails, or one that is pending and ends after `seconds` with `then`, or never."""
        made |= {"status": ending["status"], "failure_reason": ending.get("reason")}
        answer = Answer(dict(made), 201)
        if ending.get("seconds") is not None:
            at = instant(now + timedelta(seconds=ending["seconds"]))
            order["payment_due"] = {"id": made["id"], "at": at, "status": ending.get("then", "succeeded")}
            order["payment_due"]["reason"] = ending.get("then_reason")
        self._world.keep_order(order, made)
        self._world.tell_of_new_payment(made)
        return answer

    def _payable(self, order: Json) -> Json:
        """What the wire shows of an order that can still be paid."""
        self._world.settle(order)
        shown: Json = order["shown"]
        if shown["type"] != "hold":
            raise refuse("order_type_not_eligible_for_payment", "Only held orders are paid later.", "/order_id")
        if shown["cancelled_at"] is not None:
            raise refuse("already_cancelled", "The order you are trying to pay for has been cancelled.")
        pending = any(one["status"] == "pending" for one in self._world.payments_of(order))
        if shown["payment_status"]["paid_at"] is not None or pending:
            raise refuse("already_paid", "The order you are trying to pay for has already been paid.")
        if order.get("schedule_changed"):
            raise refuse("schedule_changed", "The airline has changed the flights of this order; book again.")
        if not shown["payment_status"]["awaiting_payment"]:
            raise refuse("past_payment_required_by_date", "The order can no longer be paid.")
        return shown

    async def payments(self, call: Call) -> Answer:
        """GET the payments of an order."""
        order_id = call.asked("order_id")
        for order in self._world.orders.values():
            if order_id in (None, order["id"]):
                self._world.settle(order)
        found = [payment for payment in self._world.payments.values() if order_id in (None, payment["order_id"])]
        rows, meta = page(call, found, lambda payment: str(payment["id"]))
        return Answer(list(rows), meta=meta)

    async def payment(self, call: Call) -> Answer:
        """GET one payment."""
        payment = self._world.payments.get(call.params["id"])
        if payment is None:
            raise refuse("not_found", "The resource you are trying to access does not exist.")
        return Answer(payment)
