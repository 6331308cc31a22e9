"""The tables of the agency service, beside those of the desk: agents, searches, offers, orders by its own ids."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, Table

from agentdesk.storage.columns import Integer, Text, only, sealed
from agentdesk.storage.schema import tables

agents = Table(
    "agents",
    tables,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),  # SHA-256 of the token, which has 256 random bits
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    CheckConstraint("role IN ('agent', 'supervisor', 'reader')", name="agents_role"),
)
Index("agents_by_name", agents.c.name, unique=True, **only("revoked_at IS NULL"))

sessions = Table(
    "sessions",
    tables,
    Column("id", Text, primary_key=True),
    Column("agent_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),
    Column("holder", BigInteger),  # the run of the program that asks the airlines
    CheckConstraint("state IN ('asking', 'done', 'failed')", name="sessions_state"),
)
Index("sessions_by_end", sessions.c.expires_at)
Index("sessions_asking", sessions.c.id, **only("state = 'asking'"))

session_offers = Table(
    "session_offers",
    tables,
    Column("id", Text, primary_key=True),
    Column("session_id", Text, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("total_currency", Text, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("duration", Integer, nullable=False),  # minutes of all ways
    Column("payload", Text, nullable=False),
)
Index("session_offers_by_total", session_offers.c.session_id, session_offers.c.total_minor, session_offers.c.id)
Index("session_offers_by_duration", session_offers.c.session_id, session_offers.c.duration, session_offers.c.id)

service_orders = Table(
    "service_orders",
    tables,
    Column("id", Text, primary_key=True),  # the service's own
    Column("attempt", Text, unique=True),  # of the journal; none for an order that was made elsewhere
    Column("order_id", Text, unique=True),  # the upstream's, once known
    Column("agent_id", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

idempotency = Table(
    "idempotency",
    tables,
    Column("agent_id", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False),  # of method, path and body
    Column("kept_at", BigInteger, nullable=False),
    Column("status", Integer),  # none while the first call is under way
    Column("answer", Text),
    Column("holder", BigInteger),  # the run of the program in which the call is under way
)
Index("idempotency_by_time", idempotency.c.kept_at)

audit = Table(
    "audit",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("agent_id", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("origin", Text, nullable=False),  # the caller's address
    Column("request_id", Text, nullable=False),
    Column("done", Boolean, nullable=False),
)
Index("audit_by_target", audit.c.target, audit.c.number)

webhooks = Table(
    "webhooks",
    tables,
    Column("id", Text, primary_key=True),  # the upstream's
    Column("url", Text, nullable=False),
    Column("secret", sealed("webhooks.secret"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

upstream_events = Table(
    "upstream_events",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),  # the upstream's, the same at each delivery
    Column("received_at", BigInteger, nullable=False),
    Column("handled_at", BigInteger),
    Column("payload", Text, nullable=False),
)
Index("upstream_events_waiting", upstream_events.c.number, **only("handled_at IS NULL"))
Index("upstream_events_by_time", upstream_events.c.received_at)

service_events = Table(
    "service_events",
    tables,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),  # an id of the service
)

duties = Table(
    "duties",
    tables,
    Column("name", Text, primary_key=True),
    Column("holder", BigInteger),  # the run of the program that does it
)

rates = Table(
    "rates",
    tables,
    Column("agent_id", Text, primary_key=True),
    Column("what", Text, primary_key=True),  # calls or searches
    Column("window", BigInteger, nullable=False),  # minutes since 1970
    Column("calls", Integer, nullable=False),  # in this minute
    Column("before", Integer, nullable=False),  # in the one before it
)
