"""What the desk needs of the rooms above it: small promises, in our own words.

Every method of `Airline` may raise the errors of `travel.errors`; a question raises ConnectionLost, TooManyCalls,
NotAllowed, UnknownThere, OfferGone, RefusedByUpstream or Unreadable; a change raises NeverSent or OutcomeUnknown too.
"""

from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from agentdesk.desk.paper_content import Paper
from agentdesk.desk.preferences import Preferences
from agentdesk.desk.search_budget import SearchBudget
from agentdesk.travel.airline_changes import AirlineChange
from agentdesk.travel.booking import Draft, JournalLine, Outcome, Sent, StruckOut
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deadlines import Deadline
from agentdesk.travel.deeds import DeedLine, DeedOutcome, DeedSent, DeedStruckOut
from agentdesk.travel.environment import Environment
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.travel.order_events import OrderEvent
from agentdesk.travel.order_views import FirstSpots, OrderQuery, OrderRow, OrderSpot, OwnView
from agentdesk.travel.orders import Order
from agentdesk.travel.payments import Payment
from agentdesk.travel.places import Airline as Carrier
from agentdesk.travel.search import Search
from agentdesk.travel.seats import SeatMap
from agentdesk.travel.told import Told


@dataclass(frozen=True, slots=True)
class Batch:
    """Offers that have just come. `answered` of `sources` have answered; `unreadable` offers could not be read.

    `answered == sources` in the last one. `request_id` names the offer request (one order may come of it).
    """

    request_id: str
    offers: tuple[Offer, ...]
    sources: int
    answered: int
    unreadable: int = 0

    @property
    def is_last(self) -> bool:
        return self.answered >= self.sources


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """An order and the very bytes it was read from, which are kept beside it."""

    order: Order
    raw: bytes
    at: datetime  # by the upstream's clock (`Date` header)
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What a token opens."""

    live_mode: bool
    airlines_seen: int


@dataclass(frozen=True, slots=True)
class OrderQuestion:
    """Which orders of the account are asked for; None and "" ask for all (API.md 7.6)."""

    created_after: datetime | None = None
    created_before: datetime | None = None
    awaiting_payment: bool | None = None
    requires_action: bool | None = None
    departs_after: datetime | None = None
    departs_before: datetime | None = None
    sort: str = "-created_at"
    reference: str = ""
    """A booking reference, whole and in any case."""


class AfterSale(Protocol):
    """What can be asked and done once there is an order; the airline offers it too."""

    def orders(self, question: OrderQuestion) -> AsyncGenerator[OrderAnswer, None]:
        """Page by page; an order that cannot be read is left out and logged by its id."""
        ...

    async def priced_order(self, order_id: str) -> OrderAnswer:
        """An unpaid hold, priced anew (API.md 7.6)."""
        ...

    async def quote_cancellation(self, order_id: str) -> Cancellation:
        """A new quote; nothing is cancelled. Asked once: ConnectionLost when no answer came."""
        ...

    async def cancellation(self, cancellation_id: str) -> Cancellation: ...
    async def cancellations_of(self, order_id: str) -> tuple[Cancellation, ...]:
        """Newest first."""
        ...

    async def payments_of(self, order_id: str) -> tuple[Payment, ...]:
        """Newest first."""
        ...

    async def airline_changes_of(self, order_id: str) -> tuple[AirlineChange, ...]:
        """Oldest first."""
        ...

    async def carry_out(self, sent: DeedSent) -> DeedOutcome:
        """Pay, cancel or accept; sent exactly once. NeverSent when it did not leave."""
        ...


class Airline(AfterSale, Protocol):
    """The upstream, one method per thing the desk asks."""

    @property
    def environment(self) -> Environment: ...
    def upstream_now(self) -> datetime:
        """The upstream's clock: our own, set right by the `Date` header last seen."""
        ...

    @property
    def knows_time(self) -> bool:
        """Whether an answer has told the upstream's time yet; before, `upstream_now` is this machine's."""
        ...

    @property
    def calls_per_minute(self) -> int | None:
        """The limit that was said last for all but searches (API.md 1.7); None before the first answer."""
        ...

    def search(self, search: Search) -> AsyncGenerator[Batch, None]: ...
    async def offers_of(self, request_id: str) -> tuple[Offer, ...]:
        """All offers of an earlier search that can still be read."""
        ...

    async def offer(self, offer_id: str) -> Offer:
        """Read again from the airline, with the services that can be added."""
        ...

    async def told(self, offer_id: str) -> Told:
        """The same, with everything that the airline said of it."""
        ...

    async def price(self, offer_id: str) -> Offer:
        """The offer at the price that an instant payment from the balance must match; without services."""
        ...

    async def seat_maps(self, offer_id: str) -> tuple[SeatMap, ...]: ...
    async def book(self, sent: Sent) -> tuple[Outcome, OrderAnswer | None]:
        """Order, and pay at once unless it is to be held; sent exactly once. NeverSent when it did not leave."""
        ...

    async def order(self, order_id: str) -> OrderAnswer: ...
    async def orders_of_offer(self, offer_id: str) -> tuple[OrderAnswer, ...]: ...
    async def orders_since(self, since: datetime) -> tuple[OrderAnswer, ...]: ...
    async def carriers(self) -> tuple[Carrier, ...]: ...
    async def account(self) -> Account:
        """Proves that the token is good by a small question; NotAllowed when it is not."""
        ...


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """An order as we keep it: the last answer, when we got it, and what we sent (the upstream echoes not all)."""

    order: Order
    seen_at: datetime
    environment: Environment
    sent: Sent | None
    agent: str
    fee: Money | None = None  # the agency's own, on top of the order's total
    own_reference: str = ""
    note: str = ""


