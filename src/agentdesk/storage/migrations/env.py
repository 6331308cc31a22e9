"""Runs the revisions on the connection that is handed in, in one transaction."""

from alembic import context

from agentdesk.storage.schema import is_kept_by_hand, tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables,
    include_name=lambda name, kind, _: not is_kept_by_hand(name, kind),
    transaction_per_migration=False,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
