"""A search: what may be asked of the airlines."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agentdesk.travel.passengers import Loyalty, Party
from agentdesk.travel.places import Place


class Cabin(StrEnum):
    """A cabin class as the upstream names it."""

    ECONOMY = "economy"
    PREMIUM_ECONOMY = "premium_economy"
    BUSINESS = "business"
    FIRST = "first"


class TripKind(StrEnum):
    ONE_WAY = "one_way"
    RETURN = "return"
    MULTI_CITY = "multi_city"


@dataclass(frozen=True, slots=True)
class Leg:
    """One slice asked for."""

    origin: Place
    destination: Place
    date: date


@dataclass(frozen=True, slots=True)
class PrivateFare:
    """What an airline agreed with a company or agency (API.md 4.1, 15); one of these for each airline."""

    airline: str  # IATA code
    corporate_code: str = ""
    tracking_reference: str = ""
    tour_code: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A passenger who is known by name already at the search, with frequent flyer accounts."""

    given_name: str
    family_name: str
    accounts: tuple[Loyalty, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Everything a search asks. Built by `search_rules.check`, so it is never impossible."""

    legs: tuple[Leg, ...]
    party: Party
    cabin: Cabin | None = None  # None: any
    max_connections: int | None = 1  # None: the upstream's default
    private_fares: tuple[PrivateFare, ...] = ()
    members: tuple[Member, ...] = ()  # the first is the first adult, and so on; children come after the adults


@dataclass(frozen=True, slots=True)
class LegForm:
    """One line of the search page as typed: a place once taken is kept by its code."""

    origin: str = ""
    destination: str = ""
    date: str = ""
    origin_code: str = ""
    destination_code: str = ""


@dataclass(frozen=True, slots=True)
class AccountForm:
    """A frequent flyer account as typed: "BA 4019 2277" and whose it is."""

    number: str = ""
    given_name: str = ""
    family_name: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.number.strip() or self.given_name.strip() or self.family_name.strip())


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The search page as typed so far, right or wrong. Kept in the draft, so nothing typed is ever lost."""

    kind: TripKind = TripKind.RETURN
    legs: tuple[LegForm, ...] = (LegForm(), LegForm())
    adults: int = 1
    child_ages: tuple[str, ...] = ()  # as typed
    infants: int = 0
    cabin: Cabin | None = Cabin.ECONOMY
    max_connections: int | None = 1
    corporate: str = ""  # as typed: "BA ABC123, AF 77 T-45"
    accounts: tuple[AccountForm, ...] = ()
