"""A key makes a call happen once: the same key and body get the same answer for thirty days."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Header, Request
from fastapi.responses import Response
from pydantic import BaseModel, StringConstraints

from agentdesk.desk.agency import Kept, OtherBody
from agentdesk.rest.access import Caller
from agentdesk.rest.refusing import KEY_BUSY, KEY_REUSED, Refusal, Retry, body

Key = Annotated[
    Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")] | None,
    Header(alias="Idempotency-Key", description="the same key and body give the same answer for 30 days"),
]


def attempt_of(caller: Caller, key: str | None) -> str:
    """Our own id of an intention: the key, when one is sent, so that all processes know it by the same name."""
    return f"{caller.agent.id}:{key}" if key else caller.office.desk.new_id()


async def once(
    caller: Caller, request: Request, key: str | None, deed: Callable[[], Awaitable[tuple[int, BaseModel]]]
) -> Response:
    """The deed's answer, or the one that the key was given before.

    A refusal that says that nothing has happened and that it may be sent again frees the key.
    """
    if key is None:
        return _response(*await deed())
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
            await office.answers.finish(caller.agent.id, key, Kept(refusal.answer.status, json.dumps(told)))
        else:
            await office.answers.give_back(caller.agent.id, key)
        raise
    except BaseException:
        await office.answers.give_back(caller.agent.id, key)
        raise
    text = answer.model_dump_json()
    await office.answers.finish(caller.agent.id, key, Kept(status, text))
    return Response(text, status, media_type="application/json")


def _response(status: int, answer: BaseModel) -> Response:
    return Response(answer.model_dump_json(), status, media_type="application/json")
