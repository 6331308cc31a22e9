"""What callers get: the shapes of REST.md, with nothing of the upstream's own in them."""

from datetime import date, datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Told(BaseModel):
    model_config = ConfigDict(frozen=True)


class Data(Told, Generic[T]):
    """Every answer is wrapped."""

    data: T


class SearchState(Told):
    """How far the search is: `asking` until all sources have answered."""

    state: str
    sources: int
    answered: int
    unreadable: int = 0
    trouble: str = Field("", description="a code of the service, empty while all is well")


class Meta(Told):
    after: str | None = None
    limit: int
    search: SearchState | None = None


class Page(Told, Generic[T]):
    data: tuple[T, ...]
    meta: Meta


class ErrorTold(Told):
    model_config = ConfigDict(frozen=True, extra="allow")
    status: int
    code: str
    message: str
    field: str | None = None
    retry: str
    request_id: str


class ErrorBody(Told):
    error: ErrorTold


class PlaceTold(Told):
    name: str
    iata_code: str


class PassengerAsked(Told):
    id: str
    type: str
    age: int | None = None


class SliceAsked(Told):
    origin: PlaceTold
    destination: PlaceTold
    departure_date: date


class SearchTold(Told):
    """A search that has been started."""

    id: str
    live_mode: bool
    slices: tuple[SliceAsked, ...]
    passengers: tuple[PassengerAsked, ...]
    created_at: datetime
    expires_at: datetime


class AirlineTold(Told):
    iata_code: str
    name: str


class AircraftTold(Told):
    name: str


class BagTold(Told):
    type: str
    quantity: int


class AboardTold(Told):
    passenger_id: str
    cabin_class: str
    baggages: tuple[BagTold, ...]
    seat: str | None = None


class SegmentTold(Told):
    id: str
    origin: PlaceTold
    destination: PlaceTold
    departing_at: str = Field(description="local time at the origin, without offset")
    arriving_at: str = Field(description="local time at the destination, without offset")
    duration: str | None
    marketing_carrier: AirlineTold
    marketing_carrier_flight_number: str
    operating_carrier: AirlineTold
    aircraft: AircraftTold | None
    passengers: tuple[AboardTold, ...]


class SliceTold(Told):
    id: str
    origin: PlaceTold
    destination: PlaceTold
    duration: str | None = Field(description="ISO 8601, as in PT7H5M")
    fare_brand_name: str | None
    segments: tuple[SegmentTold, ...]


class ConditionTold(Told):
    """`penalty_*` are null where the airline does not name one; the whole is null where it says nothing."""

    allowed: bool
    penalty_amount: str | None = None
    penalty_currency: str | None = None


class ConditionsTold(Told):
    change_before_departure: ConditionTold | None
    refund_before_departure: ConditionTold | None


class TermsTold(Told):
    requires_instant_payment: bool
    payment_required_by: datetime | None
    price_guarantee_expires_at: datetime | None


class ServiceTold(Told):
    """A bag or another extra; ids change each time the offer is read."""

    id: str
    type: str
    total_amount: str
    total_currency: str
    maximum_quantity: int
    passenger_ids: tuple[str, ...]
    segment_ids: tuple[str, ...]
    weight_kg: int | None = None


class OfferTold(Told):
    id: str
    owner: AirlineTold
    total_amount: str
    total_currency: str
    base_amount: str
    tax_amount: str | None
    payment_requirements: TermsTold
    slices: tuple[SliceTold, ...]
    passengers: tuple[PassengerAsked, ...]
    conditions: ConditionsTold
    expires_at: datetime
    live_mode: bool
    total_emissions_kg: str | None
    passenger_identity_documents_required: bool
    available_services: tuple[ServiceTold, ...] | None = Field(
        description="null in lists; known once the offer is read on its own"
    )


class SeatServiceTold(Told):
    id: str
    passenger_id: str
    total_amount: str
    total_currency: str


class ElementTold(Told):
    type: str
    designator: str | None
    name: str | None
    disclosures: tuple[str, ...]
    available_services: tuple[SeatServiceTold, ...]


class SectionTold(Told):
    elements: tuple[ElementTold, ...]


class RowTold(Told):
    sections: tuple[SectionTold, ...]


class CabinTold(Told):
    cabin_class: str
    deck: int
    aisles: int
    rows: tuple[RowTold, ...]


class SeatMapTold(Told):
    segment_id: str
    cabins: tuple[CabinTold, ...]


class DocumentTold(Told):
    """A ticket or EMD."""

    type: str
    unique_identifier: str
    passenger_ids: tuple[str, ...]


class TravellerTold(Told):
    id: str
    type: str | None
    title: str | None
    given_name: str
    family_name: str
    born_on: str | None
    gender: str | None
    email: str | None
    phone_number: str | None


class DueTold(Told):
    awaiting_payment: bool
    payment_required_by: datetime | None
    price_guarantee_expires_at: datetime | None
    paid_at: datetime | None


class OrderTold(Told):
    """An order as last known. `status` is one of held, overdue, lapsed, awaiting_tickets, ticketed, cancelled, or
    checking while nobody knows yet what became of it."""

    id: str
    status: str
    booking_reference: str | None
    type: str | None = None
    live_mode: bool
    created_at: datetime
    synced_at: datetime | None
    owner: AirlineTold | None = None
    total_amount: str
    total_currency: str
    payment_status: DueTold | None = None
    slices: tuple[SliceTold, ...] = ()
    passengers: tuple[TravellerTold, ...] = ()
    documents: tuple[DocumentTold, ...] = ()
    conditions: ConditionsTold | None = None
    available_actions: tuple[str, ...] = ()
    cancelled_at: datetime | None = None
    airline_change_open: bool = False
    agent: str = ""
    reference: str = Field("", description="the agency's own")


class CreditTold(Told):
    name: str
    code: str | None
    amount: str
    currency: str


class QuoteTold(Told):
    """What comes back when the order is cancelled; the proof once `confirmed_at` is there."""

    quote_id: str
    order_id: str
    refund_amount: str | None
    refund_currency: str | None
    refund_to: str | None
    expires_at: datetime | None
    confirmed_at: datetime | None
    airline_credits: tuple[CreditTold, ...] = ()


class PaymentTold(Told):
    """A payment of a held order that the upstream has taken."""

    order_id: str
    amount: str
    currency: str
    status: str
    created_at: datetime


class EntryTold(Told):
    """`done` is false for what was refused, or whose outcome was not known when it was written down. What a command
    did has no `agent`: its user stands in `origin`. `order_id` is null for what was done to an agent's token."""

    at: datetime
    agent: str
    action: str
    order_id: str | None
    origin: str
    request_id: str
    done: bool
