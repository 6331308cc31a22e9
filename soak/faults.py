"""What can go wrong between the desk and its airline, as data, and how it is drawn from a seed."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Acts(StrEnum):
    """When the airline gets the request that went wrong."""

    NOW = "now"
    LATER = "later"  # after the answer, or after nobody waits for it any more
    NEVER = "never"


class Kind(StrEnum):
    """What the desk sees of a call."""

    NONE = "no fault"
    REFUSED = "connection refused"
    CONNECT_TIMEOUT = "connect time-out"
    READ_TIMEOUT = "read time-out"
    RESET = "connection reset"
    CLOSED = "answer lost"
    TRUNCATED = "truncated body"
    MALFORMED = "malformed body"
    HTML = "HTML 5xx"
    CODE = "error code"
    LIMITED = "429"
    SILENT = "200 or 202"
    DRIP = "slow drip"
    REDIRECT = "redirect"
    KILLED_IN_FLIGHT = "killed while in flight"
    KILLED_BEFORE_ANSWER = "killed before the answer"
    SLEPT = "a day's sleep while in flight"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what is seen, whether the airline acts, and the detail (status, code, body) where there is one."""

    kind: Kind
    acts: Acts = Acts.NEVER
    status: int = 0
    code: str = ""
    body: bytes = b""
    seconds: float = 0.0  # until a late act

    @property
    def is_deadly(self) -> bool:
        """Whether the desk's process is killed by it."""
        return self.kind in (Kind.KILLED_IN_FLIGHT, Kind.KILLED_BEFORE_ANSWER)


CLEAN = Fault(Kind.NONE, Acts.NOW)
JSON = "application/json; charset=utf-8"

# Codes of API.md 2.4 with their statuses, written down here on their own: the judge shares no table with the judged.
_NO = {
    422: (
        "validation_required validation_format validation_length validation_inclusion validation_type "
        "validation_unique validation_checksum invalid_field_sets unsafe_unique not_valid_with_selected_offer "
        "not_found no_match offer_no_longer_available offer_expired price_changed "
        "insufficient_balance offer_request_already_booked payment_amount_does_not_match_order_amount already_paid "
        "payment_currency_does_not_match_order_currency services_not_allowed_for_order_type already_cancelled "
        "ancillary_service_not_available duplicate_passenger_name past_payment_required_by_date schedule_changed "
        "order_cancellation_stale order_not_cancellable payment_declined high_fraud_risk invalid_phone_number "
        "unsupported_action order_type_not_eligible_for_payment duplicate_passenger_names invalid_email_address "
        "invalid_passenger_name invalid_passenger_title invalid_loyalty_card order_passengers_incompatible_with_offer "
        "payments_not_allowed_for_order_type invalid_order_create_type ineligible_airline_credit "
        "invalid_card_expiration_date invalid_intended_card three_d_secure_session_not_found "
        "three_d_secure_session_not_ready_for_payment three_d_secure_session_expired "
        "pay_later_order_no_payment_for_ancillaries order_not_changeable order_not_changeable_yet "
        "order_change_already_actioned modified_externally invalid_order stale_airline_initiated_change_accept "
        "stale_airline_initiated_change_update webhook_client_error emails_not_unique"
    ),
    400: (
        "bad_request missing_version_header invalid_version_header unsupported_version unavailable_in_version "
        "missing_content_type_header invalid_content_type_header missing_data_param invalid_data_param "
        "malformed_data_param"
    ),
    401: "access_token_not_found expired_access_token missing_authorization_header invalid_authorization_header",
    403: "insufficient_permissions unavailable_feature",
    404: "not_found",
    406: "unsupported_format",
    502: "order_not_created",
    503: "service_unavailable",
}
REFUSING = tuple((status, code) for status, codes in _NO.items() for code in codes.split())
"""Answers that prove that nothing happened: the airline never acts behind them."""
DOUBTFUL = (
    (500, "internal_server_error"),
    (504, "gateway_timeout_error"),
    (502, "airline_unknown"),
    (500, "airline_internal"),
    (422, "duplicate_booking"),
    (422, "order_creation_already_attempted"),
    (422, "a_code_that_nobody_knows"),
    (418, "bad_request_of_tomorrow"),
    (502, "bad_gateway_error"),
)
"""Answers that prove nothing: the airline may have acted or not."""
GARBAGE = (
    b"",
    b"null",
    b"[]",
    b"{}",
    b'{"data": null}',
    b'{"data": {"id": 7}}',
    b'{"data": {"id": "ord_x", "slices": "none"}}',
    b'{"data": ',
    b"\xff\xfe\x00garbage",
    b"[" * 60_000,
    b'{"errors": []}',
    b'{"errors": [{}], "meta": {}}',
)
_LATE = (0.1, 0.4, 1.2)  # of the client's limit for a change: the last is after it has given up


