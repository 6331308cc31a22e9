"""Offers: what an airline is willing to sell, at what price, on which conditions, until when."""

from dataclasses import dataclass
from datetime import datetime

from agentdesk.travel.journeys import Permission, Slice
from agentdesk.travel.money import Money
from agentdesk.travel.passengers import OfferPassenger
from agentdesk.travel.places import Airline


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """Whether the offer can be held, and until when (API.md 5.1). Both dates are None when it cannot."""

    instant_only: bool
    pay_by: datetime | None = None
    price_held_until: datetime | None = None

    def allow_hold(self, now: datetime) -> bool:
        """Whether it can be held now and paid later."""
        return not self.instant_only and (self.pay_by is None or now < self.pay_by)


@dataclass(frozen=True, slots=True)
class Bag:
    """What a bag for sale may weigh and measure; None where the airline does not say."""

    kind: str  # checked, carry_on
    weight_kg: int | None = None
    length_cm: int | None = None
    height_cm: int | None = None
    depth_cm: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """Something that can be bought with the offer. Ids change each time the offer is read (API.md 5.2)."""

    id: str
    kind: str  # baggage, cancel_for_any_reason, or another word of the upstream
    price: Money  # per unit
    max_quantity: int
    passenger_ids: tuple[str, ...]
    segment_ids: tuple[str, ...]
    bag: Bag | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer, as listed or as opened; `services` are known only once it was opened on its own."""

    id: str
    owner: Airline
    total: Money
    base: Money
    tax: Money | None
    expires_at: datetime
    slices: tuple[Slice, ...]
    passengers: tuple[OfferPassenger, ...]
    terms: PaymentTerms
    change: Permission | None
    refund: Permission | None
    live_mode: bool
    emissions_kg: str = ""
    documents_required: bool = False
    document_kinds: tuple[str, ...] = ()
    loyalty_airlines: tuple[str, ...] = ()
    private_fare: str = ""  # the kinds of private fare in it, in words of the upstream; "" for a public fare
    services: tuple[Service, ...] = ()

    @property
    def journey_key(self) -> tuple[str, ...]:
        """Equal for the same flights sold as another fare: comparison keys, else flights and times."""
        return tuple(
            part.comparison_key
            or "+".join(
                f"{flight.marketing.iata}{flight.number}@{flight.departs.isoformat()}" for flight in part.flights
            )
            for part in self.slices
        )

    @property
    def fare_brand(self) -> str:
        """The brands of its slices, said once when they are the same."""
        return " / ".join(dict.fromkeys(part.fare_brand for part in self.slices if part.fare_brand))

    @property
    def may_be_held(self) -> bool:
        return not self.terms.instant_only

    def has_expired(self, now: datetime) -> bool:
        return now >= self.expires_at

    def passenger(self, passenger_id: str) -> OfferPassenger:
        return next(one for one in self.passengers if one.id == passenger_id)
