"""From a caller's order to the checkout: who is who, what is added, does it still cost that, then the usual way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agentdesk.desk.agency import OrderNumbers
from agentdesk.desk.checkout import Checkout
from agentdesk.desk.ports import Clock
from agentdesk.desk.sessions import PriceMoved, Sessions
from agentdesk.travel.agents import Agent
from agentdesk.travel.booking import BagPick, Draft, Outcome, SeatPick, Way
from agentdesk.travel.environment import Environment
from agentdesk.travel.errors import TravelError
from agentdesk.travel.money import Money
from agentdesk.travel.passenger_rules import Flaw, check, complete, errors, forms_for
from agentdesk.travel.passengers import TravellerForm
from agentdesk.travel.phones import international
from agentdesk.travel.sessions import KeptOffer


@dataclass(frozen=True, slots=True)
class WantedService:
    """A seat or bag by the upstream's id of it, as it was when the caller read it."""

    id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order as asked for. `forms` name the upstream's passengers; `paid` is what the caller agrees to pay now."""

    offer_id: str  # the service's own
    way: Way
    forms: tuple[TravellerForm, ...]
    services: tuple[WantedService, ...]
    paid: Money | None
    own_reference: str = ""


class Flawed(TravelError):
    """Fields of passengers that the airline would refuse."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__("passengers cannot be booked as they are")
        self.flaws = tuple(flaws)


class NoSuchService(TravelError):
    """A seat or bag that is not for sale with this offer; `place` counts in the caller's list."""

    def __init__(self, place: int) -> None:
        super().__init__("no such service")
        self.place = place


class WrongAmount(TravelError):
    """The caller agrees to another amount than the order costs."""

    def __init__(self, costs: Money) -> None:
        super().__init__("the amount is not what it costs")
        self.costs = costs


class AgencySelling:
    """Sells for the callers of the service, through the one checkout."""

    def __init__(
        self,
        environment: Environment,
        sessions: Sessions,
        checkout: Checkout,
        numbers: OrderNumbers,
        *,
        clock: Clock,
        new_id: Callable[[str], str],
    ) -> None:
        self._environment = environment
        self._sessions = sessions
        self._checkout = checkout
        self._numbers = numbers
        self._clock = clock
        self._new_id = new_id

    async def order(self, wanted: Wanted, agent: Agent, attempt: str) -> tuple[str, Outcome]:
        """The service's own order id and what became of it.

        Gone, PriceMoved, Flawed, NoSuchService, WrongAmount and the errors of `Checkout.price` and `.book` mean that
        nothing was sent.
        """
        kept = await self._sessions.offer(wanted.offer_id, agent.id)
        travellers = complete(wanted.forms, kept.offer, self._today(), international)
        if travellers is None:
            raise Flawed(errors(check(wanted.forms, kept.offer, self._today(), international)))
        draft = self._draft(wanted, kept)
        priced = await self._checkout.price(draft, travellers)
        if priced.has_changed:
            await self._sessions.remember(replace(kept, offer=priced.offer))  # the caller has heard the new price
            raise PriceMoved(priced.shown_total, priced.total)
        if wanted.paid is not None and wanted.paid != priced.total:
            raise WrongAmount(priced.total)
        own_id = await self._numbers.begin(self._new_id("ord"), attempt, agent.id, self._clock())
        outcome = await self._checkout.book(priced, attempt=attempt)
        return own_id, outcome

    async def forms(self, offer_id: str, agent: Agent) -> tuple[KeptOffer, tuple[TravellerForm, ...]]:
        """Empty forms for the passengers of an offer, each infant with an adult."""
        kept = await self._sessions.offer(offer_id, agent.id)
        return kept, forms_for(kept.offer)

    def _today(self) -> date:
        return self._clock().date()

    def _draft(self, wanted: Wanted, kept: KeptOffer) -> Draft:
        seats: list[SeatPick] = []
        bags: list[BagPick] = []
        for place, service in enumerate(wanted.services):
            seat, bag = _seat(kept, service), _bag(kept, service)
            if seat is not None:
                seats.append(seat)
            elif bag is not None:
                bags.append(bag)
            else:
                raise NoSuchService(place)
        return Draft(
            id=self._new_id("dft"),
            environment=self._environment,
            offer=kept.offer,
            offer_request_id=kept.request_id,
            seats=tuple(seats),
            bags=tuple(bags),
            way=wanted.way,
            own_reference=wanted.own_reference,
        )


def _seat(kept: KeptOffer, wanted: WantedService) -> SeatPick | None:
    """The seat that the id stood for when its map was read; a seat is bought once."""
    if wanted.quantity != 1:
        return None
    for seat_map in kept.maps or ():
        for cabin in seat_map.cabins:
            for element in (one for row in cabin.rows for section in row.sections for one in section):
                for service in element.services:
                    if service.id == wanted.id:
                        return SeatPick(
                            seat_map.segment_id, service.passenger_id, element.designator, service.price, service.id
                        )
    return None


def _bag(kept: KeptOffer, wanted: WantedService) -> BagPick | None:
    service = next((one for one in kept.offer.services if one.id == wanted.id), None)
    if service is None or not 1 <= wanted.quantity <= service.max_quantity:
        return None
    return BagPick(service, wanted.quantity)
