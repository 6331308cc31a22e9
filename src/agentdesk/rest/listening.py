"""Where the upstream says what has happened: signed, taken in at once, looked at afterwards."""

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from agentdesk.desk.hearing import NotGenuine
from agentdesk.rest.access import office_of
from agentdesk.rest.documented import errors
from agentdesk.rest.refusing import WRONG_SIGNATURE, Refusal

router = APIRouter(tags=["Upstream"])
_BODY = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}


@router.post(
    "/webhooks/duffel",
    status_code=204,
    response_class=Response,
    responses={
        **{code: said for code, said in errors().items() if code in (400, 413, 422, 500, 503)},
        401: {**errors()[401], "description": "the signature is missing, wrong, or older than five minutes"},
    },
    openapi_extra={"requestBody": _BODY},
)
async def hear(
    request: Request,
    x_duffel_signature: Annotated[str, Header(description="`t=<unix seconds>,v1=<hex>`, over the bytes as sent")] = "",
) -> Response:
    """For the upstream alone, and without an agent's token. An event that has come before is taken again."""
    try:
        await office_of(request).hear(await request.body(), x_duffel_signature)
    except NotGenuine as wrong:
        raise Refusal(WRONG_SIGNATURE) from wrong
    return Response(status_code=204)
