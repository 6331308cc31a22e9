"""A bound for the time in which a caller says what it wants: uvicorn waits for the head of a request for ever."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

LONGEST_HEAD = 20.0  # seconds until it is there; a body has as long again (`around.LONGEST_BODY`)


class PromptHeads(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it. A connection that does not come to the end of a request's head is closed.

    Nobody is answered: what stands there is no request yet, and whoever does it on purpose waits for nothing.
    """

    longest_head = LONGEST_HEAD

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._closing: asyncio.TimerHandle | None = None
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        self._wait_for_head()  # the next one on a connection that is kept, too
        super().data_received(data)

    def handle_events(self) -> None:
        super().handle_events()
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        if self._closing is None and self.conn.their_state is h11.IDLE:
            self._closing = self.loop.call_later(self.longest_head, self._close)

    def _stop_waiting(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None

    def _close(self) -> None:
        self._closing = None
        if not self.transport.is_closing():
            self.transport.close()
