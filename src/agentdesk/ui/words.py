"""Words for values: money, times, conditions, states and errors, in the agent's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agentdesk.desk.checkout import CannotBeHeld, ExtrasGone, OfferTaken
from agentdesk.desk.settling import GIVEN_UP
from agentdesk.travel.booking import Booked
from agentdesk.travel.errors import (
    ConnectionLost,
    DataFolderInUse,
    NeverSent,
    NoKeyring,
    NotAllowed,
    NotKept,
    OfferGone,
    OutcomeUnknown,
    RefusedByUpstream,
    TooManyCalls,
    TravelError,
    UnknownThere,
    Unreadable,
    WrongKey,
)
from agentdesk.travel.journeys import Layover, Permission
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer, PaymentTerms
from agentdesk.travel.orders import OrderStatus
from agentdesk.travel.passengers import Loyalty, PassengerKind
from agentdesk.travel.places import Airport
from agentdesk.travel.search import PrivateFare

_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MINUS = "\u2212"


def money(amount: Money, *, signed: bool = False) -> str:
    """'£1,612.77', '+£38.00', '¥12,345', 'KWD 1.250'."""
    sign = _MINUS if amount.amount < 0 else "+" if signed else ""
    whole, _, rest = Money(abs(amount.amount), amount.currency).text.partition(".")
    digits = f"{int(whole):,}" + (f".{rest}" if rest else "")
    symbol = _SIGNS.get(amount.currency)
    return f"{sign}{symbol}{digits}" if symbol else f"{sign}{amount.currency} {digits}"


def day(value: date, today: date | None = None) -> str:
    """'Sat 12 Dec'; with the year where `today` is given and it is more than eleven months away."""
    text = f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]}"
    far = today is not None and abs((value - today).days) > 335
    return f"{text} {value.year}" if far else text


def full_day(value: date) -> str:
    return f"{day(value)} {value.year}"


def full_date(value: date) -> str:
    """'24 Jul 1987'."""
    return f"{short_day(value)} {value.year}"


def short_day(value: date) -> str:
    """'12 Dec'."""
    return f"{value.day} {_MONTHS[value.month - 1]}"


def month(value: date) -> str:
    """'December 2026'."""
    return f"{_FULL_MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """'Sat'."""
    return _DAYS[value.weekday()]


def days_ahead(days: int) -> str:
    """'today', 'tomorrow', 'in 19 days'."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def nights(days: int) -> str:
    """How long one stays: '7 nights', 'the same day'; nothing when it ends before it begins."""
    return count(days, "night") if days > 0 else "the same day" if days == 0 else ""


def clock(value: datetime) -> str:
    return f"{value.hour:02}:{value.minute:02}"


def moment(value: datetime) -> str:
    """An instant in the agent's own time: 'Fri 27 Nov 12:00'."""
    local = value.astimezone()
    return f"{day(local.date())} {clock(local)}"


def duration(value: timedelta | None) -> str:
    """'8 h 05', '45 min'; nothing when unknown."""
    if value is None:
        return ""
    minutes = int(value.total_seconds()) // 60
    return f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{minutes} min"


def day_change(days: int) -> str:
    return f"+{days}" if days > 0 else f"{_MINUS}{-days}" if days else ""


