"""Keyed hashes of who and what was erased; bookings that came to nothing are found without reading those that did."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erased",
        sa.Column("mark", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), primary_key=True),
        sa.Column("erased_at", sa.BigInteger, nullable=False),
    )
    op.create_index(
        "journal_unsold",
        "journal",
        ["number"],
        sqlite_where=sa.text("state <> 'booked'"),
        postgresql_where=sa.text("state <> 'booked'"),
    )
