"""What becomes of a payment, a cancellation and an acceptance, for every way in which an answer can come or not."""

import json
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from agentdesk.desk.ports import OrderQuestion
from agentdesk.duffel.airline import DuffelAirline
from agentdesk.travel.booking import Doubt
from agentdesk.travel.cancellations import Cancellation
from agentdesk.travel.deeds import (
    AcceptChange,
    CancelOrder,
    Deed,
    DeedDone,
    DeedOutcome,
    DeedRefused,
    DeedSent,
    DeedUnsure,
    PayHold,
)
from agentdesk.travel.errors import ConnectionLost, NeverSent, RefusedByUpstream, UnknownThere, Unreadable
from tests.duffel import recorded
from tests.duffel.test_reading_after_sale import CHANGE, QUOTE
from tests.duffel.test_refusals import NO, TABLE
from tests.duffel.upstreams import NOW, Asked, Cut, Handler, airline_of, fails, refuses, says
from tests.samples import gbp

PAYMENT: dict[str, Any] = recorded.data("payment-java.json") | {
    "order_id": "ord_1",
    "status": "succeeded",
    "failure_reason": None,
}
CONFIRMED: dict[str, Any] = QUOTE | {"confirmed_at": "2026-11-22T15:00:01Z"}
ACCEPTED: dict[str, Any] = CHANGE | {"action_taken": "accepted", "action_taken_at": "2026-11-22T15:00:01Z"}
A_QUOTE = Cancellation("ore_1", "ord_1", NOW, refund=gbp("90.80"), refund_to="airline_credits")


@dataclass(frozen=True, slots=True)
class Case:
    """A deed, how it is said, and a good answer to it."""

    deed: Deed
    asked: str
    body: object
    done: int
    good: dict[str, Any]
    proof: str

    @property
    def sent(self) -> DeedSent:
        return DeedSent(self.deed, "attempt-1", NOW, "Ann")


PAY = Case(
    PayHold("ord_1", gbp("458.92")),
    "POST /air/payments",
    {"data": {"order_id": "ord_1", "payment": {"type": "balance", "amount": "458.92", "currency": "GBP"}}},
    201,
    PAYMENT,
    "pay_0000ALv2y0HVLbnmjIx7Ng",
)
CANCEL = Case(
    CancelOrder("ord_1", A_QUOTE, gbp("100.00")),
    "POST /air/order_cancellations/ore_1/actions/confirm",
    None,
    200,
    CONFIRMED,
    "ore_1",
)
ACCEPT = Case(
    AcceptChange("ord_1", "aic_00001876aqC8c5umZmrRds"),
    "POST /air/airline_initiated_changes/aic_00001876aqC8c5umZmrRds/actions/accept",
    None,
    200,
    ACCEPTED,
    "aic_00001876aqC8c5umZmrRds",
)
CASES = [PAY, CANCEL, ACCEPT]
every_deed = pytest.mark.parametrize("case", CASES, ids=["pay", "cancel", "accept"])


async def outcome_of(case: Case, handler: Handler) -> DeedOutcome:
    asked = Asked(handler)
    async with airline_of(asked) as airline:
        try:
            return await airline.carry_out(case.sent)
        finally:
            assert asked.paths == [case.asked], "sent exactly once"


@every_deed
async def test_a_deed_is_said_as_the_upstream_wants_it_and_proved_by_the_answer(case: Case) -> None:
    asked = Asked(says(case.done, {"data": case.good}, x_request_id="req-5"))
    async with airline_of(asked) as airline:
        outcome = await airline.carry_out(case.sent)
    assert asked.paths == [case.asked]
    content = asked.requests[0].content
    assert (json.loads(content) if content else None) == case.body
    assert isinstance(outcome, DeedDone)
    assert (outcome.sent, outcome.at, outcome.proof, outcome.request_id) == (case.sent, NOW, case.proof, "req-5")


