"""What surrounds each call: whose name it may be called by, a bound for bodies, a request id, headers, a log line."""

import asyncio
import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agentdesk.rest.ending import Ending
from agentdesk.rest.log_lines import request_id as current_request
from agentdesk.rest.measuring import Measures
from agentdesk.rest.refusing import BROKEN, FOREIGN_HOST, FOREIGN_SITE, TOO_LARGE, TOO_SLOW, Answer, body

KEEPERS = frozenset({"/health", "/ready", "/metrics"})
"""What a keeper asks: nobody waits for them when the service ends."""
LARGEST_BODY = 256 * 1024
LONGEST_BODY = 20.0  # seconds until it is there
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,100}")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_log = logging.getLogger(__name__)


class _TooLarge(Exception):
    pass


class _TooSlow(Exception):
    pass


class Around:
    """ASGI middleware. A failure of ours is a sentence with a request id, never a stack trace."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], measures: Measures, ending: Ending) -> None:
        self._app = app
        self._hosts = hosts
        self._measures = measures
        self._ending = ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = headers.get("x-request-id", "")
        request_id = asked if _REQUEST_ID.fullmatch(asked) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        current_request.set(request_id)
        began, sent = time.monotonic(), _Sent(send, request_id)
        try:
            if _name(headers.get("host", "")) not in self._hosts:
                await _answer(FOREIGN_HOST, request_id, scope, receive, sent)
            elif _is_from_another_site(scope["method"], headers):
                await _answer(FOREIGN_SITE, request_id, scope, receive, sent)
            elif scope["path"] in KEEPERS:
                await self._app(scope, receive, sent)
            else:
                with self._ending.call():
                    await self._app(scope, await _bounded(receive), sent)
        except _TooLarge:
            await _answer(TOO_LARGE, request_id, scope, receive, sent)
        except _TooSlow:
            await _answer(TOO_SLOW, request_id, scope, receive, sent)
        except Exception:  # noqa: BLE001  # whatever it is, the caller gets a sentence and the log all of it
            _log.exception("request %s failed", request_id)
            if not sent.status:
                await _answer(BROKEN, request_id, scope, receive, sent)
        path = getattr(scope.get("route"), "path", "")  # of the call, without anybody's ids
        took = time.monotonic() - began
        self._measures.count(scope["method"], path, sent.status, took)
        _log.info("%s %s: %d in %.0f ms", scope["method"], path or "-", sent.status, took * 1000)


async def _bounded(receive: Receive) -> Receive:
    """The body, read whole whatever its headers say, to be received once more; _TooLarge and _TooSlow beyond the
    bounds."""
    messages: list[Message] = []
    try:
        async with asyncio.timeout(LONGEST_BODY):
            await _read(receive, messages)
    except TimeoutError as late:
        raise _TooSlow from late

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return again


async def _read(receive: Receive, messages: list[Message]) -> None:
    count = 0
    while not messages or (messages[-1]["type"] == "http.request" and messages[-1].get("more_body", False)):
        messages.append(await receive())
        count += len(messages[-1].get("body", b""))
        if count > LARGEST_BODY:
            raise _TooLarge


class _Sent:
    """Adds our headers, and remembers the status."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = int(message["status"])
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers["X-Request-Id"] = self._request_id
        await self._send(message)


async def _answer(answer: Answer, request_id: str, scope: Scope, receive: Receive, send: Send) -> None:
    await JSONResponse(body(answer, request_id), answer.status)(scope, receive, send)


def _is_from_another_site(method: str, headers: Headers) -> bool:
    """Whether a browser says so (`Origin`, Fetch Metadata); programs send neither. A link that is followed is welcome.

    A page's own calls name the host they go to. Behind a proxy that ends TLS the scheme differs, so it does not count.
    """
    if method == "GET" and headers.get("sec-fetch-mode") == "navigate" and "origin" not in headers:
        return False
    origin = headers.get("origin")
    if origin is not None and origin.lower().partition("://")[2] != headers.get("host", "").lower():
        return True
    return headers.get("sec-fetch-site", "none").lower() not in ("none", "same-origin")


def _name(host: str) -> str:
    """The name of a `Host` header without its port: "[::1]:8000" -> "[::1]"."""
    if host.startswith("["):
        return host[: host.find("]") + 1].lower()
    return host.partition(":")[0].lower()
