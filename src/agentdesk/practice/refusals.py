"""Every way the practice airline says no: codes with their types and HTTP statuses, and the envelope."""

from collections.abc import Sequence
from dataclasses import dataclass

from agentdesk.practice.shapes import Json

_AUTH, _REQUEST, _FIELD = "authentication_error", "invalid_request_error", "validation_error"
_STATE, _AIRLINE, _LIMIT, _API = "invalid_state_error", "airline_error", "rate_limit_error", "api_error"
_HELP = "https://duffel.com/docs/api/overview/errors"

# code: (type, HTTP status, title)
CODES: dict[str, tuple[str, int, str]] = {
    "missing_authorization_header": (_AUTH, 401, "Missing authorization header"),
    "invalid_authorization_header": (_AUTH, 401, "Invalid authorization header"),
    "access_token_not_found": (_AUTH, 401, "Access token not found"),
    "expired_access_token": (_AUTH, 401, "Expired access token"),
    "insufficient_permissions": (_AUTH, 403, "Insufficient permissions"),
    "unavailable_feature": (_REQUEST, 403, "Unavailable feature"),
    "missing_version_header": (_REQUEST, 400, "Missing version header"),
    "invalid_version_header": (_REQUEST, 400, "Invalid version header"),
    "unsupported_version": (_REQUEST, 400, "Unsupported version"),
    "unavailable_in_version": (_REQUEST, 400, "Unavailable in version"),
    "missing_content_type_header": (_REQUEST, 400, "Missing content type header"),
    "invalid_content_type_header": (_REQUEST, 400, "Invalid content type header"),
    "missing_data_param": (_REQUEST, 400, "Missing data param"),
    "invalid_data_param": (_REQUEST, 400, "Invalid data param"),
    "malformed_data_param": (_REQUEST, 400, "Malformed data param"),
    "bad_request": (_REQUEST, 400, "Bad request"),
    "unsupported_format": (_REQUEST, 406, "Unsupported format"),
    "not_found": (_REQUEST, 404, "Not found"),
    "rate_limit_exceeded": (_LIMIT, 429, "Rate limit exceeded"),
    "internal_server_error": (_API, 500, "Internal server error"),
    "service_unavailable": (_API, 503, "Service unavailable"),
    "gateway_timeout_error": (_API, 504, "The request timed out"),
    "validation_required": (_FIELD, 422, "Required field"),
    "validation_format": (_FIELD, 422, "Invalid format"),
    "validation_length": (_FIELD, 422, "Invalid length"),
    "validation_inclusion": (_FIELD, 422, "Invalid value"),
    "validation_type": (_FIELD, 422, "Invalid type"),
    "validation_unique": (_FIELD, 422, "Not unique"),
    "unsafe_unique": (_FIELD, 422, "Not unique"),
    "webhook_client_error": (_STATE, 422, "Webhook client error"),
    "invalid_field_sets": (_FIELD, 422, "Invalid combination of fields"),
    "no_match": (_FIELD, 422, "No match"),
    "offer_no_longer_available": (_AIRLINE, 422, "Offer no longer available"),
    "offer_expired": (_STATE, 422, "Offer expired"),
    "price_changed": (_AIRLINE, 422, "Price changed"),
    "offer_request_already_booked": (_FIELD, 422, "Offer request already booked"),
    "order_creation_already_attempted": (_STATE, 422, "Order creation already attempted"),
    "duplicate_booking": (_AIRLINE, 422, "Duplicate booking"),
    "order_not_created": (_API, 502, "Order not created"),
    "airline_unknown": (_AIRLINE, 502, "Airline error"),
    "airline_internal": (_AIRLINE, 500, "Airline internal error"),
    "unsupported_action": (_AIRLINE, 422, "Unsupported action"),
    "insufficient_balance": (_STATE, 422, "Insufficient balance"),
    "payment_amount_does_not_match_order_amount": (_FIELD, 422, "Payment amount does not match order amount"),
    "payment_currency_does_not_match_order_currency": (_FIELD, 422, "Payment currency does not match order currency"),
    "payment_declined": (_STATE, 422, "Payment declined"),
    "payments_not_allowed_for_order_type": (_FIELD, 422, "Payments not allowed for order type"),
    "services_not_allowed_for_order_type": (_FIELD, 422, "Services not allowed for order type"),
    "invalid_order_create_type": (_STATE, 422, "Invalid order create type"),
    "ancillary_service_not_available": (_AIRLINE, 422, "Ancillary service not available"),
    "duplicate_passenger_name": (_FIELD, 422, "Duplicate passenger name"),
    "order_passengers_incompatible_with_offer": (_FIELD, 422, "Passengers do not fit the offer"),
    "invalid_passenger_name": (_AIRLINE, 422, "Invalid passenger name"),
    "invalid_passenger_title": (_AIRLINE, 422, "Invalid passenger title"),
    "invalid_phone_number": (_FIELD, 422, "Invalid phone number"),
    "invalid_email_address": (_FIELD, 422, "Invalid email address"),
    "invalid_loyalty_card": (_AIRLINE, 422, "Invalid loyalty card"),
    "high_fraud_risk": ("fraud_error", 422, "High fraud risk"),
    "already_paid": (_STATE, 422, "Already paid"),
    "already_cancelled": (_STATE, 422, "Already cancelled"),
    "past_payment_required_by_date": (_STATE, 422, "Payment deadline has passed"),
    "schedule_changed": (_STATE, 422, "Schedule changed"),
    "order_type_not_eligible_for_payment": (_FIELD, 422, "Order type not eligible for payment"),
    "stale_airline_initiated_change_accept": (_STATE, 422, "Stale airline-initiated change"),
    "stale_airline_initiated_change_update": (_STATE, 422, "Stale airline-initiated change"),
    "order_cancellation_stale": (_STATE, 422, "Order cancellation is stale"),
    "order_not_cancellable": (_STATE, 422, "Order not cancellable"),
}


