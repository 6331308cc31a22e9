"""A search: what may be asked of the airlines."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agentdesk.travel.passengers import Party
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
class Search:
    """Everything a search asks. Built by `search_rules.check`, so it is never impossible."""

    legs: tuple[Leg, ...]
    party: Party
    cabin: Cabin | None = None  # None: any
    max_connections: int | None = 1  # None: the upstream's default


@dataclass(frozen=True, slots=True)
class LegForm:
    """One line of the search page as typed: a place once taken is kept by its code."""

    origin: str = ""
    destination: str = ""
    date: str = ""
    origin_code: str = ""
    destination_code: str = ""


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
