"""A revision that breaks off half-way."""

import sqlalchemy as sa
from alembic import op

revision = "failing"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("half", sa.Text))
    op.execute("UPDATE nowhere SET half = 'done'")
