"""What is round the recorded answers: pages of lists and the progress of a batch."""

import json

import httpx

from agentdesk.duffel.client import Answer, decoded
from agentdesk.duffel.reading_orders import read_order
from agentdesk.duffel.wire.envelopes import BatchAnswer, ListAnswer
from tests.duffel import recorded
from tests.duffel.upstreams import NOW, Asked, client_of


def answered(file: str) -> Answer:
    return Answer(200, recorded.raw(file), "req-1", NOW, None)


async def test_the_recorded_pages_of_orders_are_one_list() -> None:
    first, last = recorded.files("order_list")

    def page(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=recorded.raw(last if "after" in request.url.params else first))

    asked = Asked(page)
    async with client_of(asked) as client:
        orders = [read_order(raw) async for page in client.pages("/air/orders") for raw in page]
    assert [one.reference for one in orders] == ["RZPNX8", "ABC123"]
    assert asked.requests[1].url.params["after"] == json.loads(recorded.raw(first))["meta"]["after"]
    assert len(asked.requests) == 2


def test_a_batch_just_created_has_everything_before_it() -> None:
    batch = decoded(answered("batch-offer-request-create.json"), BatchAnswer).data
    assert (batch.id, batch.total_batches, batch.remaining_batches) == ("orq_0000AhTmH2Thpl6RrM97qK", 7, 7)
    assert batch.offers is None


def test_a_batch_on_its_way_brings_offers() -> None:
    batch = decoded(answered("batch-offer-request-js.json"), BatchAnswer).data
    assert (batch.total_batches, batch.remaining_batches, len(batch.offers or [])) == (2, 1, 1)


def test_every_recorded_list_is_split_into_its_parts() -> None:
    files = recorded.files("offer_list", "order_list", "airline_list", "airport_list", "place_suggestions", "seat_maps")
    for file in files:
        parts = decoded(answered(file), ListAnswer).data
        assert [json.loads(bytes(one)) for one in parts] == recorded.data(file)
