"""What the OpenAPI document says of errors: each status with the body that comes with it."""

from typing import Any

from agentdesk.rest.told import ErrorBody

_WHEN = {
    400: "malformed JSON or impossible parameters, such as a past date: mend the request",
    401: "no token, or a wrong one",
    402: "the payment was refused, or the balance is too low",
    403: "this agent's role does not allow it",
    404: "the offer or order is unknown, or the offer has ended: search again",
    409: "sold, changed or done already: read it again",
    413: "the body is too large",
    422: "a field or an amount is wrong; `field` is its path",
    429: "too many calls: wait as long as `Retry-After` says",
    500: "the service has failed",
    502: "the upstream has failed; `retry` says whether anything may have happened",
    503: "the upstream cannot be reached, or the disk is full: nothing was sent",
    504: "the upstream does not answer; nothing was to change",
}
_ALWAYS = (400, 401, 403, 413, 422, 429, 500, 502, 503, 504)


def errors(*more: int) -> dict[int | str, dict[str, Any]]:
    """The errors that every call may answer, and these."""
    codes = sorted({*_ALWAYS, *more})
    return {code: {"model": ErrorBody, "description": _WHEN[code]} for code in codes}
