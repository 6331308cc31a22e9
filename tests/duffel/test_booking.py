"""What becomes of an order, for every way in which an answer can come or not come."""

import json
from dataclasses import replace

import httpx
import pytest

from agentdesk.duffel.airline import DuffelAirline
from agentdesk.travel.booking import Booked, Refused, Sent, Unsure
from agentdesk.travel.errors import NeverSent
from tests.duffel import recorded
from tests.duffel.test_refusals import NO, TABLE
from tests.duffel.upstreams import NOW, Asked, Cut, Handler, airline_of, fails, refuses, says
from tests.samples import a_priced, amelia, an_offer


def sent() -> Sent:
    offer = an_offer()
    return Sent(
        replace(a_priced(offer), seats=(), bags=(), travellers=(amelia(),), total=offer.total), "attempt-1", NOW
    )


def an_answer() -> dict[str, object]:
    return recorded.orders("order-zz-bag-and-seat.json")[0] | {"metadata": {"agentdesk_attempt": "attempt-1"}}


async def booked_by(handler: Handler) -> tuple[object, object]:
    asked = Asked(handler)
    async with airline_of(asked) as airline:
        result = await airline.book(sent())
    assert asked.paths == ["POST /air/orders"]
    return result


async def test_a_created_order_is_booked_and_its_bytes_are_kept() -> None:
    said = json.dumps({"data": an_answer(), "meta": None}, indent=1).encode()
    asked = Asked(says(201, said, x_request_id="req-5"))
    async with airline_of(asked) as airline:
        outcome, answer = await airline.book(sent())
    assert outcome == Booked(sent(), "ord_0000AL3E9lRtT7XMqrEHp8", "IXK4SC", NOW)
    assert answer is not None
    assert answer.order.reference == "IXK4SC"
    assert answer.raw in said
    assert json.loads(answer.raw) == an_answer()
    assert (answer.at, answer.request_id) == (NOW, "req-5")
    body = json.loads(asked.requests[0].content)["data"]
    assert body["metadata"] == {"agentdesk_attempt": "attempt-1"}
    assert body["payments"] == [{"type": "balance", "amount": "1612.77", "currency": "GBP"}]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"<html>", b"null", b'{"data": null}', b'{"data": []}', b'{"data": {"id": "ord_1"}}', b"[]", b"\xff"],
)
async def test_a_created_order_that_cannot_be_read_is_unsure_and_no_crash(body: bytes) -> None:
    outcome, answer = await booked_by(says(201, body, x_request_id="req-5"))
    assert isinstance(outcome, Unsure)
    assert (outcome.request_id, outcome.since, answer) == ("req-5", NOW, None)
    assert outcome.why


@pytest.mark.parametrize("status", [200, 202, 204, 301, 307, 308])
async def test_other_success_and_redirects_are_unsure(status: int) -> None:
    outcome, answer = await booked_by(says(status, {"data": an_answer()}, location="https://elsewhere.invalid/"))
    assert isinstance(outcome, Unsure)
    assert answer is None


@pytest.mark.parametrize(("code", "status", "proof"), [(row[0], row[2], row[3]) for row in TABLE])
async def test_a_refusal_is_one_only_when_it_proves_that_nothing_happened(
    code: str, status: int, proof: object
) -> None:
    outcome, answer = await booked_by(refuses(status, code))
    assert answer is None
    if proof is NO:
        assert outcome == Refused(sent(), code, f"No: {code}", "req-7", NOW)
    else:
        assert isinstance(outcome, Unsure)
        assert (outcome.request_id, outcome.since) == ("req-7", NOW)


@pytest.mark.parametrize("status", [400, 403, 422, 429, 500, 502, 503, 504])
async def test_an_answer_that_is_not_the_upstreams_is_unsure(status: int) -> None:
    outcome, _ = await booked_by(says(status, b"<html>Bad gateway</html>"))
    assert isinstance(outcome, Unsure)


@pytest.mark.parametrize("error", [httpx.ReadTimeout("slow"), httpx.ReadError("cut"), httpx.WriteError("cut")])
async def test_silence_is_unsure(error: Exception) -> None:
    outcome, _ = await booked_by(fails(error))
    assert isinstance(outcome, Unsure)


async def test_an_answer_cut_in_the_middle_is_unsure() -> None:
    stream = Cut(b'{"data": {"id": "ord_1", "bo', httpx.RemoteProtocolError("cut"))
    outcome, _ = await booked_by(lambda _: httpx.Response(201, stream=stream, headers={"x-request-id": "req-3"}))
    assert isinstance(outcome, Unsure)
    assert outcome.request_id == "req-3"


@pytest.mark.parametrize("error", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow")])
async def test_an_order_that_did_not_leave_says_so(error: Exception) -> None:
    with pytest.raises(NeverSent):
        await booked_by(fails(error))


async def test_an_order_that_cannot_be_right_is_not_sent() -> None:
    asked = Asked(says(201, {"data": an_answer()}))
    wrong = replace(sent(), priced=replace(sent().priced, total=sent().priced.total * 2))
    async with airline_of(asked) as airline:
        with pytest.raises(NeverSent):
            await airline.book(wrong)
    assert asked.requests == []


async def test_orders_of_an_offer_keep_the_bytes_of_each() -> None:
    first, second = an_answer(), an_answer() | {"id": "ord_2"}
    said = b'{"data": [' + json.dumps(first).encode() + b" , " + json.dumps(second).encode() + b"]}"
    asked = Asked(says(200, said))
    async with airline_of(asked) as airline:
        answers = await airline.orders_of_offer("off_1")
    assert [one.order.id for one in answers] == ["ord_0000AL3E9lRtT7XMqrEHp8", "ord_2"]
    assert [one.raw for one in answers] == [json.dumps(first).encode(), json.dumps(second).encode()]
    assert dict(asked.requests[0].url.params) == {"offer_id": "off_1", "limit": "200"}


async def test_orders_since_asks_in_the_upstreams_words() -> None:
    asked = Asked(says(200, {"data": [an_answer(), {"id": "ord_odd"}]}))
    async with airline_of(asked) as airline:
        assert [one.order.reference for one in await airline.orders_since(NOW)] == ["IXK4SC"]
    assert asked.requests[0].url.params["created_at[after]"] == "2026-11-22T15:00:00Z"
    assert asked.requests[0].url.params["sort"] == "-created_at"


@pytest.mark.parametrize("ident", ["", "../orders", "a/b", "a?b", "a#b", "a%2fb", "a\nb"])
async def test_an_id_cannot_change_the_way(ident: str) -> None:
    async def ask(airline: DuffelAirline) -> None:
        await airline.order(ident)

    asked = Asked(says(200, {"data": an_answer()}))
    async with airline_of(asked) as airline:
        with pytest.raises(Exception, match="not an id"):
            await ask(airline)
    assert asked.requests == []
