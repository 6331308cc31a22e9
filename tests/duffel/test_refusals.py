"""Every error code, and what an answer with it proves."""

import json
import re

import pytest

from agentdesk.duffel.refusals import CODES, Proof, outcome_of_write, refusal, refusals_in
from agentdesk.travel.errors import (
    NotAllowed,
    OfferGone,
    RefusedByUpstream,
    TooManyCalls,
    TravelError,
    UnknownThere,
)
from tests.duffel import recorded

NO, UNKNOWN = Proof.NOTHING_HAPPENED, Proof.UNKNOWN

# code, type, HTTP status, what it proves of an order, what it means for a question
TABLE: list[tuple[str, str, int, Proof, type[TravelError]]] = [
    ("missing_authorization_header", "authentication_error", 401, NO, NotAllowed),
    ("invalid_authorization_header", "authentication_error", 401, NO, NotAllowed),
    ("access_token_not_found", "authentication_error", 401, NO, NotAllowed),
    ("expired_access_token", "authentication_error", 401, NO, NotAllowed),
    ("insufficient_permissions", "authentication_error", 403, NO, NotAllowed),
    ("unavailable_feature", "invalid_request_error", 403, NO, NotAllowed),
    ("missing_version_header", "invalid_request_error", 400, NO, RefusedByUpstream),
    ("invalid_version_header", "invalid_request_error", 400, NO, RefusedByUpstream),
    ("unsupported_version", "invalid_request_error", 400, NO, RefusedByUpstream),
    ("unavailable_in_version", "invalid_request_error", 400, NO, RefusedByUpstream),
    ("missing_content_type_header", "invalid_request_error", 400, NO, RefusedByUpstream),
    ("invalid_content_type_header", "invalid_request_error", 400, NO, RefusedByUpstream),
    ("missing_data_param", "invalid_request_error", 400, NO, RefusedByUpstream),
    ("invalid_data_param", "invalid_request_error", 400, NO, RefusedByUpstream),
    ("malformed_data_param", "invalid_request_error", 400, NO, RefusedByUpstream),
    ("bad_request", "invalid_request_error", 400, NO, RefusedByUpstream),
    ("unsupported_format", "invalid_request_error", 406, NO, RefusedByUpstream),
    ("not_found", "invalid_request_error", 404, NO, UnknownThere),
    ("not_found", "validation_error", 422, NO, RefusedByUpstream),
    ("rate_limit_exceeded", "rate_limit_error", 429, UNKNOWN, TooManyCalls),
    ("internal_server_error", "api_error", 500, UNKNOWN, RefusedByUpstream),
    ("gateway_timeout_error", "api_error", 504, UNKNOWN, RefusedByUpstream),
    *[
        (code, "validation_error", 422, NO, RefusedByUpstream)
        for code in (
            "validation_required",
            "validation_format",
            "validation_length",
            "validation_inclusion",
            "validation_type",
            "validation_unique",
            "validation_checksum",
            "invalid_field_sets",
            "no_match",
            "unsafe_unique",
            "not_valid_with_selected_offer",
            "payment_amount_does_not_match_order_amount",
            "payment_currency_does_not_match_order_currency",
            "payments_not_allowed_for_order_type",
            "services_not_allowed_for_order_type",
            "duplicate_passenger_name",
            "duplicate_passenger_names",
            "invalid_passenger_name",
            "invalid_passenger_title",
            "invalid_phone_number",
            "invalid_email_address",
            "order_type_not_eligible_for_payment",
        )
    ],
    ("offer_request_already_booked", "validation_error", 422, NO, OfferGone),
    ("offer_no_longer_available", "airline_error", 422, NO, OfferGone),
    ("offer_expired", "invalid_state_error", 422, NO, OfferGone),
    *[
        (code, "airline_error", 422, NO, RefusedByUpstream)
        for code in (
            "price_changed",
            "unsupported_action",
            "ancillary_service_not_available",
            "invalid_loyalty_card",
        )
    ],
    *[
        (code, "invalid_state_error", 422, NO, RefusedByUpstream)
        for code in (
            "insufficient_balance",
            "invalid_order_create_type",
            "already_paid",
            "already_cancelled",
            "past_payment_required_by_date",
            "schedule_changed",
            "order_cancellation_stale",
            "order_not_cancellable",
            "order_not_changeable",
            "order_change_already_actioned",
            "webhook_client_error",
            "emails_not_unique",
        )
    ],
    *[
        (code, "", 422, NO, RefusedByUpstream)
        for code in (
            "payment_declined",
            "order_passengers_incompatible_with_offer",
            "ineligible_airline_credit",
            "invalid_card_expiration_date",
            "invalid_intended_card",
            "three_d_secure_session_not_found",
            "three_d_secure_session_not_ready_for_payment",
            "three_d_secure_session_expired",
            "pay_later_order_no_payment_for_ancillaries",
            "order_not_changeable_yet",
            "modified_externally",
            "invalid_order",
            "stale_airline_initiated_change_accept",
            "stale_airline_initiated_change_update",
        )
    ],
    ("high_fraud_risk", "fraud_error", 422, NO, RefusedByUpstream),
    ("order_not_created", "airline_error", 502, NO, RefusedByUpstream),
    ("airline_unknown", "airline_error", 502, UNKNOWN, RefusedByUpstream),
    ("airline_unknown", "airline_error", 400, UNKNOWN, RefusedByUpstream),
    ("airline_internal", "airline_error", 500, UNKNOWN, RefusedByUpstream),
    ("duplicate_booking", "airline_error", 422, UNKNOWN, RefusedByUpstream),
    ("order_creation_already_attempted", "invalid_state_error", 422, UNKNOWN, RefusedByUpstream),
]