def count(number: int, one: str, many: str = "") -> str:
    """'1 stop', '2 stops'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def airport(value: Airport, terminal: str = "") -> str:
    """'Heathrow LHR, T2'."""
    name = value.city or value.name
    return f"{name} {value.iata}" + (f", T{terminal}" if terminal else "")


def layover(wait: Layover) -> str:
    """'1 h 50 in Dublin DUB', with what makes it a trap."""
    text = f"{duration(wait.duration)} in {wait.airport.city or wait.airport.name} {wait.airport.iata}"
    if wait.changes_airport:
        text += f", change of airport: leaves from {wait.leaves_from.iata}"
    if wait.overnight:
        text += ", overnight"
    return text + (", short connection" if wait.is_short else "")


_CABINS = {"economy": "Economy", "premium_economy": "Premium economy", "business": "Business", "first": "First"}
_KINDS = {PassengerKind.ADULT: "adult", PassengerKind.CHILD: "child", PassengerKind.INFANT: "infant"}


def cabin(value: str) -> str:
    return _CABINS.get(value, value.replace("_", " ").capitalize())


def passenger_kind(kind: PassengerKind) -> str:
    return _KINDS[kind]


def party(kinds: Iterable[tuple[PassengerKind, int]]) -> str:
    """'2 adults, 1 child'."""
    many = {PassengerKind.ADULT: "adults", PassengerKind.CHILD: "children", PassengerKind.INFANT: "infants"}
    return ", ".join(count(number, _KINDS[kind], many[kind]) for kind, number in kinds)


def party_asked(adults: int, ages: Sequence[str], infants: int) -> str:
    """'2 adults, 2 children (7, age?), 1 infant'."""
    parts = [count(adults, "adult")]
    if ages:
        parts.append(f"{count(len(ages), 'child', 'children')} ({', '.join(age or 'age?' for age in ages)})")
    if infants:
        parts.append(count(infants, "infant"))
    return ", ".join(parts)


def agreements(fares: Iterable[PrivateFare]) -> str:
    """'BA corporate code ABC123; AF corporate code 77, tracking reference 45'."""
    said = []
    for one in fares:
        codes = (
            ("corporate code", one.corporate_code),
            ("tracking reference", one.tracking_reference),
            ("tour code", one.tour_code),
        )
        said.append(f"{one.airline} " + ", ".join(f"{name} {code}" for name, code in codes if code))
    return "; ".join(said)


def account(held: Loyalty) -> str:
    """'BA, number 40192277'."""
    return f"{held.airline}, number {held.number}"


_DEEDS = {"change": ("Change", "change"), "refund": ("Refund", "refund")}


def condition(allowed: Permission | None, deed: str) -> str:
    """One of four states in words: not said, not allowed, free, or with a penalty (perhaps not known)."""
    name = _DEEDS[deed][0]
    if allowed is None:
        return f"{name}: the airline does not say"
    if not allowed.allowed:
        return f"No {deed}"
    if allowed.penalty is None:
        return f"{name} for a fee the airline does not say"
    penalty = Money.of(allowed.penalty.amount, allowed.penalty.currency)
    if penalty.is_zero:
        return f"{name} free"
    return f"Refund less {money(penalty)}" if deed == "refund" else f"Change for {money(penalty)}"


def conditions(offer: Offer) -> str:
    """Both in a line: 'Change £75.00, no refund'."""
    change, refund = condition(offer.change, "change"), condition(offer.refund, "refund")
    return f"{change}, {refund[0].lower()}{refund[1:]}"


def hold(terms: PaymentTerms) -> str:
    """'Hold to Fri 27 Nov 12:00' or 'Pay now only'."""
    if terms.instant_only:
        return "Pay now only"
    return f"Hold to {moment(terms.pay_by)}" if terms.pay_by is not None else "Can be held"


def hold_short(terms: PaymentTerms, now: datetime) -> str:
    """The same for a narrow column: the weekday and time within six days, else the day; a time is never cut."""
    if terms.instant_only or terms.pay_by is None:
        return hold(terms)
    local = terms.pay_by.astimezone()
    soon = terms.pay_by - now < timedelta(days=6)
    return f"Hold to {_DAYS[local.weekday()]} {clock(local)}" if soon else f"Hold to {short_day(local.date())}"


def bags(offer: Offer) -> str:
    """What every passenger with a seat has on every segment, in words."""
    checked, carried = _bag_counts(offer)
    hold_bags = count(checked, "hold bag") if checked else "No hold bag"
    return f"{hold_bags}, {count(carried, 'cabin bag') if carried else 'no cabin bag'} each"


def bags_short(offer: Offer) -> str:
    """The same for a narrow column: '1 hold, 1 cabin bag'."""
    checked, carried = _bag_counts(offer)
    return f"{checked or 'No'} hold, {carried or 'no'} cabin bag"


def _bag_counts(offer: Offer) -> tuple[int, int]:
    """Hold and cabin bags of the least favoured passenger with a seat."""
    infants = {one.id for one in offer.passengers if one.is_infant}
    boarding = [
        one
        for part in offer.slices
        for segment in part.segments
        for one in segment.passengers
        if one.passenger_id not in infants
    ]
    checked = min((one.quantity("checked") for one in boarding), default=0)
    carried = min((one.quantity("carry_on") for one in boarding), default=0)
    return checked, carried


# --- states

STATUS: Mapping[OrderStatus, tuple[str, str, str]] = {
    OrderStatus.CANCELLED: ("Cancelled", "ban", "text2"),
    OrderStatus.HELD: ("Held", "hand", "warn"),
    OrderStatus.OVERDUE: ("Payment overdue", "alarm-clock-off", "bad"),
    OrderStatus.LAPSED: ("Hold expired", "alarm-clock-off", "bad"),
    OrderStatus.TICKETED: ("Ticketed", "ticket-check", "good"),
    OrderStatus.AWAITING_TICKETS: ("Awaiting tickets", "ticket", "warn"),
}
"""Word, icon and colour role of an order's status."""


