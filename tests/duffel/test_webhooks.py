"""Webhooks of the upstream: signatures by its own test vector, and events read whatever they look like."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agentdesk.duffel.webhooks import EVENTS, WINDOW, is_genuine, read_event
from agentdesk.travel.upstream_events import UpstreamEvent
from tests.samples import NOON

SECRET = "a_secret"
AT = datetime.fromtimestamp(1641667496, UTC)
BODY = (
    b'{"created_at":"2022-01-08T18:44:56.129339Z","data":{"changes":{},"object":{}},'
    b'"id":"eve_0000AFEsrBKZAcKgGtZCnQ","live_mode":false,"object":"order","type":"order.updated"}'
)
VECTOR = "t=1641667496,v1=691f25ffb1f206c0fda5bb7b1a9d60fafe42c5f42819d44a06a7cfe09486f102"


def test_the_signature_of_the_upstreams_own_test_is_genuine() -> None:
    assert is_genuine(BODY, VECTOR, [SECRET], AT)


def test_any_of_our_secrets_will_do() -> None:
    assert is_genuine(BODY, VECTOR, ["another", SECRET], AT)
    assert is_genuine(BODY, VECTOR, [SECRET, "another"], AT)


@pytest.mark.parametrize(
    ("body", "signature", "secrets"),
    [
        (BODY + b" ", VECTOR, [SECRET]),
        (BODY, VECTOR, ["A_secret"]),
        (BODY, VECTOR, []),
        (BODY, "", [SECRET]),
        (BODY, VECTOR.replace("v1", "v0"), [SECRET]),
        (BODY, VECTOR.upper(), [SECRET]),
        (BODY, VECTOR + "0", [SECRET]),
        (BODY, VECTOR[:-1], [SECRET]),
        (BODY, VECTOR.replace("1641667496", "1641667497"), [SECRET]),
        (BODY, VECTOR.replace("t=1641667496", "t=-1641667496"), [SECRET]),
        (BODY, VECTOR.replace("t=1641667496", "t=9" + "9" * 400), [SECRET]),
        (BODY, f"{VECTOR},{VECTOR}", [SECRET]),
    ],
)
def test_nothing_else_is_genuine(body: bytes, signature: str, secrets: list[str]) -> None:
    assert not is_genuine(body, signature, secrets, AT)


@pytest.mark.parametrize(
    ("apart", "believed"),
    [(WINDOW, True), (-WINDOW, True), (WINDOW + timedelta(seconds=1), False), (-WINDOW - timedelta(seconds=1), False)],
)
def test_a_signature_is_believed_for_five_minutes(apart: timedelta, believed: bool) -> None:
    assert is_genuine(BODY, VECTOR, [SECRET], AT + apart) is believed


def test_a_secret_is_a_text_although_it_looks_encoded() -> None:
    secret = "c2VjcmV0LXRoYXQtbG9va3MtbGlrZS1iYXNlNjQ=="
    digest = hmac.new(secret.encode("ascii"), b"1641667496." + BODY, hashlib.sha256).hexdigest()
    assert is_genuine(BODY, f"t=1641667496,v1={digest}", [secret], AT)


def event(**changes: Any) -> bytes:
    body = {
        "id": "wev_1",
        "type": "order.created",
        "created_at": "2026-05-04T10:00:00.5Z",
        "idempotency_key": "ord_key",
        "data": {"object": {"order_id": "ord_1", "offer_id": "off_1"}},
    }
    return json.dumps({**body, **changes}).encode()


def test_an_event_names_its_order_and_offer() -> None:
    at = datetime(2026, 5, 4, 10, 0, 0, 500_000, tzinfo=UTC)
    assert read_event(event(), NOON) == UpstreamEvent("wev_1", "order.created", at, "ord_1", "off_1")


@pytest.mark.parametrize(
    ("told", "order_id"),
    [
        ({"id": "ord_2", "aic_id": "aic_1"}, "ord_2"),
        ({"id": "ore_1", "order_id": "ord_2"}, "ord_2"),
        ({"id": "pay_1"}, "ord_key"),
        ({}, "ord_key"),
        (None, "ord_key"),
        ([1], "ord_key"),
        ({"order_id": {"odd": 1}, "id": None}, "ord_key"),
    ],
)
def test_the_order_is_found_wherever_it_is_told(told: object, order_id: str) -> None:
    found = read_event(event(data={"object": told}), NOON)
    assert found is not None
    assert found.order_id == order_id


def test_an_event_of_an_unknown_kind_without_times_is_still_one() -> None:
    found = read_event(event(type="order.sung", created_at=None, idempotency_key=None, data=None), NOON)
    assert found == UpstreamEvent("wev_1", "order.sung", NOON)


def test_an_event_without_an_id_is_known_by_its_bytes() -> None:
    one, two = (read_event(event(id=None, created_at=at), NOON) for at in ("2026-05-04T10:00:00Z",) * 2)
    other = read_event(event(id=None, created_at="2026-05-04T10:00:01Z"), NOON)
    assert one is not None
    assert other is not None
    assert one == two
    assert one.id != other.id


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"\xff", b"{}", b'{"type": 3}', b"[" * 5000])
def test_what_is_no_event_is_none(body: bytes) -> None:
    assert read_event(body, NOON) is None


def test_we_ask_for_each_kind_once() -> None:
    assert len(set(EVENTS)) == len(EVENTS)
