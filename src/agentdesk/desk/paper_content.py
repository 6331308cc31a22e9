"""Papers as typed content, free of layout: what a document says, tested as data."""

from dataclasses import dataclass
from datetime import datetime

from agentdesk.desk.preferences import Agency
from agentdesk.travel.environment import World
from agentdesk.travel.journeys import Flight, Layover, Permission
from agentdesk.travel.money import Money


@dataclass(frozen=True, slots=True)
class PaperTraveller:
    """One person on the paper. `tickets` and `emds` are numbers as the airline gives them."""

    name: str  # Surname, Given, as in the passport
    kind: str  # adult, child, infant_without_seat
    tickets: tuple[str, ...]
    emds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperSeat:
    """Who sits where."""

    traveller: str
    designator: str


@dataclass(frozen=True, slots=True)
class PaperFlight:
    """A flight, with what the travellers have on it."""

    flight: Flight
    cabin: str
    seats: tuple[PaperSeat, ...]
    bags: tuple[str, ...]  # "1 checked bag each" is said by the renderer from these: kind x quantity texts
    layover_after: Layover | None = None


@dataclass(frozen=True, slots=True)
class PaperSlice:
    origin: str
    destination: str
    flights: tuple[PaperFlight, ...]
    fare_brand: str
    change: Permission | None


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line of the price: what, how many, how much altogether."""

    what: str  # fare, tax, seat, bag, other
    detail: str
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Itinerary:
    """What the customer gets after the sale. PRACTICE or TEST is part of the content."""

    world: World
    agency: Agency
    agent: str
    reference: str
    references: tuple[tuple[str, str], ...]
    issued_at: datetime  # aware UTC
    issued_zone: str
    travellers: tuple[PaperTraveller, ...]
    slices: tuple[PaperSlice, ...]
    extras: tuple[str, ...]
    change: Permission | None
    refund: Permission | None
    prices: tuple[PriceLine, ...]
    total: Money
    paid: bool
    order_id: str = ""


Paper = Itinerary
