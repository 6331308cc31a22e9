"""What the details say of flights: places with their zones, who flies, what each passenger has on board."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from agentdesk.travel.journeys import Flight, Segment, SegmentPassenger, Slice, instant
from agentdesk.travel.offers import Offer
from agentdesk.travel.passengers import OfferPassenger
from agentdesk.travel.places import Airport
from agentdesk.ui import words

_MINUS = "\u2212"
_BAGS = {"checked": "hold bag", "carry_on": "cabin bag"}
_SEATS = {
    "standard": "standard seat",
    "extra_legroom": "extra legroom",
    "skycouch": "couch seat",
    "recliner": "recliner seat",
    "angle_flat": "angled flat bed",
    "full_flat": "flat bed",
    "full_flat_pod": "flat bed in a pod",
    "private_suite": "private suite",
}


def offset(local: datetime, zone: str) -> timedelta | None:
    """How far a local time is ahead of UTC there and then; None where the zone is not known."""
    known = instant(local, zone)
    return None if known is None else local - known.replace(tzinfo=None)


def zone(local: datetime, name: str) -> str:
    """'UTC+0', 'UTC−3:30'; "" where the zone is not known."""
    ahead = offset(local, name)
    return "" if ahead is None else f"UTC{_MINUS if ahead < timedelta(0) else '+'}{_hours(ahead, exact=True)}"


def zone_difference(flight: Flight) -> str:
    """'5 h behind LHR', 'the same time as LHR'; "" where a zone is not known."""
    start = offset(flight.departs, flight.origin.time_zone)
    end = offset(flight.arrives, flight.destination.time_zone)
    if start is None or end is None:
        return ""
    if start == end:
        return f"the same time as {flight.origin.iata}"
    return f"{_hours(end - start)} {'behind' if end < start else 'ahead of'} {flight.origin.iata}"


def _hours(value: timedelta, *, exact: bool = False) -> str:
    minutes = abs(int(value.total_seconds())) // 60
    hours, rest = divmod(minutes, 60)
    if exact:
        return f"{hours}:{rest:02}" if rest else str(hours)
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def place(airport: Airport, terminal: str) -> str:
    """'New York JFK, Terminal 4'."""
    return f"{airport.city or airport.name} {airport.iata}".strip() + (f", Terminal {terminal}" if terminal else "")


def airport_name(airport: Airport) -> str:
    """The airport's own name, where the city's stands above it: 'Heathrow Airport'."""
    return airport.name if airport.city and airport.city != airport.name else ""


def flown(flight: Flight) -> str:
    """'ZZ 7967, Boeing 777-300, 8 h 05, 5,540 km'."""
    return ", ".join(
        part for part in (flight.code, flight.aircraft, words.duration(flight.duration), distance([flight])) if part
    )


def operated(flight: Flight) -> str:
    """'Operated by British Airways as BA 117'; always said, by rule, with the carrier's full name."""
    number = f" as {flight.operating.iata} {flight.operating_number}".rstrip() if flight.operating_number else ""
    return f"Operated by {flight.operating.name or flight.operating.iata or 'an airline not named'}{number}"


def stops(flight: Flight) -> list[str]:
    """Where the aircraft lands on its way, without change of flight number."""
    return [
        f"Lands at {place(stop.airport, '')} {words.clock(stop.arrives)} to {words.clock(stop.departs)}"
        + (f", {words.duration(stop.duration)}" if stop.duration is not None else "")
        for stop in flight.stops
    ]


def distance(flights: Sequence[Flight]) -> str:
    """'5,540 km' altogether; "" where one is not said."""
    try:
        known = [Decimal(flight.distance_km) for flight in flights]
    except InvalidOperation:
        return ""
    whole = sum(known, Decimal(0))
    return f"{whole:,.0f} km" if whole.is_finite() and 0 < whole < 1_000_000 else ""


def slice_summary(part: Slice) -> str:
    """'8 h 05, direct, 5,540 km'."""
    landings = "direct" if part.stop_count == 0 else words.count(part.stop_count, "stop")
    return ", ".join(one for one in (words.duration(part.elapsed), landings, distance(part.flights)) if one)


def on_board(offer: Offer, segment: Segment) -> list[str]:
    """What passengers have on a flight: fare and bags in one sentence where all have the same, then the comforts."""
    fares = _shared(offer, segment, [_fare(one) for one in segment.passengers])
    return fares + _shared(offer, segment, [_amenities(one) for one in segment.passengers])


def _shared(offer: Offer, segment: Segment, texts: Sequence[str]) -> list[str]:
    """Each text once, with who has it where not all have the same."""
    said: dict[str, list[str]] = {}
    for one, text in zip(segment.passengers, texts, strict=True):
        said.setdefault(text, []).append(one.passenger_id)
    if len(said) == 1:
        return [text for text in said if text]
    return [f"{party_of(offer, ids)}: {text or 'not said'}" for text, ids in said.items()]


def party_of(offer: Offer, ids: Sequence[str]) -> str:
    """'Adult 1, child 3 (7)'."""
    known = {one.id: (place, one) for place, one in enumerate(offer.passengers, 1)}
    named = [passenger_name(*known[ident]) if ident in known else "another passenger" for ident in ids]
    text = ", ".join(named)
    return text[:1].upper() + text[1:]


def passenger_name(number: int, one: OfferPassenger) -> str:
    """'adult 1', 'child 3 (7)', 'infant 4'."""
    kind = "infant" if one.is_infant else "adult" if one.is_adult else "child" if one.age is not None else "passenger"
    if one.kind is not None:
        kind = words.passenger_kind(one.kind)
    return f"{kind} {number}" + (f" ({one.age})" if one.age is not None and not one.is_adult else "")


def _fare(one: SegmentPassenger) -> str:
    """'Economy, fare O169BAGB. 1 hold bag, 1 cabin bag'."""
    cabin = words.cabin(one.cabin_class) if one.cabin_class else "Cabin not said"
    if one.cabin_name and one.cabin_name.casefold() != cabin.casefold():
        cabin += f" ({one.cabin_name})"
    fare = f"{cabin}, fare {one.fare_basis}" if one.fare_basis else cabin
    return f"{fare}. {_bags(one)}"


def _bags(one: SegmentPassenger) -> str:
    said = [
        words.count(bag.quantity, _BAGS.get(bag.kind, bag.kind.replace("_", " ")))
        if bag.quantity
        else f"no {_BAGS.get(bag.kind, bag.kind)}"
        for bag in one.bags
    ]
    text = ", ".join(said) or "bags not said"
    return text[:1].upper() + text[1:]


def _amenities(one: SegmentPassenger) -> str:
    """'Wi-Fi for a charge, power at seat, 79 pitch, flat bed'; what the airline denies is said too."""
    has = one.amenities
    if has is None:
        return ""
    wifi = {
        "": "",
        "no": "no Wi-Fi",
        "free": "Wi-Fi free",
        "paid": "Wi-Fi for a charge",
        "free or paid": "Wi-Fi, some free",
    }
    power = {"": "", "no": "no power at seat"}
    pitch = "" if has.seat_pitch in ("", "n/a") else f"pitch {has.seat_pitch}"
    seat = "" if has.seat_type in ("", "n/a") else _SEATS.get(has.seat_type, has.seat_type.replace("_", " "))
    said = [wifi.get(has.wifi, "Wi-Fi"), power.get(has.power, "power at seat"), pitch, seat]
    text = ", ".join(part for part in said if part)
    return text[:1].upper() + text[1:]
