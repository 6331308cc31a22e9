"""Passengers: who flies, as asked for in a search and as named in a booking."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PassengerKind(StrEnum):
    """As the upstream speaks of them (API.md 4.1)."""

    ADULT = "adult"
    CHILD = "child"
    INFANT = "infant_without_seat"


ADULT_AGE = 18
INFANT_UNDER = 2


@dataclass(frozen=True, slots=True)
class Loyalty:
    """A frequent flyer account."""

    airline: str  # IATA code
    number: str


@dataclass(frozen=True, slots=True)
class Document:
    """An identity document. `kind`: passport, tax_id, known_traveler_number or passenger_redress_number."""

    kind: str
    number: str
    country: str  # ISO 3166-1 alpha-2
    expires: date | None


@dataclass(frozen=True, slots=True)
class Party:
    """How many travel: `adults` count, one age (2 to 17) per child, `infants` count (under 2, on a lap).

    `children` count those whose age nobody has told: the airlines are asked by the word alone (API.md 4.1).
    """

    adults: int = 1
    child_ages: tuple[int, ...] = ()
    infants: int = 0
    children: int = 0

    @property
    def count(self) -> int:
        return self.adults + len(self.child_ages) + self.children + self.infants


@dataclass(frozen=True, slots=True)
class OfferPassenger:
    """A passenger of an offer, before anybody has a name."""

    id: str
    kind: PassengerKind | None  # None: the airline decides, see `age`
    age: int | None = None
    given_name: str = ""
    family_name: str = ""

    @property
    def is_infant(self) -> bool:
        if self.kind is not None:
            return self.kind is PassengerKind.INFANT
        return self.age is not None and self.age < INFANT_UNDER

    @property
    def is_adult(self) -> bool:
        if self.kind is not None:
            return self.kind is PassengerKind.ADULT
        return self.age is not None and self.age >= ADULT_AGE


@dataclass(frozen=True, slots=True)
class Traveller:
    """A passenger with everything a booking needs (API.md 7.3). Right once built by `passengers.complete`."""

    passenger_id: str
    kind: PassengerKind
    title: str  # mr, ms, mrs, miss, dr
    given_name: str
    family_name: str
    gender: str  # m, f
    born: date
    email: str
    phone: str  # E.164
    infant_id: str = ""  # the infant this adult carries
    document: Document | None = None
    loyalty: tuple[Loyalty, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class TravellerForm:
    """What the agent has typed for one passenger so far: texts as typed, right or wrong. Kept in the draft."""

    passenger_id: str
    title: str = ""
    given_name: str = ""
    family_name: str = ""
    gender: str = ""
    born: str = ""
    email: str = ""
    phone: str = ""
    carried_by: str = ""  # of an infant: the passenger id of the adult
    document_kind: str = ""
    document_number: str = ""
    document_country: str = ""
    document_expires: str = ""
    loyalty_airline: str = ""  # of drafts from before `loyalty_number` held airlines too
    loyalty_number: str = ""  # accounts as typed: "BA 4019 2277, AA 77K12"
    passport_lines: str = ""  # the machine-readable lines that were read, one below the other
    scanned: str = ""  # the fields that they filled, by name, separated by blanks


def age_on(born: date, day: date) -> int:
    """Completed years on a day; someone born on 29 February grows older on 1 March in common years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
