"""The application: the calls, their errors, and what surrounds each of them."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from agentdesk.desk.servicing import QuoteStale
from agentdesk.resources import VERSION, read
from agentdesk.rest import auditing, documents, events, listening, ordering, searching, servicing
from agentdesk.rest.access import office_of, request_id_of
from agentdesk.rest.around import Around
from agentdesk.rest.ending import Ending
from agentdesk.rest.examples import put_examples
from agentdesk.rest.measuring import Measures, measures
from agentdesk.rest.office import Office
from agentdesk.rest.pages import pages
from agentdesk.rest.refusing import (
    BAD_FIELD,
    BAD_JSON,
    BROKEN,
    DISK,
    LINE,
    LINE_READ,
    STALE_QUOTE,
    TOO_MANY,
    UNKNOWN_OUTCOME,
    UNKNOWN_PATH,
    UNREADABLE,
    UPSTREAM_TOKEN,
    WRONG_METHOD,
    Answer,
    Refusal,
    body,
    of_upstream,
)
from agentdesk.travel.errors import (
    ConnectionLost,
    NeverSent,
    NotAllowed,
    NotKept,
    OutcomeUnknown,
    RefusedByUpstream,
    TooManyCalls,
    TravelError,
    Unreadable,
)

_log = logging.getLogger(__name__)


class _Application(FastAPI):
    """Its OpenAPI document has an example of every answer."""

    def openapi(self) -> dict[str, Any]:
        is_new = self.openapi_schema is None
        said = super().openapi()
        if is_new:
            put_examples(said, prefix="/api")
        return said


def application(office: Office, hosts: Sequence[str], ending: Ending | None = None) -> FastAPI:
    """The service over an office; only these names may stand in the `Host` header."""
    ending = ending or Ending()
    app = _Application(
        title="AgentDesk agency service",
        version=VERSION,
        summary="Sell flights through the agency's desk: search, hold, pay, cancel.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.office = office
    app.state.ending = ending
    api = APIRouter(prefix="/api")
    for one in (searching.router, ordering.router, servicing.router, documents.router, auditing.router, events.router):
        api.include_router(one)
    api.include_router(pages(read))
    app.include_router(api)
    app.include_router(listening.router)
    app.add_api_route("/health", _health, include_in_schema=False)
    app.add_api_route("/ready", _ready, include_in_schema=False)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(TravelError, _trouble)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    counts = Measures()
    counts.watch("searches_running", "Searches that airlines are still answering", office.sessions.running)
    app.include_router(measures(counts))
    app.add_middleware(Around, hosts=frozenset(hosts), measures=counts, ending=ending)
    return app


async def _ready(request: Request) -> Response:
    """Whether it can sell: it is not about to end, the database answers, the line to the airlines is not lost."""
    office = office_of(request)
    if request.app.state.ending.is_asked_for:
        return JSONResponse({"status": "ending"}, 503)
    try:
        await office.events.last()
    except NotKept:
        return JSONResponse({"status": "database"}, 503)
    return JSONResponse({"status": "line lost"}, 503) if office.desk.line.is_lost else JSONResponse({"status": "ready"})


async def _health() -> dict[str, str]:
    """The process lives; whether it can sell is for readiness to say."""
    return {"status": "ok", "version": VERSION}


def _answer(
    request: Request, answer: Answer, *, field: str = "", headers: dict[str, str] | None = None, **extra: object
) -> JSONResponse:
    said = body(answer, request_id_of(request), field=field, extra=extra)
    return JSONResponse(said, answer.status, headers)


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return _answer(request, refusal.answer, field=refusal.field, headers=refusal.headers, **refusal.extra)


async def _invalid(request: Request, invalid: Exception) -> Response:
    """Malformed JSON is 400; a field that is missing or wrong 422, by its path."""
    assert isinstance(invalid, RequestValidationError)
    first = invalid.errors()[0]
    if first["type"] == "json_invalid":
        return _answer(request, BAD_JSON)
    path = ".".join(str(part) for part in first["loc"][1:])
    sentence = str(first["msg"]).removeprefix("Value error, ")
    return _answer(
        request, Answer(BAD_FIELD.status, BAD_FIELD.code, f"{sentence}."), field=path or str(first["loc"][0])
    )


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return _answer(request, UNKNOWN_PATH)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _answer(request, WRONG_METHOD, headers={"Allow": _methods_at(request)})
    phrase = HTTPStatus(error.status_code).phrase.lower()
    answer = Answer(error.status_code, phrase.replace(" ", "_"), f"{phrase.capitalize()}.")
    return _answer(request, answer, headers=dict(error.headers or {}))


def _methods_at(request: Request) -> str:
    """Everything that can be done at this address; starlette names the methods of one route only."""
    parts = request.url.path.split("/")
    methods: set[str] = set()
    for path, calls in request.app.openapi()["paths"].items():
        named = path.split("/")
        if len(named) == len(parts) and all(n == p or n[:1] == "{" for n, p in zip(named, parts, strict=True)):
            methods.update(method.upper() for method in calls)
    return ", ".join(sorted(methods)) or "GET"


async def _trouble(request: Request, trouble: Exception) -> Response:
    """Expected trouble of the desk that no call has a better word for."""
    match trouble:
        case NotAllowed():
            answer = UPSTREAM_TOKEN
        case TooManyCalls():
            answer = TOO_MANY
        case RefusedByUpstream():
            answer = of_upstream(trouble.code)
        case NeverSent():
            answer = LINE
        case ConnectionLost():
            answer = LINE_READ
        case Unreadable():
            answer = UNREADABLE
        case NotKept():
            answer = DISK
        case OutcomeUnknown():
            answer = UNKNOWN_OUTCOME
        case QuoteStale():
            answer = STALE_QUOTE
        case _:
            _log.error("request %s: trouble without a word of its own: %r", request_id_of(request), trouble)
            answer = BROKEN
    headers = {"Retry-After": "60"} if answer is TOO_MANY else None
    return _answer(request, answer, headers=headers)
