"""A schema that a later program might have: it adds a column and fills it."""

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("owner", sa.Text, nullable=False, server_default=""))
    op.execute("""UPDATE orders SET owner = json_extract("order", '$.owner.iata')""")
