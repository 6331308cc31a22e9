"""What the OpenAPI document says of errors: each status with the body that comes with it, and an example of it."""

from typing import Any

from agentdesk.rest.refusing import (
    BROKEN,
    DISK,
    IMPOSSIBLE,
    LINE_READ,
    MISSING_TOKEN,
    NOT_ALLOWED,
    OFFER_TAKEN,
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
    UNKNOWN_OFFER,
    UNKNOWN_OUTCOME,
    WRONG_AMOUNT,
    Answer,
    body,
    of_upstream,
)
from agentdesk.rest.told import ErrorBody

_WHEN = {
    400: ("malformed JSON or impossible parameters, such as a past date: mend the request", IMPOSSIBLE),
    401: ("no token, or a wrong one", MISSING_TOKEN),
    402: ("the payment was refused, or the balance is too low", of_upstream("insufficient_balance")),
    403: ("this agent's role does not allow it", NOT_ALLOWED),
    404: ("the offer or order is unknown, or the offer has ended: search again", UNKNOWN_OFFER),
    408: ("the body did not come in time: send it again", TOO_SLOW),
    409: ("sold, changed or done already: read it again", OFFER_TAKEN),
    413: ("the body is too large", TOO_LARGE),
    422: ("a field or an amount is wrong; `field` is its path", WRONG_AMOUNT),
    429: ("too many calls: wait as long as `Retry-After` says", TOO_MANY),
    500: ("the service has failed", BROKEN),
    502: ("the upstream has failed; `retry` says whether anything may have happened", UNKNOWN_OUTCOME),
    503: ("the upstream cannot be reached, or the disk is full: nothing was sent", DISK),
    504: ("the upstream does not answer; nothing was to change", LINE_READ),
}
_ALWAYS = (400, 401, 403, 408, 413, 422, 429, 500, 502, 503, 504)
_FIELDS = {400: "slices.0.departure_date", 422: "payments.0.amount"}
_MORE = {422: {"costs": {"amount": "450.00", "currency": "USD"}}}


def errors(*more: int) -> dict[int | str, dict[str, Any]]:
    """The errors that every call may answer, and these."""
    return {code: _told(code, *_WHEN[code]) for code in sorted({*_ALWAYS, *more})}


def _told(code: int, when: str, answer: Answer) -> dict[str, Any]:
    request_id = "0f2c7c1e4b5a4d6f8e9d0a1b2c3d4e5f"
    said = body(answer, request_id, field=_FIELDS.get(code, ""), extra=_MORE.get(code))
    return {"model": ErrorBody, "description": when, "content": {"application/json": {"example": said}}}