class OrderBook(Protocol):
    """Orders kept on this machine."""

    async def save(self, answer: OrderAnswer, sent: Sent | None = None, agent: str = "") -> OrderAnswer | None:
        """Keep an answer, unless a newer one is kept; its history is told what the answer tells.

        The answer as it may be kept: without whom was erased from it; None when the whole order was.
        """
        ...

    async def annotate(
        self, order_id: str, *, note: str, own_reference: str, agent: str, at: datetime
    ) -> OrderRecord | None:
        """Keep what the agency writes beside an order; None when there is no such order."""
        ...

    async def get(self, order_id: str) -> OrderRecord | None: ...
    async def many(self, order_ids: Sequence[str]) -> tuple[OrderRecord, ...]:
        """In the order asked for; one that is not kept is left out."""
        ...

    async def newest(self, limit: int = 200) -> tuple[OrderRecord, ...]: ...
    async def awaiting_tickets(self, since: datetime | None = None) -> tuple[OrderRecord, ...]:
        """Paid and not yet ticketed when last seen, oldest first; with `since` only those made then or later."""
        ...

    async def departing(
        self, after: datetime, before: datetime, seen_before: datetime, limit: int
    ) -> tuple[OrderRecord, ...]:
        """Some that are not cancelled, whose first flight leaves between the two instants and that have not been seen
        since `seen_before`, the nearest departure first."""
        ...

    async def sold_since(self, since: datetime) -> tuple[OrderRecord, ...]:
        """Those made then or later, newest first."""
        ...

    async def awaiting_payment(self) -> tuple[OrderRecord, ...]:
        """Holds that were not paid when last seen, the nearest deadline first."""
        ...


class Reminded(Protocol):
    """Of which deadlines the agent has been told; a deadline that moves is another."""

    async def last(self, deadline: Deadline) -> datetime | None:
        """The last warning that was said of it, by the instant when it was due; None when none was."""
        ...

    async def keep(self, deadline: Deadline, due: datetime) -> None: ...
    async def forget(self, before: datetime) -> None:
        """Those of deadlines that were over by then."""
        ...


class Notifier(Protocol):
    """Reaches an agent who looks at something else."""

    async def tell(self, title: str, text: str, order_id: str, *, shown: bool, sound: bool) -> None:
        """A notification of the desktop if `shown`, a sound if `sound`; a click on it leads to the order."""
        ...


