"""Brings a database of an older program forward: on a copy, the old file kept until the new one has been read.

A crash at any point leaves either the old file or the new one under the name that counts, never a half-changed one.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from agentdesk.storage.database import close_engine, engine_of, in_transaction, outside_transaction, sync_folder
from agentdesk.storage.integrity import read_through
from agentdesk.storage.revision import being_upgraded, forget_copies, kept_aside, revision_of
from agentdesk.travel.errors import NotKept

MIGRATIONS = Path(__file__).with_name("migrations")


def current_engine(path: Path | None, key: bytes, later: Sequence[Path] = ()) -> Engine:
    """An engine on the file at the newest schema; a new file gets it at once, an older one is brought forward.

    `later` are folders with revisions that follow ours. NotKept when the file was made by a newer program, is damaged,
    or there is no room for the copy; the file is then as it was.
    """
    scripts = ScriptDirectory(MIGRATIONS, version_locations=[MIGRATIONS / "versions", *later])
    engine = engine_of(path, key)
    try:
        revision, empty = in_transaction(engine, _state)
        if empty or path is None:
            in_transaction(engine, lambda connection: upgrade(connection, scripts))
            return engine
    except BaseException:
        engine.dispose()
        raise
    forget_copies(path)
    if revision == scripts.get_current_head():
        return engine
    close_engine(engine)
    if revision not in {one.revision for one in scripts.walk_revisions()}:
        raise NotKept("the database was made by a newer AgentDesk")
    return _bring_forward(path, key, scripts)


def _bring_forward(path: Path, key: bytes, scripts: ScriptDirectory) -> Engine:
    new = being_upgraded(path)
    try:
        _copy(path, kept_aside(path))
        _copy(path, new)
        _upgrade_file(new, key, scripts)
        os.replace(new, path)
    except OSError as error:
        forget_copies(path)
        raise NotKept(f"the database cannot be brought forward: {error}") from error
    except BaseException:
        forget_copies(path)
        raise
    sync_folder(path.parent)
    engine = engine_of(path, key)
    in_transaction(engine, _state)
    forget_copies(path)
    return engine


def _upgrade_file(path: Path, key: bytes, scripts: ScriptDirectory) -> None:
    engine = engine_of(path, key)
    try:
        outside_transaction(engine, "PRAGMA foreign_keys = OFF")  # a table made anew must not take its children along
        in_transaction(engine, lambda connection: upgrade(connection, scripts))
        in_transaction(engine, read_through)
    finally:
        close_engine(engine)


def _state(connection: Connection) -> tuple[str | None, bool]:
    """The revision, and whether there is no table at all."""
    return revision_of(connection), not inspect(connection).get_table_names()


def upgrade(connection: Connection, scripts: ScriptDirectory) -> None:
    """Every step from where the database stands to the newest, in the transaction at hand."""
    head = scripts.get_current_head() or "head"

    def steps(revision: Any, _: MigrationContext) -> Sequence[MigrationStep]:
        return scripts._upgrade_revs(head, revision)  # as alembic.command.upgrade does

    config = Config(attributes={"connection": connection})
    with EnvironmentContext(config, scripts, fn=steps, destination_rev=head):
        scripts.run_env()


def _copy(source: Path, target: Path) -> None:
    """A copy that is on the disk before anything is done to either; only its owner may open it."""
    handle = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with open(handle, "wb") as out, source.open("rb") as have:
        shutil.copyfileobj(have, out)
        out.flush()
        os.fsync(out.fileno())
