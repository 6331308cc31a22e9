"""What may stand in a log or a crash report: judged by type, so that no person and no token gets there by a slip."""

import json
import logging
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from agentdesk.travel.errors import RefusedByUpstream, TravelError

_PLAIN = (bool, int, float, Decimal, datetime, timedelta, Enum, type(None))
"""Types that name nobody. A `date` may be a birthday, so it is none of them."""

_PATTERNS = (
    (re.compile(r"duffel_(?:live|test)_[\w.~+/=-]+"), "<token>"),
    (
        re.compile(r"(?i)\b(bearer|basic|token|passphrase|password|secret)(\s*[:=]\s*|\s+)[\w.~+/=-]{8,}"),
        r"\1 <secret>",
    ),
    (re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+"), "<e-mail>"),
    (re.compile(r"[A-Z0-9<]{9,}<[A-Z0-9<]{9,}"), "<passport line>"),
    (re.compile(r"(?<![\w-])\+\d[\d ().-]{5,}\d"), "<phone>"),
    (re.compile(r"(?<![\w-])(?:19|20)\d\d-[01]\d-[0-3]\d(?![\w:-]| \d\d:\d\d)"), "<date>"),
    (re.compile(r"(?<=\w)://[^\s/@]+:[^\s/@]+@"), "://<password>@"),
)
_DEEPEST = 8  # errors told of a chain
_LONGEST = 2_000  # letters of a message


class RedactedLines(logging.Formatter):
    """One JSON object a line: `at`, `level`, `logger`, `message`, and the `trace` of an error."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.said(record), ensure_ascii=False)

    def said(self, record: logging.LogRecord) -> dict[str, str]:
        """What the line says; for those who have more to say."""
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            said["trace"] = trace(record.exc_info[1])
        return said


def message(record: logging.LogRecord) -> str:
    """The sentence of a record, its arguments told as far as their types allow."""
    words = str(record.msg) if isinstance(record.msg, str) else redacted(record.msg)
    if record.name == "asyncio":  # its second line is the repr of a task, with all that the task was about
        words = words.partition("\n")[0]
    try:
        if isinstance(record.args, Mapping):
            words %= {name: _argument(value) for name, value in record.args.items()}
        elif record.args:
            words %= tuple(_argument(value) for value in record.args)
    except (TypeError, ValueError, KeyError):
        words += " <arguments that do not fit>"
    return scrubbed(words)[:_LONGEST]


def _argument(value: object) -> object:
    return value if isinstance(value, _PLAIN) and not isinstance(value, Enum) else redacted(value)


def redacted(value: object) -> str:
    """A value in words that name nobody: numbers and instants as they are, texts scrubbed, all else by its type."""
    match value:
        case str():
            return scrubbed(value)
        case bytes():
            return f"<{len(value)} bytes>"
        case RefusedByUpstream():  # its message is the upstream's, who may quote what was typed
            return f"{type(value).__name__}: {scrubbed(value.code)}" + _request(value.request_id)
        case TravelError():
            return f"{type(value).__name__}: {scrubbed(str(value))}" + _request(getattr(value, "request_id", ""))
        case OSError():
            return f"{type(value).__name__}: {value.strerror or value.errno or '-'}"
        case BaseException():
            return type(value).__name__  # what it says may quote anything
        case Path():
            return scrubbed(_below_home(value))
        case Enum():
            return str(value.value) if isinstance(value.value, str | int) else value.name
        case _ if isinstance(value, _PLAIN):
            return str(value)
        case _:
            return f"<{type(value).__name__}>"


def scrubbed(text: str) -> str:
    """A text without what looks like a token, a password, an address, a phone, a birthday or a passport's line."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def trace(bug: BaseException) -> str:
    """Where it came from: files, lines and functions, and the kinds of errors; no values and no words of theirs."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = bug
    while current is not None and id(current) not in seen and len(parts) < _DEEPEST:
        seen.add(id(current))
        parts.append("\n".join([*_frames(current), redacted(current)]))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    told = "\ncaused by\n".join(parts)
    if isinstance(bug, BaseExceptionGroup):
        told += "".join(f"\none of them\n{trace(one)}" for one in bug.exceptions[:_DEEPEST])
    return told


def _frames(bug: BaseException) -> list[str]:
    found = traceback.extract_tb(bug.__traceback__)
    return [f"  {_short(one.filename)}:{one.lineno} in {one.name}" for one in found]


def _short(filename: str) -> str:
    """From the package on: what stands before it names this machine's user."""
    parts = Path(filename).parts
    for root in ("site-packages", "dist-packages", "src", "lib"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) :])
    return parts[-1] if parts else filename


def _below_home(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def _request(request_id: Any) -> str:
    return f" (request {scrubbed(str(request_id))})" if request_id else ""