@dataclass(frozen=True)
class Fault:
    """One entry of an error envelope. `at` is a JSON pointer relative to `data`; `by` names an airline."""

    code: str
    message: str
    at: str | None = None
    by: str | None = None
    type: str | None = None

    def shown(self) -> Json:
        known, _, title = CODES.get(self.code, (_API, 500, self.message))
        entry: Json = {
            "type": self.type or known,
            # One recorded answer has a number for a code.
            "code": int(self.code) if self.code.isdigit() else self.code,
            "title": title,
            "message": self.message,
            "documentation_url": _HELP,
        }
        if self.at is not None:
            entry["source"] = {"field": self.at.rsplit("/", 1)[-1], "pointer": self.at}
        elif self.by is not None:
            entry["source"] = self.by
        return entry


class Refusal(Exception):
    """An answer that says no, with one entry per fault."""

    def __init__(self, faults: Sequence[Fault], status: int | None = None) -> None:
        super().__init__(faults[0].code)
        self.faults = faults
        self.status = status or (422 if faults[0].type == _FIELD else CODES.get(faults[0].code, (_API, 500, ""))[1])

    def body(self, request_id: str) -> Json:
        """The error envelope."""
        return {
            "errors": [fault.shown() for fault in self.faults],
            "meta": {"status": self.status, "request_id": request_id},
        }


def refuse(
    code: str, message: str, at: str | None = None, *, by: str | None = None, status: int | None = None
) -> Refusal:
    """A refusal with a single fault."""
    return Refusal([Fault(code, message, at, by)], status)


def linked_not_found(at: str) -> Refusal:
    """An id inside a body that nobody knows: a validation error, unlike an unknown address."""
    return Refusal([Fault("not_found", "The linked record(s) can't be found", at, type=_FIELD)], 422)
