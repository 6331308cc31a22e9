"""The source of logos, opened when the first one is asked for."""

import asyncio
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from types import TracebackType
from typing import Self

from agentdesk.desk.ports import LogoSource


class LateLogos:
    """A `LogoSource` while its block lasts; its modules are loaded beside the window, at first use."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._source: LogoSource | None = None
        self._opening = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def fetch(self, url: str, largest: int) -> bytes:
        async with self._opening:
            if self._source is None:
                self._source = await self._stack.enter_async_context(await asyncio.to_thread(_open))
        return await self._source.fetch(url, largest)


def _open() -> AbstractAsyncContextManager[LogoSource]:
    # As with the airline: the client's modules take longer to load than the start.
    from agentdesk.duffel import logos

    return logos.open_logos()
