"""Whose work is under way, for several processes on one database: who holds a line, who does which duty, who calls."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("journal", "deeds", "sessions", "idempotency"):
        op.add_column(table, sa.Column("holder", sa.BigInteger))
    op.create_table(
        "duties",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("holder", sa.BigInteger),
    )
    op.create_table(
        "rates",
        sa.Column("agent_id", sa.Text, primary_key=True),
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("window", sa.BigInteger, nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("before", sa.Integer, nullable=False),
    )
