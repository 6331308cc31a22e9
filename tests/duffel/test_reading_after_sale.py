"""Payments, cancellations and the airline's own changes, as recorded and as they may come."""

import copy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from agentdesk.duffel.reading_after_sale import read_airline_change, read_cancellation, read_payment
from agentdesk.duffel.reading_orders import read_order
from agentdesk.travel.airline_changes import Answered
from agentdesk.travel.cancellations import Cancellation, Credit
from agentdesk.travel.errors import Unreadable
from agentdesk.travel.money import Money
from agentdesk.travel.orders import needs_attention
from agentdesk.travel.payments import Payment, PaymentOutcome
from tests.duffel import recorded
from tests.samples import gbp

ORDER = recorded.orders("order-zz-bag-and-seat.json")[0]
CHANGE = recorded.data("airline-initiated-change-js.json")
QUOTE = {
    "id": "ore_1",
    "order_id": "ord_1",
    "live_mode": False,
    "created_at": "2026-11-22T15:00:00.123456Z",
    "expires_at": "2026-11-22T16:00:00Z",
    "confirmed_at": None,
    "refund_amount": "90.80",
    "refund_currency": "GBP",
    "refund_to": "airline_credits",
    "airline_credits": [
        {
            "id": "acd_1",
            "credit_name": "Duffel Travel Credit",
            "credit_code": None,
            "credit_amount": "90.80",
            "credit_currency": "GBP",
            "issued_on": "2026-11-22",
            "passenger_id": "pas_1",
        }
    ],
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("file", recorded.files("payment"))
def test_recorded_payments_are_read_though_they_name_no_status(file: str) -> None:
    said = recorded.data(file)
    payment = read_payment(recorded.as_bytes(said))
    assert payment.id == said["id"]
    assert payment.amount == Money.of(said["amount"], said["currency"])
    assert (payment.kind, payment.order_id, payment.outcome) == ("balance", "", PaymentOutcome.UNSAID)


def test_a_payment_is_read_in_full() -> None:
    said = recorded.data("payment-java.json") | {"status": "failed", "order_id": "ord_1", "failure_reason": "no money"}
    assert read_payment(recorded.as_bytes(said)) == Payment(
        "pay_0000ALv2y0HVLbnmjIx7Ng",
        "ord_1",
        "balance",
        gbp("458.92"),
        at("2022-07-27T14:08:41.969868"),
        PaymentOutcome.FAILED,
        "no money",
    )


@pytest.mark.parametrize("word", ["pending", "succeeded", "failed", "cancelled"])
def test_every_word_for_a_payments_state_is_known(word: str) -> None:
    said = recorded.data("payment-java.json") | {"status": word}
    assert read_payment(recorded.as_bytes(said)).outcome.value == word


@pytest.mark.parametrize("word", ["refunded", "", None, 7])
def test_an_unknown_state_of_a_payment_proves_nothing(word: object) -> None:
    said = recorded.data("payment-java.json") | {"status": word}
    assert read_payment(recorded.as_bytes(said)).outcome is PaymentOutcome.UNSAID


@pytest.mark.parametrize("file", recorded.files("order_cancellation"))
def test_recorded_cancellations_are_read(file: str) -> None:
    said = recorded.data(file)
    found = read_cancellation(recorded.as_bytes(said))
    assert (found.id, found.order_id, found.refund_to) == (said["id"], said["order_id"], said["refund_to"])
    assert found.refund == Money.of(said["refund_amount"], said["refund_currency"])
    assert (found.confirmed_at is None) == (said["confirmed_at"] is None)
    assert found.expires_at is not None
    assert found.credits == ()


def test_a_confirmed_release_of_a_hold_says_when_and_that_nothing_comes_back() -> None:
    found = read_cancellation(recorded.as_bytes(recorded.data("order-cancellation-confirmed-java.json")))
    assert found.confirmed_at == at("2022-07-22T15:03:53.319873")
    assert (found.refund, found.refund_to) == (gbp("0.00"), "awaiting_payment")


@pytest.mark.parametrize("file", recorded.files("order_cancellation_list"))
def test_recorded_lists_of_cancellations_are_read(file: str) -> None:
    rows = recorded.data(file)
    found = [read_cancellation(recorded.as_bytes(row)) for row in rows]
    assert len(found) == 50
    assert [one.confirmed_at is None for one in found].count(True) == 28
    assert [one.expires_at is None for one in found].count(True) == 16
    assert {one.refund_to for one in found} == {"balance", "awaiting_payment"}
    assert found[0].refund == gbp("177.80")


def test_a_quote_with_a_credit_is_read_in_full() -> None:
    credit = Credit("acd_1", "Duffel Travel Credit", "", gbp("90.80"), date(2026, 11, 22), "pas_1")
    assert read_cancellation(recorded.as_bytes(QUOTE)) == Cancellation(
        "ore_1",
        "ord_1",
        at("2026-11-22T15:00:00.123456"),
        at("2026-11-22T16:00:00"),
        None,
        gbp("90.80"),
        "airline_credits",
        (credit,),
    )


def test_the_code_of_a_credit_comes_with_the_confirmation() -> None:
    said = copy.deepcopy(QUOTE) | {"confirmed_at": "2026-11-22T15:05:00Z"}
    said["airline_credits"][0]["credit_code"] = "1259999999999"  # type: ignore[index]
    assert read_cancellation(recorded.as_bytes(said)).credits[0].code == "1259999999999"


def test_a_refund_that_nobody_knows_is_none_and_not_nothing() -> None:
    said = QUOTE | {"refund_amount": None, "refund_currency": None, "refund_to": None, "airline_credits": None}
    found = read_cancellation(recorded.as_bytes(said))
    assert (found.refund, found.refund_to, found.credits, found.expires_at is None) == (None, "", (), False)
    assert found.kept_of(gbp("10.00")) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"refund_amount": "ninety"},
        {"refund_currency": None},
        {"refund_amount": 90.8},
        {"id": ""},
        {"order_id": None},
        {"created_at": "soon"},
        {"confirmed_at": "yesterday"},
        {"airline_credits": [{"id": "acd_1", "credit_amount": None, "credit_currency": "GBP"}]},
    ],
)
def test_what_comes_back_is_never_guessed(wrong: dict[str, object]) -> None:
    with pytest.raises(Unreadable, match="the cancellation cannot be read"):
        read_cancellation(recorded.as_bytes(QUOTE | wrong))


