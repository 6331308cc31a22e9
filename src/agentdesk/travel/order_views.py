"""The list of orders: views, sort orders, what is searched, and the row that is shown of each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from agentdesk.travel.money import Money
from agentdesk.travel.orders import OrderStatus

SOON = timedelta(days=14)
"""A departure within this time is soon."""
LAST_DAY = timedelta(days=1)
"""A hold whose deadline is nearer than this needs attention."""
FRESH = timedelta(days=7)
"""How long something that has passed (a hold's deadline, the time for tickets) still needs attention."""


LEFT_OFF = "left-off"
"""The id under which the place in the list is kept among the views; it is shown nowhere."""


class View(StrEnum):
    """The views that come with the program; the value is the key of their count. `order_places.in_view` is the law.

    Something that has passed needs attention for a week. What has flown awaits no tickets and no answer any more.
    """

    ATTENTION = "attention"  # an open change of the airline, a hold in its last day or lapsed, tickets overdue
    HELD = "held"  # not paid, its deadline passed or not
    AWAITING_TICKETS = "awaiting_tickets"
    DEPARTING_SOON = "departing_soon"
    AIRLINE_CHANGES = "airline_changes"  # that nobody has answered
    CANCELLED = "cancelled"
    ALL = "all"


class Sort(StrEnum):
    """NEXT: by deadline, then awaiting tickets, then by departure, then what is past or cancelled, newest first.

    Totals are sorted within their currency. Of two alike the one made earlier comes first; `descending` turns all
    around, but for NEXT, which has no other way round. `order_places.place` is the law.
    """

    NEXT = "next"
    REFERENCE = "reference"
    PASSENGER = "passenger"
    DEPARTURE = "departure"
    TOTAL = "total"
    CREATED = "created"


@dataclass(frozen=True, slots=True)
class OrderQuery:
    """What the list shows. `text` is as typed: every word of it must be found in the order (accents and order do not
    matter): reference, names, ticket number, order id, route, own reference, note. `over` compares totals of the same
    currency only."""

    view: View = View.ALL
    text: str = ""
    sort: Sort = Sort.NEXT
    descending: bool = False
    over: Money | None = None
    airline: str = ""  # IATA code
    agent: str = ""


@dataclass(frozen=True, slots=True)
class OwnView:
    """A view that the agent has saved under a name."""

    id: str
    name: str
    query: OrderQuery


OrderSpot = int
"""A number that names an order within the database, for lists of many; one made later has a higher one."""


@dataclass(frozen=True, slots=True)
class FirstSpots:
    """The top of a list, and how many orders stand below it."""

    spots: tuple[OrderSpot, ...]
    more: int


@dataclass(frozen=True, slots=True)
class OrderRow:
    """What one row shows. `status` and `next_at` are as of `now` of the read; `departs` is local to the first airport,
    None without flights; `next_at` the nearest deadline to come that can be missed (pay, price, void), None for none.
    """

    spot: OrderSpot
    order_id: str
    reference: str
    airline: str  # IATA code
    lead: str  # Surname, Given
    others: int
    origin: str
    destination: str
    departs: datetime | None
    departs_at: datetime | None  # the same as an aware instant, None when the zone is not known
    status: OrderStatus
    total: Money
    created_at: datetime
    seen_at: datetime
    pay_by: datetime | None
    next_at: datetime | None
    tickets: int  # passengers with a ticket
    passengers: int
    airline_changes: int  # open ones
    own_reference: str = ""
    agent: str = ""
