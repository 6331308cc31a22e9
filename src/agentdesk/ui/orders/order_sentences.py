"""The words of an order on its page: places, flights, badges, the money line by line, what each one has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agentdesk.desk.ports import OrderRecord
from agentdesk.travel.journeys import Flight, Segment, Slice
from agentdesk.travel.money import Money, total
from agentdesk.travel.order_prices import fare_of, taxes_of
from agentdesk.travel.orders import BookedService, Order, OrderPassenger, OrderStatus, needs_attention, status
from agentdesk.travel.passengers import PassengerKind
from agentdesk.travel.places import Airport
from agentdesk.ui import words

UNPAID = (OrderStatus.HELD, OrderStatus.OVERDUE)
_ENDINGS = (" International Airport", " Airport", " International")


def place_name(airport: Airport) -> str:
    """'London Heathrow', 'Frankfurt': the city, and the airport where it has a name of its own."""
    name = airport.name
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    if not airport.city or name.startswith(airport.city):
        return name or airport.city or airport.iata
    return f"{airport.city} {name}"


def place_code(airport: Airport, terminal: str) -> str:
    """'LHR, Terminal 2'."""
    return f"{airport.iata}, Terminal {terminal}" if terminal else airport.iata


def way_name(slices: tuple[Slice, ...], place: int) -> str:
    """'Out' and 'Back' of a return, nothing of one way, else 'Flight 2'."""
    if len(slices) == 1:
        return ""
    first, last = slices[0], slices[-1]
    if len(slices) == 2 and (first.origin.city, first.destination.city) == (last.destination.city, last.origin.city):
        return ("Out", "Back")[place]
    return f"Flight {place + 1}"


def way_title(slices: tuple[Slice, ...], place: int, now: datetime) -> str:
    """'Out, Mon 8 Feb'."""
    name, day = way_name(slices, place), words.day(slices[place].departs.date(), now.date())
    return f"{name}, {day}" if name else day


def way_length(part: Slice) -> str:
    """'1 h 35, direct'."""
    stops = "direct" if not part.stop_count else words.count(part.stop_count, "stop")
    took = words.duration(part.elapsed)
    return f"{took}, {stops}" if took else stops


def flight_line(segment: Segment, brand: str) -> str:
    """'LH 901, Airbus A320neo, Economy Light', with where it lands on its way."""
    flight = segment.flight
    cabins = dict.fromkeys(one.cabin_name or words.cabin(one.cabin_class) for one in segment.passengers)
    cabin = ", ".join(one for one in cabins if one)
    fare = brand if brand and cabin and cabin.lower() in brand.lower() else " ".join(x for x in (cabin, brand) if x)
    said = [flight.code, flight.aircraft, fare]
    said += [f"stop in {stop.airport.city or stop.airport.iata}" for stop in flight.stops]
    return ", ".join(one for one in said if one)


def operated_by(flight: Flight) -> str:
    """'operated by British Airways'; "" where the airline flies itself."""
    return f"operated by {flight.operating.name}" if flight.is_codeshare else ""


def spoken_flight(flight: Flight) -> str:
    """A flight as one sentence for a screen reader."""
    days = (flight.arrives.date() - flight.departs.date()).days
    later = f" on {words.day(flight.arrives.date())}" if days else ""
    return (
        f"{flight.code}, {words.clock(flight.departs)} {place_name(flight.origin)} to "
        f"{words.clock(flight.arrives)}{later} {place_name(flight.destination)}"
    )


def route_and_day(order: Order) -> str:
    """'LHR – FRA, Mon 8 Feb'."""
    if not order.slices:
        return ""
    first = order.slices[0]
    return f"{first.origin.iata} – {first.destination.iata}, {words.day(first.departs.date())}"


# --- what has become of it


def badges(order: Order, now: datetime) -> tuple[tuple[str, str, str], ...]:
    """Word, icon and role of each: state, the airline's open change, the money."""
    what = status(order, now)
    word, icon, role = words.STATUS[what]
    found = [(word, "check" if what is OrderStatus.TICKETED else icon, role)]
    if needs_attention(order):
        found.append(("Airline changed", "calendar-clock", "bad"))
    money = words.money(order.total)
    if what in UNPAID:
        found.append((f"{money} to pay", "wallet", "warn"))
    elif what is OrderStatus.CANCELLED:
        back = order.cancellation.refund if order.cancellation is not None else None
        if back is not None and not back.is_zero:
            found.append((f"{words.money(back)} back", "undo-2", "text2"))
    elif what is not OrderStatus.LAPSED:
        found.append((f"Paid {money}", "check", "good"))
    if what is OrderStatus.AWAITING_TICKETS:
        there = sum(1 for one in order.passengers if order.tickets_of(one.id))
        if there:
            found.append((f"Tickets {there} of {len(order.passengers)}", "loader-circle", "accentText"))
    return tuple(found)


def who(order: Order) -> str:
    """'Schmidt, Jörg', with how many more."""
    if not order.passengers:
        return "No names given"
    first = order.passengers[0]
    others = f" and {len(order.passengers) - 1} more" if len(order.passengers) > 1 else ""
    return ", ".join(name for name in (first.family_name, first.given_name) if name) + others


