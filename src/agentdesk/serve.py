"""Composition root of the agency service: the same desk behind rest, without a window."""

import asyncio
import secrets
import signal
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from agentdesk.assembly import Assembled
from agentdesk.desk.agency import number_of
from agentdesk.desk.agency_selling import AgencySelling
from agentdesk.desk.hearing import LONGEST, Hearing
from agentdesk.desk.neighbours import Told
from agentdesk.desk.news import BookingSettled, Notice, OrderChanged
from agentdesk.desk.ports import Keys
from agentdesk.desk.preferences import Preferences
from agentdesk.desk.sessions import Sessions
from agentdesk.desk.shifts import Shifts
from agentdesk.duffel.webhooks import is_genuine, read_event
from agentdesk.machine_zone import machine_zone
from agentdesk.options import ServeOptions
from agentdesk.resources import read
from agentdesk.rest.bell import Bell
from agentdesk.rest.ending import Ending
from agentdesk.rest.limits import Limits, OwnRates
from agentdesk.rest.log_lines import log_lines
from agentdesk.rest.office import Office
from agentdesk.rest.prompt_heads import PromptHeads
from agentdesk.rest.sealing import Sealing
from agentdesk.rest.server import application
from agentdesk.serve_desk import caller, keys_of, own_desk, preferences_of, why
from agentdesk.storage.memory import leave_no_dumps
from agentdesk.travel.booking import Booked
from agentdesk.travel.errors import TravelError
from agentdesk.travel.place_index import PlaceIndex

_GRACE = 140  # seconds; an order may take 130
_LAST_CALLS = 5.0  # seconds in which new calls are still answered at the end
_TIDY = timedelta(hours=1)
_ANSWERS_KEPT = timedelta(days=30)


def main(options: ServeOptions) -> int:
    """Serve until it is ended; 1 with a sentence when it cannot."""
    leave_no_dumps()
    log_lines()
    try:
        check_tls(options.tls_cert, options.tls_key)
        keys = keys_of(options)
        sock = listening(options.host, options.port)
    except (TravelError, OSError) as error:
        print(f"The service cannot start: {error}", file=sys.stderr)
        return 1
    try:
        return asyncio.run(_serve(options, keys, sock))
    except TravelError as error:
        print(f"The service cannot start: {why(error, options)}", file=sys.stderr)
        return 1
    finally:
        sock.close()


def check_tls(cert: Path | None, key: Path | None) -> None:
    """OSError with a sentence when these files are no certificate with its key."""
    if cert is None:
        if key is not None:
            raise OSError("--tls-key needs --tls-cert")
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key)
    except OSError as error:
        raise OSError(f"the certificate cannot be used: {error.strerror or error}") from error


