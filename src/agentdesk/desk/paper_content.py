"""Papers as typed content, free of layout and of language: what a document says, tested as data."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from agentdesk.desk.preferences import Agency
from agentdesk.travel.cancellations import Credit
from agentdesk.travel.environment import World
from agentdesk.travel.journeys import Flight, Layover
from agentdesk.travel.money import Money
from agentdesk.travel.orders import OrderStatus
from agentdesk.travel.passengers import PassengerKind
from agentdesk.travel.places import Airport


class RuleState(StrEnum):
    """What the airline says of changing or giving back. UNSAID: nothing at all, which is not a refusal."""

    UNSAID = "unsaid"
    FORBIDDEN = "forbidden"
    FREE = "free"
    PENALTY = "penalty"
    PENALTY_UNSAID = "penalty_unsaid"  # allowed, at a cost nobody names


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition. `penalty` is there with PENALTY only, in a currency the airline picks."""

    state: RuleState
    penalty: Money | None = None


@dataclass(frozen=True, slots=True)
class PaperTraveller:
    """One person on the paper. `tickets` and `emds` are numbers as the airline gives them, empty until it does."""

    title: str  # mr, ms, mrs, miss, dr; "" when not known
    given_name: str
    family_name: str
    kind: PassengerKind | None
    carried_by: str = ""  # of an infant: the full name of the adult
    tickets: tuple[str, ...] = ()
    emds: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class PaperBags:
    """Bags of one kind and weight. `confirmed` is False while only our own record of the sale knows them."""

    kind: str  # checked, carry_on, or another word of the upstream
    quantity: int
    weight_kg: int | None  # None: the airline does not say
    bought: bool
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Aboard:
    """What one traveller has on one flight. `seat` is "" where it is given at check-in."""

    traveller: int  # index into Itinerary.travellers
    seat: str
    bags: tuple[PaperBags, ...]
    on_lap: bool = False
    seat_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class PaperFlight:
    """A flight, with what the travellers have on it, and the wait after it."""

    flight: Flight
    cabins: tuple[str, ...]  # names or classes of the airline, each once
    aboard: tuple[Aboard, ...]
    layover_after: Layover | None = None


@dataclass(frozen=True, slots=True)
class PaperSlice:
    """One way of the journey. `elapsed` is None when neither the airline nor the zones tell."""

    origin: Airport
    destination: Airport
    flights: tuple[PaperFlight, ...]
    elapsed: timedelta | None
    fare_brand: str  # "" when the airline names none
    change: Rule
    refund: Rule


class PriceKind(StrEnum):
    """What a line of the price is for. OTHER is what the airline charges without saying for what."""

    FARE = "fare"
    TAX = "tax"
    SEAT = "seat"
    BAG = "bag"
    SERVICE = "service"
    OTHER = "other"
    FEE = "fee"  # the agency's own


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A line of the price; `amount` is for all of it. `detail`: a seat's designator, a bag's kind, a service's word."""

    kind: PriceKind
    amount: Money
    quantity: int = 1  # of a fare: travellers
    travellers: tuple[str, ...] = ()
    flights: tuple[str, ...] = ()  # as printed on a board
    detail: str = ""
    weight_kg: int | None = None


@dataclass(frozen=True, slots=True)
class Itinerary:
    """What the customer gets after the sale. Lines of `prices` add up to `total`, which the agency's fee is part of.

    `world` is TEST at most where the order itself says that it is not live, so that no paper of an order that was
    never sold can look real.
    """

    world: World
    agency: Agency
    agent: str
    airline: str
    reference: str
    other_references: tuple[tuple[str, str], ...]  # (airline, its own locator), without the one above
    issued_at: datetime  # aware UTC
    issued_zone: str  # tz database name
    status: OrderStatus
    pay_by: datetime | None
    paid_at: datetime | None
    travellers: tuple[PaperTraveller, ...]
    loose_tickets: tuple[str, ...]  # numbers of which the airline does not say whose they are
    loose_emds: tuple[str, ...]
    slices: tuple[PaperSlice, ...]
    change: Rule
    refund: Rule
    prices: tuple[PriceLine, ...]
    total: Money
    airline_change_open: bool  # the airline has moved something and nobody has answered
    emissions_kg: str = ""
    order_id: str = ""
    own_reference: str = ""  # the agency's
    price_held_until: datetime | None = None

    @property
    def is_paid(self) -> bool:
        return self.status in (OrderStatus.TICKETED, OrderStatus.AWAITING_TICKETS)

    @property
    def tickets_follow(self) -> bool:
        """Whether ticket numbers are still to come."""
        return self.status is OrderStatus.AWAITING_TICKETS

    @property
    def has_unconfirmed(self) -> bool:
        """Whether a seat or bag stands here that was paid for and the airline has not named yet."""
        return any(
            not aboard.seat_confirmed or not all(bag.confirmed for bag in aboard.bags)
            for part in self.slices
            for flown in part.flights
            for aboard in flown.aboard
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was paid. `form` is the upstream's word for how the airline was paid (balance, card, ...), "" if unsaid."""

    trip: Itinerary
    form: str = ""


@dataclass(frozen=True, slots=True)
class HoldConfirmation:
    """What is kept for the customer, until when, and what is not. The deadlines are those of the trip."""

    trip: Itinerary
    airport_zone: str  # of the first departure, tz database name; "" where it is not known
    holds_seats: bool  # whether any seat or bag is bought with it


@dataclass(frozen=True, slots=True)
class CancellationNote:
    """What was paid and what comes back. `refund` is None where the airline does not say."""

    trip: Itinerary
    paid: Money | None  # None: nothing was ever paid
    refund: Money | None
    refund_to: str  # the upstream's word (API.md 10)
    credits: tuple[Credit, ...]
    confirmed_at: datetime | None


Paper = Itinerary | Receipt | HoldConfirmation | CancellationNote


class PaperKind(StrEnum):
    ITINERARY = "itinerary"
    RECEIPT = "receipt"
    HOLD = "hold"
    CANCELLATION = "cancellation"


def trip_of(paper: Paper) -> Itinerary:
    """What every paper is about."""
    return paper if isinstance(paper, Itinerary) else paper.trip


def kind_of(paper: Paper) -> PaperKind:
    match paper:
        case Itinerary():
            return PaperKind.ITINERARY
        case Receipt():
            return PaperKind.RECEIPT
        case HoldConfirmation():
            return PaperKind.HOLD
        case CancellationNote():
            return PaperKind.CANCELLATION
