"""The first schema: journal, orders and their names, drafts, recent searches."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    _journal()
    _orders()
    op.create_table(
        "order_names",
        sa.Column("order_id", sa.Text, sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
    )
    op.create_index("order_names_by_name", "order_names", ["folded"])
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("drafts_by_position", "drafts", ["position", "id"])
    op.create_table(
        "recent_searches",
        sa.Column("search", sa.Text, primary_key=True),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
    )
    op.create_index("recent_searches_by_time", "recent_searches", ["asked_at"])


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("attempt", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("draft_id", sa.Text, nullable=False),
        sa.Column("offer_id", sa.Text, nullable=False),
        sa.Column("written_at", sa.BigInteger, nullable=False),
        sa.Column("settled_at", sa.BigInteger),
        sa.Column("total_amount", sa.Text, nullable=False),
        sa.Column("total_currency", sa.Text, nullable=False),
        sa.Column("total_minor", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.CheckConstraint("state IN ('sent', 'booked', 'refused', 'unsure', 'struck_out')", name="journal_state"),
    )
    op.create_index("journal_open", "journal", ["number"], sqlite_where=sa.text("state IN ('sent', 'unsure')"))


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("world", sa.Text, nullable=False),
        sa.Column("environment", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("departs_local", sa.Text, nullable=False),
        sa.Column("awaiting_tickets", sa.Boolean, nullable=False),
        sa.Column("total_amount", sa.Text, nullable=False),
        sa.Column("total_currency", sa.Text, nullable=False),
        sa.Column("total_minor", sa.BigInteger, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("attempt", sa.Text),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("order", sa.Text, nullable=False),
        sa.Column("sent", sa.Text),
        sa.Column("raw", sa.LargeBinary, nullable=False),
    )
    op.create_index("orders_by_creation", "orders", ["created_at", "id"])
    op.create_index("orders_by_departure", "orders", ["departs_local", "id"])
    op.create_index("orders_by_total", "orders", ["total_currency", "total_minor", "id"])
    op.create_index("orders_by_reference", "orders", ["reference"])
    op.create_index("orders_by_attempt", "orders", ["attempt"])
    op.create_index("orders_awaiting_tickets", "orders", ["created_at"], sqlite_where=sa.text("awaiting_tickets"))
