"""Tokens, roles, names of the service, bodies and headers."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.rest.commands import commands
from tests.rest.service import Caller, Service, coming_day, refused

SEARCH = {
    "slices": [{"origin": "JFK", "destination": "LHR", "departure_date": coming_day()}],
    "passengers": [{"type": "adult"}],
}


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "missing_token"),
        ({"Authorization": "Basic abc"}, "missing_token"),
        ({"Authorization": "Bearer"}, "missing_token"),
        ({"Authorization": "Bearer agentdesk_made_up"}, "wrong_token"),
    ],
)
def test_a_call_needs_a_token_that_works(service: Service, headers: dict[str, str], code: str) -> None:
    for path in ("offers?offer_request_id=orq_x", "orders", "orders/ord_x", "events"):
        answer = httpx.get(f"{service.url}/{path}", headers=headers)
        refused(answer, 401, code)
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_reader_looks_and_sells_nothing(reader: Caller) -> None:
    assert isinstance(reader.get("orders")["data"], list)
    refused(reader.post("offer-requests", SEARCH), 403, "not_allowed")
    refused(reader.post("orders", {}), 403, "not_allowed")
    refused(reader.post("payments", {}), 403, "not_allowed")
    refused(reader.post("orders/ord_x/actions/cancel", {}), 403, "not_allowed")


def test_tokens_are_given_once_listed_and_revoked(tmp_path: Path) -> None:
    add, listing, revoke = ("token", "add", "Ruth"), ("token", "list"), ("token", "revoke", "Ruth")
    calls = ((*add, "--role", "supervisor"), add, listing, revoke, revoke, listing, add)
    given, twice, listed, revoked, again, listed_later, anew = commands(tmp_path, *calls)
    assert "working token for Ruth" in twice.err
    assert "Ruth\tsupervisor" in listed.out
    assert given.token not in listed.out
    assert given.token.encode() not in b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert (revoked.code, again.code) == (0, 1)
    assert "revoked" in listed_later.out
    assert anew.token != given.token


def test_a_foreign_name_is_refused(service: Service) -> None:
    answer = httpx.get(f"{service.url}/orders", headers={"Host": "evil.example"})
    refused(answer, 400, "foreign_host")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_pages_of_another_site_get_nothing_even_with_a_token(caller: Caller, headers: dict[str, str]) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        answer = caller.http.request(method, "orders", headers=headers)
        refused(answer, 403, "foreign_site")
        assert "access-control-allow-origin" not in answer.headers


def test_the_services_own_page_and_a_followed_link_are_welcome(service: Service, caller: Caller) -> None:
    base = service.url.removesuffix("/api")
    own = {"Origin": base, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    assert caller.http.get("orders", headers=own).status_code == 200
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert httpx.get(f"{base}/health", headers=link).status_code == 200


def test_a_body_has_a_bound_whatever_its_headers_say(caller: Caller) -> None:
    refused(
        caller.http.post("orders", content=b" " * 300_000, headers={"Content-Type": "application/json"}),
        413,
        "body_too_large",
    )

    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 10_000

    refused(
        caller.http.post("orders", content=pieces(), headers={"Content-Type": "application/json"}),
        413,
        "body_too_large",
    )


def test_malformed_json_is_400(caller: Caller) -> None:
    answer = caller.http.post("offer-requests", content=b"{", headers={"Content-Type": "application/json"})
    refused(answer, 400, "malformed_json")


def test_what_is_not_there_is_told_in_our_shape(caller: Caller) -> None:
    refused(caller.http.get("nothing"), 404, "unknown_path")
    refused(caller.http.get("payments"), 405, "wrong_method")


def test_a_request_id_goes_up_and_down_unless_it_is_odd(caller: Caller) -> None:
    assert caller.http.get("orders", headers={"X-Request-Id": "my-own.7"}).headers["x-request-id"] == "my-own.7"
    odd = caller.http.get("orders", headers={"X-Request-Id": "a b<script>"}).headers["x-request-id"]
    assert len(odd) == 32


def test_answers_are_not_kept_nor_framed(caller: Caller) -> None:
    headers = caller.http.get("orders").headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "server" not in headers


def test_health_needs_no_token(service: Service) -> None:
    answer = httpx.get(service.url.removesuffix("/api") + "/health")
    assert answer.json()["status"] == "ok"


def test_readiness_and_measures_need_no_token_and_tell_no_ids(service: Service, caller: Caller) -> None:
    offer = caller.offer()
    base = service.url.removesuffix("/api")
    assert httpx.get(f"{base}/ready").json() == {"status": "ready"}
    told = httpx.get(f"{base}/metrics").text
    assert 'route="/offers"' in told
    assert offer["id"] not in told


def test_the_page_to_try_calls_asks_nobody_else(service: Service) -> None:
    page = httpx.get(f"{service.url}/docs")
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "://" not in page.text
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js"):
        assert f"docs/{name}" in page.text or name == "start.js"
        assert httpx.get(f"{service.url}/docs/{name}").status_code == 200


def test_the_document_names_every_call_with_its_errors(service: Service) -> None:
    document = httpx.get(f"{service.url}/openapi.json").json()
    calls = {(method, path) for path, item in document["paths"].items() for method in item}
    assert calls == {
        ("post", "/api/offer-requests"),
        ("get", "/api/offers"),
        ("get", "/api/offers/{offer_id}"),
        ("get", "/api/offers/{offer_id}/seat-maps"),
        ("post", "/api/orders"),
        ("get", "/api/orders"),
        ("get", "/api/orders/{order_id}"),
        ("post", "/api/orders/{order_id}/actions/cancel"),
        ("post", "/api/payments"),
        ("get", "/api/orders/{order_id}/documents/{name}"),
        ("get", "/api/audit"),
        ("get", "/api/events"),
        ("post", "/webhooks/duffel"),
    }
    upstream = document["paths"].pop("/webhooks/duffel")["post"]  # signed instead, and by nobody who has a token
    assert "security" not in upstream
    for path, item in document["paths"].items():
        for call in item.values():
            assert {"401", "403", "422", "429"} <= call["responses"].keys(), path
            assert call["security"] == [{"Agent": []}]
