"""The states of a booking, and the only ways from one to the next."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from agentdesk.travel.environment import Environment
from agentdesk.travel.money import Money, total
from agentdesk.travel.offers import Offer, Service
from agentdesk.travel.passengers import Traveller, TravellerForm
from agentdesk.travel.search import Search, SearchForm

ATTEMPT_KEY = "agentdesk_attempt"
"""Where our own attempt id stands in an order's metadata (API.md 8)."""


class Step(StrEnum):
    """The steps of the booking wizard, in order."""

    SEARCH = "search"
    OFFERS = "offers"
    PASSENGERS = "passengers"
    SEATS = "seats"
    PAYMENT = "payment"
    TICKET = "ticket"


class Way(StrEnum):
    """How an order is made, in the upstream's words (API.md 7.1)."""

    PAY = "instant"
    HOLD = "hold"


class Doubt(StrEnum):
    """Why an outcome is not known."""

    NO_ANSWER = "no_answer"  # none came, or one that proves nothing
    NOT_KEPT = "not_kept"  # an answer came and could not be written down
    ENDED = "ended"  # the program ended before the answer came
    LATER = "later"  # the upstream said that it will tell later (200, 202)


@dataclass(frozen=True, slots=True)
class SeatPick:
    """A seat chosen for a passenger on a segment of the offer, at the price shown when it was picked."""

    segment_id: str
    passenger_id: str
    designator: str
    price: Money
    service_id: str


@dataclass(frozen=True, slots=True)
class BagPick:
    """Bags chosen from the services of the offer; quantity at least 1."""

    service: Service
    quantity: int

    @property
    def price(self) -> Money:
        return self.service.price * self.quantity


@dataclass(frozen=True, slots=True)
class Draft:
    """A booking being made: everything typed and picked in one tab so far, right or wrong.

    `looks` is what the pages want to find again and nobody else understands (scroll, focus), as key and text.
    """

    id: str
    environment: Environment
    step: Step = Step.SEARCH
    form: SearchForm = field(default_factory=SearchForm)
    search: Search | None = None
    offer_request_id: str = ""
    offer: Offer | None = None
    travellers: tuple[TravellerForm, ...] = ()
    seats: tuple[SeatPick, ...] = ()
    bags: tuple[BagPick, ...] = ()
    attempt: str = ""  # of the journal line this draft led to, once sent
    order_id: str = ""  # once booked
    looks: tuple[tuple[str, str], ...] = ()
    way: Way = Way.PAY
    bare_hold: bool = False  # the airline has refused seats and bags with a hold
    fee: str = ""  # the agency's own, as typed; never sent upstream
    own_reference: str = ""  # the agency's own
    note: str = ""

    @property
    def leaves_extras_out(self) -> bool:
        """Whether the picked seats and bags are not part of what is ordered."""
        return self.way is Way.HOLD and self.bare_hold

    @property
    def ordered_seats(self) -> tuple[SeatPick, ...]:
        return () if self.leaves_extras_out else self.seats

    @property
    def ordered_bags(self) -> tuple[BagPick, ...]:
        return () if self.leaves_extras_out else self.bags

    def look(self, key: str) -> str:
        return dict(self.looks).get(key, "")

    def with_look(self, key: str, text: str) -> "Draft":
        kept = {**dict(self.looks), key: text}
        return replace(self, looks=tuple(sorted(kept.items())))


@dataclass(frozen=True, slots=True)
class Priced:
    """All that the agent agrees to: read and priced again just now, in full and to the cent."""

    draft_id: str
    environment: Environment
    offer: Offer
    offer_request_id: str
    travellers: tuple[Traveller, ...]
    seats: tuple[SeatPick, ...]
    bags: tuple[BagPick, ...]
    shown_total: Money  # what the agent saw before
    total: Money  # what it costs now: offer + seats + bags
    at: datetime
    way: Way = Way.PAY
    fee: Money | None = None  # the agency's own, on top of the total; never sent upstream
    own_reference: str = ""
    note: str = ""

    @property
    def has_changed(self) -> bool:
        return self.total != self.shown_total

    @property
    def difference(self) -> Money:
        return self.total - self.shown_total


@dataclass(frozen=True, slots=True)
class Sent:
    """Written to disk before the request leaves, so that a crash cannot lose it."""

    priced: Priced
    attempt: str  # our own id, also in the order's metadata
    at: datetime
    agent: str = ""  # who sells


@dataclass(frozen=True, slots=True)
class Booked:
    """The upstream said so, or it was found there with our attempt id."""

    sent: Sent
    order_id: str
    reference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """The upstream said no in words that prove that nothing happened (API.md 2, end)."""

    sent: Sent
    code: str
    message: str
    request_id: str
    at: datetime
    pointer: str = ""  # what in the request it was about, such as /passengers/0/phone_number


@dataclass(frozen=True, slots=True)
class Unsure:
    """Nobody knows yet. It is looked for upstream, and never sent again."""

    sent: Sent
    why: str
    request_id: str
    since: datetime
    doubt: Doubt = Doubt.NO_ANSWER


@dataclass(frozen=True, slots=True)
class StruckOut:
    """It never left this machine; the line stays, crossed out."""

    sent: Sent
    at: datetime


Outcome = Booked | Refused | Unsure
Booking = Draft | Priced | Sent | Booked | Refused | Unsure | StruckOut
JournalLine = Sent | Booked | Refused | Unsure | StruckOut


def extras(seats: tuple[SeatPick, ...], bags: tuple[BagPick, ...], currency: str) -> Money:
    """What seats and bags cost together."""
    return total([pick.price for pick in seats] + [pick.price for pick in bags], currency)


def draft_total(draft: Draft) -> Money | None:
    """Offer, seats and bags that are ordered, as shown in the trip panel; None while no offer is chosen."""
    if draft.offer is None:
        return None
    return draft.offer.total + extras(draft.ordered_seats, draft.ordered_bags, draft.offer.total.currency)


def send(priced: Priced, attempt: str, now: datetime, agent: str = "") -> Sent:
    return Sent(priced, attempt, now, agent)


def sent_of(line: JournalLine) -> Sent:
    """What was written down before anything left."""
    return line if isinstance(line, Sent) else line.sent


def may_edit(booking: Booking) -> bool:
    """Whether the agent may still change what this booking says."""
    match booking:
        case Draft() | Priced() | Refused() | StruckOut():
            return True
        case Sent() | Unsure() | Booked():
            return False
        case _:
            assert_never(booking)


def is_open(line: JournalLine) -> bool:
    """Whether somebody must still look upstream for what became of it."""
    match line:
        case Sent() | Unsure():
            return True
        case Booked() | Refused() | StruckOut():
            return False
        case _:
            assert_never(line)
