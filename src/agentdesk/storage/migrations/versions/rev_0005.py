"""The agency service: agents, searches and their offers, orders by its own ids, answers by key, audit, events."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _callers()
    _searches()
    _orders()


def _callers() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
        sa.CheckConstraint("role IN ('agent', 'supervisor', 'reader')", name="agents_role"),
    )
    op.create_index("agents_by_name", "agents", ["name"], unique=True, sqlite_where=sa.text("revoked_at IS NULL"))
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("agent_id", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
    )
    op.create_index("audit_by_target", "audit", ["target", "number"])


def _searches() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("agent_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.CheckConstraint("state IN ('asking', 'done', 'failed')", name="sessions_state"),
    )
    op.create_index("sessions_by_end", "sessions", ["expires_at"])
    op.create_index("sessions_asking", "sessions", ["id"], sqlite_where=sa.text("state = 'asking'"))
    op.create_table(
        "session_offers",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("session_id", sa.Text, sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("total_currency", sa.Text, nullable=False),
        sa.Column("total_minor", sa.BigInteger, nullable=False),
        sa.Column("duration", sa.Integer, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("session_offers_by_total", "session_offers", ["session_id", "total_minor", "id"])
    op.create_index("session_offers_by_duration", "session_offers", ["session_id", "duration", "id"])


def _orders() -> None:
    op.create_table(
        "service_orders",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("attempt", sa.Text, unique=True),
        sa.Column("order_id", sa.Text, unique=True),
        sa.Column("agent_id", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "idempotency",
        sa.Column("agent_id", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("kept_at", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("answer", sa.Text),
    )
    op.create_index("idempotency_by_time", "idempotency", ["kept_at"])
    op.create_table(
        "service_events",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
    )
