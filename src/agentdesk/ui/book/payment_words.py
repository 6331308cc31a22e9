"""The sentences of the payment and ticket pages: deadlines in two clocks, what is bought, what must be said before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agentdesk.travel.booking import BagPick, Draft, Unsure, Way
from agentdesk.travel.booking import Doubt as Why
from agentdesk.travel.booking import extras as priced_extras
from agentdesk.travel.journeys import Slice, layovers
from agentdesk.travel.lookalikes import Likeness, Lookalike
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.ui import words
from agentdesk.ui.local_zone import local_zone


@dataclass(frozen=True, slots=True)
class Said:
    """A line with its icon and colour role."""

    icon: str
    role: str
    text: str


def amount(money: Money) -> str:
    """'1,722.77' for tables that name the currency once."""
    sign = "\u2212" if money.amount < 0 else ""
    whole, _, rest = Money(abs(money.amount), money.currency).text.partition(".")
    return f"{sign}{int(whole):,}" + (f".{rest}" if rest else "")


def alike(found: Sequence[Lookalike]) -> str:
    """'Amelia Earhart is already held on this route: 4QK7ZB, LHR – JFK, Sat 12 Dec.'"""
    said = []
    for one in found:
        way = one.order.slices[0]
        where = f"{one.order.reference}, {way.origin.iata} – {way.destination.iata}, {words.day(way.departs.date())}"
        what = "is already held on this route" if one.likeness is Likeness.HELD_ROUTE else "already flies on these days"
        said.append(f"{one.who} {what}: {where}.")
    return " ".join(said)


def difference(money: Money) -> str:
    """'+26.00', '0.00', a minus where it fell."""
    return f"+{amount(money)}" if money.amount > 0 else amount(money)


def seconds_clock(value: datetime) -> str:
    """'14:41:08' by the agent's clock."""
    return f"{value.astimezone():%H:%M:%S}"


def city(zone: str) -> str:
    """'New York' of 'America/New_York'."""
    return zone.rpartition("/")[2].replace("_", " ")


def here(value: datetime) -> str:
    """'Fri 27 Nov 12:00 London', the agent's own clock and its city."""
    return f"{words.moment(value)} {city(local_zone())}"


def there(value: datetime, slices: Iterable[Slice]) -> str:
    """'07:00 New York': the same instant on the first clock of the trip that differs from the agent's; "" if none."""
    local = value.astimezone()
    for flight in (flight for part in slices for flight in part.flights):
        for airport in (flight.origin, flight.destination):
            far = _at(value, airport.time_zone)
            if far is not None and far.utcoffset() != local.utcoffset():
                day = "" if far.date() == local.date() else f"{words.day(far.date())} "
                return f"{day}{words.clock(far)} {airport.city or city(airport.time_zone)}"
    return ""


def both(value: datetime, slices: Iterable[Slice]) -> str:
    """'Fri 27 Nov 12:00 London (07:00 New York)'."""
    far = there(value, slices)
    return f"{here(value)} ({far})" if far else here(value)


def _at(value: datetime, zone: str) -> datetime | None:
    try:
        return value.astimezone(ZoneInfo(zone)) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def waited(since: datetime, now: datetime) -> str:
    """'14 s', '3 min', '2 h 05'."""
    seconds = max(int((now - since).total_seconds()), 0)
    return f"{seconds} s" if seconds < 90 else words.duration(timedelta(seconds=seconds))


# --- what is bought


def extras(draft: Draft) -> str:
    """'Seats 31D, 34E and 1 extra bag'; "" when nothing was picked."""
    seats = [pick.designator for pick in draft.seats]
    bags = sum(pick.quantity for pick in draft.bags)
    said = [f"{'Seat' if len(seats) == 1 else 'Seats'} {', '.join(seats)}"] if seats else []
    if bags:
        said.append(words.count(bags, "extra bag"))
    return " and ".join(said)


def bag_words(passenger_id: str, offer: Offer, bags: tuple[BagPick, ...]) -> str:
    """'1 bag incl.', '1 incl. + 2', 'none': hold bags of one passenger."""
    included = min(
        (
            one.quantity("checked")
            for part in offer.slices
            for segment in part.segments
            for one in segment.passengers
            if one.passenger_id == passenger_id
        ),
        default=0,
    )
    bought = sum(pick.quantity for pick in bags if passenger_id in pick.service.passenger_ids)
    if bought:
        return f"{included} incl. + {bought}" if included else f"{bought} bought"
    return f"{words.count(included, 'bag')} incl." if included else "none"


# --- what must be said before


