"""Recent searches keep the cheapest price that was found."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recent_searches", sa.Column("cheapest_amount", sa.Text))
    op.add_column("recent_searches", sa.Column("cheapest_currency", sa.Text))