def test_a_recorded_change_by_the_airline_is_read_with_its_flights() -> None:
    change = read_airline_change(recorded.as_bytes(CHANGE))
    (before,), (after,) = change.before, change.after
    assert (change.id, change.available) == ("aic_00001876aqC8c5umZmrRds", ("accept", "cancel", "change"))
    assert [one.code for one in (*before.flights, *after.flights)] == ["BA 0472", "BA 0474"]
    assert (before.departs, after.departs) == (datetime(2023, 3, 26, 6, 15), datetime(2023, 3, 28, 11, 0))
    assert (change.answered, change.answered_at, change.is_open) == (Answered.NOT_YET, None, True)
    assert change.updated_at == at("2023-02-08T12:42:31.038989")


def test_a_recorded_change_with_the_older_names_of_its_times_is_read() -> None:
    change = read_airline_change(recorded.as_bytes(recorded.data("airline-initiated-change-java.json")))
    (before,), (after,) = change.before, change.after
    assert (before.departs, after.departs) == (datetime(2022, 6, 23, 3, 0), datetime(2022, 6, 23, 4, 0))
    assert after.arrives == datetime(2022, 6, 23, 4, 42)
    assert (change.answered, change.is_open) == (Answered.ACCEPTED, False)
    assert change.answered_at == at("2022-08-05T15:06:54.762761")


@pytest.mark.parametrize(
    ("word", "answered"),
    [
        (None, Answered.NOT_YET),
        ("accepted", Answered.ACCEPTED),
        ("cancelled", Answered.CANCELLED),
        ("changed", Answered.CHANGED),
        ("slept_on", Answered.OTHER),
    ],
)
def test_every_answer_to_a_change_is_known(word: str | None, answered: Answered) -> None:
    change = read_airline_change(recorded.as_bytes(CHANGE | {"action_taken": word}))
    assert change.answered is answered
    assert change.is_open == (word is None)


def test_a_flight_taken_away_leaves_nothing_after_it() -> None:
    change = read_airline_change(recorded.as_bytes(CHANGE | {"added": []}))
    assert (len(change.before), change.after) == (1, ())


def ordered(**said: Any) -> bytes:
    return recorded.as_bytes(ORDER | said)


def test_an_order_carries_its_changes_oldest_first() -> None:
    newer = CHANGE | {"id": "aic_2", "created_at": "2023-03-01T00:00:00Z"}
    order = read_order(ordered(airline_initiated_changes=[newer, CHANGE | {"action_taken": "accepted"}]))
    assert [one.id for one in order.airline_changes] == ["aic_00001876aqC8c5umZmrRds", "aic_2"]
    assert [one.id for one in order.open_changes] == ["aic_2"]
    assert order.open_airline_changes == 1


@pytest.mark.parametrize(
    "unreadable", [{"id": "aic_9"}, CHANGE | {"added": [{"id": "sli_1"}]}, CHANGE | {"removed": [7]}, {"added": 5}]
)
def test_a_change_that_cannot_be_read_still_needs_attention(unreadable: dict[str, object]) -> None:
    order = read_order(ordered(airline_initiated_changes=[unreadable, 7, None]))
    assert order.airline_changes == ()
    assert order.open_airline_changes == 1
    assert needs_attention(order)


def test_an_order_carries_its_cancellation_and_whose_agreement_it_was_sold_under() -> None:
    nested = {key: value for key, value in QUOTE.items() if key != "order_id"}
    order = read_order(ordered(cancellation=nested, content="self_managed"))
    assert order.cancellation is not None
    assert (order.cancellation.order_id, order.cancellation.refund) == (order.id, gbp("90.80"))
    assert order.content == "self_managed"


@pytest.mark.parametrize("unreadable", [None, [], {}, "ore_1", QUOTE | {"refund_amount": "x"}, QUOTE | {"id": ""}])
def test_a_cancellation_that_cannot_be_read_leaves_the_order_readable(unreadable: object) -> None:
    order = read_order(ordered(cancellation=unreadable, cancelled_at="2026-11-22T15:05:00Z"))
    assert order.cancellation is None
    assert order.cancelled_at == at("2026-11-22T15:05:00")
