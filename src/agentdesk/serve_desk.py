"""The desk that the service stands on: its folder, its keys, its database, in the name of whoever calls."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path

from agentdesk.assembly import Assembled, Ways, assembled, environment_of
from agentdesk.desk.ports import Keys
from agentdesk.desk.preferences import Preferences
from agentdesk.options import ServeOptions
from agentdesk.safekeeping import LOST
from agentdesk.storage.folders import folder_id
from agentdesk.storage.key_file import GivenToken, KeyFile
from agentdesk.storage.keys import KeyringKeys, LastingKeys
from agentdesk.storage.settings import JsonSettings
from agentdesk.travel.environment import World
from agentdesk.travel.errors import NoKeyring, TravelError, WrongKey

FOLDER = "service"
"""The service's own folder beside those of the desk: two programs never share a database."""

SHARED = "postgresql"
"""Under this name the key of a shared database is kept, the same on every machine."""

caller: ContextVar[str] = ContextVar("caller", default="")
"""The name of the agent whose call is being answered."""


def why(trouble: TravelError, options: ServeOptions) -> str:
    """Also what to do where the key is lost; the key of a shared PostgreSQL cannot be done without."""
    if not isinstance(trouble, WrongKey) or options.database:
        return str(trouble)
    where = f"--key-file {options.key_file}" if options.key_file else "--service"
    return f"{trouble}. {LOST} Name the service's data there with `{where}`."


def own_folder(options: ServeOptions) -> Path:
    return options.data / FOLDER


def keys_of(options: ServeOptions) -> Keys:
    folder = own_folder(options)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = _kept_keys(options, folder)
    return keys if options.token_file is None else GivenToken(keys, _read_token(options.token_file))


def _kept_keys(options: ServeOptions, folder: Path) -> LastingKeys:
    owner = SHARED if options.database else folder_id(folder)
    if options.key_file is None:
        return KeyringKeys(owner)
    keys = KeyFile(options.key_file, owner)
    if keys.is_new:
        print(
            f"Keys are kept in {options.key_file}. Whoever reads it reads all orders: keep it out of backups.",
            file=sys.stderr,
        )
    return keys


def preferences_of(options: ServeOptions) -> Callable[[], Preferences]:
    """What the agency has chosen, in the name of whoever calls."""
    base = JsonSettings(own_folder(options)).load()
    if options.keep_orders_months is not None:
        base = replace(base, keep_orders_months=options.keep_orders_months)
    return lambda: replace(base, agent=caller.get() or base.agent)


@asynccontextmanager
async def own_desk(options: ServeOptions, keys: Keys) -> AsyncIterator[Assembled]:
    """The desk of the service. What is done carries the name of the agent who calls."""
    folder = own_folder(options)
    environment = environment_of(World(options.world), options.upstream)
    ways = Ways(
        data=folder, upstream=options.upstream, keys=keys, settings=JsonSettings(folder), database=options.database
    )
    async with assembled(environment, ways, preferences_of(options)) as found:
        yield found


def _read_token(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise NoKeyring(f"the token cannot be read from {path.name}") from error