def write_fault(chance: Random, limit: float) -> Fault:
    """What becomes of one change; `limit` is how long the client waits for it, in seconds."""
    maybe = chance.choice((Acts.NOW, Acts.NEVER, Acts.LATER))
    late = chance.choice(_LATE) * limit
    match chance.choices(_WRITES, _WEIGHTS)[0]:
        case Kind.READ_TIMEOUT:
            return Fault(Kind.READ_TIMEOUT, maybe, seconds=_LATE[-1] * limit)
        case Kind.MALFORMED:
            return Fault(Kind.MALFORMED, maybe, chance.choice((200, 201)), body=chance.choice(GARBAGE), seconds=late)
        case Kind.HTML:
            return Fault(Kind.HTML, maybe, chance.choice((500, 502, 503, 504)), seconds=late)
        case Kind.CODE if chance.random() < 0.5:
            status, code = chance.choice(REFUSING)
            return Fault(Kind.CODE, Acts.NEVER, status, code)
        case Kind.CODE:
            status, code = chance.choice(DOUBTFUL)
            return Fault(Kind.CODE, maybe, status, code, seconds=late)
        case Kind.LIMITED:
            return Fault(Kind.LIMITED, maybe, 429, "rate_limit_exceeded", seconds=late)
        case Kind.SILENT:
            return Fault(Kind.SILENT, maybe, chance.choice((200, 202)), body=b'{"data":{}}', seconds=late)
        case Kind.REDIRECT:
            return Fault(Kind.REDIRECT, maybe, chance.choice((301, 302, 303, 307, 308)), seconds=late)
        case Kind.DRIP:
            return Fault(Kind.DRIP, Acts.NOW, seconds=chance.choice((0.07, 2.1)) * limit)
        case Kind.TRUNCATED | Kind.KILLED_BEFORE_ANSWER | Kind.SLEPT as kind:
            return Fault(kind, Acts.NOW)
        case Kind.REFUSED | Kind.CONNECT_TIMEOUT as kind:
            return Fault(kind, Acts.NEVER)
        case kind:
            return Fault(kind, maybe, seconds=late)


_SHARES = {
    Kind.REFUSED: 4,
    Kind.CONNECT_TIMEOUT: 3,
    Kind.READ_TIMEOUT: 3,
    Kind.RESET: 8,
    Kind.CLOSED: 8,
    Kind.TRUNCATED: 6,
    Kind.MALFORMED: 8,
    Kind.HTML: 8,
    Kind.CODE: 16,
    Kind.LIMITED: 5,
    Kind.SILENT: 8,
    Kind.DRIP: 4,
    Kind.REDIRECT: 5,
    Kind.KILLED_IN_FLIGHT: 8,
    Kind.KILLED_BEFORE_ANSWER: 6,
    Kind.SLEPT: 1,
}
_WRITES, _WEIGHTS = tuple(_SHARES), tuple(_SHARES.values())


_READS = (
    *(Kind.RESET, Kind.CLOSED, Kind.TRUNCATED, Kind.MALFORMED, Kind.HTML, Kind.CODE, Kind.LIMITED),
    *(Kind.READ_TIMEOUT, Kind.REDIRECT, Kind.DRIP),
)


def read_fault(chance: Random, limit: float) -> Fault:
    """What becomes of one question; `limit` is how long the client waits for it, in seconds."""
    match chance.choice(_READS):
        case Kind.REDIRECT:
            return Fault(Kind.REDIRECT, Acts.NOW, chance.choice((301, 302, 303, 307, 308)))
        case Kind.DRIP:
            return Fault(Kind.DRIP, Acts.NOW, seconds=chance.choice((0.2, 2.1)) * limit)
        case Kind.MALFORMED:
            return Fault(Kind.MALFORMED, Acts.NOW, 200, body=chance.choice(GARBAGE))
        case Kind.HTML:
            return Fault(Kind.HTML, Acts.NOW, chance.choice((500, 502, 503, 504)))
        case Kind.CODE:
            status, code = chance.choice(DOUBTFUL[:2])
            return Fault(Kind.CODE, Acts.NOW, status, code)
        case Kind.LIMITED:
            return Fault(Kind.LIMITED, Acts.NOW, 429, "rate_limit_exceeded")
        case kind:
            return Fault(kind, Acts.NOW)
