"""Changes of orders as a stream that goes on where it broke off."""

import json
from collections.abc import Iterator

import httpx

from tests.rest.service import Caller, refused, told


def events(answer: httpx.Response) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Number, kind and data of each."""
    number = kind = ""
    for line in answer.iter_lines():
        name, _, value = line.partition(": ")
        match name:
            case "id":
                number = value
            case "event":
                kind = value
            case "data":
                yield number, kind, json.loads(value)


def test_a_change_arrives_and_can_be_read_again(caller: Caller) -> None:
    offer = caller.offer()
    with caller.http.stream("GET", "events") as stream:
        order = told(caller.order(offer), 201)["data"]
        number, kind, data = next(events(stream))
    assert kind == "order.changed"
    assert data["id"] == order["id"]
    caller.until(order["id"], "ticketed")
    with caller.http.stream("GET", "events", headers={"Last-Event-ID": number}) as stream:
        later, _, data = next(events(stream))
    assert int(later) > int(number)
    assert data["id"] == order["id"]


def test_an_odd_last_event_is_refused(caller: Caller) -> None:
    for odd in ("yesterday", "9" * 30):
        answer = caller.http.get("events", headers={"Last-Event-ID": odd})
        assert refused(answer, 422, "invalid_field")["field"] == "Last-Event-ID"
