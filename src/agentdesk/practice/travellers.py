"""The passengers of a search: what was said about each, and what airlines make of it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from agentdesk.practice.fares import ADULT, CHILD, INFANT
from agentdesk.practice.shapes import Json

_GROWN_UP = 12


@dataclass(frozen=True)
class Traveller:
    """One passenger of an offer request."""

    id: str
    type: str | None
    age: int | None
    fare_type: str | None
    given_name: str | None
    family_name: str | None
    loyalty: tuple[tuple[str, str], ...] = ()

    @classmethod
    def asked(cls, key: str, body: Json) -> Self:
        """From one entry of a checked search body."""
        return cls(
            key,
            body.get("type"),
            body.get("age"),
            body.get("fare_type"),
            body.get("given_name"),
            body.get("family_name"),
            accounts(body),
        )

    @property
    def kind(self) -> str:
        """Adult, child or lap infant, as the airlines of this world see it."""
        if self.age is not None:
            return INFANT if self.age < 2 else CHILD if self.age < _GROWN_UP else ADULT
        if self.type is not None:
            return self.type
        if self.fare_type and "infant_without_seat" in self.fare_type:
            return INFANT
        return CHILD if self.fare_type and "child" in self.fare_type else ADULT

    def fits(self, born_on: date, last_departure: date) -> bool:
        """Whether a date of birth agrees with what was searched."""
        age = age_on(born_on, last_departure)
        if self.age is not None:
            return age == self.age
        low, high = {ADULT: (12, 150), CHILD: (2, 17), INFANT: (0, 1)}[self.kind]
        return low <= age <= high

    def named(self, body: Json) -> "Traveller":
        """With the names and accounts of a change to the offer's passenger."""
        return replace(
            self,
            given_name=body.get("given_name") or self.given_name,
            family_name=body.get("family_name") or self.family_name,
            loyalty=accounts(body) or self.loyalty,
        )

    def on_request(self) -> Json:
        """As the offer request shows it: what was asked, no more."""
        return self.on_offer() | {"type": self.type}

    def on_offer(self) -> Json:
        """As an offer shows it: with the airline's own view of the type."""
        return {
            "id": self.id,
            "type": self.kind,
            "age": self.age,
            "fare_type": self.fare_type,
            "given_name": self.given_name,
            "family_name": self.family_name,
            "loyalty_programme_accounts": [
                {"airline_iata_code": airline, "account_number": number} for airline, number in self.loyalty
            ],
        }


def accounts(body: Json) -> tuple[tuple[str, str], ...]:
    """(airline, number) pairs of a body's loyalty accounts."""
    return tuple(
        (str(account.get("airline_iata_code")), str(account.get("account_number")))
        for account in body.get("loyalty_programme_accounts") or []
    )


def age_on(born_on: date, day: date) -> int:
    """Full years on a day; minus one for someone not born yet."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
