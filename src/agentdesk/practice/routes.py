"""Which address leads to which handler."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from agentdesk.practice import reference
from agentdesk.practice.airline_changes import AirlineChanges
from agentdesk.practice.backstage import Backstage
from agentdesk.practice.cancelling import Cancelling
from agentdesk.practice.carriers import aircraft_list, airlines, loyalty_programmes
from agentdesk.practice.delivering import Delivering
from agentdesk.practice.door import Answer, Call, Door
from agentdesk.practice.refusals import refuse
from agentdesk.practice.selling import Selling
from agentdesk.practice.shapes import Json
from agentdesk.practice.shopping import Shopping
from agentdesk.practice.strangers import Strangers
from agentdesk.practice.webhooks import Webhooks
from agentdesk.practice.world import World


def application(world: World, delivering: Delivering) -> Starlette:
    """The practice airline as an ASGI application."""
    door = Door(world)
    shopping = Shopping(world)
    selling = Selling(world, shopping)
    backstage = Backstage(world, shopping, door)
    unknown = door.to(_unknown)

    async def nowhere(request: Request, error: Exception) -> Response:
        return await unknown(request)

    return Starlette(
        routes=[
            *_reference(door),
            *_shopping(door, shopping),
            *_selling(door, selling),
            *_cancelling(door, Cancelling(world)),
            *_airline_changes(door, AirlineChanges(world)),
            *_webhooks(door, Webhooks(world, delivering)),
            *_backstage(door, backstage),
        ],
        exception_handlers={404: nowhere, 405: nowhere, HTTPException: nowhere},
        middleware=[Middleware(Strangers)],
    )


def _reference(door: Door) -> list[Route]:
    lists: dict[str, Callable[[], list[Json]]] = {
        "cities": reference.cities,
        "airlines": airlines,
        "aircraft": aircraft_list,
        "loyalty_programmes": loyalty_programmes,
    }
    routes = [
        Route("/places/suggestions", door.to(reference.suggestions)),
        Route("/air/airports", door.to(reference.airports)),
        Route("/air/airports/{id}", door.to(reference.airport)),
    ]
    for name, rows in lists.items():
        routes.append(Route(f"/air/{name}", door.to(reference.listing(rows))))
        routes.append(Route(f"/air/{name}/{{id}}", door.to(reference.single(rows))))
    return routes


def _shopping(door: Door, shopping: Shopping) -> list[Route]:
    offer = "/air/offers/{id}"
    return [
        Route("/air/offer_requests", door.to(shopping.requests), methods=["GET"]),
        Route("/air/offer_requests", door.to(shopping.ask, search=True), methods=["POST"]),
        Route("/air/offer_requests/{id}", door.to(shopping.asked)),
        Route("/air/batch_offer_requests", door.to(shopping.ask_in_batches, search=True), methods=["POST"]),
        Route("/air/batch_offer_requests/{id}", door.to(shopping.poll_batches)),
        Route("/air/offers", door.to(shopping.offers)),
        Route(offer, door.to(shopping.offer)),
        Route(f"{offer}/actions/price", door.to(shopping.price), methods=["POST"]),
        Route(f"{offer}/upsell_offers", door.to(shopping.upsell), methods=["POST"]),
        Route(f"{offer}/upsell", door.to(shopping.upsell), methods=["POST"]),
        Route(f"{offer}/passengers/{{passenger}}", door.to(shopping.rename), methods=["PATCH"]),
        Route("/air/seat_maps", door.to(shopping.seat_maps)),
    ]


def _selling(door: Door, selling: Selling) -> list[Route]:
    return [
        Route("/air/orders", door.to(selling.many), methods=["GET"]),
        Route("/air/orders", door.to(selling.order), methods=["POST"]),
        Route("/air/orders/{id}", door.to(selling.one), methods=["GET"]),
        Route("/air/orders/{id}", door.to(selling.update), methods=["PATCH"]),
        Route("/air/orders/{id}/actions/price", door.to(selling.price), methods=["POST"]),
        Route("/air/orders/{id}/available_services", door.to(selling.available_services), methods=["GET"]),
        Route("/air/orders/{id}/services", door.to(selling.add_services), methods=["POST"]),
        Route("/air/payments", door.to(selling.payments), methods=["GET"]),
        Route("/air/payments", door.to(selling.pay), methods=["POST"]),
        Route("/air/payments/{id}", door.to(selling.payment)),
    ]


def _cancelling(door: Door, cancelling: Cancelling) -> list[Route]:
    quotes = "/air/order_cancellations"
    return [
        Route(quotes, door.to(cancelling.many), methods=["GET"]),
        Route(quotes, door.to(cancelling.quote), methods=["POST"]),
        Route(f"{quotes}/{{id}}", door.to(cancelling.one), methods=["GET"]),
        Route(f"{quotes}/{{id}}/actions/confirm", door.to(cancelling.confirm), methods=["POST"]),
    ]


def _airline_changes(door: Door, changes: AirlineChanges) -> list[Route]:
    change = "/air/airline_initiated_changes"
    return [
        Route(change, door.to(changes.many), methods=["GET"]),
        Route(f"{change}/{{id}}", door.to(changes.update), methods=["PATCH"]),
        Route(f"{change}/{{id}}/actions/accept", door.to(changes.accept), methods=["POST"]),
    ]


def _webhooks(door: Door, webhooks: Webhooks) -> list[Route]:
    hooks = "/air/webhooks"
    return [
        Route(f"{hooks}/events", door.to(webhooks.events)),
        Route(f"{hooks}/events/{{id}}", door.to(webhooks.event)),
        Route(f"{hooks}/events/{{id}}/actions/redeliver", door.to(webhooks.redeliver), methods=["POST"]),
        Route(f"{hooks}/deliveries", door.to(webhooks.deliveries)),
        Route(hooks, door.to(webhooks.many), methods=["GET"]),
        Route(hooks, door.to(webhooks.register), methods=["POST"]),
        Route(f"{hooks}/{{id}}", door.to(webhooks.update), methods=["PATCH"]),
        Route(f"{hooks}/{{id}}", door.to(webhooks.remove), methods=["DELETE"]),
        Route(f"{hooks}/{{id}}/actions/ping", door.to(webhooks.ping), methods=["POST"]),
    ]


def _backstage(door: Door, backstage: Backstage) -> list[Route]:
    scenarios = "/practice/scenarios"
    return [
        Route("/practice/books", door.beside(backstage.books)),
        Route("/practice/reset", door.beside(backstage.reset), methods=["POST"]),
        Route("/practice/clock", door.beside(backstage.clock), methods=["GET", "POST"]),
        Route(scenarios, door.beside(backstage.scenarios), methods=["GET"]),
        Route(scenarios, door.beside(backstage.start_scenario), methods=["POST"]),
        Route(scenarios, door.beside(backstage.stop_scenarios), methods=["DELETE"]),
    ]


async def _unknown(call: Call) -> Answer:
    raise refuse("not_found", "The resource you are trying to access does not exist.")
