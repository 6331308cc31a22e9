"""How far a payment or a hold is, as frozen states without any widget; the page shows exactly one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto

from agentdesk.desk.checkout import CannotBeHeld, ExtrasGone, OfferTaken
from agentdesk.travel.booking import Draft, Priced, Refused, Unsure, Way
from agentdesk.travel.errors import NeverSent, NotKept, OfferGone, RefusedByUpstream, TravelError
from agentdesk.travel.flow import is_sold
from agentdesk.travel.lookalikes import Lookalike
from agentdesk.ui import words
from agentdesk.ui.book import payment_words
from agentdesk.ui.words import Explained


class Deed(Enum):
    """The way on from trouble."""

    AGAIN = auto()  # nothing stands in the way of another try
    SEARCH_AGAIN = auto()  # the only way on
    PICK_AGAIN = auto()  # seats or bags
    PASSENGERS = auto()  # something under Passengers is not taken
    BARE_HOLD = auto()  # hold the flights without seats and bags
    PAY_NOW = auto()  # it cannot be held
    HOLD = auto()  # the money is missing, and holding takes none
    ANYWAY = auto()  # an order like it is kept here, which the agent has to look at first


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the last try met, in words, and what to do about it. `passenger` and `field` say where, if known."""

    said: Explained
    deed: Deed = Deed.AGAIN
    passenger: int | None = None
    field: str = ""
    look: str = ""  # the button that shows the order it is about


@dataclass(frozen=True, slots=True)
class Open:
    """Nothing is under way; `trouble` is what the last try met, if it met any."""

    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class CheckingPrice:
    """Offer, seats and bags are read again; can be stopped."""

    since: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """The price has changed, or the first live sale wants a word; the agent decides."""

    priced: Priced


@dataclass(frozen=True, slots=True)
class Sending:
    """The order has left or is about to; cannot be stopped any more."""

    priced: Priced
    since: datetime


@dataclass(frozen=True, slots=True)
class Checking:
    """Nobody knows yet; we look upstream."""

    unsure: Unsure | None  # None while the journal is being read


Paying = Open | CheckingPrice | Asking | Sending | Checking


@dataclass(frozen=True, slots=True)
class Steps:
    """What is done one after another, and how many of it lie behind; the next one is under way unless `idle`."""

    names: tuple[str, ...]
    done: int = 0
    idle: bool = True
    times: tuple[datetime, ...] = field(default=())


def steps_of(state: Paying, way: Way, airline: str) -> Steps:
    """The steps at the foot of the page, with the time at which each was finished."""
    names = (
        ("Check price", f"Reserve with {airline}", "Pay", "Issue tickets")
        if way is Way.PAY
        else ("Check price", f"Reserve with {airline}", "Note the deadlines")
    )
    match state:
        case Open() | Checking():
            return Steps(names)
        case CheckingPrice():
            return Steps(names, 0, idle=False)
        case Asking(priced):
            return Steps(names, 1, idle=True, times=(priced.at,))
        case Sending(priced):
            return Steps(names, 1, idle=False, times=(priced.at,))


def first_state(draft: Draft) -> Paying:
    """What a page that comes on screen starts from."""
    return Checking(None) if is_sold(draft) else Open()


def may_pay(state: Paying) -> bool:
    if not isinstance(state, Open):
        return False
    return state.trouble is None or state.trouble.deed not in (Deed.SEARCH_AGAIN, Deed.ANYWAY)


def may_stop(state: Paying) -> bool:
    return isinstance(state, CheckingPrice | Asking)


