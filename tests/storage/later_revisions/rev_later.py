"""A schema that a later program might have: it makes a table anew with one more column, and fills that."""

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("orders", recreate="always") as orders:
        orders.add_column(sa.Column("owner", sa.Text, nullable=False, server_default=""))
    op.execute("""UPDATE orders SET owner = json_extract("order", '$.owner.iata')""")
