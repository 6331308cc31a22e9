"""A connection that never comes to the end of a request's head is closed; one that is slow between requests is not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from agentdesk.rest.prompt_heads import PromptHeads

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


class Hurried(PromptHeads):
    longest_head = 0.3


async def answers(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/slow":
        await asyncio.sleep(0.6)
    await PlainTextResponse("good")(scope, receive, send)


@asynccontextmanager
async def connection() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    config = uvicorn.Config(answers, http=Hurried, ws="none", lifespan="off", log_config=None, port=0)
    config.load()
    state = uvicorn.server.ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: Hurried(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.close()
        await server.wait_closed()
        await asyncio.gather(*state.tasks)


async def test_half_a_head_and_silence_are_closed_without_an_answer() -> None:
    for said in (b"", GET, b"GET"):
        async with connection() as (reader, writer):
            writer.write(said)
            assert await reader.read() == b""


async def test_a_head_that_drips_is_closed_too() -> None:
    async with connection() as (reader, writer):
        closed = asyncio.ensure_future(reader.read())
        for byte in GET:
            if closed.done():
                break
            writer.write(bytes([byte]))
            await asyncio.sleep(0.05)
        assert await closed == b""


async def test_a_slow_answer_and_the_next_request_of_a_kept_connection_are_not_in_a_hurry() -> None:
    async with connection() as (reader, writer):
        for path in (b"/slow", b"/"):
            writer.write(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert (await reader.readuntil(b"good")).startswith(b"HTTP/1.1 200")
            await asyncio.sleep(0.4)  # longer than a head may take: nothing has begun
        writer.write(GET)
        assert await reader.read() == b"", "once it has begun it must end"
