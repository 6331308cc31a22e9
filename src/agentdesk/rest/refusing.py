"""Errors of the service: every upstream code, and every trouble of the desk, to a status, a code and a sentence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Retry(StrEnum):
    """SAFE: nothing has happened, it may be sent again. AFTER_CHECK: look first. NEVER: it will be refused again."""

    SAFE = "safe"
    NEVER = "never"
    AFTER_CHECK = "after_check"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a trouble is told to a caller."""

    status: int
    code: str
    message: str
    retry: Retry = Retry.NEVER


class Refusal(Exception):
    """Ends a call with an error body. `extra` stands in it beside the usual fields, such as old and new prices."""

    def __init__(
        self,
        answer: Answer,
        *,
        field: str = "",
        extra: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(answer.code)
        self.answer = answer
        self.field = field
        self.extra = extra or {}
        self.headers = headers or {}


FOREIGN_HOST = Answer(400, "foreign_host", "The service is not called by this name.")
FOREIGN_SITE = Answer(403, "foreign_site", "The service is not called from the pages of another site.")
MISSING_TOKEN = Answer(401, "missing_token", "The call needs an agent's token in its Authorization header.")
WRONG_TOKEN = Answer(401, "wrong_token", "This token was never given, or it has been revoked.")
WRONG_SIGNATURE = Answer(401, "wrong_signature", "The signature is missing, wrong or too old.")
NOT_ALLOWED = Answer(403, "not_allowed", "This token's role does not allow that.")
UNKNOWN_SEARCH = Answer(404, "search_gone", "There is no such search, or its offers have ended: search again.")
UNKNOWN_OFFER = Answer(404, "offer_gone", "There is no such offer, or it has ended: search again.")
UNKNOWN_ORDER = Answer(404, "unknown_order", "There is no such order.")
UNKNOWN_AGENT = Answer(404, "unknown_agent", "There is no agent of this name.")
UNKNOWN_PATH = Answer(404, "unknown_path", "There is nothing at this address.")
WRONG_METHOD = Answer(405, "wrong_method", "This address is not called in that way.")
BAD_JSON = Answer(400, "malformed_json", "The body is not the JSON object that this call needs.")
IMPOSSIBLE = Answer(400, "impossible_search", "Nobody can fly that.")
BAD_FIELD = Answer(422, "invalid_field", "A field is missing or wrong.")
NO_SUCH_PLACE = Answer(422, "unknown_place", "There is no airport or city with this code.")
AMBIGUOUS = Answer(422, "ambiguous_passengers", "The passengers fit those of the search in several ways, or in none.")
TOO_LARGE = Answer(413, "body_too_large", "The body is larger than any call needs.")
TOO_SLOW = Answer(408, "body_too_slow", "The body did not come in time; nothing was done.", Retry.SAFE)
WRONG_AMOUNT = Answer(422, "wrong_amount", "The amount is not what it costs.")
NO_SUCH_SERVICE = Answer(422, "unknown_service", "This seat or bag is not for sale with the offer: read it again.")
PRICE_CHANGED = Answer(409, "price_changed", "The price has changed: agree to the new one, or search again.")
EXTRAS_GONE = Answer(409, "services_gone", "A seat or bag is no longer for sale: read the offer and its seats again.")
OFFER_TAKEN = Answer(409, "already_booked", "This offer has been ordered already, or is being ordered.")
NOT_HOLDABLE = Answer(422, "cannot_be_held", "The airline wants this offer to be paid at once.")
NO_SUCH_PAPER = Answer(409, "paper_does_not_fit", "The order has no such paper as it stands.")
STALE_QUOTE = Answer(409, "stale_quote", "The quote has ended or was replaced: here is a new one.")
KEY_REUSED = Answer(422, "idempotency_key_reused", "This key was used for another request.")
KEY_BUSY = Answer(409, "idempotency_key_busy", "The first call with this key is still under way.", Retry.AFTER_CHECK)
BUSY_ORDER = Answer(
    409, "order_busy", "Something is being done to this order whose outcome is not known yet.", Retry.AFTER_CHECK
)
TOO_MANY = Answer(429, "too_many_calls", "Too many calls: wait as long as Retry-After says.", Retry.SAFE)
BROKEN = Answer(
    500, "internal_error", "The service has failed; its keeper finds it by the request id.", Retry.AFTER_CHECK
)
DISK = Answer(503, "cannot_be_kept", "The service cannot write at the moment; nothing was sent.", Retry.SAFE)
LINE = Answer(503, "upstream_unreachable", "The airlines cannot be reached; nothing was sent.", Retry.SAFE)
LINE_READ = Answer(504, "upstream_silent", "The airlines do not answer; nothing was to change.", Retry.SAFE)
UNREADABLE = Answer(502, "upstream_unreadable", "The airlines' answer cannot be understood.", Retry.SAFE)
UPSTREAM_TOKEN = Answer(503, "upstream_refuses_us", "The agency's access upstream does not work; tell its keeper.")


def _all(answer: Answer, codes: str) -> dict[str, Answer]:
    return dict.fromkeys(codes.split(), answer)


_FIELD = Answer(422, "refused_field", "The airline does not take a field as it is.")
MOVED = Answer(409, "changed_by_airline", "The airline has changed or sold what was asked for: read it again.")
_GONE = Answer(409, "offer_no_longer_available", "The offer is no longer for sale: search again.")
PAID = Answer(409, "already_paid", "The order is paid already.")
CANCELLED = Answer(409, "already_cancelled", "The order is cancelled already.")
LATE = Answer(409, "deadline_passed", "The order was not paid in time.")
_BALANCE = Answer(402, "insufficient_balance", "The agency's balance is too low.")
_DECLINED = Answer(402, "payment_declined", "The payment was refused.")
CANNOT = Answer(422, "not_possible", "The airline does not allow that for this order.")
_OURS = Answer(502, "upstream_refused_request", "The upstream did not take the service's request; tell its keeper.")
_SILENT = Answer(502, "upstream_failed", "The upstream has failed; what was asked has not happened.", Retry.SAFE)
UNKNOWN_OUTCOME = Answer(
    502, "upstream_failed_unknown", "The upstream has failed, and nobody knows yet.", Retry.AFTER_CHECK
)

UPSTREAM: dict[str, Answer] = {
    **_all(
        UPSTREAM_TOKEN,
        "missing_authorization_header invalid_authorization_header access_token_not_found expired_access_token "
        "insufficient_permissions unavailable_feature",
    ),
    **_all(
        _OURS,
        "missing_version_header invalid_version_header unsupported_version unavailable_in_version "
        "missing_content_type_header invalid_content_type_header missing_data_param invalid_data_param "
        "malformed_data_param bad_request unsupported_format invalid_order_create_type webhook_client_error "
        "emails_not_unique unsafe_unique payments_not_allowed_for_order_type",
    ),
    **_all(
        _FIELD,
        "validation_required validation_format validation_length validation_inclusion validation_type "
        "validation_unique validation_checksum invalid_field_sets no_match not_valid_with_selected_offer "
        "duplicate_passenger_name duplicate_passenger_names invalid_passenger_name invalid_passenger_title "
        "invalid_phone_number invalid_email_address invalid_loyalty_card order_passengers_incompatible_with_offer "
        "services_not_allowed_for_order_type invalid_card_expiration_date invalid_intended_card "
        "ineligible_airline_credit",
    ),
    **_all(WRONG_AMOUNT, "payment_amount_does_not_match_order_amount payment_currency_does_not_match_order_currency"),
    **_all(_GONE, "offer_no_longer_available offer_expired"),
    **_all(OFFER_TAKEN, "offer_request_already_booked duplicate_booking order_creation_already_attempted"),
    **_all(PRICE_CHANGED, "price_changed"),
    **_all(
        MOVED,
        "schedule_changed ancillary_service_not_available modified_externally invalid_order "
        "stale_airline_initiated_change_accept stale_airline_initiated_change_update",
    ),
    **_all(PAID, "already_paid"),
    **_all(CANCELLED, "already_cancelled order_change_already_actioned"),
    **_all(LATE, "past_payment_required_by_date"),
    **_all(_BALANCE, "insufficient_balance"),
    **_all(
        _DECLINED,
        "payment_declined high_fraud_risk three_d_secure_session_not_found "
        "three_d_secure_session_not_ready_for_payment three_d_secure_session_expired",
    ),
    **_all(
        CANNOT,
        "order_type_not_eligible_for_payment order_not_cancellable order_not_changeable order_not_changeable_yet "
        "unsupported_action pay_later_order_no_payment_for_ancillaries",
    ),
    **_all(STALE_QUOTE, "order_cancellation_stale"),
    **_all(UNKNOWN_ORDER, "not_found"),
    **_all(TOO_MANY, "rate_limit_exceeded"),
    **_all(_SILENT, "order_not_created"),
    **_all(UNKNOWN_OUTCOME, "internal_server_error gateway_timeout_error airline_unknown airline_internal"),
}
"""Every code of API.md 2.4; a test holds it against the client's own table."""


def of_upstream(code: str) -> Answer:
    """What a caller is told for an upstream code; one that nobody knows is a failure of the upstream."""
    return UPSTREAM.get(code, UNKNOWN_OUTCOME)


def body(answer: Answer, request_id: str, *, field: str = "", extra: dict[str, Any] | None = None) -> dict[str, Any]:
    """The error body of REST.md."""
    said: dict[str, Any] = {"status": answer.status, "code": answer.code, "message": answer.message}
    if field:
        said["field"] = field
    return {"error": {**said, "retry": answer.retry.value, "request_id": request_id, **(extra or {})}}
