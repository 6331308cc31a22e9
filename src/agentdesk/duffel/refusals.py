"""Every error code of the upstream, and what an answer proves when something was to change (API.md 2).

The rule, in one sentence: only a Duffel error envelope whose every code is known to mean "no" proves that nothing
happened; silence, success without a readable order, and anything unknown prove nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from agentdesk.duffel.wire.envelopes import ErrorAnswer, ErrorEntry
from agentdesk.travel.errors import (
    NotAllowed,
    OfferGone,
    RefusedByUpstream,
    TooManyCalls,
    TravelError,
    UnknownThere,
)

AUTHENTICATION = "authentication_error"
REQUEST = "invalid_request_error"
VALIDATION = "validation_error"
STATE = "invalid_state_error"
AIRLINE = "airline_error"
RATE = "rate_limit_error"
API = "api_error"
FRAUD = "fraud_error"
UNRECORDED = ""  # the type is not recorded anywhere


@dataclass(frozen=True, slots=True)
class Code:
    """A code of API.md 2.4: its type, the HTTP statuses it comes with, whether a 4xx with it proves a plain "no"."""

    type: str
    statuses: tuple[int, ...]
    proves_no: bool = True


def _table(type_: str, status: int, codes: str) -> dict[str, Code]:
    return {code: Code(type_, (status,)) for code in codes.split()}


CODES: dict[str, Code] = {
    **_table(
        AUTHENTICATION,
        401,
        "missing_authorization_header invalid_authorization_header access_token_not_found expired_access_token",
    ),
    **_table(AUTHENTICATION, 403, "insufficient_permissions"),
    **_table(REQUEST, 403, "unavailable_feature"),
    **_table(
        REQUEST,
        400,
        "missing_version_header invalid_version_header unsupported_version unavailable_in_version "
        "missing_content_type_header invalid_content_type_header "
        "missing_data_param invalid_data_param malformed_data_param bad_request",
    ),
    **_table(REQUEST, 406, "unsupported_format"),
    "not_found": Code(REQUEST, (404, 422)),
    "rate_limit_exceeded": Code(RATE, (429,), proves_no=False),
    "internal_server_error": Code(API, (500,), proves_no=False),
    "gateway_timeout_error": Code(API, (504,), proves_no=False),
    **_table(
        VALIDATION,
        422,
        "validation_required validation_format validation_length validation_inclusion validation_type "
        "validation_unique validation_checksum invalid_field_sets no_match unsafe_unique "
        "not_valid_with_selected_offer offer_request_already_booked "
        "payment_amount_does_not_match_order_amount payment_currency_does_not_match_order_currency "
        "payments_not_allowed_for_order_type services_not_allowed_for_order_type "
        "duplicate_passenger_name duplicate_passenger_names "
        "invalid_passenger_name invalid_passenger_title invalid_phone_number invalid_email_address "
        "order_type_not_eligible_for_payment",
    ),
    **_table(
        AIRLINE,
        422,
        "offer_no_longer_available price_changed unsupported_action ancillary_service_not_available "
        "invalid_loyalty_card",
    ),
    **_table(
        STATE,
        422,
        "offer_expired insufficient_balance already_paid already_cancelled past_payment_required_by_date "
        "schedule_changed order_cancellation_stale order_not_cancellable order_not_changeable "
        "order_change_already_actioned webhook_client_error emails_not_unique",
    ),
    "invalid_order_create_type": Code(STATE, (422, 400)),
    **_table(
        UNRECORDED,
        422,
        "payment_declined order_passengers_incompatible_with_offer ineligible_airline_credit "
        "invalid_card_expiration_date invalid_intended_card three_d_secure_session_not_found "
        "three_d_secure_session_not_ready_for_payment three_d_secure_session_expired "
        "pay_later_order_no_payment_for_ancillaries order_not_changeable_yet modified_externally invalid_order "
        "stale_airline_initiated_change_accept stale_airline_initiated_change_update",
    ),
    "high_fraud_risk": Code(FRAUD, (422,)),
    "order_not_created": Code(AIRLINE, (502,)),
    "airline_unknown": Code(AIRLINE, (502, 500, 400, 401), proves_no=False),
    "airline_internal": Code(AIRLINE, (502, 500), proves_no=False),
    "duplicate_booking": Code(AIRLINE, (422,), proves_no=False),
    "order_creation_already_attempted": Code(STATE, (422,), proves_no=False),
}

_NEVER_CREATED = "order_not_created"  # proves a "no" whatever the status
_GONE = frozenset({"offer_no_longer_available", "offer_expired", "offer_request_already_booked"})


class Proof(StrEnum):
    """What an answer proves of a change that was asked for."""

    DONE = "done"
    NOTHING_HAPPENED = "nothing_happened"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One entry of an error envelope, in plain texts."""

    code: str
    type: str
    message: str
    field: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Refusals:
    """A Duffel error envelope; it has at least one entry."""

    entries: tuple[Refusal, ...]
    request_id: str

    @property
    def first(self) -> Refusal:
        return self.entries[0]

    @property
    def message(self) -> str:
        """All that was said, each sentence once."""
        return " ".join(dict.fromkeys(one.message for one in self.entries if one.message))