# --- the money


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A line of the money: `strong` for sums, `quiet` for what is no price of the airline."""

    what: str
    amount: Money
    strong: bool = False
    quiet: bool = False


def money_lines(record: OrderRecord, now: datetime) -> tuple[MoneyLine, ...]:
    """Fare, taxes, every seat and bag, the sum; then the agency's fee, and what came back. They add up."""
    order, what = record.order, status(record.order, now)
    currency = order.total.currency
    services = [MoneyLine(service_name(one, order), one.price) for one in order.services]
    services = [line for line in services if line.amount.currency == currency]
    lines = _fare_lines(order, total([line.amount for line in services], currency)) + services
    sums = {
        OrderStatus.HELD: "To pay",
        OrderStatus.OVERDUE: "Was to pay",
        OrderStatus.LAPSED: "Was to pay",
        OrderStatus.CANCELLED: "Price" if _was_never_paid(order) else "Total paid",
    }
    lines.append(MoneyLine(sums.get(what, "Total paid"), order.total, strong=True))
    if record.fee is not None:
        lines.append(MoneyLine("Agency fee, yours", record.fee, quiet=True))
        if record.fee.currency == currency:
            lines.append(MoneyLine("The customer pays", order.total + record.fee, strong=True, quiet=True))
    back = order.cancellation.refund if order.cancellation is not None else None
    if back is not None and not _was_never_paid(order):
        lines.append(MoneyLine("Came back", back, strong=True))
        kept = order.cancellation.kept_of(order.total) if order.cancellation is not None else None
        if kept is not None and not kept.is_zero:
            lines.append(MoneyLine("Kept by the airline", kept))
    return tuple(lines)


def _fare_lines(order: Order, services: Money) -> list[MoneyLine]:
    """Base and taxes; what they leave of the total is said too, so that the lines add up."""
    tax, fare = taxes_of(order), fare_of(order, services)
    if order.base is None or tax is None or order.base.currency != order.total.currency:
        return [MoneyLine("Flights with taxes", order.total - services)]
    lines = [MoneyLine("Fare", fare), MoneyLine("Taxes and charges", tax)]
    rest = order.total - fare - tax - services
    if not rest.is_zero:
        lines.append(MoneyLine("Changes since", rest))
    return lines


def _was_never_paid(order: Order) -> bool:
    quote = order.cancellation
    return quote is not None and quote.refund_to == "awaiting_payment"


def service_name(service: BookedService, order: Order) -> str:
    """'Seat 14C', '2 bags of 23 kg', with for whom where there are several."""
    people = [one.given_name for one in order.passengers if one.id in service.passenger_ids]
    whose = f", {', '.join(people)}" if len(order.passengers) > 1 and people else ""
    if service.designator:
        return f"Seat {service.designator}{whose}"
    if service.bag is not None:
        weight = f" of {service.bag.weight_kg} kg" if service.bag.weight_kg is not None else ""
        kind = "cabin bag" if service.bag.kind == "carry_on" else "bag"
        return f"{words.count(service.quantity, kind)}{weight}{whose}"
    name = service.kind.replace("_", " ").capitalize() or "Service"
    return f"{name}{whose}"


# --- what each one has


def seats_of(order: Order, one: OrderPassenger) -> tuple[tuple[str, str], ...]:
    """Seat and flight of each segment in order; the seat is "" where there is none."""
    bought = {
        segment: service.designator
        for service in order.services
        if service.designator and one.id in service.passenger_ids
        for segment in service.segment_ids
    }
    found = []
    for segment in segments(order.slices):
        named = next((has.seat for has in segment.passengers if has.passenger_id == one.id), "")
        found.append((named or bought.get(segment.id, ""), segment.flight.code))
    return tuple(found)


def seat_words(order: Order, one: OrderPassenger) -> str:
    """'14C out, none back'; 'none yet'; infants sit on a lap."""
    if one.kind is PassengerKind.INFANT:
        return "on a lap"
    seats = seats_of(order, one)
    if not any(seat for seat, _ in seats):
        return "none yet; given at check-in"
    names = [way_name(order.slices, place).lower() for place, part in enumerate(order.slices) for _ in part.segments]
    direct = all(len(part.segments) == 1 for part in order.slices)
    said = []
    for (seat, code), name in zip(seats, names, strict=True):
        where = name if direct and name in ("out", "back") else "" if len(seats) == 1 else code
        said.append(f"{seat or 'none'} {where}".strip())
    return ", ".join(said)


def bag_words(order: Order, one: OrderPassenger) -> str:
    """'1 hold bag and 1 cabin bag, plus 1 of 23 kg': what comes with the fare, then what was bought."""
    has = [entry for s in segments(order.slices) for entry in s.passengers if entry.passenger_id == one.id]
    checked = min((entry.quantity("checked") for entry in has), default=0)
    carried = min((entry.quantity("carry_on") for entry in has), default=0)
    parts = [words.count(checked, "hold bag")] if checked else []
    parts += [words.count(carried, "cabin bag")] if carried else []
    included = " and ".join(parts) or "None with the fare"
    bought = []
    for service in order.services:
        if service.bag is not None and one.id in service.passenger_ids:
            weight = f" of {service.bag.weight_kg} kg" if service.bag.weight_kg is not None else ""
            bought.append(f"{service.quantity}{weight}")
    more = f", plus {', '.join(bought)}" if bought else ""
    only = " only" if included.endswith("cabin bag") and not checked and not more else ""
    return f"{included}{only}{more}"


def segments(slices: Iterable[Slice]) -> tuple[Segment, ...]:
    return tuple(one for part in slices for one in part.segments)


def contact(record: OrderRecord, one: OrderPassenger) -> tuple[str, str]:
    """Phone and mail: what the airline echoes, else what we sent with the booking."""
    sent = record.sent.priced.travellers if record.sent is not None else ()
    ours = next((t for t in sent if (t.given_name, t.family_name) == (one.given_name, one.family_name)), None)
    phone = one.phone or (ours.phone if ours is not None else "")
    mail = one.email or (ours.email if ours is not None else "")
    return phone, mail