async def test_a_payment_says_how_much_and_a_cancellation_what_comes_back() -> None:
    paid = await outcome_of(PAY, says(201, {"data": PAYMENT}))
    assert isinstance(paid, DeedDone)
    assert (paid.amount, paid.cancellation) == (gbp("458.92"), None)
    confirmed = json.loads(json.dumps(CONFIRMED))
    confirmed["airline_credits"][0]["credit_code"] = "1259999999999"
    cancelled = await outcome_of(CANCEL, says(200, {"data": confirmed}))
    assert isinstance(cancelled, DeedDone)
    assert cancelled.cancellation is not None
    assert (cancelled.amount, cancelled.cancellation.refund) == (None, gbp("90.80"))
    assert cancelled.cancellation.credits[0].code == "1259999999999"


@every_deed
@pytest.mark.parametrize(("code", "status", "proof"), [(row[0], row[2], row[3]) for row in TABLE])
async def test_a_refusal_is_one_only_when_it_proves_that_nothing_happened(
    case: Case, code: str, status: int, proof: object
) -> None:
    outcome = await outcome_of(case, refuses(status, code))
    if proof is NO:
        assert outcome == DeedRefused(case.sent, code, f"No: {code}", "req-7", NOW)
    else:
        assert isinstance(outcome, DeedUnsure)
        assert (outcome.request_id, outcome.since, outcome.doubt) == ("req-7", NOW, Doubt.NO_ANSWER)


@every_deed
async def test_temporarily_away_is_a_no_in_the_upstreams_own_words_only(case: Case) -> None:
    assert isinstance(await outcome_of(case, refuses(503, "service_unavailable")), DeedRefused)
    assert isinstance(await outcome_of(case, says(503, b"<html>busy</html>")), DeedUnsure)


@pytest.mark.parametrize(
    ("case", "status"),
    [(case, status) for case in CASES for status in (200, 201, 202, 204, 301, 307, 308) if status != case.done],
)
async def test_other_success_and_redirects_are_unsure(case: Case, status: int) -> None:
    outcome = await outcome_of(case, says(status, {"data": case.good}, location="https://elsewhere.invalid/"))
    assert isinstance(outcome, DeedUnsure)
    later = status in (200, 202)
    assert outcome.doubt is (Doubt.LATER if later else Doubt.NO_ANSWER)
    assert outcome.why


@every_deed
@pytest.mark.parametrize("status", [400, 403, 422, 429, 500, 502, 503, 504])
async def test_an_answer_that_is_not_the_upstreams_is_unsure(case: Case, status: int) -> None:
    assert isinstance(await outcome_of(case, says(status, b"<html>Bad gateway</html>")), DeedUnsure)


@every_deed
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"<html>", b"null", b'{"data": null}', b'{"data": []}', b'{"data": {"id": "x"}}', b"[]", b"\xff"],
)
async def test_success_that_cannot_be_read_is_unsure_and_no_crash(case: Case, body: bytes) -> None:
    outcome = await outcome_of(case, says(case.done, body, x_request_id="req-5"))
    assert isinstance(outcome, DeedUnsure)
    assert (outcome.request_id, outcome.since) == ("req-5", NOW)


@every_deed
async def test_success_with_an_error_in_it_is_unsure(case: Case) -> None:
    assert isinstance(await outcome_of(case, refuses(case.done, "already_paid")), DeedUnsure)


@every_deed
@pytest.mark.parametrize("error", [httpx.ReadTimeout("slow"), httpx.ReadError("cut"), httpx.WriteError("cut")])
async def test_silence_is_unsure(case: Case, error: Exception) -> None:
    assert isinstance(await outcome_of(case, fails(error)), DeedUnsure)


@every_deed
async def test_an_answer_cut_in_the_middle_is_unsure(case: Case) -> None:
    start = json.dumps({"data": case.good}).encode()[:-9]
    stream = Cut(start, httpx.RemoteProtocolError("cut"))
    outcome = await outcome_of(
        case, lambda _: httpx.Response(case.done, stream=stream, headers={"x-request-id": "req-3"})
    )
    assert isinstance(outcome, DeedUnsure)
    assert outcome.request_id == "req-3"


