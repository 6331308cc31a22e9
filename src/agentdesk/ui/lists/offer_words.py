"""The texts of an offer's row, worked out when it is first painted, and the same as one spoken sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agentdesk.travel.journeys import Flight, Layover, Slice, layovers
from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.lists import fare_words


@dataclass(frozen=True, slots=True)
class Shown:
    """What a row stands for: its cheapest fare, how many fares it has, and the one slice it shows, if not all.

    `is_journey` says that its fares are fares of the same flights; else its price is the lowest of what begins so.
    """

    offer: Offer
    fares: int = 1
    only: int | None = None
    is_journey: bool = True

    @property
    def slices(self) -> tuple[Slice, ...]:
        return self.offer.slices if self.only is None else self.offer.slices[self.only : self.only + 1]


@dataclass(frozen=True, slots=True)
class SliceWords:
    """One line of the journey: first and second line of each column."""

    departs: str
    origin: str
    arrives: str
    changed: str  # "+1"
    destination: str
    duration: str
    flights: str  # "EI 151/105"
    flights_short: str  # "EI 151 +1", where that has no room
    stops: str  # "IST 9 h 00, overnight, ORD"
    stops_short: str  # "IST overnight, ORD", where that has no room
    is_risky: bool  # a short connection or a change of airport


@dataclass(frozen=True, slots=True)
class OfferWords:
    """Everything a row says."""

    airline: str
    code: str
    operated: str
    slices: tuple[SliceWords, ...]
    brand: str
    cabin_bags: str
    hold_bags: str
    emissions: str
    change: str
    refund: str
    hold: str
    hold_long: str  # with until when the price is kept
    bags: str  # both kinds in words
    may_be_held: bool
    aircraft: str
    cabin: str
    comforts: str
    total: str
    is_from: bool
    per_adult: str
    fares: str


def row_words(shown: Shown, now: datetime, *, wide: bool = True) -> OfferWords:
    """All texts of a row; those that only a wide one has room for are "" without `wide`."""
    offer, parts = shown.offer, shown.slices
    checked, carried = fare_words.bags_of(offer, "checked"), fare_words.bags_of(offer, "carry_on")
    flights = [flight for part in parts for flight in part.flights]
    return OfferWords(
        airline=offer.owner.name,
        code=offer.owner.iata or "··",
        operated=operated_names(flights),
        slices=tuple(_slice(part) for part in parts),
        brand=offer.fare_brand or "Fare",
        cabin_bags=fare_words.bag_count(carried),
        hold_bags=fare_words.bag_count(checked),
        emissions=fare_words.emissions_each(offer),
        change=_permission(offer, "change"),
        refund=_permission(offer, "refund"),
        hold=words.hold_short(offer.terms, now),
        hold_long=_hold_long(offer, now),
        bags=_bags(checked, carried) if wide else "",
        may_be_held=offer.may_be_held,
        aircraft=", ".join(dict.fromkeys(flight.aircraft for flight in flights if flight.aircraft)) if wide else "",
        cabin=cabins(parts) if wide else "",
        comforts=_comforts(parts) if wide else "",
        total=words.money(offer.total),
        is_from=not shown.is_journey,
        per_adult=fare_words.each(offer),
        fares=fares_words(shown) if shown.is_journey else "",
    )


def fares_words(shown: Shown) -> str:
    """'3 fares'; 'the cheapest of 12' where other flights are still to be chosen; "" for a single one."""
    if not shown.is_journey:
        return f"the cheapest of {shown.fares}" if shown.fares > 1 else ""
    return words.count(shown.fares, "fare") if shown.fares > 1 else ""


def operated_by(offer: Offer) -> str:
    """The operating carriers' full names where they differ from the seller's; said before purchase by rule."""
    return operated_names([flight for part in offer.slices for flight in part.flights])


def operated_names(flights: Iterable[Flight]) -> str:
    """'Operated by British Airways, Iberia' for those that another than the seller flies."""
    names = dict.fromkeys(flight.operating.name for flight in flights if flight.is_codeshare)
    return f"Operated by {', '.join(names)}" if names else ""


def spoken(shown: Shown, now: datetime | None = None) -> str:
    """The row as one sentence; that its price has ended is said where it is known what time it is."""
    offer = shown.offer
    said = [offer.owner.name]
    for part in shown.slices:
        said += [_way(offer, part), *(words.layover(wait) for wait in layovers(part))]
        inside = [stop.airport for flight in part.flights for stop in flight.stops]
        said += [f"lands on the way at {words.airport(one)}" for one in inside]
    said += [offer.fare_brand or "fare", _bags_of(offer), words.conditions(offer)]
    said += [operated_names([flight for part in shown.slices for flight in part.flights]), _holds(offer)]
    said += [fares_words(shown), words.money(offer.total) if shown.is_journey else f"from {words.money(offer.total)}"]
    if now is not None and offer.has_expired(now):
        said.append("price ended")
    return ", ".join(part for part in said if part)


def spoken_fare(offer: Offer) -> str:
    """One fare among those of the same flights."""
    said = [offer.fare_brand or "Fare", cabins(offer.slices), _bags_of(offer), words.conditions(offer)]
    said += [part for part in fare_words.hold_lines(offer) if part] + [words.money(offer.total)]
    return ", ".join(part for part in said if part)


def _way(offer: Offer, part: Slice) -> str:
    number = offer.slices.index(part)
    way = "out" if number == 0 else "back" if number == 1 and len(offer.slices) == 2 else f"flight {number + 1}"
    change = words.day_change(part.day_change)
    stops = words.count(part.stop_count, "stop") if part.stop_count else "direct"
    return (
        f"{way} {words.clock(part.departs)} {part.origin.city or part.origin.name} {part.origin.iata} to "
        f"{words.clock(part.arrives)}{f' {change} day' if change else ''} "
        f"{part.destination.city or part.destination.name} {part.destination.iata}, {stops}, "
        f"{words.duration(part.elapsed)}"
    )


def _hold_long(offer: Offer, now: datetime) -> str:
    """'Hold to Fri 12:00, price to Wed 18:00'."""
    terms, short = offer.terms, words.hold_short(offer.terms, now)
    if terms.instant_only or terms.price_held_until is None or terms.price_held_until == terms.pay_by:
        return short
    price = words.hold_short(replace(terms, pay_by=terms.price_held_until), now).removeprefix("Hold to ")
    return f"{short}, price to {price}"


def _holds(offer: Offer) -> str:
    """Both deadlines in a sentence: 'Hold to Fri 27 Nov 12:00, price kept to Wed 25 Nov 18:00'."""
    said, kept = words.hold(offer.terms), offer.terms.price_held_until
    return said if kept is None or offer.terms.instant_only else f"{said}, price kept to {words.moment(kept)}"


def _bags(checked: fare_words.Bags, carried: fare_words.Bags) -> str:
    """Both kinds in a sentence: '1 hold bag each, no cabin bag', 'Hold bags not said, 1 cabin bag each'."""
    if all(one.least is None and not one.most for one in (checked, carried)):
        return "Bags not said"
    said: list[str] = []
    for found, kind, name in ((checked, "checked", "hold bags"), (carried, "carry_on", "cabin bags")):
        one = fare_words.bag_words(found, kind)
        text = f"{name} not said" if one.state is fare_words.State.UNSAID else one.text
        said.append((text[0].lower() if said else text[0].upper()) + text[1:])
    return ", ".join(said)


def _bags_of(offer: Offer) -> str:
    return _bags(fare_words.bags_of(offer, "checked"), fare_words.bags_of(offer, "carry_on"))


def _slice(part: Slice) -> SliceWords:
    flights = part.flights
    first, last = flights[0], flights[-1]
    return SliceWords(
        departs=words.clock(part.departs),
        origin=_place(first.origin.iata, first.origin_terminal),
        arrives=words.clock(part.arrives),
        changed=words.day_change(part.day_change),
        destination=_place(last.destination.iata, last.destination_terminal),
        duration=words.duration(part.elapsed),
        flights=_flights(flights),
        flights_short=f"{first.code} +{len(flights) - 1}" if len(flights) > 1 else first.code,
        stops=stops_words(part),
        stops_short=stops_words(part, brief=True),
        is_risky=any(wait.is_short or wait.changes_airport for wait in layovers(part)),
    )


def _place(code: str, terminal: str) -> str:
    return f"{code} T{terminal}" if terminal else code


def _flights(flights: Sequence[Flight]) -> str:
    """'EI 151/105': the airline is said again only where it changes."""
    first, *others = flights
    again = [one.number if one.marketing.iata == first.marketing.iata else one.code for one in others]
    return "/".join([first.code, *again])


def stops_words(part: Slice, *, brief: bool = False) -> str:
    """'direct', 'DUB 1 h 50', 'DUB, ORD'; with what makes a layover a trap; a stop without change counts too."""
    waits = layovers(part)
    inside = [stop.airport.iata for flight in part.flights for stop in flight.stops]
    if not waits and not inside:
        return "direct"
    alone = len(waits) == 1 and not inside
    said = [_wait_brief(wait) if brief else _wait(wait, timed=alone) for wait in waits]
    return ", ".join([*said, *(f"stop {code}" for code in inside)])


def _wait(wait: Layover, *, timed: bool) -> str:
    """'DUB 1 h 50', 'DUB 40 min, short', 'LHR–LGW transfer 4 h 20', 'IST 12 h 45, overnight'."""
    where = f"{wait.airport.iata}–{wait.leaves_from.iata} transfer" if wait.changes_airport else wait.airport.iata
    time = f" {words.duration(wait.duration)}" if timed or wait.is_short or wait.overnight else ""
    return ", ".join([where + time, *_traps(wait)])


def _wait_brief(wait: Layover) -> str:
    """'DUB', 'DUB short', 'LHR–LGW transfer', 'IST overnight'."""
    where = f"{wait.airport.iata}–{wait.leaves_from.iata} transfer" if wait.changes_airport else wait.airport.iata
    return " ".join([where, *_traps(wait)])


def _traps(wait: Layover) -> list[str]:
    return [word for word, holds in (("short", wait.is_short), ("overnight", wait.overnight)) if holds]


def _permission(offer: Offer, deed: str) -> str:
    """'Change free', 'Change £75.00', 'Refund less £110.00', 'No refund', 'Refund not said'."""
    name = deed.capitalize()
    said = fare_words.cell(offer.change if deed == "change" else offer.refund, deed)
    match said.state:
        case fare_words.State.UNSAID:
            return f"{name} not said"
        case fare_words.State.NO:
            return f"No {deed}"
        case _:
            return f"{name} {said.text[0].lower()}{said.text[1:]}" if said.text[0].isalpha() else f"{name} {said.text}"


def cabins(parts: Iterable[Slice]) -> str:
    """'Economy', or all of them where they differ."""
    found = dict.fromkeys(
        words.cabin(one.cabin_class)
        for part in parts
        for segment in part.segments
        for one in segment.passengers
        if one.cabin_class
    )
    return ", ".join(found)


def _comforts(parts: Iterable[Slice]) -> str:
    """'Wi-Fi, power at seat': what every flight has, as far as the airline says."""
    inside = [one.amenities for part in parts for segment in part.segments for one in segment.passengers]
    known = [one for one in inside if one is not None]
    if not known or len(known) < len(inside):
        return ""
    wifi = {one.wifi for one in known}
    said = []
    if wifi.isdisjoint({"", "no"}):
        said.append("Wi-Fi for a charge" if "paid" in wifi else "Wi-Fi")
    if {one.power for one in known}.isdisjoint({"", "no"}):
        said.append("power at seat")
    text = ", ".join(said)
    return text[:1].upper() + text[1:]