def envelope(*codes: object, status: int = 422) -> bytes:
    errors = [{"type": "any_error", "code": code, "title": "A title", "message": "A message"} for code in codes]
    return json.dumps({"errors": errors, "meta": {"status": status, "request_id": "req-1"}}).encode()


@pytest.mark.parametrize(("code", "type_", "status", "proof", "meaning"), TABLE)
def test_a_code_proves_what_the_table_says(
    code: str, type_: str, status: int, proof: Proof, meaning: type[TravelError]
) -> None:
    assert CODES[code].type == type_ or (code, type_) == ("not_found", "validation_error")
    assert status in CODES[code].statuses
    assert outcome_of_write(status, envelope(code)) is proof
    error = refusal(status, envelope(code))
    assert type(error) is meaning
    assert isinstance(error, RefusedByUpstream)
    assert (error.code, error.message, error.request_id, error.status) == (code, "A message", "req-1", status)


def test_the_table_has_every_code() -> None:
    assert {row[0] for row in TABLE} == set(CODES)


@pytest.mark.parametrize("status", [200, 202, 204, 301, 302, 307, 308, 100])
def test_success_that_is_not_created_and_redirects_prove_nothing(status: int) -> None:
    assert outcome_of_write(status, envelope("validation_required")) is UNKNOWN
    assert outcome_of_write(status, b'{"data": {"id": "ord_1"}}') is UNKNOWN
    assert outcome_of_write(status, b"") is UNKNOWN


def test_created_means_done() -> None:
    assert outcome_of_write(201, b"") is Proof.DONE


NO_ENVELOPES = [
    b"",
    b"<html>502</html>",
    b"Forbidden",
    b"null",
    b"[]",
    b"{",
    b"\xff\xfe",
    b'"x"',
    b'{"data": {}}',
    b'{"errors": []}',
    b'{"errors": null}',
    b'{"errors": [{"code": null}]}',
    b'{"errors": [{"code": "validation_required"}',
]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 418, 422, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("body", NO_ENVELOPES)
def test_a_body_that_is_no_envelope_proves_nothing(status: int, body: bytes) -> None:
    assert outcome_of_write(status, body) is UNKNOWN


@pytest.mark.parametrize("status", [500, 501, 502, 504, 520])
def test_a_five_hundred_proves_nothing_even_with_a_code_that_would(status: int) -> None:
    assert outcome_of_write(status, envelope("validation_required")) is UNKNOWN


@pytest.mark.parametrize("status", [422, 500, 502])
def test_order_not_created_is_certain_whatever_the_status(status: int) -> None:
    assert outcome_of_write(status, envelope("order_not_created")) is NO


def test_a_503_with_an_envelope_is_certain() -> None:
    assert outcome_of_write(503, envelope("service_unavailable")) is NO
    assert outcome_of_write(503, b"<html>busy</html>") is UNKNOWN


