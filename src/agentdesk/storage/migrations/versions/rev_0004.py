"""The order desk: deeds, the history of orders, the list of orders with its search, and one's own views.

List and search stay empty here: the program makes them from the orders when it opens the database.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("order_names")  # the search knows the names, and more
    _deeds()
    _events()
    _views()
    _list()
    op.execute(
        "CREATE VIRTUAL TABLE order_words USING fts5(words, content='', contentless_delete=1, detail=none, "
        "prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 0\")"
    )


def _deeds() -> None:
    op.create_table(
        "deeds",
        sa.Column("attempt", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("order_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("written_at", sa.BigInteger, nullable=False),
        sa.Column("settled_at", sa.BigInteger),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("deed", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.CheckConstraint("state IN ('sent', 'done', 'refused', 'unsure', 'struck_out')", name="deeds_state"),
    )
    op.create_index("deeds_by_order", "deeds", ["order_id", "number"])
    op.create_index("deeds_open", "deeds", ["number"], sqlite_where=sa.text("state IN ('sent', 'unsure')"))


def _events() -> None:
    op.create_table(
        "order_events",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("order_id", sa.Text, nullable=False),
        sa.Column("happened_at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
    )
    op.create_index("order_events_by_order", "order_events", ["order_id", "happened_at", "number"])
    op.execute(
        """
        INSERT INTO order_events (order_id, happened_at, kind, who, detail, request_id)
        SELECT
            id,
            iif(sent IS NULL, seen_at, created_at),
            CASE WHEN sent IS NULL THEN 'found' WHEN json_extract(sent, '$.priced.way') = 'hold' THEN 'held'
                ELSE 'booked' END,
            agent,
            iif(sent IS NULL, '', total_amount || ' ' || total_currency),
            iif(sent IS NULL, request_id, '')
        FROM orders ORDER BY created_at, id
        """
    )


def _views() -> None:
    op.create_table(
        "own_views",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
    )


def _list() -> None:
    stages = "stage IN ('cancelled', 'unpaid', 'lapsing', 'awaiting', 'ticketed')"
    texts = {name: sa.Column(name, sa.Text, nullable=False) for name in _TEXTS}
    instants = {name: sa.Column(name, sa.BigInteger) for name in _INSTANTS}
    op.create_table(
        "order_list",
        sa.Column("spot", sa.Integer, primary_key=True),
        sa.Column("order_id", sa.Text, sa.ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, unique=True),
        texts["stage"],
        *instants.values(),
        sa.Column("airline_changes", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        *(texts[name] for name in ("owner", "agent", "total_currency")),
        sa.Column("total_minor", sa.BigInteger, nullable=False),
        *(texts[name] for name in ("reference", "lead_key", "lead")),
        sa.Column("passengers", sa.Integer, nullable=False),
        sa.Column("tickets", sa.Integer, nullable=False),
        *(texts[name] for name in ("origin", "destination", "departs_local")),
        sa.Column("knows_zone", sa.Boolean, nullable=False),
        texts["total_amount"],
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        texts["own_reference"],
        sa.CheckConstraint(stages, name="order_list_stage"),
    )
    for name, columns, where in _INDEXES:
        op.create_index(name, "order_list", columns, sqlite_where=sa.text(where) if where else None)


_TEXTS = (
    "stage owner agent total_currency reference lead_key lead origin destination departs_local total_amount "
    "own_reference"
).split()
_INSTANTS = "leaves_at last_leaves_at pay_by_at price_until_at tickets_due_at void_until_at".split()
_INDEXES = (
    ("order_list_by_departure", ["leaves_at", "spot", "stage", "pay_by_at"], ""),
    ("order_list_by_spot", ["spot", "stage", "leaves_at", "pay_by_at"], ""),
    ("order_list_by_reference", ["reference", "spot"], ""),
    ("order_list_by_lead", ["lead_key", "spot"], ""),
    ("order_list_by_total", ["total_currency", "total_minor", "spot"], ""),
    ("order_list_by_owner", ["owner", "spot"], ""),
    ("order_list_by_agent", ["agent", "spot"], ""),
    ("order_list_unpaid", ["pay_by_at", "price_until_at", "spot"], "stage = 'unpaid'"),
    (
        "order_list_awaiting",
        ["spot", "leaves_at", "pay_by_at", "tickets_due_at", "stage"],
        "stage IN ('awaiting', 'lapsing')",
    ),
    ("order_list_cancelled", ["spot"], "stage = 'cancelled'"),
    ("order_list_changed", ["spot", "last_leaves_at"], "airline_changes > 0 AND stage <> 'cancelled'"),
)
