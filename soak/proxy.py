"""The line between a desk and the practice airline, on loopback, which goes wrong as it is told."""

import asyncio
import contextlib
import json
import re
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import monotonic

from soak.faults import JSON, Acts, Fault, Kind

HOST = "127.0.0.1"
_CHANGES = re.compile(r"POST /air/(orders|payments|order_cancellations/[^/]+/actions/confirm)")
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_REQUEST_ID = re.compile(rb"(?i)\r\nx-request-id: *([^\r]+)")
_HTML = b"<html><head><title>Server Error</title></head><body><h1>Error: Server Error</h1></body></html>"


@dataclass(slots=True)
class Passage:
    """One change that came through: what it said, what was done to it, and when all was over."""

    path: str
    body: bytes
    fault: Fault
    request_id: str = ""  # that the desk was told
    dripped_id: str = ""  # that it was told if it had the head of a slow answer before its patience ended
    reached: bool = False  # the airline
    over_at: float = 0.0  # by `monotonic`; 0 while something of it may still happen


@dataclass(slots=True)
class _Link:
    """One connection of the desk, and ours to the airline."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


@dataclass(slots=True)
class Proxy:
    """Passes calls on. `on_change` draws the fault of each change, `on_question` of each other call.

    `kill` ends the desk's process by SIGKILL, `sleep` lets its machine sleep. Changes are kept in `passages`.
    """

    upstream: int
    on_change: Callable[[str], Fault]
    on_question: Callable[[str], Fault]
    kill: Callable[[], None]
    sleep: Callable[[], Awaitable[None]]
    port: int = 0
    passages: list[Passage] = field(default_factory=list)
    trapped: int = 0  # calls that followed a redirect: there must be none
    _server: asyncio.Server | None = None
    _deaf: socket.socket | None = None
    _fillers: list[socket.socket] = field(default_factory=list)
    _links: set[asyncio.StreamWriter] = field(default_factory=set)
    _serving: set[asyncio.Task[None]] = field(default_factory=set)
    _later: set[asyncio.Task[None]] = field(default_factory=set)

    async def up(self) -> None:
        """Listen, on the same port as before."""
        self._stop_being_deaf()
        if self._server is None:
            self._server = await asyncio.start_server(self._take, HOST, self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Refuse connections, and cut those that are there."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in tuple(self._links):
            _reset(writer)

    async def deaf(self) -> None:
        """Take no connection and refuse none: whoever connects waits."""
        await self.down()
        self._deaf = socket.socket()
        self._deaf.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._deaf.bind((HOST, self.port))
        self._deaf.listen(0)
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                filler.connect((HOST, self.port))
            self._fillers.append(filler)

    def _stop_being_deaf(self) -> None:
        for one in (*self._fillers, self._deaf):
            if one is not None:
                one.close()
        self._fillers.clear()
        self._deaf = None

    async def quiet(self) -> None:
        """Wait until nothing is promised for later any more."""
        while self._later:
            await asyncio.gather(*self._later, return_exceptions=True)

    async def close(self) -> None:
        await self.down()
        self._stop_being_deaf()
        for task in (*self._later, *self._serving):
            task.cancel()
        await asyncio.gather(*self._later, *self._serving, return_exceptions=True)

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._links.add(writer)
        link: _Link | None = None
        try:
            link = _Link(*await asyncio.open_connection(HOST, self.upstream))
            while await self._one(reader, writer, link):
                pass
        except (OSError, asyncio.IncompleteReadError, ConnectionError):
            pass  # one of the two has gone away: that is what this line is for
        finally:
            self._links.discard(writer)
            writer.close()
            if link is not None:
                link.writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, link: _Link) -> bool:
        """One call; whether the connection lives on."""
        head, body = await _message(reader)
        line = head.split(b"\r\n", 1)[0].decode("latin-1").rsplit(" ", 1)[0]
        if line.split(" ")[1].startswith("/trap"):
            self.trapped += 1
        path = line.split("?")[0]
        if not _CHANGES.fullmatch(path):
            return await self._question(path, head + body, reader, writer, link)
        passage = Passage(path, body, self.on_change(path))
        self.passages.append(passage)
        try:
            return await self._change(passage, head + body, reader, writer, link)
        finally:
            if passage.fault.acts is not Acts.LATER:
                passage.over_at = monotonic()

    async def _question(
        self, path: str, asked: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, link: _Link
    ) -> bool:
        fault = self.on_question(path)
        answer = await _pass_on(link, asked)
        if fault.kind is Kind.READ_TIMEOUT:
            await reader.read()  # until the desk hangs up
            return False
        return await _answer(writer, fault, answer)

    async def _change(
        self,
        passage: Passage,
        asked: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        link: _Link,
    ) -> bool:
        fault, answer = passage.fault, b""
        if fault.kind is Kind.KILLED_IN_FLIGHT:
            self.kill()
        if fault.acts is Acts.NOW:
            passage.reached = True
            answer = await _pass_on(link, asked)
        elif fault.acts is Acts.LATER:
            self._promise(passage, asked)
        if fault.kind is Kind.KILLED_BEFORE_ANSWER:
            self.kill()
        if fault.is_deadly:
            return False
        if fault.kind is Kind.SLEPT:
            await self.sleep()
        if fault.kind is Kind.READ_TIMEOUT:
            await reader.read()  # until the desk hangs up
            return False
        said = _said(fault, answer)
        if said and (found := _REQUEST_ID.search(said)):
            if fault.kind is Kind.DRIP:
                passage.dripped_id = found[1].decode("latin-1")
            else:
                passage.request_id = found[1].decode("latin-1")
        return await _answer(writer, fault, answer)

    def _promise(self, passage: Passage, asked: bytes) -> None:
        async def keep() -> None:
            await asyncio.sleep(passage.fault.seconds)
            link = _Link(*await asyncio.open_connection(HOST, self.upstream))
            passage.reached = True
            try:
                await _pass_on(link, asked)
            finally:
                link.writer.close()
                passage.over_at = monotonic()

        task = asyncio.ensure_future(keep())
        self._later.add(task)
        task.add_done_callback(self._later.discard)


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return head, await reader.readexactly(int(length[1])) if length else b""


async def _pass_on(link: _Link, asked: bytes) -> bytes:
    link.writer.write(asked)
    await link.writer.drain()
    head, body = await _message(link.reader)
    return head + body


def _said(fault: Fault, answer: bytes) -> bytes:
    """What the desk is to be answered; nothing where the line goes dead."""
    match fault.kind:
        case Kind.MALFORMED | Kind.SILENT:
            return _made(fault.status, fault.body)
        case Kind.HTML:
            return _made(fault.status, _HTML, "text/html; charset=utf-8")
        case Kind.CODE | Kind.LIMITED:
            entry = {"type": "soak_error", "code": fault.code, "title": "Soak", "message": "As the soak wants it."}
            return _made(fault.status, json.dumps({"errors": [entry], "meta": {"status": fault.status}}).encode())
        case Kind.REDIRECT:
            return _made(fault.status, b"", more=b"location: /trap\r\n")
        case Kind.NONE | Kind.DRIP | Kind.TRUNCATED | Kind.SLEPT:
            return answer
        case _:
            return b""


def _made(status: int, body: bytes, kind: str = JSON, more: bytes = b"") -> bytes:
    again = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    head = (
        f"HTTP/1.1 {status} Soak\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n"
        f"x-request-id: soak-{status}\r\nratelimit-reset: {again}\r\n"
    )
    return head.encode() + more + b"\r\n" + body


async def _answer(writer: asyncio.StreamWriter, fault: Fault, answer: bytes) -> bool:
    said = _said(fault, answer)
    match fault.kind:
        case Kind.RESET:
            _reset(writer)
            return False
        case Kind.TRUNCATED:
            end = said.index(b"\r\n\r\n") + 4
            writer.write(said[: end + (len(said) - end) // 2])
            await writer.drain()
            return False
        case Kind.DRIP:
            for place in range(20):
                cut = len(said) // 20 + 1
                writer.write(said[place * cut : (place + 1) * cut])
                await writer.drain()
                await asyncio.sleep(fault.seconds / 20)
            return True
        case _ if not said:
            return False
        case _:
            writer.write(said)
            await writer.drain()
            return True


def _reset(writer: asyncio.StreamWriter) -> None:
    """Hang up with RST, not FIN."""
    sock = writer.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
