"""Each thing that is done to an order, beside each answer it can get: said in words of its own, with a way on."""

import pytest

from agentdesk.desk.servicing import NotCancellable
from agentdesk.duffel.refusals import CODES, refusal
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import AcceptChange, CancelOrder, Deed, DeedOutcome, DeedRefused, DeedSent, PayHold
from agentdesk.travel.errors import RefusedByUpstream, TravelError
from agentdesk.ui import words
from agentdesk.ui.orders.deed_words import refused, way_on
from agentdesk.ui.orders.doing import WayOn
from tests.desk.servicing_room import Room, a_change, a_hold, a_paid, changed
from tests.duffel.test_refusals import envelope
from tests.samples import NOON, gbp

QUOTE = Cancellation("ore_1", "ord_1", NOON, refund=gbp("90.80"), refund_to="balance")
PAY = PayHold("ord_1", gbp("1612.77"))
CANCEL = CancelOrder("ord_1", QUOTE, gbp("1612.77"))
ACCEPT = AcceptChange("ord_1", "aic_1")

# API.md 2.4 by what can get it. A code that stands nowhere here fails the last test.
ALWAYS = {
    "missing_authorization_header", "invalid_authorization_header", "access_token_not_found", "expired_access_token",
    "insufficient_permissions", "unavailable_feature", "missing_version_header", "invalid_version_header",
    "unsupported_version", "unavailable_in_version", "missing_content_type_header", "invalid_content_type_header",
    "missing_data_param", "invalid_data_param", "malformed_data_param", "bad_request", "unsupported_format",
    "not_found", "validation_required", "validation_format", "validation_length", "validation_inclusion",
    "validation_type", "invalid_field_sets", "no_match", "unsupported_action", "modified_externally", "invalid_order",
    "rate_limit_exceeded", "internal_server_error", "gateway_timeout_error", "airline_unknown", "airline_internal",
}  # fmt: skip
PAYING = {
    "already_paid", "already_cancelled", "past_payment_required_by_date", "schedule_changed", "price_changed",
    "order_type_not_eligible_for_payment", "insufficient_balance", "payment_declined", "high_fraud_risk",
    "payment_amount_does_not_match_order_amount", "payment_currency_does_not_match_order_currency",
    "ineligible_airline_credit", "three_d_secure_session_not_found", "three_d_secure_session_not_ready_for_payment",
    "three_d_secure_session_expired", "invalid_card_expiration_date", "validation_checksum",
}  # fmt: skip
QUOTING = {"order_not_cancellable", "already_cancelled"}
CANCELLING = {"order_cancellation_stale", "order_not_cancellable", "already_cancelled"}
ACCEPTING = {"stale_airline_initiated_change_accept", "order_change_already_actioned", "already_cancelled"}
HOLDING = {
    "offer_no_longer_available", "offer_expired", "price_changed", "offer_request_already_booked",
    "order_creation_already_attempted", "duplicate_booking", "order_not_created", "invalid_order_create_type",
    "payments_not_allowed_for_order_type", "services_not_allowed_for_order_type", "ancillary_service_not_available",
    "duplicate_passenger_name", "duplicate_passenger_names", "order_passengers_incompatible_with_offer",
    "invalid_passenger_name", "invalid_passenger_title", "invalid_phone_number", "invalid_email_address",
    "invalid_loyalty_card", "not_valid_with_selected_offer", "schedule_changed", "insufficient_balance",
    "invalid_intended_card", "validation_unique", "payment_amount_does_not_match_order_amount",
}  # fmt: skip
NEVER_SENT_BY_US = {
    "order_not_changeable", "order_not_changeable_yet", "pay_later_order_no_payment_for_ancillaries",
    "stale_airline_initiated_change_update", "webhook_client_error", "emails_not_unique", "unsafe_unique",
}  # fmt: skip
# What each says: the beginning of the first sentence, and what the button beside it does.
SAID: dict[type[Deed], dict[str, tuple[str, WayOn]]] = {
    PayHold: {
        "already_paid": ("This order is paid already.", WayOn.LOOK),
        "already_cancelled": ("This order is cancelled already.", WayOn.LOOK),
        "past_payment_required_by_date": ("The time to pay was over.", WayOn.LOOK),
        "schedule_changed": ("The airline has moved the held flights.", WayOn.LOOK),
        "price_changed": ("The price changed on the way.", WayOn.PAY),
        "payment_amount_does_not_match_order_amount": ("The price changed on the way.", WayOn.PAY),
        "payment_currency_does_not_match_order_currency": ("The airline now asks for another currency.", WayOn.PAY),
        "order_type_not_eligible_for_payment": ("This order is not one that is paid later.", WayOn.LOOK),
        "insufficient_balance": ("The agency's balance with Duffel is too low.", WayOn.PAY),
        "payment_declined": ("The payment was declined.", WayOn.PAY),
        "high_fraud_risk": ("The payment was stopped by the screening for fraud.", WayOn.PAY),
        "validation_inclusion": ("Duffel does not take this way of paying", WayOn.PAY),
        "no_match": ("What was agreed no longer matches the order.", WayOn.PAY),
        "not_found": ("Duffel does not know this any more.", WayOn.LOOK),
        "modified_externally": ("The order was changed outside Duffel.", WayOn.LOOK),
        "insufficient_permissions": ("This token may only read.", WayOn.PAY),
    },
    CancelOrder: {
        "order_cancellation_stale": ("The quote was no longer the newest", WayOn.QUOTE),
        "order_not_cancellable": ("It cannot be cancelled through Duffel.", WayOn.ASK),
        "already_cancelled": ("This order is cancelled already.", WayOn.LOOK),
        "unsupported_action": ("The airline does not take this through Duffel.", WayOn.ASK),
        "modified_externally": ("The order was changed outside Duffel.", WayOn.ASK),
        "invalid_order": ("The order can no longer be worked on", WayOn.ASK),
        "not_found": ("Duffel does not know this any more.", WayOn.LOOK),
        "service_unavailable": ("Duffel is out of order for the moment.", WayOn.QUOTE),
        "expired_access_token": ("The token has expired.", WayOn.QUOTE),
    },
    AcceptChange: {
        "stale_airline_initiated_change_accept": ("The airline has changed it once more.", WayOn.LOOK),
        "order_change_already_actioned": ("The change was answered already.", WayOn.LOOK),
        "already_cancelled": ("This order is cancelled already.", WayOn.LOOK),
        "unsupported_action": ("The airline does not take this through Duffel.", WayOn.LOOK),
        "not_found": ("Duffel does not know this any more.", WayOn.LOOK),
        "unavailable_feature": ("Duffel has not opened this", WayOn.LOOK),
    },
}
OWN_WORDS = [(deed, code, *said) for deed in (PAY, CANCEL, ACCEPT) for code, said in SAID[type(deed)].items()]
GETS = {PayHold: PAYING | ALWAYS, CancelOrder: CANCELLING | ALWAYS, AcceptChange: ACCEPTING | ALWAYS}


