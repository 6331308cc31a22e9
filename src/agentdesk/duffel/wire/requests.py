"""What we send, validated in full: no unknown key, no wrong type, nothing left out (API.md 4.1, 7.1, 7.3)."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{3}$")]
AirlineCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
FareCode = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Identifier = Annotated[str, StringConstraints(min_length=3, max_length=200, pattern=r"^[\x21-\x7e]+$")]
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,15}(\.[0-9]{1,8})?$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=20)]


class Request(BaseModel):
    """A strict part of a request body."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class AskedSlice(Request):
    origin: Code
    destination: Code
    departure_date: date


class SentLoyalty(Request):
    airline_iata_code: AirlineCode
    account_number: Annotated[str, StringConstraints(min_length=1)]


class Asked(Request):
    """A passenger of a search; the names are needed with accounts (API.md 4.1)."""

    given_name: Name | None = None
    family_name: Name | None = None
    loyalty_programme_accounts: Annotated[tuple[SentLoyalty, ...], Field(min_length=1)] | None = None


class AskedByType(Asked):
    type: Literal["adult", "child", "infant_without_seat"]


class AskedByAge(Asked):
    age: Annotated[int, Field(ge=0, le=130)]


class AskedFare(Request):
    """An agreement with an airline (API.md 4.1, 15)."""

    corporate_code: FareCode | None = None
    tracking_reference: FareCode | None = None
    tour_code: FareCode | None = None


class AskedOffers(Request):
    """Body of an offer request, single or batch."""

    slices: Annotated[tuple[AskedSlice, ...], Field(min_length=1)]
    passengers: Annotated[tuple[AskedByType | AskedByAge, ...], Field(min_length=1, max_length=9)]
    cabin_class: Literal["economy", "premium_economy", "business", "first"] | None = None
    max_connections: Annotated[int, Field(ge=0, le=2)] | None = None
    private_fares: Annotated[dict[AirlineCode, tuple[AskedFare]], Field(min_length=1)] | None = None


class BalanceMethod(Request):
    type: Literal["balance"] = "balance"


class AskedPrice(Request):
    """Body of `actions/price`: paid from the balance, no services."""

    intended_payment_methods: tuple[BalanceMethod, ...] = (BalanceMethod(),)
    intended_services: tuple[()] = ()


class SentDocument(Request):
    type: Literal["passport", "tax_id", "known_traveler_number", "passenger_redress_number"]
    unique_identifier: Annotated[str, StringConstraints(min_length=1)]
    issuing_country_code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    expires_on: date | None = None


class SentPassenger(Request):
    id: Identifier
    title: Literal["mr", "ms", "mrs", "miss", "dr"]
    given_name: Name
    family_name: Name
    gender: Literal["m", "f"]
    born_on: date
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]
    phone_number: Annotated[str, StringConstraints(pattern=r"^\+[0-9]{6,15}$")]
    infant_passenger_id: Identifier | None = None
    identity_documents: tuple[SentDocument, ...] | None = None
    loyalty_programme_accounts: tuple[SentLoyalty, ...] | None = None


class SentService(Request):
    id: Identifier
    quantity: Annotated[int, Field(ge=1)]


class SentPayment(Request):
    type: Literal["balance"] = "balance"
    amount: Amount
    currency: Currency


class SentOrder(Request):
    """Body of an order: instant and paid from the balance, or held and without any payment (API.md 7.2)."""

    type: Literal["instant", "hold"] = "instant"
    selected_offers: tuple[Identifier]
    passengers: Annotated[tuple[SentPassenger, ...], Field(min_length=1, max_length=9)]
    payments: tuple[SentPayment] | None = None
    services: tuple[SentService, ...] | None = None
    metadata: dict[
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")],
        Annotated[str, StringConstraints(min_length=1, max_length=500)],
    ]


class SentHoldPayment(Request):
    """Body of a payment for a held order (API.md 9)."""

    order_id: Identifier
    payment: SentPayment


class AskedCancellation(Request):
    """Body of a quote for a cancellation (API.md 10)."""

    order_id: Identifier


def enveloped(request: Request) -> dict[str, Any]:
    """As sent: wrapped in `data`, without what is not said."""
    return {"data": request.model_dump(mode="json", exclude_none=True)}
