"""The timetable: which flights a carrier has between two airports on a date, the same for the same seed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from random import Random

from agentdesk.practice.carriers import DUFFEL, Carrier, aircraft_types, cabin_classes, carriers, hubs
from agentdesk.practice.gazetteer import Airport, airports, areas, kilometres
from agentdesk.practice.shapes import dice, share

# Up to here a flight is short, up to there of middle length; beyond, it is long and only wide aircraft go.
_SHORT_KM, _LONG_KM = 1500, 4500
MOST_DUFFEL_FLIGHTS = 340
_STOPPING_ROUTE = ("DXB", "AMS")


@dataclass(frozen=True)
class Pause:
    """A stop on the way, the aircraft and the flight number stay."""

    airport: str
    arrives: datetime
    departs: datetime


@dataclass(frozen=True)
class Flight:
    """One departure of one flight; instants are UTC."""

    carrier: str
    number: str
    operator: str
    operator_number: str | None
    origin: str
    destination: str
    departs: datetime
    arrives: datetime
    aircraft: str
    kilometres: float
    pause: Pause | None = None

    @property
    def key(self) -> str:
        """What makes this departure itself: the same in every search."""
        return f"{self.carrier}{self.number}/{self.origin}/{self.departs:%Y%m%dT%H%M}"

    @property
    def departs_local(self) -> datetime:
        return local(self.departs, self.origin)

    @property
    def arrives_local(self) -> datetime:
        return local(self.arrives, self.destination)

    @property
    def span(self) -> timedelta:
        return self.arrives - self.departs


def local(moment: datetime, airport: str) -> datetime:
    """An instant on the airport's own clock, without a zone, as the wire tells it."""
    return moment.astimezone(airports()[airport].zone).replace(tzinfo=None)


@cache
def _important() -> frozenset[str]:
    """Airports large enough for long flights: hubs and the members of metropolitan areas."""
    return frozenset(hubs()) | frozenset(code for area in areas().values() for code in area.airports)


@lru_cache(maxsize=200_000)
def serves(code: str, origin: str, destination: str) -> bool:
    """Whether a carrier flies between two airports without a change; the same in both directions."""
    carrier = carriers()[code]
    distance = kilometres(origin, destination)
    if code == DUFFEL:
        return 15 < distance <= carrier.reach_km
    if not 180 <= distance <= carrier.reach_km or (distance > _LONG_KM and not carrier.long):
        return False
    at_home = origin in carrier.hubs or destination in carrier.hubs
    if not at_home:
        return False
    away = destination if origin in carrier.hubs else origin
    return _wants(carrier, airports()[away], distance, share("serves", code, *sorted((origin, destination))))


def _wants(carrier: Carrier, away: Airport, distance: float, luck: int) -> bool:
    big = away.iata in _important()
    if distance > _LONG_KM:
        return big and luck < (960 if away.iata in hubs() else 700)
    if big:
        return luck < 900
    same_country = away.country == carrier.country
    if same_country:
        return luck < 800
    return luck < max(0, 620 - int(distance / 6))


@lru_cache(maxsize=60_000)
def flights(seed: str, code: str, origin: str, destination: str, on: date, most: int = 0) -> tuple[Flight, ...]:
    """The carrier's flights that leave on a local date, in the order they are put on; `most` asks Duffel for more."""
    if not serves(code, origin, destination):
        return ()
    count = most or _frequency(code, origin, destination)
    found = [_flight(seed, code, origin, destination, on, index) for index in range(count)]
    return tuple(dict.fromkeys(flight for flight in found if flight is not None))


def _frequency(code: str, origin: str, destination: str) -> int:
    distance = kilometres(origin, destination)
    luck = share("frequency", code, *sorted((origin, destination)))
    if code == DUFFEL:
        return 6 if distance < _SHORT_KM else 4
    busy = origin in _important() and destination in _important()
    if distance < _SHORT_KM:
        return 2 + luck * (6 if busy else 2) // 1000
    if distance < _LONG_KM:
        return 1 + luck * (3 if busy else 2) // 1000
    return 1 + luck * 3 // 1000


