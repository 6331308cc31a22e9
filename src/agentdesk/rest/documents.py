"""Papers of an order: itinerary, receipt, hold confirmation and cancellation note, as PDF, text or calendar."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from agentdesk.desk.paper_content import Paper, PaperKind
from agentdesk.desk.papers_after_sale import fitting, paper_of
from agentdesk.rest.access import Caller, allowed
from agentdesk.rest.documented import errors
from agentdesk.rest.ordering import numbered, record_of, told
from agentdesk.rest.refusing import BAD_FIELD, BUSY_ORDER, NO_SUCH_PAPER, Answer, Refusal
from agentdesk.travel.agents import Right

router = APIRouter(tags=["Papers"])
Reader = Annotated[Caller, Depends(allowed(Right.READ_ORDERS))]


class PaperName(StrEnum):
    """A paper and its form. What has no flights to come has no calendar."""

    ITINERARY_PDF = "itinerary.pdf"
    ITINERARY_TXT = "itinerary.txt"
    ITINERARY_ICS = "itinerary.ics"
    RECEIPT_PDF = "receipt.pdf"
    RECEIPT_TXT = "receipt.txt"
    HOLD_PDF = "hold.pdf"
    HOLD_TXT = "hold.txt"
    HOLD_ICS = "hold.ics"
    CANCELLATION_PDF = "cancellation.pdf"
    CANCELLATION_TXT = "cancellation.txt"


_TYPES = {"pdf": "application/pdf", "txt": "text/plain; charset=utf-8", "ics": "text/calendar; charset=utf-8"}
_WHY = {
    PaperKind.RECEIPT: "There is no receipt: the order is not paid.",
    PaperKind.HOLD: "There is no hold confirmation: the order is not waiting to be paid.",
    PaperKind.CANCELLATION: "There is no cancellation note: the order is not cancelled.",
}


@router.get(
    "/orders/{order_id}/documents/{name}",
    response_class=Response,
    responses={
        **errors(404, 409),
        200: {
            "content": {kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in _TYPES.values()},
            "description": "the paper; `Content-Disposition` names it by the booking reference",
        },
    },
)
async def read_document(
    order_id: str,
    name: PaperName,
    caller: Reader,
    language: Annotated[str | None, Query(description="of the paper: en, de, fr, es, tr or ar")] = None,
) -> Response:
    """A paper from the order as last known, in the name of the agent who sold it. 409 where it does not fit."""
    office, wanted = caller.office, language or caller.office.preferences().language
    if wanted not in dict(office.desk.papers.languages):
        raise Refusal(BAD_FIELD, field="language")
    number = await numbered(caller, order_id)
    record = await record_of(caller, number)
    if record is None:
        await told(caller, number)  # 404 for one that never came to be
        raise Refusal(BUSY_ORDER)
    word, _, form = name.value.partition(".")
    kind, now = PaperKind(word), office.desk.clock()
    if kind not in fitting(record, now):
        raise Refusal(Answer(NO_SUCH_PAPER.status, NO_SUCH_PAPER.code, _WHY.get(kind, NO_SUCH_PAPER.message)))
    ours = replace(record, order=replace(record.order, id=number.id))  # no paper names the upstream's id
    paper = paper_of(kind, ours, office.preferences(), now, office.zone)
    content = await asyncio.to_thread(_made(caller, form), paper, wanted)
    reference = re.sub(r"[^A-Za-z0-9]", "", record.order.reference)
    headers = {
        "Content-Disposition": f'inline; filename="{word}-{reference}.{form}"',
        "Content-Language": wanted,
    }
    return Response(content, media_type=_TYPES[form], headers=headers)


def _made(caller: Caller, form: str) -> Callable[[Paper, str], bytes]:
    """How a paper is made in a form; blocking."""
    papers = caller.office.desk.papers
    if form == "pdf":
        return lambda paper, language: papers.pdf(paper, language=language)
    if form == "ics":
        return lambda paper, language: papers.calendar(paper, language=language)
    return lambda paper, language: papers.text(paper, language=language).encode()