def test_too_many_calls_prove_nothing_even_under_another_code() -> None:
    assert outcome_of_write(429, envelope("validation_required")) is UNKNOWN
    assert outcome_of_write(400, envelope("rate_limit_exceeded")) is UNKNOWN


@pytest.mark.parametrize("code", ["brand_new_code", 400, "VALIDATION_REQUIRED", "validation_required "])
def test_a_code_nobody_has_told_us_of_proves_nothing(code: object) -> None:
    assert outcome_of_write(422, envelope(code)) is UNKNOWN


def test_one_uncertain_code_among_certain_ones_makes_it_uncertain() -> None:
    assert outcome_of_write(422, envelope("validation_required", "airline_unknown")) is UNKNOWN
    assert outcome_of_write(422, envelope("validation_required", "validation_length")) is NO
    assert outcome_of_write(502, envelope("order_not_created", "airline_unknown")) is UNKNOWN


# file, code, field, pointer, HTTP status it stands for, proof
RECORDED = [
    ("error-400-airline-unknown-go.json", "airline_unknown", "", "", 400, UNKNOWN),
    ("error-401-authorization-java.json", "missing_authorization_header", "", "", 401, NO),
    ("error-422-validation-error-java.json", "validation_required", "slices", "/slices", 422, NO),
    ("error-500-airline-internal-java.json", "airline_internal", "", "", 500, UNKNOWN),
    ("error-504-gateway-timeout-go.json", "gateway_timeout_error", "", "", 504, UNKNOWN),
    ("error-invalid-request-error-ruby.json", "missing_version_header", "", "", 400, NO),
    ("error-invalid-state-error-ruby.json", "invalid_order_create_type", "", "", 422, NO),
    ("error-rate-limit-error-ruby.json", "rate_limit_exceeded", "", "", 429, UNKNOWN),
]


@pytest.mark.parametrize(("file", "code", "field", "pointer", "status", "proof"), RECORDED)
def test_a_recorded_error_is_understood(
    file: str, code: str, field: str, pointer: str, status: int, proof: Proof
) -> None:
    body = recorded.raw(file)
    said = json.loads(body)
    found = refusals_in(body)
    assert found is not None
    assert (found.first.code, found.first.field, found.first.pointer) == (code, field, pointer)
    assert found.first.type == said["errors"][0]["type"] == CODES[code].type
    assert found.request_id == said["meta"]["request_id"]
    assert len(found.entries) == len(said["errors"])
    assert outcome_of_write(status, body) is proof


def test_every_recorded_error_is_in_the_table() -> None:
    assert {row[0] for row in RECORDED} == set(recorded.files("error"))


def test_all_that_was_said_is_kept_once() -> None:
    found = refusals_in(recorded.raw("error-422-validation-error-java.json"))
    assert found is not None
    assert found.message == "Field 'slices' can't be blank Field 'passengers' can't be blank"


def test_a_recorded_page_of_a_proxy_is_no_envelope() -> None:
    (file,) = recorded.files("non_json_error")
    wrapped = json.loads(recorded.raw(file))
    body = wrapped["body"].encode()
    assert refusals_in(body) is None
    assert refusal(wrapped["http_status"], body) is None
    assert outcome_of_write(wrapped["http_status"], body) is UNKNOWN


@pytest.mark.parametrize(
    ("status", "meaning"), [(401, NotAllowed), (403, NotAllowed), (404, UnknownThere), (429, TooManyCalls)]
)
def test_without_an_envelope_the_status_still_tells_something(status: int, meaning: type[TravelError]) -> None:
    error = refusal(status, b"Forbidden", "req-9")
    assert type(error) is meaning
    assert isinstance(error, RefusedByUpstream)
    assert (error.code, error.request_id) == (f"http_{status}", "req-9")


def test_a_source_that_is_a_text_or_missing_names_no_field() -> None:
    for source in ("british_airways", None, ["x"], {"parameter": "limit"}):
        body = json.dumps({"errors": [{"code": "airline_internal", "type": 3, "source": source}]}).encode()
        found = refusals_in(body)
        assert found is not None
        assert (found.first.field, found.first.pointer) == ("", "")


def test_every_code_of_ours_is_spelled_as_the_upstream_spells_codes() -> None:
    assert all(re.fullmatch(r"[a-z0-9_]+", code) for code in CODES)
