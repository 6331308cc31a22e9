"""Orders keep the agency's fee, reference and note, and are found by the deadline of a hold."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("journal_by_offer", "journal", ["offer_id", "number"])
    op.create_index("journal_by_draft", "journal", ["draft_id", "number"])
    op.add_column("orders", sa.Column("fee_amount", sa.Text))
    op.add_column("orders", sa.Column("fee_currency", sa.Text))
    op.add_column("orders", sa.Column("fee_minor", sa.BigInteger))
    op.add_column("orders", sa.Column("own_reference", sa.Text, nullable=False, server_default=""))
    op.add_column("orders", sa.Column("note", sa.Text, nullable=False, server_default=""))
    op.add_column("orders", sa.Column("pay_by_at", sa.BigInteger))
    op.create_index("orders_by_own_reference", "orders", ["own_reference"], sqlite_where=sa.text("own_reference <> ''"))
    op.create_index(
        "orders_awaiting_payment", "orders", ["pay_by_at", "id"], sqlite_where=sa.text("pay_by_at IS NOT NULL")
    )
