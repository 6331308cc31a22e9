"""Where the parts of a journey stand on its line: flights to scale, layovers as boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from agentdesk.travel.journeys import Flight, Layover, Slice, between, layovers

MINIMUM_LAYOVER = 6.0  # pixels
_DEFAULT = timedelta(hours=1)
_CLOSE = 1.02  # a line may be this much too long without being called cut


@dataclass(frozen=True, slots=True)
class Part:
    """A flight or a layover from `left`, `width` pixels wide.

    `wait` is what a layover is, `stops` where a flight lands on its way, as shares of its width. `is_cut` marks the
    part that was shortened most because the journey is longer than its line.
    """

    is_flight: bool
    left: float
    width: float
    wait: Layover | None = None
    stops: tuple[float, ...] = ()
    is_cut: bool = False


def minutes_of(slice_: Slice) -> float:
    """How long the slice takes by durations and zones, never by local clocks; the parts' sum where unknown."""
    elapsed = slice_.elapsed
    return (elapsed or sum(_parts(slice_, layovers(slice_)), timedelta())).total_seconds() / 60


def scale(slices: Sequence[Slice], width: float) -> float:
    """Pixels per minute shared by all: the 95th percentile of the durations fills the width."""
    return scale_of([minutes_of(one) for one in slices], width)


def scale_of(minutes: Sequence[float], width: float) -> float:
    """The same of durations in minutes."""
    if not minutes:
        return 0.0
    longest = sorted(minutes)
    return width / max(longest[min(int(len(longest) * 0.95), len(longest) - 1)], 1.0)


def place(slice_: Slice, per_minute: float, width: float) -> tuple[Part, ...]:
    """The parts from left to right, within `width`; small layovers are widened at the flights' cost."""
    waits = layovers(slice_)
    sizes = [part.total_seconds() / 60 * per_minute for part in _parts(slice_, waits)]
    whole = min(sum(sizes), width)
    cut = sizes.index(max(sizes)) if sum(sizes) > width * _CLOSE else -1
    if sum(sizes) > width:
        sizes = [size * width / sum(sizes) for size in sizes]
    sizes = _widened(sizes, whole)
    parts: list[Part] = []
    left = 0.0
    for number, size in enumerate(sizes):
        if number % 2 == 0:
            stops = _stops(slice_.flights[number // 2])
            parts.append(Part(True, left, size, stops=stops, is_cut=number == cut))
        else:
            parts.append(Part(False, left, size, waits[number // 2], is_cut=number == cut))
        left += size
    return tuple(parts)


def _stops(flight: Flight) -> tuple[float, ...]:
    """Where on the flight it lands without change of number, by real time; shared out evenly where that is unknown."""
    shares = []
    for number, stop in enumerate(flight.stops, 1):
        until = between(flight.departs, flight.origin.time_zone, stop.arrives, stop.airport.time_zone)
        whole = flight.duration or between(
            flight.departs, flight.origin.time_zone, flight.arrives, flight.destination.time_zone
        )
        known = until / whole if until is not None and whole else -1.0
        shares.append(known if 0 < known < 1 else number / (len(flight.stops) + 1))
    return tuple(shares)


def _parts(slice_: Slice, waits: Sequence[Layover]) -> list[timedelta]:
    """Flight, layover, flight, ... in real time."""
    parts: list[timedelta] = []
    for number, flight in enumerate(slice_.flights):
        worked_out = between(flight.departs, flight.origin.time_zone, flight.arrives, flight.destination.time_zone)
        parts.append(max(flight.duration or worked_out or _DEFAULT, timedelta(minutes=1)))
        if number < len(waits):
            parts.append(max(waits[number].duration, timedelta(0)))
    return parts


def _widened(sizes: list[float], whole: float) -> list[float]:
    layover_sizes = _fitted([max(size, MINIMUM_LAYOVER) for size in sizes[1::2]], whole - len(sizes[0::2]))
    flying = sum(sizes[0::2])
    room = max(whole - sum(layover_sizes), float(len(sizes[0::2])))
    squeeze = room / flying if flying else 1.0
    result: list[float] = []
    for number, size in enumerate(sizes):
        result.append(size * squeeze if number % 2 == 0 else layover_sizes[number // 2])
    return result


def _fitted(layover_sizes: list[float], room: float) -> list[float]:
    """Long layovers give way where flights would have less than a pixel each."""
    beyond = sum(layover_sizes) - MINIMUM_LAYOVER * len(layover_sizes)
    excess = sum(layover_sizes) - room
    if excess <= 0 or beyond <= 0:
        return layover_sizes
    keep = max(1 - excess / beyond, 0.0)
    return [MINIMUM_LAYOVER + (size - MINIMUM_LAYOVER) * keep for size in layover_sizes]
