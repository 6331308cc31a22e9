"""Headers, envelopes, limits and pages: what every call has in common."""

import gzip
import json
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from tests.practice.trips import search_body
from tests.practice_airline import HEADERS, Practice

ENTRY_KEYS = {"type", "code", "title", "message", "documentation_url"}


def bare(practice: Practice, headers: dict[str, str], **more: Any) -> httpx.Response:
    with httpx.Client(base_url=practice.url) as client:
        client.headers = httpx.Headers({"Accept": "application/json"})
        return client.get("/air/airlines", headers=headers, **more)


@pytest.mark.parametrize(
    ("change", "status", "kind", "code"),
    [
        ({"Authorization": None}, 401, "authentication_error", "missing_authorization_header"),
        ({"Authorization": "Basic abc"}, 401, "authentication_error", "invalid_authorization_header"),
        ({"Authorization": "Bearer nobody"}, 401, "authentication_error", "access_token_not_found"),
        ({"Authorization": "Bearer duffel_live_x"}, 401, "authentication_error", "access_token_not_found"),
        ({"Authorization": "Bearer duffel_test_expired"}, 401, "authentication_error", "expired_access_token"),
        ({"Duffel-Version": None}, 400, "invalid_request_error", "missing_version_header"),
        ({"Duffel-Version": "v1"}, 400, "invalid_request_error", "unsupported_version"),
        ({"Duffel-Version": "2"}, 400, "invalid_request_error", "invalid_version_header"),
        ({"Accept": "text/html"}, 406, "invalid_request_error", "unsupported_format"),
    ],
)
def test_wrong_headers_are_refused(
    practice: Practice, change: dict[str, str | None], status: int, kind: str, code: str
) -> None:
    headers = {name: value for name, value in (HEADERS | change).items() if value is not None}
    answer = bare(practice, headers)
    assert answer.status_code == status
    [entry] = answer.json()["errors"]
    assert entry.keys() == ENTRY_KEYS
    assert (entry["type"], entry["code"]) == (kind, code)
    assert answer.json()["meta"] == {"status": status, "request_id": answer.headers["x-request-id"]}
    assert "ratelimit-remaining" in answer.headers


def test_a_token_that_may_only_read_cannot_write(practice: Practice) -> None:
    headers = {"Authorization": "Bearer duffel_test_readonly"}
    answer = practice.ask("POST", "/air/offer_requests", json={"data": {}}, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "insufficient_permissions")
    assert practice.ask("GET", "/air/airlines", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"{}", None, "missing_content_type_header"),
        (b"{}", "text/plain", "invalid_content_type_header"),
        (b"{", "application/json", "bad_request"),
        (b"{}", "application/json", "missing_data_param"),
        (b'{"data": []}', "application/json", "invalid_data_param"),
    ],
)
def test_a_body_must_be_wrapped_json(practice: Practice, content: bytes, kind: str | None, code: str) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    answer = practice.ask("POST", "/air/offer_requests", content=content, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)


def test_every_answer_tells_its_id_its_date_and_what_is_left(practice: Practice) -> None:
    first, second = practice.ask("GET", "/air/airlines"), practice.ask("GET", "/air/airlines")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert first.headers["content-type"] == "application/json; charset=utf-8"
    assert int(first.headers["ratelimit-remaining"]) - int(second.headers["ratelimit-remaining"]) == 1
    reset = parsedate_to_datetime(first.headers["ratelimit-reset"])
    assert 0 < (reset - parsedate_to_datetime(first.headers["date"])).total_seconds() <= 61


def test_limits_are_those_of_the_sandbox_unless_set(practice: Practice) -> None:
    practice.reset(searches_per_minute=None, requests_per_minute=None)
    assert practice.ask("GET", "/air/airlines").headers["ratelimit-limit"] == "4000"
    assert practice.post("/air/batch_offer_requests", {}).headers["ratelimit-limit"] == "30"


def test_too_many_searches_are_refused_until_the_window_ends(practice: Practice) -> None:
    practice.reset(searches_per_minute=2)
    body = search_body(("LHR", "JFK", 60))
    assert [practice.post("/air/batch_offer_requests", body).status_code for _ in range(3)] == [201, 201, 429]
    refused = practice.post("/air/batch_offer_requests", body)
    assert (refused.json()["errors"][0]["type"], refused.json()["errors"][0]["code"]) == (
        "rate_limit_error",
        "rate_limit_exceeded",
    )
    assert refused.headers["ratelimit-remaining"] == "0"
    assert practice.ask("GET", "/air/airlines").status_code == 200
    practice.advance(61)
    assert practice.post("/air/batch_offer_requests", body).status_code == 201


def test_large_answers_are_zipped_when_the_client_can_read_them(practice: Practice) -> None:
    with httpx.Client(base_url=practice.url, headers=HEADERS) as client:
        with client.stream("GET", "/air/airports", headers={"Accept-Encoding": "gzip"}) as zipped:
            raw = b"".join(zipped.iter_raw())
        plain = client.get("/air/airports", headers={"Accept-Encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert json.loads(gzip.decompress(raw)) == plain.json()


def test_pages_lead_through_a_whole_list_and_back(practice: Practice) -> None:
    found: list[str] = []
    after: str | None = None
    while True:
        query = {"limit": 30} | ({"after": after} if after else {})
        answer = practice.ask("GET", "/air/airlines", params=query).json()
        assert (answer["meta"]["before"] is None) == (after is None)
        found += [airline["iata_code"] for airline in answer["data"]]
        after = answer["meta"]["after"]
        if after is None:
            break
        assert len(after) > 300
        last_before = answer
    assert len(found) == len(set(found)) > 60
    assert last_before["meta"]["limit"] == 30
    back = practice.ask("GET", "/air/airlines", params={"limit": 200, "before": after or last_before["meta"]["after"]})
    assert [airline["iata_code"] for airline in back.json()["data"]] == found[: len(back.json()["data"])]


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"after": "Zm9v"}, {"after": "%"}])
def test_wrong_pages_are_refused(practice: Practice, query: dict[str, Any]) -> None:
    assert practice.ask("GET", "/air/airlines", params=query).status_code in (400, 422)


@pytest.mark.parametrize("path", ["/air/nothing", "/air/orders/ord_x", "/air/offers/off_x", "/air/airlines/arl_x"])
def test_an_unknown_address_is_not_found(practice: Practice, path: str) -> None:
    answer = practice.ask("GET", path)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "not_found")


def test_practice_calls_need_no_headers(practice: Practice) -> None:
    assert httpx.get(f"{practice.url}/practice/books").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_in_a_browser_and_foreign_names_get_nothing(practice: Practice, headers: dict[str, str]) -> None:
    for method, path in (("GET", "/air/airlines"), ("GET", "/practice/books"), ("POST", "/practice/reset")):
        answer = httpx.request(method, practice.url + path, headers=HEADERS | headers)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    assert httpx.options(practice.url + "/air/orders", headers={"Origin": "https://evil.example"}).status_code == 403


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_programs_on_this_machine_may_call_it_by_its_loopback_names(practice: Practice, name: str) -> None:
    port = practice.url.rpartition(":")[2]
    assert httpx.get(f"{practice.url}/practice/clock", headers={"Host": f"{name}:{port}"}).status_code == 200
