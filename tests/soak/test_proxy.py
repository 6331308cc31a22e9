"""The line goes wrong as it is told: each fault as a client sees it, and what reaches the airline."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from soak.faults import CLEAN, Acts, Fault, Kind
from soak.proxy import Proxy

ANSWER = b'HTTP/1.1 201 Created\r\ncontent-length: 14\r\nx-request-id: req_1\r\n\r\n{"data": "ok"}'
LIMIT = 0.5


class Airline:
    """Answers every request with one answer and counts."""

    def __init__(self) -> None:
        self.received = 0
        self._serving: set[asyncio.Task[None]] = set()

    def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._serving.add(asyncio.ensure_future(self._serve(reader, writer)))

    async def end(self) -> None:
        await asyncio.gather(*self._serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(2)
                self.received += 1
                writer.write(ANSWER)
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def a_line(fault: Fault, on_kill: Callable[[], None] = lambda: None) -> AsyncIterator[tuple[Proxy, Airline]]:
    airline = Airline()
    server = await asyncio.start_server(airline.take, "127.0.0.1", 0)

    async def no_sleep() -> None:
        return

    port = server.sockets[0].getsockname()[1]
    proxy = Proxy(port, lambda _: fault, lambda _: CLEAN, on_kill, no_sleep)
    await proxy.up()
    try:
        yield proxy, airline
    finally:
        await proxy.close()
        server.close()
        await airline.end()


async def _book(proxy: Proxy) -> httpx.Response:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{proxy.port}", trust_env=False, timeout=LIMIT) as http:
        return await http.post("/air/orders", content=b"{}")


@pytest.mark.parametrize("acts", list(Acts))
@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (Fault(Kind.RESET), httpx.ReadError),
        (Fault(Kind.CLOSED), httpx.RemoteProtocolError),
        (Fault(Kind.READ_TIMEOUT), httpx.ReadTimeout),
        (Fault(Kind.HTML, status=502), 502),
        (Fault(Kind.CODE, status=422, code="offer_expired"), 422),
        (Fault(Kind.SILENT, status=202, body=b"{}"), 202),
        (Fault(Kind.REDIRECT, status=307), 307),
        (Fault(Kind.MALFORMED, status=201, body=b"\xff"), 201),
    ],
)
def test_each_fault_is_seen_and_the_airline_acts_now_later_or_never(
    fault: Fault, seen: int | type[Exception], acts: Acts
) -> None:
    told = Fault(fault.kind, acts, fault.status, fault.code, fault.body, seconds=0.05)

    async def play() -> None:
        async with a_line(told) as (proxy, airline):
            if isinstance(seen, int):
                assert (await _book(proxy)).status_code == seen
            else:
                with pytest.raises(seen):
                    await _book(proxy)
            await proxy.quiet()
            assert airline.received == (0 if acts is Acts.NEVER else 1)
            (passage,) = proxy.passages
            assert passage.reached == (acts is not Acts.NEVER)
            async with asyncio.timeout(5):
                while not passage.over_at:
                    await asyncio.sleep(0.005)

    asyncio.run(play())


def test_a_good_line_passes_all_on_and_a_cut_one_refuses() -> None:
    async def play() -> None:
        async with a_line(CLEAN) as (proxy, airline):
            answer = await _book(proxy)
            assert (answer.status_code, answer.headers["x-request-id"]) == (201, "req_1")
            assert proxy.passages[0].request_id == "req_1"
            await proxy.down()
            with pytest.raises(httpx.ConnectError):
                await _book(proxy)
            await proxy.deaf()
            with pytest.raises(httpx.ConnectTimeout):
                await _book(proxy)
            await proxy.up()
            assert (await _book(proxy)).status_code == 201
            assert airline.received == 2

    asyncio.run(play())


@pytest.mark.parametrize("kind", [Kind.KILLED_IN_FLIGHT, Kind.KILLED_BEFORE_ANSWER])
def test_a_deadly_fault_kills_before_or_after_the_airline_has_acted(kind: Kind) -> None:
    async def play() -> None:
        seen: list[int] = []
        async with a_line(Fault(kind, Acts.NOW), lambda: seen.append(airline.received)) as (proxy, airline):
            with pytest.raises(httpx.RemoteProtocolError):
                await _book(proxy)
            assert seen == [0 if kind is Kind.KILLED_IN_FLIGHT else 1]
            assert airline.received == 1

    asyncio.run(play())


def test_an_error_code_comes_in_the_upstreams_envelope() -> None:
    async def play() -> None:
        async with a_line(Fault(Kind.CODE, Acts.NEVER, 422, "offer_expired")) as (proxy, _):
            said = json.loads((await _book(proxy)).content)
            assert said["errors"][0]["code"] == "offer_expired"

    asyncio.run(play())