class Marks(Protocol):
    """Up to where the account has been read, by name; kept over a restart."""

    async def get(self, name: str) -> datetime | None: ...
    async def put(self, name: str, at: datetime) -> None: ...


class OrderIndex(Protocol):
    """The list of orders at any size: what stands where, found and sorted without reading whole orders."""

    async def spots(self, query: OrderQuery, now: datetime) -> tuple[OrderSpot, ...]:
        """Where all that answer to the query stand, in its order."""
        ...

    async def first(self, query: OrderQuery, now: datetime, limit: int) -> FirstSpots:
        """The top of the same list: quicker where a search finds half of all orders."""
        ...

    async def newest(
        self,
        query: OrderQuery,
        now: datetime,
        limit: int,
        *,
        below: OrderSpot | None = None,
        since: datetime | None = None,
    ) -> tuple[OrderRow, ...]:
        """The next ones of what answers to the query, the newest first whatever its own order is.

        `below` is the spot of the last one before them, `since` an instant after which they were made. It costs the
        same however many orders there are and however deep it begins.
        """
        ...

    async def rows(self, spots: tuple[OrderSpot, ...], now: datetime | None = None) -> tuple[OrderRow, ...]:
        """What the list shows of some, in the order asked for; one that is gone is left out.

        Without `now` as of the last question that had one.
        """
        ...

    async def counts(self, now: datetime) -> dict[str, int]:
        """How many stand in each view, by the view's key (`own:` and its id for one's own)."""
        ...

    async def own_views(self) -> tuple[OwnView, ...]: ...
    async def keep_view(self, view: OwnView) -> None: ...
    async def drop_view(self, view_id: str) -> None: ...


class History(Protocol):
    """What was done to each order and seen of it."""

    async def add(self, event: OrderEvent) -> None: ...
    async def of_order(self, order_id: str) -> tuple[OrderEvent, ...]:
        """Newest first."""
        ...


def anything_goes(lines: Sequence[object]) -> None:
    """A check that refuses nothing."""


class DeedJournal(Protocol):
    """Intentions on orders and their outcomes; what was written survives a power cut once the call returns."""

    async def write(self, sent: DeedSent, check: Callable[[tuple[DeedLine, ...]], None] = anything_goes) -> None:
        """ValueError when this attempt is there already.

        `check` is given every line of the order, newest first, while nobody writes another; what it raises refuses.
        """
        ...

    async def settle(self, sent: DeedSent, outcome: DeedOutcome) -> None: ...
    async def strike_out(self, line: DeedStruckOut) -> None: ...
    async def open_lines(self) -> tuple[DeedLine, ...]:
        """Those that somebody must still look for upstream, oldest first."""
        ...

    async def to_settle(self) -> tuple[DeedLine, ...]:
        """The open ones that this program has written or taken over, oldest first."""
        ...

    async def take_over(self) -> tuple[DeedLine, ...]:
        """From now on this program's: the open ones of programs that have ended. Each goes to one taker."""
        ...

    async def line(self, attempt: str) -> DeedLine | None: ...
    async def of_order(self, order_id: str) -> tuple[DeedLine, ...]:
        """Every line of an order, newest first."""
        ...


class Journal(Protocol):
    """Intentions and outcomes, in order; what was written survives a power cut once the call returns."""

    async def write(self, sent: Sent, check: Callable[[tuple[JournalLine, ...]], None] = anything_goes) -> None:
        """ValueError when this attempt is there already.

        `check` is given every line of the draft or the offer, newest first, while nobody writes another; what it raises
        refuses.
        """
        ...

    async def settle(self, sent: Sent, outcome: Outcome) -> None: ...
    async def strike_out(self, line: StruckOut) -> None: ...
    async def open_lines(self) -> tuple[JournalLine, ...]: ...
    async def to_settle(self) -> tuple[JournalLine, ...]:
        """The open ones that this program has written or taken over, oldest first."""
        ...

    async def take_over(self) -> tuple[JournalLine, ...]:
        """From now on this program's: the open ones of programs that have ended. Each goes to one taker."""
        ...

    async def line(self, attempt: str) -> JournalLine | None: ...
    async def of_draft(self, draft_id: str) -> JournalLine | None:
        """The newest line that a draft led to."""
        ...

    async def of_offer(self, offer_id: str) -> tuple[JournalLine, ...]:
        """Every line of an offer, whichever drafts they came of, newest first."""
        ...


