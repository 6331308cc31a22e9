"""What the service logs: one JSON object a line, each with the request it belongs to, ours and the upstream's."""

import logging
import sys
from contextvars import ContextVar
from typing import TextIO

from agentdesk.desk.redacting import RedactedLines

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the call that is being answered; "" behind the scenes. What a call begins goes on under its id."""


class JsonLines(RedactedLines):
    """`at`, `level`, `logger`, `message`, and where there is one `request_id` and the `trace` of an error."""

    def said(self, record: logging.LogRecord) -> dict[str, str]:
        known = request_id.get()
        return super().said(record) | ({"request_id": known} if known else {})


def log_lines(stream: TextIO | None = None) -> None:
    """From now on everything that is logged goes to the stream, or to standard error."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "alembic", "uvicorn.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
