"""Of every column of every table it is decided whether it can hold a person; a new column has to be decided too."""

from agentdesk.storage.schema import tables
from agentdesk.storage.service_schema import agents as _service  # noqa: F401  # they belong to the one schema

HANDLED = {
    # Told of in an export and blanked or deleted by an erasure; `test_people.py` and `test_people_service.py` look.
    "journal": {"payload", "draft_id"},
    "orders": {"id", "reference", "order", "sent", "raw", "own_reference", "note"},
    "drafts": {"id", "payload"},
    "recent_searches": {"search"},  # names members of frequent flyer programmes
    "deeds": {"order_id", "deed", "outcome"},  # codes of an airline's credits, words of a refusal
    "order_events": {"order_id", "detail"},  # numbers of tickets
    "own_views": {"name", "query"},  # a search of orders may be for a name
    "order_list": {"order_id", "reference", "lead", "lead_key", "own_reference"},
    "meta": {"key"},  # warnings of deadlines name their order
    "service_orders": {"order_id"},
    "idempotency": {"answer"},
    "upstream_events": {"payload"},  # ids of an order
}
STAFF = {
    # The agency's own people: who sold and who did what is its proof, and no traveller's data.
    "orders": {"agent"},
    "order_list": {"agent"},
    "deeds": {"agent"},
    "order_events": {"who"},
    "agents": {"id", "name"},
    "sessions": {"agent_id"},
    "service_orders": {"agent_id"},
    "idempotency": {"agent_id"},
    "audit": {"agent_id", "origin"},
    "rates": {"agent_id"},
}
NOBODY = {
    # Numbers, instants, amounts, codes and ids of things; hashes that nobody can turn back without the key.
    "meta": {"value"},
    "journal": {
        *("attempt", "number", "state", "offer_id", "written_at", "settled_at", "holder"),
        *("total_amount", "total_currency", "total_minor"),
    },
    "orders": {
        *(
            "world",
            "environment",
            "created_at",
            "seen_at",
            "departs_local",
            "awaiting_tickets",
            "attempt",
            "request_id",
        ),
        *("total_amount", "total_currency", "total_minor", "fee_amount", "fee_currency", "fee_minor", "pay_by_at"),
    },
    "drafts": {"position"},
    "recent_searches": {"asked_at", "cheapest_amount", "cheapest_currency"},
    "deeds": {"attempt", "number", "state", "kind", "written_at", "settled_at", "holder"},
    "order_events": {"number", "happened_at", "kind", "request_id"},
    "own_views": {"id", "number"},
    "erased": {"mark", "erased_at"},
    "order_list": {
        *("spot", "stage", "leaves_at", "last_leaves_at", "pay_by_at", "price_until_at", "tickets_due_at"),
        *("void_until_at", "airline_changes", "created_at", "owner", "total_currency", "total_minor", "passengers"),
        *("tickets", "origin", "destination", "departs_local", "knows_zone", "total_amount", "seen_at"),
    },
    "agents": {"role", "digest", "created_at", "revoked_at"},
    # A caller's search asks by kind and age; it lives for as long as its offers, minutes.
    "sessions": {"id", "state", "expires_at", "payload", "holder"},
    "session_offers": {
        *("id", "session_id", "expires_at", "total_currency", "total_minor", "duration", "payload"),
    },
    "service_orders": {"id", "attempt", "created_at"},
    "idempotency": {"key", "digest", "kept_at", "status", "holder"},
    "audit": {"number", "at", "action", "target", "request_id", "done"},  # targets lead nowhere once the order has gone
    "webhooks": {"id", "url", "secret", "created_at"},
    "upstream_events": {"number", "id", "received_at", "handled_at"},
    "service_events": {"number", "at", "kind", "target"},
    "duties": {"name", "holder"},
    "rates": {"what", "window", "calls", "before"},
}
BY_HAND = {"order_words"}
"""What orders are found by: words of names; erased with the order, or written anew."""


def test_of_each_column_it_is_decided_whether_it_can_hold_a_person() -> None:
    there = {(table.name, column.name) for table in tables.sorted_tables for column in table.columns}
    decided = [
        (name, column) for part in (HANDLED, STAFF, NOBODY) for name, columns in part.items() for column in columns
    ]
    assert sorted(there - set(decided)) == []
    assert sorted(set(decided) - there) == []
    assert len(decided) == len(set(decided))
