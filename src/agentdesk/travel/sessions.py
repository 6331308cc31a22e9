"""A search that goes on behind the scenes, and the offers it has brought: what the agency service remembers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from agentdesk.travel.offers import Offer
from agentdesk.travel.passengers import OfferPassenger, Party, PassengerKind
from agentdesk.travel.search import Search
from agentdesk.travel.seats import SeatMap

EMPTY_LIFE = timedelta(minutes=30)
"""How long a search that has brought no offer is remembered."""


class SessionState(StrEnum):
    ASKING = "asking"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Asked:
    """A passenger of a search: `id` is the service's own, `place` counts within what the airlines are asked."""

    id: str
    kind: PassengerKind
    age: int | None
    place: int


@dataclass(frozen=True, slots=True)
class SearchSession:
    """A search of one agent. `passengers` stand in the order of the request; `trouble` is a code, "" while all is well.

    `expires_at` is when its last offer ends, as far as is known.
    """

    id: str
    agent_id: str
    search: Search
    passengers: tuple[Asked, ...]
    created_at: datetime
    expires_at: datetime
    state: SessionState = SessionState.ASKING
    sources: int = 0
    answered: int = 0
    unreadable: int = 0
    trouble: str = ""

    def has_expired(self, now: datetime) -> bool:
        return now >= self.expires_at


@dataclass(frozen=True, slots=True)
class KeptOffer:
    """An offer under the service's own id, as it was read last. `maps` are None until somebody has asked for seats."""

    id: str
    session_id: str
    agent_id: str
    offer: Offer
    request_id: str  # the upstream's offer request
    maps: tuple[SeatMap, ...] | None = None


class OfferSort(StrEnum):
    TOTAL = "total_amount"
    DURATION = "total_duration"


def duration_of(offer: Offer) -> timedelta:
    """All ways together; a way that nobody can time counts a year, so it comes last."""
    return sum((part.elapsed or timedelta(days=365) for part in offer.slices), timedelta(0))


def asked(who: Sequence[tuple[PassengerKind, int | None]], ids: Sequence[str]) -> tuple[Party, tuple[Asked, ...]]:
    """The party of a search, and its passengers in the order in which they were named.

    The airlines are asked for adults first, then children by age, then other children, then infants.
    """
    if len(who) != len(ids):
        raise ValueError("every passenger needs an id")
    ordered = sorted(range(len(who)), key=lambda number: (_rank(*who[number]), number))
    places = {number: place for place, number in enumerate(ordered)}
    kinds = [kind for kind, _ in who]
    party = Party(
        adults=kinds.count(PassengerKind.ADULT),
        child_ages=tuple(
            age for kind, age in (who[n] for n in ordered) if kind is PassengerKind.CHILD and age is not None
        ),
        infants=kinds.count(PassengerKind.INFANT),
        children=sum(1 for kind, age in who if kind is PassengerKind.CHILD and age is None),
    )
    return party, tuple(Asked(ids[n], *who[n], places[n]) for n in range(len(who)))


def _rank(kind: PassengerKind, age: int | None) -> int:
    return (PassengerKind.ADULT, PassengerKind.CHILD, PassengerKind.INFANT).index(kind) * 2 + (
        kind is PassengerKind.CHILD and age is None
    )


def upstream_ids(passengers: Sequence[Asked], offered: Sequence[OfferPassenger]) -> dict[str, str]:
    """Which passenger of an offer each of ours is; LookupError where they are not the same party.

    The upstream names ages or kinds, and the airline may have turned one into the other, so places decide between
    equals and where nothing else fits.
    """
    if len(passengers) != len(offered):
        raise LookupError("the offer is for another party")
    ordered = sorted(passengers, key=lambda one: one.place)
    left = list(offered)
    found: dict[str, str] = {}
    for fits in (_is_same, _is_alike, lambda one, other: True):
        for one in ordered:
            if one.id in found:
                continue
            fit = next((other for other in left if fits(one, other)), None)
            if fit is not None:
                left.remove(fit)
                found[one.id] = fit.id
    return found


def _is_same(one: Asked, other: OfferPassenger) -> bool:
    return one.age == other.age if one.age is not None or other.age is not None else one.kind is other.kind


def _is_alike(one: Asked, other: OfferPassenger) -> bool:
    return one.kind is other.kind
