"""Orders: what was sold, its tickets and payments, and the status derived from them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agentdesk.travel.airline_changes import AirlineChange
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.journeys import Permission, Slice
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Bag
from agentdesk.travel.passengers import PassengerKind
from agentdesk.travel.places import Airline


@dataclass(frozen=True, slots=True)
class OrderPassenger:
    """A passenger as the order names them; every text after the names may be "" (API.md 7.5)."""

    id: str
    given_name: str
    family_name: str
    title: str = ""
    gender: str = ""
    born: str = ""  # YYYY-MM-DD
    email: str = ""
    phone: str = ""
    kind: PassengerKind | None = None
    infant_id: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class TicketKind(StrEnum):
    TICKET = "electronic_ticket"
    EMD_ASSOCIATED = "electronic_miscellaneous_document_associated"
    EMD_STANDALONE = "electronic_miscellaneous_document_standalone"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket or EMD. `passenger_ids` is empty in old answers."""

    kind: TicketKind
    number: str
    passenger_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookedService:
    """A seat or bag that was bought with the order; `price` is for all of its quantity."""

    id: str
    kind: str  # seat, baggage, ...
    quantity: int
    price: Money
    passenger_ids: tuple[str, ...]
    segment_ids: tuple[str, ...]
    designator: str = ""  # of a seat
    bag: Bag | None = None


@dataclass(frozen=True, slots=True)
class PaymentState:
    """What is still to pay (API.md 7.5)."""

    awaiting_payment: bool
    pay_by: datetime | None = None
    price_held_until: datetime | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order as last read upstream."""

    id: str
    reference: str
    created_at: datetime
    live_mode: bool
    kind: str  # instant, hold, "" when not said
    offer_id: str
    owner: Airline
    total: Money
    base: Money | None
    tax: Money | None
    slices: tuple[Slice, ...]
    passengers: tuple[OrderPassenger, ...]
    services: tuple[BookedService, ...]
    tickets: tuple[Ticket, ...]
    payment: PaymentState
    change: Permission | None
    refund: Permission | None
    available_actions: tuple[str, ...] = ()
    cancelled_at: datetime | None = None
    references: tuple[tuple[str, str], ...] = ()  # (airline name, its own locator)
    open_airline_changes: int = 0  # airline-initiated changes nobody has answered
    void_until: datetime | None = None
    synced_at: datetime | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    airline_changes: tuple[AirlineChange, ...] = ()
    cancellation: Cancellation | None = None  # the confirmed one
    content: str = ""  # whose agreement with the airline: managed, self_managed

    @property
    def open_changes(self) -> tuple[AirlineChange, ...]:
        """Those that nobody has answered, oldest first."""
        return tuple(one for one in self.airline_changes if one.is_open)

    def tickets_of(self, passenger_id: str) -> tuple[Ticket, ...]:
        return tuple(one for one in self.tickets if one.kind is TicketKind.TICKET and passenger_id in one.passenger_ids)


class OrderStatus(StrEnum):
    """Derived, in the order of API.md 7.5."""

    CANCELLED = "cancelled"
    HELD = "held"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    TICKETED = "ticketed"
    AWAITING_TICKETS = "awaiting_tickets"


def status(order: Order, now: datetime) -> OrderStatus:
    """What has become of the order by `now` (upstream time)."""
    if order.cancelled_at is not None:
        return OrderStatus.CANCELLED
    pay_by = order.payment.pay_by
    overdue = pay_by is not None and now >= pay_by
    if order.payment.awaiting_payment:
        return OrderStatus.OVERDUE if overdue else OrderStatus.HELD
    was_hold = order.kind == "hold" or pay_by is not None
    if was_hold and order.payment.paid_at is None and not order.tickets and overdue:
        return OrderStatus.LAPSED
    return OrderStatus.TICKETED if is_ticketed(order) else OrderStatus.AWAITING_TICKETS


def is_ticketed(order: Order) -> bool:
    """Whether every passenger has an electronic ticket (or, in old answers, there are enough of them)."""
    tickets = [one for one in order.tickets if one.kind is TicketKind.TICKET]
    if not tickets:
        return False
    if any(not one.passenger_ids for one in tickets):
        return len(tickets) >= len(order.passengers)
    holders = {passenger_id for one in tickets for passenger_id in one.passenger_ids}
    return all(one.id in holders for one in order.passengers)


def needs_attention(order: Order) -> bool:
    """Whether the airline has changed something that nobody has answered."""
    return order.open_airline_changes > 0 and order.cancelled_at is None
