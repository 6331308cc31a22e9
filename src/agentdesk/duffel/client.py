"""The door to the upstream: headers, time limits, retries, bounded bodies, and errors turned into our own."""

import asyncio
import logging
import random
import re
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter
from typing import TypeVar, cast

import httpx
import msgspec

from agentdesk.desk.steady import steady
from agentdesk.duffel.refusals import refusal
from agentdesk.duffel.retrying import Patience, http_date, server_says_until, wait_before
from agentdesk.duffel.upstream_clock import UpstreamClock
from agentdesk.duffel.wire.envelopes import ListAnswer
from agentdesk.travel.errors import (
    ConnectionLost,
    NeverSent,
    NotAllowed,
    OutcomeUnknown,
    TravelError,
    Unreadable,
)

_log = logging.getLogger(__name__)

_TOKEN = re.compile(r"[\x21-\x7e]+")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_~-]+")
_MOST_PAGES = 500
_SEARCHES = ("/air/offer_requests", "/air/batch_offer_requests", "/air/partial_offer_requests")
_T = TypeVar("_T")

Query = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits in seconds (API.md 1.8) and the largest body we take, decoded, in bytes.

    `supplier` is how long the upstream waits for airlines (2 to 60); `change` must outlast the 120 s that a supplier
    may take for an order. Each of `read`, `search` and `change` bounds a whole call, connecting included.
    """

    connect: float = 10.0
    pool: float = 10.0
    read: float = 30.0
    search: float = 75.0
    change: float = 140.0
    supplier: float = 20.0
    largest_body: int = 64 * 1024 * 1024
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever it says. `at` is by the upstream's clock."""

    status: int
    body: bytes
    request_id: str
    at: datetime
    until: datetime | None  # when the server wants to be asked again, if it said so


@dataclass(slots=True)
class Line:
    """What is known of a call while it lasts: the upstream names it before it has said all."""

    request_id: str = ""


@contextmanager
def explained(*, changes_something: bool) -> Iterator[Line]:
    """Turn transport trouble into an error an agent can act on (API.md 2, end)."""
    line = Line()

    def lost(why: str) -> TravelError:
        return OutcomeUnknown(why, line.request_id) if changes_something else ConnectionLost(why)

    try:
        yield line
    except (
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
    ) as exc:
        raise NeverSent(f"nothing left this machine: {type(exc).__name__}") from exc
    except httpx.DecodingError as exc:
        why = "the answer cannot be unpacked"
        raise lost(why) if changes_something else Unreadable(why, line.request_id) from exc
    except TimeoutError as exc:
        raise lost("no whole answer in time") from exc
    except (httpx.HTTPError, httpx.StreamError, OSError) as exc:
        raise lost(f"the line broke: {type(exc).__name__}") from exc


def _now() -> datetime:
    return datetime.now(UTC)