@pytest.mark.parametrize(("deed", "code", "what", "then"), OWN_WORDS, ids=[f"{d}-{c}" for d, c in [
    (type(deed).__name__, code) for deed, code, *_ in OWN_WORDS]])  # fmt: skip
def test_a_refusal_is_said_in_its_own_words(deed: Deed, code: str, what: str, then: WayOn) -> None:
    said = refused(code, "Upstream's words", "req-1")
    assert said.what.startswith(what)
    assert said.safe
    assert said.request_id == "req-1"
    assert way_on(deed, code) is then


@pytest.mark.parametrize("deed", [PAY, CANCEL, ACCEPT], ids=["pay", "cancel", "accept"])
def test_every_answer_says_what_is_safe_and_never_speaks_of_booking(deed: Deed) -> None:
    for code in GETS[type(deed)]:
        said = refused(code, "Upstream's words", "req-1")
        assert "_" not in said.what, code
        assert said.safe.startswith(("Nothing was", "The order is as it was")), code
        assert "booked" not in f"{said.what} {said.safe}", code
        assert "earch again" not in said.next, code
        assert isinstance(way_on(deed, code), WayOn)


@pytest.mark.parametrize("deed", [PAY, CANCEL, ACCEPT], ids=["pay", "cancel", "accept"])
async def test_each_refusal_closes_the_line_and_leaves_the_order_free(deed: Deed) -> None:
    for code in sorted(GETS[type(deed)]):
        room = Room()
        await room.has(changed(a_hold() if isinstance(deed, PayHold) else a_paid(), a_change()))

        async def no(sent: DeedSent, code: str = code) -> DeedOutcome:
            return DeedRefused(sent, code, "", "req-1", NOON)

        room.airline.on_deed = no
        outcome = await _carried_out(room, deed)
        assert isinstance(outcome, DeedRefused)
        assert await room.servicing.open_deed("ord_1") is None
        assert room.airline.effects == []


async def _carried_out(room: Room, deed: Deed) -> DeedOutcome:
    match deed:
        case PayHold():
            return await room.servicing.pay(deed.order_id, deed.amount)
        case CancelOrder():
            return await room.servicing.cancel(deed.quote, deed.paid)
        case AcceptChange():
            return await room.servicing.accept(deed.order_id, deed.change_id)


@pytest.mark.parametrize("code", sorted(QUOTING | ALWAYS))
async def test_a_quote_that_is_refused_says_who_can_or_is_asked_for_again(code: str) -> None:
    room = Room()
    await room.has(a_paid())

    async def no(order_id: str) -> Cancellation:
        raise _error(code)

    room.airline.quote_cancellation = no  # type: ignore[method-assign]
    if code in ("order_not_cancellable", "already_cancelled", "unsupported_action"):
        found = await room.servicing.quote("ord_1")
        assert isinstance(found, NotCancellable)
        assert (found.code, found.request_id) == (code, "req-1")
    else:
        with pytest.raises(RefusedByUpstream) as caught:
            await room.servicing.quote("ord_1")
        assert caught.value.code == code
    assert await room.servicing.open_deed("ord_1") is None
    assert room.airline.deeds_sent == []


@pytest.mark.parametrize("code", sorted(HOLDING | ALWAYS))
def test_a_hold_that_is_refused_is_said_in_our_words_or_in_the_upstreams(code: str) -> None:
    said = words.refusal(code, "A message", "req-1", _error(code))
    assert "_" not in said.what
    assert said.next.endswith(".")
    assert said.what.endswith(".") or said.what == "The airline refused. It says: A message"


@pytest.mark.parametrize("code", sorted(ALWAYS))
def test_a_search_for_a_reference_that_is_refused_says_why_and_what_to_do(code: str) -> None:
    said = words.explain(_error(code))
    assert "_" not in said.what
    assert said.next.endswith(".")
    assert said.what.endswith(".") or said.what == "The airline refused. It says: A message"


def _error(code: str) -> TravelError:
    """As a question raises it."""
    error = refusal(CODES[code].statuses[0], envelope(code), "req-1")
    assert error is not None
    return error


def test_no_code_of_the_upstream_is_left_out() -> None:
    told = ALWAYS | PAYING | QUOTING | CANCELLING | ACCEPTING | HOLDING | NEVER_SENT_BY_US
    assert set(CODES) == told
    for deed, said in SAID.items():
        assert set(said) <= GETS[deed] | {"service_unavailable"}
