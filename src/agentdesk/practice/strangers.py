"""Keeps web pages out of the practice airline: it answers programs on this machine that call it by a loopback name."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
_OUR_OWN = frozenset({"", "none", "same-origin"})


class Strangers:
    """ASGI middleware: 403 for another name in `Host` (a name pointed at this machine) and for calls out of a page.

    Browsers say where a call comes from by `Origin` and `Sec-Fetch-Site` (Fetch standard; Fetch Metadata), and no page
    can change that. Programs send neither.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_welcome(Headers(scope=scope)):
            await PlainTextResponse("The practice airline answers programs on this machine only.", 403)(
                scope, receive, send
            )
            return
        await self._app(scope, receive, send)


def _is_welcome(headers: Headers) -> bool:
    host = headers.get("host", "")
    name = host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]
    site = headers.get("sec-fetch-site", "").lower()
    return name.lower() in _NAMES and site in _OUR_OWN and "origin" not in headers