@every_deed
@pytest.mark.parametrize("error", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("")])
async def test_what_did_not_leave_says_so(case: Case, error: Exception) -> None:
    with pytest.raises(NeverSent):
        await outcome_of(case, fails(error))


@pytest.mark.parametrize(
    "deed",
    [
        PayHold("", gbp("1.00")),
        PayHold("ord_1", -gbp("1.00")),
        CancelOrder("ord_1", replace(A_QUOTE, id="../orders"), gbp("1.00")),
        AcceptChange("ord_1", "aic/1"),
    ],
)
async def test_what_cannot_be_right_is_not_sent(deed: Deed) -> None:
    asked = Asked(says(201, {"data": PAYMENT}))
    async with airline_of(asked) as airline:
        with pytest.raises(NeverSent):
            await airline.carry_out(DeedSent(deed, "attempt-1", NOW))
    assert asked.requests == []


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ({"status": "pending"}, Doubt.LATER),
        ({"status": None}, Doubt.NO_ANSWER),
        ({"status": "refunded"}, Doubt.NO_ANSWER),
        ({"order_id": "ord_2"}, Doubt.NO_ANSWER),
        ({"amount": None}, Doubt.NO_ANSWER),
    ],
)
async def test_a_payment_whose_success_is_not_said_is_unsure(said: dict[str, object], doubt: Doubt) -> None:
    outcome = await outcome_of(PAY, says(201, {"data": PAYMENT | said}))
    assert isinstance(outcome, DeedUnsure)
    assert outcome.doubt is doubt


@pytest.mark.parametrize("word", ["failed", "cancelled"])
async def test_a_payment_that_failed_is_a_no_with_its_reason(word: str) -> None:
    said = PAYMENT | {"status": word, "failure_reason": "The balance is too low."}
    outcome = await outcome_of(PAY, says(201, {"data": said}, x_request_id="req-8"))
    assert outcome == DeedRefused(PAY.sent, f"payment_{word}", "The balance is too low.", "req-8", NOW)


@pytest.mark.parametrize("said", [{"confirmed_at": None}, {"id": "ore_2"}, {"confirmed_at": "now"}])
async def test_a_cancellation_that_is_not_proved_is_unsure(said: dict[str, object]) -> None:
    assert isinstance(await outcome_of(CANCEL, says(200, {"data": CONFIRMED | said})), DeedUnsure)


@pytest.mark.parametrize("said", [{"action_taken": None}, {"action_taken": "changed"}, {"id": "aic_2"}])
async def test_an_acceptance_that_is_not_proved_is_unsure(said: dict[str, object]) -> None:
    assert isinstance(await outcome_of(ACCEPT, says(200, {"data": ACCEPTED | said})), DeedUnsure)


async def test_a_quote_is_asked_once_whatever_comes() -> None:
    for handler, error in [
        (fails(httpx.ReadTimeout("slow")), ConnectionLost),
        (fails(httpx.ConnectError("refused")), ConnectionLost),
        (says(502, b"<html>"), ConnectionLost),
        (refuses(503, "service_unavailable"), RefusedByUpstream),
        (refuses(422, "order_not_cancellable"), RefusedByUpstream),
        (refuses(422, "already_cancelled"), RefusedByUpstream),
        (refuses(500, "airline_internal"), RefusedByUpstream),
        (says(201, {"data": {"id": "ore_1"}}), Unreadable),
        (says(201, b"{"), Unreadable),
    ]:
        asked = Asked(handler)
        async with airline_of(asked) as airline:
            with pytest.raises(error):
                await airline.quote_cancellation("ord_1")
        assert asked.paths == ["POST /air/order_cancellations"]


async def test_a_quote_is_read() -> None:
    asked = Asked(says(201, {"data": QUOTE}))
    async with airline_of(asked) as airline:
        quote = await airline.quote_cancellation("ord_1")
    assert json.loads(asked.requests[0].content) == {"data": {"order_id": "ord_1"}}
    assert (quote.id, quote.confirmed_at, quote.refund) == ("ore_1", None, gbp("90.80"))


