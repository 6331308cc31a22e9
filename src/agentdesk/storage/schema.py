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
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

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
    Column("payload", Text, nullable=False),  # the line as it stands now; its kind is in `state`
    CheckConstraint("state IN ('sent', 'booked', 'refused', 'unsure', 'struck_out')", name="journal_state"),
)
Index("journal_by_offer", journal.c.offer_id, journal.c.number)
Index("journal_by_draft", journal.c.draft_id, journal.c.number)
Index("journal_open", journal.c.number, sqlite_where=text("state IN ('sent', 'unsure')"))

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
    Column("sent", Text),
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
Index("orders_by_own_reference", orders.c.own_reference, sqlite_where=text("own_reference <> ''"))
Index("orders_awaiting_payment", orders.c.pay_by_at, orders.c.id, sqlite_where=text("pay_by_at IS NOT NULL"))
Index("orders_awaiting_tickets", orders.c.created_at, sqlite_where=text("awaiting_tickets"))

order_names = Table(
    "order_names",
    tables,
    Column("order_id", Text, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),  # small letters without marks, for looking up
)
Index("order_names_by_name", order_names.c.folded)

drafts = Table(
    "drafts",
    tables,
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("payload", Text, nullable=False),
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