class Client:
    """Asks the upstream. Questions are repeated when that may help; changes are sent once, whatever happens.

    It is handed an `httpx.AsyncClient` (one for the life of the program) and never closes it. `clock`, `steady` and
    `chance` (0 to 1) are there to be replaced in tests.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        token: str,
        *,
        user_agent: str = "AgentDesk",
        limits: Limits | None = None,
        clock: Callable[[], datetime] = _now,
        steady: Callable[[], float] = steady,
        chance: Callable[[], float] = random.random,
    ) -> None:
        if not _TOKEN.fullmatch(token):
            raise NotAllowed("invalid_authorization_header", "The token is empty or has characters no token has.")
        self._http = http
        self.limits = limits or Limits()
        self._steady = steady
        self._clock = UpstreamClock(clock, steady)
        self._chance = chance
        self.calls_per_minute: int | None = None  # as said last of all but searches, which have their own limit
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Duffel-Version": "v2",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": user_agent,
        }

    def upstream_now(self) -> datetime:
        """By the `Date` header last seen; our own clock before the first."""
        return self._clock.now()

    @property
    def knows_time(self) -> bool:
        """Whether the upstream has told its time yet."""
        return self._clock.is_known

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Query = (),
        body: object = None,
        within: float | None = None,
        attempts: int | None = None,
    ) -> Answer:
        """Ask a question and return a good answer (2xx). Repeated while that may help, unless `attempts` says less.

        Raises the errors of a question: NeverSent counts as ConnectionLost here, since nothing was to change.
        """
        attempt = 1
        while True:
            answer: Answer | None = None
            try:
                answer = await self._once(method, path, query, body, within or self.limits.read, changes=False)
                trouble: TravelError | None = _trouble(answer)
            except (NeverSent, ConnectionLost) as exc:
                trouble = exc if isinstance(exc, ConnectionLost) else ConnectionLost(str(exc))
                trouble.__cause__ = exc.__cause__
            if trouble is None and answer is not None:
                return answer
            wait = wait_before(
                attempt,
                answer.status if answer else None,
                until=answer.until if answer else None,
                now=self.upstream_now(),
                jitter=self._chance(),
                patience=self.limits.patience,
            )
            if wait is None or (attempts is not None and attempt >= attempts):
                raise trouble or Unreadable("no answer")
            reason = answer.status if answer else "no answer"
            _log.info("%s %s: asking again in %.1f s (%s)", method, path, wait.total_seconds(), reason)
            await asyncio.sleep(wait.total_seconds())
            attempt += 1

    async def change(self, method: str, path: str, body: object) -> Answer:
        """Send a change exactly once and return whatever was answered, good or bad.

        NeverSent when it did not leave this machine, OutcomeUnknown when no whole answer came.
        """
        return await self._once(method, path, (), body, self.limits.change, changes=True)

    async def pages(self, path: str, query: Query = (), *, size: int = 200) -> AsyncGenerator[list[bytes], None]:
        """The resources of a list, page by page, each as the bytes of its JSON object (API.md 1.3)."""
        after: str | None = None
        seen: set[str] = set()
        for _ in range(_MOST_PAGES):
            paging = [("limit", str(size)), *([("after", after)] if after else [])]
            answer = await self.ask("GET", path, query=[*query, *paging])
            page = decoded(answer, ListAnswer)
            yield [bytes(one) for one in page.data]
            after = page.meta.after if page.meta else None
            if not after:
                return
            if after in seen:
                raise Unreadable("the list goes round in circles", answer.request_id)
            seen.add(after)
        raise Unreadable("the list has no end")

    async def _once(
        self, method: str, path: str, query: Query, body: object, within: float, *, changes: bool
    ) -> Answer:
        content = None if body is None else msgspec.json.encode(body)
        headers = self._headers if content is None else {**self._headers, "Content-Type": "application/json"}
        limits = httpx.Timeout(within, connect=min(self.limits.connect, within), pool=min(self.limits.pool, within))
        if self._http.is_closed:
            raise NeverSent("the line is closed")
        started, asked = perf_counter(), self._steady()
        with explained(changes_something=changes) as line:
            request = self._http.build_request(
                method, path, params=list(query) or None, content=content, headers=headers, timeout=limits
            )
            async with asyncio.timeout(within):
                response = await self._http.send(request, stream=True, follow_redirects=False)
                line.request_id = response.headers.get("x-request-id", "")
                try:
                    received = await self._body(response, line, changes)
                finally:
                    await response.aclose()
        if not changes:
            await asyncio.sleep(0)  # unpacking took its time; what comes now reads the body
        answer = self._answer(response, received, path, asked)
        _log.info(
            "%s %s: %d in %.0f ms, %d bytes, request %s",
            method,
            path,
            answer.status,
            (perf_counter() - started) * 1000,
            len(received),
            answer.request_id or "-",
        )
        return answer

    async def _body(self, response: httpx.Response, line: Line, changes: bool) -> bytes:
        """The whole body, decoded, unless it is larger than we take."""
        parts: list[bytes] = []
        size = 0
        # httpx says "iterator" but gives a generator: left early, it must be closed or it lingers.
        async with aclosing(cast(AsyncGenerator[bytes, None], response.aiter_bytes())) as body:
            async for part in body:
                size += len(part)
                if size > self.limits.largest_body:
                    why, known_as = f"the answer is larger than {self.limits.largest_body} bytes", line.request_id
                    raise OutcomeUnknown(why, known_as) if changes else Unreadable(why, known_as)
                parts.append(part)
        return b"".join(parts)

    def _answer(self, response: httpx.Response, body: bytes, path: str, asked: float) -> Answer:
        self._clock.hear(http_date(response.headers.get("date")), asked)
        limit = response.headers.get("ratelimit-limit", "")
        if limit.isascii() and limit.isdigit() and 0 < len(limit) < 9 and not path.startswith(_SEARCHES):
            self.calls_per_minute = int(limit) or None
        now = self.upstream_now()
        return Answer(
            status=response.status_code,
            body=body,
            request_id=response.headers.get("x-request-id", ""),
            at=now,
            until=server_says_until(_lower(response.headers), now) if response.status_code in (429, 503) else None,
        )


def _lower(headers: httpx.Headers) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _trouble(answer: Answer) -> TravelError | None:
    """What is wrong with an answer to a question; None when it is a good one."""
    if 200 <= answer.status < 300:
        return None
    error = refusal(answer.status, answer.body, answer.request_id, answer.until)
    if error is not None:
        return error
    if answer.status in (429, 502, 503, 504):
        return ConnectionLost(f"something between us and the upstream answered {answer.status}")
    return Unreadable(f"an answer that is none of the upstream's: {answer.status}", answer.request_id)


def decoded(answer: Answer, shape: type[_T]) -> _T:
    """The envelope of an answer; Unreadable when it is not of this shape."""
    try:
        return msgspec.json.decode(answer.body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise Unreadable(f"an answer that is not {shape.__name__}", answer.request_id) from exc


def path_part(identifier: str) -> str:
    """An id as part of a path; one that would change the path is no id of the upstream."""
    if not _IDENTIFIER.fullmatch(identifier):
        raise Unreadable("not an id of the upstream")
    return identifier
