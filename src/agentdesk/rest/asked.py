"""What callers send: strict in meaning, tolerant of nothing that would be guessed (REST.md)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{3}$"), Field(examples=["JFK"])]
Id = Annotated[str, StringConstraints(min_length=3, max_length=400, pattern=r"^[A-Za-z0-9_-]+$")]
Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,4})?$"), Field(examples=["450.00"])]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), Field(examples=["USD"])]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
KindWord = Literal["adult", "child", "infant_without_seat", "infant"]


class Asked(BaseModel):
    """A body or part of one; a field that nobody knows is refused, since it would be meant to do something."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AskedSlice(Asked):
    origin: Code
    destination: Code
    departure_date: date


class AskedPassenger(Asked):
    """By `type`, or by `age` on the day of the last departure."""

    type: KindWord | None = None
    age: Annotated[int, Field(strict=True, ge=0, le=130)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "AskedPassenger":
        if (self.type is None) == (self.age is None):
            raise ValueError("a passenger has either a type or an age")
        return self


class SearchBody(Asked):
    """A search."""

    slices: Annotated[tuple[AskedSlice, ...], Field(min_length=1, max_length=6)]
    passengers: Annotated[tuple[AskedPassenger, ...], Field(min_length=1, max_length=9)]
    cabin_class: Literal["economy", "premium_economy", "business", "first"] | None = None
    max_connections: Annotated[int, Field(strict=True, ge=0, le=2)] | None = None

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "slices": [{"origin": "JFK", "destination": "LHR", "departure_date": "2027-03-28"}],
                    "passengers": [{"type": "adult"}, {"type": "child"}, {"type": "infant"}],
                    "cabin_class": "economy",
                    "max_connections": 0,
                }
            ]
        },
    )


class Payment(Asked):
    type: Literal["balance"]
    amount: Amount
    currency: Currency

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.amount)


class AskedService(Asked):
    id: Id
    quantity: Annotated[int, Field(strict=True, ge=1, le=99)] = 1


class AskedDocument(Asked):
    type: Literal["passport", "tax_id", "known_traveler_number", "passenger_redress_number"]
    unique_identifier: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    issuing_country_code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    expires_on: date | None = None


class AskedLoyalty(Asked):
    airline_iata_code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
    account_number: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class AskedTraveller(Asked):
    """A person. Without `id` they are matched to the search's passengers by type, or by age on the last day."""

    id: Id | None = None
    type: KindWord | None = None
    title: Literal["mr", "ms", "mrs", "miss", "dr"]
    given_name: Name
    family_name: Name
    gender: Literal["m", "f"]
    born_on: date
    email: Annotated[str, StringConstraints(max_length=200)]
    phone_number: Annotated[str, StringConstraints(max_length=40)]
    infant_passenger_id: Id | None = None
    identity_documents: Annotated[tuple[AskedDocument, ...], Field(max_length=1)] = ()
    loyalty_programme_accounts: Annotated[tuple[AskedLoyalty, ...], Field(max_length=8)] = ()


_AMELIA: dict[str, JsonValue] = {
    "type": "adult",
    "given_name": "Amelia",
    "family_name": "Earhart",
    "born_on": "1987-07-24",
    "title": "ms",
    "gender": "f",
    "email": "amelia@example.com",
    "phone_number": "+442080160508",
}


class OrderBody(Asked):
    """An order: held, or paid at once."""

    type: Literal["hold", "instant"]
    selected_offers: Annotated[tuple[Id], Field(min_length=1, max_length=1)]
    passengers: Annotated[tuple[AskedTraveller, ...], Field(min_length=1, max_length=9)]
    payments: Annotated[tuple[Payment, ...], Field(max_length=1)] = ()
    services: Annotated[tuple[AskedService, ...], Field(max_length=99)] = ()
    reference: Annotated[str, StringConstraints(max_length=80)] = ""

    @model_validator(mode="after")
    def _paid_as_its_kind(self) -> "OrderBody":
        if self.type == "instant" and not self.payments:
            raise ValueError("an instant order needs its payment")
        if self.type == "hold" and self.payments:
            raise ValueError("a held order is paid later")
        return self

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "type": "instant",
                    "selected_offers": ["off_0123456789abcdef01234567"],
                    "passengers": [_AMELIA],
                    "payments": [{"type": "balance", "amount": "450.00", "currency": "USD"}],
                },
                {"type": "hold", "selected_offers": ["off_0123456789abcdef01234567"], "passengers": [_AMELIA]},
            ]
        },
    )


class CancelBody(Asked):
    """For a quote, or with `quote_id` to confirm it."""

    reason: Literal["requested_by_customer"]
    quote_id: Id | None = None

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {"reason": "requested_by_customer"},
                {"reason": "requested_by_customer", "quote_id": "quo_7Yp3sK0aQ1"},
            ]
        },
    )


class PaymentBody(Asked):
    """Pays a held order."""

    order_id: Id
    payment: Payment

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {
                    "order_id": "ord_0123456789abcdef01234567",
                    "payment": {"type": "balance", "amount": "450.00", "currency": "USD"},
                }
            ]
        },
    )
