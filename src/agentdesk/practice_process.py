"""The practice airline as a process of its own: started with the desk, ended with it."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from agentdesk.travel.errors import ConnectionLost

TOKEN = "duffel_test_practice"
"""What the practice airline is asked with; it takes any test token."""

_READY = re.compile(rb"http://127\.0\.0\.1:(\d+)")
_START_LIMIT = 20.0  # seconds
_END_LIMIT = 3.0


@asynccontextmanager
async def practice_airline(state: Path, *, options: tuple[str, ...] = ()) -> AsyncIterator[str]:
    """Yields its base URL. It ends when its standard input closes, so a crash of ours leaves no orphan."""
    process = await asyncio.create_subprocess_exec(
        *_command(),
        "practice",
        "--port",
        "0",
        "--state",
        str(state),
        "--with-stdin",
        *options,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield await _address(process)
    finally:
        await _end(process)


def _command() -> tuple[str, ...]:
    return (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "agentdesk")


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_START_LIMIT):
            while line := await process.stdout.readline():
                if match := _READY.search(line):
                    return match[0].decode("ascii")
    except TimeoutError as late:
        raise ConnectionLost("the practice airline did not start in time") from late
    raise ConnectionLost("the practice airline ended while starting")


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None and process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_END_LIMIT):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
