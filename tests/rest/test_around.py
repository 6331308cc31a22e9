"""What surrounds each call, where only the wire itself could show it."""

import asyncio
import json

import pytest
from starlette.types import Message, Receive, Scope, Send

from agentdesk.rest import around
from agentdesk.rest.ending import Ending
from agentdesk.rest.measuring import Measures


async def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller who sends the first half and nothing more holds nothing and nobody up."""
    monkeypatch.setattr(around, "LONGEST_BODY", 0.02)
    parts: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}]
    sent: list[Message] = []

    async def receive() -> Message:
        if not parts:
            await asyncio.Event().wait()
        return parts.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    async def never(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("nothing is done with half a body")

    ending = Ending()
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/orders",
        "headers": [(b"host", b"localhost"), (b"x-request-id", b"mine")],
    }
    await around.Around(never, frozenset({"localhost"}), Measures(), ending)(scope, receive, send)
    assert sent[0]["status"] == 408
    error = json.loads(sent[1]["body"])["error"]
    assert (error["code"], error["retry"], error["request_id"]) == ("body_too_slow", "safe", "mine")
    await ending.until_quiet(60)