class Drafts(Protocol):
    """Booking tabs kept while being worked on, in the order of the tabs."""

    async def save(self, draft: Draft, position: int) -> None: ...
    async def remove(self, draft_id: str) -> None: ...
    async def all(self) -> tuple[Draft, ...]: ...


@dataclass(frozen=True, slots=True)
class RecentSearch:
    """A search, when it was asked last (aware UTC), and the cheapest total that was found then."""

    search: Search
    at: datetime
    cheapest: Money | None = None


class RecentSearches(Protocol):
    """The searches of this environment: the last fifty, each once, and how many were asked in a month."""

    async def add(self, search: Search, at: datetime) -> None: ...
    async def newest(self, limit: int = 4) -> tuple[Search, ...]: ...
    async def lately(self, limit: int = 50) -> tuple[RecentSearch, ...]: ...
    async def found(self, search: Search, cheapest: Money) -> None:
        """Keep what the search has brought; asking it again forgets it."""
        ...

    async def count(self, at: datetime, by: int = 1) -> None:
        """One search more in the month of `at`, or one less for one that never left."""
        ...

    async def month(self, at: datetime) -> SearchBudget:
        """What was searched and booked in the month of `at`."""
        ...


class Settings(Protocol):
    """The agency's preferences, replaced as a whole."""

    def load(self) -> Preferences: ...
    def save(self, preferences: Preferences) -> None: ...


class Keys(Protocol):
    """Secrets; blocking, so called in a thread. NoKeyring when there is none or it stays locked."""

    def token(self, environment: Environment) -> str | None: ...
    def keep_token(self, environment: Environment, token: str) -> None: ...
    def forget_token(self, environment: Environment) -> None: ...
    def database_key(self, environment: Environment) -> bytes:
        """32 random bytes, made at first use."""
        ...


class Papers(Protocol):
    """Turns typed content into documents; blocking. `language` is one of `languages`, whatever the window speaks."""

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        """ISO 639 codes and each language's own name."""
        ...

    def pdf(self, paper: Paper, *, language: str = "en") -> bytes: ...
    def pages_png(self, paper: Paper, dpi: int = 110, *, language: str = "en") -> tuple[bytes, ...]: ...
    def text(self, paper: Paper, *, language: str = "en") -> str: ...
    def calendar(self, paper: Paper, *, language: str = "en") -> bytes:
        """An event for each flight, as an iCalendar file (RFC 5545)."""
        ...

    def mail(self, paper: Paper, recipient: str, *, language: str = "en") -> bytes:
        """An unsent mail with the paper as text, and attached as PDF and as calendar (RFC 5322)."""
        ...

    def orders_csv(self, records: Iterable[OrderRecord]) -> Iterator[bytes]:
        """A row for each order, piece by piece, for a spreadsheet."""
        ...

    def orders_json(self, records: Iterable[OrderRecord]) -> Iterator[bytes]:
        """A list of orders, piece by piece."""
        ...


class LogoSource(Protocol):
    """Where pictures of airlines come from; asked without the token."""

    async def fetch(self, url: str, largest: int) -> bytes:
        """At most `largest` bytes. Unreadable when there is no such picture, ConnectionLost when nothing came."""
        ...


class LogoShelf(Protocol):
    """Pictures kept on this machine, by their address."""

    async def get(self, url: str) -> bytes | None: ...
    async def put(self, url: str, drawing: bytes) -> None:
        """NotKept when it cannot be."""
        ...


class Clock(Protocol):
    def __call__(self) -> datetime:
        """An aware UTC instant."""
        ...
