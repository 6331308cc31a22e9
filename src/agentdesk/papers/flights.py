"""The journeys of an itinerary, said in a language."""

from agentdesk.desk.paper_content import Itinerary, PaperFlight, PaperSlice
from agentdesk.papers.sheet import Journey, Leg, Place
from agentdesk.papers.words import Words
from agentdesk.travel.journeys import Flight, Layover, between, day_change
from agentdesk.travel.places import Airport

MOST_SEAT_COLUMNS = 4
"""So many flights have a column of their own in the table of passengers; of more, each flight tells its seats."""


def all_flights(paper: Itinerary) -> tuple[PaperFlight, ...]:
    return tuple(flown for part in paper.slices for flown in part.flights)


# Words of the airports' English names that say no more than the code in brackets does.
_PLAIN_ENDS = (" International Airport", " Airport", " International")


def journey(part: PaperSlice, paper: Itinerary, words: Words, *, has_seats: bool) -> Journey:
    first = part.flights[0].flight.departs.date()
    changes = len(part.flights) - 1
    lasts = [words.duration(part.elapsed)] if changes and part.elapsed is not None else []
    waits = [words.count("connections", changes)] if changes else []
    return Journey(
        day=words.day(first),
        route=words.say("route", origin=town(part.origin), destination=town(part.destination)),
        summary=words.listed([*lasts, *waits]),
        fare=fare(part, words),
        legs=tuple(_leg(flown, part, paper, words, has_seats=has_seats) for flown in part.flights),
    )


def fare(part: PaperSlice, words: Words) -> str:
    """Economy Standard: the cabins of the slice and its brand, each word once."""
    cabins = dict.fromkeys(cabin for flown in part.flights for cabin in _cabins(flown, words))
    said = " / ".join(cabins)
    brand = part.fare_brand
    return brand if said and brand.casefold().startswith(said.casefold()) else f"{said} {brand}".strip()


def airport(airport: Airport, words: Words) -> str:
    """London Heathrow (LHR)"""
    name = airport.name.strip()
    for end in _PLAIN_ENDS:
        name = name.removesuffix(end)
    if airport.city and airport.city.casefold() not in name.casefold():
        name = f"{airport.city} {name}".strip()
    return words.say("airport", name=name or airport.iata, iata=airport.iata) if name else airport.iata


def town(airport: Airport) -> str:
    return airport.city or airport.name or airport.iata


def _leg(flown: PaperFlight, part: PaperSlice, paper: Itinerary, words: Words, *, has_seats: bool) -> Leg:
    flight = flown.flight
    leaves, first = flight.departs.date(), part.flights[0].flight.departs.date()
    is_mixed = len({one.cabins for one in part.flights}) > 1
    cabin = " / ".join(_cabins(flown, words)) if is_mixed else ""
    return Leg(
        day=words.day(leaves) if leaves != first else "",
        flight=words.listed(one for one in (flight.code, flight.aircraft, cabin) if one),
        operated=_operated(flight, words),
        origin=Place(
            time=words.time(flight.departs),
            day_change="",
            airport=airport(flight.origin, words),
            details=_terminal(flight.origin_terminal, words),
        ),
        destination=_arrival(flight, words),
        middle=_middle(flight, words),
        seats=_seats(flown, paper, words) if has_seats else "",
        wait=_wait(flown.layover_after, words) if flown.layover_after is not None else "",
    )


def _arrival(flight: Flight, words: Words) -> Place:
    days = day_change(flight.departs, flight.arrives)
    details = _terminal(flight.destination_terminal, words)
    change = ""
    if days:
        change = words.say("day.next" if days > 0 else "day.before", n=abs(days))
        details = (*details, words.day(flight.arrives.date()))
    return Place(words.time(flight.arrives), change, airport(flight.destination, words), details)


def _terminal(terminal: str, words: Words) -> tuple[str, ...]:
    if not terminal:
        return ()
    is_bare = terminal[:1].isdigit() or len(terminal) <= 2
    return (words.say("terminal" if is_bare else "terminal.bare", terminal=terminal),)


def _operated(flight: Flight, words: Words) -> str:
    number = f"{flight.operating.iata} {flight.operating_number}".strip()
    if flight.is_codeshare and flight.operating_number and flight.operating.iata:
        return words.say("operated.number", airline=flight.operating.name, number=number)
    return words.say("operated", airline=flight.operating.name)


def _middle(flight: Flight, words: Words) -> tuple[str, ...]:
    lasts = flight.duration or between(
        flight.departs, flight.origin.time_zone, flight.arrives, flight.destination.time_zone
    )
    stops = words.count("stops", len(flight.stops)) if flight.stops else words.say("direct")
    head = words.listed([words.duration(lasts), stops] if lasts is not None else [stops])
    return (
        head,
        *(
            words.say(
                "landing",
                airport=airport(stop.airport, words),
                arrives=words.time(stop.arrives),
                departs=words.time(stop.departs),
            )
            for stop in flight.stops
        ),
    )


def _wait(wait: Layover, words: Words) -> str:
    key = "layover"
    if wait.changes_airport:
        key = "layover.change_overnight" if wait.overnight else "layover.change"
    elif wait.overnight:
        key = "layover.overnight"
    return words.say(
        key,
        duration=words.duration(wait.duration),
        airport=airport(wait.airport, words),
        leaves=airport(wait.leaves_from, words),
    )


def _seats(flown: PaperFlight, paper: Itinerary, words: Words) -> str:
    taken = [
        words.say(
            "seat.of",
            seat=one.seat if one.seat_confirmed else words.say("unconfirmed", what=one.seat),
            name=paper.travellers[one.traveller].full_name,
        )
        for one in flown.aboard
        if one.seat
    ]
    return words.say("seats", seats=words.listed(taken) or words.say("seat.checkin"))


def _cabins(flown: PaperFlight, words: Words) -> tuple[str, ...]:
    return tuple(words.known(f"cabin.{cabin}", cabin) for cabin in flown.cabins)
