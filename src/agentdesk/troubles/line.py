"""The practice airline of the walk: a process at one address, which can be away and come back."""

import socket
from contextlib import AsyncExitStack
from pathlib import Path

from agentdesk.practice_process import practice_airline


class Line:
    """`up` and `down` as often as wanted; its orders are kept in a file, its offers are not."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._port = _free_port()
        self._running: AsyncExitStack | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def is_up(self) -> bool:
        return self._running is not None

    async def up(self) -> None:
        if self._running is None:
            self._running = AsyncExitStack()
            await self._running.enter_async_context(practice_airline(self._state, options=("--port", str(self._port))))

    async def down(self) -> None:
        if self._running is not None:
            running, self._running = self._running, None
            await running.aclose()


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
