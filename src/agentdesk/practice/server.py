"""The practice airline as a process: one socket on loopback, a world in memory or in a file, a clean end."""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from agentdesk.practice.carriers import aircraft_list, airlines, hubs
from agentdesk.practice.delivering import Delivering
from agentdesk.practice.gazetteer import airports
from agentdesk.practice.routes import application
from agentdesk.practice.world import Settings, World

HOST = "127.0.0.1"


class Line(H11Protocol):
    """A connection that a scenario can cut."""

    def __init__(self, config: uvicorn.Config, server_state: Any, app_state: dict[str, Any], **more: Any) -> None:
        super().__init__(config, server_state, app_state | {"line": self}, **more)

    def hang_up(self) -> None:
        """Close the connection as it is, in the middle of an answer or before one."""
        if self.transport is not None:
            self.transport.close()


class _Server(uvicorn.Server):
    """Says when it is ready; leaves signals to us."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listening(port: int) -> socket.socket:
    """A socket on loopback. The protocol is named, or asyncio leaves out TCP_NODELAY and each call takes 40 ms."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, port))
    sock.listen(128)
    return sock


async def serve(world: World, sock: socket.socket, with_stdin: bool, ready: Callable[[], None]) -> None:
    """Answer until a signal comes or, if asked, standard input closes."""
    loop, delivering = asyncio.get_running_loop(), Delivering(world)
    config = uvicorn.Config(
        application(world, delivering),
        http=Line,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, ready)

    def end() -> None:
        server.should_exit = True

    def on_signal(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(end)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    if with_stdin:
        threading.Thread(target=_wait_for_end_of_input, args=(loop, end), daemon=True).start()
    post = asyncio.ensure_future(delivering.run())
    try:
        await server.serve([sock])
    finally:
        post.cancel()
        await asyncio.gather(post, return_exceptions=True)


def _wait_for_end_of_input(loop: asyncio.AbstractEventLoop, end: Callable[[], None]) -> None:
    while os.read(0, 4096):
        pass
    if not loop.is_closed():
        loop.call_soon_threadsafe(end)


def main(
    *,
    port: int = 0,
    seed: int | str = 1,
    state: Path | None = None,
    with_stdin: bool = False,
    now: datetime | None = None,
    speed: float = 1.0,
) -> int:
    """Run the practice airline; 0 after a clean end, 1 when the port or the file cannot be had.

    Port 0 takes a free one; the line on standard output says which. The world is kept in `state`, or nowhere.
    Its clock starts at `now` and runs at `speed`.
    """
    settings = Settings(seed=str(seed))
    try:
        sock = listening(port)
    except OSError as error:
        print(f"The practice airline cannot listen on port {port}: {error.strerror}", file=sys.stderr)
        return 1
    try:
        world = World(settings, state, now, speed)
    except (OSError, sqlite3.Error) as error:
        print(f"The practice airline cannot use {state}: {error}", file=sys.stderr)
        sock.close()
        return 1
    _warm_up()
    url = f"http://{HOST}:{sock.getsockname()[1]}"

    def ready() -> None:
        print(f"AgentDesk practice airline on {url}", flush=True)

    try:
        asyncio.run(serve(world, sock, with_stdin, ready))
    finally:
        world.close()
    return 0


def _warm_up() -> None:
    """Read what every search needs, so that the first one is as quick as the others."""
    airports()
    airlines()
    hubs()
    aircraft_list()
