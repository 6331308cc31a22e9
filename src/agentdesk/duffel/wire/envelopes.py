"""What is round every answer (API.md 1.2, 2.1): `data`, `meta`, `errors`. Split here, read elsewhere."""

from typing import Any

import msgspec


class Meta(msgspec.Struct, gc=False):
    after: str | None = None


class OneAnswer(msgspec.Struct, gc=False):
    """`{"data": {...}}`, the resource still as bytes."""

    data: msgspec.Raw


class ListAnswer(msgspec.Struct, gc=False):
    """`{"data": [...], "meta": {...}}`, each resource still as bytes; `meta` may be null or missing."""

    data: list[msgspec.Raw]
    meta: Meta | None = None


class BatchProgress(msgspec.Struct, gc=False):
    """A batch offer request as created or polled (API.md 4.3); the offers still as bytes."""

    id: str
    total_batches: int
    remaining_batches: int
    offers: list[msgspec.Raw] | None = None


class BatchAnswer(msgspec.Struct, gc=False):
    data: BatchProgress


class OfferRequestId(msgspec.Struct, gc=False):
    id: str


class OfferRequestAnswer(msgspec.Struct, gc=False):
    data: OfferRequestId


class ErrorEntry(msgspec.Struct, gc=False):
    """One of `errors`. `code` was once seen as a number; `source` has three shapes (API.md 2.1)."""

    type: Any = None
    code: Any = None
    title: Any = None
    message: Any = None
    source: Any = None


class ErrorMeta(msgspec.Struct, gc=False):
    request_id: Any = None


class ErrorAnswer(msgspec.Struct, gc=False):
    errors: list[ErrorEntry]
    meta: ErrorMeta | None = None
