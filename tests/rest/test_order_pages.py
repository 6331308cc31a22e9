"""The agency's orders in pages, by view, words and day; and who did what, for supervisors."""

from datetime import datetime, timedelta
from typing import Any

from tests.rest.service import AMELIA, Caller, refused, told
from tests.rest.test_servicing import CANCEL, pay


def sold(caller: Caller, family: str) -> dict[str, Any]:
    person = AMELIA | {"family_name": family}
    order: dict[str, Any] = told(caller.order(caller.offer(), passengers=[person]), 201)["data"]
    return order


def ids(page: Any) -> list[str]:
    return [one["id"] for one in page["data"]]


def test_orders_come_in_pages_found_by_words_view_and_day(caller: Caller) -> None:
    made = [sold(caller, family) for family in ("Quimby", "Quimby", "Mantz")]
    quimbys = [one["id"] for one in reversed(made[:2])]
    everything = [one["id"] for one in reversed(made)]
    assert ids(caller.get("orders", limit=3)) == everything
    first = caller.get("orders", limit=2)
    assert ids(first) == everything[:2]
    since = (datetime.fromisoformat(made[0]["created_at"]) - timedelta(microseconds=1)).isoformat()
    second = caller.get("orders", limit=2, after=first["meta"]["after"], created_after=since)
    assert (ids(second), second["meta"]["after"]) == (everything[2:], None)
    assert ids(caller.get("orders", created_after=made[1]["created_at"])) == everything[:1]
    assert set(quimbys) <= set(ids(caller.get("orders", search="quimby")))
    assert ids(caller.get("orders", search=made[0]["booking_reference"])) == [made[0]["id"]]
    assert ids(caller.get("orders", search="nobody of this name")) == []


def test_a_page_goes_on_though_its_last_order_has_left_the_view(caller: Caller) -> None:
    held = [caller.hold(caller.offer(hold=True)) for _ in range(3)]
    newest = [one["id"] for one in reversed(held)]
    first = caller.get("orders", view="held", limit=1)
    assert ids(first) == newest[:1]
    told(pay(caller, held[2]), 201)
    assert ids(caller.get("orders", view="held", limit=2)) == newest[1:]
    assert ids(caller.get("orders", view="held", limit=2, after=first["meta"]["after"])) == newest[1:]


def test_an_odd_page_is_refused(caller: Caller) -> None:
    for query, field in (
        ({"after": "yesterday"}, "after"),
        ({"after": "1.2.3.4"}, "after"),
        ({"view": "imagined"}, "view"),
        ({"created_after": "2026-01-01T00:00:00"}, "created_after"),
        ({"created_after": "1800000000"}, "created_after"),
    ):
        assert refused(caller.http.get("orders", params=query), 422, "invalid_field")["field"] == field


def test_a_supervisor_sees_who_did_what(supervisor: Caller, caller: Caller) -> None:
    order = sold(caller, "Noonan")
    path = f"orders/{order['id']}/actions/cancel"
    quote = told(caller.post(path, CANCEL), 200)["data"]
    told(supervisor.post(path, CANCEL | {"quote_id": quote["quote_id"]}), 200)
    entries = supervisor.get("audit", order_id=order["id"])["data"]
    assert [(one["agent"], one["action"], one["done"]) for one in entries] == [
        ("Ruth", "order", True),
        ("Ada", "cancel", True),
    ]
    assert all(one["origin"] == "127.0.0.1" and one["request_id"] for one in entries)
    refused(supervisor.http.get("audit", params={"order_id": "ord_unknown"}), 404, "unknown_order")
    refused(caller.http.get("audit", params={"order_id": order["id"]}), 403, "not_allowed")


def test_a_supervisor_sees_from_where_a_token_was_given(supervisor: Caller) -> None:
    (given,) = supervisor.get("audit", agent="Ruth")["data"]
    assert (given["action"], given["agent"], given["order_id"], given["done"]) == ("token_given", "", None, True)
    assert given["origin"].startswith("command of ")
    refused(supervisor.http.get("audit", params={"agent": "Nobody"}), 404, "unknown_agent")
    for query in ({}, {"agent": "Ruth", "order_id": "ord_1"}):
        refused(supervisor.http.get("audit", params=query), 422, "invalid_field")