def _flight(seed: str, code: str, origin: str, destination: str, on: date, index: int) -> Flight | None:
    carrier, distance = carriers()[code], kilometres(origin, destination)
    chance = dice(seed, "flight", code, origin, destination, index)
    aircraft = chance.choice(_fleet(carrier, distance))
    block = _block(origin, destination, distance)
    pause_at = _pause(code, origin, destination)
    ground = timedelta(minutes=75 if pause_at else 0)
    departs = _departure(chance, origin, destination, on, block + ground, distance, index)
    arrives = departs + block + ground
    operator, operator_number, number = _numbers(carrier, origin, destination, index, distance)
    pause = None
    if pause_at:
        part = kilometres(origin, pause_at) / (kilometres(origin, pause_at) + kilometres(pause_at, destination))
        touch = departs + _fives(block * part)
        pause = Pause(pause_at, touch, touch + ground)
    if operator == carrier.regional:
        aircraft = chance.choice(("E90", "E75", "AT7") if distance < 900 else ("E90", "E75"))
    return Flight(
        code, number, operator, operator_number, origin, destination, departs, arrives, aircraft, distance, pause
    )


def _fleet(carrier: Carrier, distance: float) -> tuple[str, ...]:
    wanted = carrier.short if distance < _SHORT_KM else carrier.medium if distance < _LONG_KM else carrier.long
    fleet = wanted or carrier.medium or carrier.long or carrier.short
    if distance > 1100:
        fleet = tuple(kind for kind in fleet if aircraft_types()[kind].layout != "prop22") or carrier.medium
    return fleet


def _block(origin: str, destination: str, distance: float) -> timedelta:
    """Gate to gate: slower near the ground, and with the wind when flying east in the middle latitudes."""
    one, two = airports()[origin], airports()[destination]
    east = ((two.longitude - one.longitude + 540) % 360 - 180) / 180
    wind = 55 * east if abs(one.latitude + two.latitude) > 40 else 0
    speed = (640 if distance < 700 else 780 if distance < 2000 else 865) + wind
    return _fives(timedelta(hours=distance / speed, minutes=32))


def _fives(span: timedelta) -> timedelta:
    return timedelta(minutes=5 * round(span.total_seconds() / 300))


def _departure(
    chance: Random, origin: str, destination: str, on: date, block: timedelta, distance: float, index: int
) -> datetime:
    """A departure at an hour people fly: tried a few times, the one with the least awkward hours is kept."""
    port, last = airports()[origin], 21 * 60 + 45 if distance < _SHORT_KM else 22 * 60 + 50
    tried: list[tuple[int, datetime]] = []
    for attempt in range(5):
        minute = _spread(chance, index, distance, last)
        there = datetime.combine(on, time(minute // 60, minute % 60), tzinfo=port.zone).astimezone(UTC)
        arrival = local(there + block, destination)
        awkward = 0 if 5 <= arrival.hour < 24 else 2 if arrival.hour in (0, 4) else 5
        if distance >= _LONG_KM:
            awkward //= 2
        tried.append((awkward, there))
        if awkward == 0:
            break
        index += attempt
    return min(tried, key=lambda one: one[0])[1]


def _spread(chance: Random, index: int, distance: float, last: int) -> int:
    """A minute of the day: short flights fan out over the day, long ones fall where they fall."""
    first = 6 * 60 if distance < _SHORT_KM else 6 * 60 + 30
    even = (index * 0.618034 + 0.05 + chance.random() * 0.06) % 1
    turn = even if distance < _LONG_KM else chance.random()
    return 5 * round((first + turn * (last - first)) / 5)


def _pause(code: str, origin: str, destination: str) -> str | None:
    """Duffel's flight from Dubai to Amsterdam touches down on the way, as its test routes say."""
    return "IST" if code == DUFFEL and (origin, destination) == _STOPPING_ROUTE else None


def _numbers(
    carrier: Carrier, origin: str, destination: str, index: int, distance: float
) -> tuple[str, str | None, str]:
    """(operator, its number or None, marketing number): regional and partner aircraft fly some of them."""
    low = 1 if distance > _LONG_KM else 300
    width = 299 if distance > _LONG_KM else 1500 if not carrier.low_cost else 6500
    number = low + (share("no", carrier.iata, origin, destination) * width // 1000 + index * 37) % width
    luck = share("operated", carrier.iata, origin, destination, index)
    if carrier.regional and distance < 1600 and luck < 300:
        return carrier.regional, None, str(7000 + number)
    if carrier.partners and distance > _LONG_KM and luck < 220:
        for partner in carrier.partners:
            if serves(partner, origin, destination) and carriers()[partner].long:
                return partner, str(20 + luck), str(4000 + number)
    return carrier.iata, str(number), str(number)


def carries(flight: Flight, cabin: str) -> bool:
    """Whether a class is on sale on this flight."""
    return cabin in cabin_classes(flight.aircraft)
