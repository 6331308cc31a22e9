"""What an airline's change means, in sentences: who moved what, by how much, what it does to the trip."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from agentdesk.travel.change_harm import ChangeHarm, SeatLost, WayHarm
from agentdesk.travel.journeys import Flight, Slice
from agentdesk.travel.money import total
from agentdesk.travel.orders import Order
from agentdesk.ui import words
from agentdesk.ui.orders.order_sentences import place_name, way_name

_NOTHING = timedelta(0)
_WAYS = {"Out": "the outbound flight", "Back": "the return flight"}


@dataclass(frozen=True, slots=True)
class Harm:
    """Roles: good, text2, warn, bad."""

    icon: str
    role: str
    text: str


def headline(harm: ChangeHarm, order: Order) -> str:
    """'Lufthansa moved the outbound flight'."""
    airline = order.owner.name
    changed = [way for way in harm.ways if not way.is_same]
    if not changed:
        return f"{airline} changed the booking"
    verbs = {_verb(way) for way in changed}
    verb = verbs.pop() if len(verbs) == 1 else "changed"
    if len(changed) > 1:
        return f"{airline} {verb} {words.count(len(changed), 'part')} of the trip"
    return f"{airline} {verb} {_which(changed[0], order)}"


def _verb(way: WayHarm) -> str:
    if way.after is None:
        return "cancelled"
    if way.before is None:
        return "added"
    return "moved" if way.moved else "changed"


def _which(way: WayHarm, order: Order) -> str:
    """'the outbound flight', 'the flights LHR – FRA'."""
    part = way.after or way.before
    if part is None:
        return "the flights"
    places = [
        n for n, one in enumerate(order.slices) if (one.origin, one.destination) == (part.origin, part.destination)
    ]
    name = way_name(order.slices, places[0]) if places else ""
    if name in _WAYS:
        return _WAYS[name] if len(part.segments) == 1 else _WAYS[name] + "s"
    return f"the flight {part.origin.iata} – {part.destination.iata}"


def biggest_move(harm: ChangeHarm) -> str:
    """'arrives 2 h 15 later'; '' where no time has moved."""
    moves = [
        (abs(by), word, by)
        for way in harm.ways
        for word, by in (("arrives", way.arrives), ("leaves", way.leaves))
        if by is not None and by != _NOTHING
    ]
    if not moves:
        return ""
    size, word, by = max(moves, key=lambda move: move[0])
    return f"{word} {words.duration(size)} {'later' if by > _NOTHING else 'earlier'}"


def harms(harm: ChangeHarm, order: Order) -> tuple[Harm, ...]:
    """The worst first, then what is to be looked at, then what is as it was."""
    found = [one for way in harm.ways for one in _of_way(way)]
    found += [_overlap(first, then) for first, then in harm.overlaps]
    found += _seats(harm, order)
    found += _calm(harm)
    rank = {"bad": 0, "warn": 1, "text2": 2, "good": 3}
    return tuple(sorted(dict.fromkeys(found), key=lambda one: rank[one.role]))


def _of_way(way: WayHarm) -> Iterator[Harm]:
    if way.after is None and way.before is not None:
        yield Harm("circle-x", "bad", f"{_route(way.before)} is gone")
        return
    if way.before is None and way.after is not None:
        yield Harm("plus", "warn", f"New: {_route(way.after)}, {words.day(way.after.departs.date())}")
        return
    for wait in way.missed:
        yield Harm("circle-x", "bad", f"Connection in {wait.airport.city or wait.airport.iata} is missed")
    for wait in way.short:
        text = f"Only {words.duration(wait.duration)} to connect in {wait.airport.city or wait.airport.iata}"
        yield Harm("triangle-alert", "warn", text)
    yield from _days(way)
    for one in way.airports:
        yield Harm("triangle-alert", "bad", f"Another airport: {one.after}, not {one.before}")
    for one in way.terminals:
        yield Harm(
            "info",
            "warn",
            f"Terminal: {one.after.partition(' ')[0]} {one.before.rpartition(' ')[2]} is now "
            f"{one.after.rpartition(' ')[2]}",
        )
    yield from _flights(way)
    for one in way.carriers:
        yield Harm("plane", "warn", f"Flown by {one.after}, not {one.before}")
    for one in way.aircraft:
        yield Harm("plane", "text2", f"{one.after} instead of {one.before}")


def _days(way: WayHarm) -> Iterator[Harm]:
    if way.after is None:
        return
    for verb, days, at in (
        ("Leaves", way.leaves_days, way.after.departs),
        ("Arrives", way.arrives_days, way.after.arrives),
    ):
        if days and not (verb == "Arrives" and days == way.leaves_days):
            later = "later" if days > 0 else "earlier"
            much = "a day" if abs(days) == 1 else f"{abs(days)} days"
            yield Harm("calendar", "bad", f"{verb} {much} {later}, {words.day(at.date())}")


def _flights(way: WayHarm) -> Iterator[Harm]:
    gone = [one.code for one in way.removed]
    new = [one.code for one in way.added]
    if gone and new:
        yield Harm("repeat", "warn", f"{_join(new)} instead of {_join(gone)}")
    elif gone:
        yield Harm("circle-x", "warn", f"{_join(gone)} {'is' if len(gone) == 1 else 'are'} gone")
    elif new:
        yield Harm("plus", "warn", f"{_join(new)} {'is' if len(new) == 1 else 'are'} new")
    if way.before is not None and way.after is not None:
        codes = (tuple(f.code for f in way.before.flights), tuple(f.code for f in way.after.flights))
        if not gone and not new and codes[0] != codes[1]:
            yield Harm("plane", "text2", f"Flight number now {_join(list(codes[1]))}")


def _overlap(first: Slice, then: Slice) -> Harm:
    text = f"{_route(then)} leaves before {_route(first)} has arrived"
    return Harm("circle-x", "bad", text)


def _seats(harm: ChangeHarm, order: Order) -> list[Harm]:
    """One sentence for all seats that are lost, with what was paid for them."""
    lost = harm.seats
    found = []
    gone = [one for one in lost if not one.now]
    if gone:
        seats = _join([one.designator for one in gone])
        many = "Seat" if len(gone) == 1 else "Seats"
        verb = "is" if len(gone) == 1 else "are"
        found.append(Harm("triangle-alert", "warn", f"{many} {seats} {verb} not kept{_paid(gone, order)}"))
    for one in lost:
        if one.now:
            found.append(Harm("triangle-alert", "warn", f"Seat {one.now} instead of {one.designator}"))
    return found


def _paid(gone: list[SeatLost], order: Order) -> str:
    wanted = {one.designator for one in gone}
    prices = [
        one.price for one in order.services if one.designator in wanted and one.price.currency == order.total.currency
    ]
    paid = total(prices, order.total.currency)
    return "" if paid.is_zero else f"; {words.money(paid)} was paid for {'it' if len(gone) == 1 else 'them'}"


def _calm(harm: ChangeHarm) -> list[Harm]:
    """What an agent asks first, where the answer is good."""
    both = [way for way in harm.ways if way.before is not None and way.after is not None]
    found = []
    day = not any(way.leaves_days or way.arrives_days for way in both)
    airports = not any(way.airports for way in both)
    if both and (day or airports):
        said = [name for name, same in (("same day", day), ("same airports", airports)) if same]
        text = ", ".join(said)
        found.append(Harm("check", "good", f"{text[0].upper()}{text[1:]}"))
    if both and not harm.breaks_the_trip and not any(way.short for way in both):
        found.append(Harm("check", "good", "No connection missed"))
    return found


def spoken(way: WayHarm) -> str:
    """Both sides of one slice as a sentence."""
    before = _journey(way.before) if way.before is not None else "nothing"
    after = _journey(way.after) if way.after is not None else "cancelled"
    return f"Before: {before}. After: {after}."


def _journey(part: Slice) -> str:
    flights = ", ".join(one.code for one in part.flights)
    return (
        f"{words.day(part.departs.date())} {words.clock(part.departs)} {place_name(part.origin)} to "
        f"{words.clock(part.arrives)} {place_name(part.destination)} with {flights}"
    )


def side_words(part: Slice) -> str:
    """'LHR T2 – FRA T1, A321' at the right of a row."""
    first, last = part.flights[0], part.flights[-1]
    ends = (
        f"{_end(first.origin.iata, first.origin_terminal)} – {_end(last.destination.iata, last.destination_terminal)}"
    )
    return f"{ends}, {_aircraft(first)}" if len(part.flights) == 1 and first.aircraft else ends


def _aircraft(flight: Flight) -> str:
    """'A321' of 'Airbus A321'; a name that says no maker stays whole."""
    return flight.aircraft.removeprefix("Airbus ")


def _end(iata: str, terminal: str) -> str:
    return f"{iata} T{terminal}" if terminal else iata


def _route(part: Slice) -> str:
    return f"{part.origin.iata} – {part.destination.iata}"


def _join(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