# --- errors


@dataclass(frozen=True, slots=True)
class Explained:
    """What happened, what is safe, what to do next; and the upstream's request id for a support call.

    `kind` is that of a banner: "warn" for what passes by itself, "bad" for a no, "neutral" for what the agent has said.
    """

    what: str
    safe: str
    next: str
    request_id: str = ""
    kind: str = "bad"

    @property
    def icon(self) -> str:
        """Of a banner; "" for the kind's own."""
        return "wifi-off" if self.what in _NO_LINE else ""


_KEPT = "Everything you typed and picked is kept."
_LINE_LOST = "The line to the airlines is lost."
_NEVER_SENT = "The airline could not be reached; nothing was sent."
_NO_LINE = (_LINE_LOST, _NEVER_SENT)
_REFUSALS: Mapping[str, tuple[str, str]] = {
    "offer_no_longer_available": ("This fare is no longer on sale.", "Search again to see what is."),
    "offer_expired": ("This offer has expired.", "Search again; the passengers are kept."),
    "offer_request_already_booked": ("An order was made from this search already.", "Search again."),
    "price_changed": ("The airline changed the price.", "Check the price again."),
    "insufficient_balance": ("The agency's balance with Duffel is too low.", "Top it up, then pay again."),
    "payment_amount_does_not_match_order_amount": ("The price changed on the way.", "Check the price again."),
    "payment_declined": ("The payment was declined.", "Pay another way."),
    "ancillary_service_not_available": ("A seat or bag was sold meanwhile.", "Pick again under Seats and bags."),
    "order_not_created": ("The airline did not take the booking.", "Search again."),
    "duplicate_passenger_name": ("Two passengers have the same name.", "Change one under Passengers."),
    "duplicate_passenger_names": ("Two passengers have the same name.", "Change one under Passengers."),
    "invalid_phone_number": ("The airline does not take the phone number.", "Change it under Passengers."),
    "invalid_email_address": ("The airline does not take the e-mail address.", "Change it under Passengers."),
    "invalid_passenger_name": ("The airline does not take a name.", "Change it under Passengers."),
    "invalid_passenger_title": ("The airline does not take a title.", "Change it under Passengers."),
    "invalid_loyalty_card": ("The airline does not know the loyalty account.", "Change it under Passengers."),
    "order_passengers_incompatible_with_offer": (
        "The passengers' ages do not fit the search.",
        "Correct a birth date, or search again.",
    ),
    "high_fraud_risk": ("The booking was refused by fraud screening.", "Call Duffel's support with the request id."),
    "internal_server_error": ("Duffel failed while it worked on this.", "Try again in a minute."),
    "airline_internal": ("The airline's own system failed.", "Try again in a minute, or take another fare."),
    "airline_unknown": ("The airline gave an answer that Duffel does not know.", "Try again, or take another fare."),
    "service_unavailable": ("Duffel is out of order for the moment.", "Try again in a minute."),
    "payment_currency_does_not_match_order_currency": (
        "The airline now asks for another currency.",
        "Search again to see the new price.",
    ),
    "no_match": ("Something agreed no longer matches the offer.", "Check the price again."),
    "invalid_order_create_type": ("This fare cannot be held.", "Pay now, or take another fare."),
    "services_not_allowed_for_order_type": (
        "The airline does not hold seats and bags.",
        "Hold the flights alone, or pay now.",
    ),
    "payments_not_allowed_for_order_type": ("A hold takes no payment.", "Try again."),
    "unavailable_feature": (
        "Duffel has not opened this to the agency's account.",
        "Ask Duffel to enable it, with the request id.",
    ),
    "schedule_changed": ("The airline has moved these flights.", "Search again."),
    GIVEN_UP: ("Closed by you: there is no such booking.", "The trip can be sold again."),
    "gateway_timeout_error": ("The airlines did not answer in time.", "Search again."),
    "access_token_not_found": ("Duffel does not know this token.", "Enter it again in Settings (Ctrl+,)."),
    "expired_access_token": ("The token has expired.", "Enter a new one in Settings (Ctrl+,)."),
    "insufficient_permissions": ("This token may only read.", "Enter one that may write in Settings (Ctrl+,)."),
}


