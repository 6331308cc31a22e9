"""The tables, as the newest migration leaves them.

Amounts stand as decimal text with their currency, and as whole minor units where a list is sorted by them; instants are
whole microseconds since 1970 UTC; values of `travel` are JSON text.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    event,
)

from agentdesk.storage.columns import Integer, Text, only, sealed
from agentdesk.storage.dialects import make_words

tables = MetaData()

meta = Table(
    "meta",
    tables,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

journal = Table(
    "journal",
    tables,
    Column("attempt", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # the order in which the lines were written
    Column("state", Text, nullable=False),
    Column("draft_id", Text, nullable=False),
    Column("offer_id", Text, nullable=False),
    Column("written_at", BigInteger, nullable=False),
    Column("settled_at", BigInteger),
    Column("total_amount", Text, nullable=False),
    Column("total_currency", Text, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("payload", sealed("journal.payload"), nullable=False),  # the line as it stands now; its kind is in `state`
    Column("holder", BigInteger),  # the run of the program that sent it, or looks for it now
    CheckConstraint("state IN ('sent', 'booked', 'refused', 'unsure', 'struck_out')", name="journal_state"),
)
Index("journal_by_offer", journal.c.offer_id, journal.c.number)
Index("journal_by_draft", journal.c.draft_id, journal.c.number)
Index("journal_open", journal.c.number, **only("state IN ('sent', 'unsure')"))
Index("journal_unsold", journal.c.number, **only("state <> 'booked'"))

orders = Table(
    "orders",
    tables,
    Column("id", Text, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("world", Text, nullable=False),
    Column("environment", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("departs_local", Text, nullable=False),  # ISO, local time of the first airport; "" without flights
    Column("awaiting_tickets", Boolean, nullable=False),
    Column("total_amount", Text, nullable=False),
    Column("total_currency", Text, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("agent", Text, nullable=False),
    Column("attempt", Text),
    Column("request_id", Text, nullable=False),
    Column("order", Text, nullable=False),
    Column("sent", sealed("orders.sent")),
    Column("raw", LargeBinary, nullable=False),  # the upstream's very bytes; last, so that lists need not pass over it
    Column("fee_amount", Text),  # the agency's own, on top of the total
    Column("fee_currency", Text),
    Column("fee_minor", BigInteger),
    Column("own_reference", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("pay_by_at", BigInteger),  # of a hold that was not paid when last seen; the far future without a deadline
)
Index("orders_by_creation", orders.c.created_at, orders.c.id)
Index("orders_by_departure", orders.c.departs_local, orders.c.id)
Index("orders_by_total", orders.c.total_currency, orders.c.total_minor, orders.c.id)
Index("orders_by_reference", orders.c.reference)
Index("orders_by_attempt", orders.c.attempt)
Index("orders_by_own_reference", orders.c.own_reference, **only("own_reference <> ''"))
Index("orders_awaiting_payment", orders.c.pay_by_at, orders.c.id, **only("pay_by_at IS NOT NULL"))
Index("orders_awaiting_tickets", orders.c.created_at, **only("awaiting_tickets"))

drafts = Table(
    "drafts",
    tables,
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("payload", sealed("drafts.payload"), nullable=False),
)
Index("drafts_by_position", drafts.c.position, drafts.c.id)

recent_searches = Table(
    "recent_searches",
    tables,
    Column("search", Text, primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
    Column("cheapest_amount", Text),  # of all that was found, when it was asked last
    Column("cheapest_currency", Text),
)
Index("recent_searches_by_time", recent_searches.c.asked_at)

deeds = Table(
    "deeds",
    tables,
    Column("attempt", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # the order in which the lines were written
    Column("order_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("kind", Text, nullable=False),  # of the deed
    Column("written_at", BigInteger, nullable=False),
    Column("settled_at", BigInteger),
    Column("agent", Text, nullable=False),
    Column("deed", Text, nullable=False),
    Column("outcome", Text),  # as the line stands now; what was sent is in the columns before
    Column("holder", BigInteger),  # as in the journal
    CheckConstraint("state IN ('sent', 'done', 'refused', 'unsure', 'struck_out')", name="deeds_state"),
)
Index("deeds_by_order", deeds.c.order_id, deeds.c.number)
Index("deeds_open", deeds.c.number, **only("state IN ('sent', 'unsure')"))

order_events = Table(
    "order_events",
    tables,
    Column("number", Integer, primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("happened_at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("request_id", Text, nullable=False),
)
Index("order_events_by_order", order_events.c.order_id, order_events.c.happened_at, order_events.c.number)

own_views = Table(
    "own_views",
    tables,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),  # the order in which they were made
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
)

# Of whom and what was erased nothing but keyed hashes, so that the upstream does not bring it back.
erased = Table(
    "erased",
    tables,
    Column("mark", Text, primary_key=True),
    Column("erased_at", BigInteger, nullable=False),
)

# What the list of orders shows and is sorted by, without the orders themselves. All of it is made from `orders`.
order_list = Table(
    "order_list",
    tables,
    Column("spot", Integer, primary_key=True),  # rises with the time at which the order was made
    Column("order_id", Text, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("stage", Text, nullable=False),  # what makes its status, but for the time
    Column("leaves_at", BigInteger),  # the first flight; by its local clock taken for UTC where the zone is not known
    Column("last_leaves_at", BigInteger),  # the same of the last slice
    Column("pay_by_at", BigInteger),
    Column("price_until_at", BigInteger),  # of an unpaid hold, where that is before it must be paid
    Column("tickets_due_at", BigInteger),  # of an order that awaits them
    Column("void_until_at", BigInteger),  # of a paid order
    Column("airline_changes", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("owner", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("total_currency", Text, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("reference", Text, nullable=False),
    Column("lead_key", Text, nullable=False),
    # From here on only shown.
    Column("lead", Text, nullable=False),
    Column("passengers", Integer, nullable=False),
    Column("tickets", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("destination", Text, nullable=False),
    Column("departs_local", Text, nullable=False),
    Column("knows_zone", Boolean, nullable=False),
    Column("total_amount", Text, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("own_reference", Text, nullable=False),
    CheckConstraint("stage IN ('cancelled', 'unpaid', 'lapsing', 'awaiting', 'ticketed')", name="order_list_stage"),
)
_ROW = order_list.c
Index("order_list_by_departure", _ROW.leaves_at, _ROW.spot, _ROW.stage, _ROW.pay_by_at)
Index("order_list_by_spot", _ROW.spot, _ROW.stage, _ROW.leaves_at, _ROW.pay_by_at)
Index("order_list_by_reference", _ROW.reference, _ROW.spot)
Index("order_list_by_lead", _ROW.lead_key, _ROW.spot)
Index("order_list_by_total", _ROW.total_currency, _ROW.total_minor, _ROW.spot)
Index("order_list_by_owner", _ROW.owner, _ROW.spot)
Index("order_list_by_agent", _ROW.agent, _ROW.spot)
Index("order_list_unpaid", _ROW.pay_by_at, _ROW.price_until_at, _ROW.spot, **only("stage = 'unpaid'"))
Index(
    "order_list_awaiting",
    _ROW.spot,
    _ROW.leaves_at,
    _ROW.pay_by_at,
    _ROW.tickets_due_at,
    _ROW.stage,
    **only("stage IN ('awaiting', 'lapsing')"),
)
Index("order_list_cancelled", _ROW.spot, **only("stage = 'cancelled'"))
Index(
    "order_list_changed",
    _ROW.spot,
    _ROW.last_leaves_at,
    **only("airline_changes > 0 AND stage <> 'cancelled'"),
)

event.listen(order_list, "after_create", lambda _, connection, **__: make_words(connection))


def is_kept_by_hand(name: str | None, kind: str) -> bool:
    """Of a table that the search makes for itself: SQLAlchemy and Alembic know nothing of it."""
    return kind == "table" and name is not None and name.split("_")[:2] == ["order", "words"]