def listening(host: str, port: int) -> socket.socket:
    """A bound socket. `proto` is named, or asyncio leaves small answers waiting for 40 ms."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    return sock


@dataclass(frozen=True, slots=True)
class SeenElsewhere(OrderChanged):
    """Another process has kept the change, and noted it."""


@asynccontextmanager
async def office(found: Assembled, limits: Limits, preferences: Callable[[], Preferences]) -> AsyncIterator[Office]:
    """Everything that the calls need; settles, watches and tidies while the block lasts."""
    desk, storage = found.desk, found.storage
    sessions = Sessions(desk.searching, storage.sessions, clock=desk.clock, new_id=new_id)
    places = PlaceIndex(read("places/places.tsv"))
    bell, noting = Bell(), set[asyncio.Task[None]]()

    async def note_change(order_id: str) -> None:
        record = await storage.orders.get(order_id)
        if record is None:
            return
        number = await number_of(storage.numbers, record)
        await storage.events.add("order.changed", number.id, desk.clock(), order_id)
        bell.ring()

    def heard(notice: Notice) -> None:
        match notice:
            case BookingSettled(outcome=Booked() as booked):
                work = storage.numbers.found(notice.attempt, booked.order_id)
            case SeenElsewhere():
                return
            case OrderChanged():
                work = note_change(notice.order_id)
            case _:
                return
        task = asyncio.ensure_future(work)
        noting.add(task)
        task.add_done_callback(noting.discard)

    stop = desk.news.listen(heard)
    hearing = Hearing(
        storage.inbox,
        desk.settling,
        desk.deed_settling,
        desk.watching,
        desk.journal,
        clock=desk.clock,
        verify=is_genuine,
        read=read_event,
    )

    async def adopt() -> None:
        await sessions.adopt()
        for settling in (desk.settling, desk.deed_settling):
            await settling.adopt()

    shifts = Shifts(
        storage.neighbours,
        once={
            "watching": desk.watching.run,
            "account": desk.keeping.run,
            "deadlines": desk.reminders.run,
            "inbox": hearing.run,
            "tidying": lambda: _tidy(found),
            **({"retention": desk.retention.run} if desk.retention is not None else {}),
        },
        everywhere={"settling": desk.settling.run, "settling deeds": desk.deed_settling.run},
        adopt=adopt,
    )

    def told(word: Told) -> None:
        """What another process says; streams of events look again in any case."""
        match word.what:
            case Told.ORDER:
                desk.news.tell(SeenElsewhere(word.about))
            case Told.INBOX:
                hearing.look_now()
            case Told.ANYTHING:
                shifts.begin_anew()
        bell.ring()

    work = [asyncio.ensure_future(storage.neighbours.listen(told))]
    try:
        await storage.neighbours.present()
        work.append(asyncio.ensure_future(shifts.run()))
        yield Office(
            desk=desk,
            sessions=sessions,
            selling=AgencySelling(
                desk.environment, sessions, desk.checkout, storage.numbers, clock=desk.clock, new_id=new_id
            ),
            agents=storage.agents,
            audit=storage.audit,
            answers=storage.answers,
            numbers=storage.numbers,
            events=storage.events,
            bell=bell,
            limits=limits,
            sealing=Sealing(await storage.secret()),
            hear=hearing.hear,
            preferences=preferences,
            zone=machine_zone(),
            place=places.by_code,
            new_id=new_id,
            calls_as=caller.set,
        )
    finally:
        stop()
        bell.close()
        await sessions.close()
        for one in work:
            one.cancel()
        await asyncio.gather(*work, *noting, return_exceptions=True)


async def _tidy(found: Assembled) -> None:
    """Old searches and answers go; what is ordered stays."""
    while True:
        now = found.desk.clock()
        await found.storage.sessions.forget(now - _TIDY)
        await found.storage.answers.forget(now - _ANSWERS_KEPT)
        await found.storage.events.forget(now - _ANSWERS_KEPT)
        await found.storage.inbox.forget(now - 2 * LONGEST)
        await asyncio.sleep(_TIDY.total_seconds())


async def _serve(options: ServeOptions, keys: Keys, sock: socket.socket) -> int:
    async with own_desk(options, keys) as found:
        found.load.set()
        await found.upstream
        limits = Limits(found.storage.rates or OwnRates(), options.calls, options.searches)
        async with office(found, limits, preferences_of(options)) as whole:
            ending = Ending()
            app = application(whole, hosts_of(options), ending)
            host, port = sock.getsockname()[:2]
            scheme = "https" if options.tls_cert else "http"
            address = f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
            said = f"AgentDesk agency service on {address}/api"
            await _answer_calls(app, options, sock, ending, whole.bell.close, said)
    return 0


class _Server(uvicorn.Server):
    """Says when it is ready; leaves signals to us."""

    def __init__(self, config: uvicorn.Config, said: str) -> None:
        super().__init__(config)
        self._said = said

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(self._said, flush=True)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _answer_calls(
    app: FastAPI,
    options: ServeOptions,
    sock: socket.socket,
    ending: Ending,
    close_streams: Callable[[], None],
    said: str,
) -> None:
    """Until a signal comes; calls that are under way are finished, since an order may be among them.

    As long as one is, but not for long, others are still answered: whoever spreads the calls hears meanwhile that this
    process is not ready.
    """
    config = uvicorn.Config(
        app,
        http=PromptHeads,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        ssl_certfile=options.tls_cert,
        ssl_keyfile=options.tls_key,
    )
    server = _Server(config, said)

    asked = asyncio.Event()

    def end() -> None:
        ending.is_asked_for = True
        close_streams()
        asked.set()

    async def wind_up() -> None:
        await asked.wait()
        await ending.until_quiet(_LAST_CALLS)
        server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no such handlers: Ctrl+C ends the loop there
            loop.add_signal_handler(number, end)
    winding_up = asyncio.ensure_future(wind_up())
    try:
        await server.serve([sock])
    finally:
        winding_up.cancel()


def hosts_of(options: ServeOptions) -> list[str]:
    """The names by which the service may be called."""
    return ["localhost", "127.0.0.1", "[::1]", *options.hosts]


def new_id(kind: str) -> str:
    """An id of the service's own that nobody can guess."""
    return f"{kind}_{secrets.token_hex(12)}"
