"""Journeys: segments flown, slices made of them, and the time between, always local time with its zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agentdesk.travel.places import Airline, Airport


@dataclass(frozen=True, slots=True)
class Stop:
    """A landing inside a segment, without change of flight number."""

    airport: Airport
    arrives: datetime
    departs: datetime
    duration: timedelta | None


@dataclass(frozen=True, slots=True)
class Flight:
    """One take-off and landing under one flight number; the same value in every offer that contains it.

    `departs` and `arrives` are naive local times at `origin` and `destination` (API.md 1.6).
    """

    origin: Airport
    destination: Airport
    departs: datetime
    arrives: datetime
    duration: timedelta | None
    marketing: Airline
    number: str  # of the marketing carrier, as given, may have leading zeros
    operating: Airline
    operating_number: str  # "" when the upstream does not say
    aircraft: str  # name, "" when not said
    origin_terminal: str = ""
    destination_terminal: str = ""
    distance_km: str = ""
    stops: tuple[Stop, ...] = ()

    @property
    def code(self) -> str:
        """As printed on a board: "BA 117"."""
        return f"{self.marketing.iata} {self.number}".strip()

    @property
    def is_codeshare(self) -> bool:
        return self.operating.iata != self.marketing.iata or self.operating.name != self.marketing.name


@dataclass(frozen=True, slots=True)
class BagAllowance:
    """Bags of one kind that come with the fare. `kind` is "checked", "carry_on" or another word of the upstream."""

    kind: str
    quantity: int


@dataclass(frozen=True, slots=True)
class CabinAmenities:
    """What the airline says of the cabin; each text "" when it says nothing."""

    wifi: str = ""
    seat_pitch: str = ""
    seat_type: str = ""
    power: str = ""


@dataclass(frozen=True, slots=True)
class SegmentPassenger:
    """What one passenger has on one segment. `seat` only on orders."""

    passenger_id: str
    cabin_class: str  # economy, premium_economy, business, first or another word of the upstream; "" unknown
    cabin_name: str
    fare_basis: str
    bags: tuple[BagAllowance, ...]
    amenities: CabinAmenities | None = None
    seat: str = ""

    def quantity(self, kind: str) -> int:
        return sum(bag.quantity for bag in self.bags if bag.kind == kind)


@dataclass(frozen=True, slots=True)
class Segment:
    """A flight as part of one offer or order. `id` lives only as long as the offer or order that gave it."""

    id: str
    flight: Flight
    passengers: tuple[SegmentPassenger, ...]


@dataclass(frozen=True, slots=True)
class Permission:
    """What the airline allows. The whole is None where it says nothing.

    `penalty_amount` is a decimal text, None = not known, with its own currency (API.md 5.1: it may differ from the
    offer's); kept apart from `Money` only by being optional as a pair.
    """

    allowed: bool
    penalty: "Penalty | None" = None


@dataclass(frozen=True, slots=True)
class Penalty:
    """What it costs to use a permission; zero = free."""

    amount: str
    currency: str


@dataclass(frozen=True, slots=True)
class SliceConditions:
    """Conditions of one slice; None = the airline says nothing."""

    change: Permission | None = None
    refund: Permission | None = None
    seat_selection: bool | None = None
    priority_boarding: bool | None = None
    priority_check_in: bool | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """One way from an origin to a destination, on one or more segments."""

    id: str
    origin: Airport
    destination: Airport
    segments: tuple[Segment, ...]
    duration: timedelta | None
    fare_brand: str  # "" when the airline names none
    conditions: SliceConditions
    comparison_key: str = ""  # equal for the same journey in different offers

    @property
    def flights(self) -> tuple[Flight, ...]:
        return tuple(segment.flight for segment in self.segments)

    @property
    def departs(self) -> datetime:
        return self.segments[0].flight.departs

    @property
    def arrives(self) -> datetime:
        return self.segments[-1].flight.arrives

    @property
    def day_change(self) -> int:
        return day_change(self.departs, self.arrives)

    @property
    def stop_count(self) -> int:
        """How often one lands before the destination: connections and stops inside segments."""
        return len(self.segments) - 1 + sum(len(flight.stops) for flight in self.flights)

    @property
    def elapsed(self) -> timedelta | None:
        """As the airline says, else worked out from the zones; None when neither is known."""
        if self.duration is not None:
            return self.duration
        return between(
            self.departs,
            self.segments[0].flight.origin.time_zone,
            self.arrives,
            self.segments[-1].flight.destination.time_zone,
        )


@dataclass(frozen=True, slots=True)
class Layover:
    """The time on the ground between two segments. `changes_airport` when one lands and leaves elsewhere."""

    airport: Airport
    leaves_from: Airport
    duration: timedelta
    overnight: bool

    @property
    def changes_airport(self) -> bool:
        return self.airport.iata != self.leaves_from.iata

    @property
    def is_short(self) -> bool:
        return self.duration < timedelta(minutes=60)


def layovers(slice_: Slice) -> tuple[Layover, ...]:
    """Between each two segments; both times are local to (nearly) the same place, so the clock tells."""
    return tuple(
        Layover(
            airport=first.destination,
            leaves_from=then.origin,
            duration=_on_ground(first, then),
            overnight=then.departs.date() > first.arrives.date(),
        )
        for first, then in pairwise(slice_.flights)
    )


def _on_ground(first: Flight, then: Flight) -> timedelta:
    known = between(first.arrives, first.destination.time_zone, then.departs, then.origin.time_zone)
    return known if known is not None else then.departs - first.arrives


def day_change(departs: datetime, arrives: datetime) -> int:
    """How many calendar days later (+1) or earlier (-1) one arrives, by the local calendars."""
    return (arrives.date() - departs.date()).days


def instant(local: datetime, zone: str) -> datetime | None:
    """The aware UTC instant of a naive local time; None when the zone is not known."""
    if not zone:
        return None
    try:
        return local.replace(tzinfo=_zone(zone)).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError, OverflowError, OSError):  # "Europe" is a folder of the tz database
        return None


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    """Kept by us: `zoneinfo` remembers only eight, and reading another from the disk takes a tenth of a millisecond."""
    return ZoneInfo(name)


def between(start: datetime, start_zone: str, end: datetime, end_zone: str) -> timedelta | None:
    """Real time between two local times; None when a zone is not known."""
    first, last = instant(start, start_zone), instant(end, end_zone)
    return None if first is None or last is None else last - first


def last_departure(slices: tuple[Slice, ...]) -> date:
    """The local date on which the last slice leaves: ages count on that day (API.md 4.1)."""
    return slices[-1].departs.date()
