"""Puts one environment together: its airline, its storage, its desk; taken apart in reverse order."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from agentdesk.desk.desk import Desk, open_desk
from agentdesk.desk.ports import Keys, Settings
from agentdesk.desk.preferences import Preferences
from agentdesk.duffel.transport import open_airline
from agentdesk.papers.pdf import TypstPapers
from agentdesk.practice_process import TOKEN, practice_airline
from agentdesk.storage.opening import open_storage
from agentdesk.travel.environment import PRACTICE, Environment, World

DUFFEL = "https://api.duffel.com"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Ways:
    """How this start was asked for: where data lies, which upstream instead of the usual, how secrets are kept."""

    data: Path
    upstream: str
    keys: Keys
    settings: Settings


def environment_of(world: World, upstream: str) -> Environment:
    """The environment of a world at an address; an own upstream on this machine is always practice."""
    if upstream:
        host = urlsplit(upstream).hostname or ""
        return Environment(World.PRACTICE if host in _LOOPBACK else world, upstream)
    return PRACTICE if world is World.PRACTICE else Environment(world, DUFFEL)


@asynccontextmanager
async def assembled(
    environment: Environment, ways: Ways, preferences: Callable[[], Preferences]
) -> AsyncIterator[Desk]:
    """The desk of an environment, ready to be asked. NoKeyring and DataFolderInUse are for the caller to say."""
    folder = ways.data / environment.folder
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(open_storage(folder, environment, ways.keys))
        token = await asyncio.to_thread(ways.keys.token, environment) or TOKEN
        address = environment.address
        if address == PRACTICE.address:
            address = await stack.enter_async_context(practice_airline(folder / "practice-airline.db"))
        airline = await stack.enter_async_context(open_airline(address, token, environment))
        yield open_desk(
            airline,
            address=address,
            journal=storage.journal,
            orders=storage.orders,
            drafts=storage.drafts,
            recent=storage.searches,
            papers=TypstPapers(),
            new_id=lambda: uuid.uuid4().hex,
            preferences=preferences,
        )
