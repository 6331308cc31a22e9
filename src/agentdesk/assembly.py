"""Puts one environment together: its airline, its storage, its desk; taken apart in reverse order."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from agentdesk.desk.desk import Desk, open_desk
from agentdesk.desk.ports import Airline, Keys, Settings
from agentdesk.desk.preferences import Preferences
from agentdesk.late_airline import LateAirline
from agentdesk.late_logos import LateLogos
from agentdesk.papers.pdf import TypstPapers
from agentdesk.practice_process import TOKEN, practice_airline
from agentdesk.storage.logos import LogoFiles
from agentdesk.storage.opening import Storage, open_storage
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
    database: str = ""
    """The address of a shared database; "" for a file of its own in the folder."""


def environment_of(world: World, upstream: str) -> Environment:
    """The environment of a world at an address; an own upstream on this machine is always practice."""
    if upstream:
        host = urlsplit(upstream).hostname or ""
        return Environment(World.PRACTICE if host in _LOOPBACK else world, upstream)
    return PRACTICE if world is World.PRACTICE else Environment(world, DUFFEL)


@dataclass(frozen=True, slots=True)
class Assembled:
    """A desk that can be shown at once; its upstream is opened when `load` is set.

    `upstream` is its address then, or why it cannot be opened. Loading beside the first painting would slow that down.
    """

    desk: Desk
    storage: Storage
    load: asyncio.Event
    upstream: "asyncio.Future[str]"


@asynccontextmanager
async def assembled(
    environment: Environment, ways: Ways, preferences: Callable[[], Preferences]
) -> AsyncIterator[Assembled]:
    """The desk of an environment. NoKeyring and DataFolderInUse are for the caller to say."""
    folder = ways.data / environment.folder
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(open_storage(folder, environment, ways.keys, ways.database))
        token = await asyncio.to_thread(ways.keys.token, environment) or TOKEN
        coming: asyncio.Future[Airline] = asyncio.get_running_loop().create_future()
        load = asyncio.Event()
        upstream = await stack.enter_async_context(_upstream(environment, token, folder, load, coming))
        sells = environment.world is not World.PRACTICE  # invented airlines have no logos
        logos = await stack.enter_async_context(LateLogos()) if sells else None
        desk = open_desk(
            LateAirline(environment, coming),
            journal=storage.journal,
            orders=storage.orders,
            index=storage.index,
            history=storage.history,
            deeds=storage.deeds,
            drafts=storage.drafts,
            recent=storage.searches,
            papers=TypstPapers(),
            new_id=lambda: uuid.uuid4().hex,
            preferences=preferences,
            reminded=storage.reminded,
            marks=storage.marks,
            logo_source=logos,
            logo_shelf=LogoFiles(folder / "logos"),
            people=storage.people,
        )
        yield Assembled(desk, storage, load, upstream)


async def open_airline(address: str, token: str, environment: Environment) -> AbstractAsyncContextManager[Airline]:
    """The client over an address; its modules are loaded at first use and beside the window, not before it."""
    return await asyncio.to_thread(_open_airline, address, token, environment)


def _open_airline(address: str, token: str, environment: Environment) -> AbstractAsyncContextManager[Airline]:
    # Loading the client takes longer than all the rest of the start, and the first search is seconds away.
    from agentdesk.duffel import transport

    return transport.open_airline(address, token, environment)


@asynccontextmanager
async def _upstream(
    environment: Environment, token: str, folder: Path, load: asyncio.Event, coming: "asyncio.Future[Airline]"
) -> AsyncIterator["asyncio.Future[str]"]:
    """Opens the upstream meanwhile, and holds it open while the block lasts."""
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    left = asyncio.Event()

    async def hold() -> None:
        try:
            async with AsyncExitStack() as stack:
                where = environment.address
                if where == PRACTICE.address:
                    where = await stack.enter_async_context(practice_airline(folder / "practice-airline.db"))
                await load.wait()
                coming.set_result(await stack.enter_async_context(await open_airline(where, token, environment)))
                address.set_result(where)
                await left.wait()
        except Exception as trouble:
            if coming.done():
                raise
            for one in (coming, address):
                one.set_exception(trouble)  # for everybody who asks, a bug too

    holding = asyncio.ensure_future(hold())
    try:
        yield address
    finally:
        left.set()
        if not coming.done():
            holding.cancel()
        with suppress(asyncio.CancelledError):
            await holding
        for one in (coming, address):
            if one.done() and not one.cancelled():
                one.exception()  # who waited has heard it; nobody may have waited
            one.cancel()
