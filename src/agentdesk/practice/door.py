"""The door of the practice airline: who may come in, how an answer leaves, and trouble on the way."""

import asyncio
import gzip
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from agentdesk.practice.refusals import Fault, Refusal, refuse
from agentdesk.practice.shapes import Json, instant
from agentdesk.practice.world import World

_JSON = "application/json; charset=utf-8"
_WINDOW = timedelta(seconds=60)
_SLICE_SECONDS = 0.004
_WORTH_ZIPPING = 1000
_DOOR_TROUBLE = frozenset({"delay", "refuse", "drop", "truncate", "answer"})
_WATCHED = re.compile(
    r"/air/(orders|payments|order_cancellations(/[^/]+/actions/confirm)?"
    r"|airline_initiated_changes/[^/]+/actions/accept)"
)


@dataclass
class Answer:
    """What a handler says: data, and rows to be spread into it; or raw bytes of some other type."""

    data: object = None
    status: int = 200
    meta: Json | None = None
    rows: list[bytes] | None = None
    rows_as: str | None = None
    raw: bytes | None = None
    content_type: str = _JSON

    def bytes(self) -> bytes:
        if self.raw is not None:
            return self.raw
        if self.status == 204:
            return b""
        if self.rows is None:
            data = _dumps(self.data)
        elif self.rows_as is None:
            data = b"[" + b",".join(self.rows) + b"]"
        else:
            head = _dumps(self.data)[:-1]
            comma = b"," if len(head) > 1 else b""
            data = head + comma + _dumps(self.rows_as) + b":[" + b",".join(self.rows) + b"]}"
        meta = b"" if self.meta is None else b',"meta":' + _dumps(self.meta)
        return b'{"data":' + data + meta + b"}"


@dataclass
class Call:
    """One request that was let in."""

    world: World
    method: str
    path: str
    params: dict[str, str]
    query: list[tuple[str, str]]
    data: Json
    route: str | None
    facts: Json
    log: Json = field(default_factory=dict)

    def asked(self, name: str) -> str | None:
        """A query value by its name; the last one counts."""
        return next((value for key, value in reversed(self.query) if key == name), None)

    def all_asked(self, name: str) -> list[str]:
        """Every value of a repeated query key, with or without its brackets."""
        return [value for key, value in self.query if key in (name, f"{name}[]")]

    def trouble(self, *kinds: str) -> Json | None:
        """Trouble of these kinds that strikes this call."""
        return self.world.scenarios.take(frozenset(kinds), self.method, self.path, self.route, self.facts)


Handler = Callable[[Call], Awaitable[Answer]]


