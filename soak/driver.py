"""The desk's process without a window: the real desk over the real client and storage, told by wire what to do.

A nursery loads the modules once and forks one process for each start: loading takes a second and proves nothing.
"""

import asyncio
import contextlib
import gc
import json
import logging
import os
import signal
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from agentdesk.assembly import Assembled
from agentdesk.desk.desk import Desk, open_desk
from agentdesk.desk.news import BookingSettled, DeedSettled, Notice
from agentdesk.desk.preferences import Preferences
from agentdesk.duffel.airline import DuffelAirline
from agentdesk.duffel.client import Client, Limits
from agentdesk.duffel.retrying import Patience
from agentdesk.papers.pdf import TypstPapers
from agentdesk.rest.limits import Limits as CallLimits
from agentdesk.rest.limits import OwnRates
from agentdesk.rest.server import application
from agentdesk.serve import listening, office
from agentdesk.storage.folders import folder_id
from agentdesk.storage.key_file import KeyFile
from agentdesk.storage.opening import Storage, open_storage
from agentdesk.travel.agents import Role
from agentdesk.travel.environment import Environment, World
from agentdesk.travel.errors import TravelError
from soak.clerk import Clerk, told_deed, told_line
from soak.machine import Clocks, be_nobody_special
from soak.points import Trap, TrappedDeeds, TrappedJournal, TrappedOrders, fill_disk

TOKEN = "duffel_test_practice"


def limits(part: int) -> Limits:
    """The product's time limits divided by `part`; the two seconds for suppliers are the least there is."""
    usual = Limits()
    return Limits(
        connect=usual.connect / part,
        pool=usual.pool / part,
        read=usual.read / part,
        search=usual.search / part,
        change=usual.change / part,
        supplier=2.0,
        patience=Patience(first_wait=usual.patience.first_wait / part, longest=usual.patience.longest / part),
    )


@asynccontextmanager
async def _desk(task: dict[str, Any], clocks: Clocks, trap: Trap) -> AsyncIterator[tuple[Desk, Storage]]:
    folder, url = Path(task["folder"]), task["url"]
    environment = Environment(World.PRACTICE, url)
    keys = KeyFile(folder / "keys", folder_id(folder))
    async with (
        open_storage(folder / "data", environment, keys) as storage,
        httpx.AsyncClient(base_url=url, trust_env=False, follow_redirects=False) as http,
    ):
        client = Client(http, TOKEN, limits=limits(task["part"]), clock=clocks.now, steady=clocks.steady)
        desk = open_desk(
            DuffelAirline(client, environment),
            journal=TrappedJournal(storage.journal, trap),
            orders=TrappedOrders(storage.orders, trap),
            index=storage.index,
            history=storage.history,
            deeds=TrappedDeeds(storage.deeds, trap),
            drafts=storage.drafts,
            recent=storage.searches,
            papers=TypstPapers(),
            new_id=lambda: uuid.uuid4().hex,
            preferences=lambda: Preferences(agent="Soak"),
            reminded=storage.reminded,
            marks=storage.marks,
        )
        yield desk, storage


class Driver:
    """Hears lines of JSON, does what they say on the desk, answers each by its number; tells what the desk tells."""

    def __init__(self, desk: Desk, storage: Storage, trap: Trap, writer: asyncio.StreamWriter) -> None:
        self._desk = desk
        self._storage = storage
        self._trap = trap
        self._writer = writer
        self._clerk = Clerk(desk, trap)

    def tell(self, **what: Any) -> None:
        self._writer.write(json.dumps(what).encode() + b"\n")

    def heard(self, notice: Notice) -> None:
        """What the desk says is certain or not is written down by the campaign at once."""
        match notice:
            case BookingSettled():
                self.tell(news=told_line(notice.outcome))
            case DeedSettled():
                self.tell(news=told_deed(notice.outcome))

    async def hear(self, asked: dict[str, Any]) -> None:
        number = asked.pop("number")
        try:
            answer = await self._do(asked.pop("do"), asked)
        except (TravelError, ValueError, LookupError) as trouble:
            self.tell(number=number, trouble=type(trouble).__name__, why=str(trouble))
        else:
            self.tell(number=number, answer=answer)

    async def _do(self, what: str, asked: dict[str, Any]) -> Any:
        if what != "token":
            return await getattr(self._clerk, what)(**asked)
        _, token = await self._storage.agents.add("Soak", Role.AGENT, self._desk.clock())
        return token


async def _live(task: dict[str, Any]) -> None:
    folder = Path(task["folder"])
    reader, writer = await asyncio.open_connection("127.0.0.1", task["report_to"])
    go = asyncio.Event()

    async def pause() -> None:
        go.clear()
        writer.write(b'{"paused": true}\n')
        await go.wait()

    trap = Trap(pause)
    clocks = Clocks(folder / "clocks")
    be_nobody_special()
    if task["full"] == "before":
        fill_disk()
    try:
        async with contextlib.AsyncExitStack() as stack:
            desk, storage = await stack.enter_async_context(_desk(task, clocks, trap))
            driver = Driver(desk, storage, trap, writer)
            desk.news.listen(driver.heard)
            if task["full"] == "opened":
                fill_disk()
            port = 0
            if task["service"]:
                port = await stack.enter_async_context(_service(desk, storage))
            else:
                watch = asyncio.ensure_future(desk.keep_watch(_broken))
                stack.callback(watch.cancel)
            driver.tell(started=os.getpid(), port=port)
            doing: set[asyncio.Task[None]] = set()
            while line := await reader.readline():
                asked = json.loads(line)
                if asked["do"] == "go":
                    go.set()
                    continue
                job = asyncio.ensure_future(driver.hear(asked))
                doing.add(job)
                job.add_done_callback(doing.discard)
            await asyncio.gather(*doing)
    except TravelError as trouble:
        writer.write(json.dumps({"refused": type(trouble).__name__, "why": str(trouble)}).encode() + b"\n")
    finally:
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.close()


def _broken(bug: Exception) -> None:
    """A part of the watch that has ended by itself is a bug: the process ends with it, and the campaign sees that."""
    logging.error("the watch has ended", exc_info=bug)
    os._exit(70)


class _Server(uvicorn.Server):
    """Leaves signals alone: it is killed, not asked."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def _service(desk: Desk, storage: Storage) -> AsyncIterator[int]:
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    address.set_result("")
    found = Assembled(desk, storage, asyncio.Event(), address)
    many = CallLimits(OwnRates(), 1_000_000, 1_000_000)
    async with office(found, many, lambda: Preferences(agent="Soak")) as whole:
        sock = listening("127.0.0.1", 0)
        app = application(whole, ["localhost", "127.0.0.1"])
        server = _Server(uvicorn.Config(app, ws="none", lifespan="off", log_config=None, access_log=False))
        running = asyncio.ensure_future(server.serve([sock]))
        while not server.started:
            await asyncio.sleep(0.005)
        try:
            yield sock.getsockname()[1]
        finally:
            server.should_exit = True
            await running


def _one(task: dict[str, Any]) -> None:
    """The whole life of one process; whatever it says goes to its own log."""
    log = os.open(Path(task["folder"]) / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for handle in (1, 2):
        os.dup2(log, handle)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    asyncio.run(_live(task))


def nursery() -> None:
    """Start a process for each line on standard input, until that closes; then all that still live are ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries them
    gc.freeze()
    children: list[int] = []
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(0)
            code = 1
            try:
                _one(json.loads(line))
                code = 0
            except BaseException:  # whatever it is, this process must not go on as a second nursery
                logging.exception("the driver has ended")
            finally:
                os._exit(code)
        children.append(child)
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    nursery()
