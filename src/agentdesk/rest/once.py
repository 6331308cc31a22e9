"""A key makes a call happen once: the same key and body get the same answer for thirty days."""

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from typing import Annotated

from fastapi import Header, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints

from agentdesk.desk.agency import Kept, OtherBody
from agentdesk.rest.access import Caller
from agentdesk.rest.refusing import KEY_BUSY, KEY_REUSED, Refusal, Retry, body
from agentdesk.travel.errors import NotKept

_log = logging.getLogger(__name__)

Key = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")] | None,
    Header(alias="Idempotency-Key", description="the same key and body give the same answer for 30 days"),
]


def attempts_of(caller: Caller, key: str | None) -> Iterator[str]:
    """Our own ids of an intention: the key, when one is sent, so that all processes know it by the same name.

    The later ones are for when those before have proved to be nothing; no key has a space.
    """
    if key is None:
        yield caller.office.desk.new_id()
        return
    yield f"{caller.agent.id}:{key}"
    yield from (f"{caller.agent.id}:{key} {number}" for number in count(2))


async def once(
    caller: Caller, request: Request, key: str | None, deed: Callable[[], Awaitable[tuple[int, BaseModel]]]
) -> Response:
    """The deed's answer, or the one that the key was given before.

    A refusal that says that nothing has happened and that it may be sent again frees the key.
    """
    if key is None:
        return answered(*await deed())
    office = caller.office
    digest = hashlib.sha256(b"\n".join((request.method.encode(), request.url.path.encode(), await request.body())))
    try:
        before = await office.answers.begin(caller.agent.id, key, digest.hexdigest(), office.desk.clock())
    except OtherBody as other:
        raise Refusal(KEY_REUSED) from other
    if isinstance(before, Kept):
        return Response(before.answer, before.status, media_type="application/json")
    if not before:
        raise Refusal(KEY_BUSY)
    try:
        status, answer = await deed()
    except Refusal as refusal:
        if refusal.answer.retry is Retry.NEVER:
            told = body(refusal.answer, caller.request_id, field=refusal.field, extra=refusal.extra)
            await _kept_if_can(
                office.answers.finish(caller.agent.id, key, Kept(refusal.answer.status, json.dumps(told)))
            )
        else:
            await _kept_if_can(office.answers.give_back(caller.agent.id, key))
        raise
    except BaseException:
        await _kept_if_can(office.answers.give_back(caller.agent.id, key))
        raise
    response = answered(status, answer)
    await _kept_if_can(office.answers.finish(caller.agent.id, key, Kept(status, bytes(response.body).decode())))
    return response


async def _kept_if_can(work: Awaitable[None]) -> None:
    """What has happened is told in any case. A key that could not be finished is busy for a while; then the journal
    knows what became of it."""
    try:
        await work
    except NotKept as trouble:
        _log.error("the answer to a key could not be kept: %s", trouble)


def answered(status: int, answer: BaseModel) -> Response:
    """Written by the model itself: FastAPI would take it apart first, which takes longer than all the rest."""
    return Response(answer.model_dump_json(), status, media_type="application/json")