def _dumps(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


async def in_slices(made: Iterable[Json]) -> list[bytes]:
    """Rows encoded one after the other; others are answered between."""
    loop = asyncio.get_running_loop()
    rows: list[bytes] = []
    pause = loop.time() + _SLICE_SECONDS
    for row in made:
        rows.append(_dumps(row))
        if loop.time() > pause:
            await asyncio.sleep(0)
            pause = loop.time() + _SLICE_SECONDS
    return rows


class Limits:
    """How many requests each token may send within a minute, searches apart."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, str], tuple[datetime, int]] = {}

    def count(self, token: str, kind: str, most: int, now: datetime) -> tuple[int, datetime]:
        """(how many are left, end of the window) after this one; less than nothing is too many."""
        ends, used = self._windows.get((token, kind), (now, 0))
        if ends <= now or ends > now + _WINDOW:
            ends, used = now + _WINDOW, 0
        self._windows[token, kind] = (ends, used + 1)
        return most - used - 1, ends

    def clear(self) -> None:
        self._windows.clear()


class Door:
    """Lets calls in and answers out."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.limits = Limits()

    def to(self, handler: Handler, *, search: bool = False) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint behind the full door."""

        async def endpoint(request: Request) -> Response:
            return await self._serve(request, handler, "search" if search else "general", guarded=True)

        return endpoint

    def beside(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint for the practice calls: no token, no version, no limit, no trouble."""

        async def endpoint(request: Request) -> Response:
            return await self._serve(request, handler, "", guarded=False)

        return endpoint

    async def _serve(self, request: Request, handler: Handler, kind: str, guarded: bool) -> Response:
        request_id = secrets.token_urlsafe(15)
        headers = {"x-request-id": request_id, "date": format_datetime(self.world.now(), usegmt=True)}
        log: Json = {}
        try:
            raw = await request.body()
            if guarded:
                self._check(request, kind, headers)
                if request.method == "POST" and _WATCHED.fullmatch(request.url.path):
                    log = self._note(request, raw)
            call = self._call(request, raw, log)
            response = await self._answer(call, request, handler, headers, guarded)
        except Refusal as refusal:
            if log:
                log |= {"status": refusal.status, "code": refusal.faults[0].code}
            body = _dumps(refusal.body(request_id))
            response = _Plain(body, refusal.status, _JSON, headers)
        if log and not isinstance(response, _HungUp):
            log["status"] = response.status_code
        if log:
            self.world.keep_request(log)
        return response

    async def _answer(
        self, call: Call, request: Request, handler: Handler, headers: dict[str, str], guarded: bool
    ) -> Response:
        trouble = call.trouble(*_DOOR_TROUBLE) if guarded else None
        if trouble and not trouble.get("after") and trouble["kind"] != "truncate":
            told = await self._trouble(trouble, headers)
            if told is not None:
                return told
        answer = await handler(call)
        if trouble and trouble.get("after"):
            told = await self._trouble(trouble, headers)
            if told is not None:
                return told
        body = await asyncio.to_thread(answer.bytes) if answer.rows else answer.bytes()
        if trouble and trouble["kind"] == "truncate":
            return _Cut(body, answer.status, answer.content_type, headers)
        if len(body) > _WORTH_ZIPPING and "gzip" in request.headers.get("accept-encoding", ""):
            headers |= {"content-encoding": "gzip", "vary": "accept-encoding"}
            body = await asyncio.to_thread(gzip.compress, body, 2, mtime=0)
        return _Plain(body, answer.status, answer.content_type, headers)

    async def _trouble(self, trouble: Json, headers: dict[str, str]) -> Response | None:
        """What the trouble answers, or None when it only took time."""
        match trouble["kind"]:
            case "delay":
                await asyncio.sleep(trouble["seconds"])
                return None
            case "drop":
                return _HungUp()
            case "answer":
                return _Plain(trouble["body"].encode(), trouble["status"], trouble["content_type"], headers)
        if trouble["code"] == "rate_limit_exceeded":
            again = self.world.now() + timedelta(seconds=trouble.get("seconds", 1))
            headers |= {"ratelimit-remaining": "0", "ratelimit-reset": format_datetime(again, usegmt=True)}
        raise refusal_of(trouble)

    def _note(self, request: Request, raw: bytes) -> Json:
        """Write down that an order or a payment was asked for, before anything can go wrong with it."""
        try:
            data = json.loads(raw)["data"]
            asked = {"offers": data.get("selected_offers"), "order": data.get("order_id")}
            asked["metadata"] = data.get("metadata")
        except (ValueError, KeyError, TypeError, AttributeError):
            asked = {}
        log: Json = {"at": instant(self.world.now()), "path": request.url.path, "status": None, "code": None} | asked
        self.world.keep_request(log)
        return log

    def _check(self, request: Request, kind: str, headers: dict[str, str]) -> None:
        token = request.headers.get("authorization", "")
        settings = self.world.settings
        most = settings.searches_per_minute if kind == "search" else settings.requests_per_minute
        left, ends = self.limits.count(token, kind, most, self.world.now())
        headers |= {
            "ratelimit-limit": str(most),
            "ratelimit-remaining": str(max(0, left)),
            "ratelimit-reset": format_datetime(ends, usegmt=True),
        }
        _check_token(_token(request), request.method)
        _check_version(request)
        _check_accept(request)
        if left < 0:
            message = "Too many requests hit the API too quickly. Retry after the time in `ratelimit-reset`."
            raise refuse("rate_limit_exceeded", message)

    def _call(self, request: Request, raw: bytes, log: Json) -> Call:
        data = _data(request, raw) if request.method in ("POST", "PATCH", "PUT") and raw else {}
        path = request.url.path
        text = f"{path}?{request.url.query} {raw.decode(errors='replace') if len(raw) < 200_000 else ''}"
        route = self.world.route_in(text) or _asked_route(data)
        query = list(request.query_params.multi_items())
        params = {name: str(value) for name, value in request.path_params.items()}
        facts = self.world.facts_in(text, data)
        return Call(self.world, request.method, path, params, query, data, route, facts, log)


def refusal_of(trouble: Json) -> Refusal:
    """The refusal a scenario's data describes."""
    code = str(trouble["code"])
    message = str(trouble.get("message", f"The practice airline was asked to answer {code}."))
    return Refusal([Fault(code, message, trouble.get("pointer"), trouble.get("airline"))], trouble.get("status"))


def _token(request: Request) -> str:
    header = request.headers.get("authorization")
    if header is None:
        raise refuse("missing_authorization_header", "The 'Authorization' header needs to be set.")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise refuse("invalid_authorization_header", "The 'Authorization' header must be 'Bearer <token>'.")
    return token.strip()


def _check_token(token: str, method: str) -> None:
    if not token.startswith("duffel_test_"):
        raise refuse("access_token_not_found", "The access token used is not recognized by our system.")
    if token.startswith("duffel_test_expired"):
        raise refuse("expired_access_token", "The access token used has expired.")
    if token.startswith("duffel_test_readonly") and method != "GET":
        raise refuse("insufficient_permissions", "The access token used may only read.")


def _check_version(request: Request) -> None:
    version = request.headers.get("duffel-version")
    if version is None:
        raise refuse("missing_version_header", "The 'Duffel-Version' header needs to be set.")
    if version in ("beta", "v1"):
        raise refuse("unsupported_version", f"The version '{version}' is no longer supported.")
    if version != "v2":
        raise refuse("invalid_version_header", f"The version '{version}' is not a version of the API.")


def _check_accept(request: Request) -> None:
    kinds = [part.split(";")[0].strip() for part in request.headers.get("accept", "*/*").split(",")]
    if not {"application/json", "application/*", "*/*"} & set(kinds):
        raise refuse("unsupported_format", "Only 'application/json' can be answered.")


def _data(request: Request, raw: bytes) -> Json:
    kind = request.headers.get("content-type")
    if kind is None:
        raise refuse("missing_content_type_header", "The 'Content-Type' header needs to be set.")
    if kind.split(";")[0].strip().lower() != "application/json":
        raise refuse("invalid_content_type_header", "The 'Content-Type' header must be 'application/json'.")
    try:
        body: Any = json.loads(raw)
    except ValueError as error:
        raise refuse("bad_request", "The body is not JSON.") from error
    if not isinstance(body, dict) or "data" not in body:
        raise refuse("missing_data_param", "The 'data' parameter is missing.")
    if not isinstance(body["data"], dict):
        raise refuse("invalid_data_param", "The 'data' parameter must be an object.")
    return body["data"]


def _asked_route(data: Json) -> str | None:
    slices = data.get("slices")
    if isinstance(slices, list) and slices and isinstance(slices[0], dict):
        return f"{slices[0].get('origin')}-{slices[0].get('destination')}"
    return None


class _Plain(Response):
    """An answer sent whole."""

    def __init__(self, body: bytes, status: int, content_type: str, headers: dict[str, str]) -> None:
        super().__init__(body, status, headers)
        if status != 204:
            self.headers["content-type"] = content_type


class _HungUp(Response):
    """No answer at all: the line is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"]["line"].hang_up()
        await asyncio.sleep(0.05)


class _Cut(_Plain):
    """An answer of which only the first half arrives."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body[: len(self.body) // 2], "more_body": True})
        scope["state"]["line"].hang_up()
        await asyncio.sleep(0.05)