_GONE = {
    "offer_no_longer_available",
    "offer_expired",
    "offer_request_already_booked",
    "order_not_created",
    "payment_currency_does_not_match_order_currency",
    "schedule_changed",
}
_ABOUT_PEOPLE = {
    "duplicate_passenger_name",
    "duplicate_passenger_names",
    "invalid_phone_number",
    "invalid_email_address",
    "invalid_passenger_name",
    "invalid_passenger_title",
    "invalid_loyalty_card",
    "order_passengers_incompatible_with_offer",
}
_CODE_FIELDS = {
    "invalid_phone_number": "phone",
    "invalid_email_address": "email",
    "invalid_passenger_name": "given_name",
    "duplicate_passenger_name": "given_name",
    "duplicate_passenger_names": "given_name",
    "invalid_passenger_title": "title",
    "invalid_loyalty_card": "loyalty_number",
    "order_passengers_incompatible_with_offer": "born",
}
_WIRE_FIELDS = {
    "title": "title",
    "given_name": "given_name",
    "family_name": "family_name",
    "gender": "gender",
    "born_on": "born",
    "email": "email",
    "phone_number": "phone",
    "infant_passenger_id": "carried_by",
    "unique_identifier": "document_number",
    "issuing_country_code": "document_country",
    "expires_on": "document_expires",
    "identity_documents": "document_number",
    "loyalty_programme_accounts": "loyalty_number",
    "account_number": "loyalty_number",
}


_KEPT = "Everything you typed and picked is kept."
_NOT_SENT = f"Nothing was sent and no money moved. {_KEPT}"
_NOT_BOOKED = f"Nothing was booked or charged. {_KEPT}"


def looks_like(found: Sequence[Lookalike]) -> Open:
    """A traveller is in orders like it already; the agent says whether that is meant."""
    said = Explained(payment_words.alike(found), _NOT_SENT, "Look at it first, or go on if it is meant.", kind="warn")
    return Open(Trouble(said, Deed.ANYWAY, look=f"Show {found[0].order.reference}".strip()))


def refused(no: Refused) -> Open:
    """Back to where the agent can act; nothing was booked or charged."""
    said = replace(words.refusal(no.code, no.message, no.request_id), safe=_NOT_BOOKED)
    return _refused(no.code, no.pointer, said)


def stopped_by(trouble: TravelError) -> Open:
    """Where a try that met trouble before anything was bought leaves the agent."""
    explained = words.explain(trouble)
    said = replace(explained, safe=_NOT_SENT)
    match trouble:
        case OfferTaken():
            return Open(Trouble(explained, Deed.SEARCH_AGAIN))
        case OfferGone():
            return Open(Trouble(said, Deed.SEARCH_AGAIN))
        case ExtrasGone():
            return Open(Trouble(replace(said, safe="Nothing was sent. The rest of the trip is kept."), Deed.PICK_AGAIN))
        case NeverSent():
            return Open(Trouble(replace(said, safe=f"No money moved. {_KEPT}")))
        case NotKept():
            safe = "Nothing was sent and no money moved. What you typed and picked stands on screen."
            return Open(Trouble(replace(said, safe=safe)))
        case CannotBeHeld():
            return Open(Trouble(said, Deed.PAY_NOW))
        case RefusedByUpstream():
            return _refused(trouble.code, trouble.pointer, said)
        case _:
            return Open(Trouble(said))


def _refused(code: str, pointer: str, said: Explained) -> Open:
    if pointer.startswith("/passengers") or code in _ABOUT_PEOPLE:
        number, field_ = _whereabouts(pointer)
        return Open(Trouble(said, Deed.PASSENGERS, number, field_ or _CODE_FIELDS.get(code, "")))
    if code in _GONE:
        return Open(Trouble(said, Deed.SEARCH_AGAIN))
    deeds = {
        "ancillary_service_not_available": Deed.PICK_AGAIN,
        "services_not_allowed_for_order_type": Deed.BARE_HOLD,
        "invalid_order_create_type": Deed.PAY_NOW,
        "insufficient_balance": Deed.HOLD,
    }
    return Open(Trouble(said, deeds.get(code, Deed.AGAIN)))


def _whereabouts(pointer: str) -> tuple[int | None, str]:
    """The passenger's place and the form's field that /passengers/0/phone_number speaks of."""
    parts = pointer.strip("/").split("/")
    if len(parts) < 2 or parts[0] != "passengers" or not parts[1].isdecimal():
        return None, ""
    known = [_WIRE_FIELDS[part] for part in parts[2:] if part in _WIRE_FIELDS]
    return int(parts[1]), known[-1] if known else ""