async def test_lists_of_an_order_ask_for_that_order_and_come_in_a_known_order() -> None:
    older, newer = "2026-11-22T15:00:00Z", "2026-11-22T15:00:01Z"

    def two(one: dict[str, Any]) -> Handler:
        return says(200, {"data": [one | {"created_at": older}, one | {"id": f"{one['id']}2", "created_at": newer}]})

    async def ids(airline: DuffelAirline, asked: str) -> list[str]:
        match asked:
            case "payments":
                return [one.id for one in await airline.payments_of("ord_1")]
            case "order_cancellations":
                return [one.id for one in await airline.cancellations_of("ord_1")]
            case _:
                return [one.id for one in await airline.airline_changes_of("ord_1")]

    for path, one, newest_first in [
        ("payments", PAYMENT, True),
        ("order_cancellations", QUOTE, True),
        ("airline_initiated_changes", CHANGE, False),
    ]:
        asked = Asked(two(one))
        async with airline_of(asked) as airline:
            found = await ids(airline, path)
        assert asked.paths == [f"GET /air/{path}"]
        assert asked.requests[0].url.params["order_id"] == "ord_1"
        assert found == sorted(found, reverse=newest_first)


async def test_a_list_with_something_unreadable_is_none() -> None:
    async with airline_of(Asked(says(200, {"data": [PAYMENT, {"id": "pay_2"}]}))) as airline:
        with pytest.raises(Unreadable):
            await airline.payments_of("ord_1")


async def test_orders_are_asked_in_the_upstreams_words_and_come_page_by_page() -> None:
    order = recorded.orders("order-zz-bag-and-seat.json")[0]
    asked = Asked(
        says(200, {"data": [order, {"id": "ord_odd"}], "meta": {"after": "more"}}),
        says(200, {"data": [order | {"id": "ord_2"}], "meta": {"after": None}}),
    )
    question = OrderQuestion(
        created_after=NOW,
        awaiting_payment=True,
        requires_action=False,
        departs_after=NOW,
        departs_before=NOW,
        reference="4QK7ZB",
    )
    async with airline_of(asked) as airline:
        found = [answer async for answer in airline.orders(question)]
    assert [one.order.id for one in found] == [order["id"], "ord_2"]
    assert json.loads(found[0].raw) == order
    moment = "2026-11-22T15:00:00Z"
    assert dict(asked.requests[0].url.params) == {
        "awaiting_payment": "true",
        "requires_action": "false",
        "booking_reference": "4QK7ZB",
        "created_at[after]": moment,
        "departing_at[after]": moment,
        "departing_at[before]": moment,
        "sort": "-created_at",
        "limit": "200",
    }


async def test_a_question_for_everything_filters_nothing() -> None:
    asked = Asked(says(200, {"data": []}))
    async with airline_of(asked) as airline:
        assert [one async for one in airline.orders(OrderQuestion(sort=""))] == []
    assert dict(asked.requests[0].url.params) == {"limit": "200"}


async def test_a_hold_is_priced_anew_without_a_body() -> None:
    order = recorded.orders("order-aa-hold-awaiting-payment.json")[0]
    asked = Asked(says(200, {"data": order}, x_request_id="req-2"))
    async with airline_of(asked) as airline:
        answer = await airline.priced_order(order["id"])
    assert asked.paths == [f"POST /air/orders/{order['id']}/actions/price"]
    assert asked.requests[0].content == b""
    assert (answer.order.id, answer.request_id, answer.order.payment.awaiting_payment) == (order["id"], "req-2", True)


async def test_a_cancellation_is_read_by_its_id() -> None:
    async with airline_of(Asked(says(200, {"data": CONFIRMED}))) as airline:
        assert (await airline.cancellation("ore_1")).confirmed_at is not None
    async with airline_of(Asked(refuses(404, "not_found"))) as airline:
        with pytest.raises(UnknownThere):
            await airline.cancellation("ore_1")