_decoder = msgspec.json.Decoder(ErrorAnswer)


def refusals_in(body: bytes) -> Refusals | None:
    """The error envelope in a body; None when it is none (HTML of a proxy, plain text, cut short)."""
    try:
        answer = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    entries = tuple(_entry(one) for one in answer.errors)
    if not entries or not all(one.code for one in entries):
        return None
    return Refusals(entries, _text(answer.meta.request_id) if answer.meta else "")


def _entry(wire: ErrorEntry) -> Refusal:
    source = wire.source if isinstance(wire.source, dict) else {}
    return Refusal(
        code=_text(wire.code),
        type=_text(wire.type),
        message=_text(wire.message) or _text(wire.title),
        field=_text(source.get("field")),
        pointer=_text(source.get("pointer")),
    )


def _text(value: Any) -> str:
    """Texts as they are; a number as its digits (a live answer had the code 400)."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def outcome_of_write(status: int, body: bytes, *, done: int = 201) -> Proof:
    """What status and body prove of a change. `done` is the status by which this call says that it happened.

    Whether a body with that status can be read is for the caller to see: if not, the outcome is unknown.
    """
    if status == done:
        return Proof.DONE
    found = refusals_in(body)
    if found is None:
        return Proof.UNKNOWN
    if all(one.code == _NEVER_CREATED for one in found.entries) and status >= 400:
        return Proof.NOTHING_HAPPENED
    if status == 503:
        return Proof.NOTHING_HAPPENED
    if status == 429 or not 400 <= status < 500:
        return Proof.UNKNOWN
    return Proof.NOTHING_HAPPENED if all(_proves_no(one.code) for one in found.entries) else Proof.UNKNOWN


@dataclass(frozen=True, slots=True)
class RefusalWords:
    """How a refused change was refused; `pointer` says what in the request it was about."""

    code: str
    message: str
    request_id: str
    pointer: str


def words_of_refusal(status: int, body: bytes, request_id: str) -> RefusalWords:
    """What was said with a "no"; the status stands in where nothing was."""
    found = refusals_in(body)
    if found is None:
        return RefusalWords(f"http_{status}", "", request_id, "")
    return RefusalWords(found.first.code, found.message, found.request_id or request_id, found.first.pointer)


def _proves_no(code: str) -> bool:
    known = CODES.get(code)
    return known is not None and known.proves_no


def refusal(status: int, body: bytes, request_id: str = "", until: datetime | None = None) -> TravelError | None:
    """The error that an answer with this status stands for when a question was asked; None for a good one.

    A body without an envelope keeps what the status tells: `code` is then "http_<status>". None is also returned for
    statuses that tell nothing without an envelope (5xx, redirects, odd 4xx): the caller knows best what that means.
    """
    if status < 300:
        return None
    found = refusals_in(body)
    if found is None and status not in (401, 403, 404, 429):
        return None
    code = found.first.code if found else f"http_{status}"
    kind = _kind(status, code)
    error = kind(
        code,
        found.message if found else "",
        field=found.first.field if found else "",
        pointer=found.first.pointer if found else "",
        request_id=(found.request_id if found else "") or request_id,
        status=status,
    )
    if isinstance(error, TooManyCalls):
        error.until = until
    return error


def _kind(status: int, code: str) -> type[RefusedByUpstream]:
    if status in (401, 403):
        return NotAllowed
    if status == 429 or code == "rate_limit_exceeded":
        return TooManyCalls
    if code in _GONE:
        return OfferGone
    if status == 404:
        return UnknownThere
    return RefusedByUpstream
