"""The desk's process as the campaign sees it: started, asked, killed, stopped, started again."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from soak.points import LAST_WORDS

_START_SECONDS = 60.0
_ANSWER_SECONDS = 120.0


class Dead(Exception):  # a fact, not an error
    """The process was killed before it could answer."""


class Refused(Exception):
    """The desk said no, in its own words."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name


class Nursery:
    """Forks desks; the modules are loaded once."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    def ask(self, task: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task).encode() + b"\n")

    async def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


async def open_nursery() -> Nursery:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "soak.driver"), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    if await process.stdout.readline() != b"ready\n":
        raise RuntimeError("the nursery did not start")
    return Nursery(process)


class DeskProcess:
    """One desk over one data folder; a new process after each death."""

    def __init__(
        self, nursery: Nursery, folder: Path, url: str, on_news: Callable[[dict[str, Any]], None], **more: object
    ) -> None:
        """`more` is what the driver wants to know: `service`, and `part` of the time limits."""
        self._nursery = nursery
        self._task = {"folder": str(folder), "url": url} | more
        self._on_news = on_news
        self._server: asyncio.Server | None = None
        self._said: asyncio.Future[dict[str, Any]] | None = None
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._writer: asyncio.StreamWriter | None = None
        self._gone = asyncio.Event()
        self._gone.set()
        self.paused = asyncio.Event()
        self.pid = 0
        self.port = 0  # where the service listens
        self.starts = 0
        self.ended_by_itself = 0
        self._killed = False

    @property
    def is_dead(self) -> bool:
        return self._gone.is_set()

    async def start(self, *, full: str = "") -> None:
        """Refused when the desk does not open. `full`: when its disk is full, "before" the start or once "opened"."""
        if self._server is None:
            self._server = await asyncio.start_server(self._hear, "127.0.0.1", 0, limit=64 * 1024 * 1024)
        port = self._server.sockets[0].getsockname()[1]
        self._said = asyncio.get_running_loop().create_future()
        self._killed, self.pid = False, 0
        self._nursery.ask(self._task | {"report_to": port, "full": full})
        async with asyncio.timeout(_START_SECONDS):
            said = await self._said
        if "refused" in said:
            await self._gone.wait()
            raise Refused(said["refused"], said["why"])
        self.starts += 1
        self.pid, self.port = said["started"], said["port"]

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._gone.clear()
        self._writer = writer
        try:
            while line := await reader.readline():
                self._take(json.loads(line))
        except ConnectionError:
            pass  # killed in the middle of a word
        finally:
            writer.close()
            await self._buried()
            if self.pid and not self._killed and not self._was_trapped():
                self.ended_by_itself += 1
            self._gone.set()
            self.paused.clear()
            for one in self._waiting.values():
                if not one.done():
                    one.set_exception(Dead())
            self._waiting.clear()

    def _take(self, said: dict[str, Any]) -> None:
        if "number" in said:
            waiting = self._waiting.pop(said["number"], None)
            if waiting is None or waiting.done():
                return
            if "trouble" in said:
                waiting.set_exception(Refused(said["trouble"], said["why"]))
            else:
                waiting.set_result(said["answer"])
        elif "news" in said:
            self._on_news(said["news"])
        elif "paused" in said:
            self.paused.set()
        elif self._said is not None and not self._said.done():
            self._said.set_result(said)

    def _was_trapped(self) -> bool:
        """A second press may arm its point when the campaign thinks no more of it."""
        log = Path(str(self._task["folder"])) / "log"
        return log.exists() and log.read_bytes().endswith(LAST_WORDS)

    async def _buried(self) -> None:
        """Until the process is no more: its folder is free then."""
        while self.pid:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                return
            await asyncio.sleep(0.002)

    async def ask(self, do: str, **asked: Any) -> Any:
        """What the desk answers. Refused when it says no, Dead when it is killed meanwhile."""
        if self.is_dead or self._writer is None:
            raise Dead
        self._number += 1
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[self._number] = waiting
        self._writer.write(json.dumps({"number": self._number, "do": do} | asked).encode() + b"\n")
        async with asyncio.timeout(_ANSWER_SECONDS):
            return await waiting

    def go(self) -> None:
        """Let it go on from where it was paused."""
        self.paused.clear()
        if self._writer is not None and not self.is_dead:
            self._writer.write(b'{"do": "go"}\n')

    def kill(self) -> None:
        """SIGKILL: as a power cut."""
        self._killed = True
        self.signal(signal.SIGKILL)

    def expect_death(self, expected: bool = True) -> None:
        """It will kill itself at a point that was armed."""
        self._killed = expected

    def signal(self, number: signal.Signals) -> None:
        if self.pid and not self.is_dead:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def gone(self) -> None:
        await self._gone.wait()

    async def close(self) -> None:
        self.kill()
        await self.gone()
        if self._server is not None:
            self._server.close()