def risks(offer: Offer) -> tuple[str, ...]:
    """Changes of airport, nights on the way and short connections, each a sentence."""
    return tuple(
        words.layover(wait)
        for part in offer.slices
        for wait in layovers(part)
        if wait.changes_airport or wait.overnight or wait.is_short
    )


def operated(offer: Offer) -> tuple[str, ...]:
    """'ZZ 7967, ZZ 7968: operated by British Airways', each operating carrier by its full name."""
    found: dict[str, list[str]] = {}
    for flight in (flight for part in offer.slices for flight in part.flights if flight.is_codeshare):
        found.setdefault(flight.operating.name, []).append(flight.code)
    return tuple(f"{', '.join(dict.fromkeys(codes))}: operated by {name}" for name, codes in found.items())


def pay_lines(draft: Draft, offer: Offer) -> tuple[Said, ...]:
    """What paying now means."""
    picked = extras(draft)
    said = [Said("", "text", "Reserved, paid and ticketed in one step.")]
    if picked:
        said.append(Said("", "text", f"{picked}: bought with it."))
    said.append(Said("", "text2", f"{words.conditions(offer)}."))
    return tuple(said)


def no_hold(offer: Offer) -> str:
    """Why it can only be paid."""
    if offer.terms.instant_only:
        return f"{offer.owner.name} wants this fare paid at once."
    return "The time to hold this fare is over."


def hold_lines(draft: Draft, offer: Offer) -> tuple[Said, ...]:
    """What holding means, with both deadlines."""
    terms = offer.terms
    said = []
    if terms.pay_by is not None:
        said.append(Said("", "text", f"Pay by {both(terms.pay_by, offer.slices)}"))
    else:
        said.append(Said("", "text", "The airline names the deadline when it is held."))
    if terms.price_held_until is not None:
        said.append(Said("", "text", f"Price kept until {words.moment(terms.price_held_until)}"))
    else:
        said.append(Said("triangle-alert", "warn", "The price may rise until it is paid."))
    if extras(draft):
        cost = words.money(_extras_price(draft, offer))
        said.append(
            Said("triangle-alert", "warn", f"Seats and bags ({cost}) cannot go with this hold.")
            if draft.bare_hold
            else Said("", "text2", f"{extras(draft)}: held with it, if the airline allows.")
        )
    return tuple(said)


def _extras_price(draft: Draft, offer: Offer) -> Money:
    return priced_extras(draft.seats, draft.bags, offer.total.currency)


def left_out(draft: Draft, offer: Offer) -> str:
    """'Seats 31D, 34E and 1 extra bag (£110.00)'."""
    return f"{extras(draft)} ({words.money(_extras_price(draft, offer))})"


def deed(way: Way, total: Money, world: str, *, live: bool) -> str:
    """'Pay £1,722.77 (practice)', 'Hold £1,612.77 (practice)', live 'Pay £1,722.77 now'."""
    verb = "Hold" if way is Way.HOLD else "Pay"
    after = (" now" if way is Way.PAY else "") if live else f" ({world})"
    return f"{verb} {words.money(total)}{after}"


# --- when nobody knows


def what_happened(unsure: Unsure) -> str:
    """Why the outcome is not known."""
    at = seconds_clock(unsure.sent.at)
    match unsure.doubt:
        case Why.NOT_KEPT:
            why = why_not_kept(unsure.why)
            return f"The order left at {at} and an answer came, but it could not be written down: {why}"
        case Why.ENDED:
            return f"The order left at {at}, and the program ended before the answer came."
        case Why.LATER:
            return f"The order left at {at}. {unsure.why}"
        case Why.NO_ANSWER:
            return f"The order left at {at}; no answer told what became of it. It is sent no second time."


def why_not_kept(why: str) -> str:
    """'the disk is full. Make room on the disk.', in the middle of a sentence."""
    what = words.not_kept(why)[0] if words.is_known_of_disks(why) else f"{why}."
    return f"{what[0].lower()}{what[1:]} Make room on the disk."


def for_support(unsure: Unsure) -> str:
    """A text for the upstream's support: every id, and no person."""
    sent = unsure.sent
    return "\n".join(
        [
            "Order creation with unknown outcome",
            "Call: POST /air/orders",
            f"Sent at: {sent.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC",
            f"Type: {sent.priced.way.value}",
            f"Amount: {sent.priced.total.text} {sent.priced.total.currency}",
            f"Offer: {sent.priced.offer.id}",
            f"Offer request: {sent.priced.offer_request_id}",
            f"metadata.agentdesk_attempt: {sent.attempt}",
            f"Request id: {unsure.request_id or 'none came'}",
            f"What happened: {unsure.why}",
        ]
    )
