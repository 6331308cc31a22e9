"""Airlines' logos: asked for once, kept on this machine, missed without harm."""

import logging
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from agentdesk.desk.line import Line
from agentdesk.desk.ports import Clock, LogoShelf, LogoSource
from agentdesk.travel.errors import ConnectionLost, NotKept, TravelError
from agentdesk.travel.places import Airline

_log = logging.getLogger(__name__)
_PAUSE = timedelta(minutes=5)  # after a lost line nobody asks for pictures
_LARGEST = 64 * 1024  # bytes; logos have 1,000 to 20,000
_FORBIDDEN = (b"<!entity", b"<!doctype", b"<script", b"<image", b"<foreignobject", b"@import", b"<?xml-stylesheet")


class Logos:
    """Without a source (practice, or pictures not wanted) there are none. Never raises for a logo."""

    def __init__(self, source: LogoSource | None, shelf: LogoShelf | None, line: Line, clock: Clock) -> None:
        self._source, self._shelf, self._line, self._clock = source, shelf, line, clock
        self._known: dict[str, bytes | None] = {}
        self._not_before: datetime | None = None

    @property
    def are_wanted(self) -> bool:
        return self._source is not None

    async def logo(self, airline: Airline) -> bytes | None:
        """An SVG drawing that is safe to paint; None when there is none, or not now."""
        url = airline.logo_url
        if self._source is None or not is_picture_address(url):
            return None
        if url not in self._known:
            kept = await self._shelf.get(url) if self._shelf is not None else None
            if kept is not None and is_safe_drawing(kept):
                self._known[url] = kept
            elif self._may_ask():
                await self._ask(self._source, url)
        return self._known.get(url)

    def _may_ask(self) -> bool:
        return not self._line.is_lost and (self._not_before is None or self._clock() >= self._not_before)

    async def _ask(self, source: LogoSource, url: str) -> None:
        try:
            found = await source.fetch(url, _LARGEST)
        except ConnectionLost:
            self._not_before = self._clock() + _PAUSE
            return
        except TravelError as exc:
            _log.info("no logo: %s", exc)
            found = None
        self._known[url] = found if found is not None and is_safe_drawing(found) else None
        if self._known[url] is not None and self._shelf is not None and found is not None:
            try:
                await self._shelf.put(url, found)
            except NotKept as exc:
                _log.info("a logo is not kept: %s", exc)


def is_picture_address(url: str) -> bool:
    """Whether it is https to a named host on the net, at the usual port, without a name or password in it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or parts.username or parts.password or port not in (None, 443) or len(url) > 500:
        return False
    if "." not in host.strip(".") or host.endswith((".local", ".internal", ".localhost")):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


def is_safe_drawing(raw: bytes) -> bool:
    """A small SVG that draws by itself: no scripts, entities or pictures from elsewhere."""
    if not raw or len(raw) > _LARGEST:
        return False
    low = raw.lower()
    if b"<svg" not in low[:2000] or any(word in low for word in _FORBIDDEN):
        return False
    references = low.replace(b"'", b'"').split(b'href="')[1:]
    return all(one.startswith(b"#") for one in references) and b"url(http" not in low and b"url(file" not in low