def explain(trouble: TravelError) -> Explained:
    """Three sentences for every expected error."""
    match trouble:
        case NeverSent():
            return Explained(_NEVER_SENT, _KEPT, "Try again.", kind="warn")
        case OutcomeUnknown():
            return Explained(
                "The answer did not come.",
                "Nothing is sent twice.",
                "We are checking with the airline.",
                trouble.request_id,
            )
        case ConnectionLost():
            return Explained(_LINE_LOST, _KEPT, "Try again when it is back.", kind="warn")
        case TooManyCalls():
            when = f"after {trouble.until.astimezone():%H:%M:%S}" if trouble.until is not None else "in a minute"
            what = "Too many questions in a minute."
            return Explained(what, _KEPT, f"Try again {when}.", trouble.request_id, kind="warn")
        case ExtrasGone():
            seats = ", ".join(pick.designator for pick in trouble.seats)
            what = f"Seat {seats} was sold meanwhile." if seats else "A bag is no longer for sale."
            return Explained(what, "The rest of the trip is kept.", "Pick again under Seats and bags.")
        case OfferTaken(line=Booked() as booked):
            return Explained(
                f"This offer was sold already, in another booking: {booked.reference}.",
                "Nothing was bought here; one offer makes one order.",
                "Search again to sell these flights once more.",
            )
        case OfferTaken():
            return Explained(
                "This offer is being bought in another booking, and how that ended is not known yet.",
                "Nothing was bought here; one offer makes one order.",
                "Wait for that booking, or search again.",
            )
        case CannotBeHeld():
            return Explained("This fare can no longer be held.", _KEPT, "Pay now, or search again.")
        case RefusedByUpstream():
            return refusal(trouble.code, trouble.message, trouble.request_id, trouble)
        case Unreadable():
            return Explained("The airline's answer could not be read.", _KEPT, "Try again.", trouble.request_id)
        case NoKeyring():
            return Explained(
                "There is no keyring to keep secrets in.", "Nothing was stored.", "Start one, or go on without."
            )
        case WrongKey():
            return Explained(
                "The key at hand does not open the data.",
                "The file is left as it is.",
                "Start with the keyring or the passphrase that it was made with.",
            )
        case NotKept():
            what, then = not_kept(str(trouble))
            return Explained(what, "What was kept before is as it was.", then)
        case DataFolderInUse():
            return Explained("AgentDesk is open already.", "Nothing was changed.", "Go to its window.")
        case _:
            return Explained("Something went wrong that can be tried again.", _KEPT, "Try again.")


# What the database and the operating system say of a disk, and what that means here.
_DISK: Mapping[str, tuple[str, str]] = {
    "is full": ("The disk is full.", "Make room on it, then try again."),
    "No space left": ("The disk is full.", "Make room on it, then try again."),
    "readonly database": ("The data folder may only be read.", "Let AgentDesk write there, then try again."),
    "Read-only file system": ("The disk may only be read.", "Let AgentDesk write there, then try again."),
    "Permission denied": ("AgentDesk may not write there.", "Let it write there, then try again."),
    "File too large": ("The disk takes nothing.", "Make room on it, then try again."),
    "disk I/O error": ("The disk takes nothing.", "Make room on it, or have it looked at; then try again."),
}


def is_known_of_disks(why: str) -> bool:
    return any(part in why for part in _DISK)


def not_kept(why: str) -> tuple[str, str]:
    """What happened and what to do; the system's own words where we have none."""
    known = next((said for part, said in _DISK.items() if part in why), None)
    return known or (f"The data could not be kept: {why}.", "Make room, then try again.")


def refusal(code: str, message: str, request_id: str, trouble: TravelError | None = None) -> Explained:
    """What the upstream's no means; its own words where we have none."""
    if code in _REFUSALS:
        what, then = _REFUSALS[code]
        return Explained(what, _KEPT, then, request_id, kind="neutral" if code == GIVEN_UP else "bad")
    match trouble:
        case OfferGone():
            return Explained("This fare is no longer on sale.", _KEPT, "Search again.", request_id)
        case NotAllowed():
            return Explained("Duffel does not allow this to the token.", _KEPT, "Look at it in Settings.", request_id)
        case UnknownThere():
            return Explained("Duffel does not know this any more.", _KEPT, "Search again.", request_id)
        case _:
            said = f" It says: {message}" if message else ""
            return Explained(f"The airline refused.{said}", _KEPT, "Change what it names, or search again.", request_id)
